"""What passes between two corners that see each other across an edge of the mesh.

A Delaunay triangulation of a grid of lands picks one diagonal of each square; lines that turn
round a corner crowd the other one, which no edge would notice.
"""

import numpy as np

from padwright.route.ground.mesh import ACROSS, SIDE, Mesh
from padwright.route.kernels import inner
from padwright.route.sketching.sketch import (
    COVER,
    CREDIT_ACROSS,
    CROSSING,
    EDGE,
    KEEP,
    MARGIN,
    NET,
    OWNER,
    SPACE,
    SPACING,
    STEPS,
    USE_ACROSS,
    VERTEX,
    WIDTH,
    Sketch,
)


@inner
def end_of(mesh: Mesh, sketch: Sketch, line: int, i: int, edge: int) -> int:
    """Return 1 or 2 when a step belongs to the first or second vertex of an edge, else 0."""
    what = sketch.step[line, i, 2]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    if sketch.step[line, i, 0] == VERTEX:
        return 1 if what == a else (2 if what == b else 0)
    p = mesh.edge[sketch.crossing[what, EDGE], 0]
    q = mesh.edge[sketch.crossing[what, EDGE], 1]
    touches_a = a == p or a == q  # noqa: PLR1714 - numba is slow to type `in`
    touches_b = b == p or b == q  # noqa: PLR1714 - the same
    if touches_a and touches_b:
        return 0
    return 1 if touches_a else (2 if touches_b else 0)


@inner
def _use_across(
    mesh: Mesh, sketch: Sketch, line: int, level: int, edge: int, factor: float
) -> None:
    for k in range(2):
        corner = mesh.edge[edge, ACROSS + k]
        if corner < 0 or sketch.vertex[level, corner, OWNER] == sketch.line[line, NET]:
            return
        if sketch.vertex[level, corner, COVER] == sketch.line[line, NET]:
            return
    pitch = sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, line, SPACE]
    sketch.edge_nm[level, edge, USE_ACROSS] += factor * pitch


@inner
def count_across(mesh: Mesh, sketch: Sketch, line: int, factor: float) -> None:
    """Add a line to (or take it from) the use between the corners across the edges it passes.

    Two triangles with a common edge make a quadrangle; its other diagonal has to hold what
    passes from the side of one end of the edge to that of the other.
    """
    for i in range(1, sketch.line[line, STEPS]):
        level, t = sketch.step[line, i, 1], sketch.step[line, i, 3]
        if t < 0:
            continue
        for k in range(3):
            edge = mesh.triangle[t, SIDE + k]
            before = end_of(mesh, sketch, line, i - 1, edge)
            after = end_of(mesh, sketch, line, i, edge)
            if before + after == 3:
                _use_across(mesh, sketch, line, level, edge, factor)
        if sketch.step[line, i, 0] == CROSSING:
            edge = sketch.crossing[sketch.step[line, i, 2], EDGE]
            before = end_of(mesh, sketch, line, i - 1, edge)
            after = end_of(mesh, sketch, line, i + 1, edge)
            if before + after == 3 and before > 0 and after > 0:
                _use_across(mesh, sketch, line, level, edge, factor)


@inner
def across_lack_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int, more_nm: float) -> float:
    """Return what is missing between the corners across an edge when ``more_nm`` is added."""
    if not mesh.edge_nm[edge, 1] < np.inf or sketch.edge_nm[level, edge, USE_ACROSS] + more_nm <= 0:
        return 0.0
    need = sketch.edge_nm[level, edge, USE_ACROSS] + more_nm - sketch.level_nm[level, SPACING]
    need += sketch.level_nm[level, MARGIN]
    need += (
        sketch.keep_nm[level, mesh.edge[edge, ACROSS], KEEP]
        + sketch.keep_nm[level, mesh.edge[edge, ACROSS + 1], KEEP]
        - sketch.edge_nm[level, edge, CREDIT_ACROSS]
    )
    return float(max(0.0, need - mesh.edge_nm[edge, 1]))
