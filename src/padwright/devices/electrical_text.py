"""Frequencies, impedances and decibels at the door: text with a unit outside, SI inside."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_NUMBER: Final = re.compile(r"(\d{1,15}(?:\.\d{0,15})?)\s*([A-Za-z]{1,4})", re.ASCII)
_HERTZ_PER: Final = {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9, "THz": 1e12}
_OHM_PER: Final = {"mohm": 1e-3, "ohm": 1.0, "kohm": 1e3}
_DB_PER: Final = {"dB": 1.0}


def _reader(units: Mapping[str, float], what: str, example: str) -> Callable[[Any], float]:
    def read(given: Any) -> float:
        match = _NUMBER.fullmatch(given.strip()) if isinstance(given, str) else None
        if match is None or match[2] not in units:
            msg = f"{str(given)[:40]!r} is not {what}; write it like {example!r}"
            raise ValueError(msg)
        found = float(match[1]) * units[match[2]]
        if found <= 0:
            msg = f"{given!r} is not above 0"
            raise ValueError(msg)
        return found

    return read


def _writer(unit: str, scale: float) -> Callable[[float], str]:
    return lambda given: f"{given / scale:.12g} {unit}"


#: A frequency: ``"5 GHz"`` outside, hertz inside.
FrequencyHz = Annotated[
    float,
    BeforeValidator(_reader(_HERTZ_PER, "a frequency", "5 GHz")),
    PlainSerializer(_writer("GHz", 1e9), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["5 GHz"]}),
]
#: An impedance: ``"50 ohm"`` outside, ohm inside.
ImpedanceOhm = Annotated[
    float,
    BeforeValidator(_reader(_OHM_PER, "an impedance", "50 ohm")),
    PlainSerializer(_writer("ohm", 1.0), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["50 ohm"]}),
]
#: A ratio of powers in decibels: ``"0.1 dB"`` outside, its number inside.
DecibelDb = Annotated[
    float,
    BeforeValidator(_reader(_DB_PER, "a ratio in decibels", "0.1 dB")),
    PlainSerializer(_writer("dB", 1.0), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["0.1 dB"]}),
]
