"""Finished parts: placed on their lands, soldered, and on their nets."""

from dataclasses import replace
from functools import cache

import pytest

import passive_package as sample
from padwright.base.errors import StepError
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.rules.netlist import Netlist
from padwright.check.run import run_rules
from padwright.model.finding import Severity
from padwright.model.package import Component
from padwright.pipeline.flows import flow_of
from padwright.plan.make import make_plan
from padwright.process.engine import run
from padwright.route.masks.drawing import draw_masks

UM = sample.UM
PART = Component(
    "C9", "chip-capacitor", 0, -1_400 * UM, 0, 1_000 * UM, 500 * UM, 300 * UM, ("p3", "p4")
)


@cache
def design():
    return replace(sample.design(sample.PASSIVES[:2]), components=(PART,))


@cache
def plan():
    return make_plan(design())


@cache
def wiring():
    return sample.routed(design(), plan())


def test_a_part_is_soldered_to_its_nets_and_its_package_is_clean():
    case = sample.case_of(design(), plan(), wiring())
    assert run_rules(case) == ()
    for pin, ball in (("C9.1", "B1"), ("C9.2", "B2")):
        assert case.nets.net_of(pin).number == case.nets.net_of(ball).number
    assert case.nets.net_of("C9.1").number != case.nets.net_of("C9.2").number


def moved(**shift):
    flow = [
        step.model_copy(update=shift) if step.name == "C9" else step
        for step in flow_of(design(), wiring().levels)
    ]
    drawn = draw_masks(design(), plan(), wiring().routing, wiring().levels)
    return run(tuple(flow), drawn, design().technology.all_materials)


def test_a_part_that_lies_wholly_off_its_lands_cannot_be_soldered():
    with pytest.raises(StepError, match="'C9' .*no metal is open under the terminals"):
        moved(shift_y_nm=900 * UM)


def test_a_part_that_lies_off_one_land_is_open():
    built = moved(shift_x_nm=700 * UM)
    case = Case(built, found_nets(built, plan(), design()), design(), plan())
    assert [finding for finding in Netlist().run(case) if finding.severity is Severity.ERROR]
