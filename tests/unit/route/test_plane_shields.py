"""Shields of a net that lies in a plane: lines beside the net, held by vias down to the plane."""

import math
from dataclasses import replace

import pytest

from padwright.base.errors import InputError
from padwright.route.judging.validity import check
from padwright.route.judging.verify import violations
from padwright.route.problem import (
    Net,
    Pair,
    PlaneArea,
    RoutingProblem,
    RoutingRules,
    Shield,
    Terminal,
)
from padwright.route.router import route
from padwright.route.routing import Routing, Wire

OUTLINE = ((0, 0), (2_000_000, 0), (2_000_000, 1_000_000), (0, 1_000_000))
LEFT = ((50_000, 50_000), (900_000, 50_000), (900_000, 950_000), (50_000, 950_000))


def _problem(*planes: PlaneArea, levels: int = 2, ball_level: int = 1) -> RoutingProblem:
    """Two nets from pads on the left to balls on the right; the first is shielded by g."""
    terminals = tuple(
        Terminal(f"{net}{end}", x_um * 1_000, y_um * 1_000, size_um * 1_000, level)
        for net, y_um in (("n", 400), ("m", 650))
        for end, x_um, size_um, level in ((0, 300, 60, 0), (1, 1_600, 200, ball_level))
    )
    nets = (Net("n", ("n0", "n1")), Net("m", ("m0", "m1")), Net("g", ()))
    return RoutingProblem(
        "shielded",
        OUTLINE,
        levels,
        RoutingRules(10_000, 10_000, 30_000, 20_000),
        terminals,
        nets,
        shields=(Shield("n", "g", 10_000, 15_000, planes),),
    )


def _lines(routing: Routing) -> list[Wire]:
    return [wire for wire in routing.wires if wire.net == "g"]


def _vias_at_ends(routing: Routing) -> list[int]:
    """Return at how many of its ends each line of the shield has a via."""
    vias = {(via.x_nm, via.y_nm) for via in routing.vias if via.net == "g"}
    ends = [(wire.points_nm[0], wire.points_nm[-1]) for wire in _lines(routing)]
    return [sum(end in vias for end in both) for both in ends]


def test_the_lines_of_a_shield_come_down_to_the_plane_at_both_ends() -> None:
    problem = _problem(PlaneArea(OUTLINE, 1))
    result = route(problem)
    assert result.unrouted == ()
    assert result.notes == ()
    assert violations(problem, result) == []
    assert {wire.level for wire in _lines(result)} == {0}
    assert _vias_at_ends(result) == [2, 2]
    spans = [(v.lower_level, v.upper_level) for v in result.vias if v.net == "g"]
    assert spans == [(0, 1)] * 4
    row = next(row for row in result.lengths if row.demand == "shield")
    assert row.coupled_um > 700


def test_an_end_over_no_plane_stays_as_it_is() -> None:
    problem = _problem(PlaneArea(LEFT, 1))
    result = route(problem)
    assert result.notes == ()
    assert violations(problem, result) == []
    assert _vias_at_ends(result) == [1, 1]
    assert all(via.x_nm < 900_000 for via in result.vias if via.net == "g")


@pytest.mark.parametrize(("ball_y_um", "vias"), [(750, [2, 2]), (700, [1, 1])])
def test_pairs_are_shielded_by_a_plane_s_net_too(ball_y_um: int, vias: list[int]) -> None:
    """With balls nearer to each other their own lines take the room of two of the vias."""
    problem = _problem(PlaneArea(OUTLINE, 1))
    terminals = tuple(
        replace(t, y_nm=480_000 if t.level == 0 else ball_y_um * 1_000)
        if t.name.startswith("m")
        else t
        for t in problem.terminals
    )
    pair = (Pair("p", "n", "m", 15_000),)
    problem = replace(problem, terminals=terminals, pairs=pair)
    result = route(problem)
    assert result.unrouted == ()
    assert result.notes == ()
    assert violations(problem, result) == []
    assert _vias_at_ends(result) == vias


def test_beside_planes_on_every_level_it_is_told_that_there_is_no_room_for_lines() -> None:
    problem = _problem(PlaneArea(OUTLINE, 0), PlaneArea(OUTLINE, 1))
    result = route(problem)
    assert result.unrouted == ()
    assert not _lines(result)
    (note,) = result.notes
    assert note.what == "shield of n"
    assert "plane of its shield's net" in note.reason


def test_lines_take_a_level_without_a_plane() -> None:
    planes = (PlaneArea(OUTLINE, 0), PlaneArea(OUTLINE, 1))
    problem = _problem(*planes, levels=3, ball_level=2)
    result = route(problem)
    assert result.notes == ()
    assert {wire.level for wire in _lines(result)} == {2}
    assert violations(problem, result) == []


def test_vias_keep_off_what_lies_on_the_level_of_the_plane() -> None:
    """Lands of another net over the lines: vias stand where these leave room."""
    problem = _problem(PlaneArea(OUTLINE, 1))
    lands = tuple(
        Terminal(f"x{i}", x_um * 1_000, 400_000, 120_000, 1) for i, x_um in enumerate((340, 480))
    )
    problem = replace(problem, terminals=(*problem.terminals, *lands))
    result = route(problem)
    assert violations(problem, result) == []
    for via in result.vias:
        for land in lands:
            if via.net == "g":
                gap_nm = math.dist((via.x_nm, via.y_nm), (land.x_nm, land.y_nm)) - 75_000
                assert gap_nm >= 10_000
    assert min(_vias_at_ends(result)) >= 1


def test_a_net_without_terminals_is_refused_where_no_plane_holds_it() -> None:
    check(_problem(PlaneArea(OUTLINE, 1)))
    with pytest.raises(InputError, match="0 terminals"):
        check(_problem())
