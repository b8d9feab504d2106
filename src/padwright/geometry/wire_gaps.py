"""How near bond wires come to each other, in three dimensions."""

from collections.abc import Sequence

import numpy as np

from padwright.base.arrays import Floats
from padwright.geometry.body import Wire


def near_pairs(wires: Sequence[Wire], within_nm: int) -> list[tuple[int, int, float, Floats]]:
    """Return the pairs of wires whose surfaces are nearer than a distance.

    Returns
    -------
    list
        Numbers of the two wires, the gap between their surfaces (below zero where they run into
        each other) in nanometres, and the middle of the nearest place, shape (3,).
    """
    if len(wires) < 2:
        return []
    lines = [np.array(wire.points_nm, dtype=np.float64) for wire in wires]
    radii_nm = np.array([wire.diameter_nm / 2 for wire in wires])[:, None]
    low = np.array([line.min(axis=0) for line in lines]) - radii_nm - within_nm
    high = np.array([line.max(axis=0) for line in lines]) + radii_nm
    # Boxes that are apart in any direction hold no near pair; row by row, to keep memory linear.
    found = []
    for one in range(len(wires) - 1):
        meets = (low[one] <= high[one + 1 :]) & (low[one + 1 :] <= high[one])
        found += [(one, one + 1 + int(each)) for each in np.flatnonzero(meets.all(axis=1))]
    return _measured(wires, lines, found, within_nm)


def cross_in_plan(one: Wire, other: Wire) -> bool:
    """Whether two wires cross as they are seen from above; wires that only touch do not."""
    begin, start = (
        np.array([p[:2] for p in wire.points_nm], dtype=np.float64) for wire in (one, other)
    )
    way, run = np.diff(begin, axis=0)[:, None], np.diff(start, axis=0)[None]
    between = start[None, :-1] - begin[:-1, None]

    def turn(left: Floats, right: Floats) -> Floats:
        return np.asarray(left[..., 0] * right[..., 1] - left[..., 1] * right[..., 0])

    area = turn(way, run)
    with np.errstate(divide="ignore", invalid="ignore"):
        s, t = turn(between, run) / area, turn(between, way) / area
    return bool(((area != 0) & (s > 0) & (s < 1) & (t > 0) & (t < 1)).any())


def _measured(
    wires: Sequence[Wire], lines: list[Floats], pairs: list[tuple[int, int]], within_nm: int
) -> list[tuple[int, int, float, Floats]]:
    found = []
    for one, other in pairs:
        apart_nm, place = _nearest(lines[one], lines[other])
        gap_nm = apart_nm - (wires[one].diameter_nm + wires[other].diameter_nm) / 2
        if gap_nm < within_nm:
            found.append((one, other, gap_nm, place))
    return found


def _nearest(one: Floats, other: Floats) -> tuple[float, Floats]:
    """Return the distance of two lines of points, shapes (n, 3) and (m, 3), and its middle.

    Every stretch is held against every other one (C. Ericson, Real-Time Collision Detection, 2005,
    section 5.1.9).
    """
    begin, way = one[:-1, None], np.diff(one, axis=0)[:, None]
    start, run = other[None, :-1], np.diff(other, axis=0)[None]
    between = begin - start
    a, e = (way * way).sum(-1), (run * run).sum(-1)
    b, c, f = (way * run).sum(-1), (way * between).sum(-1), (run * between).sum(-1)
    denominator = a * e - b * b
    with np.errstate(divide="ignore", invalid="ignore"):
        s = np.where(denominator > 0, np.clip((b * f - c * e) / denominator, 0, 1), 0.0)
        t = np.where(e > 0, (b * s + f) / e, 0.0)
        held = np.clip(t, 0, 1)
        again = ((t != held) | (e == 0)) & (a > 0)
        s = np.where(again, np.clip((b * held - c) / a, 0, 1), s)
    near, there = begin + s[..., None] * way, start + held[..., None] * run
    apart = np.linalg.norm(near - there, axis=-1)
    at = np.unravel_index(int(apart.argmin()), apart.shape)
    return float(apart[at]), np.asarray((near[at] + there[at]) / 2)
