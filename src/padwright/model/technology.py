"""What the line can do: materials by role, the stack, the rules and the temperatures."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from padwright.base.errors import nearest
from padwright.model.figures import (
    SourcedC,
    SourcedFactor,
    SourcedFromZeroNm,
    SourcedNm,
    SourcedRatio,
    SourcedSizeNm,
)
from padwright.model.frame import Frame
from padwright.model.keys import KeyedSpec, Name, Prose, by_default, shortened
from padwright.model.material import Material, load_materials, with_sources
from padwright.model.resistor_film import ResistorFilm
from padwright.model.routes import (
    SECTIONS_OF_ROUTE,
    Pocket,
    Route,
    Section,
    Sheets,
    TerminalFigures,
    Transfer,
    ViaFill,
    Vias,
)
from padwright.model.shipped import material_tables


class MaterialRoles(KeyedSpec):
    """Which material plays which role, by its id."""

    base: str = Field(description="the metal base that carries the dies", examples=["cu"])
    die: str = Field(description="the dies", examples=["si"])
    die_pad: str = Field(description="the bonding pads of the dies", examples=["al"])
    attach: str = Field(description="the film between die and base", examples=["daf_nc"])
    fill: str = Field(description="the fill round the dies", examples=["epoxy_fill"])
    dielectric: str = Field(description="the films between wiring levels", examples=["pi_lowcure"])
    adhesion: str = Field(description="the film under the seed", examples=["ti"])
    seed: str = Field(description="the film on which plating starts", examples=["cu"])
    wiring: str = Field(description="the plated wiring", examples=["cu"])
    passivation: str = Field(description="the outermost film", examples=["pbo"])
    terminal: str = Field(description="the balls", examples=["sac305"])
    resist: str = Field(description="the plating resist", examples=["resist"])

    def ids(self) -> dict[str, str]:
        """Return the material's id of each role."""
        return {role: getattr(self, role) for role in type(self).model_fields}


class Stack(KeyedSpec):
    """How thick each thing is."""

    base_thickness_nm: SourcedNm = Field(description="the metal base", examples=["0.5 mm"])
    attach_thickness_nm: SourcedNm = Field(
        description="the film between die and base", examples=["20 um"]
    )
    die_pad_thickness_nm: SourcedNm = Field(
        description="the bonding pads on the die's front", examples=["1 um"]
    )
    dielectric_thickness_nm: SourcedNm = Field(
        description="each dielectric film, counted over the highest surface that it covers "
        "(the die's front, or the wiring below)",
        examples=["10 um"],
    )
    wiring_thickness_nm: SourcedNm = Field(description="the plated wiring", examples=["5 um"])
    adhesion_thickness_nm: SourcedNm = Field(
        description="the sputtered film under the seed", examples=["100 nm"]
    )
    seed_thickness_nm: SourcedNm = Field(description="the sputtered seed", examples=["300 nm"])
    resist_thickness_nm: SourcedNm = Field(
        description="the plating resist, counted over the highest surface that it covers",
        examples=["8 um"],
    )
    passivation_thickness_nm: SourcedNm = Field(
        description="the outermost film, counted over the wiring", examples=["10 um"]
    )


class Rules(KeyedSpec):
    """What the line can make, and what a design has to keep."""

    line_width_nm: SourcedSizeNm = Field(
        description="width of a line, at least", examples=["15 um"]
    )
    line_space_nm: SourcedNm = Field(
        description="space between metal of one wiring level, at least", examples=["15 um"]
    )
    pad_opening_nm: SourcedSizeNm = Field(
        description="diameter of the hole over a die pad", examples=["35 um"]
    )
    pad_enclosure_nm: SourcedFromZeroNm = Field(
        description="by how much a die pad encloses the hole over it, at least",
        examples=["7.5 um"],
    )
    via_opening_nm: SourcedSizeNm = Field(
        description="diameter of a hole between wiring levels", examples=["35 um"]
    )
    via_enclosure_nm: SourcedFromZeroNm = Field(
        description="by how much the wiring under a hole encloses it, at least",
        examples=["10 um"],
    )
    capture_land_nm: SourcedSizeNm = Field(
        description="diameter of the wiring over a hole, at least", examples=["40 um"]
    )
    capture_enclosure_nm: SourcedFromZeroNm = Field(
        description="by how much the wiring over a hole encloses it, at least",
        examples=["10 um"],
    )
    hole_space_nm: SourcedNm = Field(
        description="space between two holes of one film, at least", examples=["20 um"]
    )
    ball_land_nm: SourcedSizeNm = Field(
        description="diameter of the wiring under a ball", examples=["400 um"]
    )
    ball_opening_nm: SourcedSizeNm = Field(
        description="diameter of the hole in the passivation under a ball", examples=["370 um"]
    )
    land_enclosure_nm: SourcedFromZeroNm = Field(
        description="by how much the wiring under a ball encloses the passivation's hole, at least",
        examples=["10 um"],
    )
    edge_clearance_nm: SourcedNm = Field(
        description="from metal of a wiring level to the edge of the package, at least",
        examples=["50 um"],
    )
    street_nm: SourcedSizeNm = Field(
        description="width between two packages of a panel: the saw's kerf and its margins",
        examples=["250 um"],
    )
    min_density_ratio: SourcedRatio = Field(
        description="share of metal in a window, at least", examples=[0.05]
    )
    max_density_ratio: SourcedRatio = Field(
        description="share of metal in a window, at most", examples=[0.8]
    )
    density_window_nm: SourcedSizeNm = Field(
        description="side of the square window in which metal density is counted",
        examples=["2 mm"],
    )
    planarity_limit_nm: SourcedNm = Field(
        description="step of the surface under a dielectric film, at most", examples=["10 um"]
    )
    die_space_nm: SourcedNm = Field(
        description="space between two dies, at least", examples=["200 um"]
    )
    die_edge_nm: SourcedNm = Field(
        description="from a die to the edge of the package, at least", examples=["100 um"]
    )
    die_shift_nm: SourcedFromZeroNm = Field(
        description="by how much a die may lie off its place, either way", examples=["5 um"]
    )
    overlay_nm: SourcedFromZeroNm = Field(
        description="by how much one mask may lie off another, either way", examples=["2 um"]
    )
    max_hole_aspect_ratio: SourcedFactor = Field(
        default=SourcedFactor(
            value=1.0, source="uncited default: a hole as deep as wide is plated without a void"
        ),
        description="depth of a hole over its width, at most",
        examples=[1.0],
        json_schema_extra=by_default("uncited default: plated without a void", "1.0"),
    )

    @property
    def pad_land_nm(self) -> int:
        """Diameter of the wiring over the hole of a die pad."""
        return self._land_nm(self.pad_opening_nm.value)

    @property
    def via_land_nm(self) -> int:
        """Diameter of the wiring over and under a hole between levels."""
        opening_nm = self.via_opening_nm.value
        return max(self._land_nm(opening_nm), opening_nm + 2 * self.via_enclosure_nm.value)

    def _land_nm(self, opening_nm: int) -> int:
        return max(self.capture_land_nm.value, opening_nm + 2 * self.capture_enclosure_nm.value)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        opening_nm = self.ball_opening_nm.value + 2 * self.land_enclosure_nm.value
        if self.ball_land_nm.value < opening_nm:
            msg = (
                f"ball_land of {self.ball_land_nm.value / 1_000:g} um does not enclose "
                f"ball_opening by land_enclosure, which takes {opening_nm / 1_000:g} um"
            )
            raise ValueError(msg)
        if self.min_density_ratio.value > self.max_density_ratio.value:
            msg = (
                f"min_density {self.min_density_ratio.value:g} is above max_density "
                f"{self.max_density_ratio.value:g}"
            )
            raise ValueError(msg)
        return self


class Temperatures(KeyedSpec):
    """The hottest moment of each step."""

    attach_cure_c: SourcedC = Field(description="cure of the attach film", examples=["130 C"])
    fill_cure_c: SourcedC = Field(description="cure of the fill", examples=["150 C"])
    dielectric_cure_c: SourcedC = Field(description="cure of a dielectric", examples=["230 C"])
    passivation_cure_c: SourcedC = Field(description="cure of the passivation", examples=["230 C"])
    reflow_peak_c: SourcedC = Field(description="peak of the reflow", examples=["245 C"])
    resist_bake_c: SourcedC = Field(description="bake of the plating resist", examples=["110 C"])
    sputter_c: SourcedC = Field(description="the panel during sputtering", examples=["120 C"])
    plating_c: SourcedC = Field(description="the plating bath", examples=["25 C"])


class Technology(KeyedSpec):
    """A technology file, its materials checked and at hand."""

    name: Name = Field(description="name of the technology", examples=["a1-flat"])
    description: Prose = Field(
        default="",
        description="what it makes, for people",
        examples=["dies on a copper base"],
        json_schema_extra={"default_source": "Padwright: empty"},
    )
    based_on: Name | None = Field(
        default=None,
        description="a shipped technology whose figures hold where this file gives none",
        examples=["a1-flat"],
        json_schema_extra={"default_source": "Padwright: none, the file is complete"},
    )
    family: Literal["A", "B", "C"] = Field(description="family of packages", examples=["A"])
    route: Route = Field(
        description="route of manufacture, of the family that it begins with",
        examples=["a1-flat"],
    )
    via_fill: ViaFill = Field(
        default="with wiring",
        description="whether holes are filled as the wiring over them is plated, or before it",
        examples=["own step"],
        json_schema_extra=by_default("Padwright: thin-film practice"),
    )
    inner_passivation: bool = Field(
        default=False,
        strict=True,
        description="whether each wiring level but the last gets a passivation of its own, opened "
        "where the next level's holes come down",
        examples=[True],
        json_schema_extra=by_default("Padwright: no", "false"),
    )
    materials: MaterialRoles = Field(description="which material plays which role")
    stack: Stack = Field(description="how thick each thing is")
    rules: Rules = Field(description="what the line can make")
    temperatures: Temperatures = Field(description="the hottest moment of each step")
    frame: Frame | None = Field(
        default=None,
        description="the etched metal frame, for family C only",
        json_schema_extra={"default_source": "Padwright: none, for families A and B"},
    )
    pocket: Pocket | None = Field(
        default=None,
        description="the pockets milled into the base, for a1-pocket and b-carrier",
        json_schema_extra=by_default("Padwright: none, the base is flat"),
    )
    sheets: Sheets | None = Field(
        default=None,
        description="the two sheets of the base, for a1-sheets",
        json_schema_extra=by_default("Padwright: none, the base is one sheet"),
    )
    transfer: Transfer | None = Field(
        default=None,
        description="the temporary plate, for a2-transfer",
        json_schema_extra=by_default("Padwright: none, the dies are attached to the base"),
    )
    vias: Vias | None = Field(
        default=None,
        description="how holes are filled in a step of their own: for via_fill, and for b-carrier",
        json_schema_extra=by_default("Padwright: none, they are filled with the wiring"),
    )
    terminals: TerminalFigures | None = Field(
        default=None,
        description="terminals other than solder balls",
        json_schema_extra=by_default("Padwright: none, solder balls only"),
    )
    resistor_film: ResistorFilm | None = Field(
        default=None,
        description="the film of thin-film resistors",
        json_schema_extra=by_default("Padwright: none, resistors are meanders of wiring"),
    )
    material: dict[str, Material] = Field(
        default_factory=dict,
        description="materials of its own: a new one in full, a shipped one by what differs",
        examples=[{}],
        json_schema_extra={"default_source": "Padwright: the shipped materials"},
    )
    _all_materials: Mapping[str, Material] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _complete_own_materials(cls, raw: Any) -> Any:
        """Put what a file says of a shipped material over what is known of it."""
        if not isinstance(raw, dict) or not isinstance(raw.get("material"), dict):
            return raw
        own: dict[str, Any] = {}
        for each, table in raw["material"].items():
            if not isinstance(table, dict):
                own[each] = table
                continue
            shipped = material_tables().get(each, {})
            base = {**shipped, **with_sources(shipped)}
            own[each] = {"id": each, **base, **table, **with_sources(table)}
        return raw | {"material": own}

    @model_validator(mode="after")
    def _materials_known(self) -> Self:
        known = {**load_materials(), **self.material}
        named = self.materials.ids()
        for section in (self.frame, *self.sections()):
            named |= {} if section is None else section.materials()
        for role, each in named.items():
            if each not in known:
                msg = (
                    f"the role {role!r} names the unknown material {shortened(each)}; "
                    f"{nearest(each, known)}"
                )
                raise ValueError(msg)
        self._all_materials = dict(sorted(known.items()))
        return self

    @model_validator(mode="after")
    def _route_is_whole(self) -> Self:
        family = self.route[0].upper()
        if family != self.family:
            msg = (
                f"the route {self.route!r} makes packages of family {family}, not {self.family}; "
                f'write family = "{family}"'
            )
            raise ValueError(msg)
        wants = [(f"the route {self.route!r}", each) for each in SECTIONS_OF_ROUTE[self.route]]
        if self.via_fill == "own step":
            wants.append(("via_fill = 'own step'", "vias"))
        for what, section in wants:
            if getattr(self, section) is None:
                msg = (
                    f"{what} needs the section [{section}]; add it, or base the file on a shipped "
                    "technology that has it (based_on)"
                )
                raise ValueError(msg)
        return self

    def sections(self) -> tuple[Section | None, ...]:
        """Return the sections that not every route needs, None for each that is not there."""
        optional = (self.pocket, self.sheets, self.transfer, self.vias, self.terminals)
        return (*optional, self.resistor_film)

    @property
    def all_materials(self) -> Mapping[str, Material]:
        """Every material that is known here, shipped or its own, by its id."""
        return self._all_materials

    def material_of(self, role: str) -> Material:
        """Return the material that plays a role, such as ``"wiring"``.

        Raises
        ------
        KeyError
            When there is no such role.
        """
        return self._all_materials[self.materials.ids()[role]]
