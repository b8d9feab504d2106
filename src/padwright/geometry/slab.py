"""The solid parts of a built package that are vertical prisms."""

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
