"""Make a wiring level in one row: seed, resist, plating, strip and seed etch."""

from typing import ClassVar

from pydantic import Field

from padwright.base.units import length_text
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.process.step import Example, MaskedStep, Thickness
from padwright.process.steps.coat import Coat
from padwright.process.steps.electroplate import Electroplate
from padwright.process.steps.etch_seed import EtchSeed
from padwright.process.steps.pattern import Pattern
from padwright.process.steps.sputter import Sputter
from padwright.process.steps.strip import Strip


class PlateWiring(MaskedStep):
    """Make vias and wiring semi-additively through a mask, the whole sequence in one row.

    The row abbreviates the six rows sputter, coat, pattern, electroplate, strip and etch-seed,
    which it does one after the other, so that the structure is that of the rows written out. Each
    of them is a process step with its own heat and its own risks: write them out where these are to
    be looked at.
    """

    kind: ClassVar[str] = "plate-wiring"
    example: ClassVar[Example] = {
        "name": "wiring 1",
        "mask": "wiring 1",
        "material": "cu",
        "thickness": "8 um",
        "level": 1,
        "conductors": ["al", "cu", "sac305", "ti"],
        "seed_material": "cu",
        "seed_thickness": "300 nm",
        "coverage": 0.3,
        "resist_material": "resist",
        "resist_thickness": "15 um",
        "temperature": "120 C",
    }

    material: str = Field(description="metal that is plated")
    thickness_nm: Thickness = Field(description="thickness over the field of the seed")
    level: int = Field(ge=1, description="wiring level that is made")
    conductors: tuple[str, ...] = Field(description="materials that carry the plating current")
    seed_material: str = Field(description="material of the seed")
    seed_thickness_nm: Thickness = Field(description="thickness of the seed on flat surfaces")
    coverage_ratio: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        description="thickness of the seed on walls over that on fields (uncited default)",
    )
    resist_material: str = Field(description="material of the plating resist")
    resist_thickness_nm: Thickness = Field(description="thickness of the plating resist")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the wiring level and the seed that is left under it."""
        resist = f"{self.name} resist"
        done = before
        for step in (
            Sputter(
                name=self.name,
                face=self.face,
                material=self.seed_material,
                thickness_nm=length_text(self.seed_thickness_nm),
                coverage_ratio=self.coverage_ratio,
                level=self.level,
            ),
            Coat(
                name=resist,
                face=self.face,
                material=self.resist_material,
                thickness_nm=length_text(self.resist_thickness_nm),
                role=Role.RESIST,
                level=self.level,
            ),
            Pattern(
                name=self.name,
                face=self.face,
                film=resist,
                mask=self.mask,
                shift_x_nm=length_text(self.shift_x_nm),
                shift_y_nm=length_text(self.shift_y_nm),
            ),
            Electroplate(
                name=self.name,
                face=self.face,
                material=self.material,
                thickness_nm=length_text(self.thickness_nm),
                level=self.level,
                conductors=self.conductors,
            ),
            Strip(name=self.name, face=self.face, material=self.resist_material),
            EtchSeed(name=self.name, face=self.face, materials=(self.seed_material,)),
        ):
            done = step.apply(done, masks)
        return done
