"""Open a film through a mask."""

import math
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from padwright.base.errors import StepError, nearest
from padwright.base.units import AngleDeg
from padwright.geometry.facing import span_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, MaskedStep

#: A sloping wall is made of slabs whose edges step by at most this much.
_TAPER_STEP_NM = 1_000


class Pattern(MaskedStep):
    """Expose a film through a mask and develop it: remove it inside the mask's openings."""

    kind: ClassVar[str] = "pattern"
    example: ClassVar[Example] = {
        "name": "open via 1",
        "film": "dielectric 1",
        "mask": "via 1",
        "shift_x": "2 um",
        "shift_y": "-1 um",
    }

    film: str = Field(description="name of the step that made the film")
    mask: str = Field(description="drawing of the openings")
    wall_deg: Annotated[AngleDeg, Field(gt=45.0, le=90.0)] = Field(
        default=90.0,
        description="slope of the wall against the film's plane, straight at 90 deg; the mask is "
        "the opening at the film's inner side",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the film opened where it is seen from the face."""
        films = {slab.made_by for slab in before.slabs}
        if self.film not in films:
            raise StepError(
                f"no step {self.film!r} left a film",
                fix=nearest(self.film, films) if films else "coat the film before it",
            )
        opening = self.drawing(masks)
        # The film does not shade itself: it is opened from one side to the other.
        skyline = Skyline(before, masks.panel, self.face, lambda slab: slab.made_by == self.film)
        slabs: list[Slab] = []
        for slab in before.slabs:
            if slab.made_by == self.film:
                slabs += self._opened(slab, opening & skyline.exposed(slab))
            else:
                slabs.append(slab)
        return Structure((), before.bodies).plus(slabs)

    def _opened(self, slab: Slab, opening: Region) -> list[Slab]:
        run_nm = slab.thickness_nm / math.tan(math.radians(self.wall_deg))
        steps = max(1, math.ceil(run_nm / _TAPER_STEP_NM)) if self.wall_deg < 90 else 1
        first_nm, _ = span_nm(self.face, slab.bottom_nm, slab.top_nm)
        cuts_nm = [first_nm + slab.thickness_nm * step // steps for step in range(steps + 1)]
        parts = []
        for step, (inner_nm, outer_nm) in enumerate(pairwise(cuts_nm)):
            wider = opening.sized(round(run_nm * step / steps)) if steps > 1 else opening
            parts.append(
                Slab(
                    slab.material,
                    slab.role,
                    slab.region - wider,
                    *span_nm(self.face, inner_nm, outer_nm),
                    slab.made_by,
                    slab.level,
                )
            )
        return parts
