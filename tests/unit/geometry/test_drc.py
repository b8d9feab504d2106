"""The primitives of design rules agree with distances that are measured by brute force."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from padwright.geometry.circle import corner_excess_nm
from padwright.geometry.drc import (
    Miss,
    areas_by_tile,
    closer_than,
    covered_share,
    enclosed_below,
    narrower_than,
    notched_below,
    separated_below,
    worst,
)
from padwright.geometry.region import SNAP_NM, Region

places = st.integers(-300, 300)
rectangles = st.tuples(places, places, st.integers(5, 80), st.integers(5, 80)).map(
    lambda b: Region.box(b[0], b[1], b[0] + b[2], b[1] + b[3])
)
scatters = st.lists(rectangles, min_size=2, max_size=7).map(Region.union)
even_nm = st.integers(300, 60_000).map(lambda half_nm: 2 * half_nm)


def as_shapely(region: Region) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(rings[0], rings[1:]) for rings in region.polygons()])


@given(scatters, st.integers(1, 120))
@settings(max_examples=150)
def test_spaces_are_those_that_brute_force_finds(region: Region, space_nm: int) -> None:
    parts = [as_shapely(part) for part in region]
    apart_nm = [a.distance(b) for a, b in itertools.combinations(parts, 2)]
    below_nm = [each for each in apart_nm if each < space_nm - 0.5]
    misses = closer_than(region, space_nm)
    assert bool(misses) >= bool(below_nm)
    assert not misses or min(apart_nm) < space_nm
    if below_nm:
        assert min(miss.measured_nm for miss in misses) == pytest.approx(min(below_nm), abs=1)


@given(scatters, scatters, st.integers(1, 120))
@settings(max_examples=100)
def test_separations_are_those_that_brute_force_finds(
    one: Region, other: Region, space_nm: int
) -> None:
    apart_nm = as_shapely(one).distance(as_shapely(other))
    misses = separated_below(one, other, space_nm)
    if apart_nm < space_nm - 0.5:
        assert min(miss.measured_nm for miss in misses) == pytest.approx(apart_nm, abs=1)
    if apart_nm >= space_nm:
        assert not misses


@given(rectangles, st.tuples(*[st.integers(-10, 90)] * 4), st.integers(1, 60))
@settings(max_examples=150)
def test_enclosures_are_those_that_brute_force_finds(
    inner: Region, margins_nm: tuple[int, int, int, int], enclosure_nm: int
) -> None:
    left, bottom, right, top = inner.box_nm
    outer = (
        left - margins_nm[0],
        bottom - margins_nm[1],
        right + margins_nm[2],
        top + margins_nm[3],
    )
    if outer[0] >= outer[2] or outer[1] >= outer[3]:
        return
    misses = enclosed_below(inner, Region.box(*outer), enclosure_nm)
    least_nm = min(margins_nm)
    assert bool(misses) == (least_nm < enclosure_nm)
    if misses:
        assert min(miss.measured_nm for miss in misses) == max(0, least_nm)


@given(st.integers(5, 500), st.integers(5, 500), st.integers(1, 600))
def test_widths_are_those_of_the_box(width_nm: int, height_nm: int, limit_nm: int) -> None:
    misses = narrower_than(Region.box(0, 0, width_nm, height_nm), limit_nm)
    assert bool(misses) == (min(width_nm, height_nm) < limit_nm)
    if misses:
        assert min(miss.measured_nm for miss in misses) == min(width_nm, height_nm)


@given(st.integers(1, 200), st.integers(1, 200))
def test_notches_are_those_of_the_slot(slot_nm: int, limit_nm: int) -> None:
    slotted = Region.box(0, 0, 500, 500) - Region.box(150, 100, 150 + slot_nm, 500)
    misses = notched_below(slotted, limit_nm)
    assert [miss.measured_nm for miss in worst(misses)] == ([slot_nm] if slot_nm < limit_nm else [])
    assert not closer_than(slotted, limit_nm)


def test_parts_that_meet_at_a_corner_have_no_space() -> None:
    pair = Region.box(0, 0, 100, 100) | Region.box(100, 100, 200, 200)
    [miss] = worst(closer_than(pair, 1))
    assert miss.measured_nm == 0
    assert miss.box_nm == (100, 100, 100, 100)


def test_space_across_corners_is_euclidean() -> None:
    pair = Region.box(0, 0, 100, 100) | Region.box(130, 140, 200, 200)
    assert not closer_than(pair, 50)
    [miss] = worst(closer_than(pair, 51))
    assert miss.measured_nm == 50


@given(even_nm, st.integers(-99, 99))
@settings(max_examples=80)
def test_a_drawn_circle_is_as_wide_as_its_diameter(diameter_nm: int, x_nm: int) -> None:
    disc = Region.disc(x_nm, 3, diameter_nm)
    assert not narrower_than(disc, diameter_nm)
    [miss] = worst(narrower_than(disc, diameter_nm + 10))
    assert diameter_nm <= miss.measured_nm < diameter_nm + 10


@given(even_nm, even_nm)
@settings(max_examples=80)
def test_circles_at_the_limit_of_enclosure_are_clean(diameter_nm: int, enclosure_nm: int) -> None:
    hole = Region.disc(5, 5, diameter_nm)
    land = Region.disc(5, 5, diameter_nm + 2 * enclosure_nm)
    slack_nm = corner_excess_nm(diameter_nm)
    assert not enclosed_below(hole, land, enclosure_nm, slack_nm=slack_nm)
    short = Region.disc(5, 5, diameter_nm + 2 * enclosure_nm - 2)
    assert enclosed_below(hole, short, enclosure_nm, slack_nm=slack_nm)


@given(st.floats(0.05, 1.5), st.integers(5, 20), st.integers(5, 20))
@settings(max_examples=80)
def test_parallel_slanted_wires_at_the_limit_are_clean(
    turn: float, width_um: int, space_um: int
) -> None:
    width_nm, space_nm = 1_000 * width_um, 1_000 * space_um
    along = np.array([np.cos(turn), np.sin(turn)]) * 400_000
    aside = np.array([-np.sin(turn), np.cos(turn)]) * (width_nm + space_nm + 2)
    # Two nanometres more, for the ends are rounded; the round ends of wires are another matter.
    ends_nm = np.rint([[*(-along), *along], [*(aside - along), *(aside + along)]]).astype(int)
    wires = Region.stadiums(ends_nm, width_nm)
    middle = wires & Region.disc(0, 0, 400_000)
    assert not closer_than(middle, space_nm)
    assert closer_than(middle, space_nm + 3 * SNAP_NM)


def test_misses_that_meet_are_one_with_the_least_distance() -> None:
    misses = [
        Miss((0, 0, 10, 10), 7),
        Miss((10, 5, 20, 20), 5),
        Miss((100, 100, 100, 100), 0),
        Miss((14, 15, 14, 30), 6),
    ]
    assert worst(misses) == [Miss((0, 0, 20, 30), 5), Miss((100, 100, 100, 100), 0)]
    assert worst([]) == []


@given(scatters, st.integers(20, 130), st.integers(20, 130))
@settings(max_examples=60)
def test_tiles_hold_the_area_of_the_box(region: Region, width_nm: int, height_nm: int) -> None:
    within = (-200, -150, 150, 200)
    areas_nm2 = areas_by_tile(region, (width_nm, height_nm), within)
    inside = region & Region.box(*within)
    assert areas_nm2.sum() == pytest.approx(inside.area_nm2, abs=1e-3)
    rows, columns = areas_nm2.shape
    for row, column in itertools.product(range(rows), range(columns)):
        left, bottom = -200 + column * width_nm, -150 + row * height_nm
        tile = (left, bottom, left + width_nm, bottom + height_nm)
        share = covered_share(inside, tile)
        assert areas_nm2[row, column] == pytest.approx(share * width_nm * height_nm, abs=1e-3)


def test_an_empty_window_has_no_share() -> None:
    assert covered_share(Region.box(0, 0, 10, 10), (3, 3, 3, 9)) == 0.0
    assert covered_share(Region.box(0, 0, 10, 10), (5, 0, 15, 10)) == 0.5


def test_jogs_of_rounding_do_not_face_each_other() -> None:
    hole = Region.disc(-900_000, 300_000, 35_000)
    assert not narrower_than(hole.without_slivers(), 35_000)


def test_a_corner_is_no_notch_and_a_sharp_wedge_is_one() -> None:
    land = Region.disc(0, 0, 55_000)
    entering = Region.stadiums(np.array([[0, 6_000, 300_000, 6_500]]), 15_000)
    assert not notched_below(land | entering, 15_000)
    wires = Region.stadiums(np.array([[0, 0, 300_000, 0], [0, 0, 300_000, 60_000]]), 15_000)
    assert notched_below(wires, 15_000)


corner = st.tuples(st.integers(-4_000, 4_000), st.integers(-4_000, 4_000))
triangles = st.tuples(corner, corner, corner).map(lambda each: Region.polygon(list(each)))


@given(triangles, triangles, corner, st.integers(20, 3_000))
@example(
    Region.polygon([(0, 0), (0, 90), (90, 90)]),
    Region.polygon([(0, 0), (0, 90), (90, 0)]),
    (0, -120),
    40,
)
@settings(max_examples=300)
def test_spaces_between_slanted_shapes_are_those_that_brute_force_finds(
    one: Region, other: Region, by_nm: tuple[int, int], space_nm: int
) -> None:
    other = other.moved(*by_nm)
    if not one or not other:
        return
    apart_nm = as_shapely(one).distance(as_shapely(other))
    if apart_nm == 0:
        return
    for misses in (closer_than(one | other, space_nm), separated_below(one, other, space_nm)):
        if apart_nm >= space_nm:
            assert not misses
        if apart_nm < space_nm - SNAP_NM - 1:
            assert min(miss.measured_nm for miss in misses) == pytest.approx(apart_nm, abs=2)


@given(corner, st.integers(5, 60), st.integers(-89, 89), st.integers(1, 99))
@settings(max_examples=100)
def test_enclosures_of_slanted_shapes_are_those_that_brute_force_finds(
    middle_nm: tuple[int, int], half_nm: int, turn_deg: int, enclosure_nm: int
) -> None:
    turn = np.radians(turn_deg)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half_nm * 50
    ring = np.rint(square @ axes + middle_nm).astype(int)
    inner = Region.polygon([(int(x), int(y)) for x, y in ring])
    outer = Region.box(-9_000, -9_000, 9_000, 9_000)
    limit_nm = 20 * enclosure_nm
    inside = as_shapely(outer).covers(as_shapely(inner))
    beyond_nm = as_shapely(outer).exterior.distance(as_shapely(inner)) if inside else 0.0
    misses = enclosed_below(inner, outer, limit_nm)
    if beyond_nm >= limit_nm:
        assert not misses
    if beyond_nm < limit_nm - SNAP_NM - 1:
        assert min(miss.measured_nm for miss in misses) == pytest.approx(beyond_nm, abs=2)
