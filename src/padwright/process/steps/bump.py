"""Grow bumps on lands: columns, with or without a cap of solder."""

from typing import ClassVar

from pydantic import Field, model_validator

from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.lands import TerminalStep
from padwright.process.sheet import require_pair
from padwright.process.step import Example, Thickness


class Bump(TerminalStep):
    """Grow a column in each opening that shows metal, up to a height over the opening's plane.

    The column is as wide as the metal in the opening; a cap may lie on it.
    """

    kind: ClassVar[str] = "bump"
    example: ClassVar[Example] = {
        "name": "bumps",
        "mask": "passivation",
        "material": "cu",
        "height": "60 um",
        "cap_material": "sac305",
        "cap_height": "30 um",
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "245 C",
    }

    height_nm: Thickness = Field(description="height of the column over the opening's plane")
    cap_material: str | None = Field(default=None, description="solder on the column's end")
    cap_height_nm: Thickness | None = Field(default=None, description="height of the cap")

    @model_validator(mode="after")
    def _cap_is_whole(self) -> "Bump":
        require_pair(self.cap_material, self.cap_height_nm, "a cap")
        return self

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with a column on each land."""
        lands = self.lands(before, masks)
        parts = self.necks(lands, self.material, self.height_nm)
        if self.cap_material is not None and self.cap_height_nm is not None:
            for each in lands:
                end_nm = each.plane_nm + self.height_nm
                cap = (end_nm, end_nm + self.cap_height_nm, self.cap_material)
                parts.append(self.column(each.region, *cap))
        return before.plus(parts)

    def new_materials(self) -> frozenset[str]:
        """Return column and cap, which this step brings."""
        return frozenset({self.material, self.cap_material or self.material})
