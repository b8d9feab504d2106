"""Print ink through a screen."""

from typing import ClassVar, Literal

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.flood import reachable
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, MaskedStep, Thickness

#: What is cut out of a sheet.
_SHEET = frozenset({Role.BASE, Role.PEG, Role.LINE})


class ScreenPrint(MaskedStep):
    """Press ink through the openings of a screen onto the outermost surface, and cure it.

    The screen lies on what stands out furthest, so that a surface further than the ink's thickness
    below it gets no ink, and an etched gap stays open. With `side_walls` the ink is pressed into
    the gaps instead: it covers the walls of the metal inside the openings and no outer face. Ink
    is 15 um to 25 um thick, cured at 150 C for 60 min (solder mask of a flip-chip package); it
    prints to 25 um to 50 um (uncited default).
    """

    kind: ClassVar[str] = "screen-print"
    example: ClassVar[Example] = {
        "name": "line masks",
        "material": "ink",
        "mask": "lines",
        "thickness": "20 um",
        "face": "bottom",
        "temperature": "150 C",
    }

    material: str = Field(description="the ink")
    thickness_nm: Thickness = Field(description="thickness of the ink on the surface")
    role: Literal[Role.MASK, Role.WIRING] = Field(
        default=Role.MASK, description="mask for what covers, wiring for ink that conducts"
    )
    level: int | None = Field(default=None, ge=1, description="wiring level of ink that conducts")
    side_walls: bool = Field(
        default=False, description="whether the walls in the gaps are covered, and not the surface"
    )
    wall_nm: Thickness | None = Field(
        default=None,
        description="thickness of the ink on a wall; as on the surface when there is none",
    )
    materials: tuple[str, ...] = Field(
        default=(),
        description="materials whose walls are covered; that of the sheet when none is named",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the ink."""
        opening = self.drawing(masks) & masks.panel
        printed = (
            self._on_walls(before, opening, masks.panel)
            if self.side_walls
            else self._on_surface(before, opening, masks.panel)
        )
        if not printed:
            raise StepError(
                f"the screen {self.mask!r} has "
                f"{'no gap beside metal' if self.side_walls else 'nothing to print on'}",
                fix="check the drawing and the face, or print it where the surface is in reach",
            )
        return before.plus(printed)

    def _on_surface(self, before: Structure, opening: Region, panel: Region) -> list[Slab]:
        skyline = Skyline(before, panel, self.face)
        seen = [(slab, skyline.exposed(slab) & opening) for slab in before.slabs]
        seen = [(slab, region) for slab, region in seen if region.is_solid]
        heights_nm = [towards_nm(self.face, face_nm(slab, self.face)) for slab, _ in seen]
        screen_nm = max(heights_nm, default=0)
        return [
            self._ink(region, inner_nm, inner_nm + self.thickness_nm)
            for (_, region), inner_nm in zip(seen, heights_nm, strict=True)
            if screen_nm - inner_nm < self.thickness_nm
        ]

    def _on_walls(self, before: Structure, opening: Region, panel: Region) -> list[Slab]:
        wall_nm = self.wall_nm or self.thickness_nm
        walled = [
            slab
            for slab in before.slabs
            if slab.region.overlaps(opening)
            and (slab.material in self.materials or (not self.materials and slab.role in _SHEET))
        ]
        printed: list[Slab] = []
        for gap in reachable(before, panel, self.face):
            metal = Region.union(
                slab.region & opening for slab in walled if slab.spans(gap.bottom_nm, gap.top_nm)
            )
            ink = (metal.grown_round(wall_nm) & gap.region).solid_parts()
            if ink:
                printed.append(self._ink(ink, *span_nm(self.face, gap.bottom_nm, gap.top_nm)))
        return printed

    def _ink(self, region: Region, inner_nm: int, outer_nm: int) -> Slab:
        span = span_nm(self.face, inner_nm, outer_nm)
        return Slab(self.material, self.role, region, *span, self.name, self.level)

    def new_materials(self) -> frozenset[str]:
        """Return the ink, which this step cures."""
        return frozenset({self.material})
