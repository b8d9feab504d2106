"""Cut the unit out of the panel."""

from typing import ClassVar

from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.step import Step


class Singulate(Step):
    """Remove the streets round the body, through everything."""

    kind: ClassVar[str] = "singulate"

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return what lies in the body; a ball that stands outside it is lost."""
        left, bottom, right, top = masks.body.box_nm
        bodies = tuple(
            body
            for body in before.balls
            if left <= body.x_nm <= right and bottom <= body.y_nm <= top
        )
        return Structure((), bodies).plus(
            slab.within(slab.region & masks.body) for slab in before.slabs
        )
