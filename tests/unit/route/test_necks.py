"""Gaps that are full are used to the nanometre, and one nanometre less leaves a net open."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPoint, Polygon, STRtree, union_all

from padwright.route.judging.verify import violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Routing

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
#: Rounding of what is drawn to the grid, two corners in two axes.
DRAWN_NM = 2.0
HALF_NM = 600_000
#: What an edge at an angle may need beyond what its lines need, so that they lie on the grid.
SLANTED_NM = 3


@dataclass(frozen=True)
class Gate:
    """A barrier with one gap between two lands, or between a land and a wall, or two walls."""

    degrees: float
    widths_nm: tuple[int, ...]
    ends: str  # "o" for a land, "|" for a wall, one for either end
    over_nm: int  # what the gap has beyond what the lines need


def spin(degrees: float, x_nm: float, y_nm: float) -> tuple[int, int]:
    """Return a point turned about the origin, on the grid."""
    turn = complex(x_nm, y_nm) * complex(
        math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    )
    return round(turn.real), round(turn.imag)


def need_nm(gate: Gate) -> int:
    """Return what the lines of a gate need between the metal (or walls) of its ends."""
    between = (len(gate.widths_nm) - 1) * RULES.spacing_nm + sum(gate.widths_nm)
    return between + RULES.spacing_nm * gate.ends.count("o")


def problem(gate: Gate) -> RoutingProblem:
    """Return a problem whose lines have all to pass the gap."""
    need = need_nm(gate) + gate.over_nm
    radius = 30_000
    reach = [need / 2 + (radius if end == "o" else 0) for end in gate.ends]
    left, right = (spin(gate.degrees, sign * r, 0) for sign, r in zip((-1, 1), reach, strict=True))
    # what rounding took from or gave to the gap is given back by the first land
    off = math.dist(left, right) - sum(reach)
    terminals, keepouts = [], []
    for k, (end, at, sign) in enumerate(zip(gate.ends, (left, right), (-1, 1), strict=True)):
        start = reach[k] + (radius + 1_000 if end == "o" else 0)
        if end == "o":
            wider = math.floor(2 * off + 1e-6) if k == gate.ends.index("o") else 0
            terminals.append(Terminal(f"end{k}", *at, 2 * radius + wider, 0))
        corners = [(start, -8_000), (590_000, -8_000), (590_000, 8_000), (start, 8_000)]
        keepouts.append(Keepout(tuple(spin(gate.degrees, sign * x, sign * y) for x, y in corners)))
    nets = []
    for i, width in enumerate(gate.widths_nm):
        off_nm = (i - (len(gate.widths_nm) - 1) / 2) * 60_000
        for side in (-1, 1):
            place = spin(gate.degrees, off_nm, side * 300_000)
            terminals.append(Terminal(f"{i}{side}", *place, 30_000, 0))
        nets.append(Net(f"N{i}", (f"{i}-1", f"{i}1"), width))
    ring = tuple(
        spin(gate.degrees, sx * HALF_NM, sy * HALF_NM)
        for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    return RoutingProblem("gate", ring, 1, RULES, tuple(terminals), tuple(nets), tuple(keepouts))


def drawn(points_nm: tuple[tuple[int, int], ...], width_nm: int) -> Polygon:
    """Return a wire as KLayout draws its segments: round ends of 32 corners, on the grid."""
    angles = (np.arange(32) + 0.5) * math.tau / 32
    pieces = []
    for (px, py), (qx, qy) in itertools.pairwise(points_nm):
        along = math.atan2(qy - py, qx - px)
        half = width_nm / 2 / math.cos(math.pi / 32)
        round_ = np.stack([np.cos(angles + along), np.sin(angles + along)], axis=1) * half
        ends = np.concatenate([round_ + np.array([px, py]), round_ + np.array([qx, qy])])
        pieces.append(MultiPoint(np.rint(ends)).convex_hull)
    return union_all(pieces)


def drawn_faults(task: RoutingProblem, result: Routing) -> list[str]:
    """Return which nets are nearer than the rule on the drawing."""
    net_of = {name: net.name for net in task.nets for name in net.terminals}
    metal = [(w.net, drawn(w.points_nm, w.width_nm)) for w in result.wires]
    angles = np.arange(128) * math.tau / 128
    for t in task.terminals:
        ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * t.diameter_nm / 2
        shape = Polygon(np.rint(ring + np.array([t.x_nm, t.y_nm])))
        metal.append((net_of.get(t.name, f"#{t.name}"), shape))
    shapes = [shape for _, shape in metal]
    tree, limit = STRtree(shapes), task.rules.spacing_nm - DRAWN_NM
    near = tree.query(shapes, predicate="dwithin", distance=limit)
    return [
        f"{metal[i][0]} and {metal[j][0]}: {shapes[i].distance(shapes[j]):.2f} nm"
        for i, j in near.T.tolist()
        if metal[i][0] < metal[j][0] and shapes[i].distance(shapes[j]) < limit
    ]


def routed(gate: Gate) -> int:
    """Return how many nets a gate lets through, after the checks that hold for every answer."""
    task = problem(gate)
    result = route(task)
    assert violations(task, result) == []
    assert drawn_faults(task, result) == []
    return len(task.nets) - len(result.unrouted)


WIDTHS = [(10_000,) * n for n in (1, 2, 4, 7)] + [(10_000, 30_000, 14_000), (50_000, 10_000)]


@pytest.mark.parametrize("widths_nm", WIDTHS)
@pytest.mark.parametrize("ends", ["oo", "o|", "||"])
@pytest.mark.parametrize("degrees", [0.0, 90.0])
def test_a_gap_that_is_full_to_the_nanometre_is_used(
    widths_nm: tuple[int, ...], ends: str, degrees: float
) -> None:
    assert routed(Gate(degrees, widths_nm, ends, 0)) == len(widths_nm)


@pytest.mark.parametrize("widths_nm", WIDTHS)
@pytest.mark.parametrize("ends", ["oo", "o|"])
def test_one_nanometre_less_leaves_a_net_open(widths_nm: tuple[int, ...], ends: str) -> None:
    assert routed(Gate(0.0, widths_nm, ends, -1)) == len(widths_nm) - 1


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([0.0, 7.0, 30.0, 45.0, 61.3, 88.0, 123.0]),
    st.sampled_from(WIDTHS),
    st.sampled_from(["oo", "o|"]),
    st.sampled_from([-40, -1, 0, 1, 5, 30, 80, 200, 700]),
)
def test_gaps_at_any_angle_and_nearly_full_are_clean(
    degrees: float, widths_nm: tuple[int, ...], ends: str, over_nm: int
) -> None:
    count = routed(Gate(degrees, widths_nm, ends, over_nm))
    if over_nm > SLANTED_NM + 1:
        assert count == len(widths_nm)
    elif over_nm < -1:
        assert count < len(widths_nm)


@st.composite
def fields(draw: st.DrawFn) -> RoutingProblem:
    """Return square fields of lands whose gaps hold whole numbers of lines, wired to a circle."""
    count, lines = draw(st.sampled_from([3, 4])), draw(st.sampled_from([1, 2, 3]))
    width = draw(st.sampled_from([8_000, 10_000, 14_000]))
    spacing = draw(st.sampled_from([10_000, 12_000]))
    land = draw(st.sampled_from([30_000, 60_000, 100_000]))
    degrees = draw(st.sampled_from([0.0, 0.0, 90.0, 17.0, 45.0]))
    over = draw(st.sampled_from([0, 0, 4, 50])) + (4 if degrees % 90 else 0)
    pitch = land + lines * width + (lines + 1) * spacing + over
    middle = (count - 1) / 2
    terminals = [
        Terminal(f"P{i}{j}", *spin(degrees, (i - middle) * pitch, (j - middle) * pitch), land, 0)
        for i in range(count)
        for j in range(count)
    ]
    inside = sorted(terminals, key=lambda t: math.atan2(t.y_nm, t.x_nm))
    radius = pitch * count + 150_000
    nets = []
    for k, terminal in enumerate(inside):
        place = spin((k + 0.5) * 360 / len(inside) - 180, radius, 0)
        terminals.append(Terminal(f"B{k}", *place, 40_000, 0))
        nets.append(Net(f"N{k}", (terminal.name, f"B{k}")))
    kept = draw(st.permutations(nets))[: draw(st.integers(len(nets) // 2, len(nets)))]
    half = radius + 150_000
    ring = ((-half, -half), (half, -half), (half, half), (-half, half))
    rules = RoutingRules(width, spacing, 30_000, 10_000)
    return RoutingProblem("field", ring, 1, rules, tuple(terminals), tuple(kept))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(fields())
def test_fields_whose_gaps_hold_whole_numbers_of_lines_are_clean(task: RoutingProblem) -> None:
    result = route(task)
    assert violations(task, result) == []
    assert drawn_faults(task, result) == []
