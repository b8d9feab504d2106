"""Plate metal from the seed, through the openings of the resist."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.deposit import face_nm, space_below, span_nm, towards_nm
from padwright.process.step import FacedStep, Thickness

#: The clamp that brings the current touches the seed in a rim of this width.
_RIM_NM = 1_000


class Electroplate(FacedStep):
    """Grow metal from the seed that is joined to the panel's rim and open to the face.

    Holes fill from their ground up; over the seed's field the metal is as thick as stated. Seed
    that is cut off from the rim carries no current, so that nothing grows there.
    """

    kind: ClassVar[str] = "electroplate"

    material: str = Field(description="metal that is plated")
    thickness_nm: Thickness = Field(description="thickness over the field of the seed")
    level: int = Field(ge=1, description="wiring level that is made")
    conductors: tuple[str, ...] = Field(description="materials that carry the plating current")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with plated vias (inside the seed's field) and wiring (outside)."""
        skyline = Skyline(before, masks.panel, self.face)
        cathode = self._cathode(skyline)
        field_nm = max(towards_nm(self.face, face_nm(slab, self.face)) for slab, _ in cathode)
        floor = Region.union(region for _, region in cathode)
        grown: list[Slab] = []
        plane_nm = towards_nm(self.face, field_nm + self.thickness_nm)
        for gap in space_below(skyline, plane_nm, self.face):
            inner_nm, outer_nm = span_nm(self.face, gap.bottom_nm, gap.top_nm)
            for role, from_nm, to_nm in (
                (Role.VIA, inner_nm, min(outer_nm, field_nm)),
                (Role.WIRING, max(inner_nm, field_nm), outer_nm),
            ):
                if to_nm > from_nm:
                    region = gap.region & floor
                    span = span_nm(self.face, from_nm, to_nm)
                    grown.append(Slab(self.material, role, region, *span, self.name, self.level))
        return before.plus(grown)

    def _cathode(self, skyline: Skyline) -> list[tuple[Slab, Region]]:
        """Return the open surfaces that carry current: slabs and the part that is seen."""
        seen = [
            slab
            for slab in skyline.structure.slabs
            if slab.role is Role.SEED and slab.material in self.conductors
        ]
        if not seen:
            raise StepError("there is no seed to plate from", fix="sputter a seed before it")
        live = _joined_to(skyline.panel - skyline.panel.sized(-_RIM_NM), seen)
        parts = [
            (slab, region & skyline.exposed(slab)) for slab, region in zip(seen, live, strict=True)
        ]
        cathode = [(slab, part) for slab, part in parts if part]
        if not cathode:
            raise StepError(
                "no seed that is joined to the panel's rim is open",
                fix="check the resist's openings and the seed's step coverage",
            )
        return cathode


def _joined_to(rim: Region, seed: list[Slab]) -> list[Region]:
    """Return of each seed slab the pieces that are joined to a rim, themselves or in a chain.

    Pieces are joined where one lies on the other; a conformal film is joined no other way.
    """
    live = [_pieces(slab.region, slab.region & rim) for slab in seed]
    fresh = list(live)
    while any(fresh):
        found = []
        for slab, lit in zip(seed, live, strict=True):
            dark = slab.region - lit if lit else slab.region
            contacts = [
                region & dark
                for region, other in zip(fresh, seed, strict=True)
                if region and (slab.bottom_nm == other.top_nm or other.bottom_nm == slab.top_nm)
            ]
            found.append(_pieces(dark, Region.union(contacts)))
        live = [old | new if new else old for old, new in zip(live, found, strict=True)]
        fresh = found
    return live


def _pieces(region: Region, contact: Region) -> Region:
    """Return the connected pieces of a region that share area with a contact inside it."""
    if not contact or len(region) <= 1:
        return region if contact else contact
    return region.touching(contact)
