"""The schema of what single nets are to have: classes, pairs, matched lengths and shields."""

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from padwright.model.keys import (
    KeyedSpec,
    Name,
    PositiveNm,
    SignalName,
    by_default,
    is_signal_name,
    signal_fault,
)


def _pattern(text: str) -> str:
    if not is_signal_name(text.replace("*", "x")):
        raise ValueError(signal_fault(text))
    return text


#: The name of a net, in which ``*`` stands for any characters.
NetPattern = Annotated[str, AfterValidator(_pattern)]


def matching(patterns: Iterable[str], nets: Iterable[str]) -> tuple[str, ...]:
    """Return the nets that any of some patterns means, in the order of the nets."""
    each = [re.compile(".*".join(map(re.escape, text.split("*")))) for text in patterns]
    return tuple(net for net in nets if any(one.fullmatch(net) for one in each))


class NetClassSpec(KeyedSpec):
    """Nets with a width, a spacing or a longest length of their own."""

    name: Name = Field(description="name of the class, each once", examples=["power"])
    nets: tuple[NetPattern, ...] = Field(
        min_length=1,
        max_length=10_000,
        description="its nets by name; * stands for any characters; each net is in one class",
        examples=[["vdd*", "vss"]],
    )
    width_nm: PositiveNm | None = Field(
        default=None,
        description="width of their lines",
        examples=["20 um"],
        json_schema_extra=by_default("Padwright: line_width of the technology"),
    )
    spacing_nm: PositiveNm | None = Field(
        default=None,
        description="least space between their lines and all other metal of the level",
        examples=["15 um"],
        json_schema_extra=by_default("Padwright: line_space of the technology"),
    )
    longest_nm: PositiveNm | None = Field(
        default=None,
        description="the most that the wires of one of the nets may be long together",
        examples=["3 mm"],
        json_schema_extra=by_default("Padwright: any length"),
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.width_nm is None and self.spacing_nm is None and self.longest_nm is None:
            msg = f"the class {self.name!r} says nothing; give width, spacing or longest"
            raise ValueError(msg)
        return self


class PairSpec(KeyedSpec):
    """Two nets that run side by side."""

    name: Name = Field(description="name of the pair, each once", examples=["usb"])
    first: SignalName = Field(description="one of its nets", examples=["usb_p"])
    second: SignalName = Field(description="the other one", examples=["usb_n"])
    gap_nm: PositiveNm | None = Field(
        default=None,
        description="space between the two lines, the same all along",
        examples=["10 um"],
        json_schema_extra=by_default("Padwright: line_space of the technology"),
    )
    skew_nm: PositiveNm | None = Field(
        default=None,
        description="by how much their lengths may differ; the shorter one gets bumps",
        examples=["5 um"],
        json_schema_extra=by_default("Padwright: any difference, which is told"),
    )

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.first == self.second:
            msg = f"the pair {self.name!r} has the net {self.first!r} twice"
            raise ValueError(msg)
        return self


class MatchSpec(KeyedSpec):
    """Nets of matched length."""

    name: Name = Field(description="name of the group, each once", examples=["byte0"])
    nets: tuple[NetPattern, ...] = Field(
        min_length=1,
        max_length=10_000,
        description="its nets by name; * stands for any characters",
        examples=[["d0_*", "dqs0"]],
    )
    tolerance_nm: PositiveNm = Field(
        description="by how much the lengths of its nets may differ", examples=["25 um"]
    )
    own_spacings: int = Field(
        default=2,
        ge=1,
        le=50,
        strict=True,
        description="space between the legs of the bumps of one line, in spacings",
        examples=[3],
        json_schema_extra=by_default(
            "uncited default: two spacings, so that legs side by side couple little"
        ),
    )
    highest_nm: PositiveNm | None = Field(
        default=None,
        description="the most that a bump may stand out",
        examples=["200 um"],
        json_schema_extra=by_default("Padwright: as far as there is room, up to 1 mm"),
    )


class ShieldSpec(KeyedSpec):
    """A line of another net on either side of a net."""

    net: SignalName = Field(description="the net that is shielded", examples=["clk"])
    by: SignalName = Field(description="the net of the lines beside it", examples=["vss"])
    width_nm: PositiveNm | None = Field(
        default=None,
        description="width of the lines beside it",
        examples=["10 um"],
        json_schema_extra=by_default("Padwright: line_width of the technology"),
    )
    gap_nm: PositiveNm | None = Field(
        default=None,
        description="space between the net and the lines beside it",
        examples=["10 um"],
        json_schema_extra=by_default("Padwright: line_space of the technology"),
    )
