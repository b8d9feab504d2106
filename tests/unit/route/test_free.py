"""Nets that choose their land: each gets one of its pool, no land twice, and all is clean."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from padwright.base.arrays import Ints
from padwright.base.errors import CancelledError
from padwright.base.progress import silent
from padwright.route.assigning.assignment import assigned, freed
from padwright.route.assigning.flow_solver import solved
from padwright.route.assigning.free import choose
from padwright.route.ground.mesh import survey
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Net, Pair, Pool, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Routing
from padwright.route.sketching.conflicts import find_conflicts
from padwright.route.sketching.lines import plan_lines
from padwright.route.sketching.sketch import start_sketch
from padwright.route.sketching.ways import plant_courses

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SQUARE = ((0, 0), (1_200_000, 0), (1_200_000, 1_200_000), (0, 1_200_000))
SPOT = st.tuples(st.integers(1, 11), st.integers(1, 11))


@st.composite
def mixed(draw: st.DrawFn) -> RoutingProblem:
    """Lands on random places of a raster: fixed nets, free nets, and a pool that may be larger."""
    levels = draw(st.integers(1, 3))
    rules = replace(RULES, via_in_land=draw(st.booleans()), stacked_vias=draw(st.booleans()))
    fixed, free, more = (draw(st.integers(*span)) for span in ((0, 3), (1, 6), (0, 4)))
    count = 2 * fixed + 2 * free + more
    spots = draw(st.lists(SPOT, min_size=count, max_size=count, unique=True))
    size = draw(st.sampled_from([30_000, 50_000]))
    lands = [
        Terminal(f"t{i}", 100_000 * x, 100_000 * y, size, i % levels)
        for i, (x, y) in enumerate(spots)
    ]
    nets = [Net(f"F{i}", (f"t{2 * i}", f"t{2 * i + 1}")) for i in range(fixed)]
    nets += [Net(f"N{i}", (f"t{2 * fixed + i}",), pool="p") for i in range(free)]
    pool = Pool("p", tuple(f"t{i}" for i in range(2 * fixed + free, count)))
    return RoutingProblem("mixed", SQUARE, levels, rules, tuple(lands), tuple(nets), pools=(pool,))


def check_result(problem: RoutingProblem, result: Routing) -> None:
    got = dict(result.assignment)
    assert len(got) == len(result.assignment)
    assert len(set(got.values())) == len(got), "a land was given twice"
    pools = {pool.name: set(pool.terminals) for pool in problem.pools}
    missing = {each.net for each in result.unrouted}
    for net in problem.nets:
        if net.pool is None:
            assert net.name not in got
        elif net.name in got:
            assert got[net.name] in pools[net.pool]
            assert net.name not in missing
        else:
            assert net.name in missing
    assert violations(problem, result) == []
    assert set(open_nets(problem, result)) == missing


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixed())
def test_what_is_chosen_is_of_the_pool_once_and_clean(problem: RoutingProblem) -> None:
    result = route(problem)
    check_result(problem, result)
    fixed = assigned(problem, result)
    known = {net.name for net in fixed.nets}
    kept = tuple(each for each in result.unrouted if each.net in known)
    check_result(fixed, replace(result, assignment=(), unrouted=kept))


def array(rows: int) -> RoutingProblem:
    """A square array of pads within a ring of balls, one level."""
    pads = [
        Terminal(f"p{i}_{j}", 150_000 * i, 150_000 * j, 60_000, 0)
        for i, j in itertools.product(range(rows), repeat=2)
    ]
    side, middle = rows // 2 + 2, 75_000 * (rows - 1)
    ring = [
        (i, j)
        for i, j in itertools.product(range(-side, side + 1), repeat=2)
        if max(abs(i), abs(j)) == side
    ]
    balls = [
        Terminal(f"b{i}_{j}", middle + 400_000 * i, middle + 400_000 * j, 240_000, 0)
        for i, j in ring
    ]
    low, high = middle - 400_000 * side - 300_000, middle + 400_000 * side + 300_000
    square = ((low, low), (high, low), (high, high), (low, high))
    nets = tuple(Net(p.name, (p.name, b.name)) for p, b in zip(pads, balls, strict=False))
    return RoutingProblem("array", square, 1, RULES, (*pads, *balls), nets)


def test_a_free_array_is_routed_near_the_shortest_assignment() -> None:
    problem = freed(array(4))
    result = route(problem)
    assert result.unrouted == ()
    check_result(problem, result)
    pads = np.array([(t.x_nm, t.y_nm) for t in problem.terminals[:16]], np.float64)
    balls = np.array([(t.x_nm, t.y_nm) for t in problem.terminals[16:]], np.float64)
    cost = np.hypot(*(pads[:, None] - balls[None]).transpose(2, 0, 1))
    least_um = cost[linear_sum_assignment(cost)].sum() / 1000
    assert least_um <= result.length_um < 1.03 * least_um


def test_a_flow_does_not_cross_itself() -> None:
    problem = freed(array(4))
    ground = survey(problem)
    choice = choose(problem, ground, silent, lambda: False)
    assert choice.left == ()
    task = plan_lines(choice.problem, ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    assert plant_courses(ground.mesh, sketch, choice.courses) == len(problem.nets)
    guilty = np.zeros(len(task.lines), np.int64)
    assert find_conflicts(ground.mesh, sketch, guilty, 0.0) == 0


def test_nets_of_a_pair_may_choose_their_lands() -> None:
    problem = freed(array(4))
    pair = Pair("P", problem.nets[0].name, problem.nets[1].name, 10_000)
    result = route(replace(problem, pairs=(pair,)))
    assert result.unrouted == ()
    check_result(problem, result)


def test_octilinear_wiring_keeps_the_lands_that_nets_chose() -> None:
    problem = freed(array(4))
    result = route(problem, angles="octilinear")
    assert result.unrouted == ()
    check_result(problem, result)


def grid_flow(side: int) -> tuple[Ints, Ints]:
    """A flow of three units across a square grid of nodes."""
    node = np.arange(side * side, dtype=np.int64).reshape(side, side)
    tail = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    head = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    cost = (tail * 7919 + head * 104729) % 1000
    ends = np.array([0, 1, side, side**2 - 1, side**2 - 2, side**2 - side - 1])
    return np.stack([tail, head, cost]), np.stack([ends, np.repeat([1, -1], 3)])


def test_a_flow_in_a_process_of_its_own_is_the_same() -> None:
    arcs, supply = grid_flow(300)
    turns = []

    def waiting() -> bool:
        turns.append(1)
        return True

    here = solved(arcs, supply, waiting)
    assert not turns
    there = solved(arcs, supply, waiting, most_arcs=0)
    assert turns, "nobody was asked while it was solved"
    assert (here == there).all()
    assert here.sum() > 0


def test_a_large_flow_can_be_given_up_and_cancelled() -> None:
    arcs, supply = grid_flow(400)
    assert not solved(arcs, supply, lambda: False, most_arcs=0).any()

    def cancelled() -> bool:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        solved(arcs, supply, cancelled, most_arcs=0)
