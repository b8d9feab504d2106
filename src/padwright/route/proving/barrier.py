"""How many lines fit across the straight ways between things that stand still, exactly.

Whole numbers only, in halves of a nanometre: diameters and widths may be odd. Every figure is an
upper bound for lines of a width and spacing that nobody undercuts.
"""

from dataclasses import dataclass, replace

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.ground.mesh import TRIANGLE, Mesh, bare_mesh
from padwright.route.ground.paths import inside
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.routing import CutGap, Point
from padwright.route.rules_at import edge_clearance_nm, net_spacing_nm, width_nm
from padwright.route.segments import point_gaps_nm, turn

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
    clear_nm: Floats  # (vertices,) how far the sides opposite of a vertex are


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
    mesh = bare_mesh(_flat(problem))
    places = mesh.place_nm
    at = [(int(x), int(y)) for x, y in places.tolist()]
    number = {point: i for i, point in enumerate(at)}
    levels = range(problem.levels)
    metal: list[dict[int, int]] = [{} for _ in levels]
    border: list[dict[int, int]] = [{} for _ in levels]
    walled: list[set[int]] = [set() for _ in levels]
    vertex = tuple(number[t.x_nm, t.y_nm] for t in problem.terminals)
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
    for terminal in (t for t in problem.terminals if t.corners_nm):
        corners = np.array(terminal.corners_nm, np.float64)
        near = np.flatnonzero(_distance(places, corners, closed=True) < _ROUNDED_NM)
        for v in near.tolist():
            own = 0 if _on(at[v], terminal.corners_nm, closed=True) else -2 * _ROUNDED_NM
            metal[terminal.level][v] = max(metal[terminal.level].get(v, own), own)
        for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            beside = near[point_gaps_nm(places[near], a, b) < _ROUNDED_NM]
            sides = np.flatnonzero(np.isin(mesh.edge[:, :2], beside).all(axis=1))
            walled[terminal.level] |= set(sides.tolist())
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
        mesh,
        vertex,
        tuple(metal),
        tuple(border),
        tuple(map(frozenset, walled)),
        is_open,
        _clear_nm(mesh),
    )


def lines_across(barriers: Barriers, gauge: Gauge, level: int) -> Ints:
    """Return how many lines can cross each edge of the mesh on a level, at most.

    A line's edge keeps the spacing from metal and the clearance from borders; where nothing
    stands at an end, a line may have its centre there. Lines beside each other keep the spacing.
    """
    mesh = barriers.mesh
    ends = mesh.edge[:, :2]
    along = (mesh.place_nm[ends[:, 1]] - mesh.place_nm[ends[:, 0]]).astype(np.int64)
    length2 = _root(4 * (along**2).sum(axis=1))
    width, spacing = gauge.width_nm[level], gauge.spacing_nm[level]
    least = np.full(len(mesh.place_nm), -width)
    for v, metal in barriers.metal[level].items():
        least[v] = metal + 2 * spacing
    for v, border in barriers.border[level].items():
        least[v] = max(least[v], border)
    room2 = length2 - least[ends].sum(axis=1) + 2 * spacing
    lines = np.maximum(0, room2 // (2 * (width + spacing)))
    lines[sorted(barriers.walled[level])] = 0
    return np.asarray(lines)


def _root(squares: Ints) -> Ints:
    """Return the whole parts of square roots."""
    root = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    root -= root**2 > squares
    return np.asarray(root + ((root + 1) ** 2 <= squares))


def gap_at(barriers: Barriers, level: int, edge: int, lines: int) -> CutGap:
    """Return an edge of the mesh as a gap of a level."""
    first, second = (
        (int(x), int(y)) for x, y in barriers.mesh.place_nm[barriers.mesh.edge[edge, :2]].tolist()
    )
    return CutGap(level, first, second, lines)


def touched_by(barriers: Barriers, vertex: int, diameter_nm: int) -> tuple[int, ...]:
    """Return the open triangles that a land at a vertex lies in or touches."""
    mesh = barriers.mesh
    fan = mesh.fan[mesh.fan[vertex] : mesh.fan[vertex + 1]].tolist()
    known = dict.fromkeys(fan)
    todo = list(fan)
    reach = diameter_nm / 2 + 1
    if barriers.clear_nm[vertex] > reach:
        todo = []
    while todo:
        t = todo.pop()
        for edge in mesh.triangle[t, 3:].tolist():
            a, b = mesh.place_nm[mesh.edge[edge, :2]]
            if point_gaps_nm(mesh.place_nm[vertex], a, b) > reach:
                continue
            for other in mesh.edge[edge, TRIANGLE : TRIANGLE + 2].tolist():
                if other >= 0 and other not in known:
                    known[other] = None
                    todo.append(other)
    return tuple(t for t in known if barriers.is_open[t])


def triangles_at(mesh: Mesh, points: Floats, start: Ints) -> Ints:
    """Return the triangle that each point lies in, below 0 outside of all.

    From one near it, it is walked through the side that a point lies beyond.
    """
    here = start.copy()
    todo: Ints = np.arange(len(points))
    for _ in range(len(mesh.triangle)):
        if not len(todo):
            break
        at = here[todo]
        corner = mesh.place_nm[mesh.triangle[at, :3]]
        beyond = turn(corner, np.roll(corner, -1, axis=1), points[todo, None]) < 0
        moves = beyond.any(axis=1)
        todo, at, beyond = todo[moves], at[moves], beyond[moves]
        side = mesh.triangle[at, 3 + beyond.argmax(axis=1)]
        first, second = mesh.edge[side, TRIANGLE], mesh.edge[side, TRIANGLE + 1]
        here[todo] = np.where(first == at, second, first)
        todo = todo[here[todo] >= 0]
    return here


def _clear_nm(mesh: Mesh) -> Floats:
    """Return how far each vertex is from the sides opposite of it in its triangles."""
    clear = np.full(len(mesh.place_nm), np.inf)
    for k in range(3):
        corner, a, b = (mesh.triangle[:, (k + j) % 3] for j in range(3))
        gap = point_gaps_nm(mesh.place_nm[corner], mesh.place_nm[a], mesh.place_nm[b])
        np.minimum.at(clear, corner, gap)
    return clear
