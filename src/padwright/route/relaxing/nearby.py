"""Lists of what lies near each other: pairs of segments, and of lands and segments."""

from collections.abc import Callable

import numpy as np

from padwright.base.arrays import Bools, Ints
from padwright.base.progress import Report, silent
from padwright.route.relaxing.relax import Chains, Frame, near_lands, near_segments

#: A grid never has more cells than this; cells grow instead.
_MOST_CELLS = 4_000_000
#: Near things of so many segments or lands are looked for between two reports.
_BLOCK = 100_000


def neighbours(
    chains: Chains, limit_nm: float, some: Bools | None = None, report: Report = silent
) -> tuple[Ints, Ints]:
    """Return pairs of segments, and of land and segment, of different nets.

    A pair is taken when it is nearer than its half widths (and land radius) plus its spacing plus
    ``limit_nm``, and one of ``some`` (segments,) is in it; without ``some`` all pairs are.
    """
    if some is None:
        some = np.ones(len(chains.start), np.bool_)
    x, y, first, second = chains.x_nm, chains.y_nm, chains.start, chains.end
    mid_x, mid_y = (x[first] + x[second]) / 2, (y[first] + y[second]) / 2
    longest = float(np.hypot(x[first] - x[second], y[first] - y[second]).max())
    levels = 1 + max(int(chains.level.max()), int(chains.disc_level.max(initial=0)))
    widest = float((chains.half_nm + chains.space_nm / 2).max())
    cell = max(1.0, longest + 2 * widest + limit_nm)
    low_x, low_y = float(mid_x.min()), float(mid_y.min())
    wide, high = float(mid_x.max()) - low_x, float(mid_y.max()) - low_y
    while (wide / cell + 1) * (high / cell + 1) * levels > _MOST_CELLS:
        cell *= 1.5
    frame = Frame(low_x, low_y, cell, int(wide / cell) + 1, int(high / cell) + 1)
    column = ((mid_x - low_x) / cell).astype(np.int64)
    row = ((mid_y - low_y) / cell).astype(np.int64)
    place = (chains.level * frame.rows + row) * frame.columns + column
    order = np.argsort(place, kind="stable")
    start = np.zeros(levels * frame.rows * frame.columns + 1, np.int64)
    np.cumsum(np.bincount(place, minlength=len(start) - 1), out=start[1:])
    grid = (chains, frame, start, order, limit_nm)

    def segments(pairs: Ints, which: tuple[int, int]) -> int:
        return near_segments(*grid, pairs, some, which)

    def lands(pairs: Ints, which: tuple[int, int]) -> int:
        return near_lands(*grid, pairs, some, which)

    return (
        _in_blocks(segments, len(first), report),
        _in_blocks(lands, len(chains.disc_x_nm), report),
    )


def _in_blocks(find: Callable[[Ints, tuple[int, int]], int], total: int, report: Report) -> Ints:
    """Return what is found for things 0 to ``total``, some at a time so that cancel is prompt."""
    found = [np.zeros((0, 2), np.int64)]
    for first in range(0, total, _BLOCK):
        which = (first, min(first + _BLOCK, total))
        pairs = np.empty((8 * (which[1] - first) + 1024, 2), np.int64)
        count = find(pairs, which)
        if count > len(pairs):
            pairs = np.empty((count, 2), np.int64)
            find(pairs, which)
        found.append(pairs[:count])
        if which[1] < total:
            report("route", which[1], total, "near things")
    return np.concatenate(found)
