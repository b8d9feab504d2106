"""Solder copper balls onto their lands."""

import math
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import length_text
from padwright.geometry.body import Ball
from padwright.geometry.facing import towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.lands import TerminalStep, feet_of
from padwright.process.step import Example, Thickness


class CopperBall(TerminalStep):
    """Stand a ball that does not melt on each land, held by a joint of solder.

    The ball's lowest point touches the opening's plane; the solder fills the opening and wets the
    ball up to the joint's thickness. The cap of the ball that dips into the joint is counted as
    solder, so that the ball is a sphere cut at the joint's outer side.
    """

    kind: ClassVar[str] = "copper-ball"
    example: ClassVar[Example] = {
        "name": "balls",
        "mask": "outer pegs",
        "face": "bottom",
        "material": "cu",
        "diameter": "0.3 mm",
        "solder_material": "sac305",
        "joint_thickness": "20 um",
        "conductors": ["ag", "au", "c194", "ni", "pd"],
        "temperature": "245 C",
    }

    material: str = Field(description="material of the ball")
    diameter_nm: Thickness = Field(description="diameter of the ball")
    solder_material: str = Field(description="material of the joint")
    joint_thickness_nm: Thickness = Field(
        default=20_000,
        description="how far the solder reaches over the opening's plane (uncited default)",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with a joint and a ball on each land."""
        joint_nm, radius_nm = self.joint_thickness_nm, self.diameter_nm / 2
        if joint_nm >= radius_nm:
            raise StepError(
                f"a joint of {length_text(joint_nm)} would drown half of a ball of "
                f"{length_text(self.diameter_nm)}",
                fix="make the joint thinner or the ball larger",
            )
        lands = self.lands(before, masks)
        balls = [
            Ball(
                name=f"{self.name} {number}",
                material=self.material,
                role=Role.TERMINAL,
                x_nm=foot.x_nm,
                y_nm=foot.y_nm,
                centre_nm=math.copysign(1, towards_nm(self.face, 1)) * (foot.plane_nm + radius_nm),
                radius_nm=radius_nm,
                foot_nm=towards_nm(self.face, foot.plane_nm + joint_nm),
                made_by=self.name,
                face=self.face,
            )
            for number, foot in enumerate(feet_of(lands), start=1)
        ]
        return before.plus(self.necks(lands, self.solder_material, joint_nm), balls)

    def new_materials(self) -> frozenset[str]:
        """Return the solder, which this step melts, and the balls that it brings."""
        return frozenset({self.material, self.solder_material})
