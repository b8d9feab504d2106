"""Net lists of dies: TOML with ``[[devices]]`` and ``[[nets]]``."""

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from padwright.base.errors import InputError, nearest
from padwright.base.files import read_text
from padwright.model.chip import ChipSpec
from padwright.model.door import admit
from padwright.model.package import ChipDevice, ChipNet, ChipNetlist
from padwright.readers.toml_file import parse_toml

#: The net list of a die with 30,000 pads has about 5 MB.
_CHIP_LIMIT_BYTES = 20_000_000


def read_chip(path: Path, pads: Collection[str]) -> tuple[ChipNetlist, str]:
    """Return the net list of a die and the file's text.

    Parameters
    ----------
    pads
        Names of the die's pads.

    Raises
    ------
    InputError
        When the file cannot be used, a name is there twice, a pad is not on the die or on two
        nets, or a device names a net that the file lacks.
    """
    text = read_text(path, limit_bytes=_CHIP_LIMIT_BYTES)
    where = str(path)
    spec = admit(ChipSpec, parse_toml(text, where=where), where=where)
    _each_once((each.name for each in spec.devices), f"{where}: devices", "device")
    _each_once((each.name for each in spec.nets), f"{where}: nets", "net")
    known = frozenset(pads)
    net_of: dict[str, str] = {}
    for net in spec.nets:
        place = f"{where}: nets.{net.name}.pads"
        for pad in net.pads:
            if pad not in known:
                raise InputError(
                    f"the die has no pad {pad!r}", where=place, fix=nearest(pad, known)
                )
            if pad in net_of:
                raise InputError(
                    f"the pad {pad!r} is already on the net {net_of[pad]!r}",
                    where=place,
                    fix="list each pad on one net, once",
                )
            net_of[pad] = net.name
    nets = frozenset(net.name for net in spec.nets)
    for device in spec.devices:
        for name in device.nets:
            if name not in nets:
                raise InputError(
                    f"there is no net {name!r} on the die",
                    where=f"{where}: devices.{device.name}.nets",
                    fix=nearest(name, nets),
                )
    return ChipNetlist(
        devices=tuple(ChipDevice(each.name, each.active, each.nets) for each in spec.devices),
        nets=tuple(
            ChipNet(each.name, each.pads, each.width_nm, each.length_nm, each.thickness_nm)
            for each in spec.nets
        ),
    ), text


def _each_once(names: Iterable[str], where: str, what: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                f"the {what} {name!r} is there {count} times",
                where=where,
                fix=f"give each {what} a name of its own",
            )
