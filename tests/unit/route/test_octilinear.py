"""Octilinear wiring: every segment exactly octilinear, clean, joined, and near the bound."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import CancelledError
from padwright.base.progress import Cancel
from padwright.route.judging.verify import open_nets, violations
from padwright.route.octilinear.wires import crooked, octilinear
from padwright.route.problem import Keepout, Net, Pair, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Point, Routing, Wire
from padwright.route.sketching.lines import spanning_tree

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SQUARE = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000))


def task_of(
    lands: dict[str, tuple[int, int, int]],
    nets: list[tuple[str, ...]],
    keepouts: tuple[Keepout, ...] = (),
) -> RoutingProblem:
    terminals = tuple(Terminal(name, x, y, size, 0) for name, (x, y, size) in lands.items())
    named = tuple(Net(f"N{i}", ends) for i, ends in enumerate(nets))
    return RoutingProblem("small", SQUARE, 1, RULES, terminals, named, keepouts)


def octilinear_nm(p: Point, q: Point) -> float:
    dx, dy = abs(p[0] - q[0]), abs(p[1] - q[1])
    return max(dx, dy) + (math.sqrt(2) - 1) * min(dx, dy)


def bound_um(task: RoutingProblem, routing: Routing) -> float:
    """The octilinear bound of routed nets; of several pins half of a tree that wires can be."""
    missing = {each.net for each in routing.unrouted}
    place = {t.name: (t.x_nm, t.y_nm) for t in task.terminals}
    total = 0.0
    for net in task.nets:
        if net.name in missing:
            continue
        at = [place[name] for name in net.terminals]
        edges = spanning_tree(np.array(at, np.float64))
        longest = max(octilinear_nm(p, q) for p in at for q in at)
        tree = sum(octilinear_nm(at[a], at[b]) for a, b in edges)
        total += tree if len(at) == 2 else max(longest, tree / 2)
    return total / 1000


def must_be_sound(task: RoutingProblem) -> Routing:
    result = route(task, angles="octilinear")
    assert crooked(result) == []
    assert violations(task, result) == []
    assert {each.net for each in result.unrouted} == set(open_nets(task, result))
    assert all(each.reason for each in result.unrouted)
    assert result.length_um >= bound_um(task, result) * (1 - 1e-9)
    for wire in result.wires:
        for p, q in pairwise(wire.points_nm):
            assert p[0] == q[0] or p[1] == q[1] or abs(p[0] - q[0]) == abs(p[1] - q[1])
    return result


def test_two_lands_in_the_open_are_joined_with_one_corner_at_the_bound() -> None:
    task = task_of({"a": (200_000, 300_001, 40_000), "b": (800_000, 700_000, 40_000)}, [("a", "b")])
    result = must_be_sound(task)
    assert len(result.wires[0].points_nm) == 3
    assert result.length_um == pytest.approx(bound_um(task, result), abs=1e-6)


@pytest.mark.parametrize("off_nm", [0, 1, 2, 3, 400])
def test_lands_that_are_almost_in_line_are_joined_exactly(off_nm: int) -> None:
    lands = {"a": (200_000, 500_000, 40_000), "b": (800_000, 500_000 + off_nm, 40_000)}
    result = must_be_sound(task_of(lands, [("a", "b")]))
    assert not result.unrouted
    assert result.length_um == pytest.approx(600 + (math.sqrt(2) - 1) * off_nm / 1000, abs=0.01)


def test_the_way_round_a_land_is_the_octagon_about_it() -> None:
    lands = {
        "a": (200_000, 500_000, 40_000),
        "b": (800_000, 500_000, 40_000),
        "rock": (500_000, 500_000, 100_000),
    }
    result = must_be_sound(task_of(lands, [("a", "b")]))
    # both ends step aside by 50 + 10 + 5 um, which costs tan(22.5 degrees) of it twice
    assert result.length_um == pytest.approx(600 + 2 * (math.sqrt(2) - 1) * 65, rel=1e-3)


@pytest.mark.parametrize("turn_deg", [7, 22, 38])
def test_lines_side_by_side_at_any_angle_nest_at_the_bound(turn_deg: int) -> None:
    along = np.array([math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))])
    aside = np.array([-along[1], along[0]])
    lands: dict[str, tuple[int, int, int]] = {}
    for i in range(12):
        first = np.array([220_000, 240_000]) + i * 22_000 * aside
        for name, at in ((f"a{i}", first), (f"b{i}", first + 560_000 * along)):
            lands[name] = (round(at[0]), round(at[1]), 10_000)
    task = task_of(lands, [(f"a{i}", f"b{i}") for i in range(12)])
    result = must_be_sound(task)
    assert not result.unrouted
    assert result.length_um <= 1.002 * bound_um(task, result)
    assert sum(len(wire.points_nm) - 1 for wire in result.wires) <= 5 * len(result.wires)


def test_keepouts_and_borders_are_kept_clear_of() -> None:
    wall = Keepout(((400_000, 0), (600_000, 0), (600_000, 800_000), (400_000, 800_000)))
    ends = {"a": (200_000, 300_000, 40_000), "b": (800_000, 300_000, 40_000)}
    result = must_be_sound(task_of(ends, [("a", "b")], (wall,)))
    assert not result.unrouted


def test_points_that_wires_of_a_net_share_stay_shared() -> None:
    lands = {
        "a": (200_000, 200_000, 40_000),
        "b": (803_001, 230_000, 40_000),
        "c": (450_000, 790_003, 40_000),
        "d": (600_000, 400_000, 60_000),
    }
    task = task_of(lands, [("a", "b", "c")])
    fork = (477_777, 341_234)
    wires = tuple(Wire("N0", 0, 10_000, (lands[name][:2], fork)) for name in "abc")
    made = octilinear(task, Routing(wires, (), ()))
    assert crooked(made) == []
    assert violations(task, made) == []
    assert open_nets(task, made) == []
    assert made.length_um < 1.06 * sum(wire.length_um for wire in wires)
    through = (
        Wire("N0", 0, 10_000, (lands["a"][:2], fork, lands["b"][:2])),
        Wire("N0", 0, 10_000, (lands["c"][:2], fork)),
    )
    again = octilinear(task, Routing(through, (), ()))
    assert crooked(again) == []
    assert open_nets(task, again) == []


def test_given_wires_and_those_held_stay() -> None:
    lands = {
        "a": (200_000, 200_000, 40_000),
        "b": (800_000, 330_000, 40_000),
        "c": (200_000, 400_000, 40_000),
        "d": (800_000, 530_000, 40_000),
    }
    task = task_of(lands, [("a", "b"), ("c", "d")])
    plain = route(task)
    made = octilinear(task, plain, held={"N0"})
    assert [w for w in made.wires if w.net == "N0"] == [w for w in plain.wires if w.net == "N0"]
    assert {v.first for v in crooked(made)} == {"N0"}
    assert violations(task, made) == []


def test_wires_of_a_pair_keep_their_angles_and_it_is_told() -> None:
    lands = {
        name: (x, y, 20_000)
        for name, (x, y) in {
            "a": (200_000, 200_000),
            "b": (800_000, 430_000),
            "c": (200_000, 240_000),
            "d": (800_000, 470_000),
            "e": (100_000, 600_000),
            "f": (900_000, 830_000),
        }.items()
    }
    task = task_of(lands, [("a", "b"), ("c", "d"), ("e", "f")])
    task = replace(task, pairs=(Pair("p", "N0", "N1", 12_000),))
    result = route(task, angles="octilinear")
    assert violations(task, result) == []
    assert not result.unrouted
    assert {v.first for v in crooked(result)} <= {"N0", "N1"}
    assert {note.what for note in result.notes} == {
        "octilinear wires of N0",
        "octilinear wires of N1",
    }


def wire_along(*points: Point) -> Routing:
    return Routing((Wire("N0", 0, 10_000, points),), (), ())


@pytest.mark.parametrize(
    ("points", "rules"),
    [
        (((0, 0), (100, 0), (150, 50), (150, 90)), []),
        (((0, 0), (100, 0), (100, 90)), []),
        (((0, 0), (100, 1)), ["octilinear"]),
        (((0, 0), (100, 0), (50, 50)), ["corner"]),
        (((0, 0), (100, 0), (0, 0)), ["corner"]),
        (((0, 0), (100, 0), (41, 60)), ["octilinear", "corner"]),
    ],
)
def test_planted_faults_are_found(points: tuple[Point, ...], rules: list[str]) -> None:
    assert [v.rule for v in crooked(wire_along(*points))] == rules


def field(side: int, step_nm: int) -> RoutingProblem:
    """Lands in a row below, each with one of a field above that it is not far from."""
    lands: dict[str, tuple[int, int, int]] = {}
    nets: list[tuple[str, ...]] = []
    for i in range(side * side):
        column, row = i % side, i // side
        lands[f"b{i}"] = (150_000 + column * step_nm, 250_000 + row * step_nm, 60_000)
        lands[f"a{i}"] = (150_000 + (column * side + row) * step_nm // side, 60_000, 16_000)
        nets.append((f"a{i}", f"b{i}"))
    return task_of(lands, nets)


def test_a_field_is_left_between_its_lands() -> None:
    task = field(4, 150_000)
    assert not route(task).unrouted
    result = must_be_sound(task)
    assert not result.unrouted


def test_the_same_problem_gives_the_same_wiring() -> None:
    task = field(3, 150_000)
    assert route(task, angles="octilinear") == route(task, angles="octilinear")


def test_cancel_stops_the_work() -> None:
    task = field(3, 150_000)
    plain = route(task)
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(CancelledError):
        octilinear(task, plain, report=cancel)


@st.composite
def tasks(draw: st.DrawFn) -> RoutingProblem:
    """Lands of several sizes on a coarse grid or beside it, on one or two levels."""
    levels = draw(st.integers(1, 2))
    lane_nm = draw(st.sampled_from([60_000, 90_000, 130_000]))
    jitter_nm = draw(st.sampled_from([0, 0, 7_001]))
    most = 900_000 // lane_nm - 1
    cell = st.tuples(st.integers(0, most), st.integers(0, most), st.integers(0, levels - 1))
    cells = draw(st.lists(cell, min_size=4, max_size=26, unique=True))
    shift = st.integers(-jitter_nm, jitter_nm)
    terminals = tuple(
        Terminal(
            f"T{i}",
            60_000 + x * lane_nm + draw(shift) // 2,
            60_000 + y * lane_nm + draw(shift) // 2,
            draw(st.sampled_from([lane_nm // 3, lane_nm // 2])),
            level,
        )
        for i, (x, y, level) in enumerate(cells)
    )
    free = draw(st.permutations([t.name for t in terminals]))
    nets: list[Net] = []
    while len(free) >= 2 and len(nets) < 10:
        size = min(len(free), draw(st.sampled_from([2, 2, 2, 3, 4])))
        width_nm = draw(st.sampled_from([None, None, 14_000]))
        nets.append(Net(f"N{len(nets)}", tuple(free[:size]), width_nm))
        free = free[size:]
    return RoutingProblem("field", SQUARE, levels, RULES, terminals, tuple(nets))


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tasks())
def test_whatever_comes_back_is_octilinear_clean_and_complete(task: RoutingProblem) -> None:
    result = must_be_sound(task)
    assert len(result.unrouted) <= len(route(task).unrouted) + 1
