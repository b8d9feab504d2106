"""What no design can mean: each contradiction is one clear error.

A design that can be meant but breaks a rule of its technology is no matter of this module.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from padwright.base.errors import InputError, nearest
from padwright.base.units import length_text
from padwright.model.ball_names import ball_name
from padwright.model.net_consistency import check_net_demands
from padwright.model.overlap import first_overlap
from padwright.model.package import (
    Design,
    Die,
    FixedBall,
    Terminals,
    bonded_nets,
    bonded_pads,
    die_box,
    pad_box,
)
from padwright.model.parts_consistency import check_parts
from padwright.model.planes_consistency import check_planes

#: The thickest wafers of silicon that are standard, 300 mm across, have 775 um (SEMI M1).
_THICKEST_DIE_NM = 1_000_000


def check_design(design: Design, *, where: str) -> None:
    """Raise `InputError` at the first contradiction in a design.

    Parameters
    ----------
    where
        The file of the design, put before the key in the error.
    """
    _check_dies(design, where)
    _check_nets(design, where)
    check_parts(design, where=where)
    check_planes(design, where=where)
    check_net_demands(design, where=where)
    if design.terminals.fixed:
        _check_fixed_balls(design, where)
    else:
        _check_grid(design, where)


def smallest_distance_nm(balls: Sequence[FixedBall]) -> int:
    """Return the smallest distance between two balls, rounded down; 0 for fewer than two."""
    pair = _nearest_pair(balls)
    return 0 if pair is None else _distance_nm(*pair)


def _check_dies(design: Design, where: str) -> None:
    for name, count in Counter(die.name for die in design.dies).items():
        if count > 1:
            raise InputError(
                f"{count} dies have the name {name!r}",
                where=f"{where}: dies",
                fix="give each die a name of its own",
            )
    package_nm = design.box_nm
    for die in design.dies:
        _require_wafer(die, where)
        left_nm, bottom_nm, right_nm, top_nm = die_box(die)
        out_nm = max(
            package_nm[0] - left_nm,
            package_nm[1] - bottom_nm,
            right_nm - package_nm[2],
            top_nm - package_nm[3],
        )
        if out_nm > 0:
            raise InputError(
                f"the die is {out_nm / 1_000:g} um outside the package of "
                f"{design.width_nm / 1e6:g} x {design.height_nm / 1e6:g} mm",
                where=f"{where}: dies.{die.name}",
                fix="move the die (x, y) or enlarge the package (width, height)",
            )
        _check_pads(die, where)
    pair = first_overlap(np.array([die_box(die) for die in design.dies], dtype=np.int64))
    if pair is not None:
        one, other = (design.dies[each] for each in pair)
        raise _overlapping(one, other, where)


def _require_wafer(die: Die, where: str) -> None:
    if die.thickness_nm > _THICKEST_DIE_NM:
        raise InputError(
            f"the die is {length_text(die.thickness_nm)} thick, more than "
            f"{length_text(_THICKEST_DIE_NM)}; wafers have 0.775 mm at most before grinding",
            where=f"{where}: dies.{die.name}.thickness",
            fix="check its unit",
        )


def _overlapping(one: Die, other: Die, where: str) -> InputError:
    """Return the error of two dies over one another, with what they share and where."""
    (left, bottom, right, top), beside = die_box(one), die_box(other)
    left_nm, bottom_nm = max(left, beside[0]), max(bottom, beside[1])
    right_nm, top_nm = min(right, beside[2]), min(top, beside[3])
    return InputError(
        f"the dies {one.name!r} and {other.name!r} overlap by "
        f"{length_text(right_nm - left_nm)} x {length_text(top_nm - bottom_nm)} about "
        f"x {length_text((left_nm + right_nm) // 2)}, y {length_text((bottom_nm + top_nm) // 2)}",
        where=f"{where}: dies.{other.name}",
        fix="move one of them (x, y)",
    )


def _check_pads(die: Die, where: str) -> None:
    if not die.pads:
        raise InputError(
            "the die has no pads", where=f"{where}: dies.{die.name}", fix="give its pad list"
        )
    pair = first_overlap(np.array([pad_box(pad) for pad in die.pads], dtype=np.int64))
    if pair is not None:
        one, other = (die.pads[each] for each in pair)
        raise InputError(
            f"the pads {one.name!r} and {other.name!r} overlap: their centres are "
            f"{abs(one.x_nm - other.x_nm) / 1_000:g} and "
            f"{abs(one.y_nm - other.y_nm) / 1_000:g} um apart",
            where=f"{where}: dies.{die.name}.pads",
            fix="check their places and sizes",
        )


def _check_nets(design: Design, where: str) -> None:
    known = {pad.net for die in design.dies for pad in die.pads}
    for key, names in (("supplies", design.supplies), ("no_connect", design.no_connect)):
        for name, count in Counter(names).items():
            if count > 1:
                raise InputError(
                    f"the net {name!r} is listed {count} times",
                    where=f"{where}: nets.{key}",
                    fix="list it once",
                )
            if name not in known:
                raise InputError(
                    f"the net {name!r} has no pins: no pad of any die has it",
                    where=f"{where}: nets.{key}",
                    fix=nearest(name, known),
                )
    for name in design.supplies:
        if name in design.no_connect:
            raise InputError(
                f"the net {name!r} is a supply and not connected at once",
                where=f"{where}: nets",
                fix="leave it out of supplies or out of no_connect",
            )
    if not bonded_nets(design):
        raise InputError(
            "no net is to be connected", where=f"{where}: nets.no_connect", fix="leave some out"
        )


def _check_grid(design: Design, where: str) -> None:
    terminals = design.terminals
    for axis, key, count, size_nm in (
        ("width", "columns", terminals.columns, design.width_nm),
        ("height", "rows", terminals.rows, design.height_nm),
    ):
        needed_nm = (count - 1) * terminals.pitch_nm + terminals.diameter_nm
        if needed_nm > size_nm:
            raise InputError(
                f"{count} {key} of balls take {needed_nm / 1_000:g} um, more than the package's "
                f"{axis} of {size_nm / 1_000:g} um",
                where=f"{where}: terminals.{key}",
                fix=f"take fewer {key}, a smaller pitch or a larger package",
            )
    for name, count in Counter(terminals.forbidden).items():
        if count > 1:
            raise InputError(
                f"the ball {name!r} is listed {count} times",
                where=f"{where}: terminals.forbidden",
                fix="list it once",
            )
    if terminals.forbidden:
        _require_in_grid(terminals, where)
    balls = terminals.rows * terminals.columns - len(terminals.forbidden)
    _enough(len(bonded_nets(design)), balls, f"{where}: terminals")


def _require_in_grid(terminals: Terminals, where: str) -> None:
    known = {
        ball_name(row, column)
        for row in range(terminals.rows)
        for column in range(terminals.columns)
    }
    for name in terminals.forbidden:
        if name not in known:
            last = ball_name(terminals.rows - 1, terminals.columns - 1)
            raise InputError(
                f"the ball {name!r} is not in the grid of {ball_name(0, 0)} to {last}",
                where=f"{where}: terminals.forbidden",
                fix=nearest(name, known),
            )


def _enough(nets: int, balls: int, where: str) -> None:
    if nets > balls:
        raise InputError(
            f"{nets} nets need a ball each, but there are only {balls}",
            where=where,
            fix=f"add at least {nets - balls} balls (rows, columns), or list nets under no_connect",
        )


def _check_fixed_balls(design: Design, where: str) -> None:
    terminals = design.terminals
    place = f"{where}: terminals.map"
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    radius_nm = terminals.diameter_nm // 2
    for ball in terminals.fixed:
        out_nm = max(
            left_nm - ball.x_nm,
            ball.x_nm - right_nm,
            bottom_nm - ball.y_nm,
            ball.y_nm - top_nm,
        )
        if out_nm + radius_nm > 0:
            raise InputError(
                f"the ball {ball.name!r} is {(out_nm + radius_nm) / 1_000:g} um outside the "
                f"package of {design.width_nm / 1e6:g} x {design.height_nm / 1e6:g} mm",
                where=place,
                fix="check map_origin, the unit of the columns and the size of the package",
            )
    pair = _nearest_pair(terminals.fixed)
    if pair is not None and _distance_nm(*pair) < terminals.diameter_nm:
        raise InputError(
            f"the balls {pair[0].name!r} and {pair[1].name!r} are "
            f"{_distance_nm(*pair) / 1_000:g} um apart, less than their diameter of "
            f"{terminals.diameter_nm / 1_000:g} um",
            where=place,
            fix="take smaller balls or move them apart",
        )
    _check_fixed_nets(design, place)


def _check_fixed_nets(design: Design, place: str) -> None:
    pads = Counter(pad.net for _, pad in bonded_pads(design))
    pads.update(net for part in design.passives for net in part.nets)
    pads.update(net for part in design.components for net in part.nets)
    with_ball = _checked_ball_nets(design.terminals.fixed, pads, place)
    lonely = [net for net, count in pads.items() if count == 1 and net not in with_ball]
    if lonely:
        more = f" (and {len(lonely) - 1} more nets like it)" if len(lonely) > 1 else ""
        raise InputError(
            f"the net {lonely[0]!r} has one pad and no ball{more}, so it leads nowhere",
            where=place,
            fix="add a ball for it, or list it under nets.no_connect",
        )


def _checked_ball_nets(
    balls: Iterable[FixedBall], pads: Counter[str], place: str
) -> frozenset[str]:
    nets = set()
    for ball in balls:
        if ball.net and ball.net not in pads:
            raise InputError(
                f"the ball {ball.name!r} has the net {ball.net!r}, which no connected pad has",
                where=place,
                fix=nearest(ball.net, pads),
            )
        nets.add(ball.net)
    return frozenset(nets)


def _nearest_pair(balls: Sequence[FixedBall]) -> tuple[FixedBall, FixedBall] | None:
    if len(balls) < 2:
        return None
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to import, needed for maps only

    places = np.array([(ball.x_nm, ball.y_nm) for ball in balls], dtype=np.float64)
    distances, neighbours = cKDTree(places).query(places, k=2)
    here = int(np.argmin(np.asarray(distances)[:, 1]))
    there = int(np.asarray(neighbours)[here, 1])
    return balls[min(here, there)], balls[max(here, there)]


def _distance_nm(one: FixedBall, other: FixedBall) -> int:
    return math.isqrt((one.x_nm - other.x_nm) ** 2 + (one.y_nm - other.y_nm) ** 2)
