"""Fill the open holes of a film with a conductor, in a step of its own."""

from typing import ClassVar, Literal

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.facing import face_nm, outermost_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.cathode import cathode_of
from padwright.process.deposit import space_below
from padwright.process.sheet import require_made
from padwright.process.step import Example, FacedStep


class FillVias(FacedStep):
    """Fill the holes of a film flush with its outer side: vias, or posts.

    Electroplating fills the holes in which seed is open that is joined to the panel's rim;
    electroless metal grows in the holes with a conductor on their ground; paste is pressed into
    all of them. Posts of 30 um to 100 um in 15 um to 50 um of dielectric are uncited defaults.
    """

    kind: ClassVar[str] = "fill-vias"
    example: ClassVar[Example] = {
        "name": "fill via 1",
        "material": "cu",
        "film": "dielectric 1",
        "method": "electroless",
        "level": 1,
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "50 C",
    }

    material: str = Field(description="conductor that fills the holes")
    film: str = Field(description="name of the step that made the film with the holes")
    method: Literal["electroplate", "electroless", "paste"] = Field(
        description="how the conductor gets into the holes"
    )
    level: int = Field(ge=1, description="wiring level that the vias lie under")
    conductors: tuple[str, ...] = Field(description="materials that metal grows on")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the holes filled that the method reaches."""
        film = tuple(require_made(before, self.film, "film"))
        plane_nm = outermost_nm(film, self.face)
        outer = Region.union(s.region for s in film if face_nm(s, self.face) == plane_nm)
        skyline = Skyline(before, masks.panel, self.face)
        holes = self._reached(outer.holes(), skyline)
        vias = [
            Slab(
                self.material,
                Role.VIA,
                gap.region & holes,
                gap.bottom_nm,
                gap.top_nm,
                self.name,
                self.level,
            )
            for gap in space_below(skyline, plane_nm, self.face)
        ]
        if not any(via.region.is_solid for via in vias):
            raise StepError(
                f"{self.film!r} has no open hole that can be filled by {self.method}",
                fix="open the film over metal before, and fill each hole once",
            )
        return before.plus(vias)

    def _reached(self, holes: Region, skyline: Skyline) -> Region:
        """Return the holes that the method fills: each as a whole, from its ground up."""
        if self.method == "paste":
            return holes
        if self.method == "electroplate":
            grounds = [region for _, region in cathode_of(skyline, self.conductors)]
        else:
            metal = [s for s in skyline.structure.slabs if s.material in self.conductors]
            grounds = [skyline.exposed(slab) for slab in metal]
        seen = [(region & holes).without_slivers() for region in grounds if region]
        return holes.touching(Region.union(seen))

    def new_materials(self) -> frozenset[str]:
        """Return the conductor, which a paste cures in this step."""
        return frozenset({self.material})
