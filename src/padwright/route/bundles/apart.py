"""How far many segments are from the nearest of many others, in one compiled loop."""

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.distance import nearest_parts
from padwright.route.kernels import entry


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
            near = nearest_parts(ax_nm, ay_nm, bx_nm, by_nm, cx_nm, cy_nm, dx_nm, dy_nm)
            best = min(best, near[2])
            if best == 0.0:
                break
        gaps_nm[i] = np.sqrt(best)
    return gaps_nm
