"""Walls that part the ends of a net are a proof, and walls with any fault are none."""

from dataclasses import replace

import pytest

import open_problems
from open_problems import SIDE_NM, box, made
from padwright.geometry.region import Region
from padwright.route.problem import Keepout, Net, RoutingProblem
from padwright.route.proving.certificate import prove
from padwright.route.proving.curves import area_of
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.measures import levels_in_play
from padwright.route.proving.still import shut_area, still_on
from padwright.route.router import route
from padwright.route.routing import Cut, Via, Wire


def proof_of(problem: RoutingProblem, name: str = "n") -> Cut:
    cut = prove(problem, [name])[name]
    assert cut_holds(problem, cut)
    return cut


def lid() -> RoutingProblem:
    return open_problems.lid(0).problem


def with_land(problem: RoutingProblem, name: str, **changed: int) -> RoutingProblem:
    return replace(
        problem,
        terminals=tuple(replace(t, **changed) if t.name == name else t for t in problem.terminals),
    )


def test_a_wall_of_one_level_under_a_lid_is_proved() -> None:
    cut = proof_of(lid())
    assert (cut.nets, cut.lines) == (("n",), 0)
    assert {gap.level for gap in cut.gaps} == {0}
    assert not any(gap.lines for gap in cut.gaps)


def test_every_planted_fault_in_a_wall_is_found() -> None:
    problem = lid()
    cut = proof_of(problem)
    first, *others = cut.gaps
    (shut,) = problem.keepouts
    ring = Keepout(box(150_000, 300_000, 650_000, 900_000), 1)
    hole = [
        replace(ring, polygon_nm=box(*edges))
        for edges in (
            (150_000, 300_000, 650_000, 570_000),
            (150_000, 630_000, 650_000, 900_000),
            (150_000, 560_000, 370_000, 640_000),
            (430_000, 560_000, 650_000, 640_000),
        )
    ]
    inner = Wire("n", 0, 10_000, ((400_000, 600_000), (600_000, 600_000)))
    up = Via("n", 450_000, 600_000, 30_000, 0, 1)
    aside = replace(shut, polygon_nm=box(400_000, 300_000, 650_000, 900_000))
    higher = replace(problem, levels=3, keepouts=(replace(shut, level=2),))
    elsewhere = (replace(first, level=1), *others)
    finer = replace(problem, nets=(Net("n", ("a", "b"), width_nm=1_000),))
    for fault, task, spoiled in [
        ("a gap is missing", problem, replace(cut, gaps=tuple(others))),
        ("a gap is on the other level", problem, replace(cut, gaps=elsewhere)),
        ("a land is smaller", with_land(problem, "r3", diameter_nm=10_000), cut),
        ("a land is gone", with_land(problem, "r3", level=1, x_nm=1_100_000), cut),
        ("the lid is off", replace(problem, keepouts=()), cut),
        ("the lid is on another level", higher, cut),
        ("the lid has a hole for a via", replace(problem, keepouts=tuple(hole)), cut),
        ("the lid is not over all of it", replace(problem, keepouts=(aside,)), cut),
        ("both ends are inside", with_land(problem, "b", x_nm=450_000, y_nm=650_000), cut),
        ("a finer line", finer, cut),
        ("a wire of its own leads out", replace(problem, wires=(inner,)), cut),
        ("a via of its own leads up", replace(problem, vias=(up,)), cut),
    ]:
        assert not cut_holds(task, spoiled), fault


def test_a_hole_of_which_every_point_is_too_narrow_for_a_via_is_none() -> None:
    problem = lid()
    cut = proof_of(problem)
    for half, holds in ((14_900, True), (15_100, False)):
        hole = tuple(
            Keepout(box(*edges), 1)
            for edges in (
                (100_000, 300_000, 650_000, 600_000 - half),
                (100_000, 600_000 + half, 650_000, 900_000),
                (100_000, 500_000, 400_000 - half, 700_000),
                (400_000 + half, 500_000, 650_000, 700_000),
            )
        )
        assert cut_holds(replace(problem, keepouts=hole), cut) == holds


def test_a_smaller_via_finds_a_way() -> None:
    problem = open_problems.pocket(0).problem
    cut = proof_of(problem)
    keepouts = tuple(k for k in problem.keepouts if k.level is not None)
    assert len(keepouts) in {0, 1}
    under = [t for t in problem.terminals if t.name != "u"]
    free = replace(problem, terminals=tuple(under), keepouts=())
    small = replace(free, rules=replace(free.rules, via_land_nm=4_000))
    assert not cut_holds(small, cut)
    assert "n" not in prove(small, ["n"])
    assert not route(small).unrouted


def test_vias_that_may_not_stand_in_lands_need_room_beside_them() -> None:
    # a via has room in the land alone, whose neighbours stand two spacings and more away
    spots = [(62_000 * x, 62_000 * y) for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1))]
    spots += [(46_000 * x, 46_000 * y) for x, y in ((-1, -1), (1, 1), (-1, 1), (1, -1))]
    ring = [(f"r{k}", 600_000 + x, 600_000 + y, 36_000, 0) for k, (x, y) in enumerate(spots)]
    lands = [("a", 600_000, 600_000, 40_000, 0), ("b", 200_000, 200_000, 40_000, 0), *ring]
    problem = made(lands, [Net("n", ("a", "b"))], levels=2)
    assert not route(problem).unrouted
    assert not prove(problem, ["n"])
    beside = replace(problem, rules=replace(problem.rules, via_in_land=False))
    cut = proof_of(beside)
    assert not cut_holds(problem, cut)


def test_a_land_that_no_line_of_its_net_comes_to_is_proved() -> None:
    problem = open_problems.wide_at_its_land(0).problem
    cut = proof_of(problem)
    (net,) = problem.nets
    assert not cut_holds(replace(problem, nets=(replace(net, width_nm=20_000),)), cut)
    away = with_land(with_land(problem, "r", x_nm=600_000), "l", x_nm=100_000)
    assert not cut_holds(away, cut)
    assert not prove(away, ["n"])


def test_what_can_be_reached_in_part_of_a_land_is_not_called_impossible() -> None:
    """The centre is nearer to the outline than a line may be, a part of the land is not."""
    lands = [("a", 600_000, 8_000, 60_000, 0), ("b", 600_000, 600_000, 40_000, 0)]
    problem = made(lands, [Net("n", ("a", "b"))])
    assert not prove(problem, ["n"])


def test_levels_that_are_closed_or_cannot_be_reached_do_not_count() -> None:
    nets = [Net("n", ("a", "b"), closed_levels=(2,)), Net("o", ("c", "d"), one_level=True)]
    lands = [(name, 100_000 * k, 50_000, 20_000, int(k > 2)) for k, name in enumerate("abcd", 1)]
    problem = made([*lands[:2], ("c", 300_000, 90_000, 20_000, 1), lands[3]], nets, levels=3)
    assert levels_in_play(problem, nets[:1]) == [0, 1]
    assert levels_in_play(problem, nets[1:]) == [1]
    assert levels_in_play(problem, nets) == [0, 1]


@pytest.mark.parametrize("turned", [False, True])
def test_the_area_of_curves_is_what_they_go_round_oddly(*, turned: bool) -> None:
    def ring(low: int, high: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        corners = box(low, low, high, high)
        corners = corners[::-1] if turned else corners
        return list(zip(corners, (*corners[1:], corners[0]), strict=True))

    area = area_of(ring(0, 100) + ring(20, 60))
    assert area is not None
    assert area.area_nm2 == 100**2 - 40**2
    assert area_of(ring(0, 100) + ring(0, 100)) == area_of([])
    assert area_of(ring(0, 100) + ring(50, 150)) is None


def test_what_shuts_a_way_leaves_no_point_of_it() -> None:
    problem = made([("a", 300_000, 300_000, 40_000, 0), ("b", 380_000, 300_000, 40_000, 0)], [])
    still = still_on(problem, 0)
    across = (300_000, 300_000), (380_000, 300_000)
    assert still.shuts(*across, 10_001.0, 10_000.0)
    assert not still.shuts(*across, 10_000.0, 10_000.0)
    assert not still.shuts((300_000, 300_000), (300_000, 400_000), 10_001.0, 10_000.0)
    assert still.shuts((100_000, 14_000), (900_000, 14_000), 5_000.0, 10_000.0)
    assert not still.shuts((100_000, 14_000), (900_000, 15_001), 5_000.0, 10_000.0)
    assert still.shuts((-50_000, -50_000), (-20_000, SIDE_NM), 5_000.0, 10_000.0)


def test_the_area_that_is_shut_to_vias_is_never_too_large() -> None:
    problem = made([("a", 300_000, 300_000, 40_000, 0)], [])
    still = still_on(problem, 0)
    window = Region.box(200_000, 200_000, 400_000, 400_000)
    area = shut_area(still, window, 15_000.0, 10_000.0)
    circle = 3.141592653589793 * 45_000**2
    assert 0.998 * circle < area.area_nm2 < circle


def test_an_array_without_room_for_vias_lets_no_more_out_than_its_gaps_hold() -> None:
    case = open_problems.array_without_vias(0)
    problem = case.problem
    (cut,) = set(prove(problem, [net.name for net in problem.nets]).values())
    assert len(cut.nets) - cut.lines == case.must_open
    assert cut_holds(problem, cut)
    assert {gap.level for gap in cut.gaps} == {0}
    assert not cut_holds(problem, replace(cut, lines=cut.lines - 1))

    def held(via_land_nm: int, *, in_land: bool) -> bool:
        rules = replace(problem.rules, via_land_nm=via_land_nm, via_in_land=in_land)
        return cut_holds(replace(problem, rules=rules), cut)

    # between four pads there is room for a via of 47.2 um, of 48.4 um where one pad is its own, and
    # in a pad for one of 100 um
    assert not held(48_000, in_land=False)
    assert held(49_000, in_land=False)
    assert not held(100_000, in_land=True)
    assert held(100_500, in_land=True)
