"""A capacitor: two plates on neighbouring wiring levels with the dielectric between."""

import math
from typing import ClassVar, Self

from pydantic import Field

from padwright.devices.device import Device, Family, Ideal, Metal, Site, Worth, require
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line
from padwright.devices.surroundings import EPSILON_0_F_PER_M, Surroundings
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm


class CapacitorPlates(Device):
    """Two plates, the lower one wider on every side, so that the upper one lies wholly over it.

    Terminal 1 is at the upper plate, to the right; terminal 2 at the lower one, to the left.
    """

    kind: ClassVar[str] = "capacitor-plates"
    family: ClassVar[Family] = "capacitor"
    describes: ClassVar[str] = "two plates on neighbouring wiring levels"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "capacitance"
    formula: ClassVar[str] = (
        "C = e0 er w h / d F(w) F(h), F(a) = 1 + d / (pi a) (1 + ln(2 pi a / d))"
    )
    source: ClassVar[str] = (
        "plates with fringes: H. B. Palmer, The capacitance of a parallel-plate capacitor by the "
        "Schwartz-Christoffel transformation, Trans. AIEE 56 (1937) 363"
    )

    width_nm: SizeNm = Field(
        default=300_000, description="width of the upper plate (uncited default)", examples=["1 mm"]
    )
    height_nm: SizeNm = Field(
        default=300_000,
        description="height of the upper plate (uncited default)",
        examples=["1 mm"],
    )
    margin_nm: PositiveNm = Field(
        default=10_000,
        description="by how much the lower plate is wider on each side (uncited default)",
        examples=["10 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return both plates, each with a lead to its land."""
        rules, level = site.rules, site.level + 1
        for attribute in ("width_nm", "height_nm"):
            require(self, attribute, rules.line_width_nm.value, "rules.line_width")
        require(self, "margin_nm", 2 * rules.overlay_nm.value, "twice rules.overlay")
        diameter_nm = rules.via_land_nm
        lower = site.level
        half_x_nm, half_y_nm = self.width_nm // 2, self.height_nm // 2
        plate = Region.box(-half_x_nm, -half_y_nm, half_x_nm, half_y_nm)
        wider = plate.sized(self.margin_nm)
        end_nm = half_x_nm + self.margin_nm + land_offset_nm(rules)
        terminals = (
            Terminal("1", end_nm, 0, level, diameter_nm),
            Terminal("2", -end_nm, 0, lower, diameter_nm),
        )
        plates = {level: plate, lower: wider}
        wiring = {
            each.level: Region.union(
                [
                    plates[each.level],
                    line([(0, 0), (each.x_nm, 0)], rules.line_width_nm.value),
                    each.land,
                ]
            )
            for each in terminals
        }
        return Drawing(
            wiring=wiring,
            terminals=terminals,
            joined=(("1",), ("2",)),
            keep_out=kept_out({level: wider, lower: wider}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the capacitance of the upper plate over an equal one."""
        gap_m, width_m, height_m = around.gap_nm * 1e-9, self.width_nm * 1e-9, self.height_nm * 1e-9
        flat = EPSILON_0_F_PER_M * around.gap_permittivity_ratio * width_m * height_m / gap_m
        plates_f = flat * _fringe(width_m, gap_m) * _fringe(height_m, gap_m)
        return Worth(plates_f, "F", circuit=(Ideal("C", self.terminal_names, plates_f),))

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the plates with the height and the area that face each other."""
        drawn = self.draw(site)
        faced, built = (
            pieces[site.level] & pieces[site.level + 1]
            for pieces in (Metal({each: drawn.body(each) for each in drawn.levels}), metal)
        )
        _, low_nm, _, high_nm = built.box_nm
        height_nm = max(1, high_nm - low_nm)
        share = built.area_nm2 / faced.area_nm2
        width_nm = round(self.width_nm * share * self.height_nm / height_nm)
        return self.model_copy(update={"width_nm": max(1, width_nm), "height_nm": height_nm})


def _fringe(side_m: float, gap_m: float) -> float:
    """Return by what the fringes along one side multiply the capacitance."""
    return 1 + gap_m / (math.pi * side_m) * (1 + math.log(2 * math.pi * side_m / gap_m))
