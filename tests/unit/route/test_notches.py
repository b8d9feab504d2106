"""Laws of filled notches, measured with the check that finds them."""

import itertools
import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.drc import closer_than, narrower_than, notched_below
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.route.planes.notches import without_notches
from padwright.route.planes.teardrops import Taper, tapers
from padwright.route.routing import Wire

UM = 1_000
WIDTH_NM, SPACE_NM, LAND_NM = 15 * UM, 15 * UM, 80 * UM


def _wire(*points_um):
    points = [(round(x * UM), round(y * UM)) for x, y in points_um]
    ends = [(*one, *two) for one, two in itertools.pairwise(points)]
    return Region.stadiums(np.array(ends), WIDTH_NM)


def _fork(turn, apart):
    """A land with two wires that leave it at an angle from each other."""
    tips = [(400 * math.cos(a), 400 * math.sin(a)) for a in (turn, turn + apart)]
    return Region.union([Region.disc(0, 0, LAND_NM), *(_wire((0, 0), tip) for tip in tips)])


def _is_clean(metal):
    return not (
        notched_below(metal, SPACE_NM)
        or closer_than(metal, SPACE_NM)
        or narrower_than(metal, WIDTH_NM)
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0, 2 * math.pi), st.floats(0.1, math.pi))
def test_no_notch_is_left_between_two_wires_of_a_net(turn, apart):
    metal = _fork(turn, apart)
    filled = without_notches(Mask(metal, (("a", metal),)), SPACE_NM, {"a"})
    assert _is_clean(filled.region)
    assert (metal - filled.region).area_nm2 == 0
    assert filled.region == dict(filled.labelled)["a"]
    # What is added lies between the wires, where they are nearer than the space.
    reach_nm = 2 * SPACE_NM / (2 * math.sin(apart / 2)) + LAND_NM
    added = filled.region - metal
    assert not added or added.sized(-10).sized(10).area_nm2 < reach_nm * 2 * SPACE_NM


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.floats(0, 2 * math.pi),
    st.floats(0.1, 1.0),
    st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), min_size=5, max_size=15),
)
def test_what_fills_a_notch_keeps_its_space_to_other_metal(turn, apart, places):
    metal = _fork(turn, apart)
    room = metal.sized(SPACE_NM + 8)
    other = Region.empty()
    for x, y in places:
        disc = Region.disc(round(x * UM), round(y * UM), 20 * UM)
        if not disc.overlaps(room) and not disc.overlaps(other.sized(SPACE_NM + 8)):
            other |= disc
    whole = Mask(metal | other, (("a", metal), ("b", other)))
    filled = without_notches(whole, SPACE_NM, {"a", "b"})
    assert closer_than(filled.region, SPACE_NM) == []
    assert notched_below(filled.region, SPACE_NM) == []
    assert dict(filled.labelled)["b"] == other


def test_the_wedge_between_a_wire_and_its_own_land_is_filled():
    """A wire that passes its land: what the router draws where a via stands beside a ball."""
    metal = Region.disc(0, 0, 400 * UM) | _wire((-300, 400), (-203, 0), (-240, -100))
    assert notched_below(metal, SPACE_NM)
    filled = without_notches(Mask(metal, (("a", metal),)), SPACE_NM, {"a"})
    assert _is_clean(filled.region)


def test_a_notch_of_a_passive_stays_as_it_was_drawn():
    metal = _fork(0.0, 0.3)
    mask = Mask(metal, (("passive L1", metal),))
    assert without_notches(mask, SPACE_NM, {"a"}) is mask


def test_a_level_without_notches_stays_as_it_is():
    metal = _fork(0.0, math.pi)
    mask = Mask(metal, (("a", metal),))
    assert without_notches(mask, SPACE_NM, {"a"}) is mask


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.floats(0, 2 * math.pi), st.floats(0.35, 1.2))
def test_teardrops_and_filled_notches_together_leave_none(turn, apart):
    metal = _fork(turn, apart)
    wires = [
        Wire("a", 0, WIDTH_NM, ((0, 0), (round(4e5 * math.cos(a)), round(4e5 * math.sin(a)))))
        for a in (turn, turn + apart)
    ]
    found = tapers(Taper(0.5, 0.9, 150 * UM), wires, {(0, 0): LAND_NM}, metal, SPACE_NM)
    metal |= Region.union(list(found.by_net().values()))
    filled = without_notches(Mask(metal, (("a", metal),)), SPACE_NM, {"a"})
    assert _is_clean(filled.region)
