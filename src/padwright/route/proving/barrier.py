"""How many lines fit across the straight ways between things that stand still, exactly.

Whole numbers only, in halves of a nanometre: diameters and widths may be odd. Every figure is an
upper bound for lines of a width and spacing that nobody undercuts.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from padwright.route.arrays import Bools, Floats
from padwright.route.ground.mesh import Mesh, survey
from padwright.route.ground.paths import inside
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.routing import CutGap, Point
from padwright.route.rules_at import edge_clearance_nm, net_spacing_nm, width_nm
from padwright.route.segments import point_gaps_nm

#: Vertices that stand for a border may lie this far off it, because they are rounded.
_ROUNDED_NM = 1


@dataclass(frozen=True, slots=True)
class Gauge:
    """The least width and spacing of some nets on each level."""

    width_nm: tuple[int, ...]
    spacing_nm: tuple[int, ...]


def least_gauge(problem: RoutingProblem, nets: list[Net]) -> Gauge:
    """Return the least width and spacing that any of some nets has on each level."""
    levels = range(problem.levels)
    return Gauge(
        tuple(min(width_nm(problem, net, level) for net in nets) for level in levels),
        tuple(min(net_spacing_nm(problem, net, level) for net in nets) for level in levels),
    )


@dataclass(frozen=True, slots=True)
class Barriers:
    """A triangulation of all that stands still on any level, and what stands at each vertex.

    ``metal`` has, level by level, twice the radius of the metal at a vertex, to which spacing is
    kept; ``border`` has twice the clearance of a border there.
    """

    mesh: Mesh
    terminal_vertex: tuple[int, ...]
    metal: tuple[dict[int, int], ...]
    border: tuple[dict[int, int], ...]
    walled: tuple[frozenset[int], ...]  # edges along given wires, by level
    is_open: Bools  # (triangles,) whether lines may be there on some level


def _flat(problem: RoutingProblem) -> RoutingProblem:
    """Return a problem with everything on one level, for a mesh without places for vias."""
    return replace(
        problem,
        levels=1,
        rules=replace(problem.rules, levels=()),
        terminals=tuple(replace(t, level=0) for t in problem.terminals),
        keepouts=tuple(replace(k, level=None) for k in problem.keepouts),
        wires=tuple(replace(w, level=0) for w in problem.wires),
        vias=tuple(replace(v, lower_level=0, upper_level=0) for v in problem.vias),
    )


def inner_diameter_nm(terminal: Terminal) -> int:
    """Return the diameter of a disc about a land's centre that lies in the land."""
    if not terminal.corners_nm:
        return terminal.diameter_nm
    centre = np.array([[terminal.x_nm, terminal.y_nm]], np.float64)
    if not inside(centre, terminal.corners_nm)[0]:
        return 0
    off = _distance(centre, np.array(terminal.corners_nm, np.float64), closed=True)
    return max(0, int(2 * float(off[0])) - 1)


def _distance(points: Floats, path: Floats, *, closed: bool) -> Floats:
    """Return the distance of points (n, 2) to a polyline."""
    best = np.full(len(points), np.inf)
    ends = np.roll(path, -1, axis=0) if closed else path[1:]
    for a, b in zip(path[: len(ends)], ends, strict=True):
        best = np.minimum(best, point_gaps_nm(points, a, b))
    return best


def _on(point: Point, path: tuple[Point, ...], *, closed: bool) -> bool:
    """Return whether a point lies on a polyline exactly."""
    ends = (*path[1:], path[0]) if closed else path[1:]
    for (ax, ay), (bx, by) in zip(path, ends, strict=False):
        x, y = point
        if (bx - ax) * (y - ay) == (by - ay) * (x - ax) and (
            min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)
        ):
            return True
    return False


def stand(problem: RoutingProblem) -> Barriers:
    """Return what stands still in a problem."""
    ground = survey(_flat(problem))
    mesh = ground.mesh
    places = mesh.place_nm
    at = [(int(x), int(y)) for x, y in places.tolist()]
    number = {point: i for i, point in enumerate(at)}
    levels = range(problem.levels)
    metal: list[dict[int, int]] = [{} for _ in levels]
    border: list[dict[int, int]] = [{} for _ in levels]
    walled: list[set[int]] = [set() for _ in levels]
    vertex = tuple(int(v) for v in ground.terminal_vertex)
    for terminal, v in zip(problem.terminals, vertex, strict=True):
        known = metal[terminal.level].get(v, 0)
        metal[terminal.level][v] = max(known, inner_diameter_nm(terminal))
    for via in problem.vias:
        for level in range(via.lower_level, via.upper_level + 1):
            v = number[via.x_nm, via.y_nm]
            metal[level][v] = max(metal[level].get(v, 0), via.land_nm(level))
    for wire in problem.wires:
        path = np.array(wire.points_nm, np.float64)
        near = np.flatnonzero(_distance(places, path, closed=False) < _ROUNDED_NM)
        for v in near.tolist():
            rounded = 0 if _on(at[v], wire.points_nm, closed=False) else 2 * _ROUNDED_NM
            own = max(0, wire.width_nm - rounded)
            metal[wire.level][v] = max(metal[wire.level].get(v, 0), own)
        middle = places[mesh.edge[:, :2]].mean(axis=1)
        along = np.isin(mesh.edge[:, :2], near).all(axis=1)
        along &= _distance(middle, path, closed=False) < _ROUNDED_NM
        walled[wire.level] |= set(np.flatnonzero(along).tolist())
    centre = places[mesh.triangle[:, :3]].mean(axis=1)
    is_open = inside(centre, problem.outline_nm)
    rings = [(problem.outline_nm, list(levels), True)]
    for keepout in problem.keepouts:
        only = list(levels) if keepout.level is None else [keepout.level]
        rings.append((keepout.polygon_nm, only, False))
        if len(only) == problem.levels:
            is_open &= ~inside(centre, keepout.polygon_nm)
    for ring, where, is_outline in rings:
        far = _distance(places, np.array(ring, np.float64), closed=True)
        for v in np.flatnonzero(far < _ROUNDED_NM).tolist():
            rounded = 0 if _on(at[v], ring, closed=True) else 2 * _ROUNDED_NM
            for level in where:
                clearance = 2 * edge_clearance_nm(problem, level) if is_outline else 0
                known = border[level].get(v, -2 * _ROUNDED_NM)
                border[level][v] = max(known, clearance - rounded)
    return Barriers(
        mesh, vertex, tuple(metal), tuple(border), tuple(map(frozenset, walled)), is_open
    )


def lines_across(barriers: Barriers, gauge: Gauge, level: int, edge: int) -> int:
    """Return how many lines can cross an edge of the mesh on a level, at most.

    A line's edge keeps the spacing from metal and the clearance from borders; where nothing
    stands at an end, a line may have its centre there. Lines beside each other keep the spacing.
    """
    if edge in barriers.walled[level]:
        return 0
    (ax, ay), (bx, by) = barriers.mesh.place_nm[barriers.mesh.edge[edge, :2]].tolist()
    length2 = math.isqrt(4 * (int(bx - ax) ** 2 + int(by - ay) ** 2))
    width, spacing = gauge.width_nm[level], gauge.spacing_nm[level]
    ends2 = 0
    for v in barriers.mesh.edge[edge, :2].tolist():
        least = -width
        if v in barriers.metal[level]:
            least = barriers.metal[level][v] + 2 * spacing
        if v in barriers.border[level]:
            least = max(least, barriers.border[level][v])
        ends2 += least
    return max(0, (length2 - ends2 + 2 * spacing) // (2 * (width + spacing)))


def gaps_across(barriers: Barriers, gauge: Gauge, edge: int) -> tuple[CutGap, ...]:
    """Return an edge of the mesh as a gap of each level."""
    first, second = (
        (int(x), int(y)) for x, y in barriers.mesh.place_nm[barriers.mesh.edge[edge, :2]].tolist()
    )
    return tuple(
        CutGap(level, first, second, lines_across(barriers, gauge, level, edge))
        for level in range(len(barriers.metal))
    )
