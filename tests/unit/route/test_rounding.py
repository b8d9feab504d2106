"""Wires at any angle end smooth: few points, no sharp corner, nothing nearer than the rule."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from padwright.base.progress import silent
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.relaxing.rounding import SHARPEST_DEG, smoothed
from padwright.route.router import route
from padwright.route.routing import Point, Routing, Wire

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SQUARE = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000))
ENDS = (Terminal("a", 100_000, 500_000, 40_000, 0), Terminal("b", 900_000, 500_000, 40_000, 0))


def corners_deg(wire: Wire) -> list[float]:
    along = [math.atan2(q[1] - p[1], q[0] - p[0]) for p, q in pairwise(wire.points_nm)]
    return [abs(math.degrees(math.remainder(b - a, math.tau))) for a, b in pairwise(along)]


def around(rock_nm: int) -> RoutingProblem:
    lands = (*ENDS, Terminal("rock", 500_000, 500_000, rock_nm, 0))
    return RoutingProblem("round", SQUARE, 1, RULES, lands, (Net("N", ("a", "b")),))


@pytest.mark.parametrize("rock_nm", [100_000, 300_000])
def test_a_bend_round_a_land_is_an_arc_of_even_chords(rock_nm: int) -> None:
    task = around(rock_nm)
    result = route(task)
    (wire,) = result.wires
    assert max(corners_deg(wire)) < SHARPEST_DEG + 0.1
    reach = rock_nm / 2 + 15_000
    tangent = math.sqrt(400_000**2 - reach**2)
    arc = reach * (math.pi - 2 * math.acos(reach / 400_000))
    assert result.length_um == pytest.approx((2 * tangent + arc) / 1000, rel=4e-4)
    assert violations(task, result) == []


def bent(*points: Point) -> Routing:
    return Routing((Wire("N", 0, 10_000, points),), (), ())


def test_points_that_nothing_asks_for_go() -> None:
    task = replace(around(20_000), terminals=ENDS)
    wave = [(100_000 + 20_000 * k, 500_000 + round(90 * math.sin(k))) for k in range(41)]
    wave[-1] = (900_000, 500_000)
    made = smoothed(task, bent(*wave), silent)
    assert len(made.wires[0].points_nm) == 2


def test_a_sharp_corner_becomes_an_arc_unless_something_is_in_the_way() -> None:
    corner = ((100_000, 500_000), (500_000, 800_000), (900_000, 500_000))
    free = replace(around(20_000), terminals=ENDS)
    made = smoothed(free, bent(*corner), silent)
    assert max(corners_deg(made.wires[0])) <= SHARPEST_DEG + 0.1
    fence = ((499_000, 0), (501_000, 0), (501_000, 792_000), (499_000, 792_000))
    held = replace(free, keepouts=(Keepout(fence),))
    made = smoothed(held, bent(*corner), silent)
    assert violations(held, made) == []
    assert max(corners_deg(made.wires[0])) > SHARPEST_DEG


def test_shared_points_given_wires_and_kept_nets_stay() -> None:
    lands = (*ENDS, Terminal("c", 500_000, 900_000, 40_000, 0))
    task = RoutingProblem("fork", SQUARE, 1, RULES, lands, (Net("N", ("a", "b", "c")),))
    fork = (500_000, 640_000)
    wires = (
        Wire("N", 0, 10_000, ((100_000, 500_000), fork, (900_000, 500_000))),
        Wire("N", 0, 10_000, ((500_000, 900_000), (470_000, 760_000), fork)),
    )
    made = smoothed(task, Routing(wires, (), ()), silent)
    assert open_nets(task, made) == []
    assert all(fork in wire.points_nm for wire in made.wires)
    assert made.wires[0] == wires[0]
    assert made.wires[1] != wires[1]
    given = replace(task, wires=wires)
    assert smoothed(given, Routing(wires, (), ()), silent).wires == wires


def test_lines_that_wrap_a_land_one_about_the_other_stay_apart() -> None:
    lands = [Terminal("rock", 500_000, 500_000, 200_000, 0)]
    nets = []
    for i in range(5):
        y_nm = 500_000 + 25_000 * i
        lands += [
            Terminal(f"a{i}", 60_000, y_nm, 10_000, 0),
            Terminal(f"b{i}", 940_000, y_nm, 10_000, 0),
        ]
        nets.append(Net(f"N{i}", (f"a{i}", f"b{i}")))
    task = RoutingProblem("wrap", SQUARE, 1, RULES, tuple(lands), tuple(nets))
    result = route(task)
    assert not result.unrouted
    assert violations(task, result) == []
    sharpest = [max(corners_deg(wire), default=0.0) for wire in result.wires]
    assert np.max(sharpest) < SHARPEST_DEG + 0.2
