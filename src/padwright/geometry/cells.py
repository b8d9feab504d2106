"""Which of many boxes are near which: a grid of square cells, as arrays."""

import math

import numpy as np
from numpy.typing import NDArray

#: A box is entered in no more cells than these on average.
_CELLS_PER_BOX = 8


class Cells:
    """Boxes of shape (n, 4), left, bottom, right and top, entered in the cells that they reach."""

    __slots__ = ("_begins", "_columns", "_corner", "_held", "_rows", "_side", "boxes_nm")

    def __init__(self, boxes_nm: NDArray[np.int64]) -> None:
        self.boxes_nm = boxes_nm
        count = max(1, len(boxes_nm))
        low, high = boxes_nm[:, :2].min(axis=0), boxes_nm[:, 2:].max(axis=0)
        spans = boxes_nm[:, 2:] - boxes_nm[:, :2]
        area_nm2 = float(np.prod((high - low + 1).astype(np.float64)))
        side_nm = math.ceil(math.sqrt(area_nm2 / count))
        #: Cells are wide enough for the boxes to reach few of them.
        while (np.prod(spans // side_nm + 1.0, axis=1)).sum() > _CELLS_PER_BOX * count:
            side_nm *= 2
        self._side, self._corner = side_nm, low
        self._columns, self._rows = ((high - low) // side_nm + 1).tolist()
        owners, cells = self._entered(boxes_nm)
        order = np.argsort(cells, kind="stable")
        self._held = owners[order]
        counts = np.bincount(cells, minlength=self._columns * self._rows)
        self._begins = np.concatenate([[0], np.cumsum(counts)])

    def _entered(self, boxes_nm: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for boxes the pairs of a box's number and a cell that it reaches."""
        most = np.array([self._columns, self._rows]) - 1
        low = (boxes_nm[:, :2] - self._corner) // self._side
        high = (boxes_nm[:, 2:] - self._corner) // self._side
        outside = (high < 0).any(axis=1) | (low > most).any(axis=1)
        low, high = np.clip(low, 0, most), np.clip(high, 0, most)
        wide, tall = (high - low + 1).T
        counts = np.where(outside, 0, wide * tall)
        owners = np.repeat(np.arange(len(boxes_nm)), counts)
        place = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        column = low[owners, 0] + place % wide[owners]
        row = low[owners, 1] + place // wide[owners]
        return owners, row * self._columns + column

    def pairs(self, boxes_nm: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the pairs (n, 2) of a given box and an entered one that touch or overlap."""
        owners, cells = self._entered(boxes_nm)
        counts = self._begins[cells + 1] - self._begins[cells]
        given = np.repeat(owners, counts)
        place = np.arange(len(given)) - np.repeat(np.cumsum(counts) - counts, counts)
        entered = self._held[np.repeat(self._begins[cells], counts) + place]
        one, two = boxes_nm[given], self.boxes_nm[entered]
        meet = ((one[:, :2] <= two[:, 2:]) & (two[:, :2] <= one[:, 2:])).all(axis=1)
        key = np.unique(given[meet] * len(self.boxes_nm) + entered[meet])
        return np.stack([key // len(self.boxes_nm), key % len(self.boxes_nm)], axis=1)
