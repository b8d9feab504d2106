"""Passives and placed parts in the plan: what cannot be meant is one clear error."""

from dataclasses import replace

import pytest

import passive_package as sample
from padwright.base.errors import InputError
from padwright.model.package import Component, Passive, Terminals
from padwright.plan.components import terminal_boxes
from padwright.plan.make import make_plan
from padwright.readers.technology_file import load_technology
from padwright.route.from_plan import route_plan, routing_problem
from padwright.route.router import route

UM = sample.UM


def planned(*passives, **changes):
    return make_plan(replace(sample.design(), passives=passives, **changes))


def passive(kind="resistor-meander", nets=("p1", "out1"), **changes):
    made = Passive("R1", kind, 1, -1_300 * UM, 700 * UM, 0, nets)
    return replace(made, **changes)


OTHERS = tuple(each for each in sample.PASSIVES if each.name != "R1")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"kind": "resistor-meandre"},
            r"passives.R1: kind: there is no passive.*'resistor-meander'",
        ),
        ({"nets": ("p1",)}, r"passives.R1: nets: 1 nets for the 2 terminals.*: 1, 2"),
        ({"parameters": (("legs", 3),)}, r"passives.R1: parameters: legs: 3 cannot be used"),
        ({"parameters": (("width", "5 um"),)}, r"parameters: width: width of 5 um is below 15 um"),
        (
            {"x_nm": -2_150 * UM},
            r"passives.R1: it takes x .* \(rules.edge_clearance\) from the edge",
        ),
        ({"x_nm": 1_300 * UM}, r"passives.L1: on level 1 it lies on the passive 'R1'"),
        ({"x_nm": -300 * UM, "y_nm": 200 * UM}, r"passives.R1: its metal on level 1 .*pad 'd.p1'"),
        ({"kind": "capacitor-plates", "level": 2}, r"passives.R1: level: .* takes level 3"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "-".join(value),
)
def test_what_cannot_be_meant_is_told_with_its_place(changes, told):
    with pytest.raises(InputError, match=told):
        planned(passive(**changes), *OTHERS)


def test_an_etched_frame_has_no_passives():
    design = replace(sample.design(), technology=load_technology("c-frame"))
    with pytest.raises(InputError, match="etched frame has no wiring levels"):
        make_plan(design)


def test_nothing_can_be_soldered_over_an_etched_frame():
    part = Component("C9", "chip", 0, 0, 0, 1_000 * UM, 500 * UM, 1, ("p1", "p2"))
    frame = load_technology("c-frame")
    design = replace(sample.design(), technology=frame, passives=(), components=(part,))
    with pytest.raises(InputError, match=r"components.C9: an etched frame has no wiring over it"):
        make_plan(design)


def test_a_passive_under_a_ball_is_told_when_routed():
    high = passive(level=2, x_nm=-1_300 * UM, y_nm=1_500 * UM)
    plan = planned(high, *OTHERS)
    with pytest.raises(InputError, match=r"passives.R1: it lies on its highest level .*'A1'"):
        route_plan(replace(sample.design(), passives=(high, *OTHERS)), plan, lambda p, _: route(p))


@pytest.mark.parametrize("past_um", [0, 499, 501])
def test_a_placed_part_over_a_ball_is_told_before_anything_is_routed(past_um):
    ball = next(each for each in sample.plan().balls if each.name == "A1")
    rules = sample.design().technology.rules
    reach_nm = max(rules.ball_land_nm.value, sample.design().terminals.diameter_nm) // 2
    x_nm = ball.x_nm + past_um * UM + (reach_nm if past_um else 0)
    part = Component("C9", "chip", x_nm, ball.y_nm, 0, 1_000 * UM, 500 * UM, 1, ("p1", "p2"))
    if past_um > 500:
        assert planned(*sample.PASSIVES, components=(part,), width_nm=9_000 * UM).components
        return
    with pytest.raises(InputError, match=r"components.C9: it lies over the terminal 'A1'"):
        planned(*sample.PASSIVES, components=(part,), width_nm=9_000 * UM)


def test_on_a_grid_an_end_that_is_alone_gets_a_ball():
    grid = Terminals("ball", 2_600 * UM, 2, 3, 460 * UM)
    design = replace(sample.design(), terminals=grid, width_nm=8_000 * UM)
    nets = dict(make_plan(design).nets)
    assert [pin for pin in nets["out1"] if pin != "R1.2"]
    assert len(nets["out1"]) == 2
    inner = replace(
        design,
        passives=(
            replace(sample.PASSIVES[0], nets=("p1", "inner")),
            replace(sample.PASSIVES[1], nets=("inner", "p2")),
        ),
    )
    assert dict(make_plan(inner).nets)["inner"] == ("L1.1", "R1.2")


def test_lands_of_passives_are_terminals_of_the_router_outside_their_keep_outs():
    problem = routing_problem(sample.design(), sample.plan(), 2)
    assert len(problem.keepouts) == 5
    names = {each.name for each in problem.terminals}
    assert {"R1.1", "R1.2", "L1.1", "L1.2", "C1.1", "C1.2"} <= names


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
def test_terminals_of_a_placed_part_follow_its_turn(rotation_deg):
    part = Component("C", "chip", 0, 0, rotation_deg, 1_000 * UM, 500 * UM, 300 * UM, ("a", "b"))
    first, last = terminal_boxes(part)
    size = sorted((first[2] - first[0], first[3] - first[1]))
    assert size == [250 * UM, 500 * UM]
    away = [(-1, 0), (0, -1), (1, 0), (0, 1)][rotation_deg // 90]
    centre = ((first[0] + first[2]) // 2, (first[1] + first[3]) // 2)
    assert centre == (away[0] * 375 * UM, away[1] * 375 * UM)
    assert (last[0] + last[2], last[1] + last[3]) == (-2 * centre[0], -2 * centre[1])


@pytest.mark.parametrize(
    ("technology", "changes", "told"),
    [
        ("b-carrier", {}, "passives.M1: it is released .*'b-carrier' has the lands .* family A"),
        ("a1-flat", {"levels": 3}, "passives.M1: level: .* ends on level 2, under level 3"),
    ],
)
def test_a_sensor_has_to_lie_under_the_passivation(technology, changes, told):
    beam = Passive(
        "M1", "mems-cantilever", 1, 900 * UM, 800 * UM, 0, ("p2", "out2"), (("width", "26 um"),)
    )
    if technology == "a1-flat":
        beam = replace(beam, parameters=())
    design = replace(
        sample.design(),
        technology=load_technology(technology),
        passives=(beam,),
        terminals=Terminals("ball", 1_300 * UM, 3, 3, 300 * UM, forbidden=("C3",)),
        wiring_levels=3,
    )
    with pytest.raises(InputError, match=told):
        routing_problem(design, make_plan(design), changes.get("levels", 2))
