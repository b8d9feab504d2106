"""Octilinear wires as chains of lines: a direction and an offset for every segment.

Directions are numbered 0 to 7 by eighths of a turn. A segment lies on the line of its offset: y,
y - x, x or x + y, whichever stays the same along it. The directions of segments that follow each
other differ by an eighth of a turn, so that the corner between two lines with whole offsets is a
whole point, and a diagonal is exactly diagonal whatever the offsets are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.sparse as sp

from padwright.base.arrays import Bools, Floats, Ints

#: Steps of the eight directions.
STEP: Final[Ints] = np.array(
    [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)], np.int64
)
#: Length of each step.
STEP_LENGTH: Final[Floats] = np.hypot(STEP[:, 0], STEP[:, 1])
#: What the offset of a line is: this times the point, by the direction modulo 4.
ACROSS: Final[Ints] = np.array([(0, 1), (-1, 1), (1, 0), (1, 1)], np.int64)

_Rows = sp.csr_matrix


@dataclass(frozen=True, slots=True)
class Trail:
    """A run of a wire between two nodes."""

    net: int
    width_nm: int
    ends: tuple[int, int]  # nodes
    points_nm: Floats  # (n, 2) what is to be made octilinear


@dataclass(frozen=True, slots=True)
class Chain:
    """The lines of a trail: directions and offsets."""

    way: Ints
    offset_nm: Floats


class Drawing:
    """The chains of all trails, and how corners and lengths follow from what may move.

    What may move are the offsets of all segments but the first and last of a trail, and the places
    of free nodes, which the first and last segments go through. Corners and lengths are linear in
    them.

    Parameters
    ----------
    trails, chains
        One chain for each trail.
    node_nm
        (nodes, 2) places.
    free
        (nodes,) which of them may move.
    """

    def __init__(
        self, trails: Sequence[Trail], chains: Sequence[Chain], node_nm: Floats, free: Bools
    ) -> None:
        self.trails, self.chains, self.node_nm, self.free = trails, chains, node_nm, free
        sizes = np.array([len(chain.way) for chain in chains], np.int64)
        self.first: Ints = np.concatenate([[0], np.cumsum(sizes)])
        self.way: Ints = np.concatenate([chain.way for chain in chains])
        self.trail: Ints = np.repeat(np.arange(len(chains)), sizes)
        #: First corner of every segment; the second one is the next.
        self.corner: Ints = np.arange(len(self.way)) + self.trail
        self.net: Ints = np.array([trail.net for trail in trails], np.int64)[self.trail]
        self.half_nm: Floats = np.array([t.width_nm / 2 for t in trails], np.float64)[self.trail]
        self.ends: Ints = np.array([trail.ends for trail in trails], np.int64).reshape(-1, 2)
        self._offsets()
        self._corners()

    def _offsets(self) -> None:
        count = len(self.way)
        first, last = self.first[:-1], self.first[1:] - 1
        bound = np.zeros(count, np.bool_)
        bound[first] = bound[last] = True
        inner = np.flatnonzero(~bound)
        movable = np.flatnonzero(self.free)
        self.inner, self.movable = inner, movable
        self.variables = len(inner) + 2 * len(movable)
        #: Column of a free node's x, that of its y is the next; -1 for a fixed node.
        column = np.full(len(self.free), -1, np.int64)
        column[movable] = len(inner) + 2 * np.arange(len(movable))
        self.column = column
        self.offset_nm: Floats = np.concatenate([chain.offset_nm for chain in self.chains])
        rows, columns, values = [inner], [np.arange(len(inner))], [np.ones(len(inner))]
        for segment, node in ((last, self.ends[:, 1]), (first, self.ends[:, 0])):
            across = ACROSS[self.way[segment] % 4]
            self.offset_nm[segment] = (across * self.node_nm[node]).sum(axis=1)
        single = first == last
        for segment, node in (
            (first, self.ends[:, 0]),
            (last[~single], self.ends[~single, 1]),
        ):
            moves = column[node] >= 0
            across = ACROSS[self.way[segment[moves]] % 4]
            for axis in range(2):
                rows.append(segment[moves])
                columns.append(column[node[moves]] + axis)
                values.append(across[:, axis].astype(np.float64))
        self._offset_by = _sparse(rows, columns, values, (count, self.variables))

    def _corners(self) -> None:
        count = len(self.way) + len(self.trails)
        start = self.first[:-1] + np.arange(len(self.trails))
        end = self.first[1:] + np.arange(len(self.trails))
        later = np.setdiff1d(np.arange(len(self.way)), self.first[:-1])
        at = self.corner[later]
        one, other = ACROSS[self.way[later - 1] % 4], ACROSS[self.way[later] % 4]
        turn = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
        shares = (
            (other[:, 1] / turn, -one[:, 1] / turn),
            (-other[:, 0] / turn, one[:, 0] / turn),
        )
        self.corner_nm: Floats = np.empty((count, 2))
        self.corner_nm[start] = self.node_nm[self.ends[:, 0]]
        self.corner_nm[end] = self.node_nm[self.ends[:, 1]]
        #: How the corners' x and y follow from what may move.
        self.corner_by: list[_Rows] = []
        for axis, (before, after) in enumerate(shares):
            self.corner_nm[at, axis] = (
                before * self.offset_nm[later - 1] + after * self.offset_nm[later]
            )
            spread = sp.csr_matrix((np.ones(len(at)), (at, np.arange(len(at)))), (count, len(at)))
            by = spread @ (
                sp.diags(before) @ self._offset_by[later - 1]
                + sp.diags(after) @ self._offset_by[later]
            )
            rows, columns = [], []
            for corner, node in ((start, self.ends[:, 0]), (end, self.ends[:, 1])):
                moves = self.column[node] >= 0
                rows.append(corner[moves])
                columns.append(self.column[node[moves]] + axis)
            ones = [np.ones(len(each)) for each in rows]
            self.corner_by.append(
                (by + _sparse(rows, columns, ones, (count, self.variables))).tocsr()
            )
        step = STEP[self.way].astype(np.float64)
        share = step / (step**2).sum(axis=1)[:, None]
        #: Length of every segment in steps, and how it follows from what may move.
        self.steps: Floats = (
            share * (self.corner_nm[self.corner + 1] - self.corner_nm[self.corner])
        ).sum(axis=1)
        self.steps_by: _Rows = sum(
            sp.diags(share[:, axis]) @ (by[self.corner + 1] - by[self.corner])
            for axis, by in enumerate(self.corner_by)
        ).tocsr()

    @property
    def length_nm(self) -> float:
        """Length of all trails."""
        return float((self.steps * STEP_LENGTH[self.way]).sum())

    def ends_of(self, segments: Ints) -> tuple[Floats, Floats]:
        """Return where segments begin and end."""
        corner = self.corner[segments]
        return self.corner_nm[corner], self.corner_nm[corner + 1]

    def held(self) -> tuple[_Rows, Floats]:
        """Return what must stay 0 and what it is: a trail of one segment lies on both its ends."""
        single = np.flatnonzero(np.diff(self.first) == 1)
        single = single[(self.column[self.ends[single]] >= 0).any(axis=1)]
        segment = self.first[single]
        across = ACROSS[self.way[segment] % 4].astype(np.float64)
        corner = self.corner[segment]
        rows = sum(
            sp.diags(across[:, axis]) @ (by[corner + 1] - by[corner])
            for axis, by in enumerate(self.corner_by)
        )
        now = (across * (self.corner_nm[corner + 1] - self.corner_nm[corner])).sum(axis=1)
        return sp.csr_matrix(rows), now

    def moved(self, by_nm: Floats) -> "Drawing":
        """Return the drawing with what may move moved."""
        offset = self.offset_nm.copy()
        offset[self.inner] += by_nm[: len(self.inner)]
        node = self.node_nm.copy()
        node[self.movable] += by_nm[len(self.inner) :].reshape(-1, 2)
        return self.changed(
            [
                Chain(chain.way, offset[a:b])
                for chain, (a, b) in zip(self.chains, pairwise(self.first.tolist()), strict=True)
            ],
            node,
        )

    def changed(self, chains: Sequence[Chain], node_nm: Floats | None = None) -> "Drawing":
        """Return a drawing of the same trails with other chains."""
        return Drawing(self.trails, chains, self.node_nm if node_nm is None else node_nm, self.free)


def _sparse(
    rows: list[Ints], columns: list[Ints], values: list[Floats], shape: tuple[int, int]
) -> _Rows:
    return sp.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape
    )


def pruned(drawing: Drawing, least_nm: float) -> Drawing:
    """Return the drawing without segments shorter than a length, where the rest stays octilinear.

    A segment between two of one direction goes with one of these, and one at an end of a trail goes
    alone. What cuts a right angle stays.
    """
    chains = []
    for trail, (a, b) in enumerate(pairwise(drawing.first.tolist())):
        way, offset = drawing.way[a:b].tolist(), drawing.offset_nm[a:b].tolist()
        size = (drawing.steps[a:b] * STEP_LENGTH[drawing.way[a:b]]).tolist()
        ends = [drawing.node_nm[node] for node in drawing.ends[trail].tolist()]
        while len(way) > 2 and size[0] < least_nm:
            del way[0], offset[0], size[0]
        while len(way) > 2 and size[-1] < least_nm:
            del way[-1], offset[-1], size[-1]
        k = 1
        while k < len(way) - 1:
            both_ends = k == 1 and k == len(way) - 2
            joins = way[k - 1] == way[k + 1] and (not both_ends or _on_one_line(way[0], ends))
            if size[k] >= least_nm or not joins:
                k += 1
            else:
                longer = k - 1 if size[k - 1] > size[k + 1] else k + 1
                offset[k - 1 : k + 2] = [offset[longer]]
                size[k - 1 : k + 2] = [size[k - 1] + size[k + 1]]
                way[k - 1 : k + 2] = [way[k - 1]]
                k = max(1, k - 1)
        chains.append(Chain(np.array(way, np.int64), np.array(offset)))
    return drawing.changed(chains)


def _on_one_line(way: int, ends: list[Floats]) -> bool:
    across = ACROSS[way % 4]
    return bool(np.rint(across @ ends[0]) == np.rint(across @ ends[1]))


@dataclass(frozen=True, slots=True)
class Lack:
    """A place where a segment is too near to something, and the way in which it should give."""

    segment: int
    span: tuple[float, float]  # of the segment, 0 to 1
    away: tuple[float, float]
    missing_nm: float


def eased(drawing: Drawing, lacks: Sequence[Lack]) -> tuple[Drawing, Bools]:
    """Return the drawing with room to step aside, and which segments have no length yet.

    Where a segment is too near to something, it gets a step aside before that and one back behind.
    """
    at: dict[int, list[Lack]] = {}
    for lack in lacks:
        others = at.setdefault(lack.segment, [])
        if all(lack.span[1] < o.span[0] or lack.span[0] > o.span[1] for o in others):
            others.append(lack)
    chains: list[Chain] = []
    fresh: list[bool] = []
    for trail, (a, b) in enumerate(pairwise(drawing.first.tolist())):
        if not any(segment in at for segment in range(a, b)):
            chains.append(drawing.chains[trail])
            fresh += [False] * (b - a)
            continue
        way: list[int] = []
        offset: list[float] = []
        for segment in range(a, b):
            this, own = int(drawing.way[segment]), float(drawing.offset_nm[segment])
            way.append(this)
            offset.append(own)
            fresh.append(False)
            if segment not in at:
                continue
            corner = int(drawing.corner[segment])
            start, end = drawing.corner_nm[corner], drawing.corner_nm[corner + 1]
            for lack in sorted(at[segment], key=lambda each: each.span):
                aside = STEP[this, 0] * lack.away[1] - STEP[this, 1] * lack.away[0] > 0
                for part, turn in zip(lack.span, (1, -1) if aside else (-1, 1), strict=True):
                    point = start + part * (end - start)
                    across = ACROSS[(this + turn) % 4]
                    way += [(this + turn) % 8, this]
                    offset += [float(across @ point), own]
                    fresh += [True, False]
        chains.append(Chain(np.array(way, np.int64), np.array(offset)))
    return drawing.changed(chains), np.array(fresh, np.bool_)
