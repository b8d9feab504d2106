"""What an etch takes and what it leaves."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError, StepError
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.steps.etch import Etch

UM = 1_000
PANEL = Region.box(-500 * UM, -500 * UM, 500 * UM, 500 * UM)
MASKS = Masks(PANEL, PANEL)
DISC = Region.disc(0, 0, 300 * UM)


def sheet(opening=DISC, face="top", thickness_um=200):
    """A sheet with resist on one face, open in the middle, and closed resist on the other."""
    open_film, whole = PANEL - opening, PANEL
    above, below = (open_film, whole) if face == "top" else (whole, open_film)
    top_nm = thickness_um * UM
    return Structure(
        (
            Slab("c194", Role.BASE, PANEL, 0, top_nm, "sheet"),
            Slab("resist", Role.RESIST, above, top_nm, top_nm + 20 * UM, "resist top"),
            Slab("resist", Role.RESIST, below, -20 * UM, 0, "resist bottom"),
        )
    )


def etch(before, depth_um, **more):
    more = {"materials": ("c194",), "etch_factor": 2.5} | more
    return Etch(name="etch", depth_nm=f"{depth_um} um", **more).apply(before, MASKS)


def gone(structure, height_nm, material="c194"):
    """What is missing of the sheet at a height."""
    left = [s.region for s in structure.slabs if s.material == material]
    spans = [s for s in structure.slabs if s.material == material]
    left = [s.region for s in spans if s.bottom_nm <= height_nm < s.top_nm]
    return PANEL - Region.union(left)


def radius_um(region):
    return math.sqrt(region.area_nm2 / math.pi) / UM


@pytest.mark.parametrize("depth_um", [20, 60, 120])
@pytest.mark.parametrize("factor", [1.0, 2.5, 8.0])
def test_the_depth_is_exact_and_the_wall_an_ellipse(depth_um, factor):
    after = etch(sheet(), depth_um, etch_factor=factor, tolerance_nm="4 um")
    floor_nm = (200 - depth_um) * UM
    assert not gone(after, floor_nm - 1)
    assert gone(after, floor_nm).covers(DISC)
    for share in (0.05, 0.3, 0.5, 0.7, 0.9):
        z_um = share * depth_um
        low, high = (
            depth_um / factor * math.sqrt(max(0.0, 1 - (min(z, depth_um) / depth_um) ** 2))
            for z in (z_um + 4, max(z_um - 4, 0))
        )
        reach_um = radius_um(gone(after, round((200 - z_um) * UM))) - 150
        assert low - 2.5 <= reach_um <= high + 2.5


def test_without_an_etch_factor_the_walls_are_straight():
    after = etch(sheet(), 120, etch_factor="straight")
    assert gone(after, 80 * UM) == gone(after, 199 * UM) == DISC
    assert not gone(after, 80 * UM - 1)
    assert len(after.slabs) == 4


def test_the_bottom_face_is_etched_as_the_top_face_is():
    top, bottom = etch(sheet(), 120), etch(sheet(face="bottom"), 120, face="bottom")
    for depth_um in (1, 30, 77, 119, 121):
        up, down = round((200 - depth_um) * UM), round(depth_um * UM) - 1
        assert gone(top, up) == gone(bottom, down)


@pytest.mark.parametrize(("first_um", "second_um", "web_um"), [(120, 60, 20), (120, 80, 0)])
def test_etches_from_both_faces_meet_when_their_depths_reach(first_um, second_um, web_um):
    before = Structure(
        tuple(s.within(PANEL - DISC) if s.role is Role.RESIST else s for s in sheet().slabs)
    )
    after = etch(etch(before, first_um), second_um, face="bottom")
    open_nm = [z for z in range(0, 200 * UM, UM) if gone(after, z).covers(DISC)]
    assert len(open_nm) == 200 - web_um


def test_a_spread_of_the_depth_is_etched():
    deep = etch(sheet(), 100, depth_error_nm="-15 um")
    assert gone(deep, 115 * UM)
    assert not gone(deep, 115 * UM - 1)


def test_what_covers_stays_and_what_the_undercut_frees_hangs_on():
    spot = Region.disc(0, 0, 80 * UM)
    before = sheet().plus([Slab("ni", Role.FINISH, spot, 200 * UM, 201 * UM, "finish")])
    after = etch(before, 120)
    assert [s for s in after.slabs if s.material != "c194"] == [
        s for s in before.slabs if s.material != "c194"
    ]
    assert gone(after, 199 * UM).covers(DISC), "the undercut of 48 um meets under the spot"


def test_a_peg_stands_under_a_spot_that_is_wide_enough():
    spot = Region.disc(0, 0, 200 * UM)
    before = sheet().plus([Slab("ni", Role.FINISH, spot, 200 * UM, 201 * UM, "finish")])
    left = PANEL - gone(etch(before, 120), 199 * UM)
    (peg,) = [part for part in left if part.contains(0, 0)]
    assert radius_um(peg) == pytest.approx(100 - 48, abs=4)


def test_metal_that_no_etchant_comes_to_stays():
    lid = Slab("pi_lowcure", Role.DIELECTRIC, PANEL, 150 * UM, 160 * UM, "lid")
    parts = [
        Slab("c194", Role.BASE, PANEL, 0, 150 * UM, "low"),
        lid,
        Slab("c194", Role.BASE, PANEL, 160 * UM, 200 * UM, "high"),
    ]
    before = Structure((*parts, sheet().slabs[1]))
    after = etch(before, 120)
    assert gone(after, 170 * UM).covers(DISC)
    assert not gone(after, 100 * UM)
    assert parts[0] in after.slabs


def test_only_what_is_in_line_of_sight_goes_where_the_etchant_goes_straight_down():
    eaves = Slab("ni", Role.FINISH, Region.box(0, 0, 50 * UM, 50 * UM), 220 * UM, 221 * UM, "eaves")
    after = etch(sheet().plus([eaves]), 50, etch_factor="straight")
    assert gone(after, 190 * UM) == DISC - eaves.region


@settings(max_examples=5, deadline=None)
@given(st.integers(20, 60), st.integers(20, 60))
def test_an_etch_in_two_goes_is_the_etch_in_one(first_um, second_um):
    stripe = Region.box(-100 * UM, -500 * UM, 100 * UM, 500 * UM)
    whole = etch(sheet(stripe), first_um + second_um)
    twice = etch(etch(sheet(stripe), first_um), second_um)
    for share in (0.1, 0.4, 0.7, 0.95):
        at_nm = round((200 - share * (first_um + second_um)) * UM)
        _, _, one_nm, _ = gone(whole, at_nm).box_nm
        _, _, two_nm, _ = gone(twice, at_nm).box_nm
        assert two_nm == pytest.approx(one_nm, abs=8 * UM)
    floor_nm = (200 - first_um - second_um) * UM
    assert gone(twice, floor_nm).covers(stripe)
    assert not gone(twice, floor_nm - 1)


def test_a_deeper_etch_takes_no_less():
    shallow, deep = etch(sheet(), 60), etch(sheet(), 90)
    for height_nm in range(101 * UM, 200 * UM, 7 * UM):
        assert gone(deep, height_nm).sized(2 * UM).covers(gone(shallow, height_nm))


def test_an_impossible_etch_is_named():
    with pytest.raises(StepError, match="no 'c194' is open to the bottom face"):
        etch(sheet(), 50, face="bottom")
    with pytest.raises(StepError, match="there is no 'cu' to etch"):
        etch(sheet(), 50, materials=("cu",))
    with pytest.raises(StepError, match="50 um that comes out 60 um too shallow"):
        etch(sheet(), 50, depth_error_nm="-60 um")
    with pytest.raises((InputError, ValueError), match="greater than 0"):
        etch(sheet(), 0)
