"""Cut the units out of the panel."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.body import Ball, Body
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure
from padwright.process.step import Example, Step


class Singulate(Step):
    """Remove the streets round the units, through everything.

    The drawing is what the saw leaves: streets are as wide as the kerf, the blade and what it
    loses on either side (20 um to 40 um for wafers; 100 um to 300 um for packages, and streets of
    0.3 mm to 0.4 mm with a kerf of 0.2 mm to 0.3 mm for frames, are uncited defaults).
    """

    kind: ClassVar[str] = "singulate"
    example: ClassVar[Example] = {"name": "singulate", "mask": "units"}

    mask: str | None = Field(
        default=None, description="drawing of the units; without one the body is the only unit"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return what lies in the units; a ball or wire that is not inside one is lost."""
        units = masks.body if self.mask is None else self._units(self.mask, masks)
        kept = Structure((), tuple(_inside(before, units)))
        return kept.plus(slab.within(slab.region & units) for slab in before.slabs)

    @staticmethod
    def _units(mask: str, masks: Masks) -> Region:
        """Return the drawing of the units, which a saw can cut out."""
        units = masks[mask].region
        if not units:
            raise StepError(f"the drawing {mask!r} is empty", fix="draw the units")
        if not masks.panel.covers(units):
            left, bottom, right, top = (units - masks.panel).box_nm
            raise StepError(
                f"units leave the panel between ({left}, {bottom}) nm and ({right}, {top}) nm",
                fix="move the units onto the panel",
            )
        for unit in units:
            left, bottom, right, top = unit.box_nm
            if unit.area_nm2 != (right - left) * (top - bottom):
                raise StepError(
                    f"the unit between ({left}, {bottom}) nm and ({right}, {top}) nm is no "
                    "rectangle: units overlap, or a saw cannot cut it",
                    fix="move the units apart",
                )
        return units


def _inside(before: Structure, units: Region) -> Iterator[Body]:
    """Go through the bodies that the saw leaves: balls centred in a unit, wires within one."""
    if not before.bodies:
        return
    places_nm = [
        [(body.x_nm, body.y_nm)] if isinstance(body, Ball) else [p[:2] for p in body.points_nm]
        for body in before.bodies
    ]
    starts = np.cumsum([0, *map(len, places_nm)])[:-1]
    points_nm = np.array([point for each in places_nm for point in each], dtype=np.int64)
    kept = np.zeros(len(before.bodies), dtype=np.bool_)
    for unit in units:
        kept |= np.logical_and.reduceat(unit.holds(points_nm), starts)
    yield from (body for body, stays in zip(before.bodies, kept.tolist(), strict=True) if stays)
