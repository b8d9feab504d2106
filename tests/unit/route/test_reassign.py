"""Balls that wires can reach: where straight distances ask for too much, the flow finds others."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.model.package import Design, Passive
from padwright.plan.make import make_plan
from padwright.plan.plan import Plan
from padwright.plan.reassign import with_balls
from padwright.route.assigning.reassign import reassigned
from padwright.route.from_plan import route_plan, routing_problem
from padwright.route.problem import RoutingProblem
from padwright.route.router import route
from padwright.route.routing import Routing
from unit.plan.designs import design


def inner_array(count: int, pitch_nm: int, levels: int = 1) -> Design:
    """A square array of pads, each of a net of its own, on a grid of balls."""
    half = (count - 1) * pitch_nm // 2
    pads = [
        (f"n{i}_{j}", pitch_nm * i - half, pitch_nm * j - half)
        for i in range(count)
        for j in range(count)
    ]
    return design(pads, rows=count + 1, columns=count + 1, levels=levels, spare="unconnected")


def consistent(plan: Plan) -> None:
    pins = dict(plan.nets)
    used = [ball.name for ball in plan.balls if ball.net is not None]
    assert sorted(used) == sorted({*used})
    for ball in plan.balls:
        assert ball.net is None or ball.name in pins[ball.net]
    known = {ball.name for ball in plan.balls}
    for net, mine in plan.nets:
        assert {ball.name for ball in plan.balls if ball.net == net} == set(mine) & known
    for joint in plan.joints:
        assert joint.ball in pins[joint.net]
    assert plan.straight_nm == sum(joint.distance_nm for joint in plan.joints)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4), st.randoms(use_true_random=False))
def test_nets_may_swap_balls_and_take_free_ones(count: int, random: object) -> None:
    plan = make_plan(inner_array(count, 200_000))
    names = [ball.name for ball in plan.balls]
    random.shuffle(names)  # type: ignore[attr-defined]
    nets = [net for net, _ in plan.nets]
    chosen = dict(zip(nets, names, strict=False))
    swapped = with_balls(plan, chosen)
    consistent(swapped)
    assert {ball.net: ball.name for ball in swapped.balls if ball.net} == chosen
    back = with_balls(swapped, {ball.net: ball.name for ball in plan.balls if ball.net})
    assert back == plan


def plain(problem: RoutingProblem, report: object) -> Routing:
    return route(problem, report=report)  # type: ignore[arg-type]


def test_reachable_balls_are_reached() -> None:
    asked = inner_array(4, 250_000, levels=2)
    plan = make_plan(asked)
    again = reassigned(asked, plan)
    consistent(again)
    problem = routing_problem(asked, again, 2)
    assert [net.name for net in problem.nets] == [net for net, _ in plan.nets]
    wiring = route_plan(asked, again, plain)
    assert wiring.routing.unrouted == ()
    assert wiring.levels == 2


def test_levels_that_a_passive_cannot_take_are_passed_over() -> None:
    pads = [("a", -300_000, 0), ("b", 300_000, 0), ("c", 0, 300_000)]
    meander = Passive("R1", "resistor-meander", 1, 0, 900_000, 0, ("a", "b"))
    asked = design(pads, rows=3, columns=3, levels=2, spare="unconnected")
    asked = replace(asked, passives=(meander,))
    plan = make_plan(asked)
    with pytest.raises(InputError, match="where the land of terminal"):
        routing_problem(asked, plan, 1)  # a ball stands over it
    again = reassigned(asked, plan)
    consistent(again)
    assert route_plan(asked, again, plain).levels == 2


def test_what_is_fixed_stays() -> None:
    pads = [("a", -600_000, 0), ("b", 600_000, 0)]
    fixed = (("T1", "a", -2_000_000, 0), ("T2", "b", 2_000_000, 0))
    asked = design(pads, fixed=fixed)
    plan = make_plan(asked)
    assert reassigned(asked, plan) is plan


def test_without_a_way_for_all_the_plan_stays() -> None:
    asked = replace(inner_array(3, 200_000), wiring_levels=0)
    plan = make_plan(asked)
    assert reassigned(asked, plan) is plan
