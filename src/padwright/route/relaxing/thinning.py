"""Fewer points on a line that is as good as straight between them."""

from typing import TypeVar

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.kernels import entry

_Points = TypeVar("_Points", Floats, Ints)


def thin(points_nm: _Points, tolerance_nm: float, hard: Bools | None = None) -> _Points:
    """Leave points out while all of them stay within a tolerance of the line (Douglas-Peucker).

    Points that are ``hard`` stay.
    """
    return points_nm[thinned(points_nm, tolerance_nm, hard)]


def thinned(points_nm: Floats | Ints, tolerance_nm: float, hard: Bools | None = None) -> Bools:
    """Return which points `thin` keeps."""
    keep = np.zeros(len(points_nm), np.bool_) if hard is None else hard.copy()
    keep[[0, -1]] = True
    _mark(np.ascontiguousarray(points_nm, np.float64), tolerance_nm, keep)
    return keep


@entry
def _mark(points_nm: Floats, tolerance_nm: float, keep: Bools) -> None:
    """Mark the points that are needed between those that are marked."""
    spans = np.empty((len(points_nm) + 1, 2), np.int64)
    waiting, last = 0, 0
    for k in range(1, len(points_nm)):
        if keep[k]:
            spans[waiting, 0], spans[waiting, 1] = last, k
            waiting += 1
            last = k
    while waiting:
        waiting -= 1
        i, j = spans[waiting, 0], spans[waiting, 1]
        ax, ay = points_nm[i, 0], points_nm[i, 1]
        dx, dy = points_nm[j, 0] - ax, points_nm[j, 1] - ay
        worst, at = tolerance_nm, -1
        for k in range(i + 1, j):
            px, py = points_nm[k, 0] - ax, points_nm[k, 1] - ay
            part = min(max((px * dx + py * dy) / max(dx * dx + dy * dy, 1.0), 0.0), 1.0)
            gap = np.hypot(px - part * dx, py - part * dy)
            if gap > worst:
                worst, at = gap, k
        if at >= 0:
            keep[at] = True
            spans[waiting, 0], spans[waiting, 1] = i, at
            spans[waiting + 1, 0], spans[waiting + 1, 1] = at, j
            waiting += 2
