"""Recipes give what KLayout gives, and nothing is known of shapes that is not so."""

from collections.abc import Callable

import klayout.db as kdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.known import Known
from padwright.geometry.region import SNAP_NM, Region

PANEL = Region.box(-500, -500, 2_000, 2_000)
Pair = tuple[Region, kdb.Region]


def drawn(region: Region) -> kdb.Region:
    """Return the polygons of a shape as a copy of which nothing is known."""
    copy: kdb.Region = region.shapes.dup()
    copy.min_coherence = True
    return copy


def is_sliver(shapes: kdb.Region) -> bool:
    return bool(shapes.sized(-SNAP_NM).is_empty())


def fresh(region: Region) -> Pair:
    return region, drawn(region)


grid = st.integers(0, 14).map(lambda step: 100 * step)
sizes = st.integers(1, 9).map(lambda step: 100 * step)


@st.composite
def squares(draw: st.DrawFn) -> Pair:
    left, low, width, height = draw(st.tuples(grid, grid, sizes, sizes))
    return fresh(Region.box(left, low, left + width, low + height))


@st.composite
def rows_of_discs(draw: st.DrawFn) -> Pair:
    places = draw(st.lists(st.tuples(grid, grid), min_size=1, max_size=5))
    return fresh(Region.discs(np.array(places), draw(st.sampled_from([40, 80, 160, 300]))))


@st.composite
def wires(draw: st.DrawFn) -> Pair:
    ends = draw(st.lists(st.tuples(grid, grid, grid, grid), min_size=1, max_size=3))
    return fresh(Region.stadiums(np.array(ends), draw(st.sampled_from([31, 60]))))


def cut(one: Pair, two: Pair) -> Pair:
    return one[0] - two[0], one[1] - two[1]


def shared(one: Pair, two: Pair) -> Pair:
    return one[0] & two[0], one[1] & two[1]


def both(one: Pair, two: Pair) -> Pair:
    return one[0] | two[0], one[1] | two[1]


def cut_twice(one: Pair, two: Pair) -> Pair:
    return PANEL.minus([one[0], two[0]]), PANEL.shapes - one[1] - two[1]


def plane_without(one: Pair, _: Pair) -> Pair:
    return PANEL - one[0], PANEL.shapes - one[1]


def within_both(one: Pair, two: Pair) -> Pair:
    parts = [two[0], PANEL - one[0]]
    return one[0].within(parts), one[1] & (two[1] + (PANEL.shapes - one[1]))


OPERATIONS: tuple[Callable[[Pair, Pair], Pair], ...] = (
    cut, shared, both, cut_twice, plane_without, within_both
)  # fmt: skip


def grown_shapes(atoms: st.SearchStrategy[Pair]) -> st.SearchStrategy[list[Pair]]:
    """Return rows of shapes, each made of earlier ones by one operation."""
    steps = st.lists(
        st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 99), st.integers(0, 99)), max_size=10
    )

    def made(parts: tuple[list[Pair], list[tuple[Callable[..., Pair], int, int]]]) -> list[Pair]:
        pairs, todo = list(parts[0]), parts[1]
        for operation, one, two in todo:
            pairs.append(operation(pairs[one % len(pairs)], pairs[two % len(pairs)]))
        return pairs

    return st.tuples(st.lists(atoms, min_size=2, max_size=4), steps).map(made)


@given(grown_shapes(squares()))
@settings(max_examples=120, deadline=None)
def test_on_a_grid_a_recipe_is_exactly_what_klayout_computes(pairs: list[Pair]) -> None:
    for region, shapes in pairs:
        least_nm2, most_nm2 = region.least_nm2, region.most_nm2
        assert bool(region) == (not shapes.is_empty())
        assert least_nm2 <= shapes.area() <= most_nm2
        assert region.area_nm2 == shapes.area()
        assert (region.shapes ^ shapes).is_empty()
        box = shapes.bbox()
        expected = (0, 0, 0, 0) if box.empty() else (box.left, box.bottom, box.right, box.top)
        assert region.box_nm == expected
        assert len(region) == shapes.merged(min_coherence=True, min_wc=0).count()


@given(grown_shapes(squares() | rows_of_discs() | wires()))
@settings(max_examples=120, deadline=None)
def test_a_recipe_is_what_klayout_computes_but_for_slivers(pairs: list[Pair]) -> None:
    for region, shapes in reversed(pairs):
        assert is_sliver(region.shapes ^ shapes)


@given(grown_shapes(squares() | rows_of_discs() | wires()))
@settings(max_examples=120, deadline=None)
def test_what_is_known_is_so(pairs: list[Pair]) -> None:
    for one, one_drawn in pairs:
        for two, two_drawn in pairs:
            if one.known.lies_inside(two.known):
                assert is_sliver(one_drawn - two_drawn)
            if one.known.lies_apart_from(two.known):
                assert is_sliver(one_drawn & two_drawn)
            if one.is_alike(two):
                assert is_sliver(one_drawn ^ two_drawn)


@given(grown_shapes(squares() | rows_of_discs() | wires()))
@settings(max_examples=60, deadline=None)
def test_relations_of_regions_are_those_of_their_polygons(pairs: list[Pair]) -> None:
    for one, one_drawn in pairs[-3:]:
        assert one.is_solid == (not one_drawn.sized(-SNAP_NM // 2).is_empty())
        for two, two_drawn in pairs[-3:]:
            assert one.overlaps(two) == (not (one_drawn & two_drawn).sized(-2).is_empty())
            assert one.covers(two) == (two_drawn - one_drawn).sized(-2).is_empty()
            if (one_drawn ^ two_drawn).is_empty():
                assert one == two


@given(rows_of_discs() | squares() | wires(), st.integers(-45, 45))
@settings(deadline=None)
def test_a_pierced_plane_grows_as_its_polygons_do(hole: Pair, by_nm: int) -> None:
    plane = PANEL - hole[0]
    assert is_sliver(plane.sized(by_nm).shapes ^ drawn(plane).sized(by_nm))
    assert is_sliver(hole[0].sized(by_nm).shapes ^ hole[1].sized(by_nm))


@given(rows_of_discs(), rows_of_discs(), st.integers(1, 30))
@settings(deadline=None)
def test_parts_that_touch_what_their_cores_leave_are_all_parts(
    one: Pair, two: Pair, by_nm: int
) -> None:
    ring = one[0] - one[0].sized(-by_nm)
    assert one[0].touching(ring) == Region(one[1].interacting(drawn(ring)))
    assert one[0].touching(two[0]) == Region(one[1].interacting(two[1]))


def test_a_plane_with_a_thousand_holes_is_not_drawn_until_it_is_looked_at() -> None:
    steps = 1_000 * np.arange(32)
    holes = Region.discs(np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2), 400)
    panel = Region.box(-1_000, -1_000, 33_000, 33_000)
    plane = panel - holes
    assert plane.drawn is None
    assert panel - plane is holes
    assert plane | holes is panel
    assert not plane & holes
    assert plane.area_nm2 == panel.area_nm2 - holes.area_nm2
    assert len(plane) == 1
    assert plane == panel - holes
    assert plane.drawn is None
    assert len(plane.shapes.merged()[0].to_simple_polygon().to_s()) > 0
    assert plane.area_nm2 == plane.shapes.area()


def test_what_klayout_found_is_known_afterwards() -> None:
    hole, land = Region.box(10, 10, 20, 20), Region.polygon([(0, 0), (0, 90), (90, 90), (90, 0)])
    land = land - Region.box(60, 60, 70, 70)
    assert not hole.known.lies_inside(land.known)
    assert hole & land is hole
    assert hole.known.lies_inside(land.known)
    corner = Region.polygon([(0, 0), (0, 90), (90, 90)])
    other = Region.box(60, 10, 80, 40)
    assert not other.known.lies_apart_from(corner.known)
    assert not other.overlaps(corner)
    assert other.known.lies_apart_from(corner.known)


@pytest.mark.parametrize("diameter_nm", [60, 61, 100])
def test_discs_lie_in_wider_discs_about_the_same_places_only(diameter_nm: int) -> None:
    places = np.array([[0, 0], [1_000, 0], [0, 1_000]])
    small, wide = Region.discs(places, 40), Region.discs(places, diameter_nm)
    wiring = Region.union([wide, Region.stadiums(np.array([[0, 0, 1_000, 0]]), 10)])
    assert small.known.lies_inside(wiring.known)
    assert not wiring.known.lies_inside(small.known)
    moved = Region.discs(places + np.array([30, 0]), 40)
    assert not moved.known.lies_inside(wiring.known)


def test_a_shape_of_which_nothing_is_known_lies_inside_its_box_only() -> None:
    box, inner = Known((0, 0, 10, 10), is_box=True), Known((2, 2, 8, 8))
    assert inner.lies_inside(box)
    assert not inner.lies_inside(Known((0, 0, 10, 10)))
    assert inner.lies_apart_from(Known((8, 0, 20, 10)))
    assert not inner.lies_apart_from(Known((7, 0, 20, 10)))


def test_what_two_parts_take_together_lies_inside_neither():
    ends = Region.box(0, 0, 10, 10) | Region.box(90, 0, 100, 10)
    left, right = Region.box(-100, -100, 40, 100), Region.box(60, -100, 300, 100)
    assert not ends.minus([left, right])
    assert not ends.known.lies_inside(left.known)
    assert not ends.known.lies_inside(right.known)
    assert (ends & left).area_nm2 == (ends & right).area_nm2 == 100


def test_a_recipe_that_took_nothing_away_is_not_clear_of_its_whole():
    whole = Region.boxes(np.array([[0, 0, 900, 900], [2_000, 0, 2_900, 900]]))
    ring = Region.box(-100, -100, 3_000, 1_000) - Region.box(-50, -50, 2_950, 950)
    for part in (whole - ring, whole - ring):
        assert not whole.clear_of(part)
        assert whole.touching(part) == whole
