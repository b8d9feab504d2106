"""Drill holes through a film with a laser."""

from typing import ClassVar

from pydantic import Field

from padwright.process.steps.pattern import Pattern


class LaserDrill(Pattern):
    """Drill a film inside the openings of a mask, with sloping walls; the metal below stops it.

    The film need not be photosensitive. Holes of 40 um to 75 um with a capture pad 50 um wider are
    uncited defaults of the trade.
    """

    kind: ClassVar[str] = "laser-drill"

    wall_deg: float = Field(
        default=80.0,
        gt=45.0,
        le=90.0,
        description="slope of the wall, in degrees (uncited default); the mask is the hole at the "
        "film's inner side",
    )
