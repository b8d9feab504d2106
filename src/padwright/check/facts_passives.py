"""The passives of a package: made in the wiring, or placed on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from padwright.check.facts_films import Level
from padwright.check.facts_nets import inner_points, net_numbers_at
from padwright.check.found_devices import FoundDevice, found_devices
from padwright.check.record import place_of_slabs
from padwright.check.rule import Case
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.model.finding import Place

#: What the list of passives names.
FAMILIES = ("resistor", "inductor", "capacitor", "wave-guide", "filter", "mems-sensor")


@dataclass(frozen=True, slots=True)
class FoundPassive:
    """A passive of the package.

    `family` is what it is, such as ``inductor``; `in_wiring` whether its conductors are metal of
    the wiring levels; `free` counts its terminals that join nothing; `numbers` are its slabs.
    `bridges` are the nets that its own metal joins, one group a piece: those of the ends of a
    meander, none of a capacitor.
    """

    name: str
    family: str
    in_wiring: bool
    terminals: int
    free: int
    numbers: tuple[int, ...]
    nets: tuple[int, ...]
    place: Place
    bridges: tuple[tuple[int, ...], ...] = ()


def placed_parts(case: Case, conducts: Callable[[str], bool]) -> tuple[FoundPassive, ...]:
    """Return the placed parts: what each step put on the package as a component."""
    slabs = case.built.structure.slabs
    makers: dict[str, list[int]] = {}
    for number, slab in enumerate(slabs):
        if slab.role is Role.COMPONENT:
            makers.setdefault(slab.made_by, []).append(number)
    return tuple(_part(case, made_by, numbers, conducts) for made_by, numbers in makers.items())


def _part(
    case: Case, made_by: str, numbers: list[int], conducts: Callable[[str], bool]
) -> FoundPassive:
    slabs = case.built.structure.slabs
    metal = [number for number in numbers if conducts(slabs[number].material)]
    ends = Region.union(slabs[number].region for number in metal)
    found = net_numbers_at(case.nets, metal, inner_points(ends))
    nets = tuple(dict.fromkeys(int(net) for net in found if net >= 0))
    wired = [net for net in nets if not set(case.nets.nets[net].slabs) <= set(numbers)]
    place = place_of_slabs(slabs[number] for number in numbers)
    return FoundPassive(
        made_by,
        _family(case, place),
        in_wiring=False,
        terminals=len(ends),
        free=len(ends) - int(np.isin(found, wired).sum()),
        numbers=tuple(numbers),
        nets=nets,
        place=place,
    )


def _family(case: Case, place: Place) -> str:
    """Return what the design says a part is that stands at a place."""
    for component in case.design.components:
        inside_x = place.left_nm <= component.x_nm <= place.right_nm
        if inside_x and place.bottom_nm <= component.y_nm <= place.top_nm:
            words = component.kind.lower()
            return next((family for family in FAMILIES if family in words), words)
    return ""


def wired_passives(case: Case, levels: Sequence[Level]) -> tuple[FoundPassive, ...]:
    """Return the passives that were found in the wiring.

    One whose metal is not there is none; one that is broken, or whose metal joins what it should
    not, has no end that counts. An end is joined when its net reaches something besides the
    passive itself.
    """
    wiring = {number for level in levels for number in level.numbers}
    found = []
    for each in found_devices(case):
        if not each.is_there:
            continue
        own = {each.passive.pin(end) for end in each.passive.terminals}
        ends = [number for _, number in each.nets]
        joined = [n for n in ends if n is not None and not set(case.nets.nets[n].pins) <= own]
        found.append(
            FoundPassive(
                each.passive.name,
                each.device.family,
                in_wiring=bool(each.slabs) and wiring.issuperset(each.slabs),
                terminals=len(ends),
                free=len(ends) - (len(joined) if each.is_whole else 0),
                numbers=each.slabs,
                nets=tuple(dict.fromkeys(joined)),
                place=_place(case, each),
                bridges=_bridges(each),
            )
        )
    return tuple(found)


def _bridges(found: FoundDevice) -> tuple[tuple[int, ...], ...]:
    net_of = dict(found.nets)
    groups = (
        tuple(net for end in group if (net := net_of.get(end)) is not None)
        for group in found.joined
    )
    return tuple(group for group in groups if len(set(group)) > 1)


def _place(case: Case, found: FoundDevice) -> Place:
    slabs = [case.built.structure.slabs[number] for number in found.slabs]
    box = Region.union(found.metal.values()).box_nm
    return Place(*box, min(s.bottom_nm for s in slabs), max(s.top_nm for s in slabs))
