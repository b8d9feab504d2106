"""How a circle is drawn on a mask: as the regular polygon round it."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

#: Up to this diameter a circle has 32 corners, beyond it 64.
_SMALL_NM = 100_000


def corners(diameter_nm: int) -> int:
    """Return the number of corners that a circle of this diameter is drawn with."""
    return 32 if diameter_nm <= _SMALL_NM else 64


@cache
def circle_nm(diameter_nm: int) -> NDArray[np.int64]:
    """Return the corners, shape (n, 2), of the regular polygon round a circle at the origin.

    The polygon's sides touch the circle, so that the drawn shape is nowhere narrower than the
    diameter; its corners lie `drawn_diameter_nm` apart.
    """
    count = corners(diameter_nm)
    turn = (np.arange(count) + 0.5) * (2 * math.pi / count)
    reach_nm = diameter_nm / 2 / math.cos(math.pi / count)
    points = np.stack([reach_nm * np.cos(turn), reach_nm * np.sin(turn)], axis=1)
    away = np.where(points >= 0, np.ceil(points - 1e-6), np.floor(points + 1e-6)).astype(np.int64)
    away.setflags(write=False)
    return away


@cache
def drawn_diameter_nm(diameter_nm: int) -> int:
    """Return the diameter across the corners of a drawn circle, the space that it really takes."""
    reach_nm = np.hypot(*circle_nm(diameter_nm).astype(np.float64).T).max()
    return math.ceil(2 * float(reach_nm))


def corner_excess_nm(diameter_nm: int) -> int:
    """Return by how much the corners of a drawn circle lie outside the circle."""
    return math.ceil((drawn_diameter_nm(diameter_nm) - diameter_nm) / 2)


def wire_overhang_nm(width_nm: int) -> int:
    """Return by how much a drawn wire stands out over its width on one side, at most."""
    return math.ceil((drawn_diameter_nm(width_nm + 2) - width_nm) / 2)
