"""Balls and pads of a body that is cut into units: each unit is assigned by itself."""

from collections.abc import Sequence

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.model.package import BoxNm, Design
from padwright.model.terminals import land_nm
from padwright.plan.assign import assign
from padwright.plan.companions import suited
from padwright.plan.plan import Joint, PlacedBall, PlacedPad
from padwright.plan.spare import share_spares


def balls_in_units(design: Design, balls: Sequence[PlacedBall]) -> tuple[PlacedBall, ...]:
    """Return the balls whose land lies in a unit, clear of the saw; all of them without units."""
    if not design.units:
        return tuple(balls)
    reach_nm = land_nm(design) // 2 + design.technology.rules.edge_clearance_nm.value
    return tuple(ball for ball in balls if _unit_of(design, ball, reach_nm) is not None)


def require_in_units(design: Design, balls: Sequence[PlacedBall]) -> None:
    """Raise `InputError` for the first ball of a map whose land the saw would meet."""
    kept = {ball.name for ball in balls_in_units(design, balls)}
    for ball in balls:
        if ball.name not in kept:
            clearance_nm = design.technology.rules.edge_clearance_nm.value
            raise InputError(
                f"the land ({length_text(land_nm(design))}) of ball {ball.name!r} lies in no unit "
                f"with the edge clearance ({length_text(clearance_nm)})",
                where="terminals.map",
                fix="move the ball, or enlarge or move a unit",
            )


def assign_in_units(
    design: Design, pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]
) -> tuple[Joint, ...]:
    """Return a ball for each bonded pad, in the pad's own unit.

    `padwright.plan.assign` has them at the least distance, `padwright.plan.companions` has nets
    that belong together choose others.

    Raises
    ------
    InputError
        When a unit has more nets than balls; it names the unit.
    """
    if not design.units:
        return suited(design, pads, balls, assign(pads, balls))
    joints: list[Joint] = []
    for unit, mine, own in _by_unit(design, pads, balls):
        try:
            joints += suited(design, mine, own, assign(mine, own))
        except InputError as error:
            raise error.within(f"units.{unit}") from None
    return tuple(joints)


def share_in_units(
    design: Design, balls: Sequence[PlacedBall], pads: Sequence[PlacedPad]
) -> tuple[PlacedBall, ...]:
    """Return the balls in their order, those without a net given to supplies of their own unit."""
    if not design.units:
        return share_spares(balls, pads, design.supplies)
    shared = {
        ball.name: ball
        for _, mine, own in _by_unit(design, pads, balls)
        for ball in share_spares(own, mine, design.supplies)
    }
    return tuple(shared[ball.name] for ball in balls)


def _by_unit(
    design: Design, pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]
) -> list[tuple[str, list[PlacedPad], list[PlacedBall]]]:
    """Return pads and balls by the unit that they lie in; what lies in none comes last."""
    names = [unit.name for unit in design.units]
    pads_of: dict[str, list[PlacedPad]] = {name: [] for name in (*names, "")}
    balls_of: dict[str, list[PlacedBall]] = {name: [] for name in (*names, "")}
    for pad in pads:
        pads_of[_unit_of(design, pad) or ""].append(pad)
    for ball in balls:
        balls_of[_unit_of(design, ball) or ""].append(ball)
    return [(name, pads_of[name], balls_of[name]) for name in pads_of]


def _unit_of(design: Design, thing: PlacedPad | PlacedBall, reach_nm: int = 0) -> str | None:
    for unit in design.units:
        if _holds(unit.box_nm, thing.x_nm, thing.y_nm, reach_nm):
            return unit.name
    return None


def _holds(box_nm: BoxNm, x_nm: int, y_nm: int, reach_nm: int) -> bool:
    return (
        box_nm[0] + reach_nm <= x_nm <= box_nm[2] - reach_nm
        and box_nm[1] + reach_nm <= y_nm <= box_nm[3] - reach_nm
    )
