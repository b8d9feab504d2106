"""Every passive in one package, on its way from design to findings."""

from dataclasses import replace
from functools import cache

import pytest

import passive_package as sample
from padwright.check.found_devices import found_devices
from padwright.check.run import run_rules
from padwright.devices.catalogue import device_kinds
from padwright.model.package import Die, FixedBall, Pad, Passive, Terminals
from padwright.pipeline.stored import plan_from_data, plan_to_data
from padwright.plan.make import make_plan

UM = sample.UM
MORE = (
    ("filter-lc", {"response": "band-pass"}),
    ("filter-lc", {"order": 4}),
    ("inductor-spiral", {"shape": "square"}),
    ("inductor-spiral", {"shape": "round"}),
)
ASKED = (*((kind, {}) for kind in device_kinds()), *MORE)
NUMBERED = [f"{number} {kind}" for number, (kind, _) in enumerate(ASKED)]


@cache
def design():
    passives, balls = [], [FixedBall("BA", "a", 1_500 * UM, 7_000 * UM)]
    for number, (kind, parameters) in enumerate(ASKED):
        x_um, y_um = 4_500 * (number % 3 - 1), 2_600 * (number // 3) - 5_600
        names = device_kinds()[kind].terminal_names
        nets = tuple(f"{kind}.{number}.{name}" for name in names)
        filtering = kind == "filter-lc"
        passives.append(
            Passive(
                f"D{number}",
                kind,
                1,
                (x_um - 300) * UM,
                (y_um + 600 * filtering) * UM,
                0 if filtering else 90 * (number % 4),
                nets,
                tuple(parameters.items()),
            )
        )
        balls += [
            FixedBall(f"B{number}_{place}", net, (x_um + 900 * place - 1_350) * UM, y_nm)
            for place, net in enumerate(nets)
            for y_nm in ((y_um - 1_250) * UM,)
        ]
    pads = (
        Pad("a", "a", -100 * UM, 0, 60 * UM, 60 * UM),
        Pad("b", "a", 100 * UM, 0, 60 * UM, 60 * UM),
    )
    die = Die("d", 0, 7_000 * UM, 0, 500 * UM, 500 * UM, 150 * UM, "logic", pads)
    return replace(
        sample.design(),
        width_nm=14_000 * UM,
        height_nm=15_500 * UM,
        dies=(die,),
        passives=tuple(passives),
        terminals=Terminals("ball", 900 * UM, 0, 0, 460 * UM, fixed=tuple(balls)),
    )


@cache
def case():
    plan = make_plan(design())
    return sample.case_of(design(), plan, sample.routed(design(), plan))


@cache
def found():
    return found_devices(case())


def test_the_package_is_clean():
    assert [(each.rule, each.message) for each in run_rules(case())] == []


@pytest.mark.parametrize("number", range(len(ASKED)), ids=NUMBERED)
def test_it_is_there_whole_and_on_its_nets(number):
    device = found()[number]
    assert device.is_there
    assert device.is_whole
    assert device.is_connected
    assert not device.strangers
    assert device.slabs
    for terminal in device.passive.terminals:
        net = case().nets.net_of(device.passive.pin(terminal))
        assert f"B{number}_{device.device.terminal_names.index(terminal.name)}" in net.pins


@pytest.mark.parametrize("number", range(len(ASKED)), ids=NUMBERED)
def test_it_is_worth_what_was_meant(number):
    assert found()[number].off_ratio == pytest.approx(0, abs=0.015)


def test_the_plan_survives_being_stored():
    assert plan_from_data(plan_to_data(case().plan)) == case().plan
