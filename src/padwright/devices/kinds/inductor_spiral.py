"""An inductor: a flat spiral of wiring metal with an underpass to its inner end."""

import math
from typing import ClassVar, Final, Literal, Self

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
    readable,
    require_line,
)
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line, measured
from padwright.devices.spiral_formulas import current_sheet_h, modified_wheeler_h, monomial_h
from padwright.devices.surroundings import Surroundings
from padwright.geometry.circle import drawn_diameter_nm
from padwright.geometry.region import Region
from padwright.model.finding import Quantity
from padwright.model.keys import PositiveNm, SizeNm
from padwright.model.technology import Rules

#: Sides of a turn; so many for a round one leave its line within 0.1 % of a circle.
_SIDES: Final = {"square": 4, "octagonal": 8, "round": 64}


class InductorSpiral(Device):
    """A spiral of whole turns, and an underpass on the level below it.

    Terminal 1 is at the outer end, on the upper level, to the right; terminal 2 at the end of the
    underpass, on the lower level, to the left. Metal below or above the spiral, such as
    the base, would lower its inductance; the formulas know none.
    """

    kind: ClassVar[str] = "inductor-spiral"
    family: ClassVar[Family] = "inductor"
    describes: ClassVar[str] = "square, octagonal or round spiral with an underpass"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "inductance"
    formula: ClassVar[str] = (
        "L = mu0 n^2 d c1 / 2 (ln(c2 / r) + c3 r + c4 r^2), d mean diameter, r fill ratio; "
        "modified Wheeler and monomial beside it"
    )
    source: ClassVar[str] = (
        "S. S. Mohan, M. Hershenson, S. P. Boyd, T. H. Lee, IEEE J. Solid-State Circuits 34 "
        "(1999) 1419, doi:10.1109/4.792620"
    )

    shape: Literal["square", "octagonal", "round"] = Field(
        default="octagonal", description="outline of a turn"
    )
    turns: int = Field(default=3, ge=1, le=100, description="number of turns")
    width_nm: SizeNm = Field(
        default=20_000, description="width of the line (uncited default)", examples=["20 um"]
    )
    space_nm: PositiveNm = Field(
        default=20_000, description="space between turns (uncited default)", examples=["20 um"]
    )
    inner_diameter_nm: SizeNm = Field(
        default=200_000,
        description="mean free width inside the innermost turn (uncited default)",
        examples=["200 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return the spiral on the upper level with its underpass on the lower."""
        rules, level = site.rules, site.level + 1
        require_line(self, rules)
        self._require_room_inside(rules)
        diameter_nm = rules.via_land_nm
        lower = site.level
        coil = self._coil()
        inner = self._lead((0, 0), coil[0][0])
        round_and_round = Region.union([self._turns(coil), inner])
        reach_nm = max(map(abs, round_and_round.box_nm))
        end_nm = reach_nm + land_offset_nm(rules)
        terminals = (
            Terminal("1", end_nm, 0, level, diameter_nm),
            Terminal("2", -end_nm, 0, lower, diameter_nm),
        )
        middle = Region.disc(0, 0, diameter_nm)
        outer = self._lead((end_nm, 0), coil[-1][0])
        coil_metal = Region.union([round_and_round, outer])
        under = line([(0, 0), (-end_nm, 0)], self.width_nm)
        hole = Region.disc(0, 0, rules.via_opening_nm.value)
        body = Region.box(-reach_nm, -reach_nm, reach_nm, reach_nm)
        return Drawing(
            wiring={
                level: Region.union([coil_metal, middle, terminals[0].land]),
                lower: Region.union([under, middle, terminals[1].land]),
            },
            vias={level: hole},
            terminals=terminals,
            joined=(("1", "2"),),
            keep_out=kept_out({level: body, lower: body}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the inductance by the current sheet; the two other formulas and the resistance."""
        shape = self.shape
        outer_nm, inner_nm = self.outer_diameter_nm, self.inner_diameter_nm
        sheet_h = current_sheet_h(shape, self.turns, outer_nm, inner_nm)
        squares = self._length_nm / self.width_nm
        others = [
            ("modified Wheeler", modified_wheeler_h(shape, self.turns, outer_nm, inner_nm)),
            ("monomial", monomial_h(shape, self.turns, outer_nm, self.width_nm, self.space_nm)),
        ]
        shown = [(name, readable(found, "H")) for name, found in others if found is not None]
        coil_ohm = squares * around.sheet_resistance_ohm
        return Worth(
            sheet_h,
            "H",
            (
                *shown,
                ("resistance of the spiral", readable(coil_ohm, "ohm")),
                ("outer diameter", Quantity(outer_nm, "nm")),
            ),
            (Ideal("L", ("1", "#1"), sheet_h), Ideal("R", ("#1", "2"), coil_ohm)),
        )

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the spiral with the width of line and the diameters that its metal has.

        The pitch of the turns is that of the mask: a wider line leaves less space.
        """
        level = site.level + 1
        middle = Region.disc(0, 0, site.rules.via_land_nm + site.rules.line_space_nm.value)
        coil, drawn = metal[level] - middle, self.draw(site).body(level) - middle
        wider_nm = measured(coil).width_nm - measured(drawn).width_nm
        taller_nm = _height_nm(coil) - _height_nm(drawn)
        return self.model_copy(
            update={
                "width_nm": self.width_nm + wider_nm,
                "space_nm": self.space_nm - wider_nm,
                "inner_diameter_nm": self.inner_diameter_nm + taller_nm - 2 * wider_nm,
            }
        )

    @property
    def outer_diameter_nm(self) -> int:
        """Mean width over the outermost turn."""
        turns_nm = 2 * (self.turns - 1) * self._pitch_nm
        return self.inner_diameter_nm + turns_nm + 2 * self.width_nm

    @property
    def _pitch_nm(self) -> int:
        """From turn to turn: of round ones a little more, for corners that face slanting sides."""
        turn = 2 * math.pi / _SIDES[self.shape]
        slant = max(2 * turn, 1.4 * math.atan2(self.width_nm, self.inner_diameter_nm))
        more = 1 / math.cos(slant) - 1 if self.shape == "round" else 0.0
        return self.width_nm + self.space_nm + math.ceil(more * self.space_nm)

    def _coil(self) -> list[tuple[float, float]]:
        """Return the middle of the line, from right of the origin round to right of it.

        The sides lie the further out the later they come, one pitch in a turn, so that the mean
        of the first turn is the inner diameter and the space between turns is the same everywhere.
        """
        sides, pitch_nm = _SIDES[self.shape], self._pitch_nm
        start_nm = (self.inner_diameter_nm + self.width_nm - pitch_nm) / 2
        count = sides * self.turns
        off_nm = [start_nm + math.floor(pitch_nm * each / sides + 0.5) for each in range(count + 1)]
        turn = 2 * math.pi / sides
        points = [(off_nm[0], 0.0)]
        for side in range(count):
            # Where this side and the next meet: at this side's distance from the middle, and so
            # far along it.
            ahead_nm = (off_nm[side + 1] - off_nm[side] * math.cos(turn)) / math.sin(turn)
            cosine, sine = math.cos(side * turn), math.sin(side * turn)
            points.append(
                (off_nm[side] * cosine - ahead_nm * sine, off_nm[side] * sine + ahead_nm * cosine)
            )
        # A last side that is short, or begins beyond the axis as the line grows outwards, is left
        # out: the side before it goes on to the axis.
        end_nm, last = float(off_nm[-1]), count
        while points[-1][1] > -self.width_nm / 8 and last > count - sides // 4:
            points.pop()
            last -= 1
            end_nm = max(off_nm[-1], off_nm[last] / math.cos((count - last) * turn))
        return [*points, (end_nm, 0.0)]

    def _turns(self, coil: list[tuple[float, float]]) -> Region:
        """Return the line of the coil, cut along the axis where it ends."""
        (x_nm, y_nm), (end_nm, _) = coil[-2:]
        beyond = (end_nm + (x_nm - end_nm) * self.width_nm / y_nm / 2, self.width_nm / 2)
        reach_nm = round(end_nm) + 2 * self.width_nm
        cut = Region.box(
            round(end_nm) - (self.width_nm + self.space_nm) // 2, 0, reach_nm, self.width_nm
        )
        return line([*coil[:-1], beyond], self.width_nm) - cut

    def _lead(self, end_nm: tuple[int, int], coil_nm: float) -> Region:
        """Return the straight line from an end on the axis to the coil, over its whole width.

        Where the line of the coil turns within the width of the lead, the lead's corners are cut
        back, so that they come no nearer to the neighbouring turn than the line does.
        """
        half_nm, side = self.width_nm // 2, 1 if coil_nm > end_nm[0] else -1
        tip_nm = round(coil_nm) + side * half_nm
        cut_nm = side * self._cut_back_nm()
        return Region.polygon(
            [
                (end_nm[0], -side * half_nm),
                (tip_nm - cut_nm, -side * half_nm),
                (tip_nm, 0),
                (tip_nm - cut_nm, side * half_nm),
                (end_nm[0], side * half_nm),
            ]
        )

    def _cut_back_nm(self) -> int:
        """Return by how much the neighbouring turn comes nearer along half the width of a lead."""
        sides, half_nm = _SIDES[self.shape], self.width_nm / 2
        start_nm = (self.inner_diameter_nm - self.space_nm) / 2
        # Corners lie where sides meet, moved on by what the line grows from side to side.
        grown_nm = self._pitch_nm / sides / math.sin(2 * math.pi / sides)
        if half_nm + grown_nm <= start_nm * math.tan(math.pi / sides):
            return 0
        turned_ratio = math.atan2(half_nm, start_nm) / (2 * math.pi) + 2 / sides
        # The corner of the lead also lies further from the middle than its tip does.
        return math.ceil(self._pitch_nm * turned_ratio + half_nm**2 / (2 * start_nm))

    @property
    def _length_nm(self) -> float:
        coil = self._coil()
        return sum(map(math.dist, coil, coil[1:]))

    def _require_room_inside(self, rules: Rules) -> None:
        land_nm = drawn_diameter_nm(rules.via_land_nm)
        least_nm = land_nm + 2 * rules.line_space_nm.value + self._pitch_nm
        least_nm += least_nm % 2
        if self.inner_diameter_nm < least_nm:
            raise InputError(
                f"inner_diameter of {length_text(self.inner_diameter_nm)} is below "
                f"{length_text(least_nm)}, which the land of the underpass and the spaces round it "
                "take",
                where="inner_diameter",
                fix=f'give inner_diameter = "{length_text(least_nm)}" or more',
            )


def _height_nm(metal: Region) -> int:
    """Return the extent across the leads, which leave to the right and to the left."""
    _, low_nm, _, high_nm = metal.box_nm
    return high_nm - low_nm
