"""The example with an etched frame: clean, whole, and with every kind of terminal."""

import shutil
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from padwright.geometry.slab import Role
from padwright.pipeline.finish import FinishedPackage
from padwright.pipeline.package import Package

_FOLDER: Final = Path(__file__).parents[2] / "examples" / "frame-qfn"
#: Length of the lines if every one were straight, in mm.
_STRAIGHT_MM: Final = 14.46


@cache
def _built() -> FinishedPackage:
    return Package.load(_FOLDER / "design.toml").build()


def test_it_is_clean_and_every_net_is_whole() -> None:
    summary = _built().summary
    assert summary.findings == ()
    assert summary.nets_connected == summary.nets == 24
    assert summary.verdict == "clean"


def test_lines_are_as_short_as_they_can_be() -> None:
    summary = _built().summary
    assert summary.tree_um / 1_000 == pytest.approx(_STRAIGHT_MM, abs=0.005)
    assert summary.wire_length_um < 1.001 * summary.tree_um


def test_some_balls_hang_under_the_die_which_overhangs_its_pad() -> None:
    plan, structure = _built().plan, _built().built.structure
    die = plan.dies[0]
    under = {
        ball.name
        for ball in plan.balls
        if ball.net and die.left_nm < ball.x_nm < die.right_nm and die.bottom_nm < ball.y_nm
        if ball.y_nm < die.top_nm
    }
    assert len(under) == 4
    assert {ball.face for ball in structure.balls} == {"bottom"}
    attach = next(slab for slab in structure.slabs if slab.role is Role.ATTACH)
    held = [slab for slab in structure.slabs if slab.top_nm == attach.bottom_nm]
    pads = [part for slab in held if slab.role is Role.PEG for part in slab.region]
    pad = next(part for part in pads if part.overlaps(attach.region))
    assert attach.region.covers(pad)
    assert 0.05 < pad.area_nm2 / attach.region.area_nm2 < 0.3


def test_wires_are_gold_and_go_from_every_pad_to_its_peg() -> None:
    structure, plan = _built().built.structure, _built().plan
    assert {wire.material for wire in structure.wires} == {"au"}
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in plan.pads}
    asked = {(*pads[peg.pad], peg.x_nm, peg.y_nm) for peg in plan.pegs}
    drawn = {(*wire.points_nm[0][:2], *wire.points_nm[-1][:2]) for wire in structure.wires}
    assert drawn == asked


def test_the_second_etch_parts_what_the_first_one_left() -> None:
    structure = _built().built.structure
    sheet = [slab for slab in structure.slabs if slab.role is Role.PEG]
    assert min(slab.bottom_nm for slab in sheet) == 0
    assert max(slab.top_nm for slab in sheet) == 200_000
    lowest = next(slab for slab in sheet if slab.bottom_nm == 0)
    # 24 pegs with their lines, 8 pegs without a net, and the die's pad.
    assert len(lowest.region) == 33


def test_balls_are_named_from_the_side_that_jedec_looks_from() -> None:
    balls = {ball.name: (ball.x_nm, ball.y_nm) for ball in _built().plan.balls}
    assert balls["A1"] == (-1_950_000, 1_950_000)
    assert balls["G7"] == (1_950_000, -1_950_000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["copper-ball", "paste", "land"])
def test_other_terminals_are_clean_too(kind: str, tmp_path: Path) -> None:
    folder = shutil.copytree(_FOLDER, tmp_path / "design")
    text = (folder / "design.toml").read_text()
    (folder / "design.toml").write_text(text.replace('kind = "ball"', f'kind = "{kind}"'))
    made = Package.load(folder / "design.toml").build()
    assert made.summary.findings == ()
    assert made.summary.nets_connected == 24
    lowest_nm = np.floor(made.built.structure.bottom_nm)
    assert lowest_nm < 0
