"""The schema of how metal is evened out and rounded off: teardrops, fill, holes, its density."""

from typing import Literal, Self

from pydantic import Field, model_validator

from padwright.model.keys import KeyedSpec, PositiveNm, SizeNm, by_default

Shape = Literal["square", "disc"]


class TeardropSpec(KeyedSpec):
    """Tapers where wires meet lands."""

    length_ratio: float = Field(
        default=0.5,
        gt=0,
        le=4,
        allow_inf_nan=False,
        description="how far a taper reaches along the wire beyond the land, over the diameter of "
        "the land",
        examples=[0.5],
        json_schema_extra=by_default("uncited default"),
    )
    width_ratio: float = Field(
        default=0.9,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="width of the taper at the land over the diameter of the land; at 1 its sides "
        "are tangents of the land",
        examples=[1.0],
        json_schema_extra=by_default("uncited default"),
    )
    longest_nm: PositiveNm = Field(
        default=150_000,
        description="the most that a taper reaches beyond the land",
        examples=["150 um"],
        json_schema_extra=by_default("uncited default", "150 um"),
    )


class FillSpec(KeyedSpec):
    """Pieces of metal without a net that make thin places denser."""

    shape: Shape = Field(
        default="square",
        description="shape of a piece",
        examples=["disc"],
        json_schema_extra=by_default("uncited default"),
    )
    size_nm: SizeNm = Field(
        default=80_000,
        description="side or diameter of a piece",
        examples=["80 um"],
        json_schema_extra=by_default("uncited default", "80 um"),
    )
    smallest_nm: SizeNm | None = Field(
        default=None,
        description="size down to which smaller pieces go between the others, where a tile stays "
        "below its least share; not below line_width",
        examples=["40 um"],
        json_schema_extra=by_default("uncited default: half the size, or line_width"),
    )
    space_nm: PositiveNm = Field(
        default=30_000,
        description="between two pieces; not below line_space",
        examples=["30 um"],
        json_schema_extra=by_default("uncited default", "30 um"),
    )
    clearance_nm: PositiveNm = Field(
        default=50_000,
        description="from a piece to wiring, planes and what passives keep free; not below "
        "line_space",
        examples=["50 um"],
        json_schema_extra=by_default("uncited default", "50 um"),
    )
    target_ratio: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        description="share of metal up to which a tile is filled",
        examples=[0.4],
        json_schema_extra=by_default(
            "Padwright: the least share and a quarter of the way to the most"
        ),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.smallest_nm is not None and self.smallest_nm > self.size_nm:
            msg = (
                f"smallest, {self.smallest_nm / 1_000:g} um, is above the size, "
                f"{self.size_nm / 1_000:g} um; give the size or less"
            )
            raise ValueError(msg)
        return self


class DegassingSpec(KeyedSpec):
    """Holes in wide metal, through which the film under it gives off its gases while it cures."""

    shape: Shape = Field(
        default="disc",
        description="shape of a hole",
        examples=["square"],
        json_schema_extra=by_default("uncited default"),
    )
    size_nm: SizeNm = Field(
        default=50_000,
        description="side or diameter of a hole; not below line_space",
        examples=["50 um"],
        json_schema_extra=by_default("uncited default", "50 um"),
    )
    pitch_nm: SizeNm = Field(
        default=200_000,
        description="distance between the holes of a row; the rows lie half as far apart and are "
        "staggered",
        examples=["200 um"],
        json_schema_extra=by_default("uncited default", "200 um"),
    )
    largest_nm: SizeNm | None = Field(
        default=None,
        description="size up to which holes grow, on a wider grid if need be, where a tile has "
        "more metal than the density allows; the size itself lets none grow",
        examples=["150 um"],
        json_schema_extra=by_default("uncited default: twice the size"),
    )
    wider_than_nm: PositiveNm = Field(
        default=150_000,
        description="metal that is wider gets holes, be it of a plane, a rail or a wire; lands "
        "get none",
        examples=["150 um"],
        json_schema_extra=by_default("uncited default", "150 um"),
    )
    clearance_nm: PositiveNm = Field(
        default=40_000,
        description="from a hole to the edge of the metal, to vias, lands and spokes; not below "
        "line_width and the plane's minimum_web",
        examples=["40 um"],
        json_schema_extra=by_default("uncited default", "40 um"),
    )
    over_signals: bool = Field(
        default=True,
        strict=True,
        description="whether holes may lie over or under wires of the neighbouring levels",
        examples=[False],
        json_schema_extra=by_default("Padwright: yes", "true"),
    )

    @model_validator(mode="after")
    def _leaves_metal(self) -> Self:
        # The nearest neighbours on the staggered grid lie half a pitch off in both directions.
        apart_nm = round(self.pitch_nm / 2**0.5)
        wide_nm = self.size_nm if self.shape == "disc" else round(self.size_nm * 2**0.5)
        if wide_nm + self.clearance_nm > apart_nm:
            msg = (
                f"holes of {self.size_nm / 1_000:g} um {apart_nm / 1_000:g} um apart leave less "
                f"than the clearance of {self.clearance_nm / 1_000:g} um between them; take a "
                "larger pitch or smaller holes"
            )
            raise ValueError(msg)
        if self.largest_nm is not None and self.largest_nm < self.size_nm:
            msg = (
                f"largest, {self.largest_nm / 1_000:g} um, is below the size, "
                f"{self.size_nm / 1_000:g} um; give the size or more"
            )
            raise ValueError(msg)
        return self


class DensitySpec(KeyedSpec):
    """The share of metal that each tile of a wiring level is to have."""

    tile_nm: SizeNm = Field(
        default=500_000,
        description="side of a tile; tiles are laid in steps of half a tile",
        examples=["500 um"],
        json_schema_extra=by_default("uncited default", "500 um"),
    )
    least_ratio: float = Field(
        default=0.3,
        ge=0,
        le=1,
        description="share of metal in a tile, at least",
        examples=[0.3],
        json_schema_extra=by_default("uncited default"),
    )
    most_ratio: float = Field(
        default=0.7,
        ge=0,
        le=1,
        description="share of metal in a tile, at most",
        examples=[0.7],
        json_schema_extra=by_default("uncited default"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least_ratio >= self.most_ratio:
            msg = f"least {self.least_ratio:g} is not below most {self.most_ratio:g}"
            raise ValueError(msg)
        return self
