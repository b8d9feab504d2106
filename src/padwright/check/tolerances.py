"""How exact is exact: the settings with which claims are decided, printed with every verdict."""

from typing import Any, Literal

from pydantic import Field

from padwright.base.units import LengthNm, length_text
from padwright.model.keys import KeyedSpec


class Tolerances(KeyedSpec):
    """What counts as flush, about, equal, covered and bonded, and how strict words are taken.

    All of them are uncited defaults of Padwright: the patents give no figures.
    """

    planar_nm: LengthNm = Field(
        default=5_000, ge=0, description="difference in height up to which faces are flush"
    )
    approx_ratio: float = Field(
        default=0.1,
        ge=0,
        description="share of a die's thickness up to which a sheet is about as thick",
    )
    equal_nm: LengthNm = Field(
        default=5_000,
        ge=0,
        description="difference up to which lengths are equal: the tolerance of a depth",
    )
    gap_nm: LengthNm = Field(
        default=100_000, ge=0, description="widest gap over which one wall faces another"
    )
    covered_ratio: float = Field(
        default=0.95, gt=0, le=1, description="share of a face that has to be covered"
    )
    bonded_ratio: float = Field(
        default=0.9, gt=0, le=1, description="share of a die's back that has to be bonded"
    )
    stacked_ratio: float = Field(
        default=0.5, gt=0, le=1, description="share of a post's foot that stands on another post"
    )
    faced_back_ratio: float = Field(
        default=0.99, gt=0, le=1, description="share of a die's back that metal has to face"
    )
    grid_nm: LengthNm = Field(
        default=50_000, ge=0, description="how far a terminal may lie off a regular grid"
    )
    margin_nm: LengthNm = Field(
        default=15_000,
        ge=0,
        description="by how much two etches from both faces have to overlap",
    )
    thin_film_ratio: float = Field(
        default=0.05,
        ge=0,
        le=1,
        description="share of a conductor's volume below which a film of it is left out",
    )
    lands: Literal["every", "bonded"] = Field(
        default="every",
        description="which lands have to reach a die's pad: every one, or those with a net",
    )
    vias: Literal["liner", "solid"] = Field(
        default="liner",
        description="what fills a hole: a liner from bottom to mouth, or metal through and through",
    )
    repeats: Literal["strict", "lenient"] = Field(
        default="strict",
        description="a plurality of repeats: two after the first pass, or one",
    )
    second_holes: Literal["land", "stacked"] = Field(
        default="land",
        description="what second holes correspond to: lands of nets with first holes, or first "
        "holes themselves",
    )
    film_choice: Literal["all", "any"] = Field(
        default="all", description="which films have to be of a listed material"
    )
    hop: Literal["any die", "same die"] = Field(
        default="any die",
        description="where a signal that left a die of several may come back to",
    )
    attach_film: Literal["left out", "counted"] = Field(
        default="left out",
        description="whether the attach film counts to a die's height where a recess or a sheet is "
        "compared with it",
    )

    def printed(self) -> dict[str, Any]:
        """Return the settings as a person reads them, lengths with their units."""
        rows: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            is_length = name.endswith("_nm")
            rows[field.alias or name] = length_text(value) if is_length else value
        return rows
