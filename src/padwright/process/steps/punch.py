"""Punch openings through a sheet."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.sheet import require_made
from padwright.process.step import Example, MaskedStep


class Punch(MaskedStep):
    """Punch openings through the whole of a sheet; what is cut off by them falls out.

    A web of 1.0 to 1.5 times the sheet's thickness between openings and a burr of 5 % to 10 % of
    it are uncited defaults of the trade; the burr is not modelled.
    """

    kind: ClassVar[str] = "punch"
    example: ClassVar[Example] = {
        "name": "punch pockets",
        "sheet": "first sheet",
        "mask": "pockets",
    }

    sheet: str = Field(description="name of the step that laid the sheet")
    mask: str = Field(description="drawing of the openings")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the openings in the sheet."""
        sheet = require_made(before, self.sheet)
        opening = self.drawing(masks)
        if not any(slab.region.overlaps(opening) for slab in sheet):
            raise StepError(
                f"drawing {self.mask!r} misses the sheet {self.sheet!r}",
                fix="move the openings onto the sheet",
            )
        for slab in before.slabs:
            if slab.made_by != self.sheet and slab.region.overlaps(opening):
                raise StepError(
                    f"the punch would go through what {slab.made_by!r} made",
                    fix="punch the sheet before anything is laid or laminated to it",
                )
        after = before.cut(opening, where=lambda slab: slab.made_by == self.sheet)
        if all(slab.made_by != self.sheet for slab in after.slabs):
            raise StepError(
                f"the openings of {self.mask!r} leave nothing of the sheet {self.sheet!r}",
                fix="make the openings smaller",
            )
        return after
