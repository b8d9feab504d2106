"""Regions turned about a point, rounded by a tool, and what they enclose."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.geometry.region import Region

BOX = Region.box(-500_000, -300_000, 500_000, 300_000)


@given(
    st.floats(-10, 10),
    st.integers(-1_000_000, 1_000_000),
    st.integers(-1_000_000, 1_000_000),
)
def test_a_turn_keeps_the_area_and_turns_back(angle_deg, x_nm, y_nm):
    turned = BOX.turned(angle_deg, x_nm, y_nm)
    assert turned.area_nm2 == pytest.approx(BOX.area_nm2, rel=1e-5)
    back = turned.turned(-angle_deg, x_nm, y_nm)
    assert max(abs(a - b) for a, b in zip(back.box_nm, BOX.box_nm, strict=True)) <= 2


def test_a_quarter_turn_is_exact():
    assert BOX.turned(90, 0, 0) == Region.box(-300_000, -500_000, 300_000, 500_000)
    assert BOX.turned(180, 100_000, 0) == BOX.moved(200_000, 0)


@given(st.integers(1_000, 299_000))
def test_a_tool_rounds_the_inside_corners_only(radius_nm):
    rounded = BOX.rounded(radius_nm)
    assert BOX.covers(rounded)
    assert rounded.box_nm == BOX.box_nm
    lost_nm2 = (4 - math.pi) * radius_nm**2
    assert BOX.area_nm2 - rounded.area_nm2 == pytest.approx(lost_nm2, rel=0.02, abs=4_000)


def test_a_tool_leaves_outside_corners_sharp():
    frame = BOX - Region.box(-100_000, -50_000, 100_000, 50_000)
    assert frame.rounded(50_000).holes() == frame.holes()


def test_a_tool_that_does_not_fit_clears_nothing():
    assert not BOX.rounded(301_000)
    slot = BOX | Region.box(500_000, -20_000, 800_000, 20_000)
    assert slot.rounded(100_000) == BOX.rounded(100_000)


def test_a_tool_without_radius_clears_the_drawing():
    assert BOX.rounded(0) == BOX


def test_holes_are_what_is_enclosed():
    inner = Region.disc(0, 0, 100_000)
    at_the_edge = Region.box(450_000, -50_000, 550_000, 50_000)
    assert (BOX - inner - at_the_edge).holes() == inner
    assert not BOX.holes()
