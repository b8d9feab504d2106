"""Whatever the router returns is clean, connected, honest about what is missing, and repeatable."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from padwright.base.errors import CancelledError, InputError
from padwright.base.progress import Cancel
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Routing

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SQUARE = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000))


def problem(
    terminals: list[Terminal],
    nets: list[tuple[str, ...]],
    levels: int = 1,
    keepouts: tuple[Keepout, ...] = (),
) -> RoutingProblem:
    named = tuple(Net(f"N{i}", ends) for i, ends in enumerate(nets))
    return RoutingProblem("small", SQUARE, levels, RULES, tuple(terminals), named, keepouts)


#: Level, net, shape, half width, name of the terminal or "" for what the router drew.
Metal = tuple[int, str, LineString | Point, float, str]


def drawn_metal(result: Routing) -> list[Metal]:
    wires: list[Metal] = [
        (w.level, w.net, LineString(w.points_nm), w.width_nm / 2, "") for w in result.wires
    ]
    return wires + [
        (level, v.net, Point(v.x_nm, v.y_nm), v.land_diameter_nm / 2, "")
        for v in result.vias
        for level in range(v.lower_level, v.upper_level + 1)
    ]


def given_metal(task: RoutingProblem) -> list[Metal]:
    net_of = {name: net.name for net in task.nets for name in net.terminals}
    return [
        (
            t.level,
            net_of.get(t.name, f"#{t.name}"),
            Point(t.x_nm, t.y_nm),
            t.diameter_nm / 2,
            t.name,
        )
        for t in task.terminals
    ]


def border_faults(task: RoutingProblem, metal: list[Metal]) -> list[str]:
    outline = Polygon(task.outline_nm)
    faults = []
    for level, net, shape, half, _ in metal:
        least = half + task.rules.edge_clearance_nm - 1e-3
        if not outline.contains(shape) or outline.exterior.distance(shape) < least:
            faults.append(f"{net} is near the edge")
        for keepout in task.keepouts:
            near = Polygon(keepout.polygon_nm).distance(shape) < half - 1e-3
            if near and keepout.level in {None, level}:
                faults.append(f"{net} is in a keep-out")
    return faults


def shapely_faults(task: RoutingProblem, result: Routing) -> list[str]:
    """Check independently: border, distances, and connection by touching metal."""
    drawn = drawn_metal(result)
    metal = given_metal(task) + drawn
    faults = border_faults(task, drawn)
    joins: list[tuple[int, int]] = []
    for (i, a), (j, b) in itertools.combinations(enumerate(metal), 2):
        if a[1] == b[1]:
            via = a[2].geom_type == b[2].geom_type == "Point" and not a[4] and a[2].equals(b[2])
            if (a[0] == b[0] and a[2].distance(b[2]) <= a[3] + b[3]) or via:
                joins.append((i, j))
        elif a[0] == b[0] and not (a[4] and b[4]):
            gap = a[2].distance(b[2]) - a[3] - b[3]
            if gap < task.rules.spacing_nm - 1e-3:
                faults.append(f"{a[1]} and {b[1]} are {gap:.3f} nm apart")
    group = list(range(len(metal)))
    for i, j in joins:
        group = [group[i] if g == group[j] else g for g in group]
    place = {m[4]: i for i, m in enumerate(metal) if m[4]}
    missing = {each.net for each in result.unrouted}
    for net in task.nets:
        if len({group[place[name]] for name in net.terminals}) > 1 and net.name not in missing:
            faults.append(f"{net.name} is open and not listed")
    return faults


def must_be_sound(task: RoutingProblem) -> Routing:
    result = route(task)
    assert violations(task, result) == []
    assert shapely_faults(task, result) == []
    assert {each.net for each in result.unrouted} == set(open_nets(task, result))
    return result


def grid_terminals(count: int, step_nm: int, diameter_nm: int, level: int = 0) -> list[Terminal]:
    return [
        Terminal(f"T{i}_{j}", 100_000 + i * step_nm, 100_000 + j * step_nm, diameter_nm, level)
        for i in range(count)
        for j in range(count)
    ]


def test_two_lands_in_the_open_are_joined_by_the_straight_line() -> None:
    task = problem(
        [
            Terminal("a", 200_000, 300_000, 40_000, 0),
            Terminal("b", 800_000, 700_000, 40_000, 0),
        ],
        [("a", "b")],
    )
    result = must_be_sound(task)
    assert not result.unrouted
    assert result.length_um == pytest.approx(math.hypot(600, 400), abs=0.01)
    assert len(result.wires[0].points_nm) == 2


def test_a_line_goes_round_a_land_in_its_way_along_tangents_and_an_arc() -> None:
    task = problem(
        [
            Terminal("a", 200_000, 500_000, 40_000, 0),
            Terminal("b", 800_000, 500_000, 40_000, 0),
            Terminal("rock", 500_000, 500_000, 100_000, 0),
        ],
        [("a", "b")],
    )
    result = must_be_sound(task)
    # two tangents to a circle of 50 + 10 + 5 um and the arc between them
    tangent = math.sqrt(300**2 - 65**2)
    arc = 65 * (math.pi - 2 * math.acos(65 / 300))
    assert result.length_um == pytest.approx(2 * tangent + arc, rel=2e-3)


def test_two_lines_that_must_cross_use_both_levels() -> None:
    ends = [
        Terminal("w", 100_000, 500_000, 40_000, 0),
        Terminal("e", 900_000, 500_000, 40_000, 0),
        Terminal("s", 500_000, 100_000, 40_000, 0),
        Terminal("n", 500_000, 900_000, 40_000, 0),
    ]
    wall = [Terminal(f"x{i}", 5_000 + 30_000 * i, 30_000, 20_000, 0) for i in range(34)]
    task = problem(ends + wall, [("w", "e"), ("s", "n")], levels=2)
    result = must_be_sound(task)
    assert not result.unrouted
    assert len(result.vias) in {0, 2}


def test_the_second_of_two_crossing_lines_on_one_level_goes_round_or_is_listed() -> None:
    ends = [
        Terminal("w", 30_000, 500_000, 40_000, 0),
        Terminal("e", 970_000, 500_000, 40_000, 0),
        Terminal("s", 500_000, 30_000, 40_000, 0),
        Terminal("n", 500_000, 970_000, 40_000, 0),
    ]
    task = problem(ends, [("w", "e"), ("s", "n")])
    result = must_be_sound(task)
    # the lands reach the border, so one line walls the other off
    assert len(result.unrouted) == 1
    assert result.unrouted[0].reason


def test_a_net_of_many_lands_becomes_a_tree() -> None:
    lands = grid_terminals(4, 200_000, 60_000)
    task = problem(lands, [tuple(t.name for t in lands)])
    result = must_be_sound(task)
    assert not result.unrouted
    assert 15 * 200 * math.sqrt(3) / 2 < result.length_um < 15 * 200 * 0.98


def test_a_land_on_another_level_is_reached_through_a_via() -> None:
    task = problem(
        [
            Terminal("pad", 200_000, 500_000, 40_000, 0),
            Terminal("ball", 800_000, 500_000, 200_000, 2),
        ],
        [("pad", "ball")],
        levels=3,
    )
    result = must_be_sound(task)
    assert not result.unrouted
    assert {(v.lower_level, v.upper_level) for v in result.vias} <= {(0, 2), (0, 1), (1, 2)}


def test_keepouts_are_gone_round_on_their_level() -> None:
    keepout = ((400_000, 200_000), (600_000, 200_000), (600_000, 800_000), (400_000, 800_000))
    ends = [
        Terminal("a", 200_000, 500_000, 40_000, 0),
        Terminal("b", 800_000, 500_000, 40_000, 0),
    ]
    result = must_be_sound(problem(ends, [("a", "b")], keepouts=(Keepout(keepout),)))
    assert not result.unrouted
    around = 2 * math.hypot(200, 305) + 200
    assert around * 0.97 < result.length_um < around * 1.03


def test_a_net_shut_in_is_listed_and_the_rest_is_routed() -> None:
    ring = [
        Terminal(
            f"r{i}",
            500_000 + round(150_000 * math.cos(i * math.tau / 40)),
            500_000 + round(150_000 * math.sin(i * math.tau / 40)),
            16_000,
            0,
        )
        for i in range(40)
    ]
    ends = [
        Terminal("in", 500_000, 500_000, 40_000, 0),
        Terminal("out", 900_000, 500_000, 40_000, 0),
        Terminal("a", 100_000, 100_000, 40_000, 0),
        Terminal("b", 900_000, 100_000, 40_000, 0),
    ]
    result = must_be_sound(problem(ring + ends, [("in", "out"), ("a", "b")]))
    assert [each.net for each in result.unrouted] == ["N0"]


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("width_nm", [100_000, 400_000, 900_000])
def test_lines_wider_than_any_gap_are_listed_and_nothing_hangs(width_nm: int, levels: int) -> None:
    ends = [
        Terminal(f"{side}{i}", x_nm, 150_000 + 140_000 * i, 55_000, 0)
        for side, x_nm in (("a", 200_000), ("b", 800_000))
        for i in range(6)
    ]
    nets = [(f"a{i}", f"b{5 - i}") for i in range(6)]
    task = replace(
        problem(ends, nets, levels), rules=RoutingRules(width_nm, 15_000, 55_000, 10_000)
    )
    assert must_be_sound(task).unrouted


def test_no_nets_need_no_wires() -> None:
    assert route(problem(grid_terminals(2, 300_000, 50_000), [])) == Routing((), (), ())


def test_the_same_problem_gives_the_same_wiring() -> None:
    lands = grid_terminals(5, 180_000, 60_000)
    nets = [(f"T0_{j}", f"T4_{(j * 2) % 5}") for j in range(5)]
    task = problem(lands, nets, levels=2)
    assert route(task) == route(task)


def test_cancel_stops_the_work() -> None:
    lands = grid_terminals(3, 300_000, 60_000)
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(CancelledError):
        route(problem(lands, [("T0_0", "T2_2")]), report=cancel)


def test_a_time_limit_of_nothing_still_gives_a_sound_answer() -> None:
    lands = grid_terminals(5, 180_000, 60_000)
    nets = [(f"T0_{j}", f"T4_{4 - j}") for j in range(5)]
    task = problem(lands, nets)
    result = route(task, time_limit_s=0.0)
    assert violations(task, result) == []
    assert {each.net for each in result.unrouted} == set(open_nets(task, result))


def test_unusable_problems_are_refused() -> None:
    lands = [Terminal("a", 0, 0, 40_000, 0), Terminal("b", 500_000, 500_000, 40_000, 1)]
    with pytest.raises(InputError, match="level 1"):
        route(problem(lands, [("a", "b")]))


@st.composite
def tasks(draw: st.DrawFn) -> RoutingProblem:
    """Small fields of lands on a coarse grid, so that collinear and symmetric ones are frequent."""
    levels = draw(st.integers(1, 2))
    lanes = draw(st.sampled_from([60_000, 90_000, 150_000]))
    jitter = draw(st.sampled_from([0, 0, 7_001]))
    cells = draw(
        st.lists(
            st.tuples(
                st.integers(0, 900_000 // lanes - 1),
                st.integers(0, 900_000 // lanes - 1),
                st.integers(0, levels - 1),
            ),
            min_size=2,
            max_size=24,
            unique=True,
        )
    )
    sizes = [lanes // 3, lanes // 2]
    terminals = [
        Terminal(
            f"T{i}",
            60_000 + x * lanes + draw(st.integers(-jitter, jitter)) // 2,
            60_000 + y * lanes + draw(st.integers(-jitter, jitter)) // 2,
            draw(st.sampled_from(sizes)),
            level,
        )
        for i, (x, y, level) in enumerate(cells)
    ]
    free = draw(st.permutations([t.name for t in terminals]))
    nets: list[tuple[str, ...]] = []
    while len(free) >= 2 and len(nets) < 8:
        size = min(len(free), draw(st.sampled_from([2, 2, 2, 3, 5])))
        nets.append(tuple(free[:size]))
        free = free[size:]
    return problem(terminals, nets, levels)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tasks())
def test_whatever_comes_back_is_clean_connected_and_complete(task: RoutingProblem) -> None:
    must_be_sound(task)
