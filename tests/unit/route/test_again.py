"""Routing again: what can stay stays, what moved is routed round it, and nothing is lost."""

from dataclasses import replace

import pytest

from padwright.base.errors import CancelledError
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, Pool, RoutingProblem, RoutingRules, Terminal
from padwright.route.reading.bench_solution import read_solution, write_solution
from padwright.route.router import route
from padwright.route.routing import Routing, RoutingCancelledError

_ROWS = 6


def _rows() -> RoutingProblem:
    """Return six nets side by side, 100 um apart, each 1 mm long."""
    terminals = tuple(
        Terminal(f"{end}{i}", x_nm, 100_000 * i, 40_000, 0)
        for i in range(_ROWS)
        for end, x_nm in (("a", 0), ("b", 1_000_000))
    )
    nets = tuple(Net(f"n{i}", (f"a{i}", f"b{i}")) for i in range(_ROWS))
    outline = (
        (-200_000, -200_000),
        (1_200_000, -200_000),
        (1_200_000, 700_000),
        (-200_000, 700_000),
    )
    rules = RoutingRules(10_000, 10_000, 30_000, 10_000)
    return RoutingProblem("rows", outline, 1, rules, terminals, nets)


def _with(problem: RoutingProblem, land: Terminal) -> tuple[Terminal, ...]:
    return tuple(land if each.name == land.name else each for each in problem.terminals)


def _moved(problem: RoutingProblem, name: str, x_nm: int, y_nm: int) -> RoutingProblem:
    land = next(each for each in problem.terminals if each.name == name)
    return replace(problem, terminals=_with(problem, replace(land, x_nm=x_nm, y_nm=y_nm)))


def _of(routing: Routing, net: str) -> list[object]:
    return [each for each in (*routing.wires, *routing.vias) if each.net == net]


@pytest.fixture(scope="module")
def first() -> Routing:
    return route(_rows())


def test_an_unchanged_problem_keeps_its_routing(first: Routing) -> None:
    assert route(_rows(), before=first) == first


def test_a_level_that_is_gone_takes_only_its_own_wires_along() -> None:
    problem = _rows()
    high = replace(problem.terminals[1], level=1)
    before = route(replace(problem, levels=2, terminals=_with(problem, high)))
    after = route(problem, before=before)
    assert not after.unrouted
    assert not violations(problem, after)
    for i in range(1, _ROWS):
        assert _of(after, f"n{i}") == _of(before, f"n{i}")


def test_a_net_whose_land_of_the_pool_is_gone_takes_another() -> None:
    rows = _rows()
    pool = Pool("ends", tuple(f"b{i}" for i in range(_ROWS)))
    one = Net("n0", ("a0",), pool="ends")
    problem = replace(rows, nets=(one,), pools=(pool,))
    before = route(problem)
    assert before.assignment == (("n0", "b0"),)
    rest = replace(pool, terminals=pool.terminals[1:])
    terminals = tuple(each for each in rows.terminals if each.name != "b0")
    after = route(replace(problem, terminals=terminals, pools=(rest,)), before=before)
    assert after.assignment == (("n0", "b1"),)


def test_a_saved_routing_is_kept_as_well(first: Routing) -> None:
    problem = _rows()
    saved = read_solution(write_solution("rows", first, problem), "rows.json", problem)
    assert saved == first
    assert route(problem, before=saved) == first


def test_only_the_net_of_a_moved_ball_moves(first: Routing) -> None:
    problem = _moved(_rows(), "b2", 1_050_000, 230_000)
    again = route(problem, before=first)
    assert not again.unrouted
    assert not violations(problem, again)
    assert not open_nets(problem, again)
    for i in set(range(_ROWS)) - {2}:
        assert _of(again, f"n{i}") == _of(first, f"n{i}")
    assert _of(again, "n2") != _of(first, "n2")


def test_a_new_obstacle_moves_what_it_stands_on(first: Routing) -> None:
    box = ((480_000, 280_000), (520_000, 280_000), (520_000, 320_000), (480_000, 320_000))
    problem = replace(_rows(), keepouts=(Keepout(box),))
    again = route(problem, before=first)
    assert not again.unrouted
    assert not violations(problem, again)
    assert [f"n{i}" for i in range(_ROWS) if _of(again, f"n{i}") != _of(first, f"n{i}")] == ["n3"]


def test_neighbours_make_way_where_they_must(first: Routing) -> None:
    # a keep-out right across the gaps between rows leaves room only when the neighbours move
    box = ((400_000, 185_000), (600_000, 185_000), (600_000, 295_000), (400_000, 295_000))
    problem = replace(_rows(), keepouts=(Keepout(box),))
    again = route(problem, before=first)
    assert not again.unrouted
    assert not violations(problem, again)
    assert _of(again, "n0") == _of(first, "n0")
    assert _of(again, "n5") == _of(first, "n5")


def test_a_net_that_is_gone_leaves_and_a_new_one_comes(first: Routing) -> None:
    problem = _rows()
    fewer = replace(problem, nets=problem.nets[1:])
    again = route(fewer, before=first)
    assert not _of(again, "n0")
    assert not again.unrouted
    assert route(problem, before=again).unrouted == ()


@pytest.mark.parametrize("after", [0, 3, 9, 20])
def test_cancel_keeps_what_was_reached(first: Routing, after: int) -> None:
    problem = _moved(_rows(), "b2", 1_050_000, 230_000)
    told = 0

    def report(_room: str, _done: int, _total: int, _what: str) -> None:
        nonlocal told
        told += 1
        if told > after:
            raise CancelledError("stopped")

    with pytest.raises(RoutingCancelledError) as stopped:
        route(problem, before=first, report=report)
    reached = stopped.value.routing
    assert not violations(problem, reached)
    for i in set(range(_ROWS)) - {2}:
        assert _of(reached, f"n{i}") == _of(first, f"n{i}")
    assert route(problem, before=reached).unrouted == ()


def test_no_time_gives_a_clean_answer_at_once() -> None:
    problem = _rows()
    result = route(problem, time_limit_s=0.0)
    assert not violations(problem, result)
    assert sorted(open_nets(problem, result)) == sorted(each.net for each in result.unrouted)
