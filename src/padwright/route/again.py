"""Routing again after a change: what can stay stays to the nanometre, the rest goes round it.

A net stays when its old wiring still joins its lands and breaks no rule of the changed problem.
The others are routed with the old wiring of the rest given. Where that leaves nets open, what lies
near their straight ways is freed too, further and further; at last everything is routed afresh.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from padwright.base.errors import CancelledError
from padwright.base.progress import Report
from padwright.route.ground.mesh import Floats
from padwright.route.judging.blame import blamed
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Net, Pool, RoutingProblem
from padwright.route.routing import STOPPED, Point, Routing, RoutingCancelledError, Unrouted

#: How far from the straight way of an open net wiring is freed, in widths plus spacings.
_FREED_PITCHES = (3.0, 10.0, 30.0)
#: Points of each piece of a wire that are looked at to say how near it is.
_LOOKS = 9


def route_again(
    problem: RoutingProblem,
    before: Routing,
    afresh: Callable[[RoutingProblem], Routing],
    report: Report,
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

    Raises
    ------
    RoutingCancelledError
        When the report stopped the work; it carries what could stay.
    """
    if _holds(problem, before):
        return before
    kept = _what_can_stay(problem, before)
    best = _told(problem, kept)
    if problem.pairs or problem.matches or problem.shields:
        return afresh(problem)  # lengths and bundles are a matter of all their lines
    free = _without_wiring(problem, kept)
    try:
        for reach in (0.0, *_FREED_PITCHES):
            report("route", 0, 1, "what moves")
            if reach:
                near = _near(problem, kept, best, reach)
                if near <= free:
                    continue
                free |= near
            tried = _tried(problem, kept, free, afresh)
            if tried is not None and len(tried.unrouted) < len(best.unrouted):
                best = tried
            if not best.unrouted:
                return best
        everything = afresh(problem)
    except CancelledError as stopped:
        raise RoutingCancelledError.of(stopped, best) from stopped
    return everything if len(everything.unrouted) < len(best.unrouted) else best


def _holds(problem: RoutingProblem, before: Routing) -> bool:
    """Return whether a routing is one of the problem as it is, and open nets are those it names."""
    names = {net.name for net in problem.nets}
    names |= {wire.net for wire in problem.wires} | {via.net for via in problem.vias}
    of = {wire.net for wire in before.wires} | {via.net for via in before.vias}
    if not of <= names or any(each.reason == STOPPED for each in before.unrouted):
        return False
    if before != _on_what_is_there(problem, before):
        return False
    if violations(problem, before):
        return False
    return set(open_nets(problem, before)) == {each.net for each in before.unrouted}


def _what_can_stay(problem: RoutingProblem, before: Routing) -> Routing:
    """Return the wiring of the nets that are still whole and clean, after the given one."""
    before = _on_what_is_there(problem, before)
    names = {net.name for net in problem.nets}
    given_wires, given_vias = set(problem.wires), set(problem.vias)
    lands = {net.name: _lands(problem, net) for net in problem.nets}
    kept = Routing(
        problem.wires + tuple(w for w in before.wires if w.net in names and w not in given_wires),
        problem.vias + tuple(v for v in before.vias if v.net in names and v not in given_vias),
        (),
        tuple(pair for pair in before.assignment if pair[1] in lands.get(pair[0], ())),
    )
    kept = _less(problem, kept, open_nets(problem, kept))
    return _less(problem, kept, blamed(violations(problem, kept), names))


def _on_what_is_there(problem: RoutingProblem, before: Routing) -> Routing:
    """Return a routing without what lies on levels, or ends on lands, that are gone."""
    lands = {terminal.name for terminal in problem.terminals}
    return replace(
        before,
        wires=tuple(wire for wire in before.wires if wire.level < problem.levels),
        vias=tuple(via for via in before.vias if via.upper_level < problem.levels),
        assignment=tuple(pair for pair in before.assignment if pair[1] in lands),
    )


def _lands(problem: RoutingProblem, net: Net) -> tuple[str, ...]:
    return next((pool.terminals for pool in problem.pools if pool.name == net.pool), ())


def _less(problem: RoutingProblem, routing: Routing, nets: Iterable[str]) -> Routing:
    """Return a routing without the wiring of some nets, but with what is given."""
    gone = set(nets)
    wires, vias = len(problem.wires), len(problem.vias)
    return replace(
        routing,
        wires=routing.wires[:wires] + tuple(w for w in routing.wires[wires:] if w.net not in gone),
        vias=routing.vias[:vias] + tuple(v for v in routing.vias[vias:] if v.net not in gone),
        assignment=tuple(pair for pair in routing.assignment if pair[0] not in gone),
    )


def _without_wiring(problem: RoutingProblem, kept: Routing) -> set[str]:
    return set(open_nets(problem, kept))


def _told(problem: RoutingProblem, kept: Routing) -> Routing:
    """Return what stays as a routing that names the nets that are open in it."""
    left = tuple(Unrouted(name, STOPPED, None) for name in open_nets(problem, kept))
    return replace(kept, unrouted=left)


def _tried(
    problem: RoutingProblem,
    kept: Routing,
    free: set[str],
    afresh: Callable[[RoutingProblem], Routing],
) -> Routing | None:
    """Route the free nets with the wiring of the others given; None when that is not clean."""
    stays = _less(problem, kept, free)
    got = dict(stays.assignment)
    pools = {pool.name: _rest_of(pool, stays) for pool in problem.pools}
    nets = tuple(
        net
        if net.pool is None
        else replace(net, terminals=(*net.terminals, got[net.name]), pool=None)
        if net.name in got
        else net
        for net in problem.nets
        if net.pool is None or net.name in got or pools[net.pool].terminals
    )
    task = replace(
        problem,
        nets=nets,
        pools=tuple(pool for pool in pools.values() if pool.terminals),
        wires=stays.wires,
        vias=stays.vias,
    )
    new = afresh(task)
    whole = replace(new, assignment=stays.assignment + new.assignment)
    if violations(problem, whole):
        return None
    reasons = {each.net: each for each in new.unrouted}
    left = tuple(
        reasons.get(name, Unrouted(name, "no land of its pool is left", None))
        for name in open_nets(problem, whole)
    )
    return replace(whole, unrouted=left)


def _rest_of(pool: Pool, stays: Routing) -> Pool:
    """Return a pool without the lands that nets keep."""
    taken = {land for _, land in stays.assignment}
    return replace(pool, terminals=tuple(each for each in pool.terminals if each not in taken))


def _near(problem: RoutingProblem, kept: Routing, best: Routing, reach_ratio: float) -> set[str]:
    """Return the nets whose wiring comes near the straight ways of the open nets."""
    place = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    missing = {each.net for each in best.unrouted}
    ways = [
        (place[a], place[b])
        for net in problem.nets
        if net.name in missing
        for a, b in zip(net.terminals, net.terminals[1:], strict=False)
    ]
    ways += [each.cut_nm for each in best.unrouted if each.cut_nm is not None]
    reach_nm = reach_ratio * (problem.rules.width_nm + problem.rules.spacing_nm)
    near = set(missing)
    for wire in kept.wires[len(problem.wires) :]:
        if wire.net in near:
            continue
        points = np.array(wire.points_nm, np.float64)
        if any(_distance_nm(points, way) < reach_nm for way in ways):
            near.add(wire.net)
    return near


def _distance_nm(points: Floats, way: tuple[Point, Point]) -> float:
    """Return about the least distance of a line (n, 2) and a straight way."""
    start, end = np.array(way, np.float64)
    along = end - start
    part = np.linspace(0.0, 1.0, _LOOKS)[:, None, None]
    every = (points[:-1] + part * np.diff(points, axis=0)).reshape(-1, 2)
    part = np.clip((every - start) @ along / max(float(along @ along), 1.0), 0.0, 1.0)
    return float(np.hypot(*(every - start - part[:, None] * along).T).min())
