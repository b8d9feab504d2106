"""Mill pockets into a sheet."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import LengthNm, length_text, place_text
from padwright.geometry.facing import span_nm
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.process.sheet import require_made
from padwright.process.step import Example, MaskedStep, Thickness


class Mill(MaskedStep):
    """Machine pockets with a flat floor into a sheet; a round tool rounds their inside corners.

    A depth tolerance of 10 um to 25 um, corner radii of 0.1 mm to 0.5 mm and a gap of 50 um to
    100 um round the die are uncited defaults; the wall's taper (up to 3 deg) is not modelled.
    """

    kind: ClassVar[str] = "mill"
    example: ClassVar[Example] = {
        "name": "mill pockets",
        "sheet": "base",
        "mask": "pockets",
        "depth": "170 um",
        "corner_radius": "0.25 mm",
        "depth_error": "10 um",
    }

    sheet: str = Field(description="name of the step that laid the sheet")
    mask: str = Field(description="drawing of the pockets")
    depth_nm: Thickness = Field(description="depth of the pockets under the sheet's face")
    corner_radius_nm: LengthNm = Field(
        default=250_000,
        ge=0,
        description="radius of the tool, which the inside corners get (uncited default)",
    )
    depth_error_nm: LengthNm = Field(
        default=0, description="by how much the pockets come out deeper than they should be"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the pockets in the sheet."""
        sheet = require_made(before, self.sheet)
        top_nm = max(slab.top_nm for slab in sheet)
        inner_nm, outer_nm = span_nm(self.face, sheet[0].bottom_nm, top_nm)
        depth_nm = self.depth_nm + self.depth_error_nm
        if not 0 < depth_nm < outer_nm - inner_nm:
            raise StepError(
                f"a pocket {length_text(depth_nm)} deep does not fit into the sheet {self.sheet!r} "
                f"of {length_text(outer_nm - inner_nm)}",
                fix="mill less deep, or punch the sheet and laminate another one below it",
            )
        pocket = self._pocket(masks)
        if not any(slab.region.overlaps(pocket) for slab in sheet):
            raise StepError(
                f"drawing {self.mask!r} misses the sheet {self.sheet!r}",
                fix="move the pockets onto the sheet",
            )
        floor_nm = outer_nm - depth_nm
        self._require_free(before, pocket, floor_nm)
        slabs: list[Slab] = []
        for slab in before.slabs:
            slabs += self._milled(slab, pocket, floor_nm)
        return Structure((), before.bodies).plus(slabs)

    def _pocket(self, masks: Masks) -> Region:
        """Return what the tool clears, with its rounded corners."""
        drawn = self.drawing(masks)
        if not drawn:
            raise StepError(f"the drawing {self.mask!r} is empty", fix="draw the pockets")
        if not self.corner_radius_nm:
            return drawn
        pocket = drawn.rounded(self.corner_radius_nm)
        missed = drawn.clear_of(pocket)
        if missed:
            left_nm, bottom_nm, right_nm, top_nm = missed.box_nm
            raise StepError(
                f"a tool with the radius {length_text(self.corner_radius_nm)} does not fit into "
                f"the pocket from {place_text(left_nm, bottom_nm)} to "
                f"{place_text(right_nm, top_nm)}",
                fix="make the corner radius smaller or the pocket wider",
            )
        return pocket

    def _require_free(self, before: Structure, pocket: Region, floor_nm: int) -> None:
        """Raise `StepError` when the tool would meet something else above the floor."""
        for slab in before.slabs:
            _, outer_nm = span_nm(self.face, slab.bottom_nm, slab.top_nm)
            if slab.made_by != self.sheet and outer_nm > floor_nm and slab.region.overlaps(pocket):
                raise StepError(
                    f"the tool would meet what {slab.made_by!r} made",
                    fix="mill the pockets before anything lies on the sheet",
                )

    def _milled(self, slab: Slab, pocket: Region, floor_nm: int) -> list[Slab]:
        inner_nm, outer_nm = span_nm(self.face, slab.bottom_nm, slab.top_nm)
        if slab.made_by != self.sheet or outer_nm <= floor_nm or not slab.region.overlaps(pocket):
            return [slab]
        opened = slab.region - pocket
        if inner_nm >= floor_nm:
            return [slab.within(opened)]
        cuts_nm = (
            (slab.region, span_nm(self.face, inner_nm, floor_nm)),
            (opened, span_nm(self.face, floor_nm, outer_nm)),
        )
        return [
            replace(slab, region=region, bottom_nm=bottom_nm, top_nm=top_nm)
            for region, (bottom_nm, top_nm) in cuts_nm
        ]
