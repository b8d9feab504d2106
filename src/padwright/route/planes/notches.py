"""Notches of nets are filled: wedges between two wires, or between a wire and its own land.

Resist in a narrow notch may not develop, and the metal there belongs to one net anyway. What is
added is the morphological closing of the net's metal about the notch, which keeps as far from all
other metal as the metal round it does.
"""

from collections.abc import Collection
from typing import Final

import numpy as np

from padwright.base.arrays import Ints
from padwright.geometry.drc import closer_than, notched_below
from padwright.geometry.masks import Mask
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.shaping import closed

#: How wide gaps are closed one after the other, over the least space: corners that a patch leaves
#: may need a wider one.
_WIDTH_RATIOS: Final = (1.0, 1.25, 1.6)
#: How far a patch lies under the metal beside it.
_OVERLAP_NM: Final = 1_000


def without_notches(mask: Mask, space_nm: int, nets: Collection[str]) -> Mask:
    """Return a level on which notches of some nets are filled; the others stay as they are.

    A notch stays where what fills it would come too near to other metal.

    Parameters
    ----------
    space_nm
        The least distance between two edges of one piece of metal, and between two pieces.
    nets
        Whose notches are filled: passives, for one, are drawn as they are meant.
    """
    for ratio in _WIDTH_RATIOS:
        boxes_nm = np.array([miss.box_nm for miss in notched_below(mask.region, space_nm)])
        if not len(boxes_nm):
            break
        mask = _filled(mask, boxes_nm, round(ratio * space_nm), space_nm, nets)
    return mask


def _filled(
    mask: Mask, boxes_nm: Ints, width_nm: int, space_nm: int, nets: Collection[str]
) -> Mask:
    """Return a level with the notches in some boxes filled, gap by gap up to a width."""
    notches = Region.boxes(boxes_nm + np.array([-1, -1, 1, 1]))
    window = notches.sized(4 * width_nm)
    there = mask.region & window
    before = {miss.box_nm for miss in closer_than(there, space_nm)}
    labelled, added = dict(mask.labelled), []
    for net, region in mask.labelled:
        if net not in nets or not region.overlaps(window):
            continue
        own = region & window
        filled = closed(own, width_nm + 2 * SNAP_NM)
        # They lie a little under the metal: cut off along it, rounding would leave slits.
        patches = (filled - own).touching(notches).sized(_OVERLAP_NM) & filled
        near = [miss.box_nm for miss in closer_than(there | patches, space_nm)]
        near = sorted(set(near) - before)
        if near:
            patches = patches.clear_of(Region.boxes(np.array(near)).sized(1))
        if patches:
            labelled[net] = region | patches
            added.append(patches)
    if not added:
        return mask
    return Mask(Region.union([mask.region, *added]), tuple(labelled.items()))
