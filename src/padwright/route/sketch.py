"""The topological sketch: in which order lines cross the edges of the mesh, and how to change it.

A line is a list of steps: vertices (ends and vias) and crossings of edges. Lines that cross one
edge stand in order along it, so a new line may go between any two of them and push them aside;
the room that all of them need is compared with the length of the edge. Two chords of one
triangle cross when their ends alternate round its border.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from padwright.route.kernels import entry, inner
from padwright.route.mesh import Bools, Floats, Ground, Mesh
from padwright.route.problem import RoutingRules

Small = npt.NDArray[np.int32]

FREE, FOREIGN = -1, -2
VERTEX, CROSSING = 0, 1
#: Lines that one edge, chords that one triangle and steps that one line may have at most.
EDGE_LINES, TRIANGLE_CHORDS, LINE_STEPS = 40, 60, 512


class Sketch(NamedTuple):
    """Arrays of the sketch; ``lines`` are two-ended pieces of nets."""

    spacing_nm: float
    via_keep_nm: float  # via land radius plus spacing
    keep_nm: Floats  # (levels, vertices)
    owner: Small  # (levels, vertices) net, FREE or FOREIGN
    via_uses: Small  # (levels, vertices) lines that put a via land here
    via_fits: Bools  # (levels, vertices)
    wall: Bools  # (levels, edges)
    crossings: Small  # (levels, edges) how many
    crossing: Small  # (levels, edges, EDGE_LINES) ids in order from the edge's first vertex
    at_nm: Floats  # (ids,) distance from the edge's first vertex
    wish_nm: Floats  # (ids,) where the line would cross if it were alone
    crossing_line: Small  # (ids,)
    crossing_edge: Small  # (ids,)
    spare: Small  # stack of free ids; its height is counts[0]
    counts: Small  # (1,)
    chords: Small  # (levels, triangles) how many
    chord: Small  # (levels, triangles, TRIANGLE_CHORDS, 3) end, end, line; a corner k is -k - 1
    across_use_nm: Floats  # (levels, edges) width and spacing of lines between the corners across
    extra_nm: Floats  # (levels, edges) room asked for because lines did not fit there before
    edge_price: Floats  # (levels, edges) history of too many lines
    triangle_price: Floats  # (levels, triangles) history of crossed lines
    line_net: Small  # (lines,)
    line_nm: Floats  # (lines,) width
    line_from: Small  # (lines, 2) level, vertex
    line_to: Small  # (lines, 2)
    steps: Small  # (lines,) how many; 0 while the line is not placed
    step: Small  # (lines, LINE_STEPS, 4) kind, level, id, triangle passed before it


def start_sketch(
    ground: Ground,
    owner: Small,
    lines: Small,
    line_nm: Floats,
    rules: RoutingRules,
    margin_nm: float,
) -> Sketch:
    """Return an empty sketch for lines (n, 5): net, level and vertex of both ends.

    ``margin_nm`` is kept beyond the spacing everywhere; the relaxation needs it.
    """
    spacing_nm = rules.spacing_nm + margin_nm
    levels, vertices = ground.keep_nm.shape
    edges, triangles = len(ground.mesh.edge), len(ground.mesh.corner)
    ids = max(1000, min(levels * edges * EDGE_LINES, len(lines) * LINE_STEPS))
    return Sketch(
        spacing_nm=spacing_nm,
        via_keep_nm=rules.via_land_nm / 2 + spacing_nm,
        keep_nm=np.where(ground.occupied, ground.keep_nm + margin_nm, spacing_nm / 2),
        owner=owner.copy(),
        via_uses=np.zeros((levels, vertices), np.int32),
        via_fits=ground.room_nm >= rules.via_land_nm / 2 + rules.spacing_nm,
        wall=ground.wall,
        crossings=np.zeros((levels, edges), np.int32),
        crossing=np.zeros((levels, edges, EDGE_LINES), np.int32),
        at_nm=np.zeros(ids),
        wish_nm=np.zeros(ids),
        crossing_line=np.zeros(ids, np.int32),
        crossing_edge=np.zeros(ids, np.int32),
        spare=np.arange(ids, dtype=np.int32)[::-1].copy(),
        counts=np.array([ids], np.int32),
        chords=np.zeros((levels, triangles), np.int32),
        chord=np.zeros((levels, triangles, TRIANGLE_CHORDS, 3), np.int32),
        across_use_nm=np.zeros((levels, edges)),
        extra_nm=np.zeros((levels, edges)),
        edge_price=np.zeros((levels, edges)),
        triangle_price=np.zeros((levels, triangles)),
        line_net=np.ascontiguousarray(lines[:, 0]),
        line_nm=line_nm,
        line_from=np.ascontiguousarray(lines[:, 1:3]),
        line_to=np.ascontiguousarray(lines[:, 3:5]),
        steps=np.zeros(len(lines), np.int32),
        step=np.zeros((len(lines), LINE_STEPS, 4), np.int32),
    )


@inner
def border_place(mesh: Mesh, sketch: Sketch, triangle: int, end: int) -> float:
    """Return where a chord's end lies round a triangle: corner k at k, side k up to k + 1."""
    if end < 0:
        return float(-end - 1)
    edge = sketch.crossing_edge[end]
    for k in range(3):
        if mesh.side[triangle, k] == edge:
            part = sketch.at_nm[end] / mesh.edge_nm[edge]
            part = min(max(part, 1e-9), 1 - 1e-9)
            return k + part if mesh.edge[edge, 0] == mesh.corner[triangle, k] else k + 1 - part
    return -1.0


@inner
def alternate(a: float, b: float, c: float, d: float) -> bool:
    """Return whether ends c, d lie on different sides of the chord a, b."""
    if a > b:
        a, b = b, a
    if c in (a, b) or d in (a, b):
        return False
    return (a < c < b) != (a < d < b)


@entry
def needed_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> float:
    """Return the length that the ends and the lines of an edge need."""
    total = sketch.keep_nm[level, mesh.edge[edge, 0]] + sketch.keep_nm[level, mesh.edge[edge, 1]]
    n = sketch.crossings[level, edge]
    for i in range(n):
        total += sketch.line_nm[sketch.crossing_line[sketch.crossing[level, edge, i]]]
    return total + (n - 1) * sketch.spacing_nm + sketch.extra_nm[level, edge]


@inner
def end_of(mesh: Mesh, sketch: Sketch, line: int, i: int, edge: int) -> int:
    """Return 1 or 2 when a step belongs to the first or second vertex of an edge, else 0."""
    what = sketch.step[line, i, 2]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    if sketch.step[line, i, 0] == VERTEX:
        return 1 if what == a else (2 if what == b else 0)
    p = mesh.edge[sketch.crossing_edge[what], 0]
    q = mesh.edge[sketch.crossing_edge[what], 1]
    touches_a, touches_b = a == p or a == q, b == p or b == q
    if touches_a and touches_b:
        return 0
    return 1 if touches_a else (2 if touches_b else 0)


@inner
def _use_across(mesh: Mesh, sketch: Sketch, line: int, level: int, edge: int, sign: float) -> None:
    for k in range(2):
        corner = mesh.across[edge, k]
        if corner < 0 or sketch.owner[level, corner] == sketch.line_net[line]:
            return
    sketch.across_use_nm[level, edge] += sign * (sketch.line_nm[line] + sketch.spacing_nm)


@entry
def count_across(mesh: Mesh, sketch: Sketch, line: int, sign: float) -> None:
    """Add a line to (or take it from) the use between the corners across the edges it passes.

    Two triangles with a common edge make a quadrangle; its other diagonal has to hold what
    passes from the side of one end of the edge to that of the other.
    """
    for i in range(1, sketch.steps[line]):
        level, t = sketch.step[line, i, 1], sketch.step[line, i, 3]
        if t < 0:
            continue
        for k in range(3):
            edge = mesh.side[t, k]
            before = end_of(mesh, sketch, line, i - 1, edge)
            after = end_of(mesh, sketch, line, i, edge)
            if before + after == 3:
                _use_across(mesh, sketch, line, level, edge, sign)
        if sketch.step[line, i, 0] == CROSSING:
            edge = sketch.crossing_edge[sketch.step[line, i, 2]]
            before = end_of(mesh, sketch, line, i - 1, edge)
            after = end_of(mesh, sketch, line, i + 1, edge)
            if before + after == 3 and before > 0 and after > 0:
                _use_across(mesh, sketch, line, level, edge, sign)


@inner
def across_lack_nm(mesh: Mesh, sketch: Sketch, level: int, edge: int, more_nm: float) -> float:
    """Return what is missing between the corners across an edge when ``more_nm`` is added."""
    if not mesh.across_nm[edge] < np.inf or sketch.across_use_nm[level, edge] + more_nm <= 0:
        return 0.0
    need = sketch.across_use_nm[level, edge] + more_nm - sketch.spacing_nm
    need += (
        sketch.keep_nm[level, mesh.across[edge, 0]] + sketch.keep_nm[level, mesh.across[edge, 1]]
    )
    return max(0.0, need - mesh.across_nm[edge])


@inner
def spread(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> None:
    """Put the crossings of an edge as near to their wishes as order and spacing allow."""
    n = sketch.crossings[level, edge]
    if n == 0:
        return
    ids = sketch.crossing[level, edge]
    keep_a = sketch.keep_nm[level, mesh.edge[edge, 0]]
    keep_b = sketch.keep_nm[level, mesh.edge[edge, 1]]
    length = mesh.edge_nm[edge]
    scale = min(1.0, length / needed_nm(mesh, sketch, level, edge) * 0.999999)
    low = keep_a * scale
    for i in range(n):
        half = sketch.line_nm[sketch.crossing_line[ids[i]]] / 2 * scale
        sketch.at_nm[ids[i]] = max(sketch.wish_nm[ids[i]], low + half)
        low = sketch.at_nm[ids[i]] + half + sketch.spacing_nm * scale
    high = length - keep_b * scale
    for i in range(n - 1, -1, -1):
        half = sketch.line_nm[sketch.crossing_line[ids[i]]] / 2 * scale
        sketch.at_nm[ids[i]] = min(sketch.at_nm[ids[i]], high - half)
        high = sketch.at_nm[ids[i]] - half - sketch.spacing_nm * scale


@inner
def use_via(mesh: Mesh, sketch: Sketch, level: int, vertex: int, line: int) -> None:
    """Put a via land of a line on a vertex that has no land on this level."""
    if sketch.owner[level, vertex] != FREE and sketch.via_uses[level, vertex] == 0:
        return
    sketch.owner[level, vertex] = sketch.line_net[line]
    sketch.via_uses[level, vertex] += 1
    sketch.keep_nm[level, vertex] = sketch.via_keep_nm
    for f in range(mesh.fan_start[vertex], mesh.fan_start[vertex + 1]):
        for k in range(3):
            spread(mesh, sketch, level, mesh.side[mesh.fan[f], k])


@inner
def drop_via(sketch: Sketch, level: int, vertex: int) -> None:
    """Take one use of a via land away; the vertex is free again after the last."""
    if sketch.via_uses[level, vertex] == 0:
        return
    sketch.via_uses[level, vertex] -= 1
    if sketch.via_uses[level, vertex] == 0:
        sketch.owner[level, vertex] = FREE
        sketch.keep_nm[level, vertex] = sketch.spacing_nm / 2


@entry
def remove_line(mesh: Mesh, sketch: Sketch, line: int) -> None:
    """Take a line out of the sketch."""
    n = sketch.steps[line]
    count_across(mesh, sketch, line, -1.0)
    for i in range(n):
        level, what, triangle = (
            sketch.step[line, i, 1],
            sketch.step[line, i, 2],
            sketch.step[line, i, 3],
        )
        if sketch.step[line, i, 0] == CROSSING:
            edge = sketch.crossing_edge[what]
            count = sketch.crossings[level, edge]
            put = 0
            for j in range(count):
                if sketch.crossing[level, edge, j] != what:
                    sketch.crossing[level, edge, put] = sketch.crossing[level, edge, j]
                    put += 1
            sketch.crossings[level, edge] = put
            sketch.spare[sketch.counts[0]] = what
            sketch.counts[0] += 1
            spread(mesh, sketch, level, edge)
        if i > 0 and triangle >= 0:
            put = 0
            for j in range(sketch.chords[level, triangle]):
                if sketch.chord[level, triangle, j, 2] != line:
                    for part in range(3):
                        kept = sketch.chord[level, triangle, j, part]
                        sketch.chord[level, triangle, put, part] = kept
                    put += 1
            sketch.chords[level, triangle] = put
    for i in range(1, n):
        if sketch.step[line, i, 3] < 0:
            drop_via(sketch, sketch.step[line, i - 1, 1], sketch.step[line, i - 1, 2])
            drop_via(sketch, sketch.step[line, i, 1], sketch.step[line, i, 2])
    sketch.steps[line] = 0


@inner
def _open_end(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> bool:
    """Return whether an edge ends where there is no metal, so that lines may shift past it."""
    nothing = sketch.spacing_nm / 2
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    return (sketch.owner[level, a] == FREE and sketch.keep_nm[level, a] == nothing) or (
        sketch.owner[level, b] == FREE and sketch.keep_nm[level, b] == nothing
    )


@entry
def find_conflicts(mesh: Mesh, sketch: Sketch, guilty: Small, tolerance_nm: float) -> int:
    """Count crossed lines and overfull edges, note the lines in them, and raise their prices."""
    for i in range(len(guilty)):
        guilty[i] = 0
    total = 0
    levels, edges = sketch.crossings.shape
    ends = np.empty((TRIANGLE_CHORDS, 2))
    for level in range(levels):
        for t in range(sketch.chords.shape[1]):
            n = sketch.chords[level, t]
            for i in range(n):
                ends[i, 0] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 0])
                ends[i, 1] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 1])
            hit = False
            for i in range(n):
                a = sketch.chord[level, t, i, 2]
                for j in range(i):
                    b = sketch.chord[level, t, j, 2]
                    if sketch.line_net[a] != sketch.line_net[b] and alternate(
                        ends[i, 0], ends[i, 1], ends[j, 0], ends[j, 1]
                    ):
                        guilty[a] += 1
                        guilty[b] += 1
                        total += 1
                        hit = True
            if hit:
                sketch.triangle_price[level, t] += 1
        for e in range(edges):
            n = sketch.crossings[level, e]
            if across_lack_nm(mesh, sketch, level, e, 0.0) > tolerance_nm:
                total += 1
                sketch.edge_price[level, e] += 1
                for side in range(2):
                    t = mesh.edge_triangle[e, side]
                    for i in range(sketch.chords[level, t]):
                        guilty[sketch.chord[level, t, i, 2]] += 1
            if n == 0:
                continue
            over = needed_nm(mesh, sketch, level, e) - mesh.edge_nm[e]
            if over > (tolerance_nm if _open_end(mesh, sketch, level, e) else 0.0):
                total += 1
                sketch.edge_price[level, e] += 1
                for i in range(n):
                    guilty[sketch.crossing_line[sketch.crossing[level, e, i]]] += 1
    return total


@entry
def pull(mesh: Mesh, sketch: Sketch, sweeps: int) -> None:
    """Slide every crossing along its edge towards the straight line between its neighbours."""
    for _ in range(sweeps):
        for line in range(len(sketch.steps)):
            for i in range(1, sketch.steps[line] - 1):
                if sketch.step[line, i, 0] == CROSSING:
                    _slide(mesh, sketch, line, i)


@entry
def step_place(mesh: Mesh, sketch: Sketch, line: int, i: int) -> tuple[float, float]:
    """Return x and y of one step of a line."""
    what = sketch.step[line, i, 2]
    if sketch.step[line, i, 0] == VERTEX:
        return mesh.x_nm[what], mesh.y_nm[what]
    edge = sketch.crossing_edge[what]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    part = sketch.at_nm[what] / mesh.edge_nm[edge]
    return (
        mesh.x_nm[a] + part * (mesh.x_nm[b] - mesh.x_nm[a]),
        mesh.y_nm[a] + part * (mesh.y_nm[b] - mesh.y_nm[a]),
    )


@inner
def straight_place(mesh: Mesh, edge: int, px: float, py: float, qx: float, qy: float) -> float:
    """Return where the straight line from p to q meets an edge, as distance from its start."""
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    ex, ey = mesh.x_nm[b] - mesh.x_nm[a], mesh.y_nm[b] - mesh.y_nm[a]
    dx, dy = qx - px, qy - py
    cross = dx * ey - dy * ex
    if abs(cross) < 1e-9 * (abs(dx) + abs(dy) + 1) * (abs(ex) + abs(ey)):
        # parallel: the nearer end of the edge
        part = 0.0 if (px - mesh.x_nm[a]) * ex + (py - mesh.y_nm[a]) * ey < 0 else 1.0
    else:
        part = (dy * (mesh.x_nm[a] - px) - dx * (mesh.y_nm[a] - py)) / cross
        along = (ey * (mesh.x_nm[a] - px) - ex * (mesh.y_nm[a] - py)) / cross
        if along < 0 or along > 1:
            # the line ends before the edge: foot of the end
            part = ((qx - mesh.x_nm[a]) * ex + (qy - mesh.y_nm[a]) * ey) / (ex * ex + ey * ey)
    return min(max(part, 0.0), 1.0) * mesh.edge_nm[edge]


@inner
def _slide(mesh: Mesh, sketch: Sketch, line: int, i: int) -> None:
    level, what = sketch.step[line, i, 1], sketch.step[line, i, 2]
    edge = sketch.crossing_edge[what]
    px, py = step_place(mesh, sketch, line, i - 1)
    qx, qy = step_place(mesh, sketch, line, i + 1)
    wish = straight_place(mesh, edge, px, py, qx, qy)
    sketch.wish_nm[what] = wish
    n = sketch.crossings[level, edge]
    half = sketch.line_nm[line] / 2
    low = sketch.keep_nm[level, mesh.edge[edge, 0]] + half
    high = mesh.edge_nm[edge] - sketch.keep_nm[level, mesh.edge[edge, 1]] - half
    for j in range(n):
        if sketch.crossing[level, edge, j] == what:
            if j > 0:
                other = sketch.crossing[level, edge, j - 1]
                gap = half + sketch.spacing_nm + sketch.line_nm[sketch.crossing_line[other]] / 2
                low = sketch.at_nm[other] + gap
            if j + 1 < n:
                other = sketch.crossing[level, edge, j + 1]
                gap = half + sketch.spacing_nm + sketch.line_nm[sketch.crossing_line[other]] / 2
                high = sketch.at_nm[other] - gap
            break
    if low <= high:
        sketch.at_nm[what] = min(max(wish, low), high)
