"""The schema of what carries power beside wires: planes, and rails along a path or round a die."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from padwright.base.units import AngleDeg, LengthNm
from padwright.model.keys import KeyedSpec, Name, PositiveNm, SignalName, by_default

#: The most corners of an outline, and points of a path, that a design file gives.
_MOST_POINTS = 10_000

#: A corner from the centre of the body: to the right and upwards.
PointNm = tuple[LengthNm, LengthNm]


class PlaneSpec(KeyedSpec):
    """A plane of metal on a wiring level: what is left of an outline beside all other nets."""

    net: SignalName = Field(description="net of the plane", examples=["vss"])
    level: int = Field(
        ge=1,
        le=8,
        strict=True,
        description="wiring level that the plane lies on, counted from the dies",
        examples=[2],
    )
    polygon_nm: Annotated[tuple[PointNm, ...], Field(max_length=_MOST_POINTS)] = Field(
        default=(),
        description="corners of the outline from the centre of the body, in order; the edge "
        "clearance of the technology is cut off it",
        examples=[[["-1 mm", "-1 mm"], ["1 mm", "-1 mm"], ["0 um", "1 mm"]]],
        json_schema_extra=by_default("Padwright: none, the whole body"),
    )
    priority: int = Field(
        default=0,
        ge=0,
        le=1_000,
        strict=True,
        description="of planes that share room on a level the one with the higher priority gets "
        "it; with the same priority the one that comes first",
        examples=[1],
        json_schema_extra=by_default("Padwright: in the order of the file"),
    )
    clearance_nm: PositiveNm | None = Field(
        default=None,
        description="from the plane to metal of other nets, its anti-pads and other planes "
        "included; not below line_space",
        examples=["25 um"],
        json_schema_extra=by_default("Padwright: line_space of the technology"),
    )
    minimum_web_nm: PositiveNm | None = Field(
        default=None,
        description="parts of the plane that are narrower are removed; not below line_width",
        examples=["30 um"],
        json_schema_extra=by_default("Padwright: line_width of the technology"),
    )
    connection: Literal["thermal", "full"] = Field(
        default="thermal",
        description="how lands of the net's pads, balls and parts join the plane on its level: by "
        "spokes, or with their whole rim; vias always join with their whole rim",
        examples=["full"],
        json_schema_extra=by_default("uncited default: spokes keep a land's heat while soldering"),
    )
    spokes: int = Field(
        default=4,
        ge=1,
        le=16,
        strict=True,
        description="number of spokes of a thermal connection",
        examples=[4],
        json_schema_extra=by_default("uncited default"),
    )
    spoke_width_nm: PositiveNm | None = Field(
        default=None,
        description="width of a spoke; not below line_width",
        examples=["30 um"],
        json_schema_extra=by_default("uncited default: twice line_width"),
    )
    spoke_gap_nm: PositiveNm | None = Field(
        default=None,
        description="length of a spoke, from the land to the plane; not below line_space",
        examples=["30 um"],
        json_schema_extra=by_default("uncited default: twice line_space"),
    )
    spoke_angle_deg: AngleDeg = Field(
        default=45.0,
        description="direction of the first spoke, counter-clockwise from the right",
        examples=["45 deg"],
        json_schema_extra=by_default("uncited default", "45 deg"),
    )
    islands: Literal["remove", "report"] = Field(
        default="remove",
        description="what happens to parts of the plane that no via and no land of its net "
        "touches: they are removed, or kept and reported",
        examples=["report"],
        json_schema_extra=by_default("Padwright: metal without a net serves nothing"),
    )
    signals: Literal["allowed", "kept out"] = Field(
        default="allowed",
        description="whether wires may run on the plane's level; kept out, other nets only come to "
        "their lands there through vias, and pass it by vias, each in its anti-pad",
        examples=["kept out"],
        json_schema_extra=by_default("Padwright: allowed, as the wiring needs every level"),
    )

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if self.polygon_nm and len(set(self.polygon_nm)) < 3:
            msg = f"polygon has {len(set(self.polygon_nm))} different corners; give three or more"
            raise ValueError(msg)
        return self


class RailSpec(KeyedSpec):
    """A wide line of a supply along a path, or in a ring round a die."""

    net: SignalName = Field(description="net of the rail", examples=["vdd"])
    level: int = Field(
        ge=1,
        le=8,
        strict=True,
        description="wiring level that the rail lies on, counted from the dies",
        examples=[1],
    )
    width_nm: PositiveNm = Field(description="width of the rail", examples=["100 um"])
    path_nm: Annotated[tuple[PointNm, ...], Field(max_length=_MOST_POINTS)] = Field(
        default=(),
        description="points of its centre line from the centre of the body",
        examples=[[["-1 mm", "0 um"], ["1 mm", "0 um"]]],
        json_schema_extra=by_default("Padwright: none, the rail is a ring round a die"),
    )
    around: Name | None = Field(
        default=None,
        description="the die that the rail runs round",
        examples=["caravel"],
        json_schema_extra=by_default("Padwright: none, the rail follows its path"),
    )
    distance_nm: LengthNm = Field(
        default=200_000,
        description="from the die's edge to the centre line of a ring; below zero it runs over "
        "the die",
        examples=["200 um"],
        json_schema_extra=by_default("uncited default", "200 um"),
    )

    @model_validator(mode="after")
    def _path_or_ring(self) -> Self:
        if bool(self.path_nm) == (self.around is not None):
            msg = "a rail follows a path or runs around a die: give one of the two"
            raise ValueError(msg)
        if self.path_nm and len(set(self.path_nm)) < 2:
            msg = "the path has one point; give two or more"
            raise ValueError(msg)
        return self
