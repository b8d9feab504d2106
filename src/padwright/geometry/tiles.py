"""Metal counted by tiles that overlap by half: the grid that fill and the rule of density share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.drc import areas_by_tile
from padwright.geometry.region import Box, Region


@dataclass(frozen=True, slots=True)
class Tiles:
    """The grid by which metal is counted: half tiles, so that four of them are a tile.

    They are stretched a little so that whole steps fill the box.
    """

    within: Box
    columns: int
    rows: int

    @classmethod
    def over(cls, within: Box, tile_nm: int) -> "Tiles":
        """Return the half tiles of a box."""
        left, bottom, right, top = within
        return cls(
            within,
            max(2, 2 * (right - left) // tile_nm),
            max(2, 2 * (top - bottom) // tile_nm),
        )

    @property
    def step_nm(self) -> tuple[int, int]:
        """Width and height of a half tile."""
        left, bottom, right, top = self.within
        return (right - left) // self.columns, (top - bottom) // self.rows

    def shares(self, metal: Region) -> NDArray[np.float64]:
        """Return the share of metal in each half tile, shape (rows, columns), rows going up."""
        left, bottom, _, _ = self.within
        width_nm, height_nm = self.step_nm
        covered = (left, bottom, left + self.columns * width_nm, bottom + self.rows * height_nm)
        return areas_by_tile(metal, self.step_nm, covered) / (width_nm * height_nm)

    def of(self, places_nm: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of the half tile of each place."""
        left, bottom, _, _ = self.within
        width_nm, height_nm = self.step_nm
        column = np.clip((places_nm[:, 0] - left) // width_nm, 0, self.columns - 1)
        row = np.clip((places_nm[:, 1] - bottom) // height_nm, 0, self.rows - 1)
        return np.asarray(row * self.columns + column)

    def half_tiles(self) -> NDArray[np.int64]:
        """Return the boxes of the half tiles, row by row, shape (n, 4)."""
        left, bottom, _, _ = self.within
        width_nm, height_nm = self.step_nm
        row, column = (each.ravel() for each in np.indices((self.rows, self.columns)))
        x_nm, y_nm = left + column * width_nm, bottom + row * height_nm
        return np.stack([x_nm, y_nm, x_nm + width_nm, y_nm + height_nm], axis=1)

    def half_tiles_of(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the half tiles that tiles, as `windows` has them, are made of."""
        return np.asarray(self.most_of(chosen.astype(np.float64)) > 0)

    def most_of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each half tile the largest of the values, 0 or above, of its tiles."""
        found = np.zeros((self.rows, self.columns))
        rows, columns = values.shape
        for up in (0, 1):
            for right in (0, 1):
                part = found[up : up + rows, right : right + columns]
                np.maximum(part, values, out=part)
        return found

    def boxes(self) -> list[Box]:
        """Return the tiles of `windows`, row by row."""
        left, bottom, _, _ = self.within
        width_nm, height_nm = self.step_nm
        return [
            (x_nm, y_nm, x_nm + 2 * width_nm, y_nm + 2 * height_nm)
            for y_nm in range(bottom, bottom + (self.rows - 1) * height_nm, height_nm)
            for x_nm in range(left, left + (self.columns - 1) * width_nm, width_nm)
        ]


def windows(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each tile from those of its four half tiles."""
    return np.asarray((shares[:-1, :-1] + shares[1:, :-1] + shares[:-1, 1:] + shares[1:, 1:]) / 4)
