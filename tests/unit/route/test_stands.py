"""Vias in front of the lands of a pair break no rule, wherever the lands lie."""

import math
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from padwright.route.bundles.bundle import bundles
from padwright.route.bundles.clearance import scene
from padwright.route.bundles.stand import stands
from padwright.route.judging.verify import violations
from padwright.route.problem import Net, Pair, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import Routing


def _pair(apart_nm: int, angle: float, land_nm: int, via_nm: int) -> RoutingProblem:
    """Return a pair with pads on the lower level and two lands on the upper one."""
    x, y = round(apart_nm * math.cos(angle)), round(apart_nm * math.sin(angle))
    lands = [(0, 0), (x, y)]
    terminals = [Terminal(f"pad {k}", 3_000_000, k * 130_000, 55_000, 0) for k in range(2)]
    terminals += [Terminal(f"ball {k}", *at, land_nm, 1) for k, at in enumerate(lands)]
    return RoutingProblem(
        "pair",
        (
            (-1_500_000, -1_500_000),
            (4_000_000, -1_500_000),
            (4_000_000, 2_000_000),
            (-1_500_000, 2_000_000),
        ),
        2,
        RoutingRules(15_000, 15_000, via_nm, 50_000, via_in_land=False),
        tuple(terminals),
        tuple(Net(f"n{k}", (f"pad {k}", f"ball {k}")) for k in range(2)),
        pairs=(Pair("n", "n0", "n1", 20_000),),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(260_000, 900_000),
    st.floats(0, math.pi),
    st.integers(60_000, 240_000),
    st.integers(30_000, 90_000),
)
@example(500_000, 0.0, 390_000, 55_000)
def test_stands_keep_off_the_lands_of_the_other_net(
    apart_nm: int, angle: float, land_nm: int, via_nm: int
) -> None:
    problem = _pair(apart_nm, angle, land_nm, via_nm)
    (bundle,), _ = bundles(problem)
    (end,) = [k for k in (0, 1) if bundle.ends[k][0].level == 1]
    found = list(stands(problem, bundle, end, 0, scene(problem, (), ()), [0, 1]))
    assert found
    for stand in found:
        drawn = Routing(stand.wires, stand.vias, ())
        assert violations(problem, drawn) == []


def test_wide_lands_near_each_other_are_routed() -> None:
    """Lands of 390 um at 500 um: vias in front of one came to stand in the other one."""
    problem = _pair(500_000, 0.0, 390_000, 55_000)
    for allowed in (False, True):
        asked = replace(problem, rules=replace(problem.rules, via_in_land=allowed))
        routing = route(asked)
        assert routing.unrouted == ()
        assert violations(asked, routing) == []


@pytest.mark.parametrize("stacked", [True, False])
@pytest.mark.parametrize("in_land", [True, False])
@pytest.mark.parametrize(("levels", "ball_level"), [(2, 1), (3, 1), (3, 2)])
def test_a_pair_changes_its_level_at_its_ends(
    levels: int, ball_level: int, *, in_land: bool, stacked: bool
) -> None:
    """Ends on different levels: two vias side by side at one end, or at both; coupled between."""
    problem = _pair(500_000, 1.2, 120_000, 40_000)
    terminals = tuple(
        replace(t, level=ball_level) if t.name.startswith("ball") else t for t in problem.terminals
    )
    rules = replace(
        problem.rules,
        via_in_land=in_land,
        stacked_vias=stacked,
        via_pitch_nm=0 if stacked else 60_000,
    )
    problem = replace(problem, levels=levels, terminals=terminals, rules=rules)
    routing = route(problem)
    assert routing.unrouted == ()
    assert routing.notes == ()
    assert violations(problem, routing) == []
    for row in routing.lengths:
        assert row.coupled_um > 0.5 * row.length_um
    vias = {net.name: [via for via in routing.vias if via.net == net.name] for net in problem.nets}
    assert {len(own) for own in vias.values()} == ({1} if stacked or ball_level == 1 else {2})


def test_what_a_pair_cannot_do_is_told() -> None:
    """Two lands of one end on different levels, and no vias in lands."""
    problem = _pair(500_000, 1.2, 120_000, 40_000)
    terminals = tuple(replace(t, level=0) if t.name == "ball 0" else t for t in problem.terminals)
    problem = replace(problem, terminals=terminals)
    routing = route(problem)
    assert routing.unrouted == ()
    (note,) = routing.notes
    assert note.nets == ("n0", "n1")
    assert violations(problem, routing) == []
