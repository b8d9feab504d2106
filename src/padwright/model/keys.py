"""Keys at the door and attributes inside: ``width = "3 mm"`` becomes ``width_nm = 3_000_000``.

The one mechanism: an attribute's name ends in its unit, its key in a file does not, because the
value there is text with a unit.
"""

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, ConfigDict

from padwright.base.spec import Spec
from padwright.base.units import AngleDeg, LengthNm, length_text

#: Endings that an attribute has and its key has not; the longest that fits is taken.
UNIT_SUFFIXES: Final = (
    "_w_per_mk",
    "_j_per_kgk",
    "_kg_per_m3",
    "_ppm_per_k",
    "_ohm_m",
    "_ohm",
    "_hz",
    "_db",
    "_ratio",
    "_gpa",
    "_min",
    "_deg",
    "_nm",
    "_c",
)
_PIECE: Final = r"(?:[A-Za-z0-9_\[\].+#!:~$/-]|<[0-9]{1,9}(?::[0-9]{1,9})?>)"
_SIGNAL: Final = re.compile(rf"(?![/#])(?!.*\.\.){_PIECE}{{1,100}}")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.)){0,99}")
_SIGNAL_RULE: Final = (
    "a name has 1 to 100 of A-Z a-z 0-9 _ [ ] . + # ! : ~ $ / - and <number>, "
    "without '..' and without '/' or '#' in front"
)
_NAME_RULE: Final = "a name has 1 to 100 of A-Z a-z 0-9 _ . - and begins with a letter or a digit"


def key_of(attribute: str) -> str:
    """Return the key under which a file names an attribute: its name less its unit."""
    for suffix in UNIT_SUFFIXES:
        if attribute.endswith(suffix):
            return attribute.removesuffix(suffix)
    return attribute


class KeyedSpec(Spec):
    """A record whose attributes end in their units and whose keys in a file do not."""

    model_config = ConfigDict(
        alias_generator=key_of,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
    )


def by_default(why: str, written: str | None = None) -> dict[str, Any]:
    """Return the note beside a field: where its default comes from, and how a file writes it."""
    note: dict[str, Any] = {"default_source": why}
    return note if written is None else note | {"default": written}


def is_signal_name(text: str) -> bool:
    """Return whether a text can name a net, a pad or a ball."""
    return len(text) <= 100 and _SIGNAL.fullmatch(text) is not None


def signal_fault(text: str) -> str:
    """Return what is wrong with the name of a net, a pad or a ball."""
    return f"{shortened(text)} is no usable name; {_SIGNAL_RULE}"


def shortened(value: object) -> str:
    """Return a value as it can be shown in an error: quoted, on one line, at most 60 characters."""
    text = repr(value[:200]) if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _signal(text: str) -> str:
    if not is_signal_name(text):
        raise ValueError(signal_fault(text))
    return text


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        msg = f"{shortened(text)} is no usable name; {_NAME_RULE}"
        raise ValueError(msg)
    return text


def _prose(text: str) -> str:
    if len(text) > 2_000:
        msg = f"the text has {len(text)} characters, more than the limit of 2000"
        raise ValueError(msg)
    if not text.replace("\n", " ").isprintable():
        msg = f"{shortened(text)} has characters that cannot be printed"
        raise ValueError(msg)
    return text


def _positive(length_nm: int) -> int:
    if length_nm <= 0:
        msg = f"{length_text(length_nm)} is not above 0"
        raise ValueError(msg)
    return length_nm


def _halved(length_nm: int) -> int:
    if _positive(length_nm) % 2:
        msg = f"{length_nm} nm is odd; a size about a centre is an even number of nanometres"
        raise ValueError(msg)
    return length_nm


def _quarter_turn(angle_deg: float) -> int:
    if angle_deg % 90:
        msg = f"{angle_deg:g} deg is not a multiple of 90 deg"
        raise ValueError(msg)
    return int(angle_deg) % 360


#: The name of a net, a pad or a ball.
SignalName = Annotated[str, AfterValidator(_signal)]
#: The name of a design, a die or a technology; it can be part of a file's name.
Name = Annotated[str, AfterValidator(_name)]
#: Free text for people.
Prose = Annotated[str, AfterValidator(_prose)]
#: A length above zero.
PositiveNm = Annotated[LengthNm, AfterValidator(_positive)]
#: A length above zero about a centre, so that its half is whole.
SizeNm = Annotated[LengthNm, AfterValidator(_halved)]
#: A turn about a centre by a multiple of 90 degrees, counter-clockwise.
QuarterTurnDeg = Annotated[AngleDeg, AfterValidator(_quarter_turn)]
