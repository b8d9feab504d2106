"""The triangulation that the sketch lives on: lands, via sites, outline and keep-outs as vertices.

One Delaunay triangulation serves every level. A vertex is a land on some levels and, where it
is nothing, only a place that lines may pass on either side of. The sides of the outline and of
keep-outs are walls: they are halved until each piece is an edge of the triangulation.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.spatial import Delaunay, cKDTree

from padwright.base.errors import BrokenPromiseError
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point
from padwright.route.rules_at import limits

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_MOST_ROUNDS = 40


#: Columns of `Mesh.triangle` after the corners: side k is the edge from corner k to corner k + 1.
SIDE = 3
#: Columns of `Mesh.edge` after its vertices: triangles on both sides, and their corners across
#: the edge; -1 for none.
TRIANGLE, ACROSS = 2, 4
#: `Ground.wall`: an edge that nobody crosses; the first of those that one net may, net 0.
SHUT, GATE = 1, 2


class Mesh(NamedTuple):
    """Tables of one triangulation."""

    place_nm: Floats  # (vertices, 2)
    triangle: Ints  # (triangles, 6) corners counter-clockwise, sides
    edge: Ints  # (edges, 6)
    edge_nm: Floats  # (edges, 2) length; distance of the corners across, infinite when unseen
    fan: Ints  # vertex v has the triangles fan[fan[v]:fan[v + 1]]


class Ground(NamedTuple):
    """A mesh with what stands still on it, level by level."""

    mesh: Mesh
    terminal_vertex: Ints  # (terminals,)
    keep_nm: Floats  # (levels, vertices) distance that a line's edge keeps from the vertex
    metal_nm: Floats  # (levels, vertices) the same before a line's own spacing is added
    occupied: Bools  # (levels, vertices) a land or a wall is there
    wall: Ints  # (levels, edges) 0, SHUT, or GATE plus the net that may cross
    wall_nm: Floats  # (levels, edges) clearance of a border, or half width of a net's metal
    room_nm: Floats  # (levels, vertices) distance to the nearest foreign metal or wall


def _ring(polygon: tuple[Point, ...], sources: Floats, step_nm: float) -> list[Point]:
    """Return the corners of a polygon with points put between them at most about a step apart.

    The feet of near sources (lands, corners of other polygons) are among the points, so that the
    shortest way from a source to the wall is an edge, on which lines are counted.
    """
    points: list[Point] = []
    for p, q in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        start, along = np.array(p, np.float64), np.array(q, np.float64) - np.array(p, np.float64)
        length = float(np.hypot(*along))
        part = (sources - start) @ along / length**2
        off = np.hypot(*(sources - start - part[:, None] * along).T)
        feet = part[(part > 0) & (part < 1) & (off < 2 * step_nm)]
        pieces = max(1, int(np.ceil(length / step_nm)))
        even = np.arange(1, pieces) / pieces
        if len(feet):  # an even point right beside a foot would only make slivers
            nearest = np.abs(even[:, None] - feet[None, :]).min(axis=1, initial=1.0)
            even = even[nearest > 0.5 / pieces]
        parts = np.unique(np.concatenate([[0.0], feet, even]))
        points += [(round(x), round(y)) for x, y in (start + parts[:, None] * along).tolist()]
    return list(dict.fromkeys(points))


def triangulate(points: npt.NDArray[np.int64]) -> Mesh:
    """Return the Delaunay mesh of distinct points (n, 2) in nm, not all on one line."""
    scaled = (points - points.mean(axis=0)) / 1000.0
    corner = Delaunay(scaled).simplices.astype(np.int64)
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    a, b, c = corner.T
    area = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])
    corner[area < 0] = corner[area < 0][:, ::-1]
    corner = corner[area != 0]
    pairs = np.stack([corner, np.roll(corner, -1, axis=1)], axis=2).reshape(-1, 2)
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    keys, side = np.unique(low * len(points) + high, return_inverse=True)
    edge = np.full((len(keys), 6), -1, np.int64)
    edge[:, 0], edge[:, 1] = keys // len(points), keys % len(points)
    sides = side.reshape(-1, 3)
    for place in range(3):
        # each directed side belongs to one triangle, so a place is never written twice
        column = (corner[:, place] > corner[:, (place + 1) % 3]).astype(np.int64)
        edge[sides[:, place], TRIANGLE + column] = np.arange(len(corner))
        edge[sides[:, place], ACROSS + column] = corner[:, (place + 2) % 3]
    order = np.argsort(corner.ravel(), kind="stable") // 3
    ends = np.cumsum(np.bincount(corner.ravel(), minlength=len(points)))
    fan = np.concatenate([[0], ends, order]) + 0
    fan[: len(points) + 1] += len(points) + 1
    length = np.hypot(*(points[edge[:, 1]] - points[edge[:, 0]]).astype(np.float64).T)
    return Mesh(
        points.astype(np.float64),
        np.concatenate([corner, sides], axis=1),
        edge,
        np.stack([length, _seen_nm(points, edge[:, :2], edge[:, ACROSS:])], axis=1),
        fan.astype(np.int64),
    )


def _seen_nm(points: Ints, edge: Ints, across: Ints) -> Floats:
    """Return the distance of the corners across each edge where it passes through the edge."""
    p, q, a, b = (points[i].astype(np.float64) for i in (*edge.T, *across.T))

    def turn(o: Floats, u: Floats, v: Floats) -> Floats:
        s, t = u - o, v - o
        return np.asarray(s[:, 0] * t[:, 1] - s[:, 1] * t[:, 0])

    seen = (across >= 0).all(axis=1) & (turn(a, b, p) * turn(a, b, q) < 0)
    return np.where(seen, np.hypot(*(a - b).T), np.inf)


def _walled_mesh(
    points: dict[Point, int], rings: list[list[Point]]
) -> tuple[Mesh, list[list[Point]]]:
    """Halve wall pieces until all of them are edges; adds to ``points``."""
    for _ in range(_MOST_ROUNDS):
        mesh = triangulate(np.array(list(points), np.int64))
        known = set(map(tuple, mesh.edge[:, :2].tolist()))
        missing = False
        for place, ring in enumerate(rings):
            finer: list[Point] = []
            for p, q in zip(ring, ring[1:] + ring[:1], strict=True):
                finer.append(p)
                i, j = points[p], points[q]
                if (min(i, j), max(i, j)) in known:
                    continue
                middle = ((p[0] + q[0]) // 2, (p[1] + q[1]) // 2)
                if middle not in (p, q):
                    missing = True
                    points.setdefault(middle, len(points))
                    finer.append(middle)
            rings[place] = finer
        if not missing:
            return mesh, rings
    raise BrokenPromiseError("the outline and the keep-outs could not be triangulated")


def _distance_to_ring(points: Floats, polygon: tuple[Point, ...]) -> Floats:
    best = np.full(len(points), np.inf)
    for p, q in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        a, d = np.array(p, np.float64), np.array(q, np.float64) - np.array(p, np.float64)
        along = np.clip((points - a) @ d / max(float(d @ d), 1e-9), 0, 1)
        best = np.minimum(best, np.hypot(*(points - a - along[:, None] * d).T))
    return best


def inside(points: Floats, polygon: tuple[Point, ...]) -> Bools:
    """Return which points (n, 2) lie inside a polygon (even-odd rule)."""
    x, y = points.T
    odd = np.zeros(len(points), np.bool_)
    for (x0, y0), (x1, y1) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        odd ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return odd


def _via_sites(problem: RoutingProblem, step_nm: float) -> list[Point]:
    """Return a staggered grid of places for vias, clear of every land."""
    limit = limits(problem)
    spacing, width = limit.spacing_nm[-1].max(), limit.width_nm.max()
    land = limit.via_land_nm.max()
    step = max(step_nm, land + 4.0 * (width + spacing))
    xs, ys = np.array(problem.outline_nm).T
    columns = np.arange(xs.min() + step, xs.max() - step / 2, step)
    rows = np.arange(ys.min() + step, ys.max() - step / 2, step * 0.866)
    if not len(columns) or not len(rows):
        return []
    gx, gy = np.meshgrid(columns, rows)
    gx = gx + (np.arange(len(rows)) % 2)[:, None] * step / 2
    sites = np.stack([gx.ravel(), gy.ravel()], axis=1).round()
    clear = land / 2 + spacing * 2 + width
    sites = sites[inside(sites, problem.outline_nm)]
    centre = np.array([(t.x_nm, t.y_nm) for t in problem.terminals], np.float64)
    widest = max(t.diameter_nm for t in problem.terminals) / 2
    distance, _ = cKDTree(centre).query(sites) if len(sites) else (np.empty(0), None)
    sites = sites[distance > widest + clear]
    return [(int(x), int(y)) for x, y in sites]


def _room(problem: RoutingProblem, points: Floats) -> Floats:
    """Return how far each vertex is from the nearest land of another place, or wall, by level."""
    room = np.full((problem.levels, len(points)), np.inf)
    kinds = sorted({(t.level, t.diameter_nm) for t in problem.terminals})
    for level, diameter in kinds:
        centre = np.array(
            [
                (t.x_nm, t.y_nm)
                for t in problem.terminals
                if (t.level, t.diameter_nm) == (level, diameter)
            ],
            np.float64,
        )
        near = np.asarray(cKDTree(centre).query(points, k=2)[0])
        other = np.where(near[:, 0] > 0, near[:, 0], near[:, 1])
        room[level] = np.minimum(room[level], other - diameter / 2)
    limit = limits(problem)
    spacing = limit.spacing_nm[-1][:, None]
    margin = spacing - limit.edge_nm[:, None]
    room = np.minimum(room, _distance_to_ring(points, problem.outline_nm) + margin)
    for keepout in problem.keepouts:
        distance = _distance_to_ring(points, keepout.polygon_nm)
        distance[inside(points, keepout.polygon_nm)] = -np.inf
        rows = slice(None) if keepout.level is None else slice(keepout.level, keepout.level + 1)
        room[rows] = np.minimum(room[rows], distance + spacing[rows])
    return np.asarray(room)


def survey(problem: RoutingProblem) -> Ground:
    """Return the mesh of a problem and what stands on it.

    The distance kept from a vertex is land radius plus spacing for lands, the edge clearance for
    the outline, nothing for keep-outs, and half a spacing where there is nothing, so that the
    two sides of such a vertex together hold what fits there.
    """
    limit = limits(problem)
    pitch = float(np.median(limit.width_nm + limit.spacing_nm[:-1]))
    points: dict[Point, int] = {}
    for t in problem.terminals:
        points.setdefault((t.x_nm, t.y_nm), len(points))
    xs, ys = np.array(problem.outline_nm).T
    extent = float(np.ptp(xs) * np.ptp(ys))
    typical = max(np.sqrt(extent / len(points)), 4.0 * pitch)
    polygons = [problem.outline_nm, *(keepout.polygon_nm for keepout in problem.keepouts)]
    sources = np.array([*points, *(p for polygon in polygons for p in polygon)], np.float64)
    rings = [_ring(polygon, sources, typical) for polygon in polygons]
    for p in [p for ring in rings for p in ring]:
        points.setdefault(p, len(points))
    if problem.levels > 1:
        for p in _via_sites(problem, typical):
            points.setdefault(p, len(points))
    mesh, rings = _walled_mesh(points, rings)
    keep = np.repeat(limit.spacing_nm[-1][:, None] / 2.0, len(points), axis=1)
    metal = np.full(keep.shape, -np.inf)
    occupied = np.zeros(keep.shape, np.bool_)
    wall = np.zeros((problem.levels, len(mesh.edge)), np.int64)
    wall_nm = np.zeros(wall.shape)
    number = {tuple(pair): i for i, pair in enumerate(mesh.edge[:, :2].tolist())}
    borders: list[int | None] = [None, *(k.level for k in problem.keepouts)]
    for place, (ring, only) in enumerate(zip(rings, borders, strict=True)):
        ends = [points[p] for p in ring]
        edges = [number[min(i, j), max(i, j)] for i, j in pairwise([*ends, ends[0]])]
        for level in range(problem.levels) if only is None else [only]:
            clearance = limit.edge_nm[level] if place == 0 else 0.0
            # keep-outs may touch the outline: the wider clearance holds
            keep[level, ends] = np.where(
                occupied[level, ends], np.maximum(keep[level, ends], clearance), clearance
            )
            occupied[level, ends] = True
            wall[level, edges] = SHUT
            wall_nm[level, edges] = np.maximum(wall_nm[level, edges], clearance)
    vertex = np.array([points[t.x_nm, t.y_nm] for t in problem.terminals], np.int64)
    net_of = {name: i for i, net in enumerate(problem.nets) for name in net.terminals}
    for t, v in zip(problem.terminals, vertex, strict=True):
        spacing = limit.spacing_nm[net_of.get(t.name, -1), t.level]
        keep[t.level, v] = max(keep[t.level, v], t.diameter_nm / 2 + spacing)
        metal[t.level, v] = max(metal[t.level, v], t.diameter_nm / 2)
        occupied[t.level, v] = True
    room = _room(problem, np.array(list(points), np.float64))
    return Ground(mesh, vertex, keep, metal, occupied, wall, wall_nm, room)
