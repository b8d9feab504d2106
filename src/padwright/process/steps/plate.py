"""Lay the sheet that everything is built on."""

from typing import ClassVar

from pydantic import Field

from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, Step, Thickness


class Plate(Step):
    """Lay a sheet over the whole panel, below what is there."""

    kind: ClassVar[str] = "plate"
    begins: ClassVar[bool] = True
    example: ClassVar[Example] = {"name": "base", "material": "cu", "thickness": "1 mm"}

    material: str = Field(description="material of the sheet")
    thickness_nm: Thickness = Field(description="thickness of the sheet")
    role: Role = Field(default=Role.BASE, description="base stays, a plate is released later")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the sheet under it; the first sheet's bottom is height 0."""
        top_nm = before.bottom_nm if before.slabs else self.thickness_nm
        sheet = Slab(
            self.material, self.role, masks.panel, top_nm - self.thickness_nm, top_nm, self.name
        )
        return before.plus([sheet])

    def new_materials(self) -> frozenset[str]:
        """Return the sheet's material."""
        return frozenset({self.material})
