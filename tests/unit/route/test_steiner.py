"""Trees: never longer than pin to pin, three pins meet where Fermat has them, all of it clean."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Routing
from padwright.route.sketching.lines import spanning_tree

_OUTLINE = ((0, 0), (2_000_000, 0), (2_000_000, 2_000_000), (0, 2_000_000))
_RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)

PLACE = st.tuples(st.integers(2, 18), st.integers(2, 18))


def pins(*places_um: tuple[float, float], levels: int = 1) -> RoutingProblem:
    lands = tuple(
        Terminal(f"P{i}", round(1000 * x), round(1000 * y), 30_000, i % levels)
        for i, (x, y) in enumerate(places_um)
    )
    return RoutingProblem(
        "pins", _OUTLINE, levels, _RULES, lands, (Net("N", tuple(t.name for t in lands)),)
    )


def spanning_um(task: RoutingProblem) -> float:
    at = np.array([(t.x_nm, t.y_nm) for t in task.terminals], np.float64) / 1000
    return sum(math.dist(at[a], at[b]) for a, b in spanning_tree(at))


def routed(task: RoutingProblem) -> Routing:
    result = route(task)
    assert violations(task, result) == []
    assert open_nets(task, result) == []
    assert not result.unrouted
    return result


def fermat_um(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Return the length of the shortest tree of three points (Torricelli's construction)."""
    p, q, r = math.dist(b, c), math.dist(c, a), math.dist(a, b)
    longest = max(p, q, r)
    others = p * p + q * q + r * r - 2 * longest**2
    if others <= -(p * q * r / longest):  # an angle of 120 degrees or more
        return p + q + r - longest
    s = (p + q + r) / 2
    area = math.sqrt(max(0.0, s * (s - p) * (s - q) * (s - r)))
    return math.sqrt((p * p + q * q + r * r) / 2 + 2 * math.sqrt(3) * area)


@pytest.mark.parametrize(
    "corners",
    [
        ((0, 0), (6, 0), (3, 5)),
        ((0, 0), (10, 0), (5, 2)),
        ((0, 0), (10, 0), (5, 4)),
        ((0, 0), (9, 1), (9, -1)),
        ((0, 0), (4, 9), (9, 3)),
    ],
)
@pytest.mark.parametrize("turn", [0.0, 0.3])
def test_three_pins_meet_at_the_point_of_fermat(
    corners: tuple[tuple[float, float], ...], turn: float
) -> None:
    c, s = math.cos(turn), math.sin(turn)
    places = [(500 + 100 * (c * x - s * y), 600 + 100 * (s * x + c * y)) for x, y in corners]
    task = pins(*places)
    a, b, d = ((t.x_nm / 1000, t.y_nm / 1000) for t in task.terminals)
    best = fermat_um(a, b, d)
    assert best * 0.9999 < routed(task).length_um < best * 1.005


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PLACE, min_size=3, max_size=9, unique=True), st.integers(1, 2))
def test_a_tree_is_no_longer_than_from_pin_to_pin(
    places: list[tuple[int, int]], levels: int
) -> None:
    task = pins(*((100.0 * x, 100.0 * y) for x, y in places), levels=levels)
    length = routed(task).length_um
    assert length <= spanning_um(task) * 1.0005
    assert length >= spanning_um(task) * math.sqrt(3) / 2 * 0.9999


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PLACE, min_size=3, max_size=7, unique=True))
def test_strands_of_a_tree_do_not_meet_at_a_sharp_angle(places: list[tuple[int, int]]) -> None:
    task = pins(*((100.0 * x, 100.0 * y) for x, y in places))
    result = routed(task)
    lands = {(t.x_nm, t.y_nm) for t in task.terminals}
    ways: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for wire in result.wires:
        for p, q in pairwise(wire.points_nm):
            assume(p != q)
            for a, b in ((p, q), (q, p)):
                gap = math.dist(a, b)
                ways.setdefault(a, []).append(((b[0] - a[0]) / gap, (b[1] - a[1]) / gap))
    for place, out in ways.items():
        if place in lands:
            continue
        for i, u in enumerate(out):
            for v in out[:i]:
                assert u[0] * v[0] + u[1] * v[1] < math.cos(math.radians(60)), place


def test_a_line_joins_its_net_between_two_lands() -> None:
    task = pins((200, 1000), (1800, 1000), (1000, 400))
    result = routed(task)
    assert len(result.wires) == 3
    assert result.length_um == pytest.approx(600 + 800 * math.sqrt(3), rel=1e-4)


def test_a_fork_keeps_off_what_stands_between() -> None:
    task = pins((200, 1000), (1800, 1100), (1800, 900))
    rock = Terminal("rock", 1_200_000, 1_000_000, 150_000, 0)
    with_rock = RoutingProblem(
        task.name, task.outline_nm, 1, task.rules, (*task.terminals, rock), task.nets
    )
    result = routed(with_rock)
    assert routed(task).length_um < result.length_um < spanning_um(task) * 1.02
