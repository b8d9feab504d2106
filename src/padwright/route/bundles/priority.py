"""Nets with a longest length get their ways before the others where they would be too long."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from padwright.route.bundles.bundled import Moored
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing


def with_priority(
    problem: RoutingProblem,
    small: RoutingProblem,
    moored: Sequence[Moored],
    plain: Callable[[RoutingProblem], Routing],
) -> Routing:
    """Return a routing in which as few nets as can be are longer than they may be.

    Nets that came out too long are routed once more as if they were alone; what they got is given
    to the others, which go round it. That is kept when it leaves no more nets open.

    Parameters
    ----------
    problem
        What was asked for, with the longest lengths.
    small
        The same with each bundle as one thick line.
    moored
        The bundles.
    plain
        The router.
    """
    first = plain(small)
    limit_nm = {net.name: net.longest_nm for net in problem.nets if net.longest_nm is not None}
    for each in moored:
        own = [limit_nm[net.name] for net in each.bundle.nets if net.name in limit_nm]
        if own:
            limit_nm[each.bundle.name] = min(own)
    long = _too_long(first, limit_nm)
    if not long:
        return first
    alone = plain(
        replace(
            small,
            nets=tuple(
                net
                for net in small.nets
                if net.name in long or any(wire.net == net.name for wire in small.wires)
            ),
        )
    )
    wires = tuple(wire for wire in alone.wires if wire.net in long and wire not in small.wires)
    vias = tuple(via for via in alone.vias if via.net in long and via not in small.vias)
    if not wires:
        return first
    second = plain(
        replace(
            small,
            wires=(*small.wires, *wires),
            vias=(*small.vias, *vias),
        )
    )
    missed = len(second.unrouted), len(_too_long(second, limit_nm))
    return second if missed < (len(first.unrouted), len(long)) else first


def _too_long(routing: Routing, limit_nm: dict[str, int]) -> set[str]:
    """Return the nets whose wires are longer than they may be."""
    length: dict[str, float] = {}
    for wire in routing.wires:
        length[wire.net] = length.get(wire.net, 0.0) + 1000 * wire.length_um
    return {name for name, most in limit_nm.items() if length.get(name, 0.0) > most}
