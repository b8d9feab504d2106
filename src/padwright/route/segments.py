"""Points and straight segments in the plane, in bulk: on which side, how far apart.

Arrays have x and y last and follow numpy's rules of broadcasting otherwise.
"""

import numpy as np

from padwright.base.arrays import Bools, Floats

#: Squares of lengths below this are those of segments without a length.
_LEAST_NM2 = 1e-9
#: What twice the area of a triangle may be off, over the product of two of its sides.
_NOISE_RATIO = 1e-13


def pieces(points: Floats) -> Floats:
    """Return the ends (n - 1, 4) of the pieces of a polyline (n, 2)."""
    return np.concatenate([points[:-1], points[1:]], axis=1)


def turn(start: Floats, via: Floats, end: Floats) -> Floats:
    """Return twice the area of triangles (..., 2), above 0 where they go round to the left."""
    u, v = via - start, end - start
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])


def point_gaps_nm(points: Floats, start: Floats, end: Floats) -> Floats:
    """Return the distances of points (..., 2) to the segments between two ends (..., 2)."""
    off = ways_to(points, start, end)
    return np.asarray(np.hypot(off[..., 0], off[..., 1]))


def ways_to(points: Floats, start: Floats, end: Floats) -> Floats:
    """Return the ways (..., 2) to points from the nearest places of the segments between ends."""
    along, away = end - start, points - start
    part = (away * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), _LEAST_NM2)
    return np.asarray(away - np.clip(part, 0, 1)[..., None] * along)


def gaps_nm(first: Floats, second: Floats) -> Floats:
    """Return the distances of segments (..., 4) to segments (..., 4)."""
    a, b, c, d = first[..., :2], first[..., 2:], second[..., :2], second[..., 2:]
    gap = np.minimum(
        np.minimum(point_gaps_nm(a, c, d), point_gaps_nm(b, c, d)),
        np.minimum(point_gaps_nm(c, a, b), point_gaps_nm(d, a, b)),
    )
    cross = _parted(a, b, c, d) & _parted(c, d, a, b)
    return np.where(cross, 0.0, gap)


def _parted(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    """Return whether the line through a and b has c and d on either side.

    Points of the line itself come out a little beside it, on either side, as floats have it.
    """
    one, other = turn(a, b, c), turn(a, b, d)
    noise = _NOISE_RATIO * np.abs(b - a).sum(axis=-1) * np.abs(d - a).sum(axis=-1)
    return np.asarray((one * other < 0) & (np.minimum(np.abs(one), np.abs(other)) > noise))
