"""Points and straight segments in the plane, in bulk: on which side, how far apart.

Arrays have x and y last and follow numpy's rules of broadcasting otherwise.
"""

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]

#: Squares of lengths below this are those of segments without a length.
_LEAST_NM2 = 1e-9


def turn(start: _Floats, via: _Floats, end: _Floats) -> _Floats:
    """Return twice the area of triangles (..., 2), above 0 where they go round to the left."""
    u, v = via - start, end - start
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])


def point_gaps_nm(points: _Floats, start: _Floats, end: _Floats) -> _Floats:
    """Return the distances of points (..., 2) to the segments between two ends (..., 2)."""
    along, away = end - start, points - start
    part = (away * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), _LEAST_NM2)
    off = away - np.clip(part, 0, 1)[..., None] * along
    return np.asarray(np.hypot(off[..., 0], off[..., 1]))


def gaps_nm(first: _Floats, second: _Floats) -> _Floats:
    """Return the distances of segments (..., 4) to segments (..., 4)."""
    a, b, c, d = first[..., :2], first[..., 2:], second[..., :2], second[..., 2:]
    gap = np.minimum(
        np.minimum(point_gaps_nm(a, c, d), point_gaps_nm(b, c, d)),
        np.minimum(point_gaps_nm(c, a, b), point_gaps_nm(d, a, b)),
    )
    cross = (turn(a, b, c) * turn(a, b, d) < 0) & (turn(c, d, a) * turn(c, d, b) < 0)
    return np.where(cross, 0.0, gap)
