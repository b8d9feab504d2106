"""Nets by place: which net a point of metal belongs to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.nets import Nets
from padwright.geometry.region import Region


def net_numbers_at(
    nets: Nets, slabs: Sequence[int], points_nm: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for points of shape (n, 2) the number of the net that has them in one of some slabs.

    -1 where none has. Each net is asked only for the points in its box.
    """
    found = np.full(len(points_nm), -1, dtype=np.int64)
    wanted = set(slabs)
    for net in nets.nets:
        own = [number for number in net.slabs if number in wanted]
        if not own:
            continue
        left, bottom, right, top = net.box_nm
        x_nm, y_nm = points_nm[:, 0], points_nm[:, 1]
        near = (x_nm >= left) & (x_nm <= right) & (y_nm >= bottom) & (y_nm <= top) & (found < 0)
        rows = np.flatnonzero(near)
        for number in own:
            if not len(rows):
                break
            held = nets.region(net, number).holds(points_nm[rows])
            found[rows[held]] = net.number
            rows = rows[~held]
    return found


def inner_points(region: Region) -> NDArray[np.int64]:
    """Return a point within each part of a region, shape (n, 2), in the order of its parts."""
    points = []
    for part in region:
        left, bottom, right, top = part.box_nm
        middle = ((left + right) // 2, (bottom + top) // 2)
        if not part.contains(*middle):
            quads = part.trapezoids()
            spans_nm = np.ptp(quads, axis=1).astype(np.float64)
            x_nm, y_nm = quads[int(np.argmax(spans_nm[:, 0] * spans_nm[:, 1]))].mean(axis=0)
            middle = (int(x_nm), int(y_nm))
        points.append(middle)
    return np.array(points, dtype=np.int64).reshape(-1, 2)
