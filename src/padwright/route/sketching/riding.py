"""Riding: a line that follows another line of its net costs nothing; it is one line with it.

So a search from one part of a net ends wherever it meets the other part, on a land or between
two of them, and rides on to a land; drawing makes one tree of both.
"""

import numpy as np

from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import inner
from padwright.route.sketching.sketch import AT, EDGE, NET, Sketch

#: Not the name of a crossing, nor of a corner, which are -1 to -3.
NOTHING = -9


@inner
def ride_nm(
    mesh: Mesh,
    sketch: Sketch,
    line: int,
    where: tuple[int, int],
    beside: tuple[int, int],
    to: tuple[int, int],
    at_nm: tuple[float, float],
) -> tuple[float, int]:
    """Return the way to a line of the own net that leads on, and the end of its chord there.

    Parameters
    ----------
    where
        Level and triangle that is passed.
    beside
        Ends of chords (crossings, or corners as -k - 1) beside which the search stands.
    to
        Ends of chords beside which it would come.
    at_nm
        Where it stands.
    """
    level, t = where
    net = sketch.line[line, NET]
    best, found = np.inf, NOTHING
    for i in range(1, sketch.chord[level, t, 0, 0] + 1):
        if sketch.line[sketch.chord[level, t, i, 2], NET] != net:
            continue
        for turn in range(2):
            start, end = sketch.chord[level, t, i, turn], sketch.chord[level, t, i, 1 - turn]
            if not (start == beside[0] or start == beside[1]):
                continue
            if not (end == to[0] or end == to[1]):
                continue
            if start < 0:
                return 0.0, int(end)
            edge = sketch.crossing[start, EDGE]
            a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
            part = sketch.crossing_nm[start, AT] / mesh.edge_nm[edge, 0]
            x = mesh.place_nm[a, 0] + part * (mesh.place_nm[b, 0] - mesh.place_nm[a, 0])
            y = mesh.place_nm[a, 1] + part * (mesh.place_nm[b, 1] - mesh.place_nm[a, 1])
            gap = np.hypot(x - at_nm[0], y - at_nm[1])
            if gap < best:
                best, found = gap, int(end)
    return best, found
