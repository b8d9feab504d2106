"""Terminals of every kind, soldered components, and the saw."""

import math

import numpy as np
import pytest

from padwright.base.errors import InputError, StepError
from padwright.geometry.body import Ball, Wire
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.flow import read_flow
from step_flows import METAL, TERMINALS

PANEL = Region.box(-1_000_000, -1_000_000, 1_000_000, 1_000_000)
PLACES_NM = np.array([[-300_000, 0], [300_000, 0]])
LANDS = Region.discs(PLACES_NM, 240_000)
OPEN = Region.discs(PLACES_NM, 180_000)
DEAD = Region.disc(0, 600_000, 180_000)
PLANE_NM = 25_000
MASKS = Masks(
    PANEL,
    PANEL.sized(-100_000),
    {
        name: Mask(region)
        for name, region in {
            "lands": OPEN | DEAD,
            "outline": Region.box(-450_000, -150_000, 450_000, 150_000),
            "away": Region.box(600_000, 600_000, 700_000, 700_000),
            "ends": Region.boxes(
                np.array(
                    [[-450_000, -150_000, -200_000, 150_000], [200_000, -150_000, 450_000, 150_000]]
                )
            ),
            "two": Region.box(-900_000, -900_000, -50_000, 900_000)
            | Region.box(50_000, -900_000, 900_000, 900_000),
            "bent": Region.box(-900_000, -900_000, 0, 0)
            | Region.box(-10_000, -10_000, 900_000, 900_000),
            "far": Region.box(0, 0, 1_100_000, 900_000),
            "none": Region.empty(),
        }.items()
    },
)
#: Lands under a passivation with openings over them, and one that shows no metal.
PLAIN = Structure(
    (
        Slab("abf", Role.DIELECTRIC, PANEL, 0, 10_000, "film"),
        Slab("cu", Role.WIRING, LANDS, 10_000, 15_000, "wiring", 1),
        Slab("sm", Role.PASSIVATION, PANEL - LANDS, 10_000, 15_000, "passivation"),
        Slab("sm", Role.PASSIVATION, PANEL - OPEN - DEAD, 15_000, PLANE_NM, "passivation"),
    )
)
#: The same turned over: the wiring hangs under the film.
BELOW = Structure(
    tuple(
        Slab(s.material, s.role, s.region, -s.top_nm, -s.bottom_nm, s.made_by) for s in PLAIN.slabs
    )
)
CHIP = {
    "step": "place-component",
    "name": "c1",
    "outline_mask": "outline",
    "lands_mask": "ends",
    "material": "alumina",
    "terminal_material": "sn",
    "thickness": "300 um",
    "joint_material": "sac305",
    "joint_thickness": "30 um",
    "conductors": METAL,
}
SAW = {"step": "singulate", "name": "saw"}


def apply(row, before=PLAIN, masks=MASKS):
    (step,) = read_flow([row])
    after = step.apply(before, masks)
    after.require_sound(step.name)
    return after


def new(structure, name="terminals"):
    return [slab for slab in structure.slabs if slab.made_by == name]


def alike(one, other):
    """Whether two regions are equal but for the rounding of slanted edges."""
    return one.covers(other) and other.covers(one)


def spans(slabs):
    return [(slab.material, slab.bottom_nm, slab.top_nm) for slab in slabs]


@pytest.mark.parametrize("name", [name for name in TERMINALS if name != "balls below"])
@pytest.mark.parametrize("face", ["top", "bottom"])
def test_a_terminal_joins_its_land_and_is_the_same_on_either_face(name, face):
    before = PLAIN if face == "top" else BELOW
    made = apply(TERMINALS[name] | {"face": face}, before)
    parts = [*new(made), *made.bodies]
    up_nm = sorted(part.top_nm if face == "top" else -part.bottom_nm for part in parts)
    foot_nm = min(part.bottom_nm if face == "top" else -part.top_nm for part in parts)
    assert foot_nm == 15_000
    other = apply(TERMINALS[name] | {"face": "top"}, PLAIN)
    assert up_nm == sorted(part.top_nm for part in (*new(other), *other.bodies))
    end_nm = up_nm[-1] - 1 if face == "top" else 1 - up_nm[-1]
    pins = [Pin("land", -300_000, 0, 12_000 if face == "top" else -12_000)]
    if not made.bodies:
        pins.append(Pin("end", -300_000, 0, end_nm))
    nets = extract(made, lambda material: material in {*METAL, "kovar"}, pins)
    (net,) = [net for net in nets.nets if net.pins]
    assert net.pins == tuple(sorted(pin.name for pin in pins))
    assert len(net.bodies) == len(made.bodies) / 2


@pytest.mark.parametrize("name", TERMINALS)
def test_an_opening_without_metal_gets_no_terminal(name):
    made = apply(TERMINALS[name] | {"face": "top"})
    assert not Region.union(slab.region for slab in new(made)).overlaps(DEAD)
    assert len(made.balls) in {0, 2}


def test_a_ball_keeps_its_volume_on_either_face():
    for face, before in (("top", PLAIN), ("bottom", BELOW)):
        made = apply(TERMINALS["balls"] | {"face": face}, before)
        (neck,) = new(made)
        total_nm3 = neck.volume_nm3 + sum(ball.volume_nm3 for ball in made.balls)
        assert total_nm3 == pytest.approx(2 * math.pi / 6 * 220_000**3, rel=1e-6)
        assert {ball.foot_nm for ball in made.balls} == {PLANE_NM if face == "top" else -PLANE_NM}


def test_a_land_with_no_film_round_it_carries_the_ball_itself():
    bare = Structure(PLAIN.slabs[:2])
    made = apply(TERMINALS["balls"], bare)
    assert not new(made)
    assert {ball.foot_nm for ball in made.balls} == {15_000}


def test_what_stands_higher_elsewhere_does_not_lift_a_ball():
    tower = Slab(
        "alumina", Role.COMPONENT, Region.box(700_000, 0, 900_000, 200_000), 25_000, 900_000, "c"
    )
    made = apply(TERMINALS["balls"], Structure((*PLAIN.slabs, tower)))
    assert {ball.foot_nm for ball in made.balls} == {PLANE_NM}


def test_a_mask_that_lies_off_wets_what_is_left_of_the_land():
    (neck,) = new(apply(TERMINALS["paste"] | {"shift_x": "100 um"}))
    assert alike(neck.region, OPEN & OPEN.moved(100_000, 0))


def test_a_copper_ball_stays_round_and_is_held_by_solder():
    made = apply(TERMINALS["copper balls"])
    (joint,) = new(made)
    assert (joint.material, joint.top_nm) == ("sac305", PLANE_NM + 20_000)
    ball = made.balls[0]
    assert (ball.material, ball.radius_nm, ball.foot_nm) == ("cu", 100_000, joint.top_nm)
    assert ball.centre_nm - ball.radius_nm == PLANE_NM
    with pytest.raises(StepError, match="joint of 100 um would drown half of a ball of 200 um"):
        apply(TERMINALS["copper balls"] | {"joint_thickness": "100 um"})


def test_a_bump_stands_over_the_plane_with_its_cap():
    column, cap = new(apply(TERMINALS["bumps"]))
    assert spans((column, cap)) == [("cu", 15_000, 65_000), ("sac305", 65_000, 85_000)]
    row = {k: v for k, v in TERMINALS["bumps"].items() if not k.startswith("cap")}
    assert spans(new(apply(row))) == [("cu", 15_000, 65_000)]
    with pytest.raises(InputError, match="a cap needs its thickness too"):
        apply(row | {"cap_material": "sn"})


def test_a_pin_stands_on_its_head_in_solder():
    joint, head, shaft = new(apply(TERMINALS["pins"]))
    assert spans((joint, head, shaft)) == [
        ("sac305", 15_000, 45_000),
        ("kovar", 45_000, 95_000),
        ("kovar", 95_000, 1_095_000),
    ]
    assert head.region == Region.discs(PLACES_NM, 160_000)
    assert shaft.region == Region.discs(PLACES_NM, 80_000)


def test_pins_that_cannot_stand_are_refused():
    with pytest.raises(StepError, match="heads of 700 um touch each other"):
        apply(TERMINALS["pins"] | {"head_diameter": "700 um"})
    with pytest.raises(StepError, match="head of 70 um is narrower than its shaft of 80 um"):
        apply(TERMINALS["pins"] | {"head_diameter": "70 um"})


def test_a_component_stands_on_joints_over_its_lands():
    made = apply(CHIP)
    joint, terminals, body = new(made, "c1")
    assert spans((joint, terminals, body)) == [
        ("sac305", 15_000, 55_000),
        ("sn", 55_000, 355_000),
        ("alumina", 55_000, 355_000),
    ]
    assert alike(joint.region, OPEN & MASKS["ends"].region)
    assert terminals.region | body.region == MASKS["outline"].region
    pins = [
        Pin("a", -300_000, 0, 12_000),
        Pin("b", 300_000, 0, 12_000),
        Pin("top", 300_000, 0, 354_000),
    ]
    nets = extract(made, lambda material: material in {*METAL, "sn"}, pins)
    assert {net.pins for net in nets.nets if net.pins} == {("a",), ("b", "top")}


def test_a_component_that_lies_off_keeps_what_its_ends_still_reach():
    joint, terminals, _ = new(apply(CHIP | {"shift_x": "180 um"}), "c1")
    assert terminals.region == MASKS["ends"].region.moved(180_000, 0)
    assert alike(joint.region, OPEN & terminals.region)
    assert joint.region.area_nm2 < (OPEN & MASKS["ends"].region).area_nm2


def test_a_component_that_cannot_be_placed_is_refused():
    with pytest.raises(StepError, match="no land of 'away' lies under the outline"):
        apply(CHIP | {"lands_mask": "away"})
    with pytest.raises(StepError, match="no metal is open under the terminals drawn in 'ends'"):
        apply(CHIP | {"conductors": ["au"]})
    wall = Slab(
        "fr4", Role.COMPONENT, Region.box(-50_000, -50_000, 50_000, 50_000), 25_000, 90_000, "wall"
    )
    with pytest.raises(StepError, match="meets what 'wall' made, which stands 35 um higher"):
        apply(CHIP, Structure((*PLAIN.slabs, wall)))


def test_the_saw_leaves_the_units_with_their_balls_and_wires():
    balls = apply(TERMINALS["balls"])
    middle = Ball("m", "sac305", Role.TERMINAL, 0, 0, 60_000.0, 50_000.0, 25_000, "m")
    wires = [
        Wire(name, "au", ((x0, 0, 30_000), (x0, 100, 90_000), (x1, 0, 30_000)), 25_000, "w")
        for name, x0, x1 in (("in", 100_000, 400_000), ("across", -200_000, 200_000))
    ]
    made = apply(SAW | {"mask": "two"}, balls.plus((), [middle, *wires]))
    assert {body.name for body in made.bodies} == {"terminals 1", "terminals 2", "in"}
    assert made.solid_nm(0, 10_000) == MASKS["two"].region


def test_without_a_drawing_the_body_is_the_unit():
    assert apply(SAW).solid_nm(0, 10_000) == MASKS.body


def test_units_that_no_saw_can_cut_are_refused():
    with pytest.raises(StepError, match="no rectangle: units overlap, or a saw cannot cut it"):
        apply(SAW | {"mask": "bent"})
    with pytest.raises(StepError, match=r"units leave the panel between \(1000000, 0\)"):
        apply(SAW | {"mask": "far"})
    with pytest.raises(StepError, match="the drawing 'none' is empty"):
        apply(SAW | {"mask": "none"})
    with pytest.raises(InputError, match="no mask 'tow'. Fix: did you mean 'two'|no mask 'tow'"):
        apply(SAW | {"mask": "tow"})
