"""Attach a die face down to a temporary plate."""

from typing import ClassVar

from pydantic import Field

from padwright.geometry.facing import upright
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.die import DiePlacement, floor_nm
from padwright.process.sheet import require_made
from padwright.process.step import Example


class AttachFaceDown(DiePlacement):
    """Hang a die under a temporary plate, its front with the pads against it.

    Nothing is mirrored: the plate lies above the dies. The front touches the plate, or the release
    film under it, so that the fronts of all dies lie in one plane whatever their thickness.
    """

    kind: ClassVar[str] = "attach-face-down"
    example: ClassVar[Example] = {
        "name": "attach logic",
        "outline_mask": "die logic",
        "pads_mask": "pads logic",
        "die_material": "si",
        "pad_material": "al",
        "die_thickness": "200 um",
        "pad_thickness": "1 um",
        "sheet": "temporary plate",
        "temperature": "80 C",
    }

    sheet: str = Field(description="name of the step that laid the plate")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the die under the plate."""
        die = self.placed(masks)
        require_made(before, self.sheet, "plate")
        return before.plus(self.slabs(die, -floor_nm(upright(before, "bottom"), die.outline)))
