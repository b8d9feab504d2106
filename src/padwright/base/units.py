"""Words with units at the door, integer nanometres and named floats inside."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_NM_PER: Final = {
    "nm": Decimal(1),
    "um": Decimal(1_000),
    "µm": Decimal(1_000),  # the micro sign, U+00B5
    "μm": Decimal(1_000),  # the Greek letter, U+03BC
    "mm": Decimal(1_000_000),
    "cm": Decimal(10_000_000),
    "m": Decimal(1_000_000_000),
    "mil": Decimal(25_400),
    "in": Decimal(25_400_000),
}
_MINUTES_PER: Final = {"s": 1 / 60, "min": 1.0, "h": 60.0}
_NUMBER: Final = re.compile(
    r"\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*([^\s\d]*)\s*", re.ASCII
)
#: A figure is never longer; beyond 28 digits it would be rounded before it is checked.
_TEXT_LIMIT: Final = 28
#: Coordinates must stay inside KLayout's signed 32 bits: 2**31 nm is 2.1 m, three large panels.
LENGTH_LIMIT_NM: Final = 2_000_000_000
_ANGLE_LIMIT_DEG: Final = 3_600
_DURATION_LIMIT_MIN: Final = 600_000


def _split(text: str, example: str) -> tuple[Decimal, str]:
    match = _NUMBER.fullmatch(text) if len(text) <= _TEXT_LIMIT else None
    if match is None:
        shown = text if len(text) <= _TEXT_LIMIT else f"{text[:_TEXT_LIMIT]}..."
        msg = f"{shown!r} is not a number with a unit; write it like {example!r}"
        raise ValueError(msg)
    try:
        return Decimal(match[1]), match[2]
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only numbers
        msg = f"{text!r} is not a number"
        raise ValueError(msg) from error


def nm(length: str) -> int:
    """Return a length such as ``"10 um"`` in whole nanometres.

    Raises
    ------
    ValueError
        When the text has no unit, an unknown unit, is not a whole number of nanometres or is
        beyond `LENGTH_LIMIT_NM`.
    """
    number, unit = _split(length, "10 um")
    if unit not in _NM_PER:
        known = ", ".join(each for each in _NM_PER if each.isascii())
        fault = f"the unknown unit {unit!r}" if unit else "no unit"
        msg = f"{length!r} has {fault}; use one of {known}"
        raise ValueError(msg)
    exact = number * _NM_PER[unit]
    if abs(exact) > LENGTH_LIMIT_NM:
        msg = f"{length!r} is beyond the largest length, {LENGTH_LIMIT_NM // 1_000_000} mm"
        raise ValueError(msg)
    if exact != int(exact):
        msg = f"{length!r} is not a whole number of nanometres, the smallest length here"
        raise ValueError(msg)
    return int(exact)


def length_text(length_nm: int) -> str:
    """Return nanometres as the shortest exact text in mm, um or nm; `nm` reads it back."""
    for unit, at_least in (("mm", 1_000_000), ("um", 1_000)):
        scaled = Decimal(length_nm) / at_least
        if abs(length_nm) >= at_least and -scaled.as_tuple().exponent <= 3:  # type: ignore[operator]
            return f"{scaled.normalize():f} {unit}"
    return f"{length_nm} nm"


def place_text(x_nm: int, y_nm: int) -> str:
    """Return a place in a plane as a person reads it, such as ``(1.2 mm, -35 um)``."""
    return f"({length_text(x_nm)}, {length_text(y_nm)})"


def _length(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str):
        msg = f"a length is text with a unit, such as '10 um'; got {value!r}"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into its own report
    return nm(value)


def _temperature(value: Any) -> float:
    if not isinstance(value, str):
        msg = f"a temperature is text with a unit, such as '150 C'; got {value!r}"
        raise ValueError(msg)  # noqa: TRY004 - as above
    number, unit = _split(value, "150 C")
    if unit not in {"C", "°C", "degC"}:
        msg = f"{value!r} is not in degrees Celsius; write it like '150 C'"
        raise ValueError(msg)
    celsius = float(number)
    if not -273.15 <= celsius <= 3_000:
        msg = f"{value!r} is outside -273.15 C to 3000 C"
        raise ValueError(msg)
    return celsius


def _duration(value: Any) -> float:
    if not isinstance(value, str):
        msg = f"a duration is text with a unit, such as '40 min'; got {value!r}"
        raise ValueError(msg)  # noqa: TRY004 - as above
    number, unit = _split(value, "40 min")
    if unit not in _MINUTES_PER or number < 0:
        msg = f"{value!r} is not a duration; write it like '40 min' (s, min or h)"
        raise ValueError(msg)
    minutes = float(number) * _MINUTES_PER[unit]
    if not minutes <= _DURATION_LIMIT_MIN:
        msg = f"{value!r} is beyond the longest duration, {_DURATION_LIMIT_MIN // 60} h"
        raise ValueError(msg)
    return minutes


def _angle(value: Any) -> float:
    if not isinstance(value, str):
        msg = f"an angle is text with a unit, such as '90 deg'; got {value!r}"
        raise ValueError(msg)  # noqa: TRY004 - as above
    number, unit = _split(value, "90 deg")
    if unit != "deg":
        msg = f"{value!r} is not in degrees; write it like '90 deg'"
        raise ValueError(msg)
    if not abs(number) <= _ANGLE_LIMIT_DEG:
        msg = f"{value!r} is beyond {_ANGLE_LIMIT_DEG} deg either way"
        raise ValueError(msg)
    return float(number)


def _text_of(unit: str) -> Any:
    return lambda value: f"{value:.15g} {unit}"


#: A length at the door: text with a unit outside, integer nanometres inside.
LengthNm = Annotated[
    int,
    BeforeValidator(_length),
    PlainSerializer(length_text, return_type=str),
    WithJsonSchema(
        {"type": "string", "description": "length with unit", "examples": ["10 um", "0.8 mm"]}
    ),
]
#: A temperature at the door: ``"150 C"`` outside, degrees Celsius inside.
TemperatureC = Annotated[
    float,
    BeforeValidator(_temperature),
    PlainSerializer(_text_of("C"), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["150 C"]}),
]
#: A duration at the door: ``"40 min"`` outside, minutes inside.
DurationMin = Annotated[
    float,
    BeforeValidator(_duration),
    PlainSerializer(_text_of("min"), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["40 min"]}),
]
#: An angle at the door: ``"90 deg"`` outside, degrees inside, counter-clockwise.
AngleDeg = Annotated[
    float,
    BeforeValidator(_angle),
    PlainSerializer(_text_of("deg"), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["90 deg"]}),
]
