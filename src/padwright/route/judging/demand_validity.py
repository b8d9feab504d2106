"""Whether what is asked of pairs, groups, shields and lengths can be had at all."""

from collections import Counter

from padwright.base.errors import InputError
from padwright.route.judging.requirements import require_length
from padwright.route.problem import RoutingProblem


def check_demands(problem: RoutingProblem, place: str) -> None:
    """Raise an `InputError` for the first demand that means nothing.

    Whether the nets are there is a matter of `padwright.route.judging.validity_sets`.
    """
    for net in problem.nets:
        require_length("longest length", net.longest_nm, 1, f"{place}: net {net.name!r}")
    for pair in problem.pairs:
        at = f"{place}: pair {pair.name!r}"
        require_length("gap", pair.gap_nm, 1, at)
        require_length("skew", pair.skew_nm, 0, at)
    for match in problem.matches:
        at = f"{place}: match {match.name!r}"
        if len(match.nets) < 2:
            raise InputError(
                f"{len(match.nets)} nets, and a group has two or more", where=at, fix="add a net"
            )
        require_length("tolerance", match.tolerance_nm, 0, at)
        require_length("height of bumps", match.highest_nm, 1, at)
        if match.own_spacings < 1:
            raise InputError(
                f"legs {match.own_spacings} spacings apart", where=at, fix="give one or more"
            )
    for shield in problem.shields:
        at = f"{place}: shield of {shield.net!r}"
        require_length("width", shield.width_nm, 1, at)
        require_length("gap", shield.gap_nm, 1, at)
    paired = [net for pair in problem.pairs for net in (pair.first, pair.second)]
    for name, count in Counter(paired).items():
        if count > 1:
            raise InputError(
                f"net {name!r} is in {count} pairs",
                where=f"{place}: pairs",
                fix="put each net into one pair",
            )
    inner = {*paired, *(shield.net for shield in problem.shields)}
    for name in sorted({shield.by for shield in problem.shields} & inner):
        raise InputError(
            f"net {name!r} shields another net and runs in a pair or shield itself",
            where=f"{place}: shields",
            fix="shield with a net of its own, such as a supply",
        )
