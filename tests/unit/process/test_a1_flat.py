"""What route A1 on a flat base makes, measured on the built structure."""

import math

import pytest

from padwright.geometry.nets import extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model import drawings
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow
from padwright.process.flows import a1_flat
from padwright.process.steps.etch_seed import EtchSeed
from small_package import (
    DIE_THICKNESS_NM,
    built,
    design,
    is_conductor,
    masks,
    pins,
    technology,
)

STACK = technology().stack
ROWS = flow_rows(a1_flat.flow(design(), 1))


def run_rows(rows, with_masks=None):
    return run(read_flow(rows), with_masks or masks(), technology().all_materials)


def changed(name, **values):
    return [row | values if row["name"] == name else row for row in ROWS]


def slabs(structure, role, level=None):
    return [s for s in structure.slabs if s.role is role and level in {None, s.level}]


def after(built_package, name):
    return next(m.structure for m in built_package.moments if m.step.name == name)


def test_the_heights_add_up():
    front_nm = STACK.base_thickness_nm.value + STACK.attach_thickness_nm.value + DIE_THICKNESS_NM
    structure = built().structure
    assert max(s.top_nm for s in slabs(structure, Role.DIE)) == front_nm
    assert max(s.top_nm for s in slabs(structure, Role.FILL)) == front_nm
    wiring = slabs(structure, Role.WIRING)
    field_nm = (
        front_nm
        + STACK.dielectric_thickness_nm.value
        + STACK.adhesion_thickness_nm.value
        + STACK.seed_thickness_nm.value
    )
    assert {(s.bottom_nm, s.top_nm) for s in wiring} == {
        (field_nm, field_nm + STACK.wiring_thickness_nm.value)
    }
    passivation = slabs(structure, Role.PASSIVATION)
    assert max(s.top_nm for s in passivation) == (
        wiring[0].top_nm + STACK.passivation_thickness_nm.value
    )


def test_a_hole_is_a_hole_until_metal_is_in_it():
    opened = after(built(), "open via 1")
    (film,) = slabs(opened, Role.DIELECTRIC)
    holes = masks()[drawings.via_openings(1)].region
    assert not film.region & holes
    assert not any(
        s.spans(film.bottom_nm, film.top_nm) and s.region & holes
        for s in opened.slabs
        if s is not film
    )


def test_before_plating_every_pad_is_joined_by_seed_alone_and_after_etching_they_are_apart():
    def count(name):
        return len(extract(after(built(), name), is_conductor, pins()[:4]).nets[0].pins)

    assert count("open via 1") == 1
    assert count("seed 1") == 4
    assert count("strip resist 1") == 4
    assert count("etch seed 1") == 1


def test_seed_and_plating_are_separate_slabs_and_resist_stays_until_it_is_stripped():
    assert slabs(after(built(), "plate wiring 1"), Role.RESIST)
    assert not slabs(after(built(), "strip resist 1"), Role.RESIST)
    structure = built().structure
    assert {s.material for s in slabs(structure, Role.SEED)} == {"ti", "cu"}
    assert slabs(structure, Role.VIA)
    assert slabs(structure, Role.WIRING)


def test_each_pad_reaches_its_ball_and_nothing_else():
    nets = extract(built().structure, is_conductor, pins())
    joined = {net.pins for net in nets.nets if net.pins}
    assert joined == {(f"b{n}", f"d.p{n}") for n in range(4)}
    assert not nets.bare_pins


def test_two_levels_join_the_same_pins():
    nets = extract(built(2, 2).structure, is_conductor, pins()[:4])
    assert [net.pins for net in nets.nets if net.pins] == [(f"d.p{n}",) for n in range(4)]
    assert all(net.bodies for net in nets.nets if net.pins)
    assert {s.level for s in slabs(built(2, 2).structure, Role.WIRING)} == {1, 2}


def test_an_opening_that_misses_its_pad_is_an_open_net():
    plain = masks()
    shifted = {
        name: type(mask)(mask.region.moved(60_000, 0)) if name == "via 1" else mask
        for name, mask in plain.drawings.items()
    }
    moved = type(plain)(plain.panel, plain.body, shifted)
    nets = extract(run_rows(ROWS, moved).structure, is_conductor, pins())
    assert all(len(net.pins) == 1 for net in nets.nets if net.pins)


def test_without_step_coverage_no_metal_grows_in_the_holes():
    rows = [
        row | {"coverage_ratio": 0.0, "coverage": 0.0} if row["step"] == "sputter" else row
        for row in ROWS
    ]
    rows = [{k: v for k, v in row.items() if k != "coverage_ratio"} for row in rows]
    thin = run_rows(rows)
    assert not slabs(thin.structure, Role.VIA)
    nets = extract(thin.structure, is_conductor, pins())
    assert not [net for net in nets.nets if len(net.pins) > 1]


def test_plating_fills_the_hole_to_the_field_and_no_further():
    structure = built().structure
    (via,) = slabs(structure, Role.VIA)
    (wiring,) = slabs(structure, Role.WIRING)
    assert via.top_nm == wiring.bottom_nm
    assert wiring.region == masks()[drawings.wiring(1)].region
    hole = masks()[drawings.via_openings(1)].region
    assert hole.covers(via.region)
    wall_nm = round(STACK.adhesion_thickness_nm.value * 0.3) + round(
        STACK.seed_thickness_nm.value * 0.3
    )
    narrowed = math.pi / 4 * (35_000 - 2 * wall_nm) ** 2 * len(hole)
    assert via.region.area_nm2 == pytest.approx(narrowed, rel=0.005)


def test_the_solder_of_each_ball_is_the_solder_of_the_ball_before_reflow():
    structure = built().structure
    (neck,) = slabs(structure, Role.TERMINAL)
    balls = structure.balls
    assert len(balls) == 4
    total_nm3 = neck.volume_nm3 + sum(ball.volume_nm3 for ball in balls)
    assert total_nm3 == pytest.approx(4 * math.pi / 6 * 250_000**3, rel=1e-6)
    assert balls[0].foot_radius_nm == pytest.approx(75_000, rel=0.002)


def test_a_ball_without_metal_under_it_is_not_attached():
    plain = masks()
    opened = plain.drawings["passivation"].region | Region.disc(700_000, 0, 150_000)
    moved = type(plain)(
        plain.panel, plain.body, {**plain.drawings, "passivation": type(plain["via 1"])(opened)}
    )
    assert len(run_rows(ROWS, moved).structure.balls) == 4


def test_the_saw_leaves_the_body():
    left, bottom, right, top = masks().body.box_nm
    box = built().structure.solid_nm(0, 10**9).box_nm
    assert box == (left, bottom, right, top)
    assert after(built(), "balls").solid_nm(0, 10**9).box_nm == masks().panel.box_nm


def test_a_sloping_wall_opens_upward_within_its_steps():
    rows = changed("open via 1", wall="70 deg")
    film = slabs(run_rows(rows).structure, Role.DIELECTRIC)
    film.sort(key=lambda s: s.bottom_nm)
    assert len(film) == 4
    areas = [s.region.area_nm2 for s in film]
    assert areas == sorted(areas, reverse=True)
    hole = masks()[drawings.via_openings(1)].region
    assert not film[0].region & hole
    assert film[0].region | hole == masks().body, "the mask is the opening at the bottom"
    run_nm = 10_000 / math.tan(math.radians(70))
    radii_nm = [17_500 + run_nm * step / 4 for step in range(4)]
    drawn_nm2 = [(masks().body.area_nm2 - area) / 4 for area in areas]
    assert drawn_nm2 == pytest.approx([math.pi * r**2 for r in radii_nm], rel=0.01)


def test_seed_that_lies_in_slices_is_etched_through():
    panel = masks().panel
    wire = Region.box(-50_000, -50_000, 50_000, 50_000)
    film = [
        Slab("pi_lowcure", Role.DIELECTRIC, panel, 0, 10_000, "film"),
        Slab("cu", Role.SEED, panel, 10_000, 10_100, "seed", 1),
        Slab("cu", Role.SEED, panel, 10_100, 10_300, "seed", 1),
        Slab("cu", Role.WIRING, wire, 10_300, 15_300, "plate", 1),
    ]
    etched = EtchSeed(name="etch", materials=("cu",)).apply(Structure(tuple(film)), masks())
    assert [slab.region for slab in slabs(etched, Role.SEED)] == [wire, wire]


def test_openings_wider_than_their_pads_join_no_nets():
    plain = masks()
    wide = {
        name: type(mask)(mask.region.sized(20_000)) if name in {"via 1", "wiring 1"} else mask
        for name, mask in plain.drawings.items()
    }
    made = run_rows(ROWS, type(plain)(plain.panel, plain.body, wide))
    nets = extract(made.structure, is_conductor, pins())
    assert {net.pins for net in nets.nets if net.pins} == {(f"b{n}", f"d.p{n}") for n in range(4)}
