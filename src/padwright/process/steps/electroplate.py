"""Plate metal from the seed, through the openings of the resist."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.nets import extract
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.deposit import space_below
from padwright.process.step import Step, Thickness

#: The clamp that brings the current touches the seed in a rim of this width.
_RIM_NM = 1_000


class Electroplate(Step):
    """Grow metal from the seed that is joined to the panel's rim and open to the face.

    Holes fill from the bottom up; over the seed's field the metal is as thick as stated. Seed
    that is cut off from the rim carries no current, so that nothing grows there.
    """

    kind: ClassVar[str] = "electroplate"

    material: str = Field(description="metal that is plated")
    thickness_nm: Thickness = Field(description="thickness over the field of the seed")
    level: int = Field(ge=1, description="wiring level that is made")
    conductors: tuple[str, ...] = Field(description="materials that carry the plating current")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with plated vias (below the seed's field) and wiring (above it)."""
        cathode = self._cathode(before, masks.panel)
        seeds_nm = [slab.top_nm for slab, _ in cathode if slab.role is Role.SEED]
        field_nm = max(seeds_nm)
        floor = Region.union(region for _, region in cathode)
        grown: list[Slab] = []
        for gap in space_below(before, masks.panel, field_nm + self.thickness_nm):
            for role, bottom_nm, top_nm in (
                (Role.VIA, gap.bottom_nm, min(gap.top_nm, field_nm)),
                (Role.WIRING, max(gap.bottom_nm, field_nm), gap.top_nm),
            ):
                if top_nm > bottom_nm:
                    region = gap.region & floor
                    grown.append(
                        Slab(self.material, role, region, bottom_nm, top_nm, self.name, self.level)
                    )
        return before.plus(grown)

    def _cathode(self, before: Structure, panel: Region) -> list[tuple[Slab, Region]]:
        """Return the open surfaces that carry current: slabs and the part that is seen."""
        seen = [
            slab
            for slab in before.slabs
            if slab.role is Role.SEED and slab.material in self.conductors
        ]
        if not seen:
            raise StepError("there is no seed to plate from", fix="sputter a seed before it")
        rim = panel - panel.sized(-_RIM_NM)
        nets = extract(Structure(tuple(seen)), lambda _: True)
        skyline = Skyline(before, panel)
        seen_parts = [skyline.exposed(slab) for slab in seen]
        cathode: list[tuple[Slab, Region]] = []
        for net in nets.nets:
            if not any(nets.region(net, index).overlaps(rim) for index in net.slabs):
                continue
            parts = [(seen[i], nets.region(net, i) & seen_parts[i]) for i in net.slabs]
            cathode += [(slab, part) for slab, part in parts if part]
        if not cathode:
            raise StepError(
                "no seed that is joined to the panel's rim is open",
                fix="check the resist's openings and the seed's step coverage",
            )
        return cathode
