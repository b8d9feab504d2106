"""How near bond wires come to each other, in three dimensions."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.body import Wire

Floats = NDArray[np.float64]


def near_pairs(wires: Sequence[Wire], within_nm: int) -> list[tuple[int, int, float, Floats]]:
    """Return the pairs of wires whose surfaces are nearer than a distance.

    Returns
    -------
    list
        Numbers of the two wires, the gap between their surfaces (below zero where they run into
        each other) in nanometres, and the middle of the nearest place, shape (3,).
    """
    lines = [np.array(wire.points_nm, dtype=np.float64) for wire in wires]
    low = [line.min(axis=0) - wire.diameter_nm / 2 for line, wire in zip(lines, wires, strict=True)]
    high = [
        line.max(axis=0) + wire.diameter_nm / 2 for line, wire in zip(lines, wires, strict=True)
    ]
    found = []
    for one, other in combinations(range(len(wires)), 2):
        if np.any(low[one] - within_nm > high[other]) or np.any(low[other] - within_nm > high[one]):
            continue
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
