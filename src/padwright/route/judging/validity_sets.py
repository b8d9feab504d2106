"""Pools, pairs, matched groups and shields that name what is not there, or one thing twice."""

from padwright.base.errors import InputError
from padwright.route.judging.requirements import require_known, require_once
from padwright.route.problem import RoutingProblem


def check_sets(problem: RoutingProblem, place: str) -> None:
    """Raise an `InputError` for the first set that names what is not there, or one thing twice."""
    require_once((pool.name for pool in problem.pools), "pool", place)
    require_once((pair.name for pair in problem.pairs), "pair", place)
    require_once((match.name for match in problem.matches), "match", place)
    require_once((shield.net for shield in problem.shields), "shield of", place)
    _check_pools(problem, place)
    nets = {net.name for net in problem.nets}
    for pair in problem.pairs:
        at = f"{place}: pair {pair.name!r}"
        require_known((pair.first, pair.second), nets, "net", at)
        if pair.first == pair.second:
            raise InputError("both of its nets are the same", where=at, fix="name two nets")
    for match in problem.matches:
        at = f"{place}: match {match.name!r}"
        require_known(match.nets, nets, "net", at)
        require_once(match.nets, "net", at)
    for shield in problem.shields:
        at = f"{place}: shield of {shield.net!r}"
        require_known((shield.net, shield.by), nets, "net", at)
        if shield.net == shield.by:
            raise InputError("a net cannot shield itself", where=at, fix="name another net")
    _check_made_up(problem, place)


def _check_made_up(problem: RoutingProblem, place: str) -> None:
    """Refuse names that pairs, shields and the ends of their nets have while they are routed."""
    inner = [net for pair in problem.pairs for net in (pair.first, pair.second)]
    inner += [shield.net for shield in problem.shields]
    whole = [f"pair {pair.name}" for pair in problem.pairs]
    whole += [f"shield of {shield.net}" for shield in problem.shields]
    begins = (*(f"{name}, " for name in whole), *(f"{net}, end " for net in inner))
    for kind, things in (("net", problem.nets), ("terminal", problem.terminals)):
        for each in things:
            if each.name in whole or each.name.startswith(begins):
                raise InputError(
                    "the router gives this name to a part of a pair or a shield",
                    where=f"{place}: {kind} {each.name!r}",
                    fix="give it another name, without a blank for one",
                )


def _check_pools(problem: RoutingProblem, place: str) -> None:
    lands = {t.name for t in problem.terminals}
    user = {name: net.name for net in problem.nets for name in net.terminals}
    for pool in problem.pools:
        at = f"{place}: pool {pool.name!r}"
        require_known(pool.terminals, lands, "terminal", at)
        require_once(pool.terminals, "terminal", at)
        for name in pool.terminals:
            if name in user:
                raise InputError(
                    f"terminal {name!r} is in net {user[name]!r} already",
                    where=at,
                    fix="take it out of the pool or of the net",
                )
    pools = {pool.name for pool in problem.pools}
    for net in problem.nets:
        if net.pool is None:
            continue
        at = f"{place}: net {net.name!r}"
        require_known((net.pool,), pools, "pool", at)
        if not net.terminals:
            raise InputError(
                "it chooses where it ends and has no terminal to begin at",
                where=at,
                fix="add a terminal, or name its lands instead of a pool",
            )
