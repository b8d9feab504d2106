"""A capacitor: fingers of two combs of one wiring level between each other."""

import math
from typing import ClassVar, Self

from pydantic import Field
from scipy.special import ellipk

from padwright.devices.device import Device, Family, Ideal, Metal, Site, Worth, require_line
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line
from padwright.devices.surroundings import EPSILON_0_F_PER_M, Surroundings
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm


class CapacitorInterdigital(Device):
    """Two combs whose fingers lie side by side in turn; terminal 1 is left, terminal 2 right."""

    kind: ClassVar[str] = "capacitor-interdigital"
    family: ClassVar[Family] = "capacitor"
    describes: ClassVar[str] = "two combs of one level with their fingers between each other"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "capacitance"
    formula: ClassVar[str] = (
        "C = (N - 3) Ci / 2 + 2 Ci Ce / (Ci + Ce) by complete elliptic integrals, "
        "and the walls of the gaps as plates: (N - 1) e0 er t l / s"
    )
    source: ClassVar[str] = (
        "R. Igreja, C. J. Dias, Sensors and Actuators A 112 (2004) 291, "
        "doi:10.1016/j.sna.2004.01.040, for fingers without thickness"
    )

    fingers: int = Field(default=10, ge=4, le=10_000, description="number of fingers of both combs")
    width_nm: SizeNm = Field(
        default=20_000, description="width of a finger (uncited default)", examples=["20 um"]
    )
    space_nm: PositiveNm = Field(
        default=20_000,
        description="space between fingers, and beyond their tips (uncited default)",
        examples=["20 um"],
    )
    overlap_nm: SizeNm = Field(
        default=400_000,
        description="length over which fingers lie beside each other (uncited default)",
        examples=["400 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return both combs, each with a lead from the middle of its bar to its land."""
        rules, level = site.rules, site.level
        require_line(self, rules)
        diameter_nm = rules.via_land_nm
        pitch_nm, half_nm = self.width_nm + self.space_nm, self.overlap_nm // 2
        high_nm = ((self.fingers - 1) * pitch_nm + self.width_nm) // 2
        bar_nm = half_nm + self.space_nm
        out_nm = bar_nm + self.width_nm
        shapes = [
            Region.box(-out_nm, -high_nm, -bar_nm, high_nm),
            Region.box(bar_nm, -high_nm, out_nm, high_nm),
        ]
        for finger in range(self.fingers):
            low_nm = finger * pitch_nm - high_nm
            ends_nm = (-bar_nm, half_nm) if finger % 2 == 0 else (-half_nm, bar_nm)
            shapes.append(Region.box(ends_nm[0], low_nm, ends_nm[1], low_nm + self.width_nm))
        end_nm = out_nm + land_offset_nm(rules)
        terminals = (
            Terminal("1", -end_nm, 0, level, diameter_nm),
            Terminal("2", end_nm, 0, level, diameter_nm),
        )
        for each, sign in zip(terminals, (-1, 1), strict=True):
            lead = line([(sign * bar_nm, 0), (each.x_nm, 0)], rules.line_width_nm.value)
            shapes += [lead, each.land]
        combs = Region.box(-out_nm, -high_nm, out_nm, high_nm)
        return Drawing(
            wiring={level: Region.union(shapes)},
            terminals=terminals,
            joined=(("1",), ("2",)),
            keep_out=kept_out({level: combs}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the capacitance of the fingers between two half spaces of dielectric."""
        metal_ratio = self.width_nm / (self.width_nm + self.space_nm)
        inner = math.sin(math.pi * metal_ratio / 2)
        outer = 2 * math.sqrt(metal_ratio) / (1 + metal_ratio)
        permittivity_ratio = around.below_permittivity_ratio + around.above_permittivity_ratio
        scale = EPSILON_0_F_PER_M * permittivity_ratio * self.overlap_nm * 1e-9
        inner_f, outer_f = scale * _aspect(inner), scale * _aspect(outer)
        thin_f = (self.fingers - 3) * inner_f / 2 + 2 * inner_f * outer_f / (inner_f + outer_f)
        wall_m = around.thickness_nm * self.overlap_nm / self.space_nm * 1e-9
        walls_f = (self.fingers - 1) * EPSILON_0_F_PER_M * around.above_permittivity_ratio * wall_m
        combs_f = thin_f + walls_f
        return Worth(combs_f, "F", circuit=(Ideal("C", self.terminal_names, combs_f),))

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the combs with the width of finger that their metal has, on the mask's pitch."""
        level = site.level
        _, low_nm, _, high_nm = metal[level].box_nm
        half_nm = self.overlap_nm // 2 - self.width_nm
        fingers = metal[level] & Region.box(-half_nm, low_nm, half_nm, high_nm)
        width_nm = round(fingers.area_nm2 / (2 * half_nm) / self.fingers)
        wider_nm = width_nm - self.width_nm
        return self.model_copy(
            update={
                "width_nm": max(1, width_nm),
                "space_nm": self.space_nm - wider_nm,
                "overlap_nm": self.overlap_nm + wider_nm,
            }
        )


def _aspect(modulus_ratio: float) -> float:
    """Return K(k) / K(k'), with k the modulus and k' the complementary one."""
    square = modulus_ratio**2
    return float(ellipk(square) / ellipk(1 - square))
