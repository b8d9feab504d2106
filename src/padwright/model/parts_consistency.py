"""What units, passives and components cannot mean: each contradiction is one clear error."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import numpy as np

from padwright.base.errors import InputError, nearest
from padwright.base.units import length_text
from padwright.model.overlap import first_overlap
from padwright.model.package import (
    BoxNm,
    Component,
    Design,
    Passive,
    component_box,
    die_box,
)

#: A part that stands higher on a package has a figure that is wrong (uncited default).
_HIGHEST_PART_NM: Final = 10_000_000


def check_parts(design: Design, *, where: str) -> None:
    """Raise `InputError` at the first contradiction among units, passives and components.

    Parameters
    ----------
    where
        The file of the design, put before the key in the error.
    """
    _check_names(design, where)
    _check_units(design, where)
    _check_components(design, where)
    _check_passives(design, where)
    _check_part_nets(design, where)


def _check_names(design: Design, where: str) -> None:
    """Dies, passives and components give their pins names, so that they share their own."""
    kinds = (
        ("dies", design.dies),
        ("passives", design.passives),
        ("components", design.components),
    )
    taken: dict[str, str] = {}
    for key, parts in kinds:
        for part in parts:
            if part.name in taken and not key == taken[part.name] == "dies":
                raise InputError(
                    f"the name {part.name!r} is taken by one of the {taken[part.name]}",
                    where=f"{where}: {key}.{part.name}",
                    fix="give each die, passive and component a name of its own",
                )
            taken[part.name] = key


def _check_units(design: Design, where: str) -> None:
    for name, count in Counter(unit.name for unit in design.units).items():
        if count > 1:
            raise InputError(
                f"{count} units have the name {name!r}",
                where=f"{where}: units",
                fix="give each unit a name of its own",
            )
    for unit in design.units:
        _inside(unit.box_nm, design, "unit", f"{where}: units.{unit.name}")
    _apart([(unit.name, unit.box_nm) for unit in design.units], "units", where)
    if not design.units:
        return
    for die in design.dies:
        if not any(_holds(unit.box_nm, die_box(die)) for unit in design.units):
            raise InputError(
                f"the die {die.name!r} lies in no unit as a whole",
                where=f"{where}: dies.{die.name}",
                fix="move the die (x, y), or enlarge or move a unit",
            )


def _check_components(design: Design, where: str) -> None:
    for each in design.components:
        place = f"{where}: components.{each.name}"
        _inside(component_box(each), design, "component", place)
        if each.thickness_nm > _HIGHEST_PART_NM:
            raise InputError(
                f"the part is {length_text(each.thickness_nm)} high, more than "
                f"{length_text(_HIGHEST_PART_NM)}",
                where=f"{place}.thickness",
                fix="check its unit",
            )
    boxes = [(each.name, component_box(each)) for each in design.components]
    _apart(boxes, "components", where)


def _check_passives(design: Design, where: str) -> None:
    for each in design.passives:
        place = f"{where}: passives.{each.name}"
        _inside((each.x_nm, each.y_nm, each.x_nm, each.y_nm), design, "passive", place)
        if each.level > design.wiring_levels:
            raise InputError(
                f"the passive is on wiring level {each.level}, but the package has at most "
                f"{design.wiring_levels}",
                where=f"{place}.level",
                fix="take a lower level, or allow more (package.wiring_levels)",
            )


def _check_part_nets(design: Design, where: str) -> None:
    """Raise when a part is on a net that nothing else is on, or that is not connected."""
    kinds: tuple[tuple[str, Sequence[Passive | Component]], ...] = (
        ("passives", design.passives),
        ("components", design.components),
    )
    named = Counter(net for _, parts in kinds for part in parts for net in set(part.nets))
    known = {pad.net for die in design.dies for pad in die.pads}
    known |= {ball.net for ball in design.terminals.fixed} - {""}
    for key, parts in kinds:
        for part in parts:
            _known_nets(part.nets, known, named, design.no_connect, f"{where}: {key}.{part.name}")


def _known_nets(
    nets: Iterable[str],
    known: Collection[str],
    named: Counter[str],
    no_connect: Collection[str],
    place: str,
) -> None:
    for net in nets:
        if net not in known and named[net] < 2:
            raise InputError(
                f"nothing else is on the net {net!r}: no pad, no ball of a map, no other part",
                where=f"{place}.nets",
                fix=nearest(net, known),
            )
        if net in no_connect:
            raise InputError(
                f"the net {net!r} is not connected",
                where=f"{place}.nets",
                fix="leave it out of nets.no_connect, or take another net",
            )


def _inside(box_nm: BoxNm, design: Design, what: str, where: str) -> None:
    body_nm = design.box_nm
    out_nm = max(
        body_nm[0] - box_nm[0],
        body_nm[1] - box_nm[1],
        box_nm[2] - body_nm[2],
        box_nm[3] - body_nm[3],
    )
    if out_nm > 0:
        raise InputError(
            f"the {what} is {out_nm / 1_000:g} um outside the package of "
            f"{design.width_nm / 1e6:g} x {design.height_nm / 1e6:g} mm",
            where=where,
            fix=f"move the {what} (x, y) or enlarge the package (width, height)",
        )


def _apart(parts: Sequence[tuple[str, BoxNm]], key: str, where: str) -> None:
    pair = first_overlap(np.array([box_nm for _, box_nm in parts], dtype=np.int64))
    if pair is not None:
        one, other = (parts[each][0] for each in pair)
        raise InputError(
            f"the {key} {one!r} and {other!r} overlap",
            where=f"{where}: {key}.{other}",
            fix="move one of them (x, y)",
        )


def _holds(outer_nm: BoxNm, inner_nm: BoxNm) -> bool:
    return (
        outer_nm[0] <= inner_nm[0]
        and outer_nm[1] <= inner_nm[1]
        and inner_nm[2] <= outer_nm[2]
        and inner_nm[3] <= outer_nm[3]
    )
