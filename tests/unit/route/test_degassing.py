"""Laws of degassing holes, measured on the drawn polygons: clearances, growth, density."""

import math
from dataclasses import replace

import numpy as np
import pytest

from padwright.geometry.drc import closer_than, narrower_than, separated_below
from padwright.geometry.region import Region
from padwright.geometry.tiles import Tiles, windows
from padwright.route.planes.degassing import Degassing, degassed

UM = 1_000
SIDE_NM = 1_600 * UM
BOX = (-SIDE_NM, -SIDE_NM, SIDE_NM, SIDE_NM)
TILES = Tiles.over(BOX, 800 * UM)
RULE = Degassing("disc", 80 * UM, 180 * UM, 80 * UM, 150 * UM, 30 * UM)
GROWING = replace(RULE, largest_nm=200 * UM)
#: A plane with lands every 800 um, a slot and anti-pads.
LANDS = Region.discs(
    np.array([[x * UM, y * UM] for x in (-800, 0, 800) for y in (-800, 0, 800)]), 390 * UM
)
SLOT = Region.box(300 * UM, -1_200 * UM, 340 * UM, 1_200 * UM)
PLANE = Region.box(*BOX) - SLOT


def _require_apart(holes, metal, lands, rule):
    outside = Region.box(*(2 * side for side in BOX)) - metal
    assert len(list(metal - holes)) == len(list(metal))
    assert separated_below(holes, lands, rule.clearance_nm) == []
    assert separated_below(holes, outside, rule.clearance_nm) == []
    assert closer_than(holes, rule.clearance_nm) == []
    assert narrower_than(metal - holes, rule.clearance_nm) == []


def _shares(metal, holes):
    return windows(TILES.shares(metal - holes))


@pytest.mark.parametrize("shape", ["disc", "square"])
@pytest.mark.parametrize("most", [1.0, 0.7, 0.5])
def test_holes_keep_off_edges_lands_and_each_other_and_part_nothing(shape, most):
    rule = replace(GROWING, shape=shape, size_nm=50 * UM)
    holes = degassed(rule, PLANE, [LANDS], TILES, most)
    assert len(list(holes)) > 100
    _require_apart(holes, PLANE, LANDS, rule)
    sizes = [part.box_nm[2] - part.box_nm[0] for part in holes]
    assert min(sizes) >= rule.size_nm
    assert max(sizes) <= 1.01 * rule.largest_nm
    again = degassed(rule, PLANE, [LANDS], TILES, most)
    assert again == holes


def test_holes_grow_until_the_tiles_have_their_share():
    plain = degassed(RULE, PLANE, [LANDS], TILES, 0.72)
    grown = degassed(GROWING, PLANE, [LANDS], TILES, 0.72)
    assert _shares(PLANE, plain).max() > 0.72
    assert _shares(PLANE, grown).max() <= 0.72
    # Holes do not grow where that is not needed, and no further than needed.
    assert _shares(PLANE, grown).max() > 0.65


def test_holes_stay_as_they_are_where_the_share_is_kept():
    loose = degassed(GROWING, PLANE, [LANDS], TILES, 0.95)
    assert loose == degassed(RULE, PLANE, [LANDS], TILES, 0.5)
    assert {part.box_nm[2] - part.box_nm[0] for part in loose} == {
        max(part.box_nm[2] - part.box_nm[0] for part in loose)
    }


def test_only_tiles_that_are_too_dense_get_larger_holes():
    """Lands on the left only: the right half keeps the holes that were asked for."""
    left = LANDS & Region.box(-SIDE_NM, -SIDE_NM, -500 * UM, SIDE_NM)
    plane = Region.box(*BOX)
    most = float(_shares(plane, degassed(RULE, plane, [], TILES, 1.0)).max()) + 0.01
    holes = degassed(GROWING, plane, [left], TILES, most)
    size_nm = min(part.box_nm[2] - part.box_nm[0] for part in holes)
    right = [part for part in holes if part.box_nm[0] > 900 * UM]
    assert {part.box_nm[2] - part.box_nm[0] for part in right} == {size_nm}
    assert max(part.box_nm[2] - part.box_nm[0] for part in holes) > size_nm


def test_what_cannot_be_had_is_come_near_to():
    """A share of 0.2 is not possible beside these lands: holes open what they can."""
    holes = degassed(GROWING, PLANE, [LANDS], TILES, 0.2)
    _require_apart(holes, PLANE, LANDS, GROWING)
    assert _shares(PLANE, holes).max() < _shares(PLANE, degassed(RULE, PLANE, [], TILES, 1)).max()


def test_narrow_metal_gets_no_holes():
    line = Region.box(0, 0, 1_500 * UM, 140 * UM)
    assert not degassed(GROWING, line, [], TILES, 0.1)
    assert not degassed(GROWING, Region.empty(), [], TILES, 0.1)


@pytest.mark.parametrize(("size_um", "largest_um"), [(40, 80), (50, 100), (80, 200)])
def test_no_step_is_taken_twice(size_um, largest_um):
    rule = replace(RULE, size_nm=size_um * UM, largest_nm=largest_um * UM, pitch_nm=200 * UM)
    steps = list(rule.steps())
    assert len(steps) == len(set(steps)) > 2


@pytest.mark.parametrize("shape", ["disc", "square"])
def test_the_largest_holes_of_a_grid_leave_the_clearance(shape):
    rule = replace(RULE, shape=shape)
    half_nm = rule.pitch_nm / 2
    size_nm = rule.largest_on_nm(rule.pitch_nm)
    gap_nm = half_nm - size_nm
    apart_nm = math.hypot(gap_nm, gap_nm) if shape == "square" else math.hypot(half_nm, half_nm)
    if shape == "disc":
        apart_nm -= size_nm
    assert rule.clearance_nm <= apart_nm < rule.clearance_nm + 2 * UM
