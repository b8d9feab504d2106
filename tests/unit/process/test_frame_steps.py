"""Finish, wire-bond, mold and screen-print: what each makes and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import frame_flows as frame
from padwright.base.errors import InputError, StepError
from padwright.geometry.loop import lengths_nm, loops_nm
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model import drawings
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow

UM = 1_000
ROWS = flow_rows(frame.FLOWS["c-frame by hand"][0])
PANEL = Region.box(-500 * UM, -500 * UM, 500 * UM, 500 * UM)


def run_rows(changes, upto, masks=None):
    """The flow by hand up to a step, with some rows changed."""
    rows = [row | changes.get(row["name"], {}) for row in ROWS]
    names = [row["name"] for row in rows]
    flow = read_flow(rows[: names.index(upto) + 1])
    return run(flow, masks or frame.masks(), frame.materials()).structure


def redrawn(bonds=None, **drawn):
    plain = frame.masks()
    more = {name.replace("_", " "): Mask(region) for name, region in drawn.items()}
    return Masks(plain.panel, plain.body, {**plain.drawings, **more}, bonds or plain.bonds)


def made_by(structure, name):
    return [slab for slab in structure.slabs if slab.made_by == name]


# -- finish -------------------------------------------------------------------------------------


def test_a_finish_lies_in_the_openings_of_the_resist_layer_on_layer():
    layers = sorted(made_by(frame.after("finish 1"), "finish 1"), key=lambda s: s.bottom_nm)
    assert [(s.material, s.thickness_nm) for s in layers] == [("ni", 1_000), ("pd", 50), ("au", 10)]
    assert layers[0].bottom_nm == frame.SHEET_NM
    assert all(s.region == frame.masks()[drawings.INNER_PEGS].region for s in layers)
    below = sorted(made_by(frame.after("finish 2"), "finish 2"), key=lambda s: -s.top_nm)
    assert [(s.material, s.top_nm) for s in below] == [("ni", 0), ("pd", -1_000), ("au", -1_050)]


def finish_row(**more):
    layer = {"material": "ag", "thickness": "3 um"}
    return {"step": "finish", "name": "late", "layers": [layer], "conductors": ["c194"]} | more


def finished(before, **more):
    (step,) = read_flow([finish_row(**more)])
    return step.apply(before, Masks(PANEL, PANEL))


def test_current_comes_only_to_metal_that_is_joined_to_the_rim():
    parts = [Region.box(-500 * UM, -100 * UM, -200 * UM, 100 * UM), Region.disc(0, 0, 100 * UM)]
    base = Slab("fr4", Role.BASE, PANEL, 0, 100 * UM, "board")
    metal = [Slab("c194", Role.PEG, part, 100 * UM, 120 * UM, "foil") for part in parts]
    before = Structure((base, *metal))
    assert Region.union(s.region for s in made_by(finished(before), "late")) == parts[0]
    without = finished(before, method="electroless")
    assert Region.union(s.region for s in made_by(without, "late")) == parts[0] | parts[1]
    with pytest.raises(StepError, match="no open metal is joined to the panel's rim"):
        finished(Structure((base, metal[1])))


def test_a_finish_with_nothing_to_grow_on_is_named():
    with pytest.raises(StepError, match="no 'c194' is open to the top face"):
        finished(Structure((Slab("fr4", Role.BASE, PANEL, 0, 100 * UM, "board"),)))


# -- wire-bond ----------------------------------------------------------------------------------


def test_a_wire_runs_from_the_open_pad_over_its_loop_to_the_finish_of_its_peg():
    structure = frame.after("wires")
    front_nm = max(s.top_nm for s in structure.slabs if s.role is Role.DIE_PAD)
    assert len(structure.wires) == len(frame.PLACES_NM)
    for wire, (x, y, x2, y2, _, _) in zip(structure.wires, frame.PLACES_NM.tolist(), strict=True):
        assert 8 <= len(wire.points_nm) <= 16
        assert wire.points_nm[0] == (x, y, front_nm)
        assert wire.points_nm[-1] == (x2, y2, frame.SHEET_NM + 1_060)
        assert max(z for _, _, z in wire.points_nm) == front_nm + 150 * UM
        assert wire.diameter_nm == 25 * UM


@given(
    st.tuples(*(st.integers(-2_000, 2_000) for _ in range(4))),
    st.integers(50, 300),
    st.integers(0, 400),
)
def test_a_loop_goes_up_once_and_down_once_and_is_little_longer_than_it_must_be(
    ends, loop_um, drop_um
):
    x, y, x2, y2 = (UM * each for each in ends)
    start, end = np.array([[x, y, 0]]), np.array([[x2, y2, -drop_um * UM]])
    (points,) = loops_nm(start, end, loop_um * UM)
    steps = np.diff(points[:, 2])
    turns = np.count_nonzero(np.diff(np.sign(steps[steps != 0])))
    assert turns == 1
    assert points[:, 2].max() == loop_um * UM
    length_nm = float(lengths_nm(points[None])[0])
    straight_nm = float(np.hypot(x2 - x, y2 - y))
    assert straight_nm <= length_nm <= straight_nm + (2 * loop_um + drop_um) * UM + 20


def test_a_bond_without_open_metal_is_named_by_wire_and_place():
    first = frame.masks().bonds[drawings.BONDS]
    missed = ((first[0][0] + 60 * UM, *first[0][1:]), *first[1:])
    with pytest.raises(
        StepError, match=r"wire 1 has no open metal for its first bond at \(-240 um, 550 um\)"
    ):
        run_rows({}, "wires", redrawn({drawings.BONDS: missed}))
    beside = (*first[:-1], (*first[-1][:3], first[-1][3] + 150 * UM))
    with pytest.raises(StepError, match="wire 8 has no open metal for its second bond"):
        run_rows({}, "wires", redrawn({drawings.BONDS: beside}))
    with pytest.raises(StepError, match="for its first bond"):
        run_rows({"wires": {"conductors": ["cu"]}}, "wires")


def test_a_wire_that_cannot_reach_is_refused():
    with pytest.raises(StepError, match="wire 1 from .* would be 742.853 um, longer than 600 um"):
        run_rows({"wires": {"max_length": "600 um"}}, "wires")
    with pytest.raises(StepError, match="shorter than 2 mm"):
        run_rows({"wires": {"min_length": "2 mm"}}, "wires")


def test_a_wire_that_would_run_through_a_die_is_refused():
    middle = Region.box(-40 * UM, -40 * UM, 40 * UM, 40 * UM)
    across = redrawn({drawings.BONDS: ((0, 0, -350 * UM, 1_050 * UM),)}, pads_d=middle)
    with pytest.raises(StepError, match="wire 1 would run through what 'attach' made at"):
        run_rows({"wires": {"loop_height": "5 um"}}, "wires", across)
    run_rows({"wires": {"loop_height": "150 um"}}, "wires", across)


def test_a_program_that_is_not_there_or_empty_is_named():
    with pytest.raises(InputError, match="no bonder's program 'bond'.*did you mean 'bonds'"):
        run_rows({"wires": {"bonds": "bond"}}, "wires")
    with pytest.raises(StepError, match="has no wire"):
        run_rows({}, "wires", redrawn({drawings.BONDS: ()}))


def test_wires_hang_from_the_bottom_face_as_they_stand_on_the_top_face():
    pad, peg = Region.disc(0, 0, 100 * UM), Region.disc(800 * UM, 0, 100 * UM)
    panel = Region.box(-UM * 1_000, -UM * 1_000, UM * 1_000, UM * 1_000)
    base = Slab("fr4", Role.BASE, panel, 0, 100 * UM, "board")
    made = []
    for face, low_nm in (("top", 100 * UM), ("bottom", -UM)):
        slabs = (
            base,
            Slab("al", Role.DIE_PAD, pad, low_nm, low_nm + UM, "pad"),
            Slab("ag", Role.FINISH, peg, low_nm, low_nm + UM, "peg"),
        )
        row = {"step": "wire-bond", "name": "wires", "bonds": "bonds", "face": face}
        (step,) = read_flow([row])
        drawn = Masks(panel, panel, bonds={"bonds": ((0, 0, 800 * UM, 0),)})
        (wire,) = step.apply(Structure(slabs), drawn).wires
        outer_nm = 101 * UM if face == "top" else -UM
        sign = 1 if face == "top" else -1
        made.append([(x, y, sign * (z - outer_nm)) for x, y, z in wire.points_nm])
    assert made[0] == made[1]


# -- mold ---------------------------------------------------------------------------------------


def test_the_mold_fills_what_is_open_to_the_cavity_and_nothing_else():
    before, after = frame.after("wires"), frame.after("mold")
    mold = made_by(after, "mold")
    roof_nm = max(s.top_nm for s in mold)
    front_nm = max(s.top_nm for s in before.slabs if s.role is Role.DIE)
    assert roof_nm == front_nm + 300 * UM
    solid_nm3 = sum(s.volume_nm3 for s in before.slabs if s.bottom_nm >= 0)
    room_nm3 = frame.masks().panel.area_nm2 * roof_nm
    assert sum(s.volume_nm3 for s in mold) == pytest.approx(room_nm3 - solid_nm3, rel=1e-6)


def test_a_cavity_that_is_drawn_bounds_the_mold():
    cavity = frame.masks().body.sized(-200 * UM)
    mold = made_by(run_rows({}, "mold", redrawn(cavity=cavity)), "mold")
    assert Region.union(s.region for s in mold) == cavity


def test_a_cavity_that_is_too_low_or_a_wire_that_sticks_out_is_refused():
    with pytest.raises(StepError, match="stand 190 um out of a cavity of 400 um"):
        run_rows({"mold": {"cavity": "400 um"}}, "mold")
    run_rows({"mold": {"cavity": "590 um"}}, "mold")
    with pytest.raises(StepError, match="'wires 1' stands .* out of the mold"):
        run_rows({"mold": {"cap": "150 um"}}, "mold")


def test_a_mold_without_a_die_is_refused():
    step = next(s for s in frame.FLOWS["c-frame by hand"][0] if s.name == "mold")
    with pytest.raises(StepError, match="there is no die in the cavity"):
        step.apply(frame.after("etch 1"), frame.masks())


# -- screen-print -------------------------------------------------------------------------------


def print_row(**more):
    row = {"step": "screen-print", "name": "ink", "material": "ink", "mask": "drawn"}
    (step,) = read_flow([row | {"thickness": "20 um"} | more])
    return step


GROOVE = Region.box(-50 * UM, -500 * UM, 50 * UM, 500 * UM)
GROOVED = Structure(
    (
        Slab("fr4", Role.ENCAPSULANT, PANEL, 0, 100 * UM, "mold"),
        Slab("c194", Role.BASE, PANEL - GROOVE, 100 * UM, 180 * UM, "sheet"),
    )
)


def drawn(region):
    return Masks(PANEL, PANEL, {"drawn": Mask(region)})


def test_ink_lies_on_the_surface_and_does_not_fall_into_a_gap():
    (ink,) = made_by(print_row().apply(GROOVED, drawn(PANEL)), "ink")
    assert (ink.region, ink.bottom_nm, ink.top_nm) == (PANEL - GROOVE, 180 * UM, 200 * UM)


def test_ink_follows_steps_that_are_lower_than_it_is_thick():
    spot = Slab("ni", Role.FINISH, Region.disc(200 * UM, 0, 100 * UM), 180 * UM, 185 * UM, "spot")
    ink = made_by(print_row().apply(GROOVED.plus([spot]), drawn(PANEL)), "ink")
    assert sorted((s.bottom_nm, s.top_nm) for s in ink) == [
        (180 * UM, 200 * UM),
        (185 * UM, 205 * UM),
    ]


def test_a_shifted_screen_prints_beside():
    where = Region.box(100 * UM, 0, 200 * UM, 100 * UM)
    (ink,) = made_by(print_row(shift_x="30 um").apply(GROOVED, drawn(where)), "ink")
    assert ink.region == where.moved(30 * UM, 0)


def test_ink_on_walls_lines_the_gap_and_leaves_its_middle_open():
    left = Region.box(-500 * UM, -500 * UM, 0, 500 * UM)
    (ink,) = made_by(print_row(side_walls=True, wall="15 um").apply(GROOVED, drawn(left)), "ink")
    assert ink.region == Region.box(-50 * UM, -500 * UM, -35 * UM, 500 * UM)
    assert (ink.bottom_nm, ink.top_nm) == (100 * UM, 180 * UM)


def test_a_screen_with_nothing_to_print_on_is_refused():
    with pytest.raises(StepError, match="has nothing to print on"):
        print_row().apply(GROOVED, drawn(Region.empty()))
    with pytest.raises(StepError, match="has no gap beside metal"):
        print_row(side_walls=True).apply(GROOVED, drawn(Region.disc(300 * UM, 0, 50 * UM)))
    with pytest.raises(InputError, match="role"):
        print_row(role="die")
