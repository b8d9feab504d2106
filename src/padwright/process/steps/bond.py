"""Bond a base to the ground face of dies and fill."""

from typing import ClassVar

from pydantic import Field, model_validator

from padwright.base.errors import StepError
from padwright.base.units import length_text
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.sheet import glued_below, require_pair
from padwright.process.step import Example, Step, Thickness


class Bond(Step):
    """Bond a sheet from below onto a flat face, with or without an adhesive.

    The adhesive (film, solder or paste) is 10 um to 50 um thick, an uncited default.
    """

    kind: ClassVar[str] = "bond"
    example: ClassVar[Example] = {
        "name": "base",
        "material": "cu",
        "thickness": "1 mm",
        "adhesive_material": "daf_c",
        "adhesive_thickness": "20 um",
        "temperature": "175 C",
    }

    material: str = Field(description="material of the base")
    thickness_nm: Thickness = Field(description="thickness of the base")
    adhesive_material: str | None = Field(
        default=None, description="material of the adhesive; without one the base lies on the face"
    )
    adhesive_thickness_nm: Thickness | None = Field(
        default=None, description="thickness of the adhesive"
    )

    @model_validator(mode="after")
    def _adhesive_is_whole(self) -> "Bond":
        require_pair(self.adhesive_material, self.adhesive_thickness_nm, "an adhesive")
        return self

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with adhesive and base under it."""
        if not before.slabs:
            raise StepError(
                "there is nothing to bond the base to", fix="attach and fill the dies before it"
            )
        face_nm = before.bottom_nm
        face = before.solid_nm(face_nm, face_nm + 1)
        if not face.covers(masks.panel):
            share = (masks.panel - face).area_nm2 / masks.panel.area_nm2
            raise StepError(
                f"the face that the base is bonded to is not flat: {share:.1%} of the panel does "
                f"not reach its plane at the height {length_text(face_nm)}",
                fix="fill the panel and grind it flat before",
            )
        glue = None
        if self.adhesive_material is not None and self.adhesive_thickness_nm is not None:
            foot_nm = face_nm - self.adhesive_thickness_nm
            glue = Slab(
                self.adhesive_material, Role.ATTACH, masks.panel, foot_nm, face_nm, self.name
            )
        base = (self.material, Role.BASE, masks.panel, self.name)
        return before.plus(glued_below(face_nm, glue, base, self.thickness_nm))

    def new_materials(self) -> frozenset[str]:
        """Return the base and the adhesive, which this step cures."""
        return frozenset({self.material, self.adhesive_material or self.material})
