"""The schema of what a design may have beside dies and terminals: units, passives, components."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

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
    shortened,
)


def _parameter(value: Any) -> str | int | float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        msg = f"{shortened(value)} is neither a number nor a text; write it like '20 um' or 3"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into its own report
    return value


#: One of a device's own parameters as a file writes it; lengths and other figures are text.
Parameter = Annotated[int | float | Prose, BeforeValidator(_parameter)]
#: The most parameters of one passive.
_PARAMETER_LIMIT = 50


class UnitSpec(KeyedSpec):
    """One of the packages that the body is cut into."""

    name: Name = Field(description="name of the unit, each once", examples=["left"])
    x_nm: LengthNm = Field(
        description="centre of the unit from the centre of the body, to the right",
        examples=["-2 mm"],
    )
    y_nm: LengthNm = Field(
        description="centre of the unit from the centre of the body, upwards", examples=["0 um"]
    )
    width_nm: SizeNm = Field(description="width of the unit, along x", examples=["3.8 mm"])
    height_nm: SizeNm = Field(description="height of the unit, along y", examples=["4 mm"])


class PassiveSpec(KeyedSpec):
    """A passive that is made in the wiring."""

    name: Name = Field(
        description="name of the passive; dies, passives and components share their names",
        examples=["R1"],
    )
    kind: Name = Field(description="which device it is", examples=["resistor-meander"])
    level: int = Field(
        default=1,
        ge=1,
        le=8,
        strict=True,
        description="the lowest wiring level that it is made in, counted from the dies",
        examples=[1],
        json_schema_extra=by_default("Padwright: the level next to the dies"),
    )
    x_nm: LengthNm = Field(
        description="its origin from the centre of the body, to the right", examples=["1.2 mm"]
    )
    y_nm: LengthNm = Field(
        description="its origin from the centre of the body, upwards", examples=["0 um"]
    )
    rotation_deg: QuarterTurnDeg = Field(
        default=0,
        description="turn about its origin, counter-clockwise, a multiple of 90 deg",
        examples=["90 deg"],
        json_schema_extra=by_default("Padwright: not turned", "0 deg"),
    )
    nets: tuple[SignalName, ...] = Field(
        min_length=1,
        max_length=100,
        description="nets of its terminals, in the order that the device counts them",
        examples=[["in1", "filtered"]],
    )
    parameters: Annotated[dict[Name, Parameter], Field(max_length=_PARAMETER_LIMIT)] = Field(
        default={},
        description="the device's own parameters, which its kind decides",
        examples=[{"width": "20 um"}],
        json_schema_extra=by_default("Padwright: none, the device's own defaults hold"),
    )


class ComponentSpec(KeyedSpec):
    """A finished part that is placed on the package."""

    name: Name = Field(
        description="name of the component; dies, passives and components share their names",
        examples=["C1"],
    )
    kind: Name = Field(description="what sort of part it is", examples=["chip-capacitor"])
    x_nm: LengthNm = Field(
        description="its centre from the centre of the body, to the right", examples=["3 mm"]
    )
    y_nm: LengthNm = Field(
        description="its centre from the centre of the body, upwards", examples=["0 um"]
    )
    rotation_deg: QuarterTurnDeg = Field(
        default=0,
        description="turn about its centre, counter-clockwise, a multiple of 90 deg",
        examples=["90 deg"],
        json_schema_extra=by_default("Padwright: not turned", "0 deg"),
    )
    width_nm: SizeNm = Field(
        description="length of the unturned part, along which its terminals lie",
        examples=["1 mm"],
    )
    height_nm: SizeNm = Field(
        description="width of the unturned part, across its terminals", examples=["0.5 mm"]
    )
    thickness_nm: PositiveNm = Field(description="thickness of the part", examples=["0.5 mm"])
    nets: tuple[SignalName, ...] = Field(
        min_length=1,
        max_length=100,
        description="nets of its terminals, from the left end of the unturned part to the right",
        examples=[["vdd", "vss"]],
    )
