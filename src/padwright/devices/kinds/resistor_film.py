"""A resistor: a rectangle of resistive film between two contacts of wiring."""

from typing import ClassVar, Self

from pydantic import Field

from padwright.base.errors import InputError
from padwright.devices.device import Device, Family, Ideal, Metal, Site, Worth, readable, require
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm
from padwright.devices.line import line
from padwright.devices.surroundings import Surroundings
from padwright.geometry.region import Region
from padwright.model.keys import PositiveNm, SizeNm


class ResistorFilm(Device):
    """A film along x under two contacts of wiring; terminal 1 is left, terminal 2 right."""

    kind: ClassVar[str] = "resistor-film"
    family: ClassVar[Family] = "resistor"
    describes: ClassVar[str] = "rectangle of the technology's resistive film"
    terminal_names: ClassVar[tuple[str, ...]] = ("1", "2")
    figure: ClassVar[str] = "resistance"
    formula: ClassVar[str] = (
        "R = rho l / (t w), l between the contacts, whose resistance is left out"
    )
    source: ClassVar[str] = "Ohm's law: sheet resistance times squares"
    needs_film: ClassVar[bool] = True

    width_nm: SizeNm = Field(
        default=40_000, description="width of the film (uncited default)", examples=["40 um"]
    )
    length_nm: SizeNm = Field(
        default=200_000,
        description="length of the film between the contacts (uncited default)",
        examples=["200 um"],
    )
    overlap_nm: PositiveNm = Field(
        default=20_000,
        description="by how much the film reaches under a contact (uncited default)",
        examples=["20 um"],
    )
    margin_nm: PositiveNm = Field(
        default=10_000,
        description="by how much a contact is wider than the film on each side (uncited default)",
        examples=["10 um"],
    )

    def draw(self, site: Site) -> Drawing:
        """Return the film, its contacts and their lands."""
        rules, level = site.rules, site.level
        if site.around.resistor_film is None:
            raise InputError(
                "the technology has no film for resistors",
                where="kind",
                fix="add the section [resistor_film] to the technology, or take a resistor-meander",
            )
        require(self, "width_nm", rules.line_width_nm.value, "rules.line_width")
        require(self, "length_nm", rules.line_space_nm.value, "rules.line_space")
        for attribute in ("overlap_nm", "margin_nm"):
            require(self, attribute, 2 * rules.overlay_nm.value, "twice rules.overlay")
        half_nm, wide_nm = self.length_nm // 2, self.width_nm // 2
        in_nm, high_nm = half_nm + self.overlap_nm, wide_nm + self.margin_nm
        out_nm = max(in_nm + self.margin_nm, half_nm + rules.line_width_nm.value)
        end_nm = out_nm + land_offset_nm(rules)
        terminals = (
            Terminal("1", -end_nm, 0, level, rules.via_land_nm),
            Terminal("2", end_nm, 0, level, rules.via_land_nm),
        )
        shapes = [each.land for each in terminals]
        for sign, terminal in zip((-1, 1), terminals, strict=True):
            edges = sorted((sign * half_nm, sign * out_nm))
            shapes.append(Region.box(edges[0], -high_nm, edges[1], high_nm))
            lead = [(sign * in_nm, 0), (terminal.x_nm, 0)]
            shapes.append(line(lead, rules.line_width_nm.value))
        body = Region.box(-out_nm, -high_nm, out_nm, high_nm)
        return Drawing(
            wiring={level: Region.union(shapes)},
            films={level: Region.box(-in_nm, -wide_nm, in_nm, wide_nm)},
            terminals=terminals,
            joined=(("1", "2"),),
            keep_out=kept_out({level: body}, rules),
        )

    def expected(self, around: Surroundings) -> Worth:
        """Return the resistance of the film between the contacts; infinite without a film."""
        film = around.resistor_film
        if film is None or not film.thickness_nm or not self.width_nm:
            return Worth(float("inf"), "ohm")
        sheet_ohm = film.resistivity_ohm_m / (film.thickness_nm * 1e-9)
        resistance_ohm = sheet_ohm * self.length_nm / self.width_nm
        return Worth(
            resistance_ohm,
            "ohm",
            (("sheet resistance of the film", readable(sheet_ohm, "ohm")),),
            (Ideal("R", self.terminal_names, resistance_ohm),),
        )

    def as_built(self, metal: Metal, site: Site) -> Self:
        """Return the film with the width and the length that it has between its contacts."""
        free = metal.films[site.level] - metal[site.level]
        left_nm, _, right_nm, _ = free.box_nm
        length_nm = right_nm - left_nm
        width_nm = round(free.area_nm2 / length_nm) if length_nm else 0
        return self.model_copy(update={"width_nm": width_nm, "length_nm": length_nm})
