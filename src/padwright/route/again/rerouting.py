"""Routing again after a change: what can stay stays to the nanometre, the rest goes round it.

A net stays when its old wiring still joins its lands and breaks no rule of the changed problem.
The others are routed with the old wiring of the rest given, first in the part of the problem that
lies near to them. Where that leaves nets open, what lies near their straight ways is freed too,
further and further; at last everything is routed afresh.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from padwright.base.errors import CancelledError
from padwright.base.progress import Report
from padwright.model.routing_spec import Angles
from padwright.route.again.part import Part
from padwright.route.again.proofs import Proofs
from padwright.route.again.restoring import restored
from padwright.route.again.staying import Stay, holds, what_can_stay
from padwright.route.again.surroundings import Surroundings, pitch_nm, straight_ways
from padwright.route.bundles.again import lengthened, uneven
from padwright.route.bundles.lengths import measured
from padwright.route.ground.given import given_nets
from padwright.route.judging.clean import as_stopped
from padwright.route.problem import RoutingProblem
from padwright.route.routing import STOPPED, Routing, RoutingCancelledError

Router = Callable[[RoutingProblem], Routing]


class _Effort(NamedTuple):
    """How far round open nets wiring is freed, in pitches, and whether nets keep their lands."""

    reach_ratio: float
    lands_stay: bool


_EFFORTS = (
    _Effort(0.0, lands_stay=True),
    _Effort(0.0, lands_stay=False),
    _Effort(3.0, lands_stay=True),
    _Effort(10.0, lands_stay=True),
    _Effort(30.0, lands_stay=True),
)


def route_again(
    problem: RoutingProblem,
    before: Routing,
    afresh: Router,
    partly: Router,
    report: Report,
    *,
    angles: Angles = "any",
    out_of_time: Callable[[], bool] = lambda: False,
) -> Routing:
    """Return a routing of a problem that differs from an earlier one only where it has to.

    Parameters
    ----------
    problem
        What to route.
    before
        A routing of an earlier state of the problem; nets are the same when their names are.
    afresh
        Routes a problem without an earlier routing.
    partly
        The same for a part of a problem, of which nothing is to be proved.
    report
        Told of progress; may raise `CancelledError`.
    angles
        Angles of wires that are asked for.
    out_of_time
        Tells when nothing more is to be begun.

    Raises
    ------
    RoutingCancelledError
        When the report stopped the work; it carries what was reached, with all that could stay.
    """
    proofs = Proofs(problem, before)
    if holds(problem, before, angles) and proofs.are_all_of(before):
        return before
    stay = what_can_stay(problem, before, angles)
    must = stay.moving(problem)
    moving = set(must)
    best = proofs.put(lengthened(problem, _told(problem, stay), before, report))
    if _is_enough(best, before, proofs):
        return best
    tried: set[tuple[frozenset[str], bool]] = set()
    try:
        for effort in _EFFORTS:
            if out_of_time():
                return best
            report("route", 0, 1, "what moves")
            moving |= {name for match in uneven(problem, best, before) for name in match.nets}
            moving |= _near(problem, stay, best, effort.reach_ratio)
            lands_stay = effort.lands_stay and bool(problem.pools)
            key = frozenset(moving), lands_stay
            if key in tried or (len(moving) == len(problem.nets) and not lands_stay):
                continue
            tried.add(key)
            part = Part(problem, stay.less(problem, moving), moving, lands_stay=lands_stay)
            new = part.routed(partly)
            if new is not None:
                new = restored(problem, new, stay.routing, moving - must)
                new = proofs.put(lengthened(problem, new, before, report))
                best = min(best, new, key=_lacks)
            if _is_enough(best, before, proofs):
                return best
            if effort.reach_ratio and new is not None and len(new.unrouted) > len(best.unrouted):
                break  # what was freed does not find back: there is no slack to be found here
        everything = afresh(problem)
    except CancelledError as stopped:
        reached = stopped.routing if isinstance(stopped, RoutingCancelledError) else best
        raise RoutingCancelledError.of(stopped, min(best, reached, key=_lacks)) from stopped
    best = min(best, everything, key=_lacks)
    why = {each.net: each for each in everything.unrouted}
    named = (
        why.get(each.net, replace(each, reason="no way is left beside what stays"))
        if each.reason == STOPPED
        else each
        for each in best.unrouted
    )
    return replace(best, unrouted=tuple(named))


def _lacks(routing: Routing) -> tuple[int, int]:
    return len(routing.unrouted), routing.unmet


def _told(problem: RoutingProblem, stay: Stay) -> Routing:
    """Return what stays as a routing that names the nets that are open in it."""
    told = replace(as_stopped(problem, stay.routing), notes=stay.notes)
    return replace(told, lengths=measured(problem, told))


def _is_enough(best: Routing, before: Routing, proofs: Proofs) -> bool:
    """Return whether no more nets can be routed, and no less of what was asked is met."""
    return len(best.unrouted) <= proofs.least_open and best.unmet <= before.unmet


def _near(problem: RoutingProblem, stay: Stay, best: Routing, reach_ratio: float) -> set[str]:
    """Return the nets that are near to the straight ways of the open nets, to give them room."""
    if not reach_ratio:
        return set()
    ways = straight_ways(problem, {each.net for each in best.unrouted}, stay.lands)
    ways += [each.cut_nm for each in best.unrouted if each.cut_nm is not None]
    near, _ = Surroundings(problem, stay.routing).near(ways, reach_ratio * pitch_nm(problem))
    return near - given_nets(problem)
