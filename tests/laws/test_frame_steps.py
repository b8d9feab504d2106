"""Laws of an etched frame: what is joined, what is parted, and what holds what at every step."""

import numpy as np
import pytest

import frame_flows as frame
from padwright.geometry.nets import extract
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow

COUNT = len(frame.PLACES_NM)
PEGS = {f"{kind} {n}" for kind in ("inner", "outer") for n in range(COUNT)}
STEPS = [moment.step.name for moment in frame.built().moments]


def nets_after(name):
    structure = frame.after(name)
    return extract(structure, frame.is_conductor, frame.pins(structure))


def run_rows(rows):
    return run(read_flow(rows), frame.masks(), frame.materials())


def metal(structure, height_nm, material="c194"):
    return Region.union(
        s.region
        for s in structure.slabs
        if s.material == material and s.bottom_nm <= height_nm < s.top_nm
    )


@pytest.mark.parametrize("name", ["sheet", "etch 1", "mold", "line masks"])
def test_pad_and_pegs_are_one_piece_of_sheet_until_the_second_etch(name):
    pins = nets_after(name).nets[0].pins
    assert "die pad" in pins
    if name != "sheet":
        assert set(pins) >= PEGS


@pytest.mark.parametrize("name", ["etch 2", "side walls", "balls", "singulate"])
def test_the_second_etch_parts_the_pegs_from_each_other_and_from_the_pad(name):
    nets = nets_after(name)
    assert not nets.bare_pins
    for n in range(COUNT):
        net = nets.net_of(f"outer {n}")
        assert f"inner {n}" in net.pins
        assert sum(pin.startswith(("inner", "outer")) for pin in net.pins) == 2
    assert nets.net_of("die pad").pins == ("die pad",)


def test_each_net_is_a_pad_a_wire_an_inner_peg_a_line_an_outer_peg_and_a_ball():
    structure = frame.built().structure
    nets = extract(structure, frame.is_conductor, frame.pins(structure))
    found = {net.pins for net in nets.nets if len(net.pins) > 1}
    assert found == {(f"inner {n}", f"outer {n}", f"pad {n}") for n in range(COUNT)}
    for n in range(COUNT):
        bodies = nets.net_of(f"pad {n}").bodies
        assert [name.split()[0] for name in bodies] == ["balls", "wires"]


@pytest.mark.parametrize("name", STEPS)
def test_all_parts_hang_together_at_every_step(name):
    solids = extract(frame.after(name), lambda _: True)
    assert len(solids.nets) == 1


def test_etches_that_do_not_meet_part_nothing_and_without_mold_the_pegs_fall():
    rows = flow_rows(frame.FLOWS["c-frame by hand"][0])
    shallow = [row | {"depth": "70 um"} if row["name"] == "etch 2" else row for row in rows]
    upto = STEPS.index("etch 2") + 1
    joined = run_rows(shallow[:upto]).structure
    nets = extract(joined, frame.is_conductor, frame.pins(joined))
    assert set(nets.net_of("die pad").pins) >= PEGS, "120 um and 70 um leave a web of 10 um"
    bare = [row for row in rows[:upto] if row["name"] not in {"attach", "wires", "mold"}]
    assert len(extract(run_rows(bare).structure, lambda _: True).nets) > 1


def test_the_parts_are_as_thick_as_the_etches_leave_them():
    structure = frame.built().structure
    over_line = metal(structure, frame.SHEET_NM - frame.ETCH_1_NM)
    under = metal(structure, frame.SHEET_NM - frame.ETCH_1_NM - 1)
    inner = Region.discs(frame.PLACES_NM[:, 2:4], frame.FINGER_NM)
    assert (inner | _paddle()).covers(over_line), "lines and outer pegs end at T - d1"
    assert len(under) == COUNT + 1


def test_the_die_is_larger_than_its_pad_and_the_mold_fills_what_it_overhangs():
    structure = frame.built().structure
    die = Region.union(s.region for s in structure.slabs if s.role is Role.DIE)
    pad = _paddle()
    assert die.area_nm2 > 2 * pad.area_nm2
    height_nm = frame.SHEET_NM - 1
    mold = metal(structure, height_nm, "emc_qfn")
    assert mold.covers(die - pad)
    solid = structure.solid_nm(height_nm, height_nm + 1)
    assert solid == frame.masks().body, "no void is left over the sheet's second face"


def test_ink_covers_the_walls_of_the_lines_and_leaves_the_gaps_and_the_finishes_open():
    before, after = frame.after("etch 2"), frame.after("side walls")
    panel, lines = frame.masks().panel, frame.masks()["lines"].region
    for height_nm in (1_000, 30_000, 60_000, 79_000):
        line = metal(after, height_nm) & lines
        bare, left = (panel - each.solid_nm(height_nm, height_nm + 1) for each in (before, after))
        near = line.grown_round(14 * frame.UM)
        assert (near & bare).area_nm2 > 0
        assert not (near & left).is_solid
        assert left.area_nm2 > bare.area_nm2 // 2
    open_finish = frame.masks()["outer pegs"].region - lines | _paddle()
    for structure in (before, after):
        skyline = Skyline(structure, panel, "bottom")
        shown = [skyline.exposed(s) for s in structure.slabs if s.made_by == "finish 2"]
        assert Region.union(shown).covers(open_finish)


def _paddle():
    return frame.masks()["die paddle"].region


def test_the_balls_hang_from_the_outer_pegs():
    balls = frame.after("balls").balls
    assert {ball.face for ball in balls} == {"bottom"}
    places = sorted((ball.x_nm, ball.y_nm) for ball in balls)
    wanted = sorted(map(tuple, frame.PLACES_NM[:, 4:].tolist()))
    assert np.abs(np.array(places) - np.array(wanted)).max() < 20 * frame.UM
