"""The transfer route: dies face down on a plate, ground, bonded, released and filled again."""

import pytest

from padwright.base.errors import InputError, StepError
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.flow import read_flow
from step_flows import (
    POCKETS,
    TRANSFER,
    die_row,
    face_down_row,
    sheet_row,
    structures,
    two_die_masks,
)

MASKS = two_die_masks()
NAMES = [row["name"] for row in TRANSFER]
#: The fronts of the dies: the underside of the release film, 1 um under the plate.
FRONT_NM = -1_000


def built(rows):
    return structures(read_flow(rows), MASKS)[-1]


def until(name):
    return built(TRANSFER[: NAMES.index(name) + 1])


def changed(name, **values):
    return [row | values if row["name"] == name else row for row in TRANSFER]


def without(*names):
    return [row for row in TRANSFER if row["name"] not in names]


def slabs(structure, role):
    return [slab for slab in structure.slabs if slab.role is role]


def test_dies_hang_with_their_fronts_in_one_plane_whatever_their_thickness():
    hung = until("attach b")
    fronts = {(s.made_by, s.top_nm) for s in slabs(hung, Role.DIE_PAD)}
    assert fronts == {("attach a", FRONT_NM), ("attach b", FRONT_NM)}
    backs = {s.made_by: s.bottom_nm for s in slabs(hung, Role.DIE) if s.top_nm < FRONT_NM}
    assert backs == {"attach a": FRONT_NM - 400_000, "attach b": FRONT_NM - 430_000}


def test_nothing_is_mirrored():
    pads = [s.region for s in slabs(until("attach b"), Role.DIE_PAD)]
    assert pads == [MASKS["pads a"].region, MASKS["pads b"].region]


def test_fill_from_below_covers_the_backs():
    filled = until("fill 1")
    assert filled.bottom_nm == FRONT_NM - 450_000
    assert filled.solid_nm(filled.bottom_nm, FRONT_NM) == MASKS.panel
    assert max(s.top_nm for s in slabs(filled, Role.FILL)) == FRONT_NM


def test_grinding_makes_every_die_as_thick_though_one_came_thicker():
    ground = until("grind")
    assert ground.bottom_nm == FRONT_NM - 300_000
    assert {s.bottom_nm for s in slabs(ground, Role.DIE) if s.top_nm < FRONT_NM} == {-301_000}
    low = ground.solid_nm(-301_000, -300_000)
    assert low == MASKS.panel


def test_the_base_is_bonded_from_below_and_nets_its_adhesive():
    bonded = until("base")
    (base,) = slabs(bonded, Role.BASE)
    (glue,) = slabs(bonded, Role.ATTACH)
    assert (base.top_nm, glue.bottom_nm, glue.top_nm) == (-321_000, -321_000, -301_000)
    assert base.region == MASKS.panel


def test_a_base_without_adhesive_lies_on_the_dies():
    bare = {k: v for k, v in TRANSFER[NAMES.index("base")].items() if not k.startswith("adhesive")}
    (base,) = slabs(built([*TRANSFER[: NAMES.index("base")], bare]), Role.BASE)
    assert base.top_nm == FRONT_NM - 300_000


def test_plate_and_first_fill_go_and_dies_and_base_stay():
    stripped = until("strip fill 1")
    assert not slabs(stripped, Role.PLATE)
    assert not slabs(stripped, Role.FILL)
    assert {s.made_by for s in stripped.slabs} == {"attach a", "attach b", "base"}
    dies = MASKS["die a"].region | MASKS["die b"].region
    assert stripped.solid_nm(-300_000, FRONT_NM) == dies


def test_the_second_fill_is_flush_with_the_fronts():
    fill = slabs(until("fill 2"), Role.FILL)
    assert {s.made_by for s in fill} == {"fill 2"}
    assert max(s.top_nm for s in fill) == FRONT_NM
    assert until("fill 2").solid_nm(-300_000, FRONT_NM) == MASKS.panel


def test_the_second_fill_before_the_first_is_gone_finds_no_room():
    with pytest.raises(StepError, match="nothing is open to the top face.*strip the earlier fill"):
        built(without("strip fill 1"))


def test_strip_works_from_the_face_that_it_is_told():
    with_cover = changed("strip fill 1", face="bottom")
    kept = built(with_cover[: NAMES.index("strip fill 1") + 1])
    assert slabs(kept, Role.FILL), "the base covers the fill from below"


def test_steps_out_of_order_say_what_is_missing():
    with pytest.raises(StepError, match="no step 'plate' left a plate"):
        built(without("plate"))
    with pytest.raises(StepError, match="there is no die to be flush with"):
        built(without("attach a", "attach b"))
    with pytest.raises(StepError, match="there is no die to grind"):
        built(without("attach a", "attach b", "fill 1"))
    with pytest.raises(StepError, match="no step 'release film' left a release film"):
        built(without("release film"))
    with pytest.raises(StepError, match="there is nothing to bond the base to"):
        built([TRANSFER[NAMES.index("base")]])
    with pytest.raises(StepError, match="without 'plate' nothing is left"):
        built([TRANSFER[0], {"step": "release", "name": "release", "sheet": "plate"}])
    with pytest.raises(StepError, match="there is no panel to turn over"):
        built([{"step": "turn-over", "name": "turn over"}])


def test_a_base_is_not_bonded_to_a_face_that_is_not_flat():
    with pytest.raises(StepError, match=r"is not flat: 91.2% of the panel.*fill the panel"):
        built(without("fill 1", "grind"))


def test_without_grinding_the_base_lies_on_the_fill():
    bonded = built(without("grind")[: NAMES.index("base")])
    (glue,) = slabs(bonded, Role.ATTACH)
    assert glue.top_nm == FRONT_NM - 450_000


def test_a_wheel_that_reaches_no_die_or_too_much_is_refused():
    with pytest.raises(StepError, match="dies are 430 um thick.*to 430 um does not reach"):
        built(changed("grind", die_thickness="430 um"))
    with pytest.raises(StepError, match="cut the pads of 'attach a'"):
        built(changed("grind", die_thickness="1 um"))
    with pytest.raises(StepError, match="cut the pads of 'attach a'"):
        built([*POCKETS[:4], {"step": "grind", "name": "grind", "die_thickness": "149 um"}])
    low, high = (
        Slab("si", Role.DIE, MASKS["die a"].region, from_nm, from_nm + 200_000, name)
        for name, from_nm in (("low", 0), ("high", 500_000))
    )
    (grind,) = read_flow([{"step": "grind", "name": "grind", "die_thickness": "100 um"}])
    with pytest.raises(StepError, match="take the whole die of 'high' away"):
        grind.apply(Structure((low, high)), MASKS)


def test_a_wheel_meets_balls_that_hang_below():
    ball = {
        "step": "ball-attach",
        "name": "balls",
        "material": "sac305",
        "mask": "pads a",
        "diameter": "200 um",
        "conductors": ["si"],
        "face": "bottom",
    }
    rows = TRANSFER[: NAMES.index("fill 1")]
    grind = TRANSFER[NAMES.index("grind")]
    with pytest.raises(StepError, match="the wheel would meet 'balls 1'"):
        built([*rows, ball, grind])


def test_a_die_thinner_than_the_plane_stays_under_its_fill():
    thin = built(
        [
            row | {"thickness_error": "-150 um"} if row["name"] == "attach b" else row
            for row in TRANSFER[: NAMES.index("grind") + 1]
        ]
    )
    backs = {s.made_by: s.bottom_nm for s in slabs(thin, Role.DIE) if s.top_nm < FRONT_NM}
    assert backs == {"attach a": -301_000, "attach b": -251_000}


def test_a_plate_that_is_covered_on_both_faces_is_not_released():
    inner = [
        sheet_row("plate", "700 um", material="glass_af32", role="plate"),
        sheet_row("base"),
        die_row("a") | {"name": "attach a"},
        {"step": "release", "name": "release", "sheet": "plate"},
    ]
    with pytest.raises(StepError, match="'plate' lies inside, covered on both faces"):
        built(inner)


def test_an_adhesive_is_stated_whole():
    row = TRANSFER[NAMES.index("base")]
    with pytest.raises(InputError, match="an adhesive needs its material too"):
        read_flow([{k: v for k, v in row.items() if k != "adhesive_material"}])


def test_a_die_hangs_under_a_flat_ceiling_only():
    step = Structure(
        (
            Slab("glass_af32", Role.PLATE, MASKS.panel, 0, 700_000, "plate"),
            Slab("epoxy_unf", Role.FILL, Region.box(-900_000, 0, 0, 100_000), -5_000, 0, "bead"),
        )
    )
    (die,) = read_flow([face_down_row("a")])
    with pytest.raises(StepError, match="'bead' reaches"):
        die.apply(step, MASKS)
