"""The drawings of pockets and units: what is made in the base, and what the saw leaves of it."""

from collections.abc import Iterator

import numpy as np

from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design, die_box
from padwright.model.pockets import pocket_gap_nm, pockets_of


def base_masks(design: Design) -> Iterator[tuple[str, Mask]]:
    """Yield the name and the drawing of the pockets of each depth, and of the units."""
    gap_nm = pocket_gap_nm(design)
    if gap_nm is not None:
        for group in pockets_of(design):
            boxes_nm = np.array([die_box(die) for die in group.dies], dtype=np.int64)
            boxes_nm += np.array([-gap_nm, -gap_nm, gap_nm, gap_nm])
            yield group.drawing, Mask(Region.boxes(boxes_nm))
    if design.units:
        boxes_nm = np.array([unit.box_nm for unit in design.units], dtype=np.int64)
        yield drawings.UNITS, Mask(Region.boxes(boxes_nm))
