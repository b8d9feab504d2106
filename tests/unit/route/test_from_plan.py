"""The routing problem of a plan, and that masks drawn by it keep the rules without tolerance."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.geometry.circle import drawn_diameter_nm, wire_overhang_nm
from padwright.geometry.region import Region
from padwright.plan.make import make_plan
from padwright.route.from_plan import Attempt, route_plan, routing_problem
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing, Unrouted
from unit.plan.designs import design, technology

_PADS = [("a", -600_000, 0), ("b", 600_000, 0), ("nc", 0, 600_000), ("vss", 0, -600_000)]


def _problem(levels: int) -> RoutingProblem:
    asked = design(_PADS, rows=2, columns=2, no_connect=["nc"], spare="unconnected")
    return routing_problem(asked, make_plan(asked), levels)


def test_pads_are_on_the_lowest_level_and_balls_on_the_highest() -> None:
    problem = _problem(3)
    level_of = {terminal.name: terminal.level for terminal in problem.terminals}
    assert level_of == {
        "chip.P1": 0,
        "chip.P2": 0,
        "chip.P4": 0,
        "A1": 2,
        "A2": 2,
        "B1": 2,
        "B2": 2,
    }


def test_a_ball_without_a_net_is_an_obstacle_and_a_pad_without_one_is_none() -> None:
    problem = _problem(1)
    wanted = {name for net in problem.nets for name in net.terminals}
    idle = {terminal.name for terminal in problem.terminals} - wanted
    assert len(idle) == 1
    assert idle < {"A1", "A2", "B1", "B2"}
    assert [net.name for net in problem.nets] == ["a", "b", "vss"]


def test_lands_are_as_wide_as_they_are_drawn() -> None:
    rules = technology().rules
    diameters = {terminal.diameter_nm for terminal in _problem(1).terminals}
    assert diameters == {
        drawn_diameter_nm(rules.pad_land_nm),
        drawn_diameter_nm(rules.ball_land_nm.value),
    }


def _points_round(x_nm: int, y_nm: int, away_nm: float, turn: float) -> tuple[int, int]:
    return round(x_nm + away_nm * math.cos(turn)), round(y_nm + away_nm * math.sin(turn))


@given(
    turn=st.floats(0, 2 * math.pi),
    slope=st.floats(0, 2 * math.pi),
    length_nm=st.integers(1, 400_000),
    width_nm=st.sampled_from([2_000, 15_000, 15_002, 40_000, 99_998, 120_000]),
    space_nm=st.sampled_from([2_000, 15_000, 35_000]),
)
def test_two_drawn_wires_keep_the_rule_exactly(
    turn: float, slope: float, length_nm: int, width_nm: int, space_nm: int
) -> None:
    spacing_nm = space_nm + 2 * wire_overhang_nm(width_nm) + 2
    first = (0, 0, *_points_round(0, 0, length_nm, turn))
    # The second wire starts as near as the router may come, and leads away from the first.
    side = turn + math.pi / 2
    start = _points_round(0, 0, math.ceil(width_nm + spacing_nm) + 1, side)
    away = side + (slope - math.pi) / 2
    second = (*start, *_points_round(*start, length_nm, away))
    drawn = Region.stadiums(np.array([first, second]), width_nm)
    assert len(drawn) == 2
    assert drawn.shapes.isolated_check(space_nm).is_empty()


@given(turn=st.floats(0, 2 * math.pi), length_nm=st.integers(1, 400_000))
def test_a_drawn_wire_keeps_the_rule_to_a_drawn_land(turn: float, length_nm: int) -> None:
    rules = _problem(1).rules
    land_nm, width_nm = technology().rules.ball_land_nm.value, rules.width_nm
    away_nm = math.ceil((drawn_diameter_nm(land_nm) + width_nm) / 2 + rules.spacing_nm) + 1
    start = _points_round(0, 0, away_nm, turn)
    wire = Region.stadiums(
        np.array([[*start, *_points_round(*start, length_nm, turn + 1)]]), width_nm
    )
    drawn = Region.union([wire, Region.disc(0, 0, land_nm)])
    assert drawn.shapes.isolated_check(technology().rules.line_space_nm.value).is_empty()


def test_more_levels_are_tried_only_as_long_as_nets_stay_open() -> None:
    asked = design(_PADS, rows=2, columns=2, no_connect=["nc"], levels=4)
    open_by_level = {1: 3, 2: 1, 3: 0, 4: 0}

    def router(problem: RoutingProblem, report: object) -> Routing:
        del report
        nets = [Unrouted(net.name, "", None) for net in problem.nets]
        return Routing((), (), tuple(nets[: open_by_level[problem.levels]]))

    wiring = route_plan(asked, make_plan(asked), router)
    assert wiring.levels == 3
    assert wiring.tried == (Attempt(1, 3, 0.0), Attempt(2, 1, 0.0), Attempt(3, 0, 0.0))


def test_the_try_with_the_fewest_open_nets_is_kept() -> None:
    asked = design(_PADS, rows=2, columns=2, no_connect=["nc"], levels=3)

    def router(problem: RoutingProblem, report: object) -> Routing:
        del report
        nets = [Unrouted(net.name, "", None) for net in problem.nets]
        return Routing((), (), tuple(nets[: {1: 2, 2: 1, 3: 1}[problem.levels]]))

    wiring = route_plan(asked, make_plan(asked), router)
    assert (wiring.levels, len(wiring.routing.unrouted)) == (2, 1)


def test_a_number_of_levels_that_cannot_be_tried_is_passed_over() -> None:
    asked = design(_PADS, rows=2, columns=2, no_connect=["nc"], levels=2)

    def router(problem: RoutingProblem, report: object) -> Routing:
        del report
        if problem.levels < levels_needed:
            raise InputError("a pad lies under the ball of another net")
        return Routing((), (), ())

    levels_needed = 2
    wiring = route_plan(asked, make_plan(asked), router)
    assert wiring.levels == 2
    assert wiring.tried[0] == Attempt(1, 3, 0.0, "a pad lies under the ball of another net")
    levels_needed = 3
    with pytest.raises(InputError, match="under the ball of another net"):
        route_plan(asked, make_plan(asked), router)
