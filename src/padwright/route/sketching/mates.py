"""Nets that run beside each other, between which the spacing of a class does not hold."""

from padwright.route.problem import RoutingProblem


def mates_of(problem: RoutingProblem) -> set[frozenset[str]]:
    """Return the nets that run beside each other: pairs, nets with their shields, and mates.

    Between these the spacing of a class does not hold; it is for what is beside both of them.
    """
    mates = [*problem.mates, *((pair.first, pair.second) for pair in problem.pairs)]
    for shield in problem.shields:
        mates.append((shield.net, shield.by))
        mates += [
            (net, shield.by)
            for pair in problem.pairs
            if shield.net in {pair.first, pair.second}
            for net in (pair.first, pair.second)
        ]
    return {frozenset(each) for each in mates}
