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

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import FREE, GATE, SIDE, Ground, Mesh
from padwright.route.kernels import entry, inner
from padwright.route.rules_at import Limits, margin_nm

VERTEX, CROSSING = 0, 1
#: Lines that one edge, chords that one triangle and steps that one line may have at most.
EDGE_LINES, TRIANGLE_CHORDS, LINE_STEPS = 40, 60, 512

#: Columns of `Sketch.vertex`: net, FREE or FOREIGN; lines with a via here; the largest spacing
#: that a via has here to what stands still, below 0 where none may stand; the net of the land
#: that it lies in or beside, -1 for none.
OWNER, USES, FITS, COVER = 0, 1, 2, 3
#: Columns of `Sketch.edge`: 0 where it may be crossed, `SHUT`, or `GATE` plus the only net that
#: may; how many crossings; their ids in order from the edge's first vertex.
WALL, COUNT, IDS = 0, 1, 2
#: Columns of `Sketch.keep_nm`: what every line's edge keeps from the vertex; and what a line keeps
#: before its own spacing is added, where that is more.
KEEP, METAL = 0, 1
#: Columns of `Sketch.level_nm`: spacing without a class; radius of a via's land; distance of the
#: vias of a net through this level and the next, below 0 where they may stack; least margin.
SPACING, VIA, PITCH, MARGIN = 0, 1, 2, 3
#: Columns of `Sketch.line_nm`: width; spacing, margin included; spacing as the rules have it; the
#: same for its vias, infinite where it may have none; above 0 where its net has no wires.
WIDTH, SPACE, RULE, VIA_RULE, BARRED = 0, 1, 2, 3, 4
#: Columns of `Sketch.edge_nm`: width and spacing of the lines between the corners across; room
#: asked for because lines did not fit before; history of too many lines (a count, no length);
#: what lands with corners leave free of their circle towards the other vertex, at both ends, and
#: at both corners across together; 1 where lines keep the margin too, 0 where both ends stand
#: still, so that lines have fixed pieces when it is full (`padwright.route.relaxing.necks`).
USE_ACROSS, EXTRA, PRICE, CREDIT, CREDIT_ACROSS, SOFT = 0, 1, 2, 3, 5, 6
#: Columns of `Sketch.crossing_nm`: distance from the edge's first vertex; where the line would
#: cross if it were alone.
AT, WISH = 0, 1
#: Columns of `Sketch.crossing`: whose, of which edge; the third is a stack of spare ids.
LINE, EDGE, SPARE = 0, 1, 2
#: Columns of `Sketch.line`: net; level and vertex of both ends; steps, 0 while not placed.
NET, FROM, TO, STEPS = 0, 1, 3, 5

#: What an edge at an angle must have left over, so that lines across it can lie on the grid.
_GRID_NM = 3.0
#: Lines may shift past an end of an edge where nothing stands, so that such an edge may lack this
#: part of the least spacing.
_SHIFT_PART = 0.25


class Sketch(NamedTuple):
    """Tables of the sketch; lines are two-ended pieces of nets."""

    level_nm: Floats  # (levels, 4)
    keep_nm: Floats  # (levels, vertices, 2)
    vertex: Ints  # (levels, vertices, 4)
    edge: Ints  # (levels, edges, 2 + EDGE_LINES)
    edge_nm: Floats  # (levels, edges, 7)
    crossing_nm: Floats  # (ids, 2)
    crossing: Ints  # (ids, 3)
    counts: Ints  # (1,) height of the stack of spare ids
    chord: Ints  # (levels, triangles, 1 + TRIANGLE_CHORDS, 3) ends, line; corner k is -k - 1
    triangle_price: Floats  # (levels, triangles) history of crossed lines
    line: Ints  # (lines, 6)
    line_nm: Floats  # (levels, lines, 5)
    step: Ints  # (lines, LINE_STEPS, 4) kind, level, id, triangle passed before it or -1


def start_sketch(ground: Ground, owner: Ints, lines: Ints, limits: Limits) -> Sketch:
    """Return an empty sketch for lines (n, 5): net, level and vertex of both ends.

    The first row of each triangle's chords holds their number.
    """
    levels, vertices = ground.keep_nm.shape
    edges, triangles = len(ground.mesh.edge), len(ground.mesh.triangle)
    ids = max(1000, min(levels * edges * EDGE_LINES, len(lines) * LINE_STEPS))
    line_nm = np.zeros((levels, len(lines), BARRED + 1))
    line_nm[..., WIDTH] = limits.width_nm[lines[:, 0]].T
    line_nm[..., RULE] = limits.spacing_nm[lines[:, 0]].T
    line_nm[..., VIA_RULE] = np.where(limits.one_level[lines[:, 0]], np.inf, line_nm[..., RULE])
    line_nm[..., BARRED] = limits.closed[lines[:, 0]].T
    line_nm[..., SPACE] = line_nm[..., RULE] + margin_nm(line_nm[..., WIDTH] / 2)
    # with several widths, things that stand still get the margin of the narrowest line
    margin = line_nm[..., SPACE] - line_nm[..., RULE]
    margin = margin.min(axis=1) if len(lines) else np.zeros(levels)
    level_nm = np.zeros((levels, 4))
    level_nm[:, SPACING] = limits.spacing_nm[-1]
    level_nm[:, MARGIN] = margin
    level_nm[:, VIA] = limits.via_land_nm / 2
    level_nm[:, PITCH] = limits.via_pitch_nm
    vertex = np.zeros((levels, vertices, 4), np.int64)
    vertex[..., OWNER] = owner
    vertex[..., COVER] = ground.cover
    vertex[..., FITS] = np.floor(
        np.clip(ground.room_nm - level_nm[:, VIA, None], -1.0, 2.0**40)
    ).astype(np.int64)
    if not limits.via_in_land:
        vertex[..., FITS] = np.where(ground.metal_nm > 0, -1, vertex[..., FITS])
    edge = np.zeros((levels, edges, IDS + EDGE_LINES), np.int64)
    edge[..., WALL] = ground.wall
    edge_nm = np.zeros((levels, edges, SOFT + 1))
    edge_nm[..., CREDIT:SOFT] = ground.credit_nm - ground.less_nm
    ends = ground.mesh.edge[:, :2]
    hard = (owner[:, ends] != FREE).all(axis=2) & (ground.credit_nm[..., :2] == 0).all(axis=2)
    edge_nm[..., SOFT] = ~hard
    slanted = (np.diff(ground.mesh.place_nm[ends], axis=1)[:, 0] != 0).all(axis=1)
    edge_nm[..., EXTRA] = np.where(hard & slanted, _GRID_NM, 0.0)
    crossing = np.zeros((ids, 3), np.int64)
    crossing[:, SPARE] = np.arange(ids)[::-1]
    nothing = level_nm[:, SPACING, None] / 2
    keep_nm = np.stack(
        [
            np.where(ground.occupied, ground.keep_nm, nothing),
            np.where(ground.occupied, ground.metal_nm, -nothing),
        ],
        axis=2,
    )
    if levels > 1 and limits.via_in_land:  # a via may come onto the land of a net and be wider
        via = level_nm[:, VIA, None]
        spacing = limits.spacing_nm[np.maximum(owner, -1), np.arange(levels)[:, None]]
        least = via + spacing
        keep_nm[..., KEEP] = np.where(
            owner >= 0, np.maximum(keep_nm[..., KEEP], least), keep_nm[..., KEEP]
        )
        keep_nm[..., METAL] = np.where(
            owner >= 0, np.maximum(keep_nm[..., METAL], via), keep_nm[..., METAL]
        )
    return Sketch(
        level_nm=level_nm,
        keep_nm=keep_nm,
        vertex=vertex,
        edge=edge,
        edge_nm=edge_nm,
        crossing_nm=np.zeros((ids, 2)),
        crossing=crossing,
        counts=np.array([ids], np.int64),
        chord=np.zeros((levels, triangles, 1 + TRIANGLE_CHORDS, 3), np.int64),
        triangle_price=np.zeros((levels, triangles)),
        line=np.concatenate([lines, np.zeros((len(lines), 1), np.int64)], axis=1),
        line_nm=line_nm,
        step=np.zeros((len(lines), LINE_STEPS, 4), np.int64),
    )


def usual_pitch_nm(sketch: Sketch) -> float:
    """Return the width plus spacing, margin included, that is in the middle of all lines."""
    return float(np.median(sketch.line_nm[..., WIDTH] + sketch.line_nm[..., SPACE]))


def open_lack_nm(sketch: Sketch) -> float:
    """Return the length that an edge with an open end may lack."""
    return _SHIFT_PART * float(sketch.level_nm[:, SPACING].min())


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


@inner
def keep_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int, end: int, line: int) -> float:
    """Return the distance that a line's edge keeps from an end of an edge; from its own, none."""
    vertex, net = mesh.edge[edge, end], sketch.line[line, NET]
    if sketch.vertex[level, vertex, OWNER] == net or sketch.vertex[level, vertex, COVER] == net:
        return 0.0
    rule, space = sketch.line_nm[level, line, RULE], sketch.line_nm[level, line, SPACE]
    keep = max(sketch.keep_nm[level, vertex, KEEP], sketch.keep_nm[level, vertex, METAL] + rule)
    keep += (space - rule) * sketch.edge_nm[level, edge, SOFT]
    return float(keep - sketch.edge_nm[level, edge, CREDIT + end])


@inner
def apart_nm(sketch: Sketch, level: int, edge: int, line: int, other: int) -> float:
    """Return the spacing of two lines on an edge: the wider one of both.

    Lines of one net may run on top of each other, so that two of them take the room of one.
    """
    if sketch.line[line, NET] == sketch.line[other, NET]:
        widths = sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, other, WIDTH]
        return float(-widths / 2)
    column = SPACE if sketch.edge_nm[level, edge, SOFT] > 0 else RULE
    return float(max(sketch.line_nm[level, line, column], sketch.line_nm[level, other, column]))


@inner
def _lines_need_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> float:
    """Return the longest chain of things that stand beside each other on an edge with lines."""
    total = top = 0.0
    last = 0
    for i in range(sketch.edge[level, edge, COUNT]):
        line = sketch.crossing[sketch.edge[level, edge, IDS + i], LINE]
        low = keep_nm(mesh, sketch, level, edge, 0, line)
        if i > 0:
            low = max(low, top + apart_nm(sketch, level, edge, last, line))
        top = low + sketch.line_nm[level, line, WIDTH]
        total = max(total, top + keep_nm(mesh, sketch, level, edge, 1, line))
        last = line
    return total


@entry
def needed_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> float:
    """Return the length that the ends and the lines of an edge need; on a gate nothing."""
    if sketch.edge[level, edge, WALL] >= GATE:
        return 0.0
    extra = sketch.edge_nm[level, edge, EXTRA]
    if sketch.edge[level, edge, COUNT] > 0:
        return float(extra + _lines_need_nm(mesh, sketch, level, edge))
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    total = sketch.keep_nm[level, a, KEEP] + sketch.keep_nm[level, b, KEEP]
    total -= sketch.edge_nm[level, edge, CREDIT] + sketch.edge_nm[level, edge, CREDIT + 1]
    return float(total + extra - sketch.level_nm[level, SPACING])


@inner
def spread(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> None:
    """Put the crossings of an edge as near to their wishes as order and spacing allow."""
    n = sketch.edge[level, edge, COUNT]
    if n == 0:
        return
    ids = sketch.edge[level, edge, IDS:]
    length = mesh.edge_nm[edge, 0]
    need = _lines_need_nm(mesh, sketch, level, edge) + sketch.edge_nm[level, edge, EXTRA]
    scale = min(1.0, length / need * 0.999999)
    top = 0.0
    last = -1
    for i in range(n):
        line = sketch.crossing[ids[i], LINE]
        half = sketch.line_nm[level, line, WIDTH] / 2 * scale
        low = keep_nm(mesh, sketch, level, edge, 0, line) * scale
        if i > 0:
            low = max(low, top + apart_nm(sketch, level, edge, last, line) * scale)
        sketch.crossing_nm[ids[i], AT] = max(sketch.crossing_nm[ids[i], WISH], low + half)
        top = sketch.crossing_nm[ids[i], AT] + half
        last = line
    for i in range(n - 1, -1, -1):
        line = sketch.crossing[ids[i], LINE]
        half = sketch.line_nm[level, line, WIDTH] / 2 * scale
        high = length - keep_nm(mesh, sketch, level, edge, 1, line) * scale
        if i + 1 < n:
            high = min(high, top - apart_nm(sketch, level, edge, last, line) * scale)
        sketch.crossing_nm[ids[i], AT] = min(sketch.crossing_nm[ids[i], AT], high - half)
        top = sketch.crossing_nm[ids[i], AT] - half
        last = line


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


@entry
def line_places(mesh: Mesh, sketch: Sketch, line: int) -> Floats:
    """Return x and y (steps, 2) of all steps of a line."""
    places = np.empty((sketch.line[line, STEPS], 2))
    for i in range(len(places)):
        places[i, 0], places[i, 1] = step_place(mesh, sketch, line, i)
    return places


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
