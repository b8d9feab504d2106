"""Evening metal out: holes in what is wide, fill where there is too little, counted by tiles.

Holes and fill stand on grids and are chosen tile by tile: first what lies within the tile's room,
in an order that spreads them, until the tile has its share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.circle import circle_nm
from padwright.geometry.region import SNAP_NM, Box, Region
from padwright.geometry.shaping import lying_in, of_corners, opened
from padwright.geometry.tiles import Tiles

Places = NDArray[np.int64]
#: The order in which the places of a block of 4 by 4 are taken: each next one far from the others
#: (the threshold matrix of ordered dithering; Bayer 1973).
_SPREAD: Final = np.array(
    [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.int64
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A square or a disc of one size."""

    shape: str
    size_nm: int

    @property
    def corners_nm(self) -> Places:
        """Its corners about its centre, shape (n, 2); a disc's are those that a mask gets."""
        half_nm = self.size_nm // 2
        if self.shape == "disc":
            return np.asarray(circle_nm(self.size_nm))
        return half_nm * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.int64)

    @property
    def area_nm2(self) -> float:
        """What it covers."""
        x, y = self.corners_nm.astype(np.float64).T
        return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2

    def at(self, places_nm: Places) -> Places:
        """Return the corners of stamps at centres, shape (n, corners, 2)."""
        return np.asarray(places_nm[:, None] + self.corners_nm[None])

    def drawn(self, places_nm: Places) -> Region:
        """Return stamps at centres."""
        return of_corners(self.at(places_nm))


def grid(within: Box, pitch_nm: int) -> tuple[Places, NDArray[np.int64]]:
    """Return the places of a square grid centred on a box, and the order in which to take them."""
    left, bottom, right, top = within
    columns, rows = ((right - left) // pitch_nm, (top - bottom) // pitch_nm)
    x = (left + right) // 2 + (2 * np.arange(columns) - columns + 1) * pitch_nm // 2
    y = (bottom + top) // 2 + (2 * np.arange(rows) - rows + 1) * pitch_nm // 2
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.int64)
    row, column = (each.ravel() for each in np.indices((rows, columns)))
    return places, np.asarray(_SPREAD[row % 4, column % 4])


def staggered(within: Box, pitch_nm: int) -> Places:
    """Return the places of a staggered grid: rows half a pitch apart, each second one shifted."""
    left, bottom, right, top = within
    half_nm = pitch_nm // 2
    columns, rows = (right - left) // pitch_nm + 2, (top - bottom) // half_nm + 2
    row, column = (each.ravel() for each in np.indices((rows, columns)))
    x = (left + right) // 2 + (column - columns // 2) * pitch_nm + (row % 2) * half_nm
    y = (bottom + top) // 2 + (row - rows // 2) * half_nm
    return np.stack([x, y], axis=1).astype(np.int64)


def holes(
    stamp: Stamp,
    pitch_nm: int,
    metal: Region,
    kept_off: Sequence[Region],
    *,
    wider_than_nm: int,
    clearance_nm: int,
) -> Places:
    """Return the places of degassing holes in what is wide.

    Every hole keeps the clearance to the edge of the metal and to what is kept off, and its
    neighbours are further away than that, so that no piece of metal comes apart.

    Parameters
    ----------
    metal
        All metal that may get holes.
    kept_off
        Lands, vias, spokes and what else gets none.
    wider_than_nm
        Metal that is narrower gets none.
    """
    wide = opened(metal, wider_than_nm)
    if not wide:
        return np.zeros((0, 2), dtype=np.int64)
    places = staggered(wide.box_nm, pitch_nm)
    larger = Stamp("square", stamp.size_nm + 2 * (clearance_nm + SNAP_NM))
    room = metal.minus(kept_off) & wide
    return np.asarray(places[lying_in(larger.at(places), room)])


def fill(
    stamp: Stamp,
    pitch_nm: int,
    free: Region,
    shares: NDArray[np.float64],
    tiles: Tiles,
    target_ratio: float,
) -> Places:
    """Return the places of fill that bring each half tile up to its target, where there is room.

    Parameters
    ----------
    free
        Where fill may lie.
    shares
        The share of metal in each half tile before.
    """
    if not free:
        return np.zeros((0, 2), dtype=np.int64)
    places, rank = grid(tiles.within, pitch_nm)
    tile = tiles.of(places)
    lacking = target_ratio - shares.ravel()
    asked = lacking[tile] > 0
    places, rank, tile = places[asked], rank[asked], tile[asked]
    fits = lying_in(stamp.at(places), free)
    places, rank, tile = places[fits], rank[fits], tile[fits]
    order = np.lexsort((np.arange(len(places)), rank, tile))
    sorted_tiles = tile[order]
    firsts = np.searchsorted(sorted_tiles, sorted_tiles, side="left")
    place_in_tile = np.arange(len(order)) - firsts
    width_nm, height_nm = tiles.step_nm
    wanted = np.ceil(lacking * (width_nm * height_nm) / stamp.area_nm2)
    taken = order[place_in_tile < wanted[sorted_tiles]]
    return np.asarray(places[np.sort(taken)])
