"""Boxes that overlap, found without comparing each with each."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]


def first_overlap(boxes_nm: IntArray) -> tuple[int, int] | None:
    """Return the indices of two boxes that share an area, ``None`` when no two do.

    Boxes are sorted into rows as high as the highest box and by their left edges in each row, so
    that boxes of like size are compared with a few neighbours only.

    Parameters
    ----------
    boxes_nm
        Shape (n, 4): left, bottom, right and top of each box, in nanometres; none is empty.
    """
    if len(boxes_nm) < 2:
        return None
    left_nm, bottom_nm, right_nm, top_nm = boxes_nm.T
    row_height_nm = int((top_nm - bottom_nm).max())
    low_row, high_row = bottom_nm // row_height_nm, (top_nm - 1) // row_height_nm
    twice = np.flatnonzero(high_row != low_row)
    index = np.concatenate([np.arange(len(boxes_nm)), twice])
    row = np.concatenate([low_row, high_row[twice]])
    order = np.lexsort((index, left_nm[index], row))
    index, row = index[order], row[order]
    step = 0
    ahead = np.arange(len(index))
    while True:
        step += 1
        ahead = ahead[ahead + step < len(index)]
        here, there = index[ahead], index[ahead + step]
        near = (row[ahead] == row[ahead + step]) & (left_nm[there] < right_nm[here])
        ahead, here, there = ahead[near], here[near], there[near]
        if not ahead.size:
            return None
        hit = np.flatnonzero((bottom_nm[here] < top_nm[there]) & (bottom_nm[there] < top_nm[here]))
        if hit.size:
            pair = int(here[hit[0]]), int(there[hit[0]])
            return min(pair), max(pair)
