"""Levels that are closed to a net: no wire of it runs there, and its vias pass."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.route.judging.validity import check
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Net,
    Pair,
    Pool,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.reading.bench_format import read_problem
from padwright.route.router import route
from padwright.route.routing import Routing, Via, Wire

SIDE_NM = 1_000_000
SQUARE = ((0, 0), (SIDE_NM, 0), (SIDE_NM, SIDE_NM), (0, SIDE_NM))
SPOT = st.tuples(st.integers(1, 9), st.integers(1, 9))


def _problem(spots: list[tuple[int, int]], levels: int, closed: tuple[int, ...]) -> RoutingProblem:
    """Lands on a raster of 100 um, two a net, the first ones low and the others high."""
    lands = tuple(
        Terminal(f"t{i}", 100_000 * x, 100_000 * y, 40_000, 0 if i % 2 == 0 else levels - 1)
        for i, (x, y) in enumerate(spots)
    )
    nets = tuple(
        Net(f"n{i}", (f"t{2 * i}", f"t{2 * i + 1}"), closed_levels=closed)
        for i in range(len(spots) // 2)
    )
    rules = RoutingRules(10_000, 10_000, 30_000, 10_000)
    return RoutingProblem("closed", SQUARE, levels, rules, lands, nets)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(SPOT, min_size=12, max_size=12, unique=True), st.integers(2, 4), st.integers(0, 3))
def test_no_wire_runs_on_a_closed_level(
    spots: list[tuple[int, int]], levels: int, number: int
) -> None:
    closed = number % levels
    problem = _problem(spots, levels, (closed,))
    result = route(problem)
    assert violations(problem, result) == []
    assert set(open_nets(problem, result)) == {each.net for each in result.unrouted}
    assert closed not in {wire.level for wire in result.wires}
    # where nets may cross on two levels and more, all of them find a way
    assert result.unrouted == () or levels == 2


def test_crossing_nets_change_over_through_a_closed_level_in_the_middle() -> None:
    spots = [(1, 5), (9, 5), (5, 1), (5, 9)]
    problem = _problem(spots, 3, (1,))
    lands = tuple(replace(land, level=0) for land in problem.terminals)
    walls = _problem([(x, y) for x in (4, 6) for y in (4, 6)], 3, ()).terminals
    walls = tuple(replace(land, name=f"w{i}", level=0) for i, land in enumerate(walls))
    problem = replace(problem, terminals=(*lands, *walls))
    result = route(problem)
    assert result.unrouted == ()
    assert violations(problem, result) == []
    assert 1 not in {wire.level for wire in result.wires}


def test_a_wire_on_a_closed_level_is_a_violation_unless_it_is_given() -> None:
    problem = _problem([(1, 5), (9, 5)], 3, (1,))
    wire = Wire("n0", 1, 10_000, ((100_000, 500_000), (900_000, 500_000)))
    vias = (
        Via("n0", 100_000, 500_000, 30_000, 0, 1),
        Via("n0", 900_000, 500_000, 30_000, 1, 2),
    )
    planted = Routing((wire,), vias, ())
    assert [each.rule for each in violations(problem, planted)] == ["closed level"]
    assert violations(replace(problem, wires=(wire,)), planted) == []
    opened = replace(problem, nets=tuple(replace(n, closed_levels=()) for n in problem.nets))
    assert violations(opened, planted) == []


def test_nets_that_choose_their_land_keep_off_closed_levels_too() -> None:
    problem = _problem([(1, 2), (9, 2), (1, 5), (9, 5), (1, 8), (9, 8)], 2, (1,))
    nets = tuple(replace(net, terminals=net.terminals[:1], pool="p") for net in problem.nets)
    problem = replace(problem, nets=nets, pools=(Pool("p", ("t1", "t3", "t5")),))
    result = route(problem)
    assert result.unrouted == ()
    assert {wire.level for wire in result.wires} == {0}
    assert len(result.vias) == 3


def test_pairs_keep_off_closed_levels_too() -> None:
    problem = _problem([(1, 5), (9, 5), (1, 6), (9, 6)], 3, (0, 2))
    problem = replace(problem, pairs=(Pair("p", "n0", "n1", 20_000),))
    result = route(problem)
    assert result.unrouted == ()
    assert result.notes == ()
    assert {wire.level for wire in result.wires} == {1}


@pytest.mark.parametrize(
    ("closed", "words"), [((3,), "closed level 3 does not exist"), ((0, 1), "all of its 2 levels")]
)
def test_levels_that_are_not_there_and_no_level_at_all_are_refused(
    closed: tuple[int, ...], words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        check(_problem([(1, 5), (9, 5)], 2, closed))
    assert caught.value.fix


def _read(closed: object) -> RoutingProblem:
    data = {
        "format": "fanout-bench-1",
        "name": "tiny",
        "outline": [[0, 0], [1000, 0], [1000, 1000], [0, 1000]],
        "layers": [{}, {}],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 10},
        "pads": [{"id": "P", "x": 100, "y": 500, "d": 40, "layer": 0}],
        "balls": [{"id": "B", "x": 900, "y": 500, "d": 40, "layer": 1}],
        "nets": [{"name": "n", "terminals": ["P", "B"], "closed_layers": closed}],
    }
    return read_problem(json.dumps(data), "tiny.json")


def test_closed_layers_are_read() -> None:
    assert _read([1]).nets[0].closed_levels == (1,)
    with pytest.raises(InputError, match="not a whole number"):
        _read(["top"])
