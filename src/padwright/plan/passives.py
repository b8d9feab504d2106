"""Passives and placed parts in the frame of the package: their terminals join the nets."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.devices.catalogue import read_device
from padwright.devices.device import Device, Site
from padwright.devices.drawing import Drawing
from padwright.devices.surroundings import surroundings
from padwright.geometry.region import Region
from padwright.model.package import Design, Passive
from padwright.model.technology import Technology
from padwright.plan.plan import PlacedComponent, PlacedPad, PlacedPassive, PlacedTerminal


def place_passives(design: Design) -> tuple[PlacedPassive, ...]:
    """Return the passives of a design where they lie, with the nets of their terminals.

    Raises
    ------
    InputError
        When a kind is unknown, a parameter cannot be made, nets and terminals do not match, or a
        passive lies off the package or over another passive.
    """
    if design.passives and design.technology.frame is not None:
        raise InputError(
            "an etched frame has no wiring levels that passives could be made in",
            where=f"passives.{design.passives[0].name}",
            fix="leave it out, or take a technology of family A or B",
        )
    placed = tuple(_placed(each, design) for each in design.passives)
    drawn = {each.name: drawing_of(each, design.technology) for each in placed}
    for each in placed:
        _require_room(each, drawn[each.name], design)
    _require_apart(drawn)
    return placed


def device_of(passive: PlacedPassive) -> Device:
    """Return the device of a placed passive."""
    where = f"passives.{passive.name}"
    return read_device(passive.kind, dict(passive.parameters), where=where)


def site_of(passive: PlacedPassive, technology: Technology) -> Site:
    """Return where a placed passive is drawn."""
    return Site(technology.rules, passive.level, surroundings(technology))


def drawing_of(passive: PlacedPassive, technology: Technology) -> Drawing:
    """Return the shapes of a placed passive in the frame of the package."""
    return _drawn(device_of(passive), passive, technology)


def as_pads(parts: Iterable[PlacedPassive | PlacedComponent]) -> tuple[PlacedPad, ...]:
    """Return the terminals of parts as the assignment of balls sees them: as pads."""
    return tuple(
        PlacedPad(each.name, part.name, each.net, each.x_nm, each.y_nm, size_nm, size_nm)
        for part in parts
        for each in part.terminals
        for size_nm in (each.diameter_nm,)
    )


def lone_ends(pads: Sequence[PlacedPad], ends: Sequence[PlacedPad]) -> tuple[PlacedPad, ...]:
    """Return the terminals that need a ball: nothing else is on their nets.

    Parameters
    ----------
    pads
        The bonded pads of the dies.
    ends
        The terminals of passives, as pads.
    """
    count = Counter(each.net for each in (*pads, *ends))
    return tuple(each for each in ends if count[each.net] == 1)


def fewest_levels(passives: Iterable[PlacedPassive]) -> int:
    """Return on how many wiring levels passives lie, at least 1."""
    return max((level for each in passives for level in each.levels), default=1)


def _placed(passive: Passive, design: Design) -> PlacedPassive:
    where = f"passives.{passive.name}"
    device = read_device(passive.kind, dict(passive.parameters), where=where)
    names = type(device).terminal_names
    if len(passive.nets) != len(names):
        raise InputError(
            f"{len(passive.nets)} nets for the {len(names)} terminals of a {passive.kind}",
            where=f"{where}: nets",
            fix=f"give a net for each of its terminals: {', '.join(names)}",
        )
    made = PlacedPassive(
        passive.name,
        passive.kind,
        passive.level,
        passive.x_nm,
        passive.y_nm,
        passive.rotation_deg,
        passive.parameters,
    )
    drawing = _drawn(device, made, design.technology)
    highest = drawing.levels[-1]
    if highest > design.wiring_levels:
        raise InputError(
            f"a {passive.kind} at level {passive.level} takes level {highest}, and the package has "
            f"at most {design.wiring_levels}",
            where=f"{where}: level",
            fix=f"take a lower level, or give package.wiring_levels = {highest}",
        )
    terminals = tuple(
        PlacedTerminal(each.name, net, each.x_nm, each.y_nm, each.level, each.diameter_nm)
        for each, net in zip(drawing.terminals, passive.nets, strict=True)
    )
    return PlacedPassive(
        *(made.name, made.kind, made.level, made.x_nm, made.y_nm, made.rotation_deg),
        made.parameters,
        terminals,
        drawing.levels,
    )


def _drawn(device: Device, passive: PlacedPassive, technology: Technology) -> Drawing:
    try:
        drawing = device.draw(site_of(passive, technology))
    except InputError as error:
        raise error.within(f"passives.{passive.name}: parameters") from None
    return drawing.placed(passive.x_nm, passive.y_nm, passive.rotation_deg)


def _require_room(passive: PlacedPassive, drawing: Drawing, design: Design) -> None:
    """Raise `InputError` when a passive is too near to the edge or over a pad of a die."""
    rules = design.technology.rules
    where = f"passives.{passive.name}"
    metal = Region.union(drawing.wiring.values())
    within = Region.box(*design.box_nm).sized(-rules.edge_clearance_nm.value)
    if not within.covers(metal):
        raise InputError(
            f"it takes x {_span(metal.box_nm[0], metal.box_nm[2])} and y "
            f"{_span(metal.box_nm[1], metal.box_nm[3])}, less than "
            f"{length_text(rules.edge_clearance_nm.value)} (rules.edge_clearance) from the edge",
            where=where,
            fix="move it (x, y), turn it (rotation) or enlarge the package",
        )


def require_clear_of_pads(
    passives: Sequence[PlacedPassive], pads: Sequence[PlacedPad], technology: Technology
) -> None:
    """Raise `InputError` when a passive of the lowest level lies over the land of a pad."""
    space_nm, land_nm = technology.rules.line_space_nm.value, technology.rules.pad_land_nm
    for passive in passives:
        metal = drawing_of(passive, technology).wiring.get(1)
        if metal is None:
            continue
        left_nm, bottom_nm, right_nm, top_nm = metal.box_nm
        reach_nm = land_nm // 2 + space_nm
        for pad in pads:
            if not (
                left_nm - reach_nm < pad.x_nm < right_nm + reach_nm
                and bottom_nm - reach_nm < pad.y_nm < top_nm + reach_nm
            ):
                continue
            if metal.overlaps(Region.disc(pad.x_nm, pad.y_nm, land_nm).sized(space_nm)):
                raise InputError(
                    f"its metal on level 1 is nearer than {length_text(space_nm)} "
                    f"(rules.line_space) to the land of pad {pad.pin!r}",
                    where=f"passives.{passive.name}",
                    fix="move it (x, y), or take a higher level",
                )


def _require_apart(drawn: dict[str, Drawing]) -> None:
    """Raise `InputError` when the metal of one passive lies where another keeps wiring out."""
    for (one, first), (other, second) in combinations(drawn.items(), 2):
        for level in set(first.levels) & set(second.levels):
            if first.keep_out[level].overlaps(second.wiring[level]) or second.keep_out[
                level
            ].overlaps(first.wiring[level]):
                raise InputError(
                    f"on level {level} it lies on the passive {one!r} or nearer than the rules "
                    "allow",
                    where=f"passives.{other}",
                    fix="move one of them (x, y)",
                )


def _span(low_nm: int, high_nm: int) -> str:
    return f"{length_text(low_nm)} to {length_text(high_nm)}"
