"""The schema of a design file: what the engineer asks for, key by key."""

from typing import Literal, Self

from pydantic import Field, model_validator

from padwright.base.units import LengthNm
from padwright.model.keys import (
    KeyedSpec,
    Name,
    PositiveNm,
    Prose,
    QuarterTurnDeg,
    SignalName,
    SizeNm,
    by_default,
)
from padwright.model.net_specs import MatchSpec, NetClassSpec, PairSpec, ShieldSpec
from padwright.model.parts import ComponentSpec, PassiveSpec, UnitSpec
from padwright.model.plane_spec import PlaneSpec, RailSpec
from padwright.model.routing_spec import AS_USUAL, RoutingSpec

#: Where the positions of a list are counted from.
Origin = Literal["lower-left", "centre"]
#: Where the positions of a map of balls are counted from.
MapOrigin = Literal["centre", "lower-left", "die-centre", "die-lower-left"]
#: What stands on the lands.
TerminalKind = Literal["ball", "copper-ball", "bump", "pin", "paste", "land"]
#: The largest grid of balls; the largest packages that are made have about 10,000.
BALL_LIMIT = 40_000
#: The most units, passives or components of one design.
PART_LIMIT = 10_000


class PackageSpec(KeyedSpec):
    """The body of the package."""

    width_nm: SizeNm = Field(description="width of the body, along x", examples=["7.2 mm"])
    height_nm: SizeNm = Field(description="height of the body, along y", examples=["8.8 mm"])
    wiring_levels: int = Field(
        default=2,
        ge=1,
        le=8,
        strict=True,
        description="the most wiring levels that the router may use",
        examples=[2],
        json_schema_extra=by_default("Padwright: two levels complete any usual fan-out"),
    )
    fewest_wiring_levels: int = Field(
        default=1,
        ge=1,
        le=8,
        strict=True,
        description="the fewest wiring levels that are made, although fewer would do",
        examples=[1],
        json_schema_extra=by_default("Padwright: as few as complete the wiring"),
    )
    passivation: bool = Field(
        default=True,
        strict=True,
        description="whether the outermost film covers the wiring and is opened over the lands",
        examples=[True],
        json_schema_extra=by_default("Padwright: yes", "true"),
    )

    @model_validator(mode="after")
    def _levels_in_order(self) -> Self:
        if self.fewest_wiring_levels > self.wiring_levels:
            msg = (
                f"fewest_wiring_levels {self.fewest_wiring_levels} is above wiring_levels "
                f"{self.wiring_levels}"
            )
            raise ValueError(msg)
        return self


class DieSpec(KeyedSpec):
    """One die, face up."""

    name: Name = Field(description="name of the die, each once", examples=["caravel"])
    pads: Prose = Field(
        description="CSV file beside the design with the columns pad, net, x_um, y_um and, "
        "where pads differ, width_um, height_um",
        examples=["pads.csv"],
    )
    width_nm: SizeNm = Field(
        description="width of the die before it is turned", examples=["3.588 mm"]
    )
    height_nm: SizeNm = Field(
        description="height of the die before it is turned", examples=["5.188 mm"]
    )
    thickness_nm: PositiveNm = Field(description="thickness of the die", examples=["150 um"])
    x_nm: LengthNm = Field(
        default=0,
        description="centre of the die from the centre of the package, to the right",
        examples=["0 um"],
        json_schema_extra=by_default("Padwright: in the middle", "0 um"),
    )
    y_nm: LengthNm = Field(
        default=0,
        description="centre of the die from the centre of the package, upwards",
        examples=["0 um"],
        json_schema_extra=by_default("Padwright: in the middle", "0 um"),
    )
    rotation_deg: QuarterTurnDeg = Field(
        default=0,
        description="turn of the die about its centre, counter-clockwise, a multiple of 90 deg",
        examples=["90 deg"],
        json_schema_extra=by_default("Padwright: not turned", "0 deg"),
    )
    pads_origin: Origin = Field(
        default="lower-left",
        description="what the pad positions are counted from: the lower-left corner or the "
        "centre of the unturned die",
        examples=["lower-left"],
        json_schema_extra=by_default("Padwright: as die drawings have it"),
    )
    pad_width_nm: SizeNm | None = Field(
        default=None,
        description="width of the pads where the pad list does not say it",
        examples=["60 um"],
        json_schema_extra=by_default("Padwright: none, the pad list has to say it"),
    )
    pad_height_nm: SizeNm | None = Field(
        default=None,
        description="height of the pads where the pad list does not say it",
        examples=["60 um"],
        json_schema_extra=by_default("Padwright: the pads are squares of pad_width"),
    )
    function: Prose = Field(
        default="logic",
        description="what the die does, for people and for claims that speak of it",
        examples=["memory"],
        json_schema_extra=by_default("Padwright: free text"),
    )
    netlist: Prose | None = Field(
        default=None,
        description="TOML file beside the design with what is wired on the die itself: its "
        "devices, and which pads each of its nets forms",
        examples=["chip.toml"],
        json_schema_extra=by_default("Padwright: none, nothing but the pads is known"),
    )


class TerminalsSpec(KeyedSpec):
    """The terminals of the package: a grid to choose from, or a fixed map."""

    kind: TerminalKind = Field(
        default="ball",
        description="kind of terminal: a solder ball, a copper ball soldered on, a plated bump, a "
        "pin, a deposit of solder paste, or the bare land",
        examples=["ball"],
        json_schema_extra=by_default("Padwright: the usual one"),
    )
    diameter_nm: SizeNm = Field(
        description="diameter of a solder ball before reflow, of a copper ball, of a bump, of a "
        "pin's shank, of a deposit of paste as printed, or of the room that a bare land takes",
        examples=["0.46 mm"],
    )
    pitch_nm: PositiveNm | None = Field(
        default=None,
        description="distance between neighbours of the grid, which is centred on the package",
        examples=["0.8 mm"],
        json_schema_extra=by_default("Padwright: none; a grid has to say it"),
    )
    rows: int | None = Field(
        default=None,
        ge=1,
        le=BALL_LIMIT,
        strict=True,
        description="rows of the grid, along y",
        examples=[10],
        json_schema_extra=by_default("Padwright: none; a grid has to say it"),
    )
    columns: int | None = Field(
        default=None,
        ge=1,
        le=BALL_LIMIT,
        strict=True,
        description="columns of the grid, along x",
        examples=[8],
        json_schema_extra=by_default("Padwright: none; a grid has to say it"),
    )
    forbidden: tuple[SignalName, ...] = Field(
        default=(),
        description="balls of the grid that are left out, by their JEDEC names",
        examples=[["A1"]],
        json_schema_extra=by_default("Padwright: none"),
    )
    map: Prose | None = Field(
        default=None,
        description="CSV file beside the design with the columns ball, net, x_um, y_um; it takes "
        "the place of pitch, rows, columns and forbidden",
        examples=["bumps.csv"],
        json_schema_extra=by_default("Padwright: none, the planner chooses"),
    )
    map_origin: MapOrigin = Field(
        default="centre",
        description="what the positions of the map are counted from: the centre or the lower-left "
        "corner of the package or of the die",
        examples=["die-lower-left"],
        json_schema_extra=by_default("Padwright: the frame of the package"),
    )
    map_die: Name | None = Field(
        default=None,
        description="the die that a map_origin of a die means; needed with several dies",
        examples=["caravel"],
        json_schema_extra=by_default("Padwright: the only die"),
    )
    spare: Literal["supplies", "unconnected"] | None = Field(
        default=None,
        description="what the balls do that no net needs: share the supplies, or nothing",
        examples=["supplies"],
        json_schema_extra=by_default(
            "Padwright: more balls make a supply stiffer and cooler; on an etched frame, which has "
            "one level of lines, they would bar the way of others and are unconnected",
            "supplies",
        ),
    )

    @model_validator(mode="after")
    def _grid_or_map(self) -> Self:
        grid = {"pitch": self.pitch_nm, "rows": self.rows, "columns": self.columns}
        if self.map is not None:
            extra = [key for key, value in grid.items() if value is not None and key != "pitch"]
            extra += ["forbidden"] * bool(self.forbidden)
            if extra:
                msg = f"'map' fixes the balls, so {' and '.join(extra)} cannot be given as well"
                raise ValueError(msg)
            return self
        missing = [key for key, value in grid.items() if value is None]
        if missing:
            msg = f"a grid of balls needs {' and '.join(missing)} (or give a map)"
            raise ValueError(msg)
        if (count := (self.rows or 0) * (self.columns or 0)) > BALL_LIMIT:
            msg = f"rows x columns is {count} balls, more than the limit of {BALL_LIMIT}"
            raise ValueError(msg)
        if self.pitch_nm is not None and self.pitch_nm <= self.diameter_nm:
            msg = (
                f"the pitch of {self.pitch_nm / 1_000:g} um is not above the ball diameter of "
                f"{self.diameter_nm / 1_000:g} um; the balls would run into each other"
            )
            raise ValueError(msg)
        return self


class NetsSpec(KeyedSpec):
    """What the nets are; a net is all pads and all balls of one name, joined in the package."""

    supplies: tuple[SignalName, ...] = Field(
        default=(),
        description="nets that carry supply currents; spare balls are shared among them",
        examples=[["vss", "vccd"]],
        json_schema_extra=by_default("Padwright: none"),
    )
    no_connect: tuple[SignalName, ...] = Field(
        default=(),
        description="nets whose pads are left without a connection",
        examples=[["vssd_unbonded"]],
        json_schema_extra=by_default("Padwright: none"),
    )


class DesignSpec(KeyedSpec):
    """A design file."""

    name: Name = Field(description="name of the package", examples=["caravel-fanout"])
    description: Prose = Field(
        default="",
        description="what the package is, for people",
        examples=["a fan-out package"],
        json_schema_extra=by_default("Padwright: empty"),
    )
    technology: Prose = Field(
        description="a shipped technology by its name, or a .toml file beside the design",
        examples=["a1-flat"],
    )
    package: PackageSpec = Field(description="the body of the package")
    dies: tuple[DieSpec, ...] = Field(
        min_length=1, max_length=1_000, description="the dies, one table each"
    )
    terminals: TerminalsSpec = Field(description="the terminals of the package")
    nets: NetsSpec = Field(
        default=NetsSpec(),
        description="what the nets are",
        json_schema_extra=by_default("Padwright: signals only"),
    )
    planes: tuple[PlaneSpec, ...] = Field(
        default=(),
        max_length=100,
        description="planes of metal on wiring levels, one table each",
        json_schema_extra=by_default("Padwright: none, nets are joined by wires"),
    )
    rails: tuple[RailSpec, ...] = Field(
        default=(),
        max_length=1_000,
        description="wide lines of supplies along a path or round a die, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
    routing: RoutingSpec = Field(
        default=AS_USUAL,
        description="how the wiring is made, where it shall not be as usual",
        json_schema_extra=by_default("Padwright: as usual"),
    )
    net_classes: tuple[NetClassSpec, ...] = Field(
        default=(),
        max_length=1_000,
        description="nets with a width, a spacing or a longest length of their own, one table each",
        json_schema_extra=by_default("Padwright: none, all lines are alike"),
    )
    pairs: tuple[PairSpec, ...] = Field(
        default=(),
        max_length=PART_LIMIT,
        description="nets that run side by side in twos, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
    matches: tuple[MatchSpec, ...] = Field(
        default=(),
        max_length=1_000,
        description="groups of nets of matched length, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
    shields: tuple[ShieldSpec, ...] = Field(
        default=(),
        max_length=PART_LIMIT,
        description="nets with a line of another net on either side, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
    units: tuple[UnitSpec, ...] = Field(
        default=(),
        max_length=PART_LIMIT,
        description="the packages that the body is cut into, one table each",
        json_schema_extra=by_default("Padwright: none, the whole body is one package"),
    )
    passives: tuple[PassiveSpec, ...] = Field(
        default=(),
        max_length=PART_LIMIT,
        description="passives that are made in the wiring, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
    components: tuple[ComponentSpec, ...] = Field(
        default=(),
        max_length=PART_LIMIT,
        description="finished parts that are placed on the package, one table each",
        json_schema_extra=by_default("Padwright: none"),
    )
