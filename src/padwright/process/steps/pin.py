"""Solder pins with a head onto their lands."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import length_text
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.process.lands import TerminalStep, centres_nm, feet_of
from padwright.process.step import Example, Thickness


class Pin(TerminalStep):
    """Stand a pin on its nail head on each land, held by solder under the head."""

    kind: ClassVar[str] = "pin"
    example: ClassVar[Example] = {
        "name": "pins",
        "mask": "passivation",
        "material": "kovar",
        "diameter": "0.2 mm",
        "length": "1.5 mm",
        "head_diameter": "0.4 mm",
        "head_thickness": "80 um",
        "solder": "sac305",
        "joint_thickness": "20 um",
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "245 C",
    }

    material: str = Field(description="material of the pin")
    diameter_nm: Thickness = Field(description="diameter of the shaft")
    length_nm: Thickness = Field(description="length of the shaft beyond the head")
    head_diameter_nm: Thickness = Field(description="diameter of the head")
    head_thickness_nm: Thickness = Field(description="thickness of the head")
    solder_material: str = Field(alias="solder", description="material of the joint")
    joint_thickness_nm: Thickness = Field(
        default=20_000,
        description="solder between the opening's plane and the head (uncited default)",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with a joint and a pin on each land."""
        if self.head_diameter_nm < self.diameter_nm:
            raise StepError(
                f"a head of {length_text(self.head_diameter_nm)} is narrower than its shaft of "
                f"{length_text(self.diameter_nm)}",
                fix="make the head at least as wide as the shaft",
            )
        lands = self.lands(before, masks)
        feet = feet_of(lands)
        if len(Region.discs(centres_nm(feet), self.head_diameter_nm)) < len(feet):
            raise StepError(
                f"heads of {length_text(self.head_diameter_nm)} touch each other",
                fix="make the heads narrower or the pitch of the lands larger",
            )
        parts: list[Slab] = self.necks(lands, self.solder_material, self.joint_thickness_nm)
        for plane_nm in sorted({foot.plane_nm for foot in feet}):
            level = centres_nm([foot for foot in feet if foot.plane_nm == plane_nm])
            heads = Region.discs(level, self.head_diameter_nm)
            head_nm = plane_nm + self.joint_thickness_nm
            shaft_nm = head_nm + self.head_thickness_nm
            shafts = Region.discs(level, self.diameter_nm)
            parts += [
                self.column(heads, head_nm, shaft_nm, self.material),
                self.column(shafts, shaft_nm, shaft_nm + self.length_nm, self.material),
            ]
        self._require_free(before, parts)
        return before.plus(parts)

    def _require_free(self, before: Structure, parts: list[Slab]) -> None:
        """Raise `StepError` when a head or a shaft runs into what is there."""
        for part in parts:
            for slab in before.slabs:
                apart = slab.top_nm <= part.bottom_nm or slab.bottom_nm >= part.top_nm
                if not apart and slab.region.overlaps(part.region):
                    raise StepError(
                        f"a pin would run into what {slab.made_by!r} made",
                        fix="make the head narrower, or stand the pins elsewhere",
                    )

    def new_materials(self) -> frozenset[str]:
        """Return the solder, which this step melts, and the pins that it brings."""
        return frozenset({self.material, self.solder_material})
