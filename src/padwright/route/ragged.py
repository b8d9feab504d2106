"""Rows of unequal length as flat arrays: of which row each entry is, and which one in it."""

from collections.abc import Sequence

import numpy as np

from padwright.base.arrays import Ints


def counted(counts: Ints) -> tuple[Ints, Ints]:
    """Return the row of each entry and its place in the row, where rows have so many entries."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def flattened(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return the row of each entry, and the entries one row after the other."""
    row = np.repeat(np.arange(len(rows)), np.array([len(each) for each in rows], np.int64))
    return row, np.array([entry for each in rows for entry in each], np.int64)
