"""The narrow place that stops a line: the first gap on its straight way that is full."""

import numpy as np

from padwright.route.ground.mesh import Mesh
from padwright.route.routing import Point
from padwright.route.segments import turn
from padwright.route.sketching.sketch import FROM, SPACE, TO, WIDTH, Sketch, needed_nm


def first_full_gap(mesh: Mesh, sketch: Sketch, line: int) -> tuple[Point, Point] | None:
    """Return the ends in nm of the first full edge that a line's straight way crosses, or None.

    Only the level where the line begins is looked at. The gap is the place to look at, no proof
    that nothing else would have stopped the line on another way.
    """
    level, source = (int(v) for v in sketch.line[line, FROM : FROM + 2])
    goal = int(sketch.line[line, TO + 1])
    p, q = mesh.place_nm[source], mesh.place_nm[goal]
    a, b = mesh.place_nm[mesh.edge[:, 0]], mesh.place_nm[mesh.edge[:, 1]]
    side_a, side_b = turn(p, q, a), turn(p, q, b)
    crossed = (side_a * side_b < 0) & (turn(a, b, p) * turn(a, b, q) < 0)
    more = float(sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, line, SPACE])
    full: list[tuple[float, int]] = []
    for edge in np.flatnonzero(crossed).tolist():
        if needed_nm(mesh, sketch, level, edge) + more > mesh.edge_nm[edge, 0]:
            part = side_a[edge] / (side_a[edge] - side_b[edge])
            full.append((float(np.hypot(*(a[edge] + part * (b[edge] - a[edge]) - p))), edge))
    if not full:
        return None
    edge = min(full)[1]
    return (
        (int(a[edge, 0]), int(a[edge, 1])),
        (int(b[edge, 0]), int(b[edge, 1])),
    )
