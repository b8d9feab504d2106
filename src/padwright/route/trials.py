"""Routing again in other ways while nets stay open of which it is not proved that they must.

How lines negotiate hardly matters where there is room. Where there is little, another pace finds
what the first one did not: what has been in conflict costs more, more passes without gain are
borne, and vias get many more places to stand on. The first way is the quickest and makes the
shortest wires, so that the others are tried only for what it leaves open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from padwright.base.errors import CancelledError
from padwright.base.progress import Report
from padwright.route.problem import RoutingProblem
from padwright.route.proving.certificate import prove
from padwright.route.proving.least import least_open
from padwright.route.proving.telling import UNPROVED, words
from padwright.route.routing import (
    STOPPED,
    Cut,
    Routing,
    RoutingCancelledError,
)
from padwright.route.sketching.negotiate import Effort

#: Larger problems are routed in one way: another one would take as long again.
_MOST_NETS = 2000


@dataclass(frozen=True, slots=True)
class Approach:
    """One way to route: how lines negotiate, and whether vias get many places."""

    effort: Effort = field(default_factory=Effort)
    many_sites: bool = False


_APPROACHES = (
    Approach(),
    Approach(Effort(passes=300, patience=60, history_factor=2.0), many_sites=True),
    Approach(Effort(passes=300, patience=60, history_factor=4.0), many_sites=True),
)


def best_of(
    problem: RoutingProblem,
    tried: Callable[[Approach], Routing],
    report: Report,
    out_of_time: Callable[[], bool],
) -> Routing:
    """Return the routing with fewest open nets of those made, with a proof for each that has one.

    Parameters
    ----------
    problem
        What is routed.
    tried
        Routes it in one way.

    Raises
    ------
    RoutingCancelledError
        When the report raised a `CancelledError`; it carries the best routing until then.
    """
    proofs: dict[str, Cut] = {}
    best = tried(_APPROACHES[0])
    for approach in (*_APPROACHES[1:], None):
        if not best.unrouted or out_of_time():
            break
        unproved = [each.net for each in best.unrouted if each.net not in proofs]
        try:
            proofs |= prove(problem, unproved, report, out_of_time)
        except CancelledError as stopped:
            raise RoutingCancelledError.of(stopped, _stopped(best)) from stopped
        best = _told(problem, best, proofs)
        is_best = len(best.unrouted) <= least_open(proofs.values())
        if approach is None or is_best or len(problem.nets) > _MOST_NETS:
            break
        try:
            made = tried(approach)
        except RoutingCancelledError as stopped:
            if len(stopped.routing.unrouted) <= len(best.unrouted):
                raise
            raise RoutingCancelledError.of(stopped, _stopped(best)) from stopped
        if len(made.unrouted) < len(best.unrouted):
            best = made
    return _honest(best)


def _stopped(best: Routing) -> Routing:
    """Return a routing whose open nets are tried again when it goes on from here."""
    left = tuple(replace(each, reason=STOPPED, proof=None) for each in best.unrouted)
    return replace(best, unrouted=left)


def _told(problem: RoutingProblem, routing: Routing, proofs: dict[str, Cut]) -> Routing:
    """Return a routing with the proofs of its open nets, as far as there are some."""
    return replace(
        routing,
        unrouted=tuple(
            replace(each, reason=words(problem, proofs[each.net]), proof=proofs[each.net])
            if each.net in proofs
            else each
            for each in routing.unrouted
        ),
    )


def _honest(routing: Routing) -> Routing:
    """Return a routing whose open nets without a proof say that they have none."""
    return replace(
        routing,
        unrouted=tuple(
            each
            if each.proof or each.reason == STOPPED or each.reason.endswith(UNPROVED)
            else replace(each, reason=each.reason + UNPROVED)
            for each in routing.unrouted
        ),
    )
