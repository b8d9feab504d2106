"""What stands still on one level alone, as triangles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import TRIANGLE
from padwright.route.ground.paths import inside
from padwright.route.problem import RoutingProblem
from padwright.route.proving.barrier import Barriers, stand, touched_by, triangles_at
from padwright.route.routing import Point, Via


def on_level(problem: RoutingProblem, level: int) -> RoutingProblem:
    """Return a problem with what stands on one level alone."""
    own = problem.rules.levels[level : level + 1]
    return replace(
        problem,
        levels=1,
        rules=replace(problem.rules, levels=own),
        terminals=tuple(replace(t, level=0) for t in problem.terminals if t.level == level),
        keepouts=tuple(
            replace(k, level=None) for k in problem.keepouts if k.level in {None, level}
        ),
        wires=tuple(replace(w, level=0) for w in problem.wires if w.level == level),
        vias=tuple(
            Via(v.net, v.x_nm, v.y_nm, v.land_nm(level), 0, 0)
            for v in problem.vias
            if v.lower_level <= level <= v.upper_level
        ),
    )


class Floor:
    """What stands on one level, as triangles."""

    def __init__(self, problem: RoutingProblem, level: int) -> None:
        alone = on_level(problem, level)
        self.level = level
        self.barriers: Barriers = stand(alone)
        mesh = self.barriers.mesh
        self.vertex = {
            t.name: v for t, v in zip(alone.terminals, self.barriers.terminal_vertex, strict=True)
        }
        sides = mesh.edge[:, TRIANGLE : TRIANGLE + 2]
        both = (sides >= 0).all(axis=1)
        both &= self.barriers.is_open[sides].all(axis=1)
        self.edges = np.flatnonzero(both)
        self.sides = sides[both]
        self._tree: cKDTree | None = None

    @property
    def count(self) -> int:
        """How many triangles there are."""
        return len(self.barriers.mesh.triangle)

    def triangles_at(self, points: Sequence[Point] | Floats) -> Ints:
        """Return the triangle that each point lies in, below 0 for none."""
        mesh = self.barriers.mesh
        if self._tree is None:
            self._tree = cKDTree(mesh.place_nm)
        places = np.array(points, np.float64).reshape(-1, 2)
        nearest = np.asarray(self._tree.query(places)[1], np.int64)
        return triangles_at(mesh, places, mesh.fan[mesh.fan[nearest]])

    def triangles_near(self, points: Floats, polygon: Sequence[Ints]) -> Ints:
        """Return the open triangles that points lie in, and those with a corner in a polygon."""
        mesh, is_open = self.barriers.mesh, self.barriers.is_open
        found = self.triangles_at(points)
        odd = np.zeros(len(mesh.place_nm), np.bool_)
        for ring in polygon:
            odd ^= inside(mesh.place_nm, tuple((int(x), int(y)) for x, y in ring.tolist()))
        corners = np.flatnonzero(odd[mesh.triangle[:, :3]].any(axis=1))
        every = np.concatenate([found[found >= 0], corners])
        return np.asarray(every[is_open[every]])

    def about(self, path: Sequence[Point], half_nm: float) -> Iterator[int]:
        """Yield the open triangles about a given wire or via."""
        place = self.barriers.mesh.place_nm
        for a, b in pairwise(path if len(path) > 1 else [*path, *path]):
            steps = max(2, math.ceil(math.dist(a, b) / max(half_nm, 1000.0)))
            along = np.linspace(0.0, 1.0, steps)[:, None]
            points = np.array(a, np.float64) + along * (np.array(b) - np.array(a))
            yield from (t for t in self.triangles_at(points).tolist() if t >= 0)
            off = np.abs(place - points.mean(axis=0)).max(axis=1) <= math.dist(a, b) + half_nm
            for v in np.flatnonzero(off).tolist():
                if np.hypot(*(points - place[v]).T).min() <= half_nm:
                    yield from touched_by(self.barriers, v, 0)
