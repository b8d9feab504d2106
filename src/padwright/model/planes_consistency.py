"""What planes, rails, fill and holes cannot mean: each contradiction is one clear error."""

from collections.abc import Iterable, Sequence

from padwright.base.errors import InputError, nearest
from padwright.base.units import length_text
from padwright.model.package import Design, bonded_nets
from padwright.model.plane_spec import PlaneSpec, RailSpec


def check_planes(design: Design, *, where: str) -> None:
    """Raise `InputError` at the first contradiction among planes, rails and what evens metal out.

    Parameters
    ----------
    where
        The file of the design, put before the key in the error.
    """
    if not (design.planes or design.rails):
        _check_evening(design, where)
        return
    if design.technology.frame is not None:
        raise InputError(
            "an etched frame has no wiring levels for planes and rails",
            where=f"{where}: planes" if design.planes else f"{where}: rails",
            fix="leave them out, or take a technology of family A or B",
        )
    known = {*bonded_nets(design), *(net for part in design.components for net in part.nets)}
    kinds: tuple[tuple[str, Sequence[PlaneSpec | RailSpec]], ...] = (
        ("planes", design.planes),
        ("rails", design.rails),
    )
    for key, parts in kinds:
        for number, part in enumerate(parts):
            place = f"{where}: {key}[{number}]"
            if part.net not in known:
                raise InputError(
                    f"there is no net {part.net!r}",
                    where=f"{place}.net",
                    fix=nearest(part.net, known),
                )
            if part.level > design.wiring_levels:
                raise InputError(
                    f"it lies on level {part.level} and there are {design.wiring_levels} at most",
                    where=f"{place}.level",
                    fix="take a lower level, or allow more (package.wiring_levels)",
                )
    for number, plane in enumerate(design.planes):
        _check_plane(plane, design, f"{where}: planes[{number}]")
    _check_room_for_wires(design, where)
    _check_rails(design, where)
    _check_evening(design, where)


def _check_room_for_wires(design: Design, where: str) -> None:
    """Raise `InputError` when planes keep the wires out of every level."""
    closed = [plane.level for plane in design.planes if plane.signals == "kept out"]
    if len(set(closed)) < design.wiring_levels:
        return
    last = max(n for n, plane in enumerate(design.planes) if plane.signals == "kept out")
    raise InputError(
        f"wires are kept out of all {design.wiring_levels} wiring levels and have none to run on",
        where=f"{where}: planes[{last}].signals",
        fix='write signals = "allowed", or allow more levels (package.wiring_levels)',
    )


def _check_plane(plane: PlaneSpec, design: Design, place: str) -> None:
    rules = design.technology.rules
    line, space = ("line_width", rules.line_width_nm), ("line_space", rules.line_space_nm)
    for key, value_nm, (name, limit) in (
        ("clearance", plane.clearance_nm, space),
        ("minimum_web", plane.minimum_web_nm, line),
        ("spoke_width", plane.spoke_width_nm, line),
        ("spoke_gap", plane.spoke_gap_nm, space),
    ):
        _require_at_least(value_nm, limit.value, name, f"{place}.{key}")


def _check_rails(design: Design, where: str) -> None:
    dies = {die.name for die in design.dies}
    for number, rail in enumerate(design.rails):
        place = f"{where}: rails[{number}]"
        limit_nm = design.technology.rules.line_width_nm.value
        _require_at_least(rail.width_nm, limit_nm, "line_width", f"{place}.width")
        if rail.around is not None and rail.around not in dies:
            raise InputError(
                f"there is no die {rail.around!r}",
                where=f"{place}.around",
                fix=nearest(rail.around, dies),
            )


def _check_evening(design: Design, where: str) -> None:
    rules, wanted = design.technology.rules, design.routing
    line, space = ("line_width", rules.line_width_nm), ("line_space", rules.line_space_nm)
    limits: list[tuple[str, int, tuple[str, int]]] = []
    if wanted.fill is not None:
        limits += [
            ("fill.size", wanted.fill.size_nm, (line[0], line[1].value)),
            ("fill.space", wanted.fill.space_nm, (space[0], space[1].value)),
            ("fill.clearance", wanted.fill.clearance_nm, (space[0], space[1].value)),
        ]
    if wanted.degassing is not None:
        limits += [
            ("degassing.size", wanted.degassing.size_nm, (space[0], space[1].value)),
            ("degassing.clearance", wanted.degassing.clearance_nm, (line[0], line[1].value)),
        ]
    for key, value_nm, (name, limit_nm) in limits:
        _require_at_least(value_nm, limit_nm, name, f"{where}: routing.{key}")
    asked = [each for each in _evening_keys(design) if design.technology.frame is not None]
    if asked:
        raise InputError(
            "an etched frame has no wiring levels to even out",
            where=f"{where}: routing.{asked[0]}",
            fix="leave it out",
        )


def _evening_keys(design: Design) -> Iterable[str]:
    wanted = design.routing
    for key in ("teardrops", "degassing", "fill", "density"):
        if getattr(wanted, key) is not None:
            yield key


def _require_at_least(value_nm: int | None, limit_nm: int, name: str, place: str) -> None:
    if value_nm is not None and value_nm < limit_nm:
        raise InputError(
            f"{length_text(value_nm)} is less than {name} of the technology, "
            f"{length_text(limit_nm)}",
            where=place,
            fix=f"give {length_text(limit_nm)} or more",
        )
