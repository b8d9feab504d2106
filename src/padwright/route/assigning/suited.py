"""Lands of a pool for nets that belong together: neighbours for pairs, like lengths for groups.

The flow gives every net a land that it can reach at the least length. From there nets of pairs and
groups move (`padwright.plan.together`), and the flow serves all others again.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from padwright.base.progress import Report
from padwright.plan.together import together
from padwright.route.assigning.free import Choice, choose
from padwright.route.ground.mesh import Ground
from padwright.route.problem import Pool, RoutingProblem


def choices(
    problem: RoutingProblem, ground: Ground, report: Report, out_of_time: Callable[[], bool]
) -> tuple[Choice, ...]:
    """Return the lands that suit nets that belong together, and the nearest ones, best first.

    Where pairs and groups would take lands from others, or nothing is gained, the nearest alone.
    """
    first = choose(problem, ground, report, out_of_time)
    got = dict(first.assignment)
    wanted = {
        net: land for pool in problem.pools for net, land in _moved(problem, pool, got).items()
    }
    if all(got[net] == land for net, land in wanted.items()):
        return (first,)
    fixed = replace(
        problem,
        nets=tuple(
            replace(net, terminals=(*net.terminals, wanted[net.name]), pool=None)
            if net.name in wanted
            else net
            for net in problem.nets
        ),
        pools=tuple(
            replace(pool, terminals=tuple(t for t in pool.terminals if t not in wanted.values()))
            for pool in problem.pools
        ),
    )
    second = choose(fixed, ground, report, out_of_time)
    if len(second.left) > len(first.left):
        return (first,)
    lands = wanted | dict(second.assignment)
    ordered = ((net.name, lands[net.name]) for net in problem.nets if net.name in lands)
    return replace(second, assignment=tuple(ordered)), first


def _moved(problem: RoutingProblem, pool: Pool, got: dict[str, str]) -> dict[str, str]:
    """Return the lands of the nets of a pool that belong together."""
    here = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    nets = [
        net
        for net in problem.nets
        if net.pool == pool.name and len(net.terminals) == 1 and net.name in got
    ]
    row = {net.name: k for k, net in enumerate(nets)}
    pairs = [(row[p.first], row[p.second]) for p in problem.pairs if {p.first, p.second} <= {*row}]
    groups = [[row[net] for net in match.nets if net in row] for match in problem.matches]
    bound = sorted({k for each in (*pairs, *groups) for k in each})
    if not bound:
        return {}
    others = {got[net.name] for net in problem.nets if net.name in got and net.name not in row}
    lands = [name for name in pool.terminals if name not in others]
    number = {name: k for k, name in enumerate(lands)}
    chosen = together(
        np.array([here[net.terminals[0]] for net in nets], np.int64),
        np.array([here[name] for name in lands], np.int64),
        [number[got[net.name]] for net in nets],
        pairs,
        groups,
    )
    return {nets[k].name: lands[chosen[k]] for k in bound}
