"""Place solder balls and melt them onto their lands."""

import math
from functools import cache
from typing import ClassVar

from pydantic import Field

from padwright.geometry.body import Ball
from padwright.geometry.facing import towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.lands import TerminalStep, feet_of
from padwright.process.step import Example, Thickness


class BallAttach(TerminalStep):
    """Melt a ball into each opening that shows metal.

    The solder fills the opening down to the metal and stands on it as a sphere cut by the
    opening's plane; its volume is that of the ball before reflow (surface tension only: for balls
    below about 1 mm gravity flattens less than the attach tolerance).
    """

    kind: ClassVar[str] = "ball-attach"
    example: ClassVar[Example] = {
        "name": "balls",
        "mask": "passivation",
        "material": "sac305",
        "diameter": "0.46 mm",
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "245 C",
    }

    material: str = Field(description="solder")
    diameter_nm: Thickness = Field(description="diameter of the ball before reflow")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with solder in the openings and a ball on each."""
        lands = self.lands(before, masks)
        balls = []
        for number, foot in enumerate(feet_of(lands), start=1):
            up_nm, radius_nm = _sphere(foot.area_nm2, foot.under_nm3, self.diameter_nm)
            foot_nm = towards_nm(self.face, foot.plane_nm)
            balls.append(
                Ball(
                    name=f"{self.name} {number}",
                    material=self.material,
                    role=Role.TERMINAL,
                    x_nm=foot.x_nm,
                    y_nm=foot.y_nm,
                    centre_nm=foot_nm + up_nm if self.face == "top" else foot_nm - up_nm,
                    radius_nm=radius_nm,
                    foot_nm=foot_nm,
                    made_by=self.name,
                    face=self.face,
                )
            )
        return before.plus(self.necks(lands, self.material), balls)


@cache
def _sphere(foot_nm2: int, neck_nm3: int, diameter_nm: int) -> tuple[float, float]:
    """Return how far the centre lies over the foot, and the radius, of what is left of a ball.

    A segment of height h on a foot of radius a has the volume pi h (3 a^2 + h^2) / 6, which
    grows with h; h is found by bisection, and R = (a^2 + h^2) / (2 h).
    """
    foot_nm = math.sqrt(foot_nm2 / math.pi)
    volume_nm3 = max(math.pi / 6 * diameter_nm**3 - neck_nm3, 1.0)
    low_nm, high_nm = 0.0, 2.0 * diameter_nm
    for _ in range(80):
        height_nm = (low_nm + high_nm) / 2
        if math.pi * height_nm * (3 * foot_nm**2 + height_nm**2) / 6 < volume_nm3:
            low_nm = height_nm
        else:
            high_nm = height_nm
    height_nm = (low_nm + high_nm) / 2
    radius_nm = (foot_nm**2 + height_nm**2) / (2 * height_nm)
    return height_nm - radius_nm, radius_nm
