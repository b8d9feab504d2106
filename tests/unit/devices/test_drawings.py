"""Drawings of passives keep the rules whatever their parameters are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device_sites import site
from padwright.devices.catalogue import read_device
from padwright.devices.line import line, measured
from padwright.geometry.drc import closer_than, narrower_than, notched_below

RULES = site().rules
widths = st.integers(8, 40).map(lambda half_um: f"{2 * half_um} um")
spaces = st.integers(15, 60).map(lambda space_um: f"{space_um} um")


def keeps_rules(kind, parameters):
    made = read_device(kind, parameters).draw(site())
    for metal in made.wiring.values():
        assert narrower_than(metal, RULES.line_width_nm.value) == []
        assert closer_than(metal, RULES.line_space_nm.value) == []
        assert notched_below(metal, RULES.line_space_nm.value) == []
    for terminal in made.terminals:
        assert not made.keep_out[terminal.level].overlaps(terminal.land)
    return made


@given(
    shape=st.sampled_from(["square", "octagonal", "round"]),
    turns=st.integers(1, 9),
    width=widths,
    space=spaces,
    inner=st.integers(120, 400),
)
@settings(max_examples=60, deadline=None)
def test_spirals(shape, turns, width, space, inner):
    parameters = {
        "shape": shape,
        "turns": turns,
        "width": width,
        "space": space,
        "inner_diameter": f"{2 * inner} um",
    }
    made = keeps_rules("inductor-spiral", parameters)
    spiral = read_device("inductor-spiral", parameters)
    _, low_nm, _, high_nm = made.body(2).box_nm
    assert high_nm - low_nm == pytest.approx(spiral.outer_diameter_nm, abs=spiral.width_nm + 4)


@given(width=widths, space=spaces, legs=st.integers(1, 20), length=st.integers(80, 900))
@settings(max_examples=40, deadline=None)
def test_meanders(width, space, legs, length):
    parameters = {"width": width, "space": space, "legs": 2 * legs, "leg_length": f"{length} um"}
    keeps_rules("resistor-meander", parameters)


@given(width=widths, space=spaces, fingers=st.integers(4, 30), overlap=st.integers(50, 500))
@settings(max_examples=40, deadline=None)
def test_combs(width, space, fingers, overlap):
    keeps_rules(
        "capacitor-interdigital",
        {"width": width, "space": space, "fingers": fingers, "overlap": f"{2 * overlap} um"},
    )


@given(
    order=st.integers(2, 5),
    gigahertz=st.floats(2, 4),
    response=st.sampled_from(["low-pass", "band-pass"]),
)
@settings(max_examples=20, deadline=None)
def test_filters(order, gigahertz, response):
    parameters = {
        "order": order,
        "frequency": f"{gigahertz:.3f} GHz",
        "bandwidth": f"{gigahertz / 2:.3f} GHz",
        "response": response,
    }
    made = keeps_rules("filter-lc", parameters)
    assert len(made.terminals) == 3


@given(
    legs=st.lists(st.integers(40, 400), min_size=1, max_size=8),
    half_width=st.integers(4, 10),
)
def test_a_line_is_measured_by_its_area_and_its_border(legs, half_width):
    points, x_nm, y_nm = [(0, 0)], 0, 0
    for place, leg in enumerate(legs):
        x_nm, y_nm = (x_nm + leg * 1_000, y_nm) if place % 2 == 0 else (x_nm, y_nm + leg * 1_000)
        points.append((x_nm, y_nm))
    found = measured(line(points, 2_000 * half_width))
    assert found.width_nm == pytest.approx(2_000 * half_width, abs=2)
    assert found.length_nm == pytest.approx(1_000 * sum(legs), rel=1e-4)
