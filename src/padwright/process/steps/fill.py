"""Fill the space round the dies."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import LengthNm
from padwright.geometry.facing import outermost_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.deposit import filled
from padwright.process.step import Example, FacedStep


class Fill(FacedStep):
    """Fill what is open to a face, flush with the die that reaches furthest, or over it.

    It flows into the gaps between the dies and the walls of their pockets. Dispensed epoxy cures
    at 150 C in 40 min (data sheet LB-DM801); being flush within 5 um is an uncited default.
    """

    kind: ClassVar[str] = "fill"
    example: ClassVar[Example] = {
        "name": "fill",
        "material": "epoxy_fill",
        "cover": "0 um",
        "temperature": "150 C",
    }

    material: str = Field(description="material of the fill")
    cover_nm: LengthNm = Field(
        default=0, ge=0, description="thickness over the die that reaches furthest; 0 is flush"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the fill; a die that reaches less far is covered by it."""
        dies = tuple(slab for slab in before.slabs if slab.role is Role.DIE)
        if not dies:
            raise StepError("there is no die to be flush with", fix="attach the dies before it")
        plane_nm = outermost_nm(dies, self.face) + towards_nm(self.face, self.cover_nm)
        skyline = Skyline(before, masks.panel, self.face)
        what = (self.material, Role.FILL, self.name)
        fill = filled(skyline, plane_nm, what, face=self.face)
        if not any(slab.region.is_solid for slab in fill):
            raise StepError(
                f"nothing is open to the {self.face} face round the dies",
                fix="fill before the space is closed, or strip the earlier fill first",
            )
        return before.plus(fill)

    def new_materials(self) -> frozenset[str]:
        """Return the fill, which this step cures."""
        return frozenset({self.material})
