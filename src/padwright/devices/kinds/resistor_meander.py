"""A resistor: a thin line of wiring metal that goes to and fro."""

import math
from typing import ClassVar, Final, Self

from pydantic import Field

from padwright.devices.device import (
    Device,
    Family,
    Ideal,
    Metal,
    Site,
    Worth,
    readable,
    require_line,
)
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line, measured
from padwright.devices.surroundings import Surroundings
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm

#: What a right-angled corner has less than the square that it takes: 2 ln 2 / pi squares.
CORNER_RATIO: Final = 2 * math.log(2) / math.pi


class ResistorMeander(Device):
    """A meander in the wiring: legs side by side, joined in turn at one end and the other.

    The legs stand upright; the terminals are left and right of the lower ends.
    """

    kind: ClassVar[str] = "resistor-meander"
    family: ClassVar[Family] = "resistor"
    describes: ClassVar[str] = "meander of a thin line of wiring metal"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "resistance"
    formula: ClassVar[str] = "R = Rs (l / w - c 2 ln 2 / pi), l along the middle, c corners"
    source: ClassVar[str] = (
        "sheet resistance times squares; corners after P. M. Hall, Resistance calculations for "
        "thin film patterns, Thin Solid Films 1 (1968) 277"
    )

    width_nm: SizeNm = Field(
        default=20_000, description="width of the line (uncited default)", examples=["20 um"]
    )
    space_nm: PositiveNm = Field(
        default=20_000, description="space between legs (uncited default)", examples=["20 um"]
    )
    legs: int = Field(
        default=6, ge=2, le=1_000, multiple_of=2, description="number of legs, an even one"
    )
    leg_length_nm: PositiveNm = Field(
        default=300_000,
        description="length of a leg between the middles of its turns (uncited default)",
        examples=["300 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return the meander with a land at either end."""
        rules, level = site.rules, site.level
        require_line(self, rules)
        diameter_nm = rules.via_land_nm
        left_nm = -(self.legs - 1) * self._pitch_nm // 2
        low_nm = -self.leg_length_nm // 2
        end_nm = -left_nm + self.width_nm // 2 + land_offset_nm(rules)
        points = [(-end_nm, low_nm)]
        for leg in range(self.legs):
            x_nm = left_nm + leg * self._pitch_nm
            ends = (low_nm, low_nm + self.leg_length_nm)
            points += [(x_nm, y_nm) for y_nm in (ends if leg % 2 == 0 else ends[::-1])]
        points.append((end_nm, low_nm))
        terminals = (
            Terminal("1", -end_nm, low_nm, level, diameter_nm),
            Terminal("2", end_nm, low_nm, level, diameter_nm),
        )
        metal = Region.union([line(points, self.width_nm), *(each.land for each in terminals)])
        legs = line(points[1:-1], self.width_nm)
        return Drawing(
            wiring={level: metal},
            terminals=terminals,
            joined=(("1", "2"),),
            keep_out=kept_out({level: legs}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the resistance of the line from its first corner to its last."""
        length_nm = self.legs * self.leg_length_nm + (self.legs - 1) * self._pitch_nm
        corners = 2 * (self.legs - 1)
        squares = length_nm / self.width_nm - corners * CORNER_RATIO
        sheet_ohm = around.sheet_resistance_ohm
        return Worth(
            squares * sheet_ohm,
            "ohm",
            (("sheet resistance", readable(sheet_ohm, "ohm")),),
            (Ideal("R", self.terminal_names, squares * sheet_ohm),),
        )

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the meander with the width and the length of leg that its metal has."""
        level = site.level
        built, drawn = measured(metal[level]), measured(self.draw(site).body(level))
        longer_nm = (built.length_nm - drawn.length_nm) / self.legs
        return self.model_copy(
            update={
                "width_nm": self.width_nm + built.width_nm - drawn.width_nm,
                "space_nm": self.space_nm - built.width_nm + drawn.width_nm,
                "leg_length_nm": self.leg_length_nm + round(longer_nm),
            }
        )

    @property
    def _pitch_nm(self) -> int:
        return self.width_nm + self.space_nm
