"""Etch the seed between the wires."""

from functools import partial
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep


class EtchSeed(FacedStep):
    """Remove the seed films where they are seen from the face, the outermost first.

    The etch is short against the wires' thickness; what it takes from them is not modelled.
    """

    kind: ClassVar[str] = "etch-seed"
    example: ClassVar[Example] = {"name": "etch seed 1", "materials": ["cu", "ti"]}

    materials: tuple[str, ...] = Field(
        min_length=1, description="materials that are etched, the outermost first"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure without the bare seed."""
        after = before
        for material in self.materials:
            if not any(_is_seed(slab, material=material) for slab in after.slabs):
                raise StepError(
                    f"there is no seed of {material!r} to etch", fix="name a seed that is there"
                )
            # A film does not shade itself: it is etched from its top to its bottom.
            is_etched = partial(_is_seed, material=material)
            skyline = Skyline(after, masks.panel, self.face, is_etched)
            kept = [
                slab.within(slab.region - skyline.exposed(slab)) if is_etched(slab) else slab
                for slab in after.slabs
            ]
            after = Structure((), after.bodies).plus(kept)
        return after


def _is_seed(slab: Slab, *, material: str) -> bool:
    return slab.role is Role.SEED and slab.material == material
