"""Formulas of passives against field solutions and against published figures."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from device_sites import site
from field_solution import Plane, energy, loop_inductance_h
from padwright.devices.catalogue import read_device
from padwright.devices.kinds.resistor_meander import CORNER_RATIO
from padwright.devices.ladder import butterworth, chebyshev, edges_hz, low_pass
from padwright.devices.line_formulas import ETA_0_OHM, coplanar, covered_microstrip, microstrip
from padwright.devices.spiral_formulas import current_sheet_h, modified_wheeler_h, monomial_h

SHAPES = ("square", "octagonal", "round")


def fine(path, step):
    """Put points along a path at most a step apart."""
    pieces = []
    for one, other in pairwise(path):
        count = max(1, math.ceil(math.dist(one, other) / step))
        pieces.append(np.linspace(one, other, count, endpoint=False))
    return np.concatenate([*pieces, [path[-1]]])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("turns", "inner"), [(2, 300), (3, 200), (5, 140)])
def test_spirals_have_the_inductance_of_their_own_path(shape, turns, inner):
    spiral = read_device(
        "inductor-spiral", {"shape": shape, "turns": turns, "inner_diameter": f"{inner} um"}
    )
    path = np.array(spiral._coil()) * 1e-9
    # Mean geometric distance of a rectangle from itself, 0.2235 (w + t): Grover, Inductance
    # Calculations (1946), chapter 3.
    solved = loop_inductance_h(fine(path, 4e-6), 0.2235 * (20e-6 + 5.4e-6))
    worth = spiral.expected(site().around)
    # Mohan states errors of 2 to 3 % typically, 8 % at most, for the fill ratios of circuits.
    assert worth.value == pytest.approx(solved, rel=0.08)


@pytest.mark.parametrize("shape", ["square", "octagonal"])
def test_the_three_formulas_of_spirals_agree(shape):
    for turns in (2, 4, 8):
        outer = 200 + turns * 2 * 20
        found = [
            modified_wheeler_h(shape, turns, outer * 1e3, 200e3),
            current_sheet_h(shape, turns, outer * 1e3, 200e3),
            monomial_h(shape, turns, outer * 1e3, 18e3, 2e3 * turns / (turns - 1)),
        ]
        assert max(found) / min(found) < 1.08


@pytest.mark.parametrize("cover", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("width", [1.5, 2.0, 4.0])
def test_microstrip_under_a_cover_against_the_field(width, cover):
    plane = Plane(8, 9, 0.05)
    plane.hold(0, 0, 8, 0, 0)
    plane.hold(8, 0, 8, 9, 0)
    plane.hold(0, 9, 8, 9, 0)
    plane.hold(0, 1, width / 2, 1.5, 1)
    plane.fill(0, 1, 3.2)
    if cover:
        plane.fill(1, 1.5 + cover, 3.2)
    solved = plane.line()
    found = covered_microstrip(width, 0.5, 3.2, (cover, 3.2))
    assert found == pytest.approx(solved, rel=0.05)


def test_microstrip_of_a_textbook():
    # D. M. Pozar, Microwave Engineering, 4th ed. (2012), example 3.7: 50 ohm on a substrate of
    # permittivity 2.20 takes W / d = 3.081, with an effective permittivity of 1.87.
    impedance, permittivity = microstrip(3.081, 0, 2.2)
    assert impedance == pytest.approx(50, rel=0.01)
    assert permittivity == pytest.approx(1.87, rel=0.01)


def test_coplanar_line_where_both_integrals_are_equal():
    # Wen (1969): for a / b = 1 / sqrt(2) the ratio of the integrals is 1.
    strip, slot = 2.0, math.sqrt(2) - 1
    impedance, permittivity = coplanar(strip, slot, math.inf, 0, (12.9, 1.0, 1.0))
    assert permittivity == pytest.approx((12.9 + 1) / 2)
    assert impedance == pytest.approx(ETA_0_OHM / 4 / math.sqrt(permittivity))


def test_coplanar_line_under_a_cover_against_the_field():
    plane = Plane(30, 40, 0.1)
    plane.hold(0, 0, 30, 0, 0)
    plane.hold(0, 40, 30, 40, 0)
    plane.hold(30, 0, 30, 40, 0)
    plane.hold(0, 20, 3, 20.6, 1)
    plane.hold(5, 20, 17, 20.6, 0)
    plane.fill(0, 20, 3.2)
    plane.fill(20, 22, 3.2)
    solved = plane.line()
    found = coplanar(6, 2, 12, 0.6, (3.2, 3.2, 1.4))
    assert found == pytest.approx(solved, rel=0.05)


def test_plates_against_the_field():
    plane = Plane(160, 100, 0.5)
    plane.hold(0, 0, 160, 0, 0)
    plane.hold(0, 5, 40, 5, 1)
    plane.hold(160, 0, 160, 100, 0)
    plane.hold(0, 100, 160, 100, 0)
    # The plane of symmetry between two plates lies half a gap below one of them.
    solved = 2 * energy(plane.potential, plane.coefficient) / 2
    width, gap = 80, 10
    palmer = width / gap * (1 + gap / (math.pi * width) * (1 + math.log(2 * math.pi * width / gap)))
    assert palmer == pytest.approx(solved, rel=0.04)


@pytest.mark.parametrize("share", [0.4, 0.5, 0.6])
def test_fingers_without_thickness_against_the_field(share):
    fingers, length = 8, 400
    width = round(40 * share) - round(40 * share) % 2
    comb = read_device(
        "capacitor-interdigital",
        {
            "fingers": fingers,
            "width": f"{width} um",
            "space": f"{40 - width} um",
            "overlap": f"{length} um",
        },
    )
    plane = Plane(800, 320, 1.0)
    # All fingers lie on a plane of symmetry, y = 0; x is centred on the comb.
    for finger in range(fingers):
        left = 400 + (finger - fingers / 2) * 40 + (40 - width) / 2
        plane.hold(left, 0, left + width, 0, finger % 2)
    solved_f = 2 * energy(plane.potential, plane.coefficient) * 8.854e-12 * length * 1e-6
    # In a closed box the field is that between the fingers: the comb's mean potential floats.
    around = replace(
        site().around, films=(), below_permittivity_ratio=1.0, above_permittivity_ratio=1.0
    )
    assert comb.expected(around).value == pytest.approx(solved_f, rel=0.05)


def test_a_right_angled_corner_counts_half_a_square():
    # Two arms of 4 squares each and the corner between them, in cells of 1/16.
    cells, arm = 16, 4
    size = cells * (arm + 1)
    coefficient = np.zeros((size, size))
    coefficient[:cells, :] = coefficient[:, :cells] = 1.0
    potential = np.full((size + 1, size + 1), np.nan)
    potential[: cells + 1, -1], potential[-1, : cells + 1] = 1.0, 0.0
    squares = 1 / energy(potential, coefficient)
    assert squares == pytest.approx(2 * arm + 1 - CORNER_RATIO, abs=0.02)
    assert pytest.approx(0.559, abs=1e-3) == 1 - CORNER_RATIO  # Hall (1968)


def test_prototypes_are_those_of_the_tables():
    # Matthaei, Young and Jones (1964), tables 4.05-1(a) and 4.05-2(a).
    assert butterworth(3) == pytest.approx((1.0, 2.0, 1.0))
    assert butterworth(5) == pytest.approx((0.6180, 1.6180, 2.0, 1.6180, 0.6180), abs=1e-4)
    assert chebyshev(3, 0.1) == pytest.approx((1.0315, 1.1474, 1.0315), abs=1e-4)
    assert chebyshev(5, 0.5) == pytest.approx((1.7058, 1.2296, 2.5408, 1.2296, 1.7058), abs=1e-4)


@pytest.mark.parametrize("order", [2, 3, 5, 7])
def test_a_maximally_flat_ladder_ends_at_half_the_power(order):
    _, high = edges_hz(low_pass(butterworth(order), 3e9, 50), 50, 10 * math.log10(2), 3e9)
    assert high == pytest.approx(3e9, rel=1e-6)


def test_a_beam_swings_as_euler_and_bernoulli_say():
    beam = read_device("mems-cantilever", {})
    around = replace(site().around, modulus_gpa=110.0, density_kg_per_m3=8_940.0)
    others = dict(beam.expected(around).others)
    thickness, length = around.thickness_nm * 1e-9, 300e-6
    # The textbook's 0.1615 t / L^2 sqrt(E / rho), for a beam held at one end.
    meant = 0.1615 * thickness / length**2 * math.sqrt(110e9 / 8_940)
    assert others["lowest resonance"].unit == "kHz"
    assert others["lowest resonance"].value * 1e3 == pytest.approx(meant, rel=1e-3)
