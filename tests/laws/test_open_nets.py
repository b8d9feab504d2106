"""What is called impossible is so: families of problems with nets that have to stay open."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from open_problems import FAMILIES, Case, changed
from padwright.base.errors import InputError
from padwright.route.judging.validity import check
from padwright.route.problem import RoutingProblem
from padwright.route.proving.certificate import prove
from padwright.route.proving.cut_check import cut_holds
from padwright.route.router import route
from padwright.route.routing import Cut, Routing


def contradicted(routing: Routing, cuts: set[Cut]) -> list[Cut]:
    """Return the cuts that deny what was routed."""
    missing = {each.net for each in routing.unrouted}
    return [cut for cut in cuts if len(set(cut.nets) - missing) > cut.lines]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@pytest.mark.parametrize("seed", [11, pytest.param(12, marks=pytest.mark.slow)])
def test_no_proof_denies_what_can_be_routed(family: Callable[[int], Case], seed: int) -> None:
    case = family(seed)
    problem = case.problem
    routing = route(problem)
    assert len(routing.unrouted) >= case.must_open
    every = set(prove(problem, [net.name for net in problem.nets]).values())
    every |= {each.proof for each in routing.unrouted if each.proof is not None}
    assert all(cut_holds(problem, cut) for cut in every)
    assert not contradicted(routing, every)
    for cut in every:
        assert is_open_among_few(problem, cut, np.random.default_rng(seed))


def is_open_among_few(problem: RoutingProblem, cut: Cut, chance: np.random.Generator) -> bool:
    """Return whether one net more than a proof allows cannot be wired, all others left out."""
    few = set(chance.permutation(cut.nets)[: cut.lines + 1].tolist())
    alone = replace(problem, nets=tuple(net for net in problem.nets if net.name in few))
    return bool(route(alone, proofs=False).unrouted)


def spoiled(cut: Cut, problem: RoutingProblem, chance: np.random.Generator) -> Cut:
    """Return a cut with a gap, a tie, a net or a count that is another one."""
    gaps, ties, nets, lines = list(cut.gaps), list(cut.ties), list(cut.nets), cut.lines
    kind = int(chance.integers(6))
    if kind == 0 and gaps:
        del gaps[int(chance.integers(len(gaps)))]
    elif kind == 1 and gaps:
        at = int(chance.integers(len(gaps)))
        x, y = gaps[at].first_nm
        dx, dy = chance.integers(-3_000, 3_001, 2).tolist()
        gaps[at] = replace(gaps[at], first_nm=(x + dx, y + dy))
    elif kind == 2 and ties:
        at = int(chance.integers(len(ties)))
        *points, (x, y) = ties[at].points_nm
        dx, dy = chance.integers(-200_000, 200_001, 2).tolist()
        ties[at] = replace(ties[at], points_nm=(*points, (x + dx, y + dy)))
    elif kind == 3:
        lines = max(0, lines - 1)
    elif kind == 4:
        gaps, lines = [replace(gap, lines=0) for gap in gaps], 0
    else:
        nets = [net.name for net in problem.nets]
    return Cut(tuple(nets), tuple(gaps), lines, tuple(ties))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(FAMILIES), st.integers(0, 2**32 - 1))
def test_no_proof_of_a_problem_like_these_is_false(
    family: Callable[[int], Case], seed: int
) -> None:
    """Problems are changed, and proofs spoiled; what is still accepted has to be so."""
    chance = np.random.default_rng(seed)
    before = family(seed).problem
    problem = changed(before, chance)
    try:
        check(problem)
    except InputError:
        return
    names = [net.name for net in problem.nets]
    found = set(prove(problem, names).values())
    assert all(cut_holds(problem, cut) for cut in found)
    tried = [*found, *set(prove(before, names).values())]
    tried += [spoiled(cut, problem, chance) for cut in tried for _ in range(3)]
    held = [cut for cut in dict.fromkeys(tried) if cut_holds(problem, cut)]
    assert not contradicted(route(problem, proofs=False), set(held))
    for cut in held[:5]:
        assert is_open_among_few(problem, cut, chance)
