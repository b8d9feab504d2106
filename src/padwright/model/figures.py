"""The kinds of figures in a technology file: each a value with the one who vouches for it."""

from typing import Annotated

from pydantic import AfterValidator, Field

from padwright.base.units import LengthNm, TemperatureC, length_text
from padwright.model.keys import PositiveNm, SizeNm
from padwright.model.sourced import Sourced


def _not_negative(length_nm: int) -> int:
    if length_nm < 0:
        msg = f"{length_text(length_nm)} is below 0"
        raise ValueError(msg)
    return length_nm


def _share(ratio: float) -> float:
    if not 0 <= ratio <= 1:
        msg = f"{ratio:g} is outside 0 to 1"
        raise ValueError(msg)
    return ratio


def _above_zero(ratio: float) -> float:
    if not ratio > 0:
        msg = f"{ratio:g} is not above 0"
        raise ValueError(msg)
    return ratio


class SourcedNm(Sourced[PositiveNm]):
    """A length above zero, and who vouches for it."""


class SourcedSizeNm(Sourced[SizeNm]):
    """A size about a centre, and who vouches for it."""


class SourcedFromZeroNm(Sourced[Annotated[LengthNm, AfterValidator(_not_negative)]]):
    """A length that may be zero, and who vouches for it."""


class SourcedRatio(Sourced[Annotated[float, Field(strict=True), AfterValidator(_share)]]):
    """A share between 0 and 1, and who vouches for it."""


class SourcedFactor(Sourced[Annotated[float, Field(strict=True), AfterValidator(_above_zero)]]):
    """A ratio above 0, and who vouches for it."""


class SourcedC(Sourced[TemperatureC]):
    """A temperature, and who vouches for it."""
