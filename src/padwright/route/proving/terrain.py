"""Where lines can go, as nodes and sides that so many lines cross: what flows go through.

On flat ground the levels are one area, since lines may change level anywhere: every triangle is a
node once, and a side holds what fits on all levels. On floors every level has triangles of its own,
which are joined only where a via has room on both.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import TRIANGLE
from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.barrier import (
    Gauge,
    gap_at,
    lines_across,
    stand,
    touched_by,
)
from padwright.route.proving.walls import Walls
from padwright.route.routing import CutGap

#: Along the border of the room for vias a point is looked at every so many pitches.
_STEP_PITCHES = 0.25


class Flat:
    """All levels as one area."""

    def __init__(self, problem: RoutingProblem) -> None:
        self.levels = range(problem.levels)
        self.barriers = stand(problem)
        mesh = self.barriers.mesh
        sides = mesh.edge[:, TRIANGLE : TRIANGLE + 2]
        both = (sides >= 0).all(axis=1)
        both &= self.barriers.is_open[sides].all(axis=1)
        self.edges = np.flatnonzero(both)
        self.sides: Ints = sides[both]
        self.count = len(mesh.triangle)
        self.touched = [
            touched_by(self.barriers, vertex, terminal.diameter_nm)
            for terminal, vertex in zip(
                problem.terminals, self.barriers.terminal_vertex, strict=True
            )
        ]
        self._known: dict[Gauge, Ints] = {}

    def _by_level(self, gauge: Gauge) -> Ints:
        if gauge not in self._known:
            rows = [lines_across(self.barriers, gauge, level)[self.edges] for level in self.levels]
            self._known[gauge] = np.stack(rows)
        return self._known[gauge]

    def lines(self, gauge: Gauge) -> Ints:
        """Return how many lines fit across each side, on all levels together."""
        return np.asarray(self._by_level(gauge).sum(axis=0))

    def links(self, gauge: Gauge, nets: Sequence[Net]) -> tuple[Ints, int]:
        """Return pairs of nodes (n, 2) that vias join, none here, and the count of all nodes."""
        del gauge, nets
        return np.zeros((0, 2), np.int64), self.count

    def gaps(self, gauge: Gauge, crossed: Ints) -> tuple[CutGap, ...]:
        """Return the gaps of some sides."""
        lines = self._by_level(gauge)
        return tuple(
            gap_at(self.barriers, level, int(self.edges[at]), int(lines[level, at]))
            for at in crossed.tolist()
            for level in self.levels
        )


class OneFloor(Flat):
    """One level alone, for nets that do not leave it; the lands of other levels touch nothing."""

    def __init__(self, problem: RoutingProblem, alone: RoutingProblem, level: int) -> None:
        super().__init__(alone)
        self.level = level
        here = {t.name: own for t, own in zip(alone.terminals, self.touched, strict=True)}
        self.touched = [here.get(t.name, ()) for t in problem.terminals]

    def _by_level(self, gauge: Gauge) -> Ints:
        width, spacing = gauge.width_nm[self.level], gauge.spacing_nm[self.level]
        return super()._by_level(Gauge((width,), (spacing,)))

    def gaps(self, gauge: Gauge, crossed: Ints) -> tuple[CutGap, ...]:
        """Return the gaps of some sides."""
        return tuple(replace(gap, level=self.level) for gap in super().gaps(gauge, crossed))


class Floors:
    """Levels one over the other, joined where a via has room on both."""

    def __init__(self, walls: Walls) -> None:
        problem = self.problem = walls.problem
        self.walls = walls
        self.floors = [walls.floor(level) for level in range(problem.levels)]
        self.first = np.cumsum([0, *(floor.count for floor in self.floors)]).tolist()
        self.count: int = self.first[-1]
        self.sides: Ints = np.concatenate(
            [floor.sides + first for floor, first in zip(self.floors, self.first, strict=False)]
        )
        self.touched = []
        for t in problem.terminals:
            floor = self.floors[t.level]
            own = touched_by(floor.barriers, floor.vertex[t.name], t.diameter_nm)
            self.touched.append(tuple(self.first[t.level] + k for k in own))
        self._known: dict[Gauge, Ints] = {}
        self._vias: dict[tuple[int, Gauge, str | None], list[Ints]] = {}

    def lines(self, gauge: Gauge) -> Ints:
        """Return how many lines fit across each side."""
        if gauge not in self._known:
            rows = []
            for floor in self.floors:
                alone = Gauge((gauge.width_nm[floor.level],), (gauge.spacing_nm[floor.level],))
                rows.append(lines_across(floor.barriers, alone, 0)[floor.edges])
            self._known[gauge] = np.concatenate(rows)
        return self._known[gauge]

    def links(self, gauge: Gauge, nets: Sequence[Net]) -> tuple[Ints, int]:
        """Return pairs of nodes (n, 2) that vias join, and the count of all nodes.

        Each piece of the room for vias is a node of its own, beside the triangles of both levels
        that it reaches into.
        """
        pairs = [np.zeros((0, 2), np.int64)]
        count = self.count
        for lower in range(self.problem.levels - 1):
            for net in (None, *nets):
                for joined in self._joined(lower, gauge, net):
                    pairs.append(np.stack([np.full(len(joined), count), joined], axis=1))
                    count += 1
        return np.concatenate(pairs), count

    def _joined(self, lower: int, gauge: Gauge, net: Net | None) -> list[Ints]:
        """Return the triangles that each piece of the room for vias joins; of a net's own one."""
        key = lower, gauge, None if net is None else net.name
        if key not in self._vias:
            step_nm = _STEP_PITCHES * (gauge.width_nm[lower] + gauge.spacing_nm[lower])
            made = []
            for piece in self.walls.via_pieces(lower, gauge, net):
                points = _along(piece, step_nm)
                found = [
                    self.first[level] + np.unique(self.floors[level].triangles_near(points, piece))
                    for level in (lower, lower + 1)
                ]
                made.append(np.concatenate(found))
            self._vias[key] = made
        return self._vias[key]

    def gaps(self, gauge: Gauge, crossed: Ints) -> tuple[CutGap, ...]:
        """Return the gaps of some sides."""
        lines = self.lines(gauge)
        sizes = np.cumsum([0, *(len(floor.edges) for floor in self.floors)])
        found = []
        for at in crossed.tolist():
            level = int(np.searchsorted(sizes, at, side="right")) - 1
            floor = self.floors[level]
            gap = gap_at(floor.barriers, 0, int(floor.edges[at - sizes[level]]), int(lines[at]))
            found.append(replace(gap, level=level))
        return tuple(found)


def _along(piece: Sequence[Ints], step_nm: float) -> Floats:
    """Return points along the rings of a polygon, a step apart or less."""
    points = []
    for ring in piece:
        start = ring.astype(np.float64)
        along = np.roll(start, -1, axis=0) - start
        counts = np.maximum(1, np.ceil(np.hypot(*along.T) / step_nm).astype(np.int64))
        which = np.repeat(np.arange(len(ring)), counts)
        turn = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        points.append(start[which] + (turn / counts[which])[:, None] * along[which])
    return np.concatenate(points)
