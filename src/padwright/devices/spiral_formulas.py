"""The inductance of flat spirals: the three formulas of Mohan and others.

S. S. Mohan, M. Hershenson, S. P. Boyd, T. H. Lee, "Simple accurate expressions for planar spiral
inductances", IEEE J. Solid-State Circuits 34 (1999) 1419, doi:10.1109/4.792620: tables I to III.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from padwright.devices.surroundings import MU_0_H_PER_M

#: K1 and K2 of the modified Wheeler formula, table I.
_WHEELER: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {"square": (2.34, 2.75), "hexagonal": (2.33, 3.82), "octagonal": (2.25, 3.55)}
)
#: c1 to c4 of the current sheet, table II.
_SHEET: Final[Mapping[str, tuple[float, float, float, float]]] = MappingProxyType(
    {
        "square": (1.27, 2.07, 0.18, 0.13),
        "hexagonal": (1.09, 2.23, 0.00, 0.17),
        "octagonal": (1.07, 2.29, 0.00, 0.19),
        "round": (1.00, 2.46, 0.00, 0.20),
    }
)
#: beta and the exponents of outer diameter, width, mean diameter, turns and space, table III.
_MONOMIAL: Final[Mapping[str, tuple[float, float, float, float, float, float]]] = MappingProxyType(
    {
        "square": (1.62e-3, -1.21, -0.147, 2.40, 1.78, -0.030),
        "hexagonal": (1.28e-3, -1.24, -0.174, 2.47, 1.77, -0.049),
        "octagonal": (1.33e-3, -1.21, -0.163, 2.43, 1.75, -0.049),
    }
)


def modified_wheeler_h(
    shape: str, turns_count: float, outer_nm: float, inner_nm: float
) -> float | None:
    """Return the inductance by the modified Wheeler formula; None for a round spiral.

    Parameters
    ----------
    turns_count
        Number of turns, a count.
    outer_nm, inner_nm
        Outer and inner diameter.
    """
    if shape not in _WHEELER:
        return None
    k1, k2 = _WHEELER[shape]
    mean_m, fill_ratio = _mean_and_fill(outer_nm, inner_nm)
    return k1 * MU_0_H_PER_M * turns_count**2 * mean_m / (1 + k2 * fill_ratio)


def current_sheet_h(shape: str, turns_count: float, outer_nm: float, inner_nm: float) -> float:
    """Return the inductance by the current-sheet formula, for all four shapes."""
    c1, c2, c3, c4 = _SHEET[shape]
    mean_m, fill_ratio = _mean_and_fill(outer_nm, inner_nm)
    return (
        MU_0_H_PER_M
        * turns_count**2
        * mean_m
        * (c1 / 2)
        * (math.log(c2 / fill_ratio) + c3 * fill_ratio + c4 * fill_ratio**2)
    )


def monomial_h(
    shape: str, turns_count: float, outer_nm: float, width_nm: float, space_nm: float
) -> float | None:
    """Return the inductance by the monomial that was fitted to field solutions; None for round."""
    if shape not in _MONOMIAL:
        return None
    beta, on_outer, on_width, on_mean, on_turns, on_space = _MONOMIAL[shape]
    inner_nm = outer_nm - 2 * turns_count * width_nm - 2 * (turns_count - 1) * space_nm
    mean_um, outer_um = (outer_nm + inner_nm) / 2_000, outer_nm / 1_000
    nanohenry = beta * math.pow(outer_um, on_outer) * math.pow(width_nm / 1_000, on_width)
    nanohenry *= math.pow(mean_um, on_mean) * math.pow(turns_count, on_turns)
    nanohenry *= math.pow(space_nm / 1_000, on_space)
    return nanohenry * 1e-9


def _mean_and_fill(outer_nm: float, inner_nm: float) -> tuple[float, float]:
    return (outer_nm + inner_nm) / 2e9, (outer_nm - inner_nm) / (outer_nm + inner_nm)
