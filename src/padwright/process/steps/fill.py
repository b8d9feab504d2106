"""Fill the space round the dies."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.deposit import filled
from padwright.process.step import Step


class Fill(Step):
    """Fill what is open from above, flush with the highest die."""

    kind: ClassVar[str] = "fill"

    material: str = Field(description="material of the fill")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the fill; a die lower than the highest is covered by it."""
        fronts_nm = [slab.top_nm for slab in before.slabs if slab.role is Role.DIE]
        if not fronts_nm:
            raise StepError("there is no die to be flush with", fix="attach the dies before it")
        what = (self.material, Role.FILL, self.name)
        return before.plus(filled(Skyline(before, masks.panel), max(fronts_nm), what))

    def new_materials(self) -> frozenset[str]:
        """Return the fill, which this step cures."""
        return frozenset({self.material})
