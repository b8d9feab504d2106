"""How far many segments are from the nearest of many others, in one compiled loop."""

import numpy as np

from padwright.route.arrays import Floats
from padwright.route.kernels import entry, inner

#: What twice the area of a triangle may be off, over the product of two of its sides.
_NOISE_RATIO = 1e-13


@inner
def _to_segment(
    px_nm: float, py_nm: float, ax_nm: float, ay_nm: float, bx_nm: float, by_nm: float
) -> float:
    """Return the squared distance of a point to a segment."""
    ux, uy, wx, wy = bx_nm - ax_nm, by_nm - ay_nm, px_nm - ax_nm, py_nm - ay_nm
    size = ux * ux + uy * uy
    part = min(max((wx * ux + wy * uy) / size, 0.0), 1.0) if size > 0.0 else 0.0
    return (wx - part * ux) ** 2 + (wy - part * uy) ** 2


@inner
def _parts(
    ax_nm: float,
    ay_nm: float,
    bx_nm: float,
    by_nm: float,
    cx_nm: float,
    cy_nm: float,
    dx_nm: float,
    dy_nm: float,
) -> bool:
    """Return whether the line through a and b has c and d on either side, surely not on it."""
    ux, uy = bx_nm - ax_nm, by_nm - ay_nm
    one = ux * (cy_nm - ay_nm) - uy * (cx_nm - ax_nm)
    other = ux * (dy_nm - ay_nm) - uy * (dx_nm - ax_nm)
    size = (abs(ux) + abs(uy)) * (abs(dx_nm - ax_nm) + abs(dy_nm - ay_nm))
    return one * other < 0.0 and min(abs(one), abs(other)) > _NOISE_RATIO * size


@entry
def least_gaps_nm(first: Floats, second: Floats) -> Floats:
    """Return the distance of each segment of ``second`` (n, 4) to the nearest of ``first`` (m, 4).

    It is infinite where there is none.
    """
    n, m = len(second), len(first)
    gaps_nm = np.full(n, np.inf)
    for i in range(n):
        cx_nm, cy_nm, dx_nm, dy_nm = second[i, 0], second[i, 1], second[i, 2], second[i, 3]
        left_nm, right_nm = min(cx_nm, dx_nm), max(cx_nm, dx_nm)
        low_nm, high_nm = min(cy_nm, dy_nm), max(cy_nm, dy_nm)
        best = np.inf
        for j in range(m):
            ax_nm, ay_nm, bx_nm, by_nm = first[j, 0], first[j, 1], first[j, 2], first[j, 3]
            off_x_nm = max(left_nm - max(ax_nm, bx_nm), min(ax_nm, bx_nm) - right_nm, 0.0)
            off_y_nm = max(low_nm - max(ay_nm, by_nm), min(ay_nm, by_nm) - high_nm, 0.0)
            off = off_x_nm * off_x_nm + off_y_nm * off_y_nm
            if off >= best:
                continue  # the boxes round the two are farther from each other
            if (
                off == 0.0
                and _parts(ax_nm, ay_nm, bx_nm, by_nm, cx_nm, cy_nm, dx_nm, dy_nm)
                and _parts(cx_nm, cy_nm, dx_nm, dy_nm, ax_nm, ay_nm, bx_nm, by_nm)
            ):
                best = 0.0
                break
            best = min(
                best,
                _to_segment(ax_nm, ay_nm, cx_nm, cy_nm, dx_nm, dy_nm),
                _to_segment(bx_nm, by_nm, cx_nm, cy_nm, dx_nm, dy_nm),
                _to_segment(cx_nm, cy_nm, ax_nm, ay_nm, bx_nm, by_nm),
                _to_segment(dx_nm, dy_nm, ax_nm, ay_nm, bx_nm, by_nm),
            )
        gaps_nm[i] = np.sqrt(best)
    return gaps_nm
