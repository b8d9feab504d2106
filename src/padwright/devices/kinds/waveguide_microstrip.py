"""A wave-guide: a strip over a plane of ground on the wiring level below."""

from typing import ClassVar, Self

from pydantic import Field

from padwright.devices.device import Device, Family, Metal, Site, Worth, require
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line, measured
from padwright.devices.line_formulas import covered_microstrip
from padwright.devices.surroundings import Surroundings
from padwright.devices.travelling import travelling
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm


class WaveguideMicrostrip(Device):
    """A straight strip along x, with the ground on the level below it.

    Terminals 1 and 2 are its left and its right end, on the upper level; terminal ``ground`` is on
    the lower one, at the middle of the ground's edge below the strip as drawn.
    """

    kind: ClassVar[str] = "waveguide-microstrip"
    family: ClassVar[Family] = "wave-guide"
    describes: ClassVar[str] = "strip over a plane of ground on the level below"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2", "ground")
    figure: ClassVar[str] = "characteristic impedance"
    formula: ClassVar[str] = (
        "Z = Z01(u) / sqrt(er_eff), u width over height corrected for thickness; the cover takes "
        "its share of the field that was in the air"
    )
    source: ClassVar[str] = (
        "E. Hammerstad, O. Jensen, IEEE MTT-S Digest (1980) 407, doi:10.1109/MWSYM.1980.1124303; "
        "the cover's share fitted to Padwright's own field solutions"
    )

    width_nm: SizeNm = Field(
        default=20_000, description="width of the strip (uncited default)", examples=["20 um"]
    )
    length_nm: SizeNm = Field(
        default=1_000_000, description="length of the strip (uncited default)", examples=["1 mm"]
    )
    margin_nm: PositiveNm = Field(
        default=60_000,
        description="by how much the ground is wider on each side of the strip (uncited default)",
        examples=["60 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return the strip and its ground, each with its lands."""
        rules, level = site.rules, site.level + 1
        require(self, "width_nm", rules.line_width_nm.value, "rules.line_width")
        require(self, "margin_nm", 2 * rules.overlay_nm.value, "twice rules.overlay")
        require(self, "length_nm", 2 * rules.via_land_nm, "two lands")
        lower, diameter_nm = site.level, rules.via_land_nm
        offset_nm = land_offset_nm(rules)
        half_nm, high_nm = self.length_nm // 2, self.width_nm // 2 + self.margin_nm
        end_nm = half_nm + offset_nm
        terminals = (
            Terminal("1", -end_nm, 0, level, diameter_nm),
            Terminal("2", end_nm, 0, level, diameter_nm),
            Terminal("ground", 0, -high_nm - offset_nm, lower, diameter_nm),
        )
        plane = Region.box(-half_nm, -high_nm, half_nm, high_nm)
        lead = line([(0, 0), (0, terminals[2].y_nm)], rules.line_width_nm.value)
        leads = line([(-end_nm, 0), (end_nm, 0)], rules.line_width_nm.value)
        strip = line([(-half_nm, 0), (half_nm, 0)], self.width_nm)
        return Drawing(
            wiring={
                level: Region.union([strip, leads, terminals[0].land, terminals[1].land]),
                lower: Region.union([plane, lead, terminals[2].land]),
            },
            terminals=terminals,
            joined=(("1", "2"), ("ground",)),
            keep_out=kept_out({level: plane, lower: plane}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the characteristic impedance, and what the length of the strip makes of it."""
        impedance_ohm, permittivity_ratio = covered_microstrip(
            self.width_nm / around.gap_nm,
            around.thickness_nm / around.gap_nm,
            around.gap_permittivity_ratio,
            (around.cover_nm / around.gap_nm, around.above_permittivity_ratio),
        )
        return travelling(impedance_ohm, permittivity_ratio, self.length_nm, "ground")

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the strip with the width and the length that its metal has."""
        half_nm = self.length_nm // 2
        strip = metal[site.level + 1] & Region.box(-half_nm, -self.width_nm, half_nm, self.width_nm)
        found = measured(strip)
        return self.model_copy(update={"width_nm": found.width_nm, "length_nm": found.length_nm})
