"""The topological sketch: in which order lines cross the edges of the mesh.

A line is a list of steps: vertices (ends and vias) and crossings of edges. Lines that cross one
edge stand in order along it, so a new line may go between any two of them and push them aside;
the room that all of them need is compared with the length of the edge. Two chords of one
triangle cross when their ends alternate round its border.

The tables are few and wide, with named columns, because each array that a kernel hands to
another one costs time to compile.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from padwright.route.kernels import entry, inner
from padwright.route.mesh import SIDE, Floats, Ground, Mesh
from padwright.route.problem import RoutingRules

Small = npt.NDArray[np.int64]

FREE, FOREIGN = -1, -2
VERTEX, CROSSING = 0, 1
#: Lines that one edge, chords that one triangle and steps that one line may have at most.
EDGE_LINES, TRIANGLE_CHORDS, LINE_STEPS = 40, 60, 512

#: Columns of `Sketch.vertex`: net, FREE or FOREIGN; lines with a via here; whether a via fits.
OWNER, USES, FITS = 0, 1, 2
#: Columns of `Sketch.edge`: 1 for a wall; how many crossings; their ids in order from the edge's
#: first vertex.
WALL, COUNT, IDS = 0, 1, 2
#: Columns of `Sketch.edge_nm`: width and spacing of the lines between the corners across; room
#: asked for because lines did not fit before; history of too many lines (a count, no length).
USE_ACROSS, EXTRA, PRICE = 0, 1, 2
#: Columns of `Sketch.crossing_nm`: distance from the edge's first vertex; where the line would
#: cross if it were alone.
AT, WISH = 0, 1
#: Columns of `Sketch.crossing`: whose, of which edge; the third is a stack of spare ids.
LINE, EDGE, SPARE = 0, 1, 2
#: Columns of `Sketch.line`: net; level and vertex of both ends; steps, 0 while not placed.
NET, FROM, TO, STEPS = 0, 1, 3, 5


class Sketch(NamedTuple):
    """Tables of the sketch; lines are two-ended pieces of nets."""

    spacing_nm: float
    via_keep_nm: float  # via land radius plus spacing
    keep_nm: Floats  # (levels, vertices) distance that the edge of a line keeps
    vertex: Small  # (levels, vertices, 3)
    edge: Small  # (levels, edges, 2 + EDGE_LINES)
    edge_nm: Floats  # (levels, edges, 3)
    crossing_nm: Floats  # (ids, 2)
    crossing: Small  # (ids, 3)
    counts: Small  # (1,) height of the stack of spare ids
    chord: Small  # (levels, triangles, 1 + TRIANGLE_CHORDS, 3) ends, line; corner k is -k - 1
    triangle_price: Floats  # (levels, triangles) history of crossed lines
    line: Small  # (lines, 6)
    line_nm: Floats  # (lines,) width
    step: Small  # (lines, LINE_STEPS, 4) kind, level, id, triangle passed before it or -1


def start_sketch(
    ground: Ground,
    owner: Small,
    lines: Small,
    line_nm: Floats,
    rules: RoutingRules,
    margin_nm: float,
) -> Sketch:
    """Return an empty sketch for lines (n, 5): net, level and vertex of both ends.

    ``margin_nm`` is kept beyond the spacing everywhere; the relaxation needs it. The first row of
    each triangle's chords holds their number.
    """
    spacing_nm = rules.spacing_nm + margin_nm
    levels, vertices = ground.keep_nm.shape
    edges, triangles = len(ground.mesh.edge), len(ground.mesh.triangle)
    ids = max(1000, min(levels * edges * EDGE_LINES, len(lines) * LINE_STEPS))
    vertex = np.zeros((levels, vertices, 3), np.int64)
    vertex[..., OWNER] = owner
    vertex[..., FITS] = ground.room_nm >= rules.via_land_nm / 2 + rules.spacing_nm
    edge = np.zeros((levels, edges, IDS + EDGE_LINES), np.int64)
    edge[..., WALL] = ground.wall
    crossing = np.zeros((ids, 3), np.int64)
    crossing[:, SPARE] = np.arange(ids)[::-1]
    via_keep_nm = rules.via_land_nm / 2 + spacing_nm
    keep_nm = np.where(ground.occupied, ground.keep_nm + margin_nm, spacing_nm / 2)
    if levels > 1:  # a via may come onto the land of a net and be wider
        keep_nm = np.where(owner >= 0, np.maximum(keep_nm, via_keep_nm), keep_nm)
    return Sketch(
        spacing_nm=spacing_nm,
        via_keep_nm=via_keep_nm,
        keep_nm=keep_nm,
        vertex=vertex,
        edge=edge,
        edge_nm=np.zeros((levels, edges, 3)),
        crossing_nm=np.zeros((ids, 2)),
        crossing=crossing,
        counts=np.array([ids], np.int64),
        chord=np.zeros((levels, triangles, 1 + TRIANGLE_CHORDS, 3), np.int64),
        triangle_price=np.zeros((levels, triangles)),
        line=np.concatenate([lines, np.zeros((len(lines), 1), np.int64)], axis=1),
        line_nm=line_nm,
        step=np.zeros((len(lines), LINE_STEPS, 4), np.int64),
    )


@inner
def border_place(mesh: Mesh, sketch: Sketch, triangle: int, end: int) -> float:
    """Return where a chord's end lies round a triangle: corner k at k, side k up to k + 1."""
    if end < 0:
        return float(-end - 1)
    edge = sketch.crossing[end, EDGE]
    for k in range(3):
        if mesh.triangle[triangle, SIDE + k] == edge:
            part = sketch.crossing_nm[end, AT] / mesh.edge_nm[edge, 0]
            part = min(max(part, 1e-9), 1 - 1e-9)
            forward = mesh.edge[edge, 0] == mesh.triangle[triangle, k]
            return float(k + part if forward else k + 1 - part)
    return -1.0


@inner
def alternate(chord: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether the ends of a chord lie on different sides of another one."""
    a, b = min(chord), max(chord)
    c, d = other
    if a in other or b in other:
        return False
    return (a < c < b) != (a < d < b)


@entry
def needed_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> float:
    """Return the length that the ends and the lines of an edge need."""
    total = sketch.keep_nm[level, mesh.edge[edge, 0]] + sketch.keep_nm[level, mesh.edge[edge, 1]]
    n = sketch.edge[level, edge, COUNT]
    for i in range(n):
        total += sketch.line_nm[sketch.crossing[sketch.edge[level, edge, IDS + i], LINE]]
    return float(total + (n - 1) * sketch.spacing_nm + sketch.edge_nm[level, edge, EXTRA])


@inner
def spread(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> None:
    """Put the crossings of an edge as near to their wishes as order and spacing allow."""
    n = sketch.edge[level, edge, COUNT]
    if n == 0:
        return
    ids = sketch.edge[level, edge, IDS:]
    keep_a = sketch.keep_nm[level, mesh.edge[edge, 0]]
    keep_b = sketch.keep_nm[level, mesh.edge[edge, 1]]
    length = mesh.edge_nm[edge, 0]
    scale = min(1.0, length / needed_nm(mesh, sketch, level, edge) * 0.999999)
    low = keep_a * scale
    for i in range(n):
        half = sketch.line_nm[sketch.crossing[ids[i], LINE]] / 2 * scale
        sketch.crossing_nm[ids[i], AT] = max(sketch.crossing_nm[ids[i], WISH], low + half)
        low = sketch.crossing_nm[ids[i], AT] + half + sketch.spacing_nm * scale
    high = length - keep_b * scale
    for i in range(n - 1, -1, -1):
        half = sketch.line_nm[sketch.crossing[ids[i], LINE]] / 2 * scale
        sketch.crossing_nm[ids[i], AT] = min(sketch.crossing_nm[ids[i], AT], high - half)
        high = sketch.crossing_nm[ids[i], AT] - half - sketch.spacing_nm * scale


@entry
def step_place(mesh: Mesh, sketch: Sketch, line: int, i: int) -> tuple[float, float]:
    """Return x and y of one step of a line."""
    what = sketch.step[line, i, 2]
    if sketch.step[line, i, 0] == VERTEX:
        return mesh.place_nm[what, 0], mesh.place_nm[what, 1]
    edge = sketch.crossing[what, EDGE]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    part = sketch.crossing_nm[what, AT] / mesh.edge_nm[edge, 0]
    return (
        mesh.place_nm[a, 0] + part * (mesh.place_nm[b, 0] - mesh.place_nm[a, 0]),
        mesh.place_nm[a, 1] + part * (mesh.place_nm[b, 1] - mesh.place_nm[a, 1]),
    )


@inner
def straight_place(
    mesh: Mesh, edge: int, px_nm: float, py_nm: float, qx_nm: float, qy_nm: float
) -> float:
    """Return where the straight line from p to q meets an edge, as distance from its start."""
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    ex, ey = mesh.place_nm[b, 0] - mesh.place_nm[a, 0], mesh.place_nm[b, 1] - mesh.place_nm[a, 1]
    dx, dy = qx_nm - px_nm, qy_nm - py_nm
    cross = dx * ey - dy * ex
    if abs(cross) < 1e-9 * (abs(dx) + abs(dy) + 1) * (abs(ex) + abs(ey)):
        # parallel: the nearer end of the edge
        part = (
            0.0
            if (px_nm - mesh.place_nm[a, 0]) * ex + (py_nm - mesh.place_nm[a, 1]) * ey < 0
            else 1.0
        )
    else:
        part = (dy * (mesh.place_nm[a, 0] - px_nm) - dx * (mesh.place_nm[a, 1] - py_nm)) / cross
        along = (ey * (mesh.place_nm[a, 0] - px_nm) - ex * (mesh.place_nm[a, 1] - py_nm)) / cross
        if along < 0 or along > 1:
            # the line ends before the edge: foot of the end
            part = ((qx_nm - mesh.place_nm[a, 0]) * ex + (qy_nm - mesh.place_nm[a, 1]) * ey) / (
                ex * ex + ey * ey
            )
    return float(min(max(part, 0.0), 1.0) * mesh.edge_nm[edge, 0])
