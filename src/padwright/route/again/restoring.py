"""Putting back the old wiring of nets that were freed and then needed not have moved."""

from collections.abc import Collection
from dataclasses import replace

from padwright.route.again.drawn import too_near_as_drawn
from padwright.route.ground.given import given_nets
from padwright.route.judging.blame import blamed
from padwright.route.judging.verify import violations
from padwright.route.octilinear.tries import demanding
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing


def restored(problem: RoutingProblem, new: Routing, old: Routing, nets: Collection[str]) -> Routing:
    """Return a routing with the old wiring of those nets that it does not break a rule of.

    Parameters
    ----------
    new
        A clean routing.
    old
        Wiring of which that of the nets is whole.
    nets
        The nets that may go back.
    """
    moved = {wire.net for wire in set(new.wires).symmetric_difference(old.wires)}
    moved |= {via.net for via in set(new.vias).symmetric_difference(old.vias)}
    back = moved.intersection(nets) - demanding(problem) - given_nets(problem)
    land = dict(old.assignment)
    taken = {at: net for net, at in new.assignment}
    back -= {net for net in back if taken.get(land.get(net, ""), net) != net}
    while back:
        trial = replace(
            new,
            wires=(
                *(wire for wire in new.wires if wire.net not in back),
                *(wire for wire in old.wires if wire.net in back),
            ),
            vias=(
                *(via for via in new.vias if via.net not in back),
                *(via for via in old.vias if via.net in back),
            ),
            unrouted=tuple(each for each in new.unrouted if each.net not in back),
            assignment=(
                *(pair for pair in new.assignment if pair[0] not in back),
                *(pair for pair in old.assignment if pair[0] in back),
            ),
        )
        found = violations(problem, trial) + too_near_as_drawn(problem, trial, back)
        if not found:
            return trial
        in_the_way = blamed(found, back)
        if not in_the_way:
            break
        back -= set(in_the_way)
    return new
