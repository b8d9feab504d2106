"""A wave-guide: a strip between two strips of ground on the same wiring level."""

from typing import ClassVar, Self

from pydantic import Field

from padwright.devices.device import Device, Family, Metal, Site, Worth, require, require_line
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line, measured
from padwright.devices.line_formulas import coplanar
from padwright.devices.surroundings import Surroundings
from padwright.devices.travelling import travelling
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm


class WaveguideCoplanar(Device):
    """A straight strip along x between two strips of ground, all of one level.

    Terminals 1 and 2 are the left and the right end of the strip, ``lower`` and ``upper`` the
    grounds below and above it as drawn, each at the middle of its outer edge.
    """

    kind: ClassVar[str] = "waveguide-coplanar"
    family: ClassVar[Family] = "wave-guide"
    describes: ClassVar[str] = "strip between two strips of ground on one level"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2", "lower", "upper")
    figure: ClassVar[str] = "characteristic impedance"
    formula: ClassVar[str] = (
        "Z = 1 / (c0 sqrt(C C0)), C0 = 4 e0 K(k) / K(k') with k from strip, slots and grounds, and "
        "the walls of the slots as plates, 2 e0 t / s; the cover's share by the same mapping"
    )
    source: ClassVar[str] = (
        "C. P. Wen, IEEE Trans. MTT 17 (1969) 1087, doi:10.1109/TMTT.1969.1127105; R. N. Simons, "
        "Coplanar Waveguide Circuits, Components, and Systems (2001), chapters 2 and 3"
    )

    width_nm: SizeNm = Field(
        default=60_000, description="width of the strip (uncited default)", examples=["60 um"]
    )
    space_nm: PositiveNm = Field(
        default=20_000, description="width of a slot (uncited default)", examples=["20 um"]
    )
    ground_nm: PositiveNm = Field(
        default=120_000,
        description="width of each strip of ground (uncited default)",
        examples=["120 um"],
    )
    length_nm: SizeNm = Field(
        default=1_000_000, description="length of the line (uncited default)", examples=["1 mm"]
    )

    def draw(self, site: Site) -> Drawing:
        """Return the three strips, each with its lands."""
        rules, level = site.rules, site.level
        require_line(self, rules)
        require(self, "ground_nm", rules.line_width_nm.value, "rules.line_width")
        require(self, "length_nm", 2 * rules.via_land_nm, "two lands")
        diameter_nm, width_nm = rules.via_land_nm, rules.line_width_nm.value
        offset_nm = land_offset_nm(rules)
        half_nm, inner_nm = self.length_nm // 2, self.width_nm // 2 + self.space_nm
        outer_nm = inner_nm + self.ground_nm
        end_nm, high_nm = half_nm + offset_nm, outer_nm + offset_nm
        terminals = (
            Terminal("1", -end_nm, 0, level, diameter_nm),
            Terminal("2", end_nm, 0, level, diameter_nm),
            Terminal("lower", 0, -high_nm, level, diameter_nm),
            Terminal("upper", 0, high_nm, level, diameter_nm),
        )
        shapes = [
            line([(-end_nm, 0), (end_nm, 0)], width_nm),
            line([(-half_nm, 0), (half_nm, 0)], self.width_nm),
            Region.box(-half_nm, -outer_nm, half_nm, -inner_nm),
            Region.box(-half_nm, inner_nm, half_nm, outer_nm),
            line([(0, inner_nm), (0, high_nm)], width_nm),
            line([(0, -inner_nm), (0, -high_nm)], width_nm),
            *(each.land for each in terminals),
        ]
        body = Region.box(-half_nm, -outer_nm, half_nm, outer_nm)
        return Drawing(
            wiring={level: Region.union(shapes)},
            terminals=terminals,
            joined=(("1", "2"), ("lower",), ("upper",)),
            keep_out=kept_out({level: body}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the characteristic impedance, and what the length of the strip makes of it."""
        layers = (
            around.below_permittivity_ratio,
            around.above_permittivity_ratio,
            around.cover_nm,
        )
        impedance_ohm, permittivity_ratio = coplanar(
            self.width_nm, self.space_nm, self.ground_nm, around.thickness_nm, layers
        )
        return travelling(impedance_ohm, permittivity_ratio, self.length_nm, "lower")

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the strip with the width and the length that its metal has, slots as they are."""
        half_nm, reach_nm = self.length_nm // 2, (self.width_nm + self.space_nm) // 2
        found = measured(metal[site.level] & Region.box(-half_nm, -reach_nm, half_nm, reach_nm))
        wider_nm = found.width_nm - self.width_nm
        return self.model_copy(
            update={
                "width_nm": found.width_nm,
                "space_nm": self.space_nm - wider_nm,
                "ground_nm": self.ground_nm + wider_nm,
                "length_nm": found.length_nm,
            }
        )
