"""Elements about signals that leave a die, cross the package and come back to a die."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.claimed_die import claimed
from padwright.check.deciding import decided, length, listed, missing, unknown
from padwright.geometry.drc import narrower_than
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.facts_dies import FoundPad
    from padwright.model.package import ChipNet

_SUBJECTS = ("chip-netlist", "wiring", "vias", "holes", "levels", "die")
_PLURAL = 2


@dataclass(frozen=True, slots=True)
class Hop:
    """A net of the package that joins on-chip nets which are apart on the dies."""

    net: int
    pads: "tuple[FoundPad, ...]"
    chip_nets: "tuple[ChipNet, ...]"


def hops(facts: "Facts", *, same_die: bool, among: Container[int]) -> Iterator[Hop]:
    """Yield the package nets by which a device reaches a device through two pads.

    The on-chip nets of the two pads differ, so that without the package they would be apart. With
    `same_die` both pads are on one die, which is one of `among`.
    """
    for net, pads in facts.net_pads.items():
        ends = [(pad, found) for pad in pads if (found := _chip_net(facts, pad)) is not None]
        dies = {pad.die for pad, _ in ends}
        for group in [{die} for die in sorted(dies) if die in among] if same_die else [dies]:
            own = [(pad, found) for pad, found in ends if pad.die in group]
            if len({(pad.die, found.name) for pad, found in own}) >= _PLURAL:
                yield Hop(net, tuple(p for p, _ in own), tuple(found for _, found in own))


def _asked(facts: "Facts", *, same_die: bool) -> list[Hop]:
    """Return the hops that a claim on one die, or on several, speaks of."""
    among = claimed(facts) if same_die else range(len(facts.dies))
    same_die = same_die or facts.tolerances.hop == "same die"
    return list(hops(facts, same_die=same_die, among=among))


def _chip_net(facts: "Facts", pad: "FoundPad") -> "ChipNet | None":
    """Return the on-chip net of a pad when it reaches an active device."""
    netlist = facts.dies[pad.die].netlist
    if netlist is None:
        return None
    live = {net for device in netlist.devices if device.active for net in device.nets}
    return next((n for n in netlist.nets if pad.name in n.pads and n.name in live), None)


def _evidence(facts: "Facts", found: list[Hop]) -> Evidence:
    return Evidence(
        slabs=tuple(sorted({n for level in facts.levels for n in level.wiring_numbers})),
        nets=tuple(facts.net_name(hop.net) for hop in found),
        places=tuple(pad.place for hop in found for pad in hop.pads),
    )


@cache
def signal_returns(*, same_die: bool) -> Element:
    """Return the element: a signal hops from device to device through the package."""

    def test(facts: "Facts") -> Outcome:
        if all(die.netlist is None for die in facts.dies):
            return unknown("no net list of a die is given")
        found = _asked(facts, same_die=same_die)
        names = listed([facts.net_name(hop.net) for hop in found])
        return decided(
            met=bool(found),
            because=f"net {names} joins pads that are apart on the dies"
            if found
            else "no net of the package joins two pads whose on-chip nets reach devices",
            evidence=_evidence(facts, found),
        )

    return Element(
        "A signal goes from a device over on-chip wiring to the package's wiring, and from there "
        "back over on-chip wiring to a device",
        test,
        _SUBJECTS,
        reading="The two ends are different pads of different on-chip nets. "
        + (
            "Both are on one die."
            if same_die
            else "The second may be on another die, unless the setting hop says same die."
        ),
    )


@cache
def larger_traces(*, same_die: bool) -> Element:
    """Return the element: package traces are wider, longer and thicker than those on the die."""

    def test(facts: "Facts") -> Outcome:
        found = _asked(facts, same_die=same_die)
        if not found:
            return missing("no signal crosses the package from die to die")
        smaller: list[str] = []
        measured = []
        for hop in found:
            name = facts.net_name(hop.net)
            width_nm = max(net.width_nm for net in hop.chip_nets)
            chip_length_nm = max(net.length_nm for net in hop.chip_nets)
            chip_thickness_nm = max(net.thickness_nm for net in hop.chip_nets)
            least_nm, length_nm, thickness_nm = trace(facts, hop.net, width_nm)
            measured += [
                length(f"least width of {name}", least_nm, width_nm),
                length(f"length of {name}", length_nm, chip_length_nm),
                length(f"thickness of {name}", thickness_nm, chip_thickness_nm),
            ]
            larger = least_nm > width_nm and length_nm > chip_length_nm
            if not (larger and thickness_nm > chip_thickness_nm):
                smaller.append(name)
        told = listed(smaller or [facts.net_name(hop.net) for hop in found])
        evidence = _evidence(facts, found)
        return decided(
            met=not smaller,
            because=f"the traces of {told} are {'not ' if smaller else ''}wider, longer and "
            "thicker than those on the dies",
            evidence=Evidence(
                evidence.slabs, (), evidence.nets, (), tuple(measured), evidence.places
            ),
        )

    return Element(
        "On such nets the package's traces are wider, longer and thicker than those on the die",
        test,
        _SUBJECTS,
        reading="All three at once, and more, not equal: the least width and thickness of the "
        "net's wiring and its whole length against the widest, longest and thickest of its nets on "
        "the dies. Limits in the evidence are those of the dies.",
    )


def trace(facts: "Facts", net: int, wider_than_nm: int) -> tuple[int, int, int]:
    """Return least width, length and least thickness of a net's wiring in nanometres.

    The width is looked for at twice `wider_than_nm` first, then at twice as much again, up to the
    narrower side of the metal's box. The length is that of a strip with the same area and
    outline: area = l w, outline = 2 l + 2 w.
    """
    widths_nm: list[int] = []
    total_nm, thickness_nm = 0.0, 0
    for level in facts.levels:
        own = facts.nets[net]
        slabs = [n for n in level.wiring_numbers if facts.case.nets.region(own, n)]
        metal = Region.union(facts.case.nets.region(own, number) for number in slabs)
        if not metal:
            continue
        widths_nm.append(_least_width_nm(metal, 2 * wider_than_nm + 1))
        total_nm += sum(_strip_length_nm(part) for part in metal)
        high_nm = max(facts.slabs[number].top_nm for number in slabs)
        here_nm = high_nm - level.plane_nm
        thickness_nm = min(thickness_nm, here_nm) if thickness_nm else here_nm
    return min(widths_nm, default=0), round(total_nm), thickness_nm


def _least_width_nm(metal: Region, bound_nm: int) -> int:
    left, bottom, right, top = metal.box_nm
    side_nm = min(right - left, top - bottom)
    while bound_nm < 2 * side_nm:
        if narrow := narrower_than(metal, bound_nm):
            return min(miss.measured_nm for miss in narrow)
        bound_nm *= 2
    return side_nm


def _strip_length_nm(part: Region) -> float:
    outline_nm = 0.0
    for polygon in part.polygons():
        for ring in polygon:
            steps = np.diff(np.concatenate([ring, ring[:1]]), axis=0)
            outline_nm += float(np.hypot(steps[:, 0], steps[:, 1]).sum())
    half_nm = outline_nm / 4
    return half_nm + float(np.sqrt(max(0.0, half_nm**2 - part.area_nm2)))
