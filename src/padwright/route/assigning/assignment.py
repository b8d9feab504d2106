"""Problems with and without a choice of lands."""

from dataclasses import replace

from padwright.route.problem import Pool, RoutingProblem
from padwright.route.routing import Routing


def freed(problem: RoutingProblem) -> RoutingProblem:
    """Return a problem whose nets keep their first terminal and choose the other one.

    The pool has every terminal at which no net begins.
    """
    begins = {net.terminals[0] for net in problem.nets}
    pool = Pool("all", tuple(t.name for t in problem.terminals if t.name not in begins))
    nets = tuple(replace(n, terminals=n.terminals[:1], pool=pool.name) for n in problem.nets)
    return replace(problem, nets=nets, pools=(pool,))


def assigned(problem: RoutingProblem, routing: Routing) -> RoutingProblem:
    """Return a problem with the lands that a routing gave its nets; nets without one are left out.

    So each net has all its terminals, and none a pool.
    """
    got = dict(routing.assignment)
    nets = tuple(
        net
        if net.pool is None
        else replace(net, terminals=(*net.terminals, got[net.name]), pool=None)
        for net in problem.nets
        if net.pool is None or net.name in got
    )
    return replace(problem, nets=nets, pools=())
