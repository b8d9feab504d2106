"""The etch's profile against an independent engine and against its formula."""

import importlib.util
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "etch_profile.py"


def bench():
    spec = importlib.util.spec_from_file_location("etch_profile", BENCH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_profile_is_that_of_the_isotropic_level_set_etch():
    pytest.importorskip("viennaps")
    made = bench()
    away_um = made.apart_um(made.built_profile_um(4.0), made.reference_profile_um(0.5))
    assert away_um <= made.ALLOWED_RATIO * made.DEPTH_UM


@pytest.mark.parametrize(("factor", "tolerance_um"), [(1.0, 5.0), (2.5, 4.0), (2.5, 1.0)])
def test_the_wall_is_an_ellipse_within_half_the_tolerance(factor, tolerance_um):
    made = bench()
    built = made.built_profile_um(tolerance_um, factor)
    first = built[built[:, 0] < -150.0]
    away_um = made.apart_um(first, made.ellipse_profile_um(factor))
    assert away_um <= tolerance_um / 2 + 0.1
    assert away_um >= tolerance_um / 10, "the comparison sees the steps of the slabs"
