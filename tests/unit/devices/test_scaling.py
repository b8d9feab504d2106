"""What passives are worth scales as physics says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device_sites import site
from padwright.devices.catalogue import device_kinds
from padwright.devices.surroundings import Film

KINDS = device_kinds()


def scaled(kind, factor):
    """An example with every length multiplied."""
    device = KINDS[kind].example()
    lengths = {
        name: factor * getattr(device, name)
        for name in type(device).model_fields
        if name.endswith("_nm")
    }
    return device.model_copy(update=lengths)


def wider(around, factor):
    """Surroundings with every length multiplied."""
    films = tuple(replace(film, thickness_nm=factor * film.thickness_nm) for film in around.films)
    thin = around.resistor_film
    return replace(
        around,
        films=films,
        gap_nm=factor * around.gap_nm,
        cover_nm=factor * around.cover_nm,
        resistor_film=replace(thin, thickness_nm=factor * thin.thickness_nm),
    )


@given(factor=st.integers(2, 20))
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "filter-lc"])
def test_a_larger_copy_is_worth_what_its_unit_says(kind, factor):
    around = site().around
    small = KINDS[kind].example().expected(around)
    large = scaled(kind, factor).expected(wider(around, factor))
    # henry and farad grow with length, an impedance of a line not at all, a resistance falls.
    if small.unit in {"H", "F"}:
        meant = factor * small.value
    elif KINDS[kind].family == "resistor":
        meant = small.value / factor
    else:
        meant = small.value
    assert large.value == pytest.approx(meant, rel=1e-3)


@given(ratio=st.floats(1.5, 12))
@settings(max_examples=20, deadline=None)
@pytest.mark.parametrize("kind", ["capacitor-plates", "capacitor-interdigital"])
def test_capacitance_grows_with_permittivity(kind, ratio):
    around = site().around
    dense = replace(
        around,
        gap_permittivity_ratio=ratio * around.gap_permittivity_ratio,
        below_permittivity_ratio=ratio * around.below_permittivity_ratio,
        above_permittivity_ratio=ratio * around.above_permittivity_ratio,
    )
    device = KINDS[kind].example()
    assert device.expected(dense).value == pytest.approx(ratio * device.expected(around).value)


@pytest.mark.parametrize("kind", ["waveguide-microstrip", "waveguide-coplanar"])
def test_an_impedance_falls_with_the_root_of_permittivity(kind):
    around = replace(site().around, cover_nm=1e9)
    same = [
        replace(
            around,
            gap_permittivity_ratio=ratio,
            below_permittivity_ratio=ratio,
            above_permittivity_ratio=ratio,
        )
        for ratio in (2.0, 8.0)
    ]
    device = KINDS[kind].example()
    light, dense = (device.expected(each).value for each in same)
    assert light == pytest.approx(2 * dense, rel=0.02)


def test_resistance_follows_sheet_and_squares():
    around = site().around
    twice = around.with_films(
        tuple(Film(f.thickness_nm, 2 * f.resistivity_ohm_m) for f in around.films)
    )
    device = KINDS["resistor-meander"].example()
    assert device.expected(twice).value == pytest.approx(2 * device.expected(around).value)
    long = device.model_copy(update={"leg_length_nm": 2 * device.leg_length_nm})
    more = long.expected(around).value - device.expected(around).value
    squares = device.legs * device.leg_length_nm / device.width_nm
    assert more == pytest.approx(squares * around.sheet_resistance_ohm)


def test_inductance_grows_with_turns_and_size():
    spiral = KINDS["inductor-spiral"].example()
    around = site().around
    for name, more in (("turns", 4), ("inner_diameter_nm", 240_000)):
        larger = spiral.model_copy(update={name: more})
        assert larger.expected(around).value > spiral.expected(around).value
