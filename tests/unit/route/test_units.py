"""Units that the saw cuts apart: each is a problem of its own, and nothing joins two of them."""

from dataclasses import replace

import pytest

from padwright.model.package import Unit
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Point, Routing, Unrouted, Wire
from padwright.route.units import apart, merged, unit_problems

UNITS = (Unit("left", (0, 0, 1_000, 1_000)), Unit("right", (1_200, 0, 2_200, 1_000)))
BODY = ((0, 0), (2_200, 0), (2_200, 1_000), (0, 1_000))
PROBLEM = RoutingProblem(
    "two",
    BODY,
    1,
    RoutingRules(10, 10, 30, 10),
    (
        Terminal("a", 100, 500, 20, 0),
        Terminal("b", 900, 500, 20, 0),
        Terminal("c", 1_300, 500, 20, 0),
        Terminal("d", 2_100, 500, 20, 0),
    ),
    (Net("ab", ("a", "b")), Net("cd", ("c", "d")), Net("bc", ("b", "c"))),
)


def box(left: int, bottom: int, right: int, top: int) -> tuple[Point, ...]:
    return ((left, bottom), (right, bottom), (right, top), (left, top))


def test_each_unit_has_its_terminals_and_the_nets_that_it_can_join() -> None:
    left, right = unit_problems(PROBLEM, UNITS)
    assert [each.name for each in left.terminals] == ["a", "b"]
    assert [each.name for each in left.nets] == ["ab"]
    assert left.outline_nm == box(0, 0, 1_000, 1_000)
    assert [each.name for each in right.nets] == ["cd"]
    assert [each.net for each in apart(PROBLEM, UNITS)] == ["bc"]


@pytest.mark.parametrize(
    ("polygon_nm", "names"),
    [
        (box(400, 400, 600, 600), ["left"]),
        (box(-100, 400, 2_300, 600), ["left", "right"]),  # across both, no corner in either
        (box(900, 400, 1_300, 600), ["left", "right"]),
        (box(1_050, 0, 1_150, 1_000), []),
    ],
)
def test_a_keep_out_is_seen_by_every_unit_that_it_meets(
    polygon_nm: tuple[Point, ...], names: list[str]
) -> None:
    problems = unit_problems(replace(PROBLEM, keepouts=(Keepout(polygon_nm),)), UNITS)
    assert [unit.name for unit, each in zip(UNITS, problems, strict=True) if each.keepouts] == names


def test_the_routings_of_units_are_one_and_what_is_cut_is_named_once() -> None:
    wires = [Wire(net, 0, 10, ((0, 0), (10, 0))) for net in ("ab", "cd")]
    cut = apart(PROBLEM, UNITS)
    parts = [Routing((wire,), (), (Unrouted("bc", "half of it", None),)) for wire in wires]
    whole = merged(parts, cut)
    assert whole.wires == tuple(wires)
    assert whole.unrouted == cut
