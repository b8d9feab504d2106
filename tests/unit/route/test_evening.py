"""Laws of teardrops, degassing holes and fill, measured on the drawn polygons."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.drc import closer_than, notched_below, separated_below
from padwright.geometry.region import Region
from padwright.geometry.tiles import Tiles, windows
from padwright.route.planes.evening import Filling, Stamp, fill, filled, grid, staggered
from padwright.route.planes.teardrops import Taper, tapers
from padwright.route.routing import Wire

UM = 1_000
SPACE_NM = 15 * UM
LAND_NM = 80 * UM
RULE = Taper(0.5, 1.0, 150 * UM)


def _drawn(wire):
    ends = [(*one, *two) for one, two in zip(wire.points_nm, wire.points_nm[1:], strict=False)]
    return Region.stadiums(np.array(ends), wire.width_nm)


def _wire(*points_um, net="a"):
    return Wire(net, 0, 15 * UM, tuple((round(x * UM), round(y * UM)) for x, y in points_um))


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 2 * math.pi), st.floats(0.3, 1.0), st.floats(0.3, 1.5))
def test_a_taper_joins_wire_and_land_smoothly(turn, width_ratio, length_ratio):
    wire = _wire((0, 0), (400 * math.cos(turn), 400 * math.sin(turn)))
    metal = _drawn(wire) | Region.disc(0, 0, LAND_NM)
    rule = Taper(length_ratio, width_ratio, 150 * UM)
    found = tapers(rule, [wire], {(0, 0): LAND_NM}, metal, SPACE_NM)
    assert found.nets == ("a",)
    shape = found.by_net()["a"]
    whole = metal | shape
    assert len(list(whole)) == 1
    assert whole.area_nm2 > metal.area_nm2
    # Nothing stands out beyond the land's own circle but along the wire.
    reach_nm = LAND_NM / 2 + min(length_ratio * LAND_NM, 150 * UM)
    assert max(math.hypot(x, y) for x, y in found.corners_nm[0]) <= reach_nm + 10 * UM
    assert notched_below(whole, SPACE_NM) == []


def test_a_taper_near_other_metal_is_left_out():
    wire = _wire((0, 0), (400, 0))
    far = _wire((0, 120), (400, 120), net="b")
    land = Region.disc(0, 0, LAND_NM)
    lands = {(0, 0): LAND_NM}
    near = Region.union((_drawn(wire), land, _drawn(_wire((46, 36), (400, 36), net="b"))))
    clear = Region.union((_drawn(wire), land, _drawn(far)))
    assert tapers(RULE, [wire], lands, near, SPACE_NM).nets == ()
    assert tapers(RULE, [wire], lands, clear, SPACE_NM).nets == ("a",)


def test_a_taper_that_would_short_is_left_out():
    wire = _wire((0, 0), (400, 0))
    crumb = Region.box(50 * UM, 12 * UM, 60 * UM, 18 * UM)
    metal = Region.union((_drawn(wire), Region.disc(0, 0, LAND_NM), crumb))
    assert tapers(RULE, [wire], {(0, 0): LAND_NM}, metal, SPACE_NM).nets == ()


def test_a_wire_that_bends_in_its_land_gets_no_taper():
    wire = _wire((0, 0), (20, 0), (20, 400))
    metal = _drawn(wire) | Region.disc(0, 0, LAND_NM)
    assert tapers(RULE, [wire], {(0, 0): LAND_NM}, metal, SPACE_NM).nets == ()
    assert tapers(RULE, [], {}, metal, SPACE_NM).nets == ()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.15, 0.4))
def test_fill_reaches_its_target_where_there_is_room(seed, target):
    rng = np.random.default_rng(seed)
    box = (-1_200 * UM, -1_200 * UM, 1_200 * UM, 1_200 * UM)
    ends = rng.integers(-1_100 * UM, 1_100 * UM, (6, 4))
    metal = Region.stadiums(ends, 20 * UM)
    tiles = Tiles.over(box, 600 * UM)
    stamp = Stamp("square", 40 * UM)
    free = Region.box(*box) - metal.sized(30 * UM)
    shares = tiles.shares(metal)
    places = fill(stamp, 60 * UM, free, shares, tiles, target)
    pieces = stamp.drawn(places)
    assert separated_below(pieces, metal, 30 * UM) == []
    assert closer_than(pieces, 20 * UM) == []
    after = tiles.shares(metal | pieces)
    # A half tile holds 25 pieces; one more or less than asked, or as many as there is room for.
    room = tiles.shares(stamp.drawn(grid(box, 60 * UM)[0]) & free)
    one = stamp.area_nm2 / np.prod(tiles.step_nm)
    assert (after <= np.maximum(shares, target + 2 * one) + 0.02).all()
    full = room >= target - shares + 8 * one
    assert (after[full] >= target - 3 * one).all()
    assert windows(after).min() >= min(target, windows(shares).min())


def test_smaller_pieces_go_where_a_tile_stays_too_thin():
    """Between lines 130 um apart no large piece fits: the tile keeps its share with small ones."""
    box = (-1_200 * UM, -1_200 * UM, 1_200 * UM, 1_200 * UM)
    lines = np.array([[x * UM, -1_100 * UM, x * UM, 1_100 * UM] for x in range(-500, 501, 145)])
    metal = Region.stadiums(lines, 15 * UM)
    tiles = Tiles.over(box, 600 * UM)
    found = {}
    for smallest_um in (100, 30):
        rule = Filling("square", 100 * UM, smallest_um * UM, 25 * UM, 20 * UM, 0.35, 0.3)
        pieces = filled(rule, metal, Region.box(*box), tiles)
        assert separated_below(pieces, metal, 20 * UM) == []
        assert closer_than(pieces, 25 * UM) == []
        found[smallest_um] = windows(tiles.shares(metal | pieces))
        sizes = {part.box_nm[2] - part.box_nm[0] for part in pieces}
        assert max(sizes) == 100 * UM
        assert min(sizes) >= smallest_um * UM
    assert found[100].min() < 0.3
    assert found[30].min() >= 0.3
    assert found[30].max() < 0.55


def test_no_fill_where_there_is_enough_or_no_room():
    box = (-1_200 * UM, -1_200 * UM, 1_200 * UM, 1_200 * UM)
    tiles = Tiles.over(box, 600 * UM)
    rule = Filling("disc", 100 * UM, 50 * UM, 25 * UM, 20 * UM, 0.35, 0.3)
    assert not filled(rule, Region.box(*box), Region.box(*box), tiles)
    assert not filled(rule, Region.empty(), Region.empty(), tiles)


def test_grids():
    places, rank = grid((0, 0, 1_000, 500), 100)
    assert len(places) == 50
    assert set(rank.tolist()) == set(range(16))
    rows = staggered((0, 0, 1_000, 1_000), 100)
    assert len(np.unique(rows, axis=0)) == len(rows)
    apart = np.hypot(*(rows[:, None] - rows[None]).transpose(2, 0, 1).astype(float))
    assert apart[apart > 0].min() == pytest.approx(math.hypot(50, 50))


def test_tiles_overlap_by_half():
    tiles = Tiles.over((0, 0, 2_000, 1_000), 500)
    shares = tiles.shares(Region.box(0, 0, 1_000, 1_000))
    assert shares.shape == (4, 8)
    assert windows(shares)[0].tolist() == [1, 1, 1, 0.5, 0, 0, 0]
    assert len(tiles.boxes()) == windows(shares).size
    assert len(tiles.half_tiles()) == shares.size
    assert tiles.of(np.array([[0, 0], [1_999, 999]])).tolist() == [0, 31]
