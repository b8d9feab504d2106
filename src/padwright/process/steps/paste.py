"""Print solder paste on lands and melt it."""

from typing import ClassVar

from pydantic import Field

from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.lands import TerminalStep
from padwright.process.step import Example, Thickness


class Paste(TerminalStep):
    """Leave solder on each land, up to a thickness over the opening's plane.

    Melted paste draws back onto the metal, so that it covers what is metal inside the print.
    Stencils of 75 um to 125 um are an uncited default of the trade.
    """

    kind: ClassVar[str] = "paste"
    example: ClassVar[Example] = {
        "name": "paste",
        "mask": "outer pegs",
        "face": "bottom",
        "material": "sac305",
        "thickness": "100 um",
        "conductors": ["ag", "au", "c194", "ni", "pd"],
        "temperature": "245 C",
    }

    material: str = Field(description="solder")
    thickness_nm: Thickness = Field(description="thickness over the opening's plane")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with solder on the lands."""
        lands = self.lands(before, masks)
        return before.plus(self.necks(lands, self.material, self.thickness_nm))
