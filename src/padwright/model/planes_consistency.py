"""What planes, rails, fill and holes cannot mean: each contradiction is one clear error."""

from collections.abc import Sequence

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
    if design.technology.frame is not None and (design.planes or design.rails):
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
    line_nm, space_nm = rules.line_width_nm.value, rules.line_space_nm.value
    _require_at_least(plane.clearance_nm, space_nm, "line_space", f"{place}.clearance")
    _require_at_least(plane.minimum_web_nm, line_nm, "line_width", f"{place}.minimum_web")
    _require_at_least(plane.spoke_width_nm, line_nm, "line_width", f"{place}.spoke_width")
    _require_at_least(plane.spoke_gap_nm, space_nm, "line_space", f"{place}.spoke_gap")


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
    if design.technology.frame is not None:
        for key in ("teardrops", "degassing", "fill", "density"):
            if getattr(wanted, key) is not None:
                raise InputError(
                    "an etched frame has no wiring levels to even out",
                    where=f"{where}: routing.{key}",
                    fix="leave it out",
                )
    line_nm, space_nm = rules.line_width_nm.value, rules.line_space_nm.value
    if wanted.fill is not None:
        at = f"{where}: routing.fill"
        _require_at_least(wanted.fill.size_nm, line_nm, "line_width", f"{at}.size")
        _require_at_least(wanted.fill.smallest_nm, line_nm, "line_width", f"{at}.smallest")
        _require_at_least(wanted.fill.space_nm, space_nm, "line_space", f"{at}.space")
        _require_at_least(wanted.fill.clearance_nm, space_nm, "line_space", f"{at}.clearance")
    if wanted.degassing is not None:
        at = f"{where}: routing.degassing"
        _require_at_least(wanted.degassing.size_nm, space_nm, "line_space", f"{at}.size")
        _require_at_least(wanted.degassing.clearance_nm, line_nm, "line_width", f"{at}.clearance")


def _require_at_least(value_nm: int | None, limit_nm: int, name: str, place: str) -> None:
    if value_nm is not None and value_nm < limit_nm:
        raise InputError(
            f"{length_text(value_nm)} is less than {name} of the technology, "
            f"{length_text(limit_nm)}",
            where=place,
            fix=f"give {length_text(limit_nm)} or more",
        )
