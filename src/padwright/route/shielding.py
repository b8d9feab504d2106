"""Where the lines of a shield are joined to their net, and what of that net they make needless."""

import math
from collections.abc import Sequence
from dataclasses import replace

from padwright.route.bundled import Moored
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Routing, Via, Wire
from padwright.route.verify import open_nets

#: An end of a shield is joined when a land of its net is nearer than this part of the way between
#: both ends; the nearer end always is.
_NEAR_PART = 0.5
#: Lines of the net that are longer than this part of a shield go when the shield does for them.
_LONG_PART = 0.4


def joined_ends(problem: RoutingProblem, moored: Moored) -> tuple[tuple[int, int], ...]:
    """Return which ends of the two shields of a bundle are joined: end and place in its dock."""
    shield = moored.bundle.shield
    if shield is None:
        return ()
    net = next(net for net in problem.nets if net.name == shield.by)
    lands = [t for t in problem.terminals if t.name in net.terminals]

    def away(end: int, k: int) -> float:
        place = moored.docks[end].shield_ends_nm[k]
        return min(math.dist(place, (t.x_nm, t.y_nm)) for t in lands)

    long = math.dist(moored.docks[0].mouth_nm, moored.docks[1].mouth_nm)
    chosen: list[tuple[int, int]] = []
    for k in range(2):
        ends = sorted([(away(0, k), 0, k), (away(1, 1 - k), 1, 1 - k)])
        chosen += [(end, at) for gap, end, at in ends[:1]]
        chosen += [(end, at) for gap, end, at in ends[1:] if gap <= _NEAR_PART * long]
    return tuple(sorted(chosen))


def without_needless(
    problem: RoutingProblem,
    wires: Sequence[Wire],
    vias: Sequence[Via],
    moored: Moored,
    shields: Sequence[Wire],
) -> tuple[Wire, ...]:
    """Return wires less the long ones of a shield's net that its shields do the work of.

    ``wires`` are all wires but those of ``shields``.
    """
    shield = moored.bundle.shield
    if shield is None or not shields:
        return tuple(wires)
    ends = joined_ends(problem, moored)
    net = next(net for net in problem.nets if net.name == shield.by)
    marks = tuple(
        Terminal(f"{moored.bundle.name} {end} {k}", *moored.docks[end].shield_ends_nm[k], 1, level)
        for end, k in ends
        for level in [moored.level]
    )
    asked = replace(
        problem,
        terminals=(*problem.terminals, *marks),
        nets=(replace(net, terminals=(*net.terminals, *(mark.name for mark in marks))),),
    )
    kept = list(wires)
    mine = [each for each in vias if each.net == net.name]
    long = _LONG_PART * min(wire.length_um for wire in shields)
    for wire in sorted(
        (each for each in wires if each.net == net.name and each.length_um > long),
        key=lambda each: (-each.length_um, each.points_nm),
    ):
        if wire in problem.wires:
            continue
        rest = [each for each in kept if each is not wire]
        own = [each for each in (*rest, *shields) if each.net == net.name]
        if not open_nets(asked, Routing(tuple(own), tuple(mine), ())):
            kept = rest
    return tuple(kept)
