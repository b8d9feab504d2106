"""Faces that touch, walls that are covered, places round and on a grid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.check.contact import (
    across,
    column,
    filled,
    is_round,
    on,
    sides_met,
    standing_on,
    under,
    walls_ratio,
)
from padwright.check.facts_carrier import fits_grid
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab

UM = 1_000


def box(left, bottom, right, top):
    return Region.box(*(each * UM for each in (left, bottom, right, top)))


def slab(region, low, high):
    return Slab("cu", Role.WIRING, region, low * UM, high * UM, "step")


def test_faces_are_covered_by_what_touches_them_only():
    face = box(0, 0, 100, 100)
    half, above = slab(box(0, 0, 50, 100), 10, 20), slab(box(50, 0, 100, 100), 11, 20)
    assert on(face, 10 * UM, [half, above]) == box(0, 0, 50, 100)
    assert under(face, 20 * UM, [half, above]) == face
    assert across([half, above], 10 * UM) == half.region


def test_a_column_goes_as_far_as_metal_fills_every_height():
    lower, upper = slab(box(0, 0, 100, 100), 0, 10), slab(box(50, 0, 150, 100), 10, 20)
    gap = slab(box(50, 0, 150, 100), 12, 20)
    assert column(box(0, 0, 200, 100), 0, 20 * UM, [lower, upper]) == box(50, 0, 100, 100)
    assert not column(box(0, 0, 200, 100), 0, 20 * UM, [lower, gap])


@given(share=st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_walls_are_covered_as_high_as_what_lies_beside_them(share):
    body = slab(box(0, 0, 100, 100), 0, 100)
    beside = [slab(box(-50, -50, 150, 150) - body.region, 0, share)] if share else []
    found = walls_ratio([body], beside, 0, 100 * UM, body.region)
    assert found == pytest.approx(share / 100, abs=1e-3)


def test_a_wall_against_the_body_itself_is_none():
    """The half of a bar has three walls; the fourth is the other half."""
    bar = slab(box(0, 0, 200, 100), 0, 10)
    cover = slab(box(-50, -50, 0, 150), 0, 10)  # along the short side
    found = walls_ratio([bar], [cover], 0, 10 * UM, box(0, 0, 100, 100))
    assert found == pytest.approx(1 / 3, abs=0.01)


def test_holes_are_filled():
    ring = box(0, 0, 100, 100) - box(20, 20, 80, 80)
    assert filled(ring) == box(0, 0, 100, 100)


@pytest.mark.parametrize(
    ("places", "met"),
    [
        ([(-200, 0), (200, 0)], True),
        ([(-200, 0), (-200, 50), (-250, 0)], False),
        ([(200, 200), (210, 230), (230, 210)], False),
        ([(-200, -200), (200, -200), (0, 200)], True),
        ([(0, 0), (200, 0)], False),
    ],
)
def test_parts_are_round_another_on_two_sides_with_its_middle_among_them(places, met):
    parts = [box(x - 10, y - 10, x + 10, y + 10) for x, y in places]
    assert is_round(parts, box(-100, -100, 100, 100)) is met


def test_sides_are_those_that_a_part_lies_wholly_beyond():
    about = box(0, 0, 100, 100)
    assert sides_met([box(120, 10, 130, 20), box(90, 110, 120, 120)], about) == {"right", "back"}
    assert sides_met([box(50, 50, 150, 60)], about) == set()


def test_a_point_stands_on_a_face_within_its_reach():
    pad = slab(box(0, 0, 100, 100), 0, 10)
    points = np.array([[50, 50, 11], [50, 50, 40], [150, 50, 10]]) * UM
    assert standing_on(points, np.array([20, 20, 20]) * UM, [pad]).tolist() == [True, False, False]


@given(
    columns=st.integers(2, 6),
    rows=st.integers(2, 6),
    pitch=st.integers(300, 1_000),
    off=st.integers(0, 60),
)
@settings(max_examples=40, deadline=None)
def test_a_grid_is_told_by_how_far_its_places_lie_off_it(columns, rows, pitch, off):
    places = [(x * pitch * UM, y * 700 * UM) for x in range(columns) for y in range(rows)]
    assert fits_grid(places, 50 * UM)[0]
    moved = [(places[0][0] + 3 * off * UM, places[0][1]), *places[1:]]
    fits, worst_nm, _ = fits_grid(moved, 50 * UM)
    assert fits is (worst_nm <= 50 * UM) or not fits


@pytest.mark.parametrize(
    "places",
    [
        [(0, 0), (500, 0), (1000, 0), (1500, 0)],  # a row
        [(0, 0), (500, 250), (0, 500), (500, 750)],  # staggered
        [(0, 0), (400, 0), (0, 400)],  # too few
        [(0, 0), (510, 40), (130, 620), (700, 800), (930, 210)],  # nothing at all
    ],
)
def test_what_is_no_grid_is_none(places):
    assert not fits_grid([(x * UM, y * UM) for x, y in places], 50 * UM)[0]


def test_places_of_a_grid_may_be_free():
    ring = [(x, y) for x in range(5) for y in range(5) if {x, y} & {0, 4}]
    assert fits_grid([(x * 500 * UM, y * 500 * UM) for x, y in ring], 50 * UM)[0]
