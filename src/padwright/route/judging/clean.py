"""What of a drawing is clean: without nets that must go, with those that a straight line wires."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from padwright.route.judging.blame import blamed
from padwright.route.judging.verify import Violation, open_nets, violations
from padwright.route.problem import RoutingProblem
from padwright.route.routing import STOPPED, Point, Routing, Unrouted, Wire
from padwright.route.rules_at import width_nm

#: A wire is nearly straight when it is no more than this part longer than a straight one.
_NEARLY = 1.002
#: The ends of the gap that stops a net, where one was found.
Gap = tuple[Point, Point] | None


def untouched(problem: RoutingProblem) -> Routing:
    """Return the wiring that a problem gives, with all other nets left open."""
    return as_stopped(problem, Routing(problem.wires, problem.vias, ()))


def as_stopped(problem: RoutingProblem, reached: Routing) -> Routing:
    """Return a wiring whose open nets are told as those of work that was stopped."""
    left = (Unrouted(name, STOPPED, None) for name in open_nets(problem, reached))
    return replace(reached, unrouted=tuple(left))


def without(
    problem: RoutingProblem, drawn: Routing, found: Sequence[Violation], gaps: Mapping[str, Gap]
) -> Routing:
    """Return the drawing without the nets that must go for it to be clean, and say why."""
    dropped = blamed(found, {net.name for net in problem.nets})
    # what was given comes first, and stays
    wires, vias = len(problem.wires), len(problem.vias)
    kept = Routing(
        drawn.wires[:wires] + tuple(w for w in drawn.wires[wires:] if w.net not in dropped),
        drawn.vias[:vias] + tuple(v for v in drawn.vias[vias:] if v.net not in dropped),
        (),
    )
    unrouted = []
    for name in open_nets(problem, kept):
        if name in dropped:
            v = dropped[name]
            other = v.second if v.first == name else v.first
            reason = f"too near to {other!r} on level {v.level} at ({v.x_nm}, {v.y_nm}) nm"
            unrouted.append(Unrouted(name, reason, gaps.get(name)))
        else:
            gap = gaps.get(name)
            at_gap = f"; the gap from {gap[0]} to {gap[1]} nm is full" if gap else ""
            reason = f"no way is left between the lines that are placed{at_gap}"
            unrouted.append(Unrouted(name, reason, gap))
    return Routing(kept.wires, kept.vias, tuple(unrouted))


def with_straight(problem: RoutingProblem, routing: Routing) -> Routing:
    """Return a routing with open nets wired straight, where fewer are open then.

    Straight lines need no margin as they are drawn, so that a bus may be as dense as the rules;
    what is nearly straight already makes way by being straight.
    """
    missing = {each.net for each in routing.unrouted}
    length_um = dict.fromkeys(missing, 0.0)
    for wire in routing.wires[len(problem.wires) :]:
        length_um[wire.net] = length_um.get(wire.net, 0.0) + wire.length_um
    place = {t.name: t for t in problem.terminals}
    lines: dict[str, Wire] = {}
    for net in problem.nets:
        ends = [place[name] for name in net.terminals]
        if len(ends) != 2 or ends[0].level != ends[1].level:
            continue
        level, points = ends[0].level, tuple((t.x_nm, t.y_nm) for t in ends)
        line = Wire(net.name, level, width_nm(problem, net, level), points)
        if length_um.get(net.name, math.inf) <= _NEARLY * line.length_um:
            lines[net.name] = line
    if missing.isdisjoint(lines):
        return routing
    first, given = len(problem.wires), set(problem.vias)
    wires = tuple(wire for wire in routing.wires[first:] if wire.net not in lines)
    vias = tuple(via for via in routing.vias if via in given or via.net not in lines)
    more = Routing(problem.wires + wires + tuple(lines.values()), vias, ())
    clean = without(problem, more, violations(problem, more), {})
    if len(clean.unrouted) >= len(missing):
        return routing
    told = {each.net: each for each in routing.unrouted}
    return replace(clean, unrouted=tuple(told.get(each.net, each) for each in clean.unrouted))
