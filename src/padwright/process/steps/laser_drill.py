"""Drill holes through a film with a laser."""

from typing import Annotated, ClassVar

from pydantic import Field

from padwright.base.units import AngleDeg
from padwright.process.step import Example
from padwright.process.steps.pattern import Pattern


class LaserDrill(Pattern):
    """Drill a film inside the openings of a mask, with sloping walls; the metal below stops it.

    The film need not be photosensitive. Holes of 40 um to 75 um with a capture pad 50 um wider are
    uncited defaults of the trade.
    """

    kind: ClassVar[str] = "laser-drill"
    example: ClassVar[Example] = {
        "name": "open via 1",
        "film": "dielectric 1",
        "mask": "via 1",
        "wall": "80 deg",
    }

    wall_deg: Annotated[AngleDeg, Field(gt=45.0, le=90.0)] = Field(
        default=80.0,
        description="slope of the wall against the film's plane (uncited default); the mask is the "
        "hole at the film's inner side",
    )
