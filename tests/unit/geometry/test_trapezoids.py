"""Regions cut into trapezoids through KLayout's stream: the same shapes, nothing lost."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from padwright.geometry.region import Region

places = st.integers(-2_000_000_000, 2_000_000_000)
points = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=9, unique=True
)


def area_nm2(quads: NDArray[np.int64]) -> float:
    x_nm, y_nm = quads[..., 0], quads[..., 1]
    twice = (x_nm * np.roll(y_nm, -1, axis=1) - np.roll(x_nm, -1, axis=1) * y_nm).sum(axis=1)
    return float(np.abs(twice).sum()) / 2


@settings(max_examples=60, deadline=None)
@given(points, points)
def test_trapezoids_cover_the_region(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    region = Region.polygon(one) - Region.polygon(other)
    quads = region.trapezoids()
    assert quads.shape[1:] == (4, 2)
    covered = Region.union(Region.polygon([tuple(map(int, p)) for p in quad]) for quad in quads)
    # Slanted edges that are cut between grid points are rounded to them.
    assert not (covered - region).without_slivers(2)
    assert not (region - covered).without_slivers(2)


@given(places, places)
def test_corners_far_out_keep_their_signs(x_nm: int, y_nm: int) -> None:
    (quad,) = Region.box(x_nm, y_nm, x_nm + 7, y_nm + 3).trapezoids()
    assert quad.min(axis=0).tolist() == [x_nm, y_nm]
    assert quad.max(axis=0).tolist() == [x_nm + 7, y_nm + 3]


def test_a_triangle_has_its_last_corner_twice_and_nothing_has_no_trapezoid() -> None:
    (quad,) = Region.polygon([(0, 0), (10, 20), (30, 0)]).trapezoids()
    assert quad[2].tolist() == quad[3].tolist()
    assert Region.empty().trapezoids().shape == (0, 4, 2)


def test_a_plane_with_many_holes_keeps_its_area() -> None:
    grid = np.stack(np.meshgrid(np.arange(20), np.arange(20)), axis=-1).reshape(-1, 2) * 50_000
    plane = Region.box(-50_000, -50_000, 1_050_000, 1_050_000) - Region.discs(grid, 30_000)
    assert area_nm2(plane.trapezoids()) == plane.area_nm2
