"""Lines beside a line: offsets of a polyline at an exact distance.

On the inner side of a bend the straight parts are cut where they meet; on the outer side the bend
is a chain of chords of the circle round the corner. Both lie within the thick line round the centre
line, and two offsets to either side are never nearer to each other than the sum of their distances
(a chord at ``d cos(t/2)`` from the corner and a mitre at ``d / cos(t/2)`` are at least ``2 d``
apart).
"""

from itertools import pairwise

import numpy as np

from padwright.base.arrays import Floats

#: Chords of a bend stand back from its circle by no more than this.
CHORD_NM = 2.0
#: Pieces of a centre line shorter than this are left out.
_LEAST_NM = 0.5
#: Neighbouring pieces that turn by less than this many radians are taken for one direction.
_STRAIGHT_RAD = 1e-9


def offset_line(points_nm: Floats, left_nm: float) -> Floats | None:
    """Return the line at a distance to the left of a polyline; to its right below zero.

    Parameters
    ----------
    points_nm
        Corners of the polyline, shape (n, 2), two or more different ones.
    left_nm
        Distance of the offset.

    Returns
    -------
    Corners of the offset, shape (m, 2), or None where the line bends too sharply to have one.
    """
    points = _different(points_nm)
    if len(points) < 2:
        return None
    if left_nm == 0:
        return points
    along = np.diff(points, axis=0)
    along /= np.hypot(*along.T)[:, None]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    starts, ends = points[:-1] + left_nm * normal, points[1:] + left_nm * normal
    kept: list[int] = []
    joins: list[Floats] = []  # joins[k] are the points between kept[k - 1] and kept[k]
    for piece in range(len(along)):
        while True:
            if not kept:
                if piece:
                    return None  # the first piece is used up by the bend after it
                join = starts[:1]
                break
            last = kept[-1]
            found = _join(points, starts, ends, along, left_nm, last, piece)
            if found is None:
                return None
            if float((found[0] - joins[-1][-1]) @ along[last]) > 0:
                join = found
                break
            kept.pop()
            joins.pop()
        kept.append(piece)
        joins.append(join)
    if kept[-1] != len(along) - 1 or float((ends[-1] - joins[-1][-1]) @ along[-1]) <= 0:
        return None
    return _different(np.concatenate([*joins, ends[-1:]]))


def _join(
    points: Floats,
    starts: Floats,
    ends: Floats,
    along: Floats,
    left_nm: float,
    last: int,
    piece: int,
) -> Floats | None:
    """Return the points at which the offset goes over from one piece to another one."""
    a, b = along[last], along[piece]
    turn = float(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b))
    if abs(turn) < _STRAIGHT_RAD:
        return starts[piece : piece + 1]
    if turn * left_nm > 0 or piece != last + 1:  # the inner side
        cross = float(a[0] * b[1] - a[1] * b[0])
        if abs(cross) < _STRAIGHT_RAD:
            return None
        gap = starts[piece] - starts[last]
        part = float(gap[0] * b[1] - gap[1] * b[0]) / cross
        return np.asarray([starts[last] + part * a])
    step = 2 * np.arccos(max(0.0, 1 - CHORD_NM / abs(left_nm)))
    count = max(1, int(np.ceil(abs(turn) / step)))
    spoke = ends[last] - points[piece]
    angles = turn * np.arange(count + 1) / count
    cos, sin = np.cos(angles), np.sin(angles)
    turned = np.stack([cos * spoke[0] - sin * spoke[1], sin * spoke[0] + cos * spoke[1]], axis=1)
    return np.asarray(points[piece] + turned)


def _different(points: Floats) -> Floats:
    """Leave out points that are almost where the one before is; both ends stay."""
    kept = [points[0]]
    for point in points[1:-1]:
        if np.hypot(*(point - kept[-1])) >= _LEAST_NM:
            kept.append(point)
    while len(kept) > 1 and np.hypot(*(points[-1] - kept[-1])) < _LEAST_NM:
        kept.pop()
    if np.hypot(*(points[-1] - kept[-1])) > 0:
        kept.append(points[-1])
    return np.array(kept, np.float64)


def line_length_nm(points_nm: Floats) -> float:
    """Return the length of a polyline."""
    return float(sum(np.hypot(*(q - p)) for p, q in pairwise(points_nm)))
