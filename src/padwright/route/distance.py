"""Nearest points of two line segments."""

import numpy as np

from padwright.route.kernels import inner

#: Segments that turn from each other by less than this are parallel: over a decimetre that is a
#: hundredth of a nanometre, and where the lines through them cross would be noise.
_PARALLEL_RATIO = 1e-10


@inner
def nearest_parts(
    ax_nm: float,
    ay_nm: float,
    bx_nm: float,
    by_nm: float,
    cx_nm: float,
    cy_nm: float,
    dx_nm: float,
    dy_nm: float,
) -> tuple[float, float, float]:
    """Return parts along two segments of their nearest points, and the distance squared.

    Crossing segments have distance zero; otherwise the nearest pair has an end in it, so the
    four distances of ends to the other segment are compared.
    """
    ux, uy, vx, vy = bx_nm - ax_nm, by_nm - ay_nm, dx_nm - cx_nm, dy_nm - cy_nm
    uu, vv = ux * ux + uy * uy, vx * vx + vy * vy
    cross = ux * vy - uy * vx
    wx, wy = cx_nm - ax_nm, cy_nm - ay_nm
    if abs(cross) > _PARALLEL_RATIO * (abs(ux) + abs(uy)) * (abs(vx) + abs(vy)):
        s, t = (wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross
        if 0.0 <= s <= 1.0 and 0.0 <= t <= 1.0:
            return s, t, 0.0
    best, best_s, best_t = np.inf, 0.0, 0.0
    for end in range(2):
        t = float(end)
        px, py = cx_nm + t * vx - ax_nm, cy_nm + t * vy - ay_nm
        s = min(max((px * ux + py * uy) / uu, 0.0), 1.0) if uu > 0 else 0.0
        gap = (px - s * ux) ** 2 + (py - s * uy) ** 2
        if gap < best:
            best, best_s, best_t = gap, s, t
    for end in range(2):
        s = float(end)
        px, py = ax_nm + s * ux - cx_nm, ay_nm + s * uy - cy_nm
        t = min(max((px * vx + py * vy) / vv, 0.0), 1.0) if vv > 0 else 0.0
        gap = (px - t * vx) ** 2 + (py - t * vy) ** 2
        if gap < best:
            best, best_s, best_t = gap, s, t
    return best_s, best_t, best
