"""Fill where there is too little metal, counted by tiles, and what fill and holes are made of.

Fill stands on a grid and is chosen tile by tile: first what lies within the tile's room, in an
order that spreads it, until the tile has its share. Where that is not enough, smaller pieces go
between.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.geometry.circle import circle_nm
from padwright.geometry.region import Box, Region
from padwright.geometry.shaping import grown, lying_in, of_corners
from padwright.geometry.tiles import Tiles, windows

Places = Ints
#: The order in which the places of a block of 4 by 4 are taken: each next one far from the others
#: (the threshold matrix of ordered dithering; Bayer 1973).
_SPREAD: Final = np.array(
    [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.int64
)

#: Each smaller size of fill over the one before.
_SMALLER_RATIO: Final = 0.7


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


def grid(within: Box, pitch_nm: int) -> tuple[Places, Ints]:
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


def fill(
    stamp: Stamp,
    pitch_nm: int,
    free: Region,
    shares: Floats,
    tiles: Tiles,
    target_ratio: float | Floats,
) -> Places:
    """Return the places of fill that bring each half tile up to its target, where there is room.

    Parameters
    ----------
    free
        Where fill may lie.
    shares
        The share of metal in each half tile before.
    target_ratio
        The target of all half tiles, or that of each, of the shape of the shares.
    """
    if not free:
        return np.zeros((0, 2), dtype=np.int64)
    places, rank = grid(tiles.within, pitch_nm)
    tile = tiles.of(places)
    lacking = np.ravel(target_ratio - shares)
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


@dataclass(frozen=True, slots=True)
class Filling:
    """The rules of fill: shape, size and space of its pieces, and the size of the smallest ones.

    `clearance_nm` is what they keep to other metal, `target_ratio` the share of metal that each
    half tile is to have, and `least_ratio` that which each tile has to have.
    """

    shape: str
    size_nm: int
    smallest_nm: int
    space_nm: int
    clearance_nm: int
    target_ratio: float
    least_ratio: float


def filled(rule: Filling, metal: Region, body: Region, tiles: Tiles) -> Region:
    """Return the fill of a level.

    Parameters
    ----------
    metal
        All that is drawn on the level.
    body
        Where fill may lie, less what it keeps off beside the metal.
    tiles
        By which metal is counted.
    """
    shares = tiles.shares(metal)
    target = np.full(shares.shape, rule.target_ratio)
    pieces = Region.empty()
    sizes_nm = [rule.size_nm]
    while sizes_nm[-1] > rule.smallest_nm:
        sizes_nm.append(max(rule.smallest_nm, 2 * round(_SMALLER_RATIO * sizes_nm[-1] / 2)))
    for size_nm in sizes_nm:
        stamp = Stamp(rule.shape, size_nm)
        thin = Region.boxes(tiles.half_tiles()[(shares < target).ravel()])
        if not thin:
            break
        near = [grown(metal & thin.sized(rule.clearance_nm), rule.clearance_nm)]
        near.append(grown(pieces & thin.sized(rule.space_nm), rule.space_nm))
        pitch_nm = size_nm + rule.space_nm
        free = (body & thin).minus(near)
        pieces |= stamp.drawn(fill(stamp, pitch_nm, free, shares, tiles, target))
        shares = tiles.shares(metal | pieces)
        lacking = rule.least_ratio - windows(shares)
        if (lacking <= 0).all():
            break
        # What its half tiles lack together, those with room have to take.
        target = shares + 2 * tiles.most_of(np.maximum(lacking, 0))
    return pieces
