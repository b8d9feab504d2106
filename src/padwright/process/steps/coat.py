"""Coat the panel with a liquid or a dry film that levels itself."""

from typing import ClassVar, Literal

from pydantic import Field

from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.deposit import covered_top_nm, filled
from padwright.process.step import Step, Thickness


class Coat(Step):
    """Fill what is open from above up to a plane over the whole panel.

    The thickness counts over the highest surface that is covered, or over the lowest.
    """

    kind: ClassVar[str] = "coat"

    material: str = Field(description="material of the film")
    thickness_nm: Thickness = Field(description="thickness of the film")
    over: Literal["highest", "lowest"] = Field(
        default="highest", description="the covered surface from which the thickness counts"
    )
    role: Role = Field(default=Role.DIELECTRIC, description="what the film is")
    level: int | None = Field(default=None, ge=1, description="wiring level that it lies under")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the film."""
        skyline = Skyline(before, masks.panel)
        lowest_nm, highest_nm = covered_top_nm(skyline)
        plane_nm = (highest_nm if self.over == "highest" else lowest_nm) + self.thickness_nm
        what = (self.material, self.role, self.name)
        return before.plus(filled(skyline, plane_nm, what, self.level))

    def new_materials(self) -> frozenset[str]:
        """Return the film, which this step cures."""
        return frozenset({self.material})
