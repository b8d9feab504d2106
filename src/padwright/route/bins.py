"""Uniform grid of cells over line segments, so that neighbours are found in linear time."""

import numpy as np
from numba import njit

from padwright.route.mesh import Floats, Ints

#: A grid never has more cells than this; cells grow instead.
_MOST_CELLS = 4_000_000


@njit(cache=True)
def bin_segments(
    x_nm: Floats, y_nm: Floats, level: Ints, levels: int, cell_nm: float
) -> tuple[Ints, Ints, Floats, Ints]:
    """Sort points (segment middles) into cells of at least ``cell_nm``.

    Returns start of each cell's run, the sorted indices, (low x, low y, cell) in nm, and the
    numbers of columns and rows; a cell is ``(level * rows + row) * columns + column``.
    """
    low_x, low_y = x_nm.min(), y_nm.min()
    wide, high = x_nm.max() - low_x, y_nm.max() - low_y
    while (wide / cell_nm + 1) * (high / cell_nm + 1) * levels > _MOST_CELLS:
        cell_nm *= 1.5
    columns, rows = int(wide / cell_nm) + 1, int(high / cell_nm) + 1
    start = np.zeros(levels * rows * columns + 1, np.int64)
    place = np.empty(len(x_nm), np.int64)
    for i in range(len(x_nm)):
        column, row = int((x_nm[i] - low_x) / cell_nm), int((y_nm[i] - low_y) / cell_nm)
        place[i] = (level[i] * rows + row) * columns + column
        start[place[i] + 1] += 1
    for i in range(len(start) - 1):
        start[i + 1] += start[i]
    order = np.empty(len(x_nm), np.int64)
    fill = start[:-1].copy()
    for i in range(len(x_nm)):
        order[fill[place[i]]] = i
        fill[place[i]] += 1
    return start, order, np.array([low_x, low_y, cell_nm]), np.array([columns, rows])


@njit(cache=True)
def nearest_parts(  # noqa: PLR0913, PLR0917 - two segments; numba takes no objects here
    ax: float, ay: float, bx: float, by: float, cx: float, cy: float, dx: float, dy: float
) -> tuple[float, float, float]:
    """Return parts along two segments of their nearest points, and the distance squared.

    Crossing segments have distance zero; otherwise the nearest pair has an end in it, so the
    four distances of ends to the other segment are compared.
    """
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    uu, vv = ux * ux + uy * uy, vx * vx + vy * vy
    cross = ux * vy - uy * vx
    wx, wy = cx - ax, cy - ay
    if cross != 0.0:
        s, t = (wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross
        if 0.0 <= s <= 1.0 and 0.0 <= t <= 1.0:
            return s, t, 0.0
    best, best_s, best_t = np.inf, 0.0, 0.0
    for end in range(2):
        t = float(end)
        px, py = cx + t * vx - ax, cy + t * vy - ay
        s = min(max((px * ux + py * uy) / uu, 0.0), 1.0) if uu > 0 else 0.0
        gap = (px - s * ux) ** 2 + (py - s * uy) ** 2
        if gap < best:
            best, best_s, best_t = gap, s, t
    for end in range(2):
        s = float(end)
        px, py = ax + s * ux - cx, ay + s * uy - cy
        t = min(max((px * vx + py * vy) / vv, 0.0), 1.0) if vv > 0 else 0.0
        gap = (px - t * vx) ** 2 + (py - t * vy) ** 2
        if gap < best:
            best, best_s, best_t = gap, s, t
    return best_s, best_t, best
