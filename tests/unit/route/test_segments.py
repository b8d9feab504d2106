"""Distances of segments: those that touch nothing are apart, also on one line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from padwright.route.segments import gaps_nm

COORDINATE = st.integers(-2_000_000, 2_000_000)


@given(st.lists(COORDINATE, min_size=8, max_size=8))
def test_distances_are_those_of_plane_geometry(numbers: list[int]) -> None:
    first, second = np.array(numbers, np.float64).reshape(2, 4)
    one, other = (LineString(each.reshape(2, 2)) for each in (first, second))
    assert gaps_nm(first, second) == pytest.approx(one.distance(other), abs=1e-3)


@given(st.floats(0, 6.3), st.floats(1, 1e6), st.floats(1, 1e6))
def test_segments_on_one_line_are_as_far_apart_as_their_ends(
    angle: float, length_nm: float, gap_nm: float
) -> None:
    along = np.array([np.cos(angle), np.sin(angle)])
    places = along * np.cumsum([0.0, length_nm, gap_nm, length_nm])[:, None]
    assert gaps_nm(places[:2].ravel(), places[2:].ravel()) == pytest.approx(gap_nm, rel=1e-6)
