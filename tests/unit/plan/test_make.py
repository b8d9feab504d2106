"""What a plan promises, for any pads and balls."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.model.package import Design
from padwright.plan.assign import assign
from padwright.plan.bounds import tree_nm
from padwright.plan.make import make_plan
from padwright.plan.plan import PlacedBall, PlacedPad, Plan
from unit.plan.designs import design

_coordinate = st.integers(-9, 9).map(lambda step: step * 100_000)
_place = st.tuples(_coordinate, _coordinate)
_net = st.sampled_from(["a", "b", "c", "vss", "vdd", "nc"])


def _design(pads: list[tuple[str, tuple[int, int]]], rows: int, columns: int) -> Design:
    nets = {net for net, _ in pads}
    return design(
        [(net, x_nm, y_nm) for net, (x_nm, y_nm) in pads],
        rows=rows,
        columns=columns,
        supplies=sorted(nets & {"vss", "vdd"}),
        no_connect=["nc"],
    )


@settings(max_examples=60, deadline=None)
@given(
    pads=st.lists(st.tuples(_net, _place), min_size=1, max_size=12, unique_by=lambda pad: pad[1]),
    rows=st.integers(1, 4),
    columns=st.integers(1, 4),
)
def test_nothing_is_dropped(
    pads: list[tuple[str, tuple[int, int]]], rows: int, columns: int
) -> None:
    asked = _design(pads, rows, columns)
    nets = {net for net, _ in pads} - {"nc"}
    if len(nets) > rows * columns:
        with pytest.raises(InputError, match=f"{len(nets)} nets .* {rows * columns} balls"):
            make_plan(asked)
        return
    plan = make_plan(asked)
    ball_net = {ball.name: ball.net for ball in plan.balls}
    bonded = [pad for pad in plan.pads if pad.net is not None]
    assert {joint.pad for joint in plan.joints} == {pad.pin for pad in bonded}
    assert len(plan.joints) == len(bonded)
    for joint in plan.joints:
        assert ball_net[joint.ball] == joint.net
    assert {net for net, _ in plan.nets} == nets
    pins = dict(plan.nets)
    for pad in bonded:
        assert pad.pin in pins[str(pad.net)]
    for name, net in ball_net.items():
        assert net is None or name in pins[net]
    if len(bonded) <= rows * columns:
        assert len({joint.ball for joint in plan.joints}) == len(bonded)
    supplied = nets & {"vss", "vdd"}
    if supplied:
        assert None not in ball_net.values()
        _assert_fair(plan, supplied)
    assert plan.tree_nm <= plan.straight_nm or len(bonded) > len(nets) or supplied
    assert make_plan(asked) == plan


def _assert_fair(plan: Plan, supplies: set[str]) -> None:
    """No supply has more of the spare balls than its share by pads, rounded up."""
    joined = {joint.ball for joint in plan.joints}
    spare = Counter(ball.net for ball in plan.balls if ball.name not in joined)
    pads = Counter(str(pad.net) for pad in plan.pads if pad.net in supplies)
    for net in supplies:
        assert spare[net] <= math.ceil(spare.total() * pads[net] / pads.total())


@settings(max_examples=40, deadline=None)
@given(
    pads=st.lists(_place, min_size=1, max_size=5, unique=True),
    balls=st.lists(_place, min_size=5, max_size=7, unique=True),
)
def test_the_assignment_is_the_best_of_all(
    pads: list[tuple[int, int]], balls: list[tuple[int, int]]
) -> None:
    placed = [PlacedPad(f"P{n}", "d", f"n{n}", x, y, 1, 1) for n, (x, y) in enumerate(pads)]
    stand = [PlacedBall(f"B{n}", None, x, y) for n, (x, y) in enumerate(balls)]
    found_nm = sum(joint.distance_nm for joint in assign(placed, stand))
    best_nm = min(
        sum(round(math.dist(pad, ball)) for pad, ball in zip(pads, chosen, strict=True))
        for chosen in itertools.permutations(balls, len(pads))
    )
    assert found_nm == best_nm


def test_ties_are_always_decided_the_same_way() -> None:
    square = [("a", -400_000, 0), ("b", 400_000, 0), ("c", 0, 400_000), ("vss", 0, -400_000)]
    asked = design(square, rows=4, columns=4, supplies=["vss"])
    assert len({make_plan(asked) for _ in range(5)}) == 1


def test_no_connect_pads_stay_in_the_plan_without_a_net() -> None:
    plan = make_plan(
        design([("a", 0, 0), ("nc", 200_000, 0)], rows=1, columns=2, no_connect=["nc"])
    )
    assert [pad.net for pad in plan.pads] == ["a", None]
    assert [net for net, _ in plan.nets] == ["a"]


def test_pads_share_a_ball_where_there_are_too_few() -> None:
    pads = [("a", -800_000, 0), ("a", -700_000, 0), ("a", 900_000, 0), ("b", 100_000, 0)]
    plan = make_plan(design(pads, rows=1, columns=3))
    joined = {joint.pad: joint.ball for joint in plan.joints}
    assert joined["chip.P1"] == joined["chip.P2"] == "A1"
    assert joined["chip.P3"] == "A3"
    assert joined["chip.P4"] == "A2"


def test_too_few_balls_give_a_certificate() -> None:
    pads = [(f"n{place}", place * 100_000, 0) for place in range(6)]
    with pytest.raises(InputError) as caught:
        make_plan(design(pads, rows=2, columns=3, forbidden=["A1", "B3"]))
    assert "6 nets need a ball each, but 4 balls are allowed, 2 too few" in str(caught.value)
    assert "n0, n1, n2, n3, n4, n5" in str(caught.value)


def test_spare_balls_are_shared_by_the_number_of_pads() -> None:
    pads = [("vss", -900_000, 0), ("vss", -900_000, 300_000), ("vdd", 900_000, 0), ("a", 0, 0)]
    plan = make_plan(design(pads, rows=4, columns=4, supplies=["vss", "vdd"]))
    count = Counter(ball.net for ball in plan.balls)
    assert count == {"vss": 2 + 8, "vdd": 1 + 4, "a": 1}


def test_spare_balls_stay_open_when_asked() -> None:
    plan = make_plan(
        design([("vss", 0, 0)], rows=2, columns=2, supplies=["vss"], spare="unconnected")
    )
    assert Counter(ball.net for ball in plan.balls) == {"vss": 1, None: 3}


def test_a_fixed_map_is_kept() -> None:
    fixed = [("X1", "a", 1_000_000, 0), ("X2", "a", -1_000_000, 0), ("X3", "", 0, 1_000_000)]
    plan = make_plan(design([("a", 500_000, 0)], fixed=fixed))
    assert [(ball.name, ball.net) for ball in plan.balls] == [
        ("X1", "a"),
        ("X2", "a"),
        ("X3", None),
    ]
    assert [(joint.ball, joint.distance_nm) for joint in plan.joints] == [("X1", 500_000)]
    assert plan.nets == (("a", ("X1", "X2", "chip.P1")),)
    assert (plan.straight_nm, plan.tree_nm) == (500_000, 2_000_000)


def test_a_net_between_pads_needs_no_ball_on_a_fixed_map() -> None:
    pads = [("bus", 500_000, 0), ("bus", -500_000, 0), ("a", 0, 0)]
    plan = make_plan(design(pads, fixed=[("X1", "a", 0, 0)]))
    assert dict(plan.nets)["bus"] == ("chip.P1", "chip.P2")
    assert [joint.net for joint in plan.joints] == ["a"]


@pytest.mark.parametrize(
    ("pads", "fixed", "words"),
    [
        (["a", "b"], [("X1", "a")], "1 of 2 nets have one pad and no ball on the map: b"),
        (["a"], [("X1", "a"), ("X2", "z")], "1 of 2 nets on the map have no pad: z"),
        (["a"], [("X1", "a"), ("chip.P1", "a")], "stand for more than one pad or ball: chip.P1"),
    ],
)
def test_a_fixed_map_that_cannot_be_used_says_why(
    pads: list[str], fixed: list[tuple[str, str]], words: str
) -> None:
    placed = [(net, place * 200_000, 0) for place, net in enumerate(pads)]
    balls = [(name, net, place * 600_000, 600_000) for place, (name, net) in enumerate(fixed)]
    with pytest.raises(InputError, match=words):
        make_plan(design(placed, fixed=balls))


def test_the_tree_bound_of_known_points() -> None:
    square = np.array([(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000)])
    assert tree_nm(square) == 3_000
    assert tree_nm(np.array([(0, 0), (0, 0), (300, 400)])) == 500
    assert tree_nm(square[:1]) == 0


def test_a_supply_without_a_ball_on_a_fixed_map_is_told() -> None:
    pads = [("vss", 500_000, 0), ("vss", -500_000, 0), ("a", 0, 0)]
    with pytest.raises(InputError, match="1 of 1 supplies have no ball on the map: vss"):
        make_plan(design(pads, fixed=[("X1", "a", 0, 0)], supplies=["vss"]))
