"""Filters as ladders: the elements of a prototype, and the response of any ladder.

G. Matthaei, L. Young, E. M. T. Jones, "Microwave Filters, Impedance-Matching Networks, and Coupling
Structures" (1964), sections 4.05 (prototypes), 4.13 (low-pass) and 8.02 (band-pass by lumped
elements).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from padwright.devices.device import Ideal

#: Where a maximally flat filter ends: half the power.
HALF_POWER_DB: Final = 10 * math.log10(2)


@dataclass(frozen=True, slots=True)
class Rung:
    """A branch of a ladder: in series or to ground, with an inductance, a capacitance or both.

    In series both lie in series, to ground both lie side by side; None stands for none.
    """

    in_series: bool
    inductance_h: float | None
    capacitance_f: float | None


def butterworth(order: int) -> tuple[float, ...]:
    """Return the elements g1 to gn of the maximally flat prototype between equal resistances."""
    return tuple(2 * math.sin((2 * k - 1) * math.pi / (2 * order)) for k in range(1, order + 1))


def chebyshev(order: int, ripple_db: float) -> tuple[float, ...]:
    """Return the elements g1 to gn of the equal-ripple prototype; an odd order ends in g0."""
    beta = math.log(1 / math.tanh(ripple_db / (40 * math.log10(math.e))))
    gamma = math.sinh(beta / (2 * order))
    angles = [(2 * k - 1) * math.pi / (2 * order) for k in range(1, order + 1)]
    found = [2 * math.sin(angles[0]) / gamma]
    for k in range(2, order + 1):
        between = gamma**2 + math.sin((k - 1) * math.pi / order) ** 2
        found.append(4 * math.sin(angles[k - 2]) * math.sin(angles[k - 1]) / between / found[-1])
    return tuple(found)


def low_pass(elements: Sequence[float], cutoff_hz: float, impedance_ohm: float) -> tuple[Rung, ...]:
    """Return a low-pass that begins in series, scaled to a cut-off and an impedance."""
    omega = 2 * math.pi * cutoff_hz
    return tuple(
        Rung(in_series=True, inductance_h=g * impedance_ohm / omega, capacitance_f=None)
        if place % 2 == 0
        else Rung(in_series=False, inductance_h=None, capacitance_f=g / impedance_ohm / omega)
        for place, g in enumerate(elements)
    )


def band_pass(
    elements: Sequence[float], centre_hz: float, bandwidth_hz: float, impedance_ohm: float
) -> tuple[Rung, ...]:
    """Return a band-pass that begins in series: each branch resonates at the centre."""
    omega, width = 2 * math.pi * centre_hz, bandwidth_hz / centre_hz
    rungs = []
    for place, g in enumerate(elements):
        reactance_ohm = g / width * impedance_ohm if place % 2 == 0 else width / g * impedance_ohm
        rungs.append(Rung(place % 2 == 0, reactance_ohm / omega, 1 / (reactance_ohm * omega)))
    return tuple(rungs)


def loss_db(
    rungs: Sequence[Rung], impedance_ohm: float, frequency_hz: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the insertion loss of a lossless ladder between equal resistances, shape (n,)."""
    s = 2j * np.pi * frequency_hz
    one, nothing = np.ones_like(s), np.zeros_like(s)
    a, b, c, d = one, nothing, nothing, one
    for rung in rungs:
        l_h, c_f = rung.inductance_h, rung.capacitance_f
        if rung.in_series:
            z = (s * l_h if l_h else 0) + (1 / (s * c_f) if c_f else 0)
            b, d = a * z + b, c * z + d
        else:
            y = (s * c_f if c_f else 0) + (1 / (s * l_h) if l_h else 0)
            a, c = a + b * y, c + d * y
    through = 2 / (a + b / impedance_ohm + c * impedance_ohm + d)
    return np.asarray(-20 * np.log10(np.abs(through)))


def ladder_circuit(rungs: Sequence[Rung]) -> tuple[Ideal, ...]:
    """Return the elements of a ladder from ``in`` to ``out`` over ``ground``."""
    found: list[Ideal] = []
    last = max((place for place, rung in enumerate(rungs) if rung.in_series), default=-1)
    node = "in"
    for place, rung in enumerate(rungs):
        after = "out" if place == last else f"#{place}"
        l_h, c_f = rung.inductance_h, rung.capacitance_f
        if not rung.in_series:
            found += [Ideal("L", (node, "ground"), l_h)] if l_h else []
            found += [Ideal("C", (node, "ground"), c_f)] if c_f else []
            continue
        middle = f"#{place}a" if l_h and c_f else after
        found += [Ideal("L", (node, middle), l_h)] if l_h else []
        found += [Ideal("C", (middle if l_h else node, after), c_f)] if c_f else []
        node = after
    return tuple(found)


def edges_hz(
    rungs: Sequence[Rung], impedance_ohm: float, edge_db: float, around_hz: float
) -> tuple[float, float]:
    """Return the first and the last frequency at which the loss falls to a limit.

    Frequencies from a twentieth to twenty times a given one are looked at; the first is that
    lowest one when the filter passes there.
    """
    grid_hz = around_hz * np.geomspace(1 / 20, 20, 8_001)
    passed = np.flatnonzero(loss_db(rungs, impedance_ohm, grid_hz) <= edge_db * (1 + 1e-9))
    if not len(passed):
        return math.nan, math.nan

    def loss(frequency_hz: float) -> float:
        return float(loss_db(rungs, impedance_ohm, np.array([frequency_hz]))[0]) - edge_db

    first, last = int(passed[0]), int(passed[-1])
    low_hz = grid_hz[0] if first == 0 else _crossing(loss, grid_hz[first - 1], grid_hz[first])
    high_hz = (
        grid_hz[-1] if last == len(grid_hz) - 1 else _crossing(loss, *grid_hz[last : last + 2])
    )
    return float(low_hz), float(high_hz)


def _crossing(loss: Callable[[float], float], low_hz: float, high_hz: float) -> float:
    """Return where a function changes its sign between two frequencies, by halving."""
    rises = loss(high_hz) > 0
    for _ in range(60):
        middle_hz = (low_hz + high_hz) / 2
        if (loss(middle_hz) > 0) == rises:
            high_hz = middle_hz
        else:
            low_hz = middle_hz
    return (low_hz + high_hz) / 2
