"""The connected pieces of a flat shape: where each lies, and which of them holds a point.

Pieces of shapes that were cut out of each other have the same numbers: a ring that is left of a
disc, and a wire out of which a via was cut, are numbered as the disc and the wire. Their `base`
tells it, and saves comparing polygons.
"""

from abc import ABC, abstractmethod
from typing import Final

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

from padwright.geometry.bulk import outlines_of
from padwright.geometry.cells import Cells
from padwright.geometry.known import Discs, Known
from padwright.geometry.region import SNAP_NM, Region

Numbers = NDArray[np.int64]
#: What is left between two outlines has to be this wide to be told without drawing it.
_ROOM_NM: Final = 2.0 * SNAP_NM
#: Edges that are looked at together.
_MOST_EDGES: Final = 2_000_000


class Pieces(ABC):
    """Pieces, numbered from 0; `boxes_nm` has shape (n, 4)."""

    boxes_nm: NDArray[np.int64]
    base: object
    _cells: Cells | None = None

    def __len__(self) -> int:
        return len(self.boxes_nm)

    @property
    def cells(self) -> Cells:
        """The boxes of the pieces, for looking up what is near."""
        if self._cells is None:
            self._cells = Cells(self.boxes_nm)
        return self._cells

    @abstractmethod
    def inner_nm(self) -> NDArray[np.float64]:
        """Return a point in each piece, shape (n, 2); not a number where none is told."""

    def are_wide(self) -> NDArray[np.bool_]:
        """Return of each piece whether it is surely wider than a sliver."""
        return np.ones(len(self), dtype=np.bool_)

    @abstractmethod
    def locate(self, points_nm: NDArray[np.float64]) -> Numbers:
        """Return for points of shape (n, 2) the piece that each lies in or on; -1 for none."""

    @abstractmethod
    def region(self, numbers: Numbers) -> Region:
        """Return what some of the pieces cover."""


class DiscPieces(Pieces):
    """Discs that do not touch."""

    def __init__(self, discs: Discs) -> None:
        self._discs = discs
        self.base = discs.centres_nm
        polygon = discs.polygon_nm
        around = np.concatenate([polygon.min(axis=0), polygon.max(axis=0)])
        self.boxes_nm = np.tile(discs.centres_nm, 2) + around
        self.corners_nm = polygon.astype(np.float64)

    def inner_nm(self) -> NDArray[np.float64]:
        """Return the middle of each disc."""
        return self._discs.centres_nm.astype(np.float64)

    def locate(self, points_nm: NDArray[np.float64]) -> Numbers:
        """Return for points the disc that each lies in or on; -1 for none."""
        return self.reached(points_nm, rim=True)

    def reached(self, points_nm: NDArray[np.float64], *, rim: bool) -> Numbers:
        """Return for points the disc that each lies in, or on its rim; -1 for none."""
        found = np.full(len(points_nm), -1, dtype=np.int64)
        told = np.flatnonzero(np.isfinite(points_nm).all(axis=1))
        _, nearest = self._discs.tree.query(points_nm[told])
        numbers = np.asarray(nearest, dtype=np.int64)
        away = points_nm[told] - self._discs.centres_nm[numbers]
        corners = self._discs.polygon_nm
        edges = np.concatenate([corners, np.roll(corners, -1, axis=0)], axis=1)
        crosses, on_it = _passed(edges[None] - np.tile(away, 2)[:, None])
        inside = crosses.sum(axis=1) % 2 == 1
        on_rim = on_it.any(axis=1)
        found[told] = np.where((inside | on_rim) if rim else (inside & ~on_rim), numbers, -1)
        return found

    def region(self, numbers: Numbers) -> Region:
        """Return some of the discs."""
        return Region.of_discs(self._discs.some(numbers))


class PiercedPieces(Pieces):
    """Pieces with discs cut out of their insides, each in one piece still."""

    def __init__(self, whole: Pieces, holes: Discs) -> None:
        self._whole = whole
        self._holes = DiscPieces(holes)
        self._hosts = whole.locate(holes.centres_nm.astype(np.float64))
        self.base = whole.base
        self.boxes_nm = whole.boxes_nm

    def inner_nm(self) -> NDArray[np.float64]:
        """Return a point in each ring, half way between the corners of disc and hole."""
        if isinstance(self._whole, DiscPieces) and self.base is self._holes.base:
            corner, others = self._whole.corners_nm[0], self._holes.corners_nm
            nearest = others[np.hypot(*(others - corner).T).argmin()]
            inner: NDArray[np.float64] = self._holes.inner_nm() + (corner + nearest) / 2
            return inner
        return np.full((len(self), 2), np.nan)

    def locate(self, points_nm: NDArray[np.float64]) -> Numbers:
        """Return for points the piece that each lies in or on; -1 for none."""
        in_hole = self._holes.reached(points_nm, rim=False) >= 0
        return np.where(in_hole, -1, self._whole.locate(points_nm))

    def region(self, numbers: Numbers) -> Region:
        """Return what some of the pieces cover."""
        cut = np.flatnonzero(np.isin(self._hosts, numbers))
        return self._whole.region(numbers) - self._holes.region(cut)


class DrawnPieces(Pieces):
    """Pieces by their polygons."""

    def __init__(self, region: Region) -> None:
        self._polygons: list[kdb.Polygon] = list(region.shapes.each())
        self._edges, self._begins = outlines_of(self._polygons)
        self.base = region.known
        self._inner: NDArray[np.float64] | None = None
        begins = self._begins[:-1]
        low = np.minimum.reduceat(self._edges[:, :2], begins)
        self.boxes_nm = np.concatenate(
            [low, np.maximum.reduceat(self._edges[:, :2], begins)], axis=1
        )

    def locate(self, points_nm: NDArray[np.float64]) -> Numbers:
        """Return for points the piece that each lies in or on; -1 for none."""
        found = np.full(len(points_nm), -1, dtype=np.int64)
        told = np.flatnonzero(np.isfinite(points_nm).all(axis=1))
        near = points_nm[told]
        around = np.concatenate([np.floor(near), np.ceil(near)], axis=1).astype(np.int64)
        pairs = self.cells.pairs(around)
        for some in np.array_split(pairs, max(1, self._edges_in(pairs) // _MOST_EDGES)):
            held = some[self._hold(near, some)]
            found[told[held[:, 0]]] = held[:, 1]
        return found

    def _edges_in(self, pairs: Numbers) -> int:
        return int((self._begins[pairs[:, 1] + 1] - self._begins[pairs[:, 1]]).sum())

    def _hold(self, points_nm: NDArray[np.float64], pairs: Numbers) -> NDArray[np.bool_]:
        """Return for pairs of a point and a piece whether the point lies in the piece or on it."""
        if not len(pairs):
            return np.zeros(0, dtype=np.bool_)
        begins = self._begins[pairs[:, 1]]
        counts = self._begins[pairs[:, 1] + 1] - begins
        firsts = np.cumsum(counts) - counts
        edge = np.repeat(begins - firsts, counts) + np.arange(counts.sum())
        point = np.repeat(points_nm[pairs[:, 0]], counts, axis=0)
        crosses, on_it = _passed(self._edges[edge] - np.tile(point, 2))
        odd = np.add.reduceat(crosses.astype(np.int64), firsts) % 2 == 1
        held: NDArray[np.bool_] = odd | np.logical_or.reduceat(on_it, firsts)
        return held

    def are_wide(self) -> NDArray[np.bool_]:
        """Return of each piece whether it is surely wider than a sliver."""
        return np.isfinite(self.inner_nm()[:, 0])

    def inner_nm(self) -> NDArray[np.float64]:
        """Return a point in each piece: half way up, in the middle of the widest it covers there.

        None is told of slivers.
        """
        if self._inner is None:
            self._inner = self._found_inside()
        return self._inner

    def _found_inside(self) -> NDArray[np.float64]:
        begins, counts = self._begins[:-1], np.diff(self._begins)
        edges = self._edges.astype(np.float64)
        area_nm2 = np.abs(
            np.add.reduceat(edges[:, 0] * edges[:, 3] - edges[:, 2] * edges[:, 1], begins) / 2
        )
        rim_nm = np.add.reduceat(np.hypot(*(edges[:, 2:] - edges[:, :2]).T), begins)
        height_nm = (self.boxes_nm[:, 1] + self.boxes_nm[:, 3]) // 2 + 0.5
        level_nm = np.repeat(height_nm, counts)
        at = np.flatnonzero((edges[:, 1] < level_nm) != (edges[:, 3] < level_nm))
        owner = np.repeat(np.arange(len(begins)), counts)[at]
        x1, y1, x2, y2 = edges[at].T
        x_nm = x1 + (level_nm[at] - y1) * (x2 - x1) / (y2 - y1)
        order = np.lexsort((x_nm, owner))
        left, right = x_nm[order].reshape(-1, 2).T
        owner = owner[order][::2]
        order = np.lexsort((right - left, owner))
        last = order[np.flatnonzero(np.diff(owner[order], append=-1))]
        found = np.full((len(self), 2), np.nan)
        found[owner[last]] = np.stack([(left + right)[last] / 2, height_nm[owner[last]]], axis=1)
        found[area_nm2 <= 4 * SNAP_NM * (rim_nm + SNAP_NM)] = np.nan
        return found

    def region(self, numbers: Numbers) -> Region:
        """Return what some of the pieces cover."""
        return Region(kdb.Region([self._polygons[number] for number in numbers.tolist()]))


def _passed(edges: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which edges, shape (..., 4), a ray from the origin crosses, and which it lies on."""
    x1, y1, x2, y2 = np.moveaxis(edges, -1, 0)
    turn = x1 * y2 - x2 * y1
    # A ray to the right crosses edges that go from below it to it or above, or back.
    crosses = ((y1 < 0) != (y2 < 0)) & ((turn > 0) == (y1 < 0))
    return crosses, (turn == 0) & (x1 * x2 <= 0) & (y1 * y2 <= 0)


class PieceBook:
    """The pieces of regions, worked out once for each."""

    def __init__(self) -> None:
        self._found: dict[Known, Pieces] = {}
        self._hosts: dict[tuple[int, int], Numbers] = {}

    def of(self, region: Region) -> Pieces:
        """Return the pieces of a region, without drawing it where that can be told."""
        if region.known not in self._found:
            self._found[region.known] = self._pieces(region)
        return self._found[region.known]

    def _pieces(self, region: Region) -> Pieces:
        if region.repeated is not None and region.repeated.inner_nm > _ROOM_NM:
            return DiscPieces(region.repeated)
        if region.whole is not None and len(region.lacking) == 1:
            holes = region.lacking[0].repeated
            if holes is not None and region.whole.known.gives_room_to(holes, _ROOM_NM):
                return PiercedPieces(self.of(region.whole), holes)
        return DrawnPieces(region)

    def hosts(self, inner: Region, outer: Region) -> Numbers:
        """Return for the pieces of a region inside another the pieces that they lie in.

        -1 stands for slivers, and for what is not told.
        """
        one, two = self.of(inner), self.of(outer)
        key = (id(one), id(two))
        if key not in self._hosts:
            if one.base is two.base:
                hosts = np.where(one.are_wide(), np.arange(len(one)), -1)
            elif len(two) == 1:
                hosts = np.where(one.are_wide(), 0, -1)
            else:
                hosts = two.locate(one.inner_nm())
            self._hosts[key] = hosts
        return self._hosts[key]
