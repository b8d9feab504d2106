"""Routing again with pairs, shields and matched groups: only those move that must."""

from dataclasses import replace

import pytest

from padwright.route.bundles.lengths import measured
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Keepout,
    Match,
    Net,
    Pair,
    RoutingProblem,
    RoutingRules,
    Shield,
    Terminal,
)
from padwright.route.reading.bench_solution import read_solution, write_solution
from padwright.route.router import route
from padwright.route.routing import Routing

_NETS = ("ap", "an", "x", "bp", "bn", "vss", "clk", "d0", "d1", "d2")
_GROUP = ("d0", "d1", "d2")


def _problem() -> RoutingProblem:
    """Return two pairs, a shield, a group of three and a plain net, from left to right."""
    terminals: list[Terminal] = []
    for k, name in enumerate(_NETS):
        far = 1_300_000 if name in {"d0", "d2"} else 1_500_000
        terminals.append(Terminal(f"pad {name}", 0, 150_000 * k, 40_000, 0))
        terminals.append(Terminal(f"ball {name}", far, 300_000 * k - 700_000, 120_000, 0))
    return RoutingProblem(
        "company",
        (
            (-300_000, -1_100_000),
            (1_900_000, -1_100_000),
            (1_900_000, 2_400_000),
            (-300_000, 2_400_000),
        ),
        1,
        RoutingRules(10_000, 10_000, 30_000, 20_000),
        tuple(terminals),
        tuple(Net(name, (f"pad {name}", f"ball {name}")) for name in _NETS),
        pairs=(Pair("a", "ap", "an", 10_000, 5_000), Pair("b", "bp", "bn", 10_000, 5_000)),
        shields=(Shield("clk", "vss", 10_000, 10_000),),
        matches=(Match("bus", _GROUP, 2_000),),
    )


def _moved(problem: RoutingProblem, name: str, dx_nm: int, dy_nm: int) -> RoutingProblem:
    return replace(
        problem,
        terminals=tuple(
            replace(t, x_nm=t.x_nm + dx_nm, y_nm=t.y_nm + dy_nm) if t.name == name else t
            for t in problem.terminals
        ),
    )


def _changed(old: Routing, new: Routing) -> set[str]:
    return {each.net for each in {*old.wires, *old.vias} ^ {*new.wires, *new.vias}}


def _is_right(problem: RoutingProblem, routing: Routing) -> None:
    assert violations(problem, routing) == []
    assert not open_nets(problem, routing)
    assert not routing.unrouted
    assert routing.lengths == measured(problem, routing)
    assert routing.unmet == 0


@pytest.fixture(scope="module")
def first() -> Routing:
    routing = route(_problem())
    _is_right(_problem(), routing)
    return routing


def test_saved_and_read_it_is_the_same_to_the_byte(first: Routing) -> None:
    problem = _problem()
    text = write_solution("company", first, problem)
    read = read_solution(text, "company.json", problem)
    assert read == first
    assert write_solution("company", route(problem, before=read), problem) == text


def test_a_plain_net_moves_alone(first: Routing) -> None:
    problem = _moved(_problem(), "ball x", 60_000, 20_000)
    again = route(problem, before=first)
    _is_right(problem, again)
    assert _changed(first, again) == {"x"}


@pytest.mark.parametrize(
    ("ball", "expected"),
    [("ball ap", {"ap", "an"}), ("ball bn", {"bp", "bn"}), ("ball clk", {"clk", "vss"})],
)
def test_a_bundle_moves_with_its_company_and_no_other(
    first: Routing, ball: str, expected: set[str]
) -> None:
    problem = _moved(_problem(), ball, 40_000, 20_000)
    again = route(problem, before=first)
    _is_right(problem, again)
    assert _changed(first, again) == expected


def test_a_shield_stays_when_its_net_moves(first: Routing) -> None:
    problem = _moved(_problem(), "ball vss", 30_000, -10_000)
    again = route(problem, before=first)
    _is_right(problem, again)
    assert _changed(first, again) == {"vss"}
    old, new = (
        [row.coupled_um for row in each.lengths if row.demand == "shield"]
        for each in (first, again)
    )
    assert old == new


def test_a_group_is_made_even_again_by_its_short_members(first: Routing) -> None:
    shorter = _moved(_problem(), "ball d1", -60_000, 0)
    again = route(shorter, before=first)
    _is_right(shorter, again)
    assert _changed(first, again) == {"d1"}
    longer = _moved(_problem(), "ball d1", 80_000, 0)
    again = route(longer, before=first)
    _is_right(longer, again)
    assert _changed(first, again) == set(_GROUP)


def test_an_obstacle_on_a_pair_moves_the_pair(first: Routing) -> None:
    wire = next(wire for wire in first.wires if wire.net == "bp")
    x, y = wire.points_nm[len(wire.points_nm) // 2]
    box = (
        (x - 9_000, y - 9_000),
        (x + 9_000, y - 9_000),
        (x + 9_000, y + 9_000),
        (x - 9_000, y + 9_000),
    )
    problem = replace(_problem(), keepouts=(Keepout(box),))
    again = route(problem, before=first)
    _is_right(problem, again)
    assert {"bp", "bn"} <= _changed(first, again) <= {"bp", "bn", "x"}


def test_a_demand_that_changed_moves_its_nets(first: Routing) -> None:
    problem = _problem()
    wider = replace(problem, pairs=(replace(problem.pairs[0], gap_nm=15_000), problem.pairs[1]))
    again = route(wider, before=first)
    _is_right(wider, again)
    assert _changed(first, again) == {"ap", "an"}
    fewer = replace(problem, pairs=problem.pairs[:1])
    again = route(fewer, before=first)
    _is_right(fewer, again)
    assert _changed(first, again) == set()
    more = replace(problem, pairs=problem.pairs, shields=())
    assert _changed(first, route(more, before=first)) == set()
