"""Sputter a thin metal film."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.facing import span_nm, upright
from padwright.geometry.film import conformal
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep, Thickness


class Sputter(FacedStep):
    """Grow a thin film on every surface in line of sight of the face.

    Walls get a share of the thickness, the step coverage; with none, the film in a hole is cut
    off from the film round it.
    """

    kind: ClassVar[str] = "sputter"
    example: ClassVar[Example] = {
        "name": "seed 1",
        "material": "cu",
        "thickness": "300 nm",
        "coverage": 0.3,
        "level": 1,
        "temperature": "120 C",
    }

    material: str = Field(description="material of the film")
    thickness_nm: Thickness = Field(description="thickness on flat surfaces")
    coverage_ratio: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        description="thickness on walls over that on flat surfaces (uncited default)",
    )
    role: Role = Field(default=Role.SEED, description="what the film is")
    level: int | None = Field(default=None, ge=1, description="wiring level that it belongs to")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the film."""
        if not before.slabs:
            raise StepError("there is nothing to sputter on", fix="lay a sheet before it")
        turned = upright(before, self.face)
        film = conformal(turned, masks.panel, self.thickness_nm, side_ratio=self.coverage_ratio)
        return before.plus(
            Slab(
                self.material,
                self.role,
                gap.region,
                *span_nm(self.face, gap.bottom_nm, gap.top_nm),
                self.name,
                self.level,
            )
            for gap in film
        )
