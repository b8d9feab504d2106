"""Attach a die, face up."""

from typing import ClassVar

from pydantic import Field

from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.die import DiePlacement, floor_nm
from padwright.process.step import Example, Thickness


class Attach(DiePlacement):
    """Place a die with its attach film on the surface below it, its pads up.

    The surface may be the floor of a pocket that the die fits into. The film covers the die's
    whole back, as one that is diced with the die does. Films are 15, 30 or 50 um thick and cure at
    130 C to 200 C (data sheets CDF 515P, CDF 815P and ATB F150E); a bond line spread of 5 um is an
    uncited default.
    """

    kind: ClassVar[str] = "attach"
    example: ClassVar[Example] = {
        "name": "attach logic",
        "outline_mask": "die logic",
        "pads_mask": "pads logic",
        "die_material": "si",
        "pad_material": "al",
        "film_material": "daf_nc",
        "die_thickness": "150 um",
        "pad_thickness": "1 um",
        "film_thickness": "20 um",
        "shift_x": "3 um",
        "turn": "0.05 deg",
        "temperature": "130 C",
    }

    film_material: str = Field(description="material of the attach film")
    film_thickness_nm: Thickness = Field(description="thickness of the attach film (bond line)")
    overhang: bool = Field(
        default=False, description="whether the die may stand out beyond the surface it sits on"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with film, die and pads on the highest surface under the die."""
        die = self.placed(masks)
        from_nm = floor_nm(before, die.outline, overhang=self.overhang)
        back_nm = from_nm + self.film_thickness_nm
        film = Slab(self.film_material, Role.ATTACH, die.outline, from_nm, back_nm, self.name)
        return before.plus([film, *self.slabs(die, back_nm + die.thickness_nm)])

    def new_materials(self) -> frozenset[str]:
        """Return the film, which this step cures."""
        return frozenset({self.film_material})
