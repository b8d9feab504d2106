"""Orders in which lines would have to cross are a proof, and ties with any fault are none."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import open_problems
from open_problems import SIDE_NM, box, made
from padwright.route.problem import Keepout, Net, RoutingProblem
from padwright.route.proving.certificate import prove
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.order_check import most_between_walls, most_on_one_wall
from padwright.route.reading.bench_solution import read_solution, write_solution
from padwright.route.router import route
from padwright.route.routing import Cut, CutGap, Tie, Wire


def crossing(*, levels: int = 1, off_nm: int = 30_000) -> RoutingProblem:
    """Two nets whose lands alternate along the outline, each so far off it."""
    far, middle = SIDE_NM - off_nm, SIDE_NM // 2
    lands = [
        ("s", middle, off_nm, 30_000, 0),
        ("n", middle, far, 30_000, 0),
        ("w", off_nm, middle, 30_000, 0),
        ("e", far, middle, 30_000, 0),
    ]
    return made(lands, [Net("up", ("s", "n")), Net("over", ("w", "e"))], levels=levels)


def proof_of(problem: RoutingProblem) -> Cut:
    names = [net.name for net in problem.nets]
    (cut,) = set(prove(problem, names).values())
    assert cut_holds(problem, cut)
    return cut


def moved(problem: RoutingProblem, name: str, **changed: int) -> RoutingProblem:
    return replace(
        problem,
        terminals=tuple(replace(t, **changed) if t.name == name else t for t in problem.terminals),
    )


def test_two_nets_that_alternate_on_the_outline_cross() -> None:
    problem = crossing()
    cut = proof_of(problem)
    assert (set(cut.nets), cut.lines, len(cut.ties)) == ({"up", "over"}, 1, 4)
    (left,) = route(problem).unrouted
    assert left.proof == cut
    assert left.reason == (
        "at most 1 of 2 nets can be wired: their lands stand along the outline in an order in "
        "which lines have to cross"
    )


def test_room_for_one_line_behind_a_land_is_enough() -> None:
    # clearance, line and spacing between the outline and the land
    assert prove(crossing(off_nm=44_999), ["up", "over"])
    problem = crossing()
    for name, at in (("s", {"y_nm": 45_000}), ("w", {"x_nm": 45_000})):
        free = moved(problem, name, **at)
        assert not prove(free, ["up", "over"])
        assert not cut_holds(free, proof_of(problem))


def test_every_planted_fault_in_an_order_is_found() -> None:
    problem = crossing()
    cut = proof_of(problem)
    first, *others = cut.ties
    *start, (x, y) = first.points_nm
    short = replace(first, points_nm=(*start, ((start[-1][0] + x) // 2, (start[-1][1] + y) // 2)))
    crossed = replace(first, points_nm=(first.points_nm[0], (SIDE_NM // 2, SIDE_NM)))
    fine = replace(problem.rules, width_nm=4_000, spacing_nm=1_000)
    given_up = Wire("up", 0, 10_000, ((600_000, 30_000), (600_000, 300_000)))
    turned = replace(problem, nets=(Net("up", ("s", "w")), Net("over", ("n", "e"))))
    foreign = replace(first, net={"up": "over", "over": "up"}[first.net])
    wide = (CutGap(0, (0, 0), (600_000, 30_000), 1),)
    for fault, task, spoiled in [
        ("a tie is missing", problem, replace(cut, ties=tuple(others))),
        ("a tie ends before the outline", problem, replace(cut, ties=(short, *others))),
        ("a tie crosses everything", problem, replace(cut, ties=(crossed, *others))),
        ("a tie of no point", problem, replace(cut, ties=(Tie(first.net, 0, ()), *others))),
        ("a tie of another net", problem, replace(cut, ties=(foreign, *others))),
        ("a tie there twice", problem, replace(cut, ties=(first, *cut.ties))),
        ("a tie on another level", problem, replace(cut, ties=(replace(first, level=1), *others))),
        ("a tie of an unknown net", problem, replace(cut, ties=(replace(first, net="x"), *others))),
        ("no line at all", problem, replace(cut, lines=0)),
        ("fewer than no lines", problem, replace(cut, lines=-1)),
        ("all lines", problem, replace(cut, lines=2)),
        ("an unknown net", problem, replace(cut, nets=(*cut.nets, "x"))),
        ("finer lines", replace(problem, rules=fine), cut),
        ("they do not alternate", turned, cut),
        ("another level to cross on", replace(problem, levels=2), cut),
        ("one of them has wiring", replace(problem, wires=(given_up,)), cut),
        ("a gap that holds a line", problem, replace(cut, gaps=wide)),
    ]:  # fmt: skip
        assert not cut_holds(task, spoiled), fault


@pytest.mark.parametrize("kind", ["one level", "closed", "no room for a via"])
def test_nets_that_cannot_leave_their_level_cross_on_it(kind: str) -> None:
    problem = crossing(levels=2)
    assert not route(problem).unrouted
    assert not prove(problem, ["up", "over"])
    if kind == "no room for a via":
        held = replace(problem, keepouts=(Keepout(box(0, 0, SIDE_NM, SIDE_NM), 1),))
    else:
        held = replace(
            problem,
            nets=tuple(
                replace(net, one_level=kind == "one level", closed_levels=(1,) * (kind == "closed"))
                for net in problem.nets
            ),
        )
    cut = proof_of(held)
    assert cut.ties
    assert not cut_holds(problem, cut)


def test_a_wall_of_lands_has_an_order_too() -> None:
    problem = open_problems.two_rings(1).problem
    cut = proof_of(problem)
    assert (len(cut.nets), cut.lines) == (12, 9)
    first, *others = cut.gaps
    assert not cut_holds(problem, replace(cut, gaps=tuple(others)))
    assert not cut_holds(problem, replace(cut, lines=cut.lines - 1))
    smaller = moved(problem, "i4", diameter_nm=15_000)
    assert not cut_holds(smaller, cut)
    inside = moved(problem, cut_land(problem, cut), x_nm=600_000, y_nm=600_000)
    assert not cut_holds(inside, cut)
    shifted = replace(first, first_nm=(first.first_nm[0] + 1, first.first_nm[1]))
    assert not cut_holds(problem, replace(cut, gaps=(shifted, *others)))


def cut_land(problem: RoutingProblem, cut: Cut) -> str:
    """Return the land of a net of a cut that is tied to the outline."""
    net = next(net for net in problem.nets if net.name == cut.nets[0])
    return next(name for name in net.terminals if name.startswith("o"))


def test_a_proof_by_order_is_written_and_read() -> None:
    problem = crossing()
    result = route(problem)
    text = write_solution(problem.name, result, problem)
    assert read_solution(text, "solution", problem).unrouted == result.unrouted
    again = route(problem, before=read_solution(text, "solution", problem))
    assert write_solution(problem.name, again, problem) == text


def alternate(one: list[int], other: list[int]) -> bool:
    """Return whether places of one lie in more than one gap between those of the other."""
    return len({sum(p < q for p in one) % len(one) for q in other}) > 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=14))
def test_most_on_one_wall_is_what_trying_all_gives(places: list[int]) -> None:
    own = {net: [k for k, n in enumerate(places) if n == net] for net in set(places)}
    nets = sorted(own)
    best = max(
        len(some)
        for size in range(len(nets) + 1)
        for some in itertools.combinations(nets, size)
        if not any(alternate(own[a], own[b]) for a, b in itertools.combinations(some, 2))
    )
    assert most_on_one_wall(places) == best


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 7).flatmap(lambda count: st.permutations(range(count))))
def test_most_between_walls_is_what_trying_all_gives(order: list[int]) -> None:
    def is_round(some: tuple[int, ...]) -> bool:
        row = [order[k] for k in some]
        return sum(a > b for a, b in zip(row, row[1:] + row[:1], strict=True)) <= 1

    count = len(order)
    best = max(
        size
        for size in range(1, count + 1)
        if any(is_round(some) for some in itertools.combinations(range(count), size))
    )
    assert most_between_walls(order) == best
