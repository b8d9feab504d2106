"""Place solder balls and melt them onto their lands."""

import math
from typing import ClassVar

from pydantic import Field

from padwright.geometry.body import Ball
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Step, Thickness


class BallAttach(Step):
    """Melt a ball into each opening that shows metal.

    The solder fills the opening down to the metal and stands on it as a sphere cut by the
    opening's plane; its volume is that of the ball before reflow (surface tension only: for balls
    below about 1 mm gravity flattens less than the attach tolerance).
    """

    kind: ClassVar[str] = "ball-attach"

    material: str = Field(description="solder")
    mask: str = Field(description="drawing of the openings")
    diameter_nm: Thickness = Field(description="diameter of the ball before reflow")
    conductors: tuple[str, ...] = Field(description="materials that the solder wets")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with solder in the openings and a ball on each."""
        top_nm = max(slab.top_nm for slab in before.slabs)
        skyline = Skyline(before, masks.panel)
        necks: list[Slab] = []
        for slab in before.slabs:
            if slab.material not in self.conductors or slab.top_nm >= top_nm:
                continue
            seen = skyline.exposed(slab) & masks[self.mask].region
            wetted = seen.without_slivers()
            if wetted:
                necks.append(
                    Slab(self.material, Role.TERMINAL, wetted, slab.top_nm, top_nm, self.name)
                )
        feet = Region.union(neck.region for neck in necks)
        volume_by_foot = self._neck_volumes(feet, necks)
        balls = []
        for number, foot in enumerate(feet, start=1):
            left, bottom, right, upper = foot.box_nm
            centre_nm, radius_nm = self._sphere(foot, volume_by_foot[number - 1], top_nm)
            balls.append(
                Ball(
                    name=f"{self.name} {number}",
                    material=self.material,
                    role=Role.TERMINAL,
                    x_nm=(left + right) // 2,
                    y_nm=(bottom + upper) // 2,
                    centre_nm=centre_nm,
                    radius_nm=radius_nm,
                    foot_nm=top_nm,
                    made_by=self.name,
                )
            )
        return before.plus(necks, balls)

    @staticmethod
    def _neck_volumes(feet: Region, necks: list[Slab]) -> list[int]:
        """Return the solder in each opening, in nm3."""
        if len(necks) == 1:
            return [foot.area_nm2 * necks[0].thickness_nm for foot in feet]
        return [
            sum((neck.region & foot).area_nm2 * neck.thickness_nm for neck in necks)
            for foot in feet
        ]

    def _sphere(self, foot: Region, neck_nm3: int, plane_nm: int) -> tuple[float, float]:
        """Return height of the centre and radius of the sphere that holds the rest of the ball.

        A segment of height h on a foot of radius a has the volume pi h (3 a^2 + h^2) / 6, which
        grows with h; h is found by bisection, and R = (a^2 + h^2) / (2 h).
        """
        foot_nm = math.sqrt(foot.area_nm2 / math.pi)
        volume_nm3 = max(math.pi / 6 * self.diameter_nm**3 - neck_nm3, 1.0)
        low_nm, high_nm = 0.0, 2.0 * self.diameter_nm
        for _ in range(80):
            height_nm = (low_nm + high_nm) / 2
            if math.pi * height_nm * (3 * foot_nm**2 + height_nm**2) / 6 < volume_nm3:
                low_nm = height_nm
            else:
                high_nm = height_nm
        height_nm = (low_nm + high_nm) / 2
        radius_nm = (foot_nm**2 + height_nm**2) / (2 * height_nm)
        return plane_nm + height_nm - radius_nm, radius_nm

    def new_materials(self) -> frozenset[str]:
        """Return the solder, which this step melts."""
        return frozenset({self.material})
