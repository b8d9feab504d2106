"""The examples are the chip that was made, as the facts have it."""

import csv
from pathlib import Path

import pytest

from padwright.model.package import Design, bonded_nets, bonded_pads, die_box, placed_pads
from padwright.readers.design_file import load_design

ROOT = Path(__file__).parents[3]
FACTS = ROOT.parent / "shared" / "data" / "caravel"
EXAMPLES = sorted(each.parent.name for each in (ROOT / "examples").glob("*/design.toml"))


def example(name: str) -> Design:
    return load_design(ROOT / "examples" / name / "design.toml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_loads_under_its_own_name(name: str) -> None:
    assert example(name).name == name


@pytest.mark.parametrize("name", ["caravel-fanout", "caravel-bumps"])
def test_the_die_is_caravel(name: str) -> None:
    design = example(name)
    (die,) = design.dies
    assert (die.width_nm, die.height_nm, die.thickness_nm) == (3_588_000, 5_188_000, 150_000)
    assert len(die.pads) == 63
    assert len(list(bonded_pads(design))) == 62
    assert len(bonded_nets(design)) == 57
    assert design.no_connect == ("vssd_unbonded",)


def test_the_fan_out_has_a_ball_for_each_pad_and_eighteen_to_spare() -> None:
    design = example("caravel-fanout")
    terminals = design.terminals
    assert terminals.rows * terminals.columns == 62 + 18
    assert terminals.pitch_nm == 800_000
    assert len(design.supplies) == 12


def test_the_bumps_are_sixty_over_the_die() -> None:
    design = example("caravel-bumps")
    left, bottom, right, top = die_box(design.dies[0])
    fixed = design.terminals.fixed
    assert len(fixed) == 60
    assert design.terminals.pitch_nm == 500_000
    assert all(left < each.x_nm < right and bottom < each.y_nm < top for each in fixed)
    assert {each.net for each in fixed} == set(bonded_nets(design))


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this checkout")
@pytest.mark.parametrize("name", ["caravel-fanout", "caravel-bumps"])
def test_pads_and_bumps_are_those_of_the_facts(name: str) -> None:
    design = example(name)
    x_nm, y_nm = 3_588_000 // 2, 5_188_000 // 2
    found = {
        each.name: (each.net, each.x_nm + x_nm, each.y_nm + y_nm)
        for each in placed_pads(design.dies[0])
    }
    assert found == facts("pads.csv", "pad")
    if design.terminals.fixed:
        bumps = {
            each.name: (each.net, each.x_nm + x_nm, each.y_nm + y_nm)
            for each in design.terminals.fixed
        }
        assert bumps == facts("bumps.csv", "bump")


def facts(file: str, key: str) -> dict[str, tuple[str, int, int]]:
    with (FACTS / file).open(newline="") as text:
        return {
            row[key]: (row["net"], round(float(row["x_um"]) * 1e3), round(float(row["y_um"]) * 1e3))
            for row in csv.DictReader(text)
        }
