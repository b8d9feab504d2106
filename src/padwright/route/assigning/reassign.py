"""Balls that wires can reach: the assignment of a plan made again by the flow of the router."""

from collections import Counter
from dataclasses import replace

from padwright.base.errors import InputError
from padwright.base.progress import Report, silent
from padwright.model.package import Design
from padwright.plan.plan import Plan
from padwright.plan.reassign import with_balls
from padwright.route.assigning.suited import choices
from padwright.route.from_plan import levels_to_try, routing_problem
from padwright.route.ground.mesh import survey
from padwright.route.judging.validity import check
from padwright.route.problem import Pool, RoutingProblem

_POOL = "balls"


def reassigned(design: Design, plan: Plan, *, report: Report = silent) -> Plan:
    """Return a plan whose nets have balls that their wires can reach on the fewest levels.

    Nets with one ball of a grid choose among all such balls and those without a net; all others
    keep theirs. Where not every net finds a ball on any number of levels, the plan stays as it is,
    and so it does for frames, for bodies that are cut into units, and on a fixed map.
    """
    if design.terminals.fixed or design.units or design.technology.frame is not None:
        return plan
    for levels in levels_to_try(design, plan):
        try:
            problem = _free(routing_problem(design, plan, levels), plan)
            check(problem)
        except InputError:
            continue
        choice = choices(problem, survey(problem, report=report), report, lambda: False)[0]
        if not choice.left:
            return with_balls(plan, dict(choice.assignment))
    return plan


def _free(problem: RoutingProblem, plan: Plan) -> RoutingProblem:
    """Return the problem with a choice for all nets that have one ball."""
    count = Counter(ball.net for ball in plan.balls)
    ball_of = {ball.net: ball.name for ball in plan.balls if count[ball.net] == 1}
    nets = tuple(
        replace(
            net,
            terminals=tuple(pin for pin in net.terminals if pin != ball_of[net.name]),
            pool=_POOL,
        )
        if net.name in ball_of
        else net
        for net in problem.nets
    )
    known = {net.name for net in problem.nets}
    free = tuple(
        ball.name
        for ball in plan.balls
        if ball.net is None or (ball.net in ball_of and ball.net in known)
    )
    return replace(problem, nets=nets, pools=(Pool(_POOL, free),))
