"""The passives that are known, and the door for those that a design names."""

from collections.abc import Mapping

from padwright.base.discovery import members
from padwright.base.errors import InputError, nearest
from padwright.devices.device import Device
from padwright.model.door import admit


def device_kinds() -> dict[str, type[Device]]:
    """Return every passive by its kind, in alphabetical order."""
    return members("padwright.devices.kinds", Device)


def read_device(
    kind: str, parameters: Mapping[str, str | int | float], *, where: str = "device"
) -> Device:
    """Return a passive from its kind and its parameters, as a design file gives them.

    Raises
    ------
    InputError
        When there is no such kind, or a parameter cannot be used.
    """
    kinds = device_kinds()
    if kind not in kinds:
        raise InputError(
            f"there is no passive {kind[:100]!r}", where=f"{where}: kind", fix=nearest(kind, kinds)
        )
    return admit(kinds[kind], dict(parameters), where=f"{where}: parameters")
