"""The solid parts of a built package: vertical prisms, and bodies that are no prisms."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from padwright.geometry.region import Region


class Role(StrEnum):
    """What a step made a part as; never what the part is connected to."""

    BASE = "base"
    PLATE = "plate"
    DIE = "die"
    DIE_PAD = "die-pad"
    ATTACH = "attach"
    FILL = "fill"
    DIELECTRIC = "dielectric"
    WIRING = "wiring"
    VIA = "via"
    SEED = "seed"
    LAND = "land"
    PASSIVATION = "passivation"
    RESIST = "resist"
    FINISH = "finish"
    PEG = "peg"
    LINE = "line"
    MASK = "mask"
    ENCAPSULANT = "encapsulant"
    TERMINAL = "terminal"
    WIRE = "wire"
    COMPONENT = "component"


@dataclass(frozen=True, slots=True)
class Slab:
    """A vertical prism of one material, made by one step.

    `level` counts wiring levels and their dielectrics from 1, next to the dies; None elsewhere.
    """

    material: str
    role: Role
    region: Region
    bottom_nm: int
    top_nm: int
    made_by: str
    level: int | None = None

    def __post_init__(self) -> None:
        if self.top_nm <= self.bottom_nm:
            msg = f"slab of {self.made_by}: top {self.top_nm} nm is not above {self.bottom_nm} nm"
            raise ValueError(msg)

    @property
    def thickness_nm(self) -> int:
        """Height of the prism."""
        return self.top_nm - self.bottom_nm

    @property
    def volume_nm3(self) -> int:
        """Exact volume."""
        return self.region.area_nm2 * self.thickness_nm

    def within(self, region: Region) -> "Slab":
        """Return the slab with another region."""
        return replace(self, region=region)

    def spans(self, bottom_nm: int, top_nm: int) -> bool:
        """Whether the slab shares height with an interval."""
        return self.bottom_nm < top_nm and bottom_nm < self.top_nm


@dataclass(frozen=True, slots=True)
class Ball:
    """A sphere cut off by the plane that it sits on, its foot (a reflowed solder ball).

    The sphere of `radius_nm` is centred at (`x_nm`, `y_nm`, `centre_nm`) and cut at `bottom_nm`.
    """

    name: str
    material: str
    role: Role
    x_nm: int
    y_nm: int
    centre_nm: float
    radius_nm: float
    bottom_nm: int
    made_by: str

    @property
    def top_nm(self) -> int:
        """Height of the highest point."""
        return math.ceil(self.centre_nm + self.radius_nm)

    @property
    def foot_radius_nm(self) -> float:
        """Radius of the circle on which the ball sits."""
        return self.radius_at_nm(self.bottom_nm)

    def radius_at_nm(self, height_nm: float) -> float:
        """Return the radius of the horizontal cut at a height; zero outside the ball."""
        if not self.bottom_nm <= height_nm <= self.centre_nm + self.radius_nm:
            return 0.0
        return math.sqrt(max(0.0, self.radius_nm**2 - (height_nm - self.centre_nm) ** 2))

    @property
    def volume_nm3(self) -> float:
        """Volume of the spherical segment, pi h^2 (3 R - h) / 3 with h the height of the cap."""
        height_nm = self.centre_nm + self.radius_nm - self.bottom_nm
        return math.pi * height_nm**2 * (3 * self.radius_nm - height_nm) / 3


#: A part with an exact shape that is no prism.
Body = Ball
