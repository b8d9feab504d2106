"""Passivate: coat and open."""

from typing import ClassVar

from pydantic import Field

from padwright.base.units import length_text
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.step import Example, MaskedStep, Thickness
from padwright.process.steps.coat import Coat
from padwright.process.steps.pattern import Pattern


class Passivate(MaskedStep):
    """Cover the wiring with a photosensitive film and open it where the terminals go."""

    kind: ClassVar[str] = "passivate"
    example: ClassVar[Example] = {
        "name": "passivation",
        "material": "sm",
        "thickness": "15 um",
        "mask": "passivation",
        "temperature": "150 C",
    }

    material: str = Field(description="material of the passivation")
    thickness_nm: Thickness = Field(description="thickness over the outermost surface")
    mask: str = Field(description="drawing of the openings")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the opened film."""
        coat = Coat(
            name=self.name,
            material=self.material,
            thickness_nm=length_text(self.thickness_nm),
            role=Role.PASSIVATION,
            face=self.face,
        )
        opened = Pattern(
            name=self.name,
            film=self.name,
            mask=self.mask,
            face=self.face,
            shift_x_nm=length_text(self.shift_x_nm),
            shift_y_nm=length_text(self.shift_y_nm),
        )
        return opened.apply(coat.apply(before, masks), masks)

    def new_materials(self) -> frozenset[str]:
        """Return the film, which this step cures."""
        return frozenset({self.material})
