"""Matched groups of which some nets were routed again: which are uneven, and making them even."""

from dataclasses import replace

from padwright.base.progress import Report
from padwright.route.bundles.lengths import measured
from padwright.route.bundles.matching import Course, Matching
from padwright.route.judging.verify import violations
from padwright.route.problem import Match, RoutingProblem
from padwright.route.routing import Routing


def uneven(problem: RoutingProblem, routing: Routing, before: Routing) -> tuple[Match, ...]:
    """Return the matched groups of which a member is too short now and was not before."""
    now, old = (
        {row.group for row in each.lengths if row.demand == "match" and not row.met}
        for each in (routing, before)
    )
    return tuple(match for match in problem.matches if match.name in now - old)


def lengthened(
    problem: RoutingProblem, routing: Routing, before: Routing, report: Report
) -> Routing:
    """Return a routing whose newly uneven groups have more bumps, on nets that run alone.

    Nets of pairs and with shields stay as they are; a group that they leave uneven stays so.
    """
    groups = uneven(problem, routing, before)
    if not groups:
        return routing
    side_by_side = {name for pair in problem.pairs for name in (pair.first, pair.second)}
    side_by_side |= {shield.net for shield in problem.shields}
    open_now = {each.net for each in routing.unrouted}
    still = tuple(w for w in routing.wires if w.net in side_by_side and w not in problem.wires)
    courses = [
        Course((net,), tuple(i for i, w in enumerate(routing.wires) if w.net == net.name))
        for net in problem.nets
        if net.name not in open_now and any(net.name in match.nets for match in groups)
    ]
    asked = replace(problem, wires=problem.wires + still, matches=groups)
    matching = Matching(asked, routing.wires, routing.vias, courses, routing.assignment, report)
    matching.match_groups()
    longer = replace(routing, wires=tuple(matching.wires))
    if violations(problem, longer):
        return routing
    told = {f"group {match.name}" for match in groups}
    notes = [note for note in routing.notes if note.what not in told]
    longer = replace(longer, notes=(*notes, *matching.lacking()))
    return replace(longer, lengths=measured(problem, longer))
