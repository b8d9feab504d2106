"""The schema of a die's own net list: what is wired on the die, as far as it is told."""

from pydantic import Field

from padwright.model.keys import KeyedSpec, PositiveNm, SignalName, by_default

#: The most devices, nets or pads of a net in one file.
_ENTRY_LIMIT = 100_000


class ChipDeviceSpec(KeyedSpec):
    """A device of the die, such as an output driver."""

    name: SignalName = Field(description="name of the device, each once", examples=["driver1"])
    active: bool = Field(
        default=True,
        strict=True,
        description="whether it amplifies or switches, as a transistor does",
        examples=[True],
        json_schema_extra=by_default("Padwright: an active device", "true"),
    )
    nets: tuple[SignalName, ...] = Field(
        min_length=1,
        max_length=_ENTRY_LIMIT,
        description="nets of the die that it is joined to",
        examples=[["out1"]],
    )


class ChipNetSpec(KeyedSpec):
    """A net of the die's own wiring."""

    name: SignalName = Field(description="name of the net on the die, each once", examples=["out1"])
    pads: tuple[SignalName, ...] = Field(
        default=(),
        max_length=_ENTRY_LIMIT,
        description="pads of the die that the net forms",
        examples=[["P4"]],
        json_schema_extra=by_default("Padwright: none, the net stays on the die"),
    )
    width_nm: PositiveNm = Field(description="width of its trace on the die", examples=["400 nm"])
    length_nm: PositiveNm = Field(description="length of its trace on the die", examples=["80 um"])
    thickness_nm: PositiveNm = Field(
        description="thickness of its trace on the die", examples=["600 nm"]
    )


class ChipSpec(KeyedSpec):
    """The net list of a die."""

    devices: tuple[ChipDeviceSpec, ...] = Field(
        max_length=_ENTRY_LIMIT, description="the devices, one table each"
    )
    nets: tuple[ChipNetSpec, ...] = Field(
        max_length=_ENTRY_LIMIT, description="the nets on the die, one table each"
    )
