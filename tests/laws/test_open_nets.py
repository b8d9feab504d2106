"""What is called impossible is so: families of problems with nets that have to stay open."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from open_problems import FAMILIES, Case
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
    # what is routed alone, with all other nets' lands there, is denied by no proof either
    for name in sorted({name for cut in every if cut.lines == 0 for name in cut.nets})[:4]:
        alone = replace(problem, nets=tuple(net for net in problem.nets if net.name == name))
        assert [each.net for each in route(alone, proofs=False).unrouted] == [name]
