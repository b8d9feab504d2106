"""What is declared impossible is proved by a cut, and a cut that proves nothing is refused."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, union_all

from padwright.route.problem import (
    Keepout,
    Net,
    Pool,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.proving.certificate import most_served, prove
from padwright.route.proving.cut_check import cut_holds
from padwright.route.router import route
from padwright.route.routing import Cut, Routing, Wire

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SQUARE = ((0, 0), (1_200_000, 0), (1_200_000, 1_200_000), (0, 1_200_000))


def cage(inner: int, gap_nm: int, *, free: bool = False, levels: int = 1) -> RoutingProblem:
    """Pads inside a square of 28 lands with equal gaps; one more land for each pad outside."""
    step, side = 100_000, 7
    low = 600_000 - side * step // 2
    diameter = step - gap_nm
    at = [(low + step * i, low) for i in range(side)]
    at += [(low + step * side, low + step * i) for i in range(side)]
    at += [(low + step * (side - i), low + step * side) for i in range(side)]
    at += [(low, low + step * (side - i)) for i in range(side)]
    posts = [
        Terminal(f"c{level}_{i}", x, y, diameter, level)
        for level in range(levels)
        for i, (x, y) in enumerate(at)
    ]
    row = [300_000 + 600_000 * (i % 5) // 5 for i in range(inner)]
    pads = [
        Terminal(f"p{i}", x + 60_000, 450_000 + 100_000 * (i // 5), 20_000, 0)
        for i, x in enumerate(row)
    ]
    balls = [
        Terminal(f"b{i}", 50_000 + i * 1_100_000 // inner, 60_000, 20_000, levels - 1)
        for i in range(inner)
    ]
    if free:
        nets = tuple(Net(f"N{i}", (f"p{i}",), pool="balls") for i in range(inner))
    else:
        nets = tuple(Net(f"N{i}", (f"p{i}", f"b{i}")) for i in range(inner))
    pool = Pool("balls", tuple(b.name for b in balls))
    terminals = (*posts, *pads, *balls)
    return RoutingProblem(
        "cage", SQUARE, levels, RULES, terminals, nets, pools=(pool,) if free else ()
    )


def proof_of(problem: RoutingProblem) -> Cut:
    proofs = prove(problem, [net.name for net in problem.nets])
    (cut,) = set(proofs.values())
    assert cut_holds(problem, cut)
    return cut


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize("levels", [1, 2])
def test_a_closed_cage_is_proved(levels: int, *, free: bool) -> None:
    cut = proof_of(cage(3, 29_999, free=free, levels=levels))
    assert len(cut.nets) == 3
    assert cut.lines == 0
    assert len(cut.gaps) == 28 * levels


def test_a_gap_that_is_full_to_the_nanometre_holds_its_line() -> None:
    assert prove(cage(20, 30_000), ["N0"]) == {}
    cut = prove(cage(20, 29_999), ["N0"])["N0"]
    assert cut.lines == 0


def test_more_nets_than_lines_are_proved_and_no_more_are_routed() -> None:
    problem = cage(20, 30_000)
    shut = replace(problem, terminals=tuple(replace_some(problem)))
    cut = proof_of(shut)
    assert (len(cut.nets), cut.lines) == (20, 12)
    assert "at most 12 of 20 nets can pass" in route(shut).unrouted[0].reason


def replace_some(problem: RoutingProblem) -> list[Terminal]:
    """Make 16 of the 28 posts' gaps too narrow."""
    return [
        replace(t, diameter_nm=75_000) if t.name[0] == "c" and int(t.name[3:]) % 7 in {1, 3} else t
        for t in problem.terminals
    ]


def test_a_net_too_wide_for_any_gap_is_proved_alone() -> None:
    problem = cage(3, 40_000)
    wide = replace(problem, nets=(replace(problem.nets[0], width_nm=25_000), *problem.nets[1:]))
    proofs = prove(wide, ["N0", "N1"])
    assert list(proofs) == ["N0"]
    assert proofs["N0"].nets == ("N0",)
    assert cut_holds(wide, proofs["N0"])
    assert [each.net for each in route(wide).unrouted if each.proof] == ["N0"]


def test_a_pool_that_is_too_small_is_proved_without_a_gap() -> None:
    problem = cage(5, 60_000, free=True)
    (pool,) = problem.pools
    small = replace(problem, pools=(replace(pool, terminals=pool.terminals[:3]),))
    cut = proof_of(small)
    assert (len(cut.nets), cut.lines, cut.gaps) == (5, 3, ())
    result = route(small)
    assert len(result.assignment) == 3
    assert [each.proof for each in result.unrouted] == [cut, cut]


def planted(problem: RoutingProblem, cut: Cut) -> list[tuple[str, RoutingProblem, Cut]]:
    first, *others = cut.gaps
    moved = replace(first, first_nm=(first.first_nm[0] + 1, first.first_nm[1] + 1))
    wider = replace(
        problem, terminals=tuple(replace(t, diameter_nm=20_000) for t in problem.terminals)
    )
    finer = replace(problem, nets=tuple(replace(net, width_nm=7_000) for net in problem.nets))
    inner = replace(problem.nets[0], terminals=("p0", "p1"))
    within = replace(problem, nets=(inner, *problem.nets[2:]))
    on_it = replace(problem.nets[0], terminals=("p0", "c0_5"))
    ends_there = replace(problem, nets=(on_it, *problem.nets[1:]))
    given = Wire("N0", 0, 10_000, ((600_000, 600_000), (600_000, 100_000)))
    return [
        ("a gap is missing", problem, replace(cut, gaps=tuple(others))),
        ("a gap is off its land", problem, replace(cut, gaps=(moved, *others))),
        ("a gap is there twice", problem, replace(cut, gaps=(first, *cut.gaps))),
        ("fewer lines than fit", wider, cut),
        ("finer lines than counted", finer, cut),
        ("lines of gaps left out", problem, replace(cut, lines=cut.lines - 1)),
        ("an unknown net", problem, replace(cut, nets=(*cut.nets, "X"))),
        ("a net twice", problem, replace(cut, nets=(*cut.nets, cut.nets[0]))),
        ("no more nets than lines", problem, replace(cut, nets=cut.nets[: cut.lines])),
        ("a net that stays inside", within, replace(cut, nets=within_names(within))),
        ("a net that ends on the curve", ends_there, cut),
        ("a net with wiring across", replace(problem, wires=(given,)), cut),
        ("a second level to go round on", replace(problem, levels=2), cut),
    ]


def within_names(problem: RoutingProblem) -> tuple[str, ...]:
    return tuple(net.name for net in problem.nets)


def test_every_planted_fault_in_a_cut_is_found() -> None:
    problem = cage(20, 30_000)
    problem = replace(problem, terminals=tuple(replace_some(problem)))
    cut = proof_of(problem)
    for fault, task, spoiled in planted(problem, cut):
        assert not cut_holds(task, spoiled), fault


def test_a_wall_of_keep_outs_and_borders_is_proved() -> None:
    bar = Keepout(((0, 580_000), (585_000, 580_000), (585_000, 620_000), (0, 620_000)))
    rest = Keepout(((610_000, 570_000), (1_200_000, 580_000), (1_200_000, 630_000)))
    ends = [
        Terminal(f"{name}{i}", 300_000 + 200_000 * i, y, 30_000, 0)
        for i in range(3)
        for name, y in (("s", 200_000), ("n", 1_000_000))
    ]
    nets = tuple(Net(f"N{i}", (f"s{i}", f"n{i}")) for i in range(3))
    problem = RoutingProblem("wall", SQUARE, 1, RULES, tuple(ends), nets, (bar, rest))
    cut = proof_of(problem)
    assert cut.lines == 1
    result = route(problem)
    assert [each.proof for each in result.unrouted] == [cut, cut]


@pytest.mark.parametrize("levels", [1, 2])
def test_borders_that_leave_no_gap_are_a_proof_of_their_own(levels: int) -> None:
    bar = Keepout(((0, 580_000), (1_200_000, 580_000), (1_200_000, 620_000), (0, 620_000)))
    at = {"s": (300_000, 200_000), "n": (300_000, 1_000_000), "e": (900_000, 200_000)}
    ends = [Terminal(name, *place, 30_000, 0) for name, place in at.items()]
    ends.append(Terminal("w", 900_000, 300_000, 30_000, levels - 1))
    nets = (Net("across", ("s", "n")), Net("along", ("e", "w")))
    problem = RoutingProblem("parted", SQUARE, levels, RULES, tuple(ends), nets, (bar,))
    (left,) = route(problem).unrouted
    assert (left.net, left.proof) == ("across", Cut(("across",), (), 0))
    assert not cut_holds(problem, Cut(("along",), (), 0))
    (x, y), *others = bar.polygon_nm
    slit = replace(bar, polygon_nm=((x + 1, y), *others[:2], (x + 1, others[2][1])))
    assert not cut_holds(replace(problem, keepouts=(slit,)), Cut(("across",), (), 0))
    above = replace(problem, levels=2, keepouts=(replace(bar, level=0),))
    assert not cut_holds(above, Cut(("across",), (), 0))


def parted_by_shapely(problem: RoutingProblem, cut: Cut) -> bool:
    """Cut the area of level 0 along the gaps; every fixed net has to have ends in two pieces."""
    area = Polygon(problem.outline_nm)
    for keepout in problem.keepouts:
        area = area.difference(Polygon(keepout.polygon_nm))
    knife = [
        LineString([gap.first_nm, gap.second_nm]).buffer(2) for gap in cut.gaps if not gap.level
    ]
    left = area.difference(union_all(knife))
    pieces = list(getattr(left, "geoms", [left]))
    place = {t.name: Point(t.x_nm, t.y_nm) for t in problem.terminals}

    def piece(name: str) -> int:
        return next(i for i, each in enumerate(pieces) if each.contains(place[name]))

    return all(
        len({piece(name) for name in net.terminals}) > 1
        for net in problem.nets
        if net.name in cut.nets and net.pool is None
    )


@st.composite
def crowded(draw: st.DrawFn) -> RoutingProblem:
    """Lands on a raster with gaps for none to a few lines, some of them of nets."""
    rows = draw(st.integers(3, 6))
    pitch = draw(st.sampled_from([70_000, 90_000, 120_000]))
    jitter = draw(st.sampled_from([0, 4_001]))
    spots = list(itertools.product(range(rows), repeat=2))
    lands = []
    for i, (x, y) in enumerate(spots):
        dx, dy = (draw(st.integers(-jitter, jitter)) for _ in range(2)) if jitter else (0, 0)
        size = draw(st.sampled_from([20_000, 40_000, 51_001]))
        lands.append(Terminal(f"t{i}", pitch * (x + 1) + dx, pitch * (y + 1) + dy, size, 0))
    ends = draw(st.permutations(range(len(spots))))
    count = draw(st.integers(1, len(spots) // 3))
    free = draw(st.booleans())
    nets = [
        Net(f"N{i}", (f"t{ends[2 * i]}",), pool="p")
        if free
        else Net(f"N{i}", (f"t{ends[2 * i]}", f"t{ends[2 * i + 1]}"))
        for i in range(count)
    ]
    pool = Pool("p", tuple(f"t{i}" for i in ends[count:]))
    if free:
        nets = [replace(net, terminals=(f"t{ends[i]}",)) for i, net in enumerate(nets)]
    far = pitch * (rows + 1)
    square = ((0, 0), (far, 0), (far, far), (0, far))
    return RoutingProblem(
        "crowded", square, 1, RULES, tuple(lands), tuple(nets), pools=(pool,) if free else ()
    )


def routed_names(problem: RoutingProblem, result: Routing) -> set[str]:
    return {net.name for net in problem.nets} - {each.net for each in result.unrouted}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crowded())
def test_no_proof_denies_what_was_routed_and_each_holds(problem: RoutingProblem) -> None:
    result = route(problem)
    done = routed_names(problem, result)
    cuts = {each.proof for each in result.unrouted if each.proof is not None}
    cuts |= set(prove(problem, [net.name for net in problem.nets]).values())
    for cut in cuts:
        assert cut_holds(problem, cut)
        assert parted_by_shapely(problem, cut)
        assert len(done & set(cut.nets)) <= cut.lines
    if problem.pools:
        assert most_served(problem) >= len(done)
