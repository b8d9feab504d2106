"""From a design to its plan: dies placed, balls named, pads and balls joined into nets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from padwright.base.errors import InputError
from padwright.base.progress import Report, silent
from padwright.model.package import Design, die_box, placed_pads
from padwright.plan.assign import join_fixed
from padwright.plan.bounds import trees_nm
from padwright.plan.components import place_components, require_clear_of_balls
from padwright.plan.grid import fixed_balls, grid_balls
from padwright.plan.passives import as_pads, lone_ends, place_passives, require_clear_of_pads
from padwright.plan.pegs import clear_balls, place_pegs, require_clear
from padwright.plan.plan import Joint, PlacedBall, PlacedDie, PlacedPad, PlacedPeg, Plan
from padwright.plan.units import (
    assign_in_units,
    balls_in_units,
    require_in_units,
    share_in_units,
)


def make_plan(design: Design, *, report: Report = silent) -> Plan:
    """Return the plan of a design.

    On a grid each bonded pad gets the ball that makes the sum of straight distances least, as far
    as pairs and matched groups leave it so, and spare balls share the supplies. On a fixed map the
    balls have their nets already. Every bonded pad has a ball of its net afterwards, or there is no
    plan. Terminals of passives and parts join their nets; on a grid one that is alone on its net
    gets a ball too. On an etched frame every bonded pad has an inner peg, from which distances
    count, and balls over the die's pad or an inner peg are left out of the grid. What is cut into
    units is planned unit by unit.

    Raises
    ------
    InputError
        When there is no plan: too few balls, a net of the map without a pad, a pad's net without
        a ball, a ball off the package. It names the counts and the nets.
    """
    pads = _placed_pads(design)
    bonded = tuple(pad for pad in pads if pad.net is not None)
    report("plan", 0, 3, "balls")
    framed = design.technology.frame is not None
    pegs = place_pegs(design, bonded) if framed else ()
    passives = place_passives(design)
    require_clear_of_pads(passives, bonded, design.technology)
    components = place_components(design)
    sides = as_pads((*passives, *components))
    ends = _moved_to(pegs, bonded) if framed else bonded
    if design.terminals.fixed:
        balls = fixed_balls(design)
        require_in_units(design, balls)
        require_clear_of_balls(design, balls)
        if framed:
            require_clear(design, pegs, balls)
        report("plan", 1, 3, "assignment")
        joints = join_fixed((*ends, *sides), balls, design.supplies)
    else:
        balls = balls_in_units(design, grid_balls(design))
        require_clear_of_balls(design, balls)
        if framed:
            balls = clear_balls(design, pegs, balls)
        report("plan", 1, 3, "assignment")
        joints = assign_in_units(design, (*ends, *lone_ends(ends, sides)), balls)
        balls = _with_nets(balls, joints)
        if design.terminals.spare == "supplies":
            balls = share_in_units(design, balls, ends)
    of_pads = {pad.pin for pad in pads}
    joints = tuple(joint for joint in joints if joint.pad in of_pads)
    _require_distinct((*pads, *sides), balls)
    report("plan", 2, 3, "bounds")
    nets = _nets((*bonded, *sides), balls)
    place_nm = {pad.pin: (pad.x_nm, pad.y_nm) for pad in (*ends, *sides)}
    place_nm |= {ball.name: (ball.x_nm, ball.y_nm) for ball in balls}
    plan = Plan(
        dies=tuple(
            PlacedDie(die.name, *die_box(die), thickness_nm=die.thickness_nm) for die in design.dies
        ),
        pads=pads,
        balls=balls,
        joints=joints,
        nets=nets,
        straight_nm=sum(joint.distance_nm for joint in joints),
        tree_nm=trees_nm(nets, place_nm),
        pegs=pegs,
        passives=passives,
        components=components,
    )
    report("plan", 3, 3, "done")
    return plan


def _placed_pads(design: Design) -> tuple[PlacedPad, ...]:
    unbonded = frozenset(design.no_connect)
    return tuple(
        PlacedPad(
            pad.name,
            die.name,
            None if pad.net in unbonded else pad.net,
            pad.x_nm,
            pad.y_nm,
            pad.width_nm,
            pad.height_nm,
        )
        for die in design.dies
        for pad in placed_pads(die)
    )


def _moved_to(pegs: Sequence[PlacedPeg], pads: Sequence[PlacedPad]) -> tuple[PlacedPad, ...]:
    """Return the pads where lines begin that lead to them: at their inner pegs."""
    at = {peg.pad: peg for peg in pegs}
    return tuple(replace(pad, x_nm=at[pad.pin].x_nm, y_nm=at[pad.pin].y_nm) for pad in pads)


def _with_nets(balls: Sequence[PlacedBall], joints: Sequence[Joint]) -> tuple[PlacedBall, ...]:
    net_of = {joint.ball: joint.net for joint in joints}
    return tuple(replace(ball, net=net_of.get(ball.name)) for ball in balls)


def _nets(
    pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the pins of each net, nets and pins in the order of their names."""
    pins: dict[str, list[str]] = {}
    for pad in pads:
        pins.setdefault(str(pad.net), []).append(pad.pin)
    for ball in balls:
        if ball.net is not None:
            pins.setdefault(ball.net, []).append(ball.name)
    return tuple((net, tuple(sorted(mine))) for net, mine in sorted(pins.items()))


def _require_distinct(pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]) -> None:
    """Raise `InputError` when two pins of the package would have one name."""
    count = Counter([pad.pin for pad in pads] + [ball.name for ball in balls])
    if twice := sorted(name for name, times in count.items() if times > 1):
        raise InputError(
            f"{len(twice)} names stand for more than one pad or ball: {', '.join(twice[:8])}",
            where="terminals.map",
            fix="give every ball its own name, and none that is a die's name, a dot and a pad's",
        )
