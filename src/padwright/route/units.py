"""Units that the saw cuts apart are routed one by one: no wire may cross a street."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from padwright.model.package import Unit
from padwright.route.boxes import corners_of, holds, meets
from padwright.route.net_demands import within
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing, Unrouted


def unit_problems(problem: RoutingProblem, units: Sequence[Unit]) -> tuple[RoutingProblem, ...]:
    """Return a routing problem for each unit, with the terminals and keep-outs that lie in it.

    A net has in each unit the pins that lie there; see `apart` for those that it has elsewhere.

    Parameters
    ----------
    problem
        The whole body.
    units
        The packages that it is cut into, none overlapping another.
    """
    return tuple(_within(problem, unit) for unit in units)


def apart(problem: RoutingProblem, units: Sequence[Unit]) -> tuple[Unrouted, ...]:
    """Return the nets that would have to leave a unit: what is cut apart cannot be joined."""
    unit_of = {
        terminal.name: next(
            (unit.name for unit in units if holds(unit.box_nm, (terminal.x_nm, terminal.y_nm))),
            None,
        )
        for terminal in problem.terminals
    }
    return tuple(
        Unrouted(net.name, "its pins lie in more than one unit, which are cut apart", None)
        for net in problem.nets
        if len({unit_of[pin] for pin in net.terminals}) > 1
    )


def merged(routings: Iterable[Routing], left_open: Sequence[Unrouted] = ()) -> Routing:
    """Return the routings of several units as one; what is left open anyway is named once."""
    every = tuple(routings)
    named = {each.net for each in left_open}
    return Routing(
        tuple(wire for routing in every for wire in routing.wires),
        tuple(via for routing in every for via in routing.vias),
        (
            *left_open,
            *(each for routing in every for each in routing.unrouted if each.net not in named),
        ),
        tuple(each for routing in every for each in routing.assignment),
        tuple(each for routing in every for each in routing.lengths),
        tuple(each for routing in every for each in routing.notes),
    )


def _within(problem: RoutingProblem, unit: Unit) -> RoutingProblem:
    terminals = tuple(
        each for each in problem.terminals if holds(unit.box_nm, (each.x_nm, each.y_nm))
    )
    here = {each.name for each in terminals}
    pins = {net: tuple(pin for pin in net.terminals if pin in here) for net in problem.nets}
    mine = replace(
        problem,
        name=f"{problem.name}-{unit.name}",
        outline_nm=corners_of(unit.box_nm),
        terminals=terminals,
        nets=tuple(
            replace(net, terminals=held)
            for net, held in pins.items()
            if len(held) > 1 or not net.terminals
        ),
        keepouts=tuple(each for each in problem.keepouts if meets(unit.box_nm, each)),
    )
    return within(mine)
