"""Lands of pools for pairs and groups: beside each other, and nothing left open for it."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.progress import silent
from padwright.model.net_specs import PairSpec
from padwright.plan.make import make_plan
from padwright.route import router as router_room
from padwright.route.assigning.free import Choice, choose
from padwright.route.assigning.reassign import reassigned
from padwright.route.assigning.suited import choices
from padwright.route.bundles.lengths import measured
from padwright.route.from_plan import route_plan
from padwright.route.ground.mesh import survey
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Net,
    Pair,
    Pool,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.router import route
from padwright.route.routing import Routing
from unit.plan.designs import design

_PITCH_NM = 500_000


def _free(slots: Sequence[int], rows: int, levels: int = 2) -> RoutingProblem:
    """Return a column of pads before a pool of lands: 2 for a pair, 1 for a single net."""
    terminals: list[Terminal] = []
    nets: list[Net] = []
    pairs: list[Pair] = []
    count = sum(slots)
    for k, size in enumerate(slots):
        names = [f"{k}{'pn'[i]}" if size == 2 else f"{k}" for i in range(size)]
        for name in names:
            y = round((len(nets) - (count - 1) / 2) * 120_000)
            terminals.append(Terminal(f"pad {name}", 0, y, 60_000, 0))
            nets.append(Net(name, (f"pad {name}",), pool="balls"))
        if size == 2:
            pairs.append(Pair(f"{k}", *names, 15_000, 10_000))
    columns = math.ceil(1.6 * count / rows)
    lands = []
    for i in range(columns):
        for j in range(rows):
            x, y = 700_000 + i * _PITCH_NM, round((j - (rows - 1) / 2) * _PITCH_NM)
            lands.append(Terminal(f"ball {i} {j}", x, y, 250_000, levels - 1))
    high, far = (
        max(rows * _PITCH_NM, count * 120_000) / 2 + 400_000,
        1_100_000 + columns * _PITCH_NM,
    )
    return RoutingProblem(
        "free",
        tuple(
            (x, round(y))
            for x, y in ((-400_000, -high), (far, -high), (far, high), (-400_000, high))
        ),
        levels,
        RoutingRules(15_000, 15_000, 50_000, 50_000),
        tuple(terminals + lands),
        tuple(nets),
        pools=(Pool("balls", tuple(land.name for land in lands)),),
        pairs=tuple(pairs),
    )


def _apart_nm(problem: RoutingProblem, routing: Routing, pair: Pair) -> float:
    at = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    got = dict(routing.assignment)
    return math.dist(at[got[pair.first]], at[got[pair.second]])


def _fixed(problem: RoutingProblem, routing: Routing) -> RoutingProblem:
    got = dict(routing.assignment)
    nets = tuple(
        replace(net, terminals=(*net.terminals, got[net.name]), pool=None) for net in problem.nets
    )
    return replace(problem, nets=nets, pools=())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([1, 2, 2]), min_size=2, max_size=6).filter(lambda each: 2 in each),
    st.integers(4, 7),
)
def test_pairs_of_a_pool_run_side_by_side(slots: list[int], rows: int) -> None:
    """Every net has a land of its own, those of pairs are near, and lines run beside each other."""
    problem = _free(slots, rows)
    routing = route(problem)
    assert routing.unrouted == ()
    lands = [land for _, land in routing.assignment]
    assert sorted(lands) == sorted({*lands})
    assert {net for net, _ in routing.assignment} == {net.name for net in problem.nets}
    asked = _fixed(problem, routing)
    assert violations(asked, routing) == []
    assert open_nets(asked, routing) == []
    assert routing.lengths == measured(asked, routing)
    for pair in problem.pairs:
        assert _apart_nm(problem, routing, pair) < 1.5 * _PITCH_NM
    coupled = [row for row in routing.lengths if row.demand == "pair"]
    assert all(row.coupled_um > 0 for row in coupled)


def _farthest(problem: RoutingProblem, assignment: tuple[tuple[str, str], ...]) -> float:
    routing = Routing((), (), (), assignment)
    return max(_apart_nm(problem, routing, pair) for pair in problem.pairs) / _PITCH_NM


@pytest.mark.parametrize(("slots", "rows"), [([1, 2, 1, 2, 1, 2], 4), ([2, 1, 2, 1, 2, 2], 5)])
def test_the_flow_alone_parts_pairs(slots: list[int], rows: int) -> None:
    """Lands at the least length lie askew to each other; lands that suit pairs are neighbours."""
    problem = _free(slots, rows)
    best, first = choices(problem, survey(problem), silent, lambda: False)
    assert first.assignment == choose(problem, survey(problem), silent, lambda: False).assignment
    assert _farthest(problem, first.assignment) > 1.1
    assert _farthest(problem, best.assignment) == 1.0
    assert best.left == ()


def test_where_suited_lands_leave_nets_open_the_nearest_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lands behind a wall suit nobody: the answer has those of the flow."""
    problem = _free([1, 2, 1, 2, 1, 2], 4)
    real = router_room.choices

    def spoiled(*args: object) -> tuple[Choice, ...]:
        best, first = real(*args)  # type: ignore[arg-type]
        gone = best.problem.nets[0]
        lost = replace(best, assignment=best.assignment[1:], left=(gone.name,))
        nets = tuple(net for net in best.problem.nets if net is not gone)
        return replace(lost, problem=replace(best.problem, nets=nets)), first

    monkeypatch.setattr(router_room, "choices", spoiled)
    routing = route(problem)
    assert routing.unrouted == ()
    assert _farthest(problem, routing.assignment) > 1.1


def test_balls_of_a_plan_that_wires_reach_suit_pairs() -> None:
    """`balls = "reachable"` keeps the nets of a pair beside each other."""
    pads = [
        (f"{lane}{side}", 950_000, 130_000 * (2 * k + s) - 500_000)
        for k, lane in enumerate("abcd")
        for s, side in enumerate("pn")
    ]
    asked = design(pads, rows=6, columns=6, pitch_nm=_PITCH_NM * 2, spare="unconnected")
    asked = replace(
        asked,
        pairs=tuple(
            PairSpec.model_validate({"name": lane, "first": f"{lane}p", "second": f"{lane}n"})
            for lane in "abcd"
        ),
    )
    plan = reassigned(asked, make_plan(asked))
    at = {ball.net: (ball.x_nm, ball.y_nm) for ball in plan.balls if ball.net}
    for lane in "abcd":
        assert math.dist(at[f"{lane}p"], at[f"{lane}n"]) == 2 * _PITCH_NM
    wiring = route_plan(asked, plan, lambda problem, report: route(problem, report=report))
    assert wiring.routing.unrouted == ()
    assert not wiring.routing.notes


def test_without_company_the_flow_decides() -> None:
    problem = replace(_free([2, 1, 2], 4), pairs=())
    first = choose(problem, survey(problem), silent, lambda: False)
    (only,) = choices(problem, survey(problem), silent, lambda: False)
    assert only.assignment == first.assignment
