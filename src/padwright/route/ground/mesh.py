"""The triangulation that the sketch lives on: lands, via sites, outline and keep-outs as vertices.

One Delaunay triangulation serves every level. A vertex is a land on some levels and, where it
is nothing, only a place that lines may pass on either side of. The sides of the outline and of
keep-outs are walls: they are halved until each piece is an edge of the triangulation.
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial import Delaunay

from padwright.base.arrays import Bools, Floats, Ints
from padwright.base.errors import BrokenPromiseError
from padwright.base.progress import Report, silent
from padwright.route.ground.covered import covers
from padwright.route.ground.paths import BORDER, Path, cut_fine, long_lands, still_paths
from padwright.route.ground.room import room_nm, via_sites
from padwright.route.ground.shapes import credits_nm
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point
from padwright.route.rules_at import Limits, limits
from padwright.route.segments import turn

#: Each round halves what is no edge yet: after 31 the longest side that may be is a nanometre.
_MOST_ROUNDS = 40
#: So many corners of keep-outs and wires make the mesh as fine as one land does.
_PATH_POINTS = 16
#: Borders get a point at least every so many pitches where lands are nearer to each other.
_LEAST_STEP_PITCHES = 4.0
#: What is reported of the survey: points, mesh, marks and room.
_STAGES = 4

#: Columns of `Mesh.triangle` after the corners: side k is the edge from corner k to corner k + 1.
SIDE = 3
#: Columns of `Mesh.edge` after its vertices: triangles on both sides, and their corners across
#: the edge; -1 for none.
TRIANGLE, ACROSS = 2, 4
#: `Ground.wall`: an edge that nobody crosses; the first of those that one net may, net 0.
SHUT, GATE = 1, 2
#: What owns a vertex that no net owns.
FREE, FOREIGN = -1, -2


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
    wall_nm: Floats  # (levels, edges) clearance of a border, below 0 where there is none
    owner: Ints  # (levels, vertices) net, FREE or FOREIGN
    credit_nm: Floats  # (levels, edges, 3) what lands with corners leave free of their circle
    cover: Ints  # (levels, vertices) net of the land that a vertex lies in or beside, else -1
    less_nm: Floats  # (levels, edges, 3) what such a land takes of the room, as `credit_nm`
    room_nm: Floats  # (levels, vertices) distance to the nearest foreign metal or wall


def triangulate(points: Ints) -> Mesh:
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
    fan = np.concatenate([[0], ends, order])
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
    seen = (across >= 0).all(axis=1) & (turn(a, b, p) * turn(a, b, q) < 0)
    return np.where(seen, np.hypot(*(a - b).T), np.inf)


def _edge_keys(mesh: Mesh) -> Ints:
    """Return a number for each edge by its two vertices, in ascending order."""
    return np.asarray(mesh.edge[:, 0] * len(mesh.place_nm) + mesh.edge[:, 1])


def _edges_between(mesh: Mesh, keys: Ints, vertices: Ints) -> tuple[Ints, Bools]:
    """Return the edges between vertices that follow each other, and where there is one at all."""
    low, high = np.minimum(vertices[:-1], vertices[1:]), np.maximum(vertices[:-1], vertices[1:])
    wanted = low * len(mesh.place_nm) + high
    edge = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return edge, keys[edge] == wanted


def _walled_mesh(
    points: dict[Point, int], lines: list[list[Point]]
) -> tuple[Mesh, list[list[Point]]]:
    """Halve pieces of the lines until all of them are edges; adds to ``points``."""
    for _ in range(_MOST_ROUNDS):
        mesh = triangulate(np.array(list(points), np.int64))
        keys = _edge_keys(mesh)
        missing = False
        for place, line in enumerate(lines):
            ends = np.array([points[p] for p in line], np.int64)
            _, is_edge = _edges_between(mesh, keys, ends)
            for k in reversed(np.flatnonzero(~is_edge).tolist()):
                p, q = line[k], line[k + 1]
                middle = ((p[0] + q[0]) // 2, (p[1] + q[1]) // 2)
                if middle not in (p, q):
                    missing = True
                    points.setdefault(middle, len(points))
                    line.insert(k + 1, middle)
            lines[place] = line
        if not missing:
            return mesh, lines
    raise BrokenPromiseError("the outline and the keep-outs could not be triangulated")


class _Marks:
    """The tables of a ground, filled thing by thing."""

    def __init__(self, mesh: Mesh, limit: Limits) -> None:
        levels, vertices = len(limit.via_land_nm), len(mesh.place_nm)
        self.limit = limit
        self.keep = np.repeat(limit.spacing_nm[-1][:, None] / 2.0, vertices, axis=1)
        self.metal = np.full((levels, vertices), -np.inf)
        self.owner = np.full((levels, vertices), FREE, np.int64)
        self.wall = np.zeros((levels, len(mesh.edge)), np.int64)
        self.wall_nm = np.full(self.wall.shape, -1.0)

    def metal_at(self, level: int, vertex: Ints, net: int, radius_nm: float) -> None:
        """Note metal of a net, or of none below 0, that reaches so far round vertices."""
        spacing = self.limit.spacing_nm[max(net, -1), level]
        taken = self.owner[level, vertex] != FREE
        keep = np.where(taken, self.keep[level, vertex], 0.0)
        self.keep[level, vertex] = np.maximum(keep, radius_nm + spacing)
        self.metal[level, vertex] = np.maximum(self.metal[level, vertex], radius_nm)
        self.owner[level, vertex] = net if net >= 0 else FOREIGN

    def path(self, path: Path, vertex: Ints, edge: Ints) -> None:
        for level, reach in zip(path.levels, path.reach_nm, strict=True):
            if path.net != BORDER:
                self.metal_at(level, vertex, path.net, reach)
                open_now = self.wall[level, edge] != SHUT
                self.wall[level, edge[open_now]] = GATE + path.net if path.net >= 0 else SHUT
                continue
            # keep-outs may touch the outline: the wider clearance holds
            taken = self.owner[level, vertex] != FREE
            before = np.where(taken, self.keep[level, vertex], 0.0)
            self.keep[level, vertex] = np.maximum(before, reach)
            self.owner[level, vertex] = FOREIGN
            self.wall[level, edge] = SHUT
            self.wall_nm[level, edge] = np.maximum(self.wall_nm[level, edge], reach)


class Standing(NamedTuple):
    """Points that a mesh has to have, and paths as points of which each two are to be an edge."""

    points: dict[Point, int]
    paths: list[Path]
    lines: list[list[Point]]
    step_nm: float


def _standing(problem: RoutingProblem, limit: Limits) -> Standing:
    pitch = float(np.median(limit.width_nm + limit.spacing_nm[:-1]))
    points: dict[Point, int] = {}
    for x, y in [(t.x_nm, t.y_nm) for t in problem.terminals] + [
        (v.x_nm, v.y_nm) for v in problem.vias
    ]:
        points.setdefault((x, y), len(points))
    xs, ys = np.array(problem.outline_nm).T
    extent = float(np.ptp(xs) * np.ptp(ys))
    paths = still_paths(problem, limit.edge_nm)
    many = max(1, len(points), sum(len(path.points) for path in paths) // _PATH_POINTS)
    typical = max(np.sqrt(extent / many), _LEAST_STEP_PITCHES * pitch)
    sources = np.array([*points, *(p for path in paths for p in path.points)], np.float64)
    lines = cut_fine(paths, sources, typical)
    for p in [p for line in lines for p in line]:
        points.setdefault(p, len(points))
    return Standing(points, paths, lines, typical)


def bare_mesh(problem: RoutingProblem) -> Mesh:
    """Return the mesh of what stands still, without places for vias."""
    points, _, lines, _ = _standing(problem, limits(problem))
    return _walled_mesh(points, lines)[0]


def survey(problem: RoutingProblem, *, many_sites: bool = False, report: Report = silent) -> Ground:
    """Return the mesh of a problem and what stands on it.

    The distance kept from a vertex is land radius plus spacing for lands, the edge clearance for
    the outline, nothing for keep-outs, and half a spacing where there is nothing, so that the
    two sides of such a vertex together hold what fits there.

    Parameters
    ----------
    many_sites
        Whether vias get many places; see `padwright.route.ground.room.via_sites`.
    report
        Told of progress; may raise `CancelledError`.
    """
    limit = limits(problem)
    report("route", 0, _STAGES, "ground")
    points, paths, lines, typical = _standing(problem, limit)
    if problem.levels > 1:
        for p in via_sites(problem, limit, typical, many=many_sites):
            points.setdefault(p, len(points))
    report("route", 1, _STAGES, "ground")
    mesh, lines = _walled_mesh(points, lines)
    report("route", 2, _STAGES, "ground")
    marks = _Marks(mesh, limit)
    keys = _edge_keys(mesh)
    for path, line in zip(paths, lines, strict=True):
        ends = np.array([points[p] for p in line], np.int64)
        edge, is_edge = _edges_between(mesh, keys, ends)
        marks.path(path, ends, np.unique(edge[is_edge]))
    vertex = np.array([points[t.x_nm, t.y_nm] for t in problem.terminals], np.int64)
    net_of = {name: i for i, net in enumerate(problem.nets) for name in net.terminals}
    sided = long_lands(problem)
    for t, v in zip(problem.terminals, vertex.tolist(), strict=True):
        radius = 0.0 if t.name in sided else t.diameter_nm / 2
        marks.metal_at(t.level, np.array([v]), net_of.get(t.name, FOREIGN), radius)
    land_net = np.array([net_of.get(t.name, FOREIGN) for t in problem.terminals], np.int64)
    nets = {net.name: i for i, net in enumerate(problem.nets)}
    for via in problem.vias:
        at = np.array([points[via.x_nm, via.y_nm]])
        for level in range(via.lower_level, via.upper_level + 1):
            marks.metal_at(level, at, nets.get(via.net, FOREIGN), via.land_nm(level) / 2)
    report("route", 3, _STAGES, "ground")
    occupied = marks.owner != FREE
    cover, less_nm = covers(problem, limit, mesh.edge, mesh.place_nm, occupied, land_net)
    return Ground(
        mesh,
        vertex,
        marks.keep,
        marks.metal,
        occupied,
        marks.wall,
        marks.wall_nm,
        marks.owner,
        credits_nm(problem, limit, mesh.edge, mesh.place_nm, vertex),
        cover,
        less_nm,
        room_nm(problem, paths, lines, limit, mesh.place_nm),
    )
