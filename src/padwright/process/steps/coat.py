"""Coat the panel with a liquid or a dry film that levels itself."""

from typing import ClassVar, Literal

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import LengthNm, length_text
from padwright.geometry.facing import towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.deposit import covered_top_nm, filled
from padwright.process.step import Example, FacedStep, Thickness


class Coat(FacedStep):
    """Fill what is open to a face up to a plane over the whole panel.

    The thickness counts over the outermost surface that is covered, or over the innermost.
    """

    kind: ClassVar[str] = "coat"
    example: ClassVar[Example] = {
        "name": "dielectric 1",
        "material": "pi_lowcure",
        "thickness": "10 um",
        "level": 1,
        "temperature": "230 C",
    }

    material: str = Field(description="material of the film")
    thickness_nm: Thickness = Field(description="thickness of the film")
    thickness_error_nm: LengthNm = Field(
        default=0, description="by how much the film comes out thicker than it should be"
    )
    over: Literal["highest", "lowest"] = Field(
        default="highest",
        description="the covered surface from which the thickness counts: the one nearest to the "
        "face (highest) or the one furthest from it (lowest)",
    )
    role: Role = Field(default=Role.DIELECTRIC, description="what the film is")
    level: int | None = Field(default=None, ge=1, description="wiring level that it lies under")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the film."""
        thickness_nm = self.thickness_nm + self.thickness_error_nm
        if thickness_nm <= 0:
            raise StepError(
                f"a film of {length_text(self.thickness_nm)} that comes out "
                f"{length_text(-self.thickness_error_nm)} too thin is none",
                fix="make the film thicker or its error smaller",
            )
        skyline = Skyline(before, masks.panel, self.face)
        innermost_nm, outermost_nm = covered_top_nm(skyline, self.face)
        from_nm = outermost_nm if self.over == "highest" else innermost_nm
        plane_nm = from_nm + towards_nm(self.face, thickness_nm)
        what = (self.material, self.role, self.name)
        return before.plus(filled(skyline, plane_nm, what, self.level, self.face))

    def new_materials(self) -> frozenset[str]:
        """Return the film, which this step cures."""
        return frozenset({self.material})
