"""Proofs that nets cannot be wired, of an earlier routing and of parts of a problem."""

from dataclasses import replace

from padwright.route.problem import RoutingProblem
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.least import least_open
from padwright.route.routing import Cut, Routing


class Proofs:
    """Of what was said to be impossible, what is so in a problem."""

    def __init__(self, problem: RoutingProblem, before: Routing) -> None:
        self._problem = problem
        self._held: dict[Cut, bool] = {}
        self._of: dict[str, tuple[str, Cut]] = {}
        self._take(before)

    def _holds(self, cut: Cut) -> bool:
        if cut not in self._held:
            self._held[cut] = cut_holds(self._problem, cut)
        return self._held[cut]

    def _take(self, routing: Routing) -> None:
        for each in routing.unrouted:
            if each.proof is not None and self._holds(each.proof):
                self._of[each.net] = each.reason, each.proof

    def are_all_of(self, routing: Routing) -> bool:
        """Return whether all proofs of a routing hold."""
        return all(self._holds(each.proof) for each in routing.unrouted if each.proof is not None)

    def put(self, routing: Routing) -> Routing:
        """Return a routing with the proofs that hold, and without those that do not.

        What was proved of a part of a problem need not be so of the whole.
        """
        self._take(routing)
        unrouted = []
        for each in routing.unrouted:
            reason, proof = self._of.get(each.net, (each.reason, None))
            if proof is None and each.proof is not None:
                reason = "no way is left beside what stays"
            unrouted.append(replace(each, reason=reason, proof=proof))
        return replace(routing, unrouted=tuple(unrouted))

    @property
    def least_open(self) -> int:
        """Return how many nets stay open in every routing, as far as that is proved."""
        return least_open(cut for cut, holds in self._held.items() if holds)
