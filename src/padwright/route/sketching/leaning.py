"""What lines pay for crossing a full gap between lands at a slant.

Such a gap holds its lines only where they are square to it, so that each of them turns there and
back. In first order a pitch times the square of the cotangent of the angle between line and gap:
over the lines of `area576_2L` that has a correlation of 0.80 with what they are longer as drawn
than as sketched, and a slope of 1.07.
"""

from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import inner
from padwright.route.sketching.sketch import (
    COUNT,
    CROSSING,
    EDGE,
    KEEP,
    SOFT,
    SPACE,
    WIDTH,
    Sketch,
    step_place,
)

#: The square of the cotangent counts up to this; a line nearer to its gap's direction turns anyway.
MOST_COT2 = 3.0


@inner
def lean_nm(mesh: Mesh, edge: int, dx_nm: float, dy_nm: float, pitch_nm: float) -> float:
    """Return what a line in a direction pays at an edge that is full."""
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    ex, ey = mesh.place_nm[b, 0] - mesh.place_nm[a, 0], mesh.place_nm[b, 1] - mesh.place_nm[a, 1]
    across, along = dx_nm * ey - dy_nm * ex, dx_nm * ex + dy_nm * ey
    return float(pitch_nm * min(MOST_COT2, along * along / max(across * across, 1.0)))


@inner
def step_lean_nm(mesh: Mesh, sketch: Sketch, line: int, i: int) -> float:
    """Return what a line pays at one of its steps; an edge is full when one more would not fit."""
    if sketch.step[line, i, 0] != CROSSING:
        return 0.0
    level, edge = sketch.step[line, i, 1], sketch.crossing[sketch.step[line, i, 2], EDGE]
    if sketch.edge_nm[level, edge, SOFT] > 0:
        return 0.0
    pitch = sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, line, SPACE]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    taken = sketch.keep_nm[level, a, KEEP] + sketch.keep_nm[level, b, KEEP]
    taken += sketch.edge[level, edge, COUNT] * pitch + sketch.line_nm[level, line, WIDTH]
    if taken <= mesh.edge_nm[edge, 0]:
        return 0.0
    px, py = step_place(mesh, sketch, line, i - 1)
    qx, qy = step_place(mesh, sketch, line, i + 1)
    return lean_nm(mesh, edge, qx - px, qy - py, pitch)
