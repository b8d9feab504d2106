"""Plate metal without current on what is metal already."""

from itertools import pairwise
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Gap, Skyline, joined
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.deposit import space_below
from padwright.process.step import Example, FacedStep, Thickness


class ElectrolessPlate(FacedStep):
    """Grow metal by its thickness on every conductor that is open to a face, up and sideways.

    No current is needed, so that metal cut off from the panel's rim is plated too; corners grow
    square. What lies inside the outermost plated surface, as in a hole, is a via.
    """

    kind: ClassVar[str] = "electroless-plate"
    example: ClassVar[Example] = {
        "name": "lands finish",
        "material": "ni",
        "thickness": "4 um",
        "mask": "passivation",
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "85 C",
    }

    material: str = Field(description="metal that is plated")
    thickness_nm: Thickness = Field(description="thickness on every open surface")
    level: int | None = Field(
        default=None, ge=1, description="wiring level that is made; none makes a finish"
    )
    mask: str | None = Field(
        default=None, description="drawing of what is plated; the rest is stopped off"
    )
    conductors: tuple[str, ...] = Field(description="materials that metal grows on")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the metal."""
        skyline = Skyline(before, masks.panel, self.face)
        drawn = masks[self.mask].region if self.mask is not None else masks.panel
        metal = [slab for slab in before.slabs if slab.material in self.conductors]
        tops = [(slab, (skyline.exposed(slab) & drawn).without_slivers()) for slab in metal]
        tops = [(slab, part) for slab, part in tops if part]
        if not tops:
            raise StepError(
                f"no metal of {', '.join(self.conductors) or 'the list, which is empty,'} is open "
                f"to the {self.face} face",
                fix="open the film over the metal, or name the metal among the conductors",
            )
        field_nm = max(towards_nm(self.face, face_nm(slab, self.face)) for slab, _ in tops)
        grown: list[Slab] = []
        for gap in self._growth(skyline, metal, tops, drawn):
            inner_nm, outer_nm = span_nm(self.face, gap.bottom_nm, gap.top_nm)
            role = Role.VIA if outer_nm <= field_nm else Role.WIRING
            if self.level is None:
                role = Role.FINISH
            span = span_nm(self.face, inner_nm, outer_nm)
            grown.append(Slab(self.material, role, gap.region, *span, self.name, self.level))
        return before.plus(grown)

    def _growth(
        self,
        skyline: Skyline,
        metal: list[Slab],
        tops: list[tuple[Slab, Region]],
        drawn: Region,
    ) -> list[Gap]:
        """Return the open space that the metal grows into."""
        by_nm = self.thickness_nm
        sources: list[tuple[int, int, Region]] = []
        for slab, part in tops:
            outer_nm = towards_nm(self.face, face_nm(slab, self.face))
            sources.append((outer_nm, outer_nm + by_nm, part))
        sources += [
            (*span_nm(self.face, slab.bottom_nm, slab.top_nm), slab.region) for slab in metal
        ]
        reaches = [(inner, outer, part, part.sized(by_nm)) for inner, outer, part in sources]
        cuts_nm = sorted({height_nm for inner, outer, _ in sources for height_nm in (inner, outer)})
        plane_nm = max(outer for _, outer, _ in sources)
        grown: list[Gap] = []
        for gap in space_below(skyline, towards_nm(self.face, plane_nm), self.face):
            low_nm, high_nm = span_nm(self.face, gap.bottom_nm, gap.top_nm)
            within_nm = [low_nm, *(z for z in cuts_nm if low_nm < z < high_nm), high_nm]
            room = gap.region & drawn
            for inner_nm, outer_nm in pairwise(within_nm):
                parts = [
                    (room & reach).touching(part)
                    for from_nm, to_nm, part, reach in reaches
                    if from_nm < outer_nm and inner_nm < to_nm
                ]
                grown.append(Gap(*span_nm(self.face, inner_nm, outer_nm), Region.union(parts)))
        return joined(grown)
