"""Whatever the rules are (classes, levels, shapes, given wiring, vias), the result keeps them."""

import itertools
import math
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from padwright.route.judging.validity import check
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Keepout,
    LevelRules,
    Net,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.router import route
from padwright.route.routing import Routing, Wire
from padwright.route.rules_at import edge_clearance_nm, spacing_nm, via_land_nm, width_nm

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SIDE_NM = 1_000_000
SQUARE = ((0, 0), (SIDE_NM, 0), (SIDE_NM, SIDE_NM), (0, SIDE_NM))
MANY = settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

#: Level, net, shape, half width, whether it was given.
Metal = tuple[int, str, BaseGeometry, float, bool]


def metal_of(task: RoutingProblem, result: Routing) -> list[Metal]:
    net_of = {name: net.name for net in task.nets for name in net.terminals}
    found: list[Metal] = []
    for t in task.terminals:
        shape = Polygon(t.corners_nm) if t.corners_nm else Point(t.x_nm, t.y_nm)
        half = 0.0 if t.corners_nm else t.diameter_nm / 2
        found.append((t.level, net_of.get(t.name, f"#{t.name}"), shape, half, True))
    for w in result.wires:
        line = LineString(w.points_nm)
        found.append((w.level, w.net, line, w.width_nm / 2, w in task.wires))
    for v in result.vias:
        for level in range(v.lower_level, v.upper_level + 1):
            at = Point(v.x_nm, v.y_nm)
            found.append((level, v.net, at, v.land_nm(level) / 2, v in task.vias))
    return found


def border_faults(task: RoutingProblem, made: list[Metal]) -> list[str]:
    faults: list[str] = []
    outline = Polygon(task.outline_nm)
    for level, net, shape, half, _ in made:
        least = half + edge_clearance_nm(task, level) - 1e-3
        if not outline.contains(shape) or outline.exterior.distance(shape) < least:
            faults.append(f"{net} is near the edge")
        for keepout in task.keepouts:
            near = Polygon(keepout.polygon_nm).distance(shape) < half - 1e-3
            if near and keepout.level in {None, level}:
                faults.append(f"{net} is in a keep-out")
    return faults


def faults_of(task: RoutingProblem, result: Routing) -> list[str]:
    """Check by shapely alone."""
    nets = {net.name: net for net in task.nets}
    metal = metal_of(task, result)
    faults = border_faults(task, [m for m in metal if not m[4]])
    for a, b in itertools.combinations(metal, 2):
        if a[1] == b[1] or a[0] != b[0] or (a[4] and b[4]):
            continue
        wanted = spacing_nm(task, nets.get(a[1]), nets.get(b[1]), a[0])
        gap = a[2].distance(b[2]) - a[3] - b[3]
        if gap < wanted - 1e-3:
            faults.append(f"{a[1]} and {b[1]} are {gap:.3f} nm apart and not {wanted}")
    faults += [
        f"{wire.net} has a width of {wire.width_nm}"
        for wire in result.wires
        if wire not in task.wires and wire.width_nm != width_nm(task, nets[wire.net], wire.level)
    ]
    return faults + via_faults_of(task, result)


def via_faults_of(task: RoutingProblem, result: Routing) -> list[str]:
    faults = [
        f"{via.net} has a land of {via.land_nm(level)}"
        for via in result.vias
        for level in range(via.lower_level, via.upper_level + 1)
        if via not in task.vias and via.land_nm(level) != via_land_nm(task, level)
    ]
    if not task.rules.via_in_land:
        for level, net, shape, half, _ in metal_of(task, Routing((), (), ())):
            for via in result.vias:
                if via.net != net or not via.lower_level <= level <= via.upper_level:
                    continue
                gap = shape.distance(Point(via.x_nm, via.y_nm)) - half - via.land_nm(level) / 2
                if gap < -1e-3:
                    faults.append(f"{net} has a via in a land")
    if not task.rules.stacked_vias:
        through = [(v.net, k, v) for v in result.vias for k in range(v.lower_level, v.upper_level)]
        for (net, k, a), (other, m, b) in itertools.combinations(through, 2):
            gap = math.dist((a.x_nm, a.y_nm), (b.x_nm, b.y_nm))
            if net == other and abs(k - m) == 1 and gap < max(1, task.rules.via_pitch_nm):
                faults.append(f"{net} has vias over each other")
    return faults


def is_open(task: RoutingProblem, result: Routing, net: Net) -> bool:
    """Return whether the metal of a net does not hang together."""
    shapes = [(m[0], m[2].buffer(m[3] + 0.01)) for m in metal_of(task, result) if m[1] == net.name]
    group = list(range(len(shapes)))
    joins = [
        (i, j)
        for (i, a), (j, b) in itertools.combinations(enumerate(shapes), 2)
        if a[0] == b[0] and a[1].intersects(b[1])
    ]
    first = len(shapes)
    vias = [v for v in result.vias if v.net == net.name]
    at = first - sum(v.upper_level - v.lower_level + 1 for v in vias)
    for v in vias:
        count = v.upper_level - v.lower_level + 1
        joins += [(at, at + k) for k in range(1, count)]
        at += count
    for i, j in joins:
        group = [group[i] if g == group[j] else g for g in group]
    return len({group[k] for k in range(len(net.terminals))}) > 1


def must_be_sound(task: RoutingProblem) -> Routing:
    check(task)
    result = route(task)
    assert faults_of(task, result) == []
    assert violations(task, result) == []
    missing = {each.net for each in result.unrouted}
    assert missing == set(open_nets(task, result))
    # terminals come first in the list of metal, net by net only within `is_open`
    assert missing == {net.name for net in task.nets if is_open(task, result, net)}
    assert result.wires[: len(task.wires)] == task.wires
    assert result.vias[: len(task.vias)] == task.vias
    return result


def corners(kind: str, x: int, y: int, size: int) -> tuple[tuple[int, int], ...]:
    half = size // 2
    if kind == "round":
        return ()
    if kind == "octagon":
        cut = round(half * (math.sqrt(2) - 1))
        ring = [(half, -cut), (half, cut), (cut, half), (-cut, half), (-half, cut), (-half, -cut),
                (-cut, -half), (cut, -half)]  # fmt: skip
    elif kind == "long":
        ring = [(-half, -half // 4), (half, -half // 4), (half, half // 4), (-half, half // 4)]
    elif kind == "tall":
        ring = [(-half // 4, -half), (half // 4, -half), (half // 4, half), (-half // 4, half)]
    else:
        ring = [(-half, -half), (half, -half), (half, half), (-half, half)]
    return tuple((x + u, y + v) for u, v in ring)


def land(name: str, x: int, y: int, size: int, level: int, kind: str) -> Terminal:
    ring = corners(kind, x, y, size)
    across = max((math.ceil(2 * math.dist((x, y), p)) for p in ring), default=size)
    return Terminal(name, x, y, across + (2 if ring else 0), level, ring)


@st.composite
def fields(
    draw: st.DrawFn, levels: int = 2, kinds: tuple[str, ...] = ("round",), nets: int = 7
) -> RoutingProblem:
    """Lands on a coarse grid with some jitter, and nets of two or three of them."""
    lanes = draw(st.sampled_from([90_000, 150_000]))
    place = st.integers(0, 900_000 // lanes - 1)
    cells = draw(st.lists(st.tuples(place, place), min_size=2, max_size=22, unique=True))
    terminals = [
        land(
            f"T{i}",
            60_000 + x * lanes + draw(st.sampled_from([0, 0, 3_001])),
            60_000 + y * lanes,
            draw(st.sampled_from([lanes // 3, lanes // 2])),
            draw(st.integers(0, levels - 1)),
            draw(st.sampled_from(kinds)),
        )
        for i, (x, y) in enumerate(cells)
    ]
    free = draw(st.permutations([t.name for t in terminals]))
    named: list[Net] = []
    while len(free) >= 2 and len(named) < nets:
        size = min(len(free), draw(st.sampled_from([2, 2, 3])))
        named.append(Net(f"N{len(named)}", tuple(free[:size])))
        free = free[size:]
    return RoutingProblem("rules", SQUARE, levels, RULES, tuple(terminals), tuple(named))


@MANY
@given(fields(), st.data())
def test_classes_and_levels_keep_their_own_rules(task: RoutingProblem, data: st.DataObject) -> None:
    nets = tuple(
        replace(
            net,
            width_nm=data.draw(st.sampled_from([None, 4_000, 24_000])),
            spacing_nm=data.draw(st.sampled_from([None, 5_000, 18_000])),
        )
        for net in task.nets
    )
    own = (
        LevelRules(width_nm=6_000, via_land_nm=24_000, edge_clearance_nm=20_000),
        LevelRules(spacing_nm=14_000),
    )
    rules = replace(RULES, levels=data.draw(st.sampled_from([(), own])))
    must_be_sound(replace(task, nets=nets, rules=rules))


@MANY
@given(fields(kinds=("round", "square", "octagon", "long", "tall")))
def test_lands_with_corners_are_kept_clear_of(task: RoutingProblem) -> None:
    must_be_sound(task)


@MANY
@given(fields(levels=3), st.booleans(), st.sampled_from([None, 0, 60_000]))
def test_vias_keep_out_of_lands_and_off_each_other(
    task: RoutingProblem,
    in_land: bool,  # noqa: FBT001 - drawn by hypothesis
    pitch_nm: int | None,
) -> None:
    rules = replace(
        RULES, via_in_land=in_land, stacked_vias=pitch_nm is None, via_pitch_nm=pitch_nm or 0
    )
    must_be_sound(replace(task, rules=rules))


@MANY
@given(fields(kinds=("round", "square")), st.data())
def test_given_wiring_stays_and_is_joined(task: RoutingProblem, data: st.DataObject) -> None:
    done = route(task)
    wires = tuple(
        w if data.draw(st.booleans()) else replace(w, points_nm=cut_short(w))
        for w in done.wires
        if data.draw(st.booleans())
    )
    vias = tuple(v for v in done.vias if data.draw(st.booleans()))
    result = must_be_sound(replace(task, wires=wires, vias=vias))
    count = Counter(result.wires)
    assert all(count[wire] == 1 for wire in wires)


def cut_short(wire: Wire) -> tuple[tuple[int, int], ...]:
    """Return the first half of a wire."""
    line = LineString(wire.points_nm)
    points = [p for p in wire.points_nm if line.project(Point(p)) < line.length / 2]
    end = line.interpolate(0.5, normalized=True)
    return (*points, (round(end.x), round(end.y)))


@st.composite
def keepouts(draw: st.DrawFn) -> tuple[Keepout, ...]:
    """Polygons in the lanes between the lands; bent ones, ones on the border, overlapping ones."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        x, y = draw(st.integers(0, 8)) * 100_000, draw(st.integers(0, 8)) * 100_000
        long = draw(st.sampled_from([60_000, 200_000, 400_000]))
        ring = draw(
            st.sampled_from(
                [
                    ((0, 0), (long, 0), (long, 8_000), (0, 8_000)),
                    ((0, 0), (long, 0), (long, 8_000), (8_000, 8_000), (8_000, long), (0, long)),
                    ((0, 0), (long // 2, 9_000), (long, 0), (long // 2, 4_000)),
                ]
            )
        )
        level = draw(st.sampled_from([None, 0, 1]))
        found.append(Keepout(tuple((x + u, y + v) for u, v in ring), level))
    return tuple(found)


@MANY
@given(fields(), keepouts())
def test_keepouts_of_any_shape_are_kept_out_of(
    task: RoutingProblem, blocked: tuple[Keepout, ...]
) -> None:
    wanted = {name for net in task.nets for name in net.terminals}
    lands = [Point(t.x_nm, t.y_nm) for t in task.terminals if t.name in wanted]
    clear = tuple(k for k in blocked if not any(Polygon(k.polygon_nm).intersects(p) for p in lands))
    must_be_sound(replace(task, keepouts=clear))
