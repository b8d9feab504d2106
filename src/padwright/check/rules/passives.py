"""The passives that were built against those that were asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from padwright.check.found_devices import FoundDevice, found_devices
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.devices.device import readable
from padwright.geometry.region import Region
from padwright.model.finding import Finding, Place, Quantity, Severity

#: A passive that is worth this share more or less than meant is warned of (uncited default).
OFF_RATIO: Final = 0.1


class Passives(Rule):
    """Every passive is there as one piece, joins its nets, no others, and is worth what was meant.

    Missing, open and shorted passives are errors, a worth that is off is a warning.
    """

    kind: ClassVar[str] = "passives"
    describes: ClassVar[str] = "passives as built: missing, open, shorted, or off their worth"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return what is wrong with each passive of the plan."""
        for device in found_devices(case):
            for fault in _faults(device):
                yield self._finding(case, device, fault)

    def _finding(self, case: Case, device: FoundDevice, fault: "_Fault") -> Finding:
        slabs = case.built.structure.slabs
        return Finding(
            rule=self.kind,
            severity=fault.severity,
            message=f"{device.passive.kind} {device.passive.name!r}: {fault.problem}",
            place=_place(case, device, fault.where),
            measured=fault.measured,
            required=fault.required,
            source=type(device.device).source,
            nets=tuple(dict.fromkeys(each.net for each in device.passive.terminals)),
            slabs=tuple(sorted({slabs[number].made_by for number in device.slabs})),
            fix=fault.fix,
        )


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with one passive."""

    problem: str
    measured: Quantity
    required: Quantity
    fix: str
    where: Region | None = None
    severity: Severity = Severity.ERROR


def _faults(device: FoundDevice) -> Iterator[_Fault]:
    yield from _missing(device)
    yield from _joined(device)
    yield from _strangers(device)
    if device.is_there and device.is_whole:
        yield from _worth(device)


def _missing(device: FoundDevice) -> Iterator[_Fault]:
    if not device.is_there:
        share_text = f"{device.covered_ratio:.0%} of its metal on one of its levels is there"
        yield _Fault(
            f"missing: {share_text}",
            Quantity(device.covered_ratio * 100, "%"),
            Quantity(100, "%"),
            "give it its metal: look at the masks and steps of its levels",
        )
    bare = [name for name, net in device.nets if net is None]
    if bare:
        yield _Fault(
            f"open: its terminals {', '.join(bare)} have no metal",
            Quantity(len(device.nets) - len(bare), "terminals"),
            Quantity(len(device.nets), "terminals"),
            "give its lands metal",
        )


def _joined(device: FoundDevice) -> Iterator[_Fault]:
    if device.is_whole or not device.is_connected:
        return
    meant = device.drawing.joined
    together = [set(group) for group in device.joined]
    for group in meant:
        if not any(set(group) <= each for each in together):
            yield _Fault(
                f"open: its own metal does not join its terminals {_listed(group)}",
                Quantity(sum(bool(set(group) & each) for each in together), "pieces"),
                Quantity(1, "pieces"),
                "mend its line, and the hole between its levels where it has one",
            )
    for each in together:
        apart = [group for group in meant if set(group) & each]
        if len(apart) > 1:
            ends = [group[0] for group in apart]
            yield _Fault(
                f"shorted: its own metal joins its terminals {_listed(ends)}",
                Quantity(1, "pieces"),
                Quantity(len(apart), "pieces"),
                "part its metal",
            )


def _strangers(device: FoundDevice) -> Iterator[_Fault]:
    for level, region in device.strangers.items():
        yield _Fault(
            f"other metal of wiring level {level} lies where the passive keeps wiring out",
            Quantity(region.area_nm2 / 1e6, "um2"),
            Quantity(0, "um2"),
            "move the metal out of the passive's box",
            region,
        )


def _worth(device: FoundDevice) -> Iterator[_Fault]:
    off_ratio = device.off_ratio
    if device.built is None or off_ratio is None or abs(off_ratio) <= OFF_RATIO:
        return
    meant = device.expected
    figure = type(device.device).figure
    yield _Fault(
        f"off: its {figure} as built is {device.built.quantity}, {off_ratio:+.1%} from what "
        "was meant",
        device.built.quantity,
        readable(meant.value, meant.unit),
        f"change its parameters, or this limit of {OFF_RATIO:.0%} is yours to overlook",
        severity=Severity.WARNING,
    )


def _place(case: Case, device: FoundDevice, where: Region | None) -> Place:
    slabs = [case.built.structure.slabs[number] for number in device.slabs]
    drawn = Region.union(device.drawing.wiring.values()) if where is None else where
    low_nm = min((slab.bottom_nm for slab in slabs), default=0)
    high_nm = max((slab.top_nm for slab in slabs), default=case.built.structure.top_nm)
    return place_of(drawn.box_nm, low_nm, high_nm)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return " and ".join(names)
