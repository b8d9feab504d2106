"""Attach a die, face up."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Step, Thickness


class Attach(Step):
    """Place a die with its attach film on the surface below it, its pads up.

    The pads lie flush in the die's front, as in a die whose passivation was planarised.
    """

    kind: ClassVar[str] = "attach"

    outline_mask: str = Field(description="drawing of where the die is placed")
    pads_mask: str = Field(description="drawing of the die's pads")
    die_material: str = Field(description="material of the die")
    pad_material: str = Field(description="material of the die's pads")
    film_material: str = Field(description="material of the attach film")
    die_thickness_nm: Thickness = Field(description="thickness of the die")
    pad_thickness_nm: Thickness = Field(description="thickness of the die's pads")
    film_thickness_nm: Thickness = Field(description="thickness of the attach film (bond line)")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with film, die and pads on the highest surface under the die."""
        if self.pad_thickness_nm >= self.die_thickness_nm:
            raise StepError(
                f"pads of {self.pad_thickness_nm} nm do not fit into a die of "
                f"{self.die_thickness_nm} nm",
                fix="make the die thicker or its pads thinner",
            )
        outline = masks[self.outline_mask].region
        pads = masks[self.pads_mask].region
        under = [slab for slab in before.slabs if slab.region.overlaps(outline)]
        if not under:
            raise StepError(
                "there is nothing under the die to attach it to", fix="lay a plate before it"
            )
        floor_nm = max(slab.top_nm for slab in under)
        held = Structure(tuple(slab for slab in under if slab.top_nm == floor_nm))
        if not held.solid_nm(floor_nm - 1, floor_nm).covers(outline):
            raise StepError(
                "the surface under the die is not flat",
                fix="attach the die beside what stands there already",
            )
        if not outline.covers(pads):
            raise StepError(
                f"drawing {self.pads_mask!r} reaches beyond {self.outline_mask!r}",
                fix="move the pads into the die",
            )
        die_nm = floor_nm + self.film_thickness_nm
        front_nm = die_nm + self.die_thickness_nm
        pads_nm = front_nm - self.pad_thickness_nm
        return before.plus(
            [
                Slab(self.film_material, Role.ATTACH, outline, floor_nm, die_nm, self.name),
                Slab(self.die_material, Role.DIE, outline, die_nm, pads_nm, self.name),
                Slab(self.die_material, Role.DIE, outline - pads, pads_nm, front_nm, self.name),
                Slab(self.pad_material, Role.DIE_PAD, pads, pads_nm, front_nm, self.name),
            ]
        )

    def new_materials(self) -> frozenset[str]:
        """Return the film, which this step cures."""
        return frozenset({self.film_material})
