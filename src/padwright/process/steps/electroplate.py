"""Plate metal from the seed, through the openings of the resist."""

from typing import ClassVar

from pydantic import Field

from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.cathode import cathode_of
from padwright.process.deposit import space_below
from padwright.process.step import Example, FacedStep, Thickness


class Electroplate(FacedStep):
    """Grow metal from the seed that is joined to the panel's rim and open to the face.

    Holes fill from their ground up; over the seed's field the metal is as thick as stated. Seed
    that is cut off from the rim carries no current, so that nothing grows there.
    """

    kind: ClassVar[str] = "electroplate"
    example: ClassVar[Example] = {
        "name": "plate wiring 1",
        "material": "cu",
        "thickness": "8 um",
        "level": 1,
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "25 C",
    }

    material: str = Field(description="metal that is plated")
    thickness_nm: Thickness = Field(description="thickness over the field of the seed")
    level: int = Field(ge=1, description="wiring level that is made")
    conductors: tuple[str, ...] = Field(description="materials that carry the plating current")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with plated vias (inside the seed's field) and wiring (outside)."""
        skyline = Skyline(before, masks.panel, self.face)
        cathode = cathode_of(skyline, self.conductors)
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
