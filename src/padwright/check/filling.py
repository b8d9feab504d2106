"""Metal that was put where too little was: it is meant to have no net."""

from collections.abc import Sequence

import numpy as np

from padwright.check.rule import Case
from padwright.geometry.nets import FoundNet
from padwright.geometry.region import SNAP_NM, Region
from padwright.model import drawings


def fill_nets(case: Case, loose: Sequence[FoundNet]) -> frozenset[int]:
    """Return the numbers of the nets that are pieces of fill, each where and as large as drawn.

    Parameters
    ----------
    loose
        Nets that reach no pin.
    """
    slabs = case.built.structure.slabs
    by_level: dict[int, list[FoundNet]] = {}
    for found in loose:
        levels = {slabs[index].level for index in found.slabs}
        level = levels.pop() if len(levels) == 1 else None
        if level is not None:
            by_level.setdefault(level, []).append(found)
    meant: set[int] = set()
    for level, nets in by_level.items():
        mask = case.built.masks.drawings.get(drawings.fill(level))
        if mask is not None:
            meant |= _held(nets, mask.region)
    return frozenset(meant)


def _held(nets: Sequence[FoundNet], fill: Region) -> set[int]:
    """Return the numbers of nets whose middle lies in fill and that are no larger than a piece."""
    boxes = np.array([found.box_nm for found in nets], dtype=np.int64)
    held = fill.holds((boxes[:, :2] + boxes[:, 2:]) // 2)
    largest_nm = max(
        max(right - left, top - bottom)
        for left, bottom, right, top in (piece.box_nm for piece in fill)
    )
    small = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) <= largest_nm + 2 * SNAP_NM
    return {found.number for found, fits in zip(nets, held & small, strict=True) if fits}
