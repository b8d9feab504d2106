"""Pools, pairs, matched groups and shields that name what is not there."""

from collections import Counter
from collections.abc import Iterable

from padwright.base.errors import InputError, nearest
from padwright.route.problem import RoutingProblem


def check_sets(problem: RoutingProblem, place: str) -> None:
    """Raise an `InputError` for the first pool, pair, match or shield that is malformed."""
    _once((pool.name for pool in problem.pools), "pool", place)
    _once((pair.name for pair in problem.pairs), "pair", place)
    _once((match.name for match in problem.matches), "match", place)
    _once((shield.net for shield in problem.shields), "shield of", place)
    _check_pools(problem, place)
    nets = {net.name for net in problem.nets}
    for pair in problem.pairs:
        at = f"{place}: pair {pair.name!r}"
        _known((pair.first, pair.second), nets, "net", at)
        if pair.first == pair.second:
            raise InputError("both of its nets are the same", where=at, fix="name two nets")
        _at_least(pair.gap_nm, 1, "gap", at)
    for match in problem.matches:
        at = f"{place}: match {match.name!r}"
        _known(match.nets, nets, "net", at)
        _once(match.nets, "net", at)
        _at_least(match.tolerance_nm, 0, "tolerance", at)
    for shield in problem.shields:
        at = f"{place}: shield of {shield.net!r}"
        _known((shield.net, shield.by), nets, "net", at)
        if shield.net == shield.by:
            raise InputError("a net cannot shield itself", where=at, fix="name another net")
        _at_least(shield.width_nm, 1, "width", at)
        _at_least(shield.gap_nm, 1, "gap", at)


def _check_pools(problem: RoutingProblem, place: str) -> None:
    lands = {t.name for t in problem.terminals}
    user = {name: net.name for net in problem.nets for name in net.terminals}
    for pool in problem.pools:
        at = f"{place}: pool {pool.name!r}"
        _known(pool.terminals, lands, "terminal", at)
        _once(pool.terminals, "terminal", at)
        for name in pool.terminals:
            if name in user:
                raise InputError(
                    f"terminal {name!r} is in net {user[name]!r} already",
                    where=at,
                    fix="take it out of the pool or of the net",
                )
    pools = {pool.name for pool in problem.pools}
    for net in problem.nets:
        if net.pool is not None:
            _known((net.pool,), pools, "pool", f"{place}: net {net.name!r}")


def _once(names: Iterable[str], what: str, place: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                f"{what} {name!r} is given {count} times", where=place, fix="give each one once"
            )


def _known(names: Iterable[str], known: set[str], what: str, place: str) -> None:
    for name in names:
        if name not in known:
            raise InputError(f"unknown {what} {name!r}", where=place, fix=nearest(name, known))


def _at_least(value_nm: int, least_nm: int, what: str, place: str) -> None:
    if value_nm < least_nm:
        raise InputError(
            f"{what} of {value_nm} nm is not a length", where=place, fix=f"give {least_nm} or more"
        )
