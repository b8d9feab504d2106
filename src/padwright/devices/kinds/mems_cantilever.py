"""A MEMS sensor: a beam of wiring metal, held at one end, over an electrode."""

import math
from dataclasses import dataclass
from typing import ClassVar, Final

from pydantic import Field

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.devices.device import (
    Device,
    Family,
    Ideal,
    Metal,
    Site,
    Worth,
    Worthy,
    readable,
    require,
)
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line
from padwright.devices.surroundings import EPSILON_0_F_PER_M, Surroundings
from padwright.geometry.region import Region
from padwright.model.finding import Quantity
from padwright.model.keys import PositiveNm, SizeNm

#: Standard gravity.
GRAVITY_M_PER_S2: Final = 9.80665
#: How deep the dielectric is etched through the window, over the gap under the beam: an etch that
#: spreads round reaches the electrode under the middle of the beam only when it goes deeper.
RELEASE_RATIO: Final = 1.6
#: First root of cos(x) cosh(x) = -1: the lowest bending of a beam held at one end.
_FIRST_ROOT: Final = 1.8751040687


class MemsCantilever(Device):
    """An accelerometer: a beam that bends towards an electrode on the level below it.

    The beam begins at an anchor on the left. The passivation over it is opened, and the dielectric
    under it etched away through that window, from both sides of the beam (drawing ``release``).
    Terminal 1 is at the anchor, on the beam's level; terminal 2 at the electrode, on the level
    below.
    """

    kind: ClassVar[str] = "mems-cantilever"
    family: ClassVar[Family] = "mems-sensor"
    describes: ClassVar[str] = "accelerometer: a released beam over an electrode"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "capacitance at rest"
    formula: ClassVar[str] = (
        "C = e0 w l / g with g the released gap; f = 1.875^2 / (2 pi) t / L^2 sqrt(E / 12 rho); "
        "tip bends by 3 rho a L^4 / (2 E t^2)"
    )
    source: ClassVar[str] = (
        "plates without fringes, and the beam of Euler and Bernoulli: S. D. Senturia, Microsystem "
        "Design (2001), chapters 5, 6 and 9"
    )

    length_nm: SizeNm = Field(
        default=300_000,
        description="free length of the beam (uncited default)",
        examples=["300 um"],
    )
    width_nm: SizeNm = Field(
        default=16_000, description="width of the beam (uncited default)", examples=["16 um"]
    )
    electrode_length_nm: PositiveNm = Field(
        default=160_000,
        description="length of the electrode under the beam's free end (uncited default)",
        examples=["160 um"],
    )
    anchor_side_nm: SizeNm = Field(
        default=100_000, description="side of the anchor (uncited default)", examples=["100 um"]
    )
    window_margin_nm: PositiveNm = Field(
        default=20_000,
        description="by how much the release window is wider than the beam on each side and beyond "
        "its tip (uncited default)",
        examples=["20 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return the beam, its electrode, and the window through which it is released."""
        rules, level = site.rules, site.level + 1
        require(self, "width_nm", rules.line_width_nm.value, "rules.line_width")
        self._require_release(site)
        diameter_nm = rules.via_land_nm
        half_nm, etched_nm = self.width_nm // 2, round(RELEASE_RATIO * site.around.gap_nm)
        tip_nm, first_nm = self.length_nm, self.length_nm - self.electrode_length_nm
        window = Region.box(
            0,
            -half_nm - self.window_margin_nm,
            tip_nm + self.window_margin_nm,
            half_nm + self.window_margin_nm,
        )
        anchor = Region.box(
            -self.anchor_side_nm, -self.anchor_side_nm // 2, 0, self.anchor_side_nm // 2
        )
        beam = Region.box(-self.anchor_side_nm // 2, -half_nm, tip_nm, half_nm)
        reach = Region.union([anchor, window.sized(etched_nm)])
        left_nm, _, right_nm, _ = reach.box_nm
        offset_nm = land_offset_nm(rules)
        terminals = (
            Terminal("1", left_nm - offset_nm, 0, level, diameter_nm),
            Terminal("2", right_nm + offset_nm, 0, level - 1, diameter_nm),
        )
        width_nm = rules.line_width_nm.value
        lead = line([(-self.anchor_side_nm // 2, 0), (terminals[0].x_nm, 0)], width_nm)
        below = line([(tip_nm, 0), (terminals[1].x_nm, 0)], width_nm)
        electrode = Region.box(first_nm, -half_nm, tip_nm, half_nm)
        return Drawing(
            wiring={
                level - 1: Region.union([electrode, below, terminals[1].land]),
                level: Region.union([anchor, beam, lead, terminals[0].land]),
            },
            terminals=terminals,
            joined=(("1",), ("2",)),
            keep_out=kept_out({level - 1: reach, level: reach}, rules),
            release=window,
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the capacitance over air, and how the beam swings and bends."""
        return self.worth(around, 1.0)

    def worth(self, around: Surroundings, permittivity_ratio: float) -> Worth:
        """Return the capacitance with a permittivity in the gap, and how the beam swings."""
        area_m2 = self.electrode_length_nm * self.width_nm * 1e-18
        capacitance_f = EPSILON_0_F_PER_M * permittivity_ratio * area_m2 / (around.gap_nm * 1e-9)
        others = [("gap", Quantity(around.gap_nm, "nm"))]
        if around.modulus_gpa and around.density_kg_per_m3:
            length_m, thickness_m = self.length_nm * 1e-9, around.thickness_nm * 1e-9
            modulus_pa, density = around.modulus_gpa * 1e9, around.density_kg_per_m3
            frequency_hz = (
                (_FIRST_ROOT**2 / (2 * math.pi))
                * (thickness_m / length_m**2)
                * math.sqrt(modulus_pa / (12 * density))
            )
            bent_m = 3 * density * GRAVITY_M_PER_S2 * length_m**4
            bent_m /= 2 * modulus_pa * thickness_m**2
            others.append(("lowest resonance", readable(frequency_hz, "Hz")))
            others.append(("tip bends under 1 g by", Quantity(bent_m * 1e9, "nm")))
        circuit = (Ideal("C", self.terminal_names, capacitance_f),)
        return Worth(capacitance_f, "F", tuple(others), circuit)

    def as_built(self, metal: Metal, site: Site) -> Worthy:
        """Return the beam with its width and length, over the electrode that faces it."""
        level = site.level + 1
        far_nm = 2 * self.length_nm
        free = metal[level] & Region.box(0, -far_nm, far_nm, far_nm)
        _, low_nm, tip_nm, high_nm = free.box_nm
        drawn = self.draw(site)
        faced = drawn.wiring[level] & drawn.wiring[level - 1]
        share = (free & metal[level - 1]).area_nm2 / faced.area_nm2
        width_nm = max(1, high_nm - low_nm)
        long_nm = round(self.electrode_length_nm * share * self.width_nm / width_nm)
        sizes_nm = {"length_nm": tip_nm, "width_nm": width_nm, "electrode_length_nm": long_nm}
        return _Built(self.model_copy(update=sizes_nm))

    def _require_release(self, site: Site) -> None:
        """Raise `InputError` where the beam cannot be etched free, or is all electrode."""
        most_nm = 2 * int(site.around.gap_nm * math.sqrt(RELEASE_RATIO**2 - 1))
        if self.width_nm > most_nm:
            raise InputError(
                f"width of {length_text(self.width_nm)} is above {length_text(most_nm)}, the most "
                f"that an etch of {RELEASE_RATIO:g} times the dielectric frees from both sides",
                where="width",
                fix=f'give width = "{length_text(most_nm)}" or less',
            )
        if self.electrode_length_nm > self.length_nm:
            raise InputError(
                f"electrode of {length_text(self.electrode_length_nm)} is longer than the beam, "
                f"{length_text(self.length_nm)}",
                where="electrode_length",
                fix=f'give electrode_length = "{length_text(self.length_nm)}" or less',
            )


@dataclass(frozen=True, slots=True)
class _Built:
    """A beam with the sizes that were built, over what really is in its gap."""

    device: MemsCantilever

    def expected(self, around: Surroundings) -> Worth:
        """Return the capacitance with what was found between beam and electrode."""
        return self.device.worth(around, around.gap_permittivity_ratio)
