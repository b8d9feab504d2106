"""Region keeps the laws of sets, and draws circles and wires nowhere narrower than nominal."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.circle import circle_nm, corner_excess_nm, drawn_diameter_nm
from padwright.geometry.region import SNAP_NM, Region

coordinates = st.integers(-60, 60)
boxes = st.tuples(coordinates, coordinates, st.integers(1, 40), st.integers(1, 40)).map(
    lambda b: Region.box(b[0], b[1], b[0] + b[2], b[1] + b[3])
)
regions = st.lists(boxes, max_size=8).map(Region.union)
even_nm = st.integers(250, 200_000).map(lambda half_nm: 2 * half_nm)


def as_shapely(region: Region) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(rings[0], rings[1:]) for rings in region.polygons()])


@given(regions, regions)
def test_areas_of_union_and_cut_add_up(one: Region, other: Region) -> None:
    both, either = one & other, one | other
    assert either.area_nm2 == one.area_nm2 + other.area_nm2 - both.area_nm2
    assert (one - other).area_nm2 == one.area_nm2 - both.area_nm2
    assert (one - other) | both == one
    assert not (one - other) & other


@given(regions, regions, regions)
def test_regions_keep_the_laws_of_sets(one: Region, two: Region, three: Region) -> None:
    assert one & (two | three) == (one & two) | (one & three)
    assert one - (two | three) == (one - two) & (one - three)
    assert one | two == two | one
    assert (one | two).covers(one)
    assert not one - (one | two)


@given(st.lists(boxes, max_size=10))
def test_union_of_many_is_the_fold_of_two(parts: list[Region]) -> None:
    folded = Region.empty()
    for part in parts:
        folded = folded | part
    assert Region.union(parts) == folded
    assert Region.union(parts).digest() == folded.digest()


@given(regions, regions)
def test_equal_regions_have_equal_digests_and_others_do_not(one: Region, other: Region) -> None:
    assert (one == other) == (one.digest() == other.digest())
    rebuilt = (one - other) | (one & other)
    assert rebuilt == one
    assert rebuilt.digest() == one.digest()


@given(regions, regions)
def test_areas_agree_with_another_library(one: Region, other: Region) -> None:
    assert (one & other).area_nm2 == as_shapely(one).intersection(as_shapely(other)).area
    assert (one | other).area_nm2 == as_shapely(one).union(as_shapely(other)).area


@given(regions)
def test_a_moved_region_moves_back(region: Region) -> None:
    assert region.moved(17, -5).moved(-17, 5) == region
    assert region.moved(17, -5).area_nm2 == region.area_nm2


def test_parts_that_meet_at_a_corner_stay_apart() -> None:
    pair = Region.union([Region.box(0, 0, 10, 10), Region.box(10, 10, 20, 20)])
    assert len(pair) == 2
    assert len(pair & Region.box(0, 0, 20, 20)) == 2
    assert len(Region.union([pair, Region.box(100, 0, 110, 10)])) == 3
    assert len(Region.box(0, 0, 20, 20) - pair) == 2


@pytest.mark.parametrize("beyond_nm", [-1, 0, 1])
def test_a_point_is_inside_up_to_the_border_and_no_further(beyond_nm: int) -> None:
    assert Region.box(0, 0, 100, 100).contains(100 + beyond_nm, 50) == (beyond_nm <= 0)


@given(regions, coordinates, coordinates)
def test_contains_agrees_with_another_library(region: Region, x_nm: int, y_nm: int) -> None:
    expected = as_shapely(region).covers(shapely.Point(x_nm, y_nm))
    assert region.contains(x_nm, y_nm) == expected


@given(even_nm, st.integers(-1000, 1000))
@settings(max_examples=60)
def test_a_disc_holds_its_circle_and_lies_in_its_drawn_diameter(
    diameter_nm: int, x_nm: int
) -> None:
    disc = as_shapely(Region.disc(x_nm, 7, diameter_nm))
    centre = shapely.Point(x_nm, 7)
    assert disc.exterior.distance(centre) >= diameter_nm / 2 - 1e-6
    assert disc.hausdorff_distance(centre) <= drawn_diameter_nm(diameter_nm) / 2
    assert corner_excess_nm(diameter_nm) <= math.ceil(diameter_nm * 0.0025) + 2


@given(st.tuples(*[st.integers(-300_000, 300_000)] * 4), even_nm.filter(lambda d: d < 80_000))
@settings(max_examples=150)
def test_a_wire_holds_every_point_within_half_its_width(
    ends_nm: tuple[int, int, int, int], width_nm: int
) -> None:
    drawn = as_shapely(Region.stadiums(np.array([ends_nm]), width_nm))
    axis = shapely.LineString([ends_nm[:2], ends_nm[2:]])
    assert drawn.exterior.distance(axis) >= width_nm / 2 - 0.01
    reach_nm = max(axis.distance(shapely.Point(each)) for each in drawn.exterior.coords)
    assert reach_nm <= drawn_diameter_nm(width_nm) / 2 + SNAP_NM / 2


@pytest.mark.parametrize("ends_nm", [(0, 0, 500_000, 0), (3, -7, 3, 90_001), (5, 5, 5, 5)])
def test_a_wire_on_an_axis_has_exactly_its_width(ends_nm: tuple[int, int, int, int]) -> None:
    left, bottom, right, top = Region.stadiums(np.array([ends_nm]), 15_000).box_nm
    assert min(right - left, top - bottom) == 15_000


def test_many_wires_are_the_union_of_each() -> None:
    ends_nm = np.array([[0, 0, 9_000, 0], [0, 0, 0, 9_000], [0, 0, 7_000, 5_000], [9, 9, 9, 9]])
    one_by_one = [Region.stadiums(each[None], 2_000) for each in ends_nm]
    assert Region.stadiums(ends_nm, 2_000) == Region.union(one_by_one)
    assert not Region.stadiums(np.empty((0, 4), dtype=np.int64), 2_000)


def test_many_boxes_and_discs_are_the_union_of_each() -> None:
    boxes_nm = np.array([[0, 0, 10, 10], [5, 5, 20, 30], [-3, 4, 2, 9]])
    assert Region.boxes(boxes_nm) == Region.union(Region.box(*map(int, each)) for each in boxes_nm)
    centres_nm = np.array([[0, 0], [900, 100], [5_000, 5_000]])
    assert Region.discs(centres_nm, 1_000) == Region.union(
        Region.disc(int(x), int(y), 1_000) for x, y in centres_nm
    )
    assert not Region.discs(np.empty((0, 2), dtype=np.int64), 1_000)


def test_a_polygon_of_very_many_corners_is_kept() -> None:
    turn = np.linspace(0, 2 * math.pi, 9_000, endpoint=False)
    ring = np.rint(1e8 * np.stack([np.cos(turn), np.sin(turn)], axis=1)).astype(int)
    region = Region.polygon([(int(x), int(y)) for x, y in ring])
    assert region.area_nm2 == pytest.approx(math.pi * 1e16, rel=1e-6)


@given(regions, st.integers(1, 9))
def test_growing_covers_and_shrinking_is_covered(region: Region, by_nm: int) -> None:
    assert not region - region.sized(by_nm)
    assert not region.sized(-by_nm) - region
    assert region.sized(0) == region


@given(regions)
def test_trapezoids_cover_the_region_once(region: Region) -> None:
    corners = region.trapezoids()
    pieces = [Region.polygon([(int(x), int(y)) for x, y in each]) for each in corners]
    assert Region.union(pieces) == region
    assert sum(piece.area_nm2 for piece in pieces) == region.area_nm2


@given(regions, regions)
def test_touching_and_clear_parts_make_up_the_whole(one: Region, other: Region) -> None:
    assert one.touching(other) | one.clear_of(other) == one
    assert not one.touching(other) & one.clear_of(other)


def test_slivers_are_left_out_and_shapes_are_kept() -> None:
    shape, sliver = Region.box(0, 0, 100, 100), Region.box(200, 0, 203, 900)
    assert (shape | sliver).without_slivers() == shape
    assert not shape.overlaps(sliver)
    assert not sliver.overlaps(Region.box(200, 0, 202, 900))
    assert shape.overlaps(Region.box(90, 0, 400, 100))
    assert shape.covers(Region.box(0, 0, 103, 100))
    assert not shape.covers(Region.box(0, 0, 110, 100))


def test_the_corners_of_a_circle_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        circle_nm(1_000)[0, 0] = 0


def test_parts_that_are_slivers_everywhere_are_left_out_whole() -> None:
    shape, sliver = Region.disc(0, 0, 1_000), Region.box(2_000, 0, 2_003, 900)
    assert (shape | sliver).solid_parts() == shape


@given(regions, st.lists(st.tuples(coordinates, coordinates), max_size=40))
def test_many_points_are_held_as_each_is(region: Region, points: list[tuple[int, int]]) -> None:
    held = region.holds(np.array(points, dtype=np.int64).reshape(-1, 2))
    assert held.tolist() == [region.contains(*each) for each in points]


def test_many_points_in_a_film_with_many_holes() -> None:
    places_nm = np.stack(np.meshgrid(np.arange(60), np.arange(60)), axis=-1).reshape(-1, 2) * 10_000
    film = Region.box(-9_000, -9_000, 620_000, 620_000) - Region.discs(places_nm, 6_000)
    assert len(film) == 1
    assert not film.holds(places_nm).any()
    assert film.holds(places_nm + np.array([3_000, 0])).all()
    assert film.holds(places_nm + 5_000).all()
