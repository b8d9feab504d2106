"""Parts with an exact shape that is no prism: balls and bond wires."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from padwright.geometry.slab import Role

#: The face of a panel that a step works on: the one that looks up, or the one that looks down.
Face: TypeAlias = Literal["top", "bottom"]


@dataclass(frozen=True, slots=True)
class Ball:
    """A sphere cut off by the plane of its foot (a reflowed solder ball, a soldered copper ball).

    The sphere of `radius_nm` is centred at (`x_nm`, `y_nm`, `centre_nm`). On the top face it stands
    on the plane `foot_nm`; on the bottom face it hangs from it.
    """

    name: str
    material: str
    role: Role
    x_nm: int
    y_nm: int
    centre_nm: float
    radius_nm: float
    foot_nm: int
    made_by: str
    face: Face = "top"

    @property
    def bottom_nm(self) -> int:
        """Height of the lowest point."""
        if self.face == "top":
            return self.foot_nm
        return math.floor(self.centre_nm - self.radius_nm)

    @property
    def top_nm(self) -> int:
        """Height of the highest point."""
        if self.face == "bottom":
            return self.foot_nm
        return math.ceil(self.centre_nm + self.radius_nm)

    @property
    def foot_radius_nm(self) -> float:
        """Radius of the circle at which the ball is cut."""
        return self.radius_at_nm(self.foot_nm)

    def radius_at_nm(self, height_nm: float) -> float:
        """Return the radius of the horizontal cut at a height; zero outside the ball."""
        if not self.bottom_nm <= height_nm <= self.top_nm:
            return 0.0
        return math.sqrt(max(0.0, self.radius_nm**2 - (height_nm - self.centre_nm) ** 2))

    @property
    def volume_nm3(self) -> float:
        """Volume of the spherical segment, pi h^2 (3 R - h) / 3 with h the height of the cap."""
        away_nm = self.centre_nm - self.foot_nm
        height_nm = self.radius_nm + (away_nm if self.face == "top" else -away_nm)
        return math.pi * height_nm**2 * (3 * self.radius_nm - height_nm) / 3


@dataclass(frozen=True, slots=True)
class Wire:
    """A round bond wire along a line of points, from its first bond to its second.

    `points_nm` are (x, y, z) of the wire's axis, from the die to the peg.
    """

    name: str
    material: str
    points_nm: tuple[tuple[int, int, int], ...]
    diameter_nm: int
    made_by: str
    role: Role = Role.WIRE

    @property
    def bottom_nm(self) -> int:
        """Height of the lowest point of the axis, where the wire lies on its bond."""
        return min(z for _, _, z in self.points_nm)

    @property
    def top_nm(self) -> int:
        """Height of the highest point."""
        return max(z for _, _, z in self.points_nm) + self.diameter_nm // 2

    @property
    def length_nm(self) -> float:
        """Length along the axis."""
        return sum(map(math.dist, self.points_nm[:-1], self.points_nm[1:]))

    @property
    def volume_nm3(self) -> float:
        """Volume of the drawn wire: its cross-section times its length."""
        return math.pi / 4 * self.diameter_nm**2 * self.length_nm


Body: TypeAlias = Ball | Wire
