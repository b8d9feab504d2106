"""Holes by laser, vias in their own step, and plating without current."""

import math

import numpy as np
import pytest

from padwright.base.errors import StepError
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.flow import read_flow
from step_flows import CARRIER, METAL, PLACES_NM, carrier_masks, structures

NAMES = [row["name"] for row in CARRIER]
PANEL = Region.box(-200_000, -200_000, 200_000, 200_000)
PAD = Region.box(-50_000, -50_000, 50_000, 50_000)
HOLE = Region.disc(0, 0, 40_000)
BLIND = Region.disc(120_000, 0, 40_000)
FILL = CARRIER[NAMES.index("posts 1")] | {"film": "film"}
PLATE = {
    "step": "electroless-plate",
    "name": "plate",
    "material": "cu",
    "thickness": "3 um",
    "conductors": METAL,
}


def film(*openings):
    """A pad under a film of 20 um with openings."""
    return Structure(
        (
            Slab("si", Role.DIE, PANEL - PAD, 0, 2_000, "die"),
            Slab("al", Role.DIE_PAD, PAD, 0, 2_000, "die"),
            Slab("abf", Role.DIELECTRIC, PANEL.minus(openings), 2_000, 22_000, "film", 1),
        )
    )


def apply(row, before, **drawings):
    (step,) = read_flow([row])
    masks = Masks(PANEL, PANEL, {name: Mask(region) for name, region in drawings.items()})
    after = step.apply(before, masks)
    after.require_sound(step.name)
    return after


def new(structure, name):
    return [slab for slab in structure.slabs if slab.made_by == name]


def carrier(*changed, until="passivation"):
    rows = [next((c for c in changed if c["name"] == row["name"]), row) for row in CARRIER]
    return structures(read_flow(rows[: NAMES.index(until) + 1]), carrier_masks())[-1]


def test_a_laser_leaves_a_sloping_wall_whose_foot_is_the_drawing():
    drill = {"step": "laser-drill", "name": "drill", "film": "film", "mask": "hole"}
    walls = new(apply(drill | {"wall": "70 deg"}, film(), hole=HOLE), "film")
    assert len(walls) == 8
    foot, *_, rim = sorted(walls, key=lambda slab: slab.bottom_nm)
    assert PANEL - foot.region == HOLE
    run_nm = 20_000 / math.tan(math.radians(70)) * 7 / 8
    wide = math.pi / 4 * (40_000 + 2 * run_nm) ** 2
    assert (PANEL - rim.region).area_nm2 == pytest.approx(wide, rel=0.01)


def test_electroless_metal_fills_the_hole_over_metal_and_leaves_the_blind_one_open():
    after = apply(FILL, film(HOLE, BLIND))
    (via,) = new(after, "posts 1")
    assert (via.region, via.bottom_nm, via.top_nm) == (HOLE, 2_000, 22_000)
    assert (via.role, via.level) == (Role.VIA, 1)


def test_paste_fills_every_hole():
    (via,) = new(apply(FILL | {"method": "paste"}, film(HOLE, BLIND)), "posts 1")
    assert via.region == HOLE | BLIND


def test_a_hole_half_off_its_pad_is_filled_and_one_beside_it_is_not():
    half, beside = Region.disc(50_000, 0, 40_000), Region.disc(-80_000, 0, 40_000)
    (via,) = new(apply(FILL, film(half, beside)), "posts 1")
    assert via.region == half


def test_what_lies_beside_the_film_is_no_hole_of_it():
    at_the_rim = Region.box(150_000, -50_000, 250_000, 50_000)
    (via,) = new(apply(FILL | {"method": "paste"}, film(HOLE, at_the_rim)), "posts 1")
    assert via.region == HOLE


def test_from_below_the_holes_are_filled_to_the_lower_side():
    turned = Structure(
        (
            Slab("cu", Role.PEG, PAD, 0, 5_000, "peg"),
            Slab("abf", Role.DIELECTRIC, PANEL - HOLE, -20_000, 0, "film"),
        )
    )
    (via,) = new(apply(FILL | {"face": "bottom"}, turned), "posts 1")
    assert (via.bottom_nm, via.top_nm) == (-20_000, 0)


def test_electroplating_needs_seed_that_is_joined_to_the_rim():
    with pytest.raises(StepError, match="no seed to plate from"):
        apply(FILL | {"method": "electroplate"}, film(HOLE))
    posts = CARRIER[NAMES.index("posts 2")]
    assert new(carrier(until="posts 2"), "posts 2")
    thin = CARRIER[NAMES.index("seed 2")] | {"coverage_ratio": 0.0}
    with pytest.raises(StepError, match="no seed that is joined to the panel's rim is open"):
        carrier(thin, posts, until="posts 2")


def test_holes_are_filled_once_and_only_in_films_that_have_them():
    done = apply(FILL, film(HOLE))
    with pytest.raises(StepError, match="'film' has no open hole that can be filled by electro"):
        apply(FILL | {"name": "again"}, done)
    with pytest.raises(StepError, match="has no open hole.*by electroless.*over metal"):
        apply(FILL, film(BLIND))
    with pytest.raises(StepError, match="no step 'flm' left a film. Fix: did you mean 'film'"):
        apply(FILL | {"film": "flm"}, film(HOLE))


def test_a_die_buried_by_a_thickness_error_has_no_posts():
    posts = new(carrier(until="posts 1"), "posts 1")
    die_a, die_b = PLACES_NM[:2], PLACES_NM[2:]
    region = Region.union(slab.region for slab in posts)
    assert region.holds(np.array(die_a)).all()
    assert not region.holds(np.array(die_b)).any()


def test_posts_and_traces_join_the_pad_to_its_land():
    made = carrier()
    pins = [
        pin
        for number, (x_nm, y_nm) in enumerate(PLACES_NM[:2])
        for pin in (Pin(f"pad {number}", x_nm, y_nm, 500_000),)
    ]
    lands = new(made, "lands")[0]
    pins += [
        Pin(f"land {number}", x_nm, y_nm + 250_000, lands.top_nm)
        for number, (x_nm, y_nm) in enumerate(PLACES_NM[:2])
    ]
    nets = extract(made, lambda material: material in METAL, pins)
    assert {net.pins for net in nets.nets if net.pins} == {
        ("land 0", "pad 0"),
        ("land 1", "pad 1"),
    }


def test_electroless_metal_grows_on_open_metal_up_and_sideways():
    lump = Structure(
        (
            Slab("abf", Role.DIELECTRIC, PANEL, 0, 10_000, "film"),
            Slab("cu", Role.WIRING, PAD, 10_000, 15_000, "wire", 1),
        )
    )
    grown = sorted(new(apply(PLATE, lump), "plate"), key=lambda slab: slab.bottom_nm)
    assert [(s.bottom_nm, s.top_nm) for s in grown] == [(10_000, 15_000), (15_000, 18_000)]
    assert grown[0].region == PAD.sized(3_000) - PAD
    assert grown[1].region == PAD.sized(3_000)
    assert {slab.role for slab in grown} == {Role.FINISH}


def test_electroless_metal_stays_in_its_hole_and_off_the_film():
    (grown,) = new(apply(PLATE | {"level": 1}, film(HOLE, BLIND)), "plate")
    assert (grown.region, grown.bottom_nm, grown.top_nm) == (HOLE, 2_000, 5_000)
    assert (grown.role, grown.level) == (Role.WIRING, 1)


def test_electroless_metal_does_not_grow_through_a_thin_wall():
    wall = Region.box(50_000, -60_000, 51_000, 60_000)
    walled = Structure(
        (
            Slab("abf", Role.DIELECTRIC, PANEL, 0, 10_000, "film"),
            Slab("cu", Role.WIRING, PAD, 10_000, 15_000, "wire", 1),
            Slab("abf", Role.DIELECTRIC, wall, 10_000, 30_000, "wall"),
        )
    )
    beyond = Region.box(51_000, -50_000, 200_000, 50_000)
    assert not any(slab.region & beyond for slab in new(apply(PLATE, walled), "plate"))


def test_a_stop_off_keeps_metal_away():
    two = film(HOLE, Region.disc(30_000, 0, 15_000))
    (grown,) = new(apply(PLATE | {"mask": "open"}, two, open=HOLE), "plate")
    assert grown.region == HOLE


def test_without_open_metal_nothing_is_plated():
    with pytest.raises(StepError, match="no metal of .* is open to the top face"):
        apply(PLATE, film())
    with pytest.raises(StepError, match="the list, which is empty"):
        apply(PLATE | {"conductors": []}, film(HOLE))
