"""Places on a ring: in order, apart, near to where they are wanted; ways that do not cross."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.plan.ring import Ring, spread_round, uncrossed

RING = Ring((-1_000_000, -800_000, 1_000_000, 800_000), 400_000)
PITCH_NM = 300_000

wanted = st.lists(
    st.floats(min_value=0, max_value=RING.length_nm - 1), min_size=1, max_size=30
).map(lambda ways: np.sort(np.array(ways)))


def test_the_ring_is_as_long_as_its_sides_and_one_circle() -> None:
    assert RING.length_nm == pytest.approx(2 * 3_600_000 + 2 * np.pi * 400_000)


@given(st.floats(min_value=0, max_value=RING.length_nm))
def test_every_place_lies_at_the_rings_distance_from_the_box(way_nm: float) -> None:
    x_nm, y_nm = RING.places(np.array([way_nm]), np.zeros(1))[0]
    left, bottom, right, top = RING.box_nm
    away_nm = np.hypot(max(left - x_nm, x_nm - right, 0), max(bottom - y_nm, y_nm - top, 0))
    assert away_nm == pytest.approx(400_000, abs=1)


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ((0, -700_000), (0, -1_200_000)),
        ((900_000, 100_000), (1_400_000, 100_000)),
        ((-100_000, 790_000), (-100_000, 1_200_000)),
        ((-990_000, -300_000), (-1_400_000, -300_000)),
    ],
)
def test_a_pad_looks_straight_out_of_its_nearest_side(
    point: tuple[int, int], place: tuple[int, int]
) -> None:
    ways = RING.way_to(np.array([point], dtype=np.float64))
    assert RING.places(ways, np.zeros(1))[0] == pytest.approx(place, abs=1)


@given(wanted, st.integers(min_value=1, max_value=3))
def test_neighbours_of_a_row_are_a_pitch_apart_and_the_order_is_kept(
    ways_nm: np.ndarray, rows: int
) -> None:
    found = spread_round(RING, ways_nm, PITCH_NM, rows, PITCH_NM)
    if found is None:
        assert len(ways_nm) * PITCH_NM / rows > 0.8 * RING.length_nm
        return
    places_nm, row = found
    for one, other in combinations(range(len(places_nm)), 2):
        if row[one] == row[other]:
            assert np.hypot(*(places_nm[one] - places_nm[other])) >= 0.999 * PITCH_NM
    if rows == 1 and len(places_nm) > 2:
        turns = np.arctan2(places_nm[:, 1] / 800_000, places_nm[:, 0] / 1_000_000)
        steps = np.mod(np.diff(np.append(turns, turns[0])), 2 * np.pi)
        assert steps.sum() == pytest.approx(2 * np.pi)


def test_places_stay_where_they_are_wanted_when_there_is_room() -> None:
    ways_nm = np.array([200_000.0, 900_000.0, 1_600_000.0, 4_000_000.0])
    found = spread_round(RING, ways_nm, PITCH_NM, 1)
    assert found is not None
    assert found[0] == pytest.approx(RING.places(ways_nm, np.zeros(4)), abs=1)


def test_too_many_for_the_ring_is_no_answer() -> None:
    ways_nm = np.linspace(0, RING.length_nm - 1, 40)
    assert spread_round(RING, ways_nm, PITCH_NM, 1) is None
    assert spread_round(RING, ways_nm, PITCH_NM, 2, PITCH_NM) is not None


points = st.tuples(st.integers(-1_000, 1_000), st.integers(-1_000, 1_000))


@given(st.lists(st.tuples(points, points), min_size=2, max_size=12, unique=True))
def test_uncrossed_ways_do_not_cross_and_use_each_end_once(
    ways: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    starts = np.array([start for start, _ in ways], dtype=np.int64)
    ends = np.array([end for _, end in ways], dtype=np.int64)
    chosen = uncrossed(starts, ends)
    assert sorted(chosen) == list(range(len(ways)))
    before = np.hypot(*(starts - ends).T).sum()
    after = np.hypot(*(starts - ends[chosen]).T).sum()
    assert after <= before + 1e-6
    for one, other in combinations(range(len(ways)), 2):
        assert not _cross(starts[one], ends[chosen[one]], starts[other], ends[chosen[other]])


def _cross(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> bool:
    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> int:
        return int(np.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])))

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
