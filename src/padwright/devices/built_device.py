"""A passive as it was built, as plain data that travels to exporters."""

from dataclasses import dataclass

from padwright.devices.device import Worth


@dataclass(frozen=True, slots=True)
class BuiltDevice:
    """A passive with what it should be worth and what it was built to be worth, for exporters.

    `pins` are its terminals by name, each with its pin in net lists. `built` is None where no
    metal was found to measure; `is_sound` tells that its metal is there and whole.
    """

    name: str
    kind: str
    family: str
    figure: str
    formula: str
    source: str
    pins: tuple[tuple[str, str], ...]
    expected: Worth
    built: Worth | None
    is_sound: bool
