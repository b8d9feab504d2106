"""Degassing holes that grow where a tile has too much metal, until it has its share.

Holes stand on a staggered grid. In tiles that stay too dense they get larger, first as far as their
grid lets them and then on a wider one; beside large holes smaller ones stand where these fit. Every
hole keeps its clearance to the edge of the metal, to what gets no holes and to all other holes, so
that no metal comes apart.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Bools, Ints
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.shaping import lying_in, opened
from padwright.geometry.tiles import Tiles, windows
from padwright.route.planes.evening import Places, Stamp, staggered

#: Steps in which holes grow as far as their own grid lets them, and beyond that.
_GROWING_STEPS: Final = 3
#: How many times finer than the holes the grids of the last steps are.
_FINER: Final = (3, 4, 5)
#: How many times finer than their own grid they are at most, for the sake of time.
_FINEST: Final = 5
#: Corners of a drawn circle stand out by less than this part of its diameter.
_CORNERS_RATIO: Final = 1.01


@dataclass(frozen=True, slots=True)
class Degassing:
    """The rules of holes: shape, size, pitch, and up to which size they may grow.

    `wider_than_nm` is the width of metal that gets holes, `clearance_nm` what they keep to edges,
    lands and each other.
    """

    shape: str
    size_nm: int
    pitch_nm: int
    largest_nm: int
    wider_than_nm: int
    clearance_nm: int

    def largest_on_nm(self, pitch_nm: int) -> int:
        """Return the largest size on a staggered grid that leaves the clearance between holes."""
        half_nm = pitch_nm / 2
        if self.shape == "disc":
            most_nm = (math.sqrt(2) * half_nm - self.clearance_nm) / _CORNERS_RATIO
        else:
            most_nm = half_nm - self.clearance_nm / math.sqrt(2)
        return 2 * int(most_nm / 2)

    def steps(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """Yield what is tried one after the other: sizes with pitches, the large ones first.

        In the last steps the grids are finer than the holes, which stand as close as they may.
        """
        own_nm = max(self.size_nm, min(self.largest_nm, self.largest_on_nm(self.pitch_nm)))
        yield ((self.size_nm, self.pitch_nm),)
        sizes = (self.size_nm, *_between(self.size_nm, own_nm, _GROWING_STEPS))
        grids = tuple((size_nm, self.pitch_nm) for size_nm in sizes)
        for count in range(2, len(grids) + 1):
            yield grids[:count][::-1]
        sizes = (self.size_nm, *_between(own_nm, self.largest_nm, _GROWING_STEPS))
        sizes = tuple(sorted({*sizes, own_nm}))
        if len(sizes) > 1:
            # of small holes the finest grid that is allowed is reached at once
            yield from dict.fromkeys(
                tuple(
                    (size_nm, max(size_nm // finer, self.pitch_nm // _FINEST))
                    for size_nm in sizes[::-1]
                )
                for finer in _FINER
            )


def _between(low_nm: int, high_nm: int, steps: int) -> tuple[int, ...]:
    """Return even sizes above one, up to another one."""
    sizes = [low_nm + 2 * round((high_nm - low_nm) * k / steps / 2) for k in range(1, steps + 1)]
    return tuple(dict.fromkeys(size for size in sizes if size > low_nm))


@dataclass(frozen=True, slots=True)
class _Holes:
    """Places and sizes of holes."""

    at_nm: Places
    size_nm: Ints

    def chosen(self, rows: Bools) -> "_Holes":
        return _Holes(self.at_nm[rows], self.size_nm[rows])

    def joined(self, at_nm: Places, size_nm: int) -> "_Holes":
        return _Holes(
            np.concatenate([self.at_nm, at_nm]),
            np.concatenate([self.size_nm, np.full(len(at_nm), size_nm)]),
        )

    def drawn(self, shape: str) -> Region:
        """Return the holes, one size after the other."""
        sizes_nm = np.unique(self.size_nm).tolist()
        return Region.union(
            [Stamp(shape, size).drawn(self.at_nm[self.size_nm == size]) for size in sizes_nm]
        )


class _Room:
    """Where the middles of holes may lie, by their size."""

    def __init__(self, rule: Degassing, room: Region) -> None:
        self._rule, self._room = rule, room
        self._eroded: dict[int, Region] = {}

    def fits(self, places_nm: Places, size_nm: int) -> Bools:
        """Return which holes keep their clearance to the edges of the room."""
        rule = self._rule
        if size_nm not in self._eroded:
            off_nm = math.ceil(_CORNERS_RATIO * size_nm / 2) + rule.clearance_nm + SNAP_NM
            self._eroded[size_nm] = self._room.sized(-off_nm)
        good = self._eroded[size_nm].holds(places_nm)
        if rule.shape == "square":
            larger = Stamp("square", size_nm + 2 * (rule.clearance_nm + SNAP_NM))
            good[good] = lying_in(larger.at(places_nm[good]), self._room)
        return good

    def apart(self, places_nm: Places, size_nm: int, holes: _Holes) -> Bools:
        """Return which holes of a size keep their clearance to holes that are there."""
        good = np.ones(len(places_nm), np.bool_)
        good[self._near(places_nm, size_nm, holes)[0]] = False
        return good

    def thinned(self, places_nm: Places, size_nm: int) -> Bools:
        """Return which holes of a size to take, in their order, so that they keep apart."""
        every = _Holes(places_nm, np.full(len(places_nm), size_nm))
        one, other = self._near(places_nm, size_nm, every)
        later = one < other
        one, other = one[later], other[later]
        order = np.argsort(one, kind="stable")
        one, other = one[order], other[order]
        begin = np.searchsorted(one, np.arange(len(places_nm) + 1)).tolist()
        good = np.ones(len(places_nm), np.bool_)
        for number in range(len(places_nm)):
            if good[number]:
                good[other[begin[number] : begin[number + 1]]] = False
        return good

    def _near(self, places_nm: Places, size_nm: int, holes: _Holes) -> tuple[Ints, Ints]:
        """Return the pairs of new holes of a size and other holes that are too near."""
        rule, none = self._rule, np.zeros(0, np.int64)
        if not len(holes.at_nm) or not len(places_nm):
            return none, none
        wide_ratio = math.sqrt(2) if rule.shape == "square" else _CORNERS_RATIO
        most_nm = wide_ratio * (size_nm + int(holes.size_nm.max())) / 2 + rule.clearance_nm
        near = cKDTree(places_nm).sparse_distance_matrix(
            cKDTree(holes.at_nm), most_nm, output_type="ndarray"
        )
        one, other = near["i"], near["j"]
        sizes_nm = (size_nm + holes.size_nm[other]) / 2
        if rule.shape == "disc":
            gap_nm = near["v"] - _CORNERS_RATIO * sizes_nm
        else:
            off_nm = np.abs(places_nm[one] - holes.at_nm[other]) - sizes_nm[:, None]
            gap_nm = np.hypot(*np.maximum(off_nm, 0).T)
        close = gap_nm < rule.clearance_nm
        return one[close], other[close]


def degassed(
    rule: Degassing,
    metal: Region,
    kept_off: Sequence[Region],
    tiles: Tiles,
    most_ratio: float,
) -> Region:
    """Return the holes of a level, larger where tiles would have more metal than they may.

    Parameters
    ----------
    metal
        All metal that may get holes.
    kept_off
        Lands, vias, spokes and what else gets none.
    tiles
        By which metal is counted.
    most_ratio
        The most share of metal in a tile.
    """
    wide = opened(metal, rule.wider_than_nm)
    if not wide:
        return Region.empty()
    room = _Room(rule, metal.minus(kept_off) & wide)
    before = tiles.shares(metal)
    half_tiles = np.ones(before.size, np.bool_)
    best = _Holes(np.zeros((0, 2), np.int64), np.zeros(0, np.int64))
    drawn, least_over = Region.empty(), math.inf
    for placed in rule.steps():
        holes = best.chosen(~half_tiles[tiles.of(best.at_nm)])
        for size_nm, pitch_nm in placed:
            places = staggered(tiles.within, pitch_nm)
            places = places[half_tiles[tiles.of(places)]]
            # Most places are taken by larger holes, which is told faster.
            places = places[room.apart(places, size_nm, holes)]
            places = places[room.fits(places, size_nm)]
            if size_nm > rule.largest_on_nm(pitch_nm):
                places = places[room.thinned(places, size_nm)]
            holes = holes.joined(places, size_nm)
        made = holes.drawn(rule.shape)
        over = np.maximum(windows(before - tiles.shares(made)) - most_ratio, 0)
        if over.sum() < least_over:
            best, drawn, least_over = holes, made, float(over.sum())
        if not over.any():
            break
        half_tiles = tiles.half_tiles_of(over > 0).ravel()
    return drawn
