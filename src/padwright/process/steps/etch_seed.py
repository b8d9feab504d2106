"""Etch the seed between the wires."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Step


class EtchSeed(Step):
    """Remove the seed films where they are seen from above, the outermost first.

    The etch is short against the wires' thickness; what it takes from them is not modelled.
    """

    kind: ClassVar[str] = "etch-seed"

    materials: tuple[str, ...] = Field(
        min_length=1, description="materials that are etched, the outermost first"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure without the bare seed."""
        after = before
        for material in self.materials:
            if not any(_is_seed(slab, material) for slab in after.slabs):
                raise StepError(
                    f"there is no seed of {material!r} to etch", fix="name a seed that is there"
                )
            # A film does not shade itself: it is etched from its top to its bottom.
            others = tuple(slab for slab in after.slabs if not _is_seed(slab, material))
            skyline = Skyline(Structure(others), masks.panel)
            kept = [
                slab.within(slab.region - skyline.exposed(slab))
                if _is_seed(slab, material)
                else slab
                for slab in after.slabs
            ]
            after = Structure((), after.bodies).plus(kept)
        return after


def _is_seed(slab: Slab, material: str) -> bool:
    return slab.role is Role.SEED and slab.material == material
