"""Laws of planes: clearance, web, islands and spokes, each measured on the drawn polygons."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from padwright.geometry.drc import closer_than, narrower_than, notched_below, separated_below
from padwright.geometry.region import Region
from padwright.geometry.shaping import grown, joining, lying_in, meeting, of_corners, opened, tips
from padwright.route.planes.planes import Pour, Spokes, Surroundings, foreign_metal, poured

SIDE_NM = 1_500_000
NONE = Region.empty()
BODY = Region.box(-SIDE_NM, -SIDE_NM, SIDE_NM, SIDE_NM)
POUR = Pour("vss", 1, BODY, 20_000, 30_000, 15_000, 15_000, Spokes(4, 30_000, 20_000, 45.0))


def _lands(places, diameter_nm=80_000):
    places = np.array(places, dtype=np.int64).reshape(-1, 2)
    sizes = np.full((len(places), 2), diameter_nm, dtype=np.int64)
    return np.concatenate([places, sizes], axis=1)


def _around(places, foreign=NONE, diameter_nm=80_000):
    lands = _lands(places, diameter_nm)
    return Surroundings(foreign, NONE, Region.discs(lands[:, :2], diameter_nm), NONE, lands)


def _scattered(seed, count):
    """Places at least 220 um apart, and wires between foreign ones that keep off the others."""
    rng = np.random.default_rng(seed)
    places = rng.integers(-SIDE_NM + 80_000, SIDE_NM - 80_000, (count, 2))
    alive = np.ones(len(places), dtype=bool)
    for one, other in sorted(cKDTree(places).query_pairs(220_000)):
        alive[other] &= not alive[one]
    places = places[alive]
    own, foreign = places[::3], np.delete(places, np.s_[::3], axis=0)
    discs = Region.discs(foreign, 55_000)
    clear = Region.discs(places, 80_000).sized(20_000)
    wires = [
        wire
        for one, other in zip(foreign[::2], foreign[1::2], strict=False)
        if not (wire := Region.stadiums(np.array([[*one, *other]]), 15_000)).overlaps(
            clear - Region.discs(np.array([one, other]), 130_000)
        )
    ]
    return own, Region.union([discs, *wires])


@pytest.mark.parametrize("seed", [2, 5])
def test_a_plane_keeps_every_rule_as_drawn(seed):
    own, foreign = _scattered(seed, 90)
    around = _around(own, foreign)
    plane = poured(POUR, around)
    metal = plane.region | around.own
    assert separated_below(plane.region, foreign, POUR.clearance_nm) == []
    assert closer_than(metal, POUR.space_nm) == []
    assert notched_below(metal, POUR.space_nm) == []
    assert narrower_than(metal, POUR.web_nm) == []
    assert all(part.overlaps(around.own) for part in metal)
    assert (plane.region - BODY).area_nm2 == 0


def test_full_connections_keep_every_rule_too():
    own, foreign = _scattered(10, 60)
    around = _around(own, foreign)
    plane = poured(replace(POUR, spokes=None), around)
    metal = plane.region | around.own
    assert separated_below(plane.region, foreign, POUR.clearance_nm) == []
    assert closer_than(metal, POUR.space_nm) == []
    assert narrower_than(metal, POUR.line_nm) == []
    assert all(part.overlaps(around.own) for part in metal)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 8), st.floats(0, 360), st.integers(15_000, 40_000))
def test_a_free_land_gets_all_its_spokes(count, angle_deg, width_nm):
    spokes = Spokes(count, width_nm, 25_000, angle_deg)
    around = _around([(0, 0)], diameter_nm=390_000)
    plane = poured(replace(POUR, spokes=spokes), around)
    assert plane.spokes.tolist() == [count]
    assert len(list(plane.joints)) == count
    assert len(list(plane.region | around.own)) == 1
    assert narrower_than(plane.joints, width_nm) == []
    # Between the spokes the ring is as wide as it was to be.
    ring = Region.disc(0, 0, 390_000 + 2 * 25_000) - Region.disc(0, 0, 390_000)
    assert (ring & plane.region).area_nm2 <= 1.1 * count * (width_nm + 4) * 26_000


def test_a_spoke_that_would_come_too_close_is_left_out():
    wire = Region.stadiums(np.array([[70_000, -400_000, 70_000, 400_000]]), 15_000)
    spokes = Spokes(4, 30_000, 20_000, 0.0)
    plane = poured(replace(POUR, spokes=spokes), _around([(0, 0)], wire))
    assert plane.spokes.tolist() == [3]


def test_a_narrow_web_goes_away():
    """Two discs leave a web of 25 um between their anti-pads: less than 30 um."""
    apart_nm = 55_000 + 2 * 20_000 + 25_000
    foreign = Region.discs(np.array([[0, 0], [apart_nm, 0]]), 55_000)
    around = _around([(-600_000, 0)], foreign)
    assert not poured(POUR, around).region.contains(apart_nm // 2, 0)
    assert poured(replace(POUR, web_nm=20_000), around).region.contains(apart_nm // 2, 0)


def test_islands_are_removed_or_kept_and_counted():
    ends = [(-1, -1, 1, -1), (1, -1, 1, 1), (1, 1, -1, 1), (-1, 1, -1, -1)]
    fence = Region.stadiums(np.array(ends) * 500_000, 15_000)
    around = _around([(-1_000_000, 0)], fence)
    plain = poured(POUR, around)
    kept = poured(replace(POUR, keep_islands=True), around)
    assert len(plain.islands_nm2) == 1
    assert plain.islands_nm2 == kept.islands_nm2
    assert not plain.region.contains(0, 0)
    assert kept.region.contains(0, 0)


def test_a_plane_keeps_off_its_own_wires():
    wires = Region.stadiums(np.array([[0, 0, 600_000, 100_000]]), 15_000)
    around = replace(_around([(0, 0)]), wires=wires - Region.disc(0, 0, 80_000))
    plane = poured(POUR, around)
    metal = Region.union((plane.region, around.own, wires))
    assert notched_below(metal, POUR.space_nm) == []
    assert closer_than(metal, POUR.space_nm) == []


def test_nothing_is_poured_where_nothing_is_free():
    plane = poured(POUR, _around([], BODY))
    assert not plane.region
    assert plane.islands_nm2 == ()


def test_unlabelled_metal_is_foreign():
    own, other, bare = Region.disc(0, 0, 100), Region.disc(500, 0, 100), Region.disc(900, 0, 100)
    labels = (("a", own), ("b", other))
    assert foreign_metal(Region.union((own, other, bare)), labels, "a") == other | bare


def test_opening_keeps_what_is_wide_and_drops_what_is_not():
    neck = Region.box(0, 0, 100_000, 20_000)
    pads = Region.box(-100_000, -50_000, 0, 50_000) | Region.box(100_000, -50_000, 200_000, 50_000)
    assert len(list(opened(neck | pads, 30_000))) == 2
    assert opened(neck | pads, 19_000) == neck | pads
    assert opened(NONE, 10) == NONE


def test_growing_in_pieces_is_growing():
    holes = Region.discs(np.array([[x, y] for x in range(0, 2_000, 200) for y in (0, 300)]), 100)
    plane = Region.box(-500, -500, 2_500, 800) - holes
    assert not (plane.sized(30) - grown(plane, 30)).is_solid
    assert not grown(plane, 30).overlaps(holes.sized(-40))


def test_shapes_are_told_one_by_one():
    boxes = np.array([[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10]])
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
    two = Region.box(-5, -5, 15, 15) | Region.box(25, -5, 28, 15)
    assert meeting(corners, two).tolist() == [True, True, False]
    assert lying_in(corners, two).tolist() == [True, False, False]
    wide = np.array([[[0, 0], [50, 0], [50, 10], [0, 10]]])
    assert joining(wide, two, 2).tolist() == [True]
    assert joining(wide, two, 3).tolist() == [False]
    assert of_corners(corners).area_nm2 == 300
    assert meeting(corners[:0], two).tolist() == []


def test_tips_are_corners_that_stick_out():
    ell = Region.box(0, 0, 100, 100) - Region.box(50, 50, 100, 100)
    assert sorted(map(tuple, tips(ell, 20.0).tolist())) == [
        (0, 0),
        (0, 100),
        (50, 100),
        (100, 0),
        (100, 50),
    ]
