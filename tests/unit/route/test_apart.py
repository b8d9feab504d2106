"""Distances of many segments, compiled, against those of all pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.route.bundles.apart import least_gaps_nm
from padwright.route.bundles.clearance import piece_distance_nm
from padwright.route.segments import gaps_nm

_PLACE = st.integers(-50, 50)
_SEGMENTS = st.lists(st.tuples(_PLACE, _PLACE, _PLACE, _PLACE), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(_SEGMENTS, _SEGMENTS)
def test_the_nearest_of_all(
    first: list[tuple[int, int, int, int]], second: list[tuple[int, int, int, int]]
) -> None:
    one, other = np.array(first, np.float64), np.array(second, np.float64)
    least = gaps_nm(one[:, None], other[None]).min(axis=0)
    assert least_gaps_nm(one, other) == pytest.approx(least, abs=1e-9)


def test_segments_of_one_slanted_line_are_as_far_apart_as_they_are() -> None:
    """Their lines meet nowhere or anywhere, as floats have it."""
    rng = np.random.default_rng(2)
    for angle in rng.uniform(0, 2 * np.pi, 300):
        way = 1e6 * np.array([np.cos(angle), np.sin(angle)])
        one, other = np.concatenate([0 * way, 0.3 * way]), np.concatenate([0.7 * way, way])
        (gap,) = least_gaps_nm(one[None], other[None])
        assert gap == pytest.approx(4e5)


def test_of_nothing_it_is_infinite() -> None:
    none = np.zeros((0, 4))
    assert least_gaps_nm(none, np.ones((2, 4))).tolist() == [np.inf, np.inf]
    assert len(least_gaps_nm(np.ones((2, 4)), none)) == 0


def test_pieces_of_a_polyline() -> None:
    line = np.array([[0, 0], [100, 0], [100, 100]])
    pieces = np.array([[50, 10, 60, 20], [130, 50, 130, 50], [100, 50, 200, 50]])
    assert piece_distance_nm(line, pieces).tolist() == [10, 30, 0]
