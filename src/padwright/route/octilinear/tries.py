"""Octilinear wiring of a problem that is routed at any angle: the verdict, and more tries."""

from collections.abc import Callable, Collection
from dataclasses import replace

from padwright.base.progress import Report
from padwright.route.judging.verify import Violation, violations
from padwright.route.octilinear.wires import crooked, octilinear
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Note, Routing
from padwright.route.rules_at import net_spacing_nm

#: By how much wider nets are routed again that found no octilinear way: stairs that nest need
#: 1 / cos(22.5 degrees) of the pitch.
_WIDER_PARTS = (1.1, 1.25)


def demanding(problem: RoutingProblem) -> frozenset[str]:
    """Return the nets of pairs, shields and groups and those with a longest length."""
    names = {net.name for net in problem.nets if net.longest_nm is not None}
    names |= {name for pair in problem.pairs for name in (pair.first, pair.second)}
    names |= {name for match in problem.matches for name in match.nets}
    names |= {name for shield in problem.shields for name in (shield.net, shield.by)}
    return frozenset(names)


def straightened(
    problem: RoutingProblem,
    routing: Routing,
    judge: Callable[[Routing, list[Violation]], Routing],
    again: Callable[[RoutingProblem], Routing],
    report: Report,
) -> Routing:
    """Return a routing with octilinear wires, without what did not find room for that.

    The wires of nets of which lengths or company are asked stay as they are, and a note says so.

    Parameters
    ----------
    problem
        What was routed.
    routing
        At any angle, without violations.
    judge
        Takes nets out until nothing breaks a rule.
    again
        Routes a problem at any angle.
    report
        Told of progress; may raise `CancelledError`.
    """
    held = demanding(problem)
    best, blamed = _tried(problem, routing, held, judge, report)
    for part in _WIDER_PARTS:
        if not blamed:
            break
        wider = replace(
            problem,
            nets=tuple(
                replace(net, spacing_nm=_wider_nm(problem, net.name, part))
                if net.name in blamed
                else net
                for net in problem.nets
            ),
        )
        other, still = _tried(problem, again(wider), held, judge, report)
        if len(other.unrouted) < len(best.unrouted):
            best = other
        blamed |= still
    reason = {each.net: each for each in routing.unrouted}
    notes = [
        Note(
            f"octilinear wires of {name}",
            "its wires keep the angles that its lengths ask for",
            (name,),
        )
        for name in sorted({wire.net for wire in best.wires} & held)
    ]
    return replace(
        best,
        unrouted=tuple(reason.get(each.net, each) for each in best.unrouted),
        notes=(*best.notes, *notes),
    )


def _tried(
    problem: RoutingProblem,
    routing: Routing,
    held: Collection[str],
    judge: Callable[[Routing, list[Violation]], Routing],
    report: Report,
) -> tuple[Routing, set[str]]:
    drawn = octilinear(problem, routing, held=held, report=report)
    found = violations(problem, drawn) + [v for v in crooked(drawn) if v.first not in held]
    clean = judge(drawn, found)
    known = {net.name for net in problem.nets}
    return (
        replace(routing, wires=clean.wires, vias=clean.vias, unrouted=clean.unrouted),
        {name for each in found for name in (each.first, each.second)} & known,
    )


def _wider_nm(problem: RoutingProblem, name: str, part_ratio: float) -> int:
    net = next(each for each in problem.nets if each.name == name)
    levels = range(problem.levels)
    return round(part_ratio * max(net_spacing_nm(problem, net, level) for level in levels))
