"""Laminate a second sheet below a punched one."""

from typing import ClassVar

from pydantic import Field, model_validator

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.sheet import glued_below, require_pair
from padwright.process.step import Example, Step, Thickness


class Laminate(Step):
    """Press a sheet from below onto the sheet that is there, whose openings become pockets.

    The glue lies under the upper sheet only, so that the floor of a pocket is the lower sheet.
    A glue of 10 um to 25 um that cures at 175 C is an uncited default.
    """

    kind: ClassVar[str] = "laminate"
    example: ClassVar[Example] = {
        "name": "second sheet",
        "material": "cu",
        "thickness": "1 mm",
        "glue_material": "daf_c",
        "glue_thickness": "20 um",
        "temperature": "175 C",
    }

    material: str = Field(description="material of the second sheet")
    thickness_nm: Thickness = Field(description="thickness of the second sheet")
    glue_material: str | None = Field(
        default=None, description="material of the glue; without one the sheets lie on each other"
    )
    glue_thickness_nm: Thickness | None = Field(default=None, description="thickness of the glue")

    @model_validator(mode="after")
    def _glue_is_whole(self) -> "Laminate":
        require_pair(self.glue_material, self.glue_thickness_nm, "a glue")
        return self

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with glue and second sheet under it."""
        if not before.slabs:
            raise StepError(
                "there is no first sheet to laminate to", fix="lay and punch a plate before it"
            )
        face_nm = before.bottom_nm
        glue = None
        if self.glue_material is not None and self.glue_thickness_nm is not None:
            held = before.solid_nm(face_nm, face_nm + 1)
            foot_nm = face_nm - self.glue_thickness_nm
            glue = Slab(self.glue_material, Role.ATTACH, held, foot_nm, face_nm, self.name)
        sheet = (self.material, Role.BASE, masks.panel, self.name)
        return before.plus(glued_below(face_nm, glue, sheet, self.thickness_nm))

    def new_materials(self) -> frozenset[str]:
        """Return the sheet and the glue, which this step cures."""
        return frozenset({self.material, self.glue_material or self.material})
