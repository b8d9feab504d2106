"""Strip a material, such as resist or a first fill."""

import operator
from functools import partial
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep


class Strip(FacedStep):
    """Remove a material wherever it can be reached from a face.

    A connected piece that is seen anywhere dissolves as a whole.
    """

    kind: ClassVar[str] = "strip"
    example: ClassVar[Example] = {"name": "strip resist 1", "material": "resist", "face": "top"}

    material: str = Field(description="material that is removed")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure without the material's reachable pieces."""
        if all(slab.material != self.material for slab in before.slabs):
            raise StepError(
                f"there is no {self.material!r} to strip", fix="name a material that is there"
            )
        after, changed = before, True
        while changed:
            changed = False
            skyline = Skyline(after, masks.panel, self.face)
            for slab in after.slabs:
                if slab.material != self.material:
                    continue
                reached = skyline.exposed(slab)
                if reached.is_solid:
                    whole = reached == slab.region
                    gone = reached if whole else slab.region.touching(reached.without_slivers())
                    after = after.cut(gone, where=partial(operator.is_, slab))
                    changed = True
                    break
        return after
