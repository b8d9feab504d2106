"""Every rule is found broken where it is, and every malformed problem is refused with one error."""

import math
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from padwright.base.errors import InputError
from padwright.route.judging.validity import check
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Keepout,
    LevelRules,
    Match,
    Net,
    Pair,
    Pool,
    RoutingProblem,
    RoutingRules,
    Shield,
    Terminal,
)
from padwright.route.router import route
from padwright.route.routing import Point, Routing, Via, Wire

SIDE_NM = 1_000_000
SQUARE = ((0, 0), (SIDE_NM, 0), (SIDE_NM, SIDE_NM), (0, SIDE_NM))


def box(x_nm: int, y_nm: int, half_nm: int) -> tuple[Point, ...]:
    return tuple((x_nm + u * half_nm, y_nm + v * half_nm)
                 for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1)))  # fmt: skip


TASK = RoutingProblem(
    "rules",
    SQUARE,
    2,
    RoutingRules(10_000, 10_000, 30_000, 20_000),
    (
        Terminal("a", 100_000, 500_000, 40_000, 0),
        Terminal("b", 900_000, 500_000, 40_000, 0),
        Terminal("c", 100_000, 600_000, 40_000, 0),
        Terminal("d", 900_000, 600_000, 40_000, 1),
        Terminal("box", 500_000, 700_000, 100_000, 0, box(500_000, 700_000, 35_000)),
    ),
    (Net("P", ("a", "b")), Net("Q", ("c", "d"))),
)
P = Wire("P", 0, 10_000, ((100_000, 500_000), (900_000, 500_000)))
Q = Wire("Q", 0, 10_000, ((100_000, 600_000), (850_000, 600_000)))
HIGH = Wire("Q", 1, 10_000, ((850_000, 600_000), (900_000, 600_000)))
VIA = Via("Q", 850_000, 600_000, 30_000, 0, 1)
CLEAN = Routing((P, Q, HIGH), (VIA,), ())


def bent(wire: Wire, *through: Point) -> Wire:
    return replace(wire, points_nm=(wire.points_nm[0], *through, wire.points_nm[-1]))


def with_rules(**changes: object) -> RoutingProblem:
    return replace(TASK, rules=replace(TASK.rules, **changes))  # type: ignore[arg-type]


def with_net(index: int, **changes: object) -> RoutingProblem:
    nets = list(TASK.nets)
    nets[index] = replace(nets[index], **changes)  # type: ignore[arg-type]
    return replace(TASK, nets=tuple(nets))


def with_pool_net(name: str) -> RoutingProblem:
    """Return the problem with one more net, between a land of its own and one that it chooses."""
    land = Terminal(f"{name} land", 500_000, 300_000, 40_000, 0)
    return replace(
        TASK,
        terminals=(*TASK.terminals, land),
        nets=(*TASK.nets, Net(name, (land.name,), pool="x")),
        pools=(Pool("x", ("box",)),),
    )


def level(index: int, **changes: int) -> RoutingProblem:
    own = [LevelRules(), LevelRules()]
    own[index] = LevelRules(**changes)
    return with_rules(levels=tuple(own))


def test_the_plain_wiring_is_clean() -> None:
    assert violations(TASK, CLEAN) == []
    assert open_nets(TASK, CLEAN) == []


@pytest.mark.parametrize(
    ("task", "wires", "vias", "rule"),
    [
        (with_net(0, width_nm=10_001), (P, Q, HIGH), (VIA,), "width"),
        (level(1, width_nm=10_001), (P, Q, HIGH), (VIA,), "width"),
        (with_net(1, spacing_nm=90_001), (P, Q, HIGH), (VIA,), "spacing"),
        (with_net(0, spacing_nm=80_001), (P, Q, HIGH), (VIA,), "spacing"),
        (level(0, spacing_nm=75_001), (P, Q, HIGH), (VIA,), "spacing"),
        (level(1, via_land_nm=30_001), (P, Q, HIGH), (VIA,), "via land"),
        (
            level(0, edge_clearance_nm=80_001), (P, bent(Q, (100_000, 915_000)), HIGH), (VIA,),
            "outline",
        ),
        (TASK, (P, bent(Q, (500_000, 650_001)), HIGH), (VIA,), "spacing"),  # a side of the box
        (TASK, (P, bent(Q, (500_000, 700_000)), HIGH), (VIA,), "spacing"),  # through the box
        (TASK, (P, Q, HIGH), (VIA, Via("P", 440_001, 700_000, 30_000, 0, 0)), "spacing"),
        (with_rules(via_in_land=False), (P, Q), (replace(VIA, x_nm=880_000),), "via in land"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_found(
    task: RoutingProblem, wires: tuple[Wire, ...], vias: tuple[Via, ...], rule: str
) -> None:
    assert rule in {v.rule for v in violations(task, Routing(wires, vias, ()))}


@pytest.mark.parametrize(
    ("task", "wires", "vias"),
    [
        (with_net(0, width_nm=10_000), (P, Q, HIGH), (VIA,)),
        (level(0, spacing_nm=60_000), (P, Q, HIGH), (VIA,)),  # at a side of the box
        (level(1, spacing_nm=95_000), (P, Q, HIGH), (VIA,)),  # another level
        (TASK, (P, bent(Q, (500_000, 650_000)), HIGH), (VIA,)),  # exactly at the side
        (with_rules(via_in_land=False), (P, Q, HIGH), (replace(VIA, x_nm=850_000),)),
    ],
)
def test_exactly_at_the_limit_is_clean(
    task: RoutingProblem, wires: tuple[Wire, ...], vias: tuple[Via, ...]
) -> None:
    assert violations(task, Routing(wires, vias, ())) == []


def test_vias_over_each_other_are_found_and_those_apart_are_not() -> None:
    task = replace(with_rules(stacked_vias=False, via_pitch_nm=60_000), levels=3)
    low, high = replace(VIA, x_nm=790_000), replace(VIA, lower_level=1, upper_level=2)
    assert not via_rules_broken(task, (low, high))
    assert via_rules_broken(task, (replace(low, x_nm=790_001), high))
    assert via_rules_broken(task, (replace(VIA, upper_level=2),))
    assert not via_rules_broken(replace(task, rules=TASK.rules), (replace(VIA, upper_level=2),))


def via_rules_broken(task: RoutingProblem, vias: tuple[Via, ...]) -> bool:
    return "stacked vias" in {v.rule for v in violations(task, Routing((), vias, ()))}


def test_given_wiring_may_break_rules_but_must_stay() -> None:
    thin = replace(P, width_nm=4_000)
    task = replace(TASK, wires=(thin,), vias=(VIA,))
    assert violations(task, Routing((thin, Q, HIGH), (VIA,), ())) == []
    gone = violations(task, Routing((Q, HIGH), (replace(VIA, x_nm=850_001),), ()))
    assert [v.rule for v in gone] == ["given", "given"]


def test_wires_that_touch_given_ones_anywhere_join_their_net() -> None:
    half = replace(P, points_nm=((100_000, 500_000), (520_000, 500_000)))
    rest = replace(P, points_nm=((400_000, 509_000), (900_000, 500_000)))
    task = replace(TASK, wires=(half,), nets=TASK.nets[:1])
    assert open_nets(task, Routing((half, rest), (), ())) == []
    apart = replace(P, points_nm=((400_000, 511_000), (900_000, 520_001)))
    assert open_nets(task, Routing((half, apart), (), ())) == ["P"]


def test_a_net_wired_beforehand_needs_nothing_and_others_go_round_it() -> None:
    fence = Wire("fence", 0, 20_000, ((500_000, 100_000), (500_000, 900_000)))
    task = replace(TASK, levels=1, terminals=TASK.terminals[:3], nets=TASK.nets[:1])
    around = route(replace(task, wires=(fence,)))
    assert not around.unrouted
    assert around.length_um > 2 * math.hypot(400, 400)
    assert around.wires[0] == fence
    done = route(replace(task, wires=(P,)))
    assert done == Routing((P,), (), ())


def test_a_gap_between_squares_is_used_that_their_circles_would_shut() -> None:
    def fenced(corners: Callable[[int], tuple[Point, ...]]) -> RoutingProblem:
        posts = tuple(
            Terminal(f"s{k}", 500_000, 50_000 + 100_000 * k, 99_500, 0, corners(k))
            for k in range(10)
        )
        return replace(TASK, levels=1, terminals=TASK.terminals[:2] + posts, nets=TASK.nets[:1])

    assert route(fenced(lambda _: ())).unrouted
    squares = route(fenced(lambda k: box(500_000, 50_000 + 100_000 * k, 34_000)))
    assert not squares.unrouted
    # between two of them, and then straight on
    assert squares.length_um < 806


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (with_rules(levels=(LevelRules(width_nm=0),)), "width of 0"),
        (with_rules(levels=(LevelRules(),) * 3), "rules for 3 levels"),
        (with_rules(via_pitch_nm=-1), "via pitch"),
        (with_net(0, spacing_nm=-1), "spacing of -1"),
        (with_net(0, longest_nm=0), "longest length"),
        (with_net(0, pool="x"), "unknown pool"),
        (replace(TASK, pools=(Pool("x", ("zz",)),)), "unknown terminal"),
        (replace(TASK, pools=(Pool("x", ("box", "box")),)), "given 2 times"),
        (replace(TASK, pools=(Pool("x", ("a",)),)), "already"),
        (
            replace(TASK, nets=(Net("P", (), pool="x"),), pools=(Pool("x", ("box",)),), wires=(P,)),
            "no terminal to begin at",
        ),
        (replace(TASK, pairs=(Pair("x", "P", "P", 9),)), "the same"),
        (replace(TASK, pairs=(Pair("x", "P", "Q", 0),)), "gap of 0"),
        (replace(with_pool_net("pair x"), pairs=(Pair("x", "P", "Q", 9),)), "gives this name"),
        (replace(with_pool_net("P, end 0"), pairs=(Pair("x", "P", "Q", 9),)), "gives this name"),
        (
            replace(with_pool_net("shield of P"), shields=(Shield("P", "Q", 9, 9),)),
            "gives this name",
        ),
        (replace(TASK, matches=(Match("x", ("P", "Z"), 9),)), "unknown net"),
        (replace(TASK, matches=(Match("x", ("P", "Q"), -1),)), "tolerance"),
        (replace(TASK, shields=(Shield("P", "P", 9, 9),)), "shield itself"),
        (replace(TASK, levels=0), "0 wiring levels"),
        (replace(TASK, levels=65), "65 wiring levels"),
        (replace(TASK, wires=(replace(P, level=2),)), "level 2"),
        (replace(TASK, wires=(replace(P, width_nm=0),)), "width of 0"),
        (replace(TASK, wires=(replace(P, points_nm=((1, 1), (1, 1))),)), "two different points"),
        (replace(TASK, wires=(replace(P, net="Q"),)), "apart"),
        (replace(TASK, wires=(P, bent(replace(P, net="R"), (500_000, 450_000)))), "apart"),
        (replace(TASK, vias=(replace(VIA, upper_level=2),)), "levels 0 to 2"),
        (replace(TASK, vias=(replace(VIA, land_diameters_nm=(9,)),)), "land diameters"),
        (replace(TASK, nets=(Net("P", ("a",)),)), "joins two or more"),
        (replace(TASK, nets=(Net("P", ()),)), "joins two or more"),
        (replace(TASK, nets=TASK.nets[:1] * 2), "given 2 times"),
        (
            replace(TASK, terminals=(*TASK.terminals, replace(TASK.terminals[0], name="z"))),
            "both at",
        ),
        (
            replace(TASK, terminals=(*TASK.terminals, Terminal("z", 136_000, 500_000, 20_000, 0))),
            "closer than the spacing",
        ),
        (
            replace(TASK, terminals=(*TASK.terminals[1:], Terminal("a", -5, 500_000, 40_000, 0))),
            "outside the outline",
        ),
        (
            replace(TASK, terminals=(*TASK.terminals[:4], replace(
                TASK.terminals[4], corners_nm=box(500_000, 700_000, 36_000)))),
            "outside the circle",
        ),
        (
            replace(TASK, terminals=(*TASK.terminals[:4], replace(
                TASK.terminals[4], corners_nm=box(520_000, 700_000, 19_000)))),
            "not within its corners",
        ),
        (replace(TASK, keepouts=(Keepout(box(100_000, 500_000, 30_000)),)), "keep-out 0"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_refused_with_its_place(task: RoutingProblem, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        check(task)
    assert caught.value.fix


def test_ten_thousand_lands_on_one_spot_are_quick() -> None:
    many = tuple(Terminal(f"t{k}", 500_000, 300_000, 20_000, 0) for k in range(10_000))
    task = replace(TASK, terminals=(*TASK.terminals, *many))
    begin_s = time.process_time()
    assert not route(replace(task, nets=TASK.nets[:1])).unrouted
    with pytest.raises(InputError, match="both at"):
        check(replace(task, nets=(Net("N", ("t0", "a")),)))
    assert time.process_time() - begin_s < 30


def test_hundreds_of_keepouts_are_quick() -> None:
    small = tuple(
        Keepout(box(40_000 + 40_000 * i, 40_000 + 40_000 * j, 4_000), (i + j) % 2)
        for i in range(24)
        for j in range(24)
        if not (i < 5 or i > 19)
    )
    begin_s = time.process_time()
    result = route(replace(TASK, keepouts=small))
    assert violations(replace(TASK, keepouts=small), result) == []
    assert not result.unrouted
    assert time.process_time() - begin_s < 30
