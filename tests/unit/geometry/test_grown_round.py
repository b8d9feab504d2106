import klayout.db as kdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.region import Region


def swept(region, by_nm, points=96):
    """The region swept by a finely drawn disc: the definition, and slow."""
    turn = (np.arange(points) + 0.5) * (2 * np.pi / points)
    ring = np.rint(by_nm * np.stack([np.cos(turn), np.sin(turn)], axis=1)).astype(int).tolist()
    disc = kdb.Polygon([kdb.Point(x, y) for x, y in ring])
    return Region(region.shapes.minkowski_sum(disc))


sides = st.integers(20, 200)
places = st.integers(0, 900)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(places, places, sides, sides), min_size=1, max_size=5), st.booleans())
@pytest.mark.parametrize("by_nm", [2_000, 100_000])
def test_growing_round_is_sweeping_a_disc(by_nm, boxes, holes):
    region = Region.union(
        Region.box(1_000 * x, 1_000 * y, 1_000 * (x + w), 1_000 * (y + h)) for x, y, w, h in boxes
    )
    if holes:
        region = Region.box(-500_000, -500_000, 1_500_000, 1_500_000) - region
    grown, exact = region.grown_round(by_nm), swept(region, by_nm)
    assert grown.sized(2).covers(exact)
    assert exact.sized(round(0.005 * by_nm) + 2).covers(grown)


def test_a_disc_grows_to_a_disc_and_nothing_stays_nothing():
    grown = Region.disc(0, 0, 250_000).grown_round(50_000)
    assert grown.area_nm2 == pytest.approx(np.pi * 175_000**2, rel=0.005)
    assert not Region.empty().grown_round(1_000)
    assert Region.box(0, 0, 10, 10).grown_round(0) == Region.box(0, 0, 10, 10)
