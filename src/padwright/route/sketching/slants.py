"""Room for lines that cross an edge of the mesh at a slant, in gaps that end where nothing is.

An edge counts the lines across it as if they met it at right angles. Between two lands they do,
because they turn there; in the open a field of parallel lines takes 1 / sin of its angle to the
edge. A square mesh has edges within 22.5 degrees of square to any line, so that without this up to
8 % more lines would be put side by side than there is room for.
"""

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import entry, inner
from padwright.route.sketching.sketch import (
    COUNT,
    CROSSING,
    EDGE,
    EXTRA,
    SOFT,
    SPACE,
    STEPS,
    WIDTH,
    Sketch,
    needed_nm,
    step_place,
)

#: At a smaller sine another edge is the one that counts.
_LEAST_SINE = 0.8


@inner
def _sine(mesh: Mesh, sketch: Sketch, line: int, i: int, edge: int) -> float:
    """Return the sine of the angle between an edge and a line about its step there."""
    px, py = step_place(mesh, sketch, line, i - 1)
    qx, qy = step_place(mesh, sketch, line, i + 1)
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    ex, ey = mesh.place_nm[b, 0] - mesh.place_nm[a, 0], mesh.place_nm[b, 1] - mesh.place_nm[a, 1]
    size = np.hypot(qx - px, qy - py) * mesh.edge_nm[edge, 0]
    return float(abs((qx - px) * ey - (qy - py) * ex) / size) if size > 0 else 1.0


@entry
def note_slants(mesh: Mesh, sketch: Sketch, lean_nm: Floats) -> None:
    """Add what the lines across each edge take more for their angle to it (levels, edges)."""
    for line in range(len(sketch.line)):
        for i in range(1, sketch.line[line, STEPS] - 1):
            if sketch.step[line, i, 0] != CROSSING:
                continue
            level, edge = sketch.step[line, i, 1], sketch.crossing[sketch.step[line, i, 2], EDGE]
            pitch = sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, line, SPACE]
            sine = max(_LEAST_SINE, _sine(mesh, sketch, line, i, edge))
            lean_nm[level, edge] += pitch * (1 / sine - 1)


@entry
def _ask(mesh: Mesh, sketch: Sketch, lean_nm: Floats, more_nm: float) -> None:
    for level in range(lean_nm.shape[0]):
        for edge in range(lean_nm.shape[1]):
            lean, extra = lean_nm[level, edge], sketch.edge_nm[level, edge, EXTRA]
            if lean <= extra or sketch.edge[level, edge, COUNT] == 0:
                continue
            if sketch.edge_nm[level, edge, SOFT] == 0:
                continue
            if needed_nm(mesh, sketch, level, edge) - extra + lean > mesh.edge_nm[edge, 0]:
                sketch.edge_nm[level, edge, EXTRA] = lean + more_nm


def ask_for_slants(mesh: Mesh, sketch: Sketch, tolerance_nm: float) -> None:
    """Ask for the room of lines that cross an edge at a slant, where it lacks.

    ``tolerance_nm`` is what such an edge may lack before that is a conflict.
    """
    lean_nm = np.zeros(sketch.edge_nm.shape[:2])
    note_slants(mesh, sketch, lean_nm)
    _ask(mesh, sketch, lean_nm, tolerance_nm)
