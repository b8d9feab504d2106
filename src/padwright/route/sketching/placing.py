"""Putting lines into the sketch and taking them out again."""

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import FREE, SIDE, Mesh
from padwright.route.kernels import entry, inner, merged
from padwright.route.sketching.across import count_across
from padwright.route.sketching.desk import PARENT, REACHED, Desk, X, Y
from padwright.route.sketching.sketch import (
    AT,
    COUNT,
    CROSSING,
    EDGE,
    EDGE_LINES,
    FROM,
    IDS,
    KEEP,
    LINE,
    LINE_STEPS,
    METAL,
    NET,
    OWNER,
    RULE,
    SPACING,
    SPARE,
    STEPS,
    TO,
    TRIANGLE_CHORDS,
    USES,
    VERTEX,
    VIA,
    WISH,
    Sketch,
    spread,
)


@inner
def use_via(mesh: Mesh, sketch: Sketch, level: int, vertex: int, line: int) -> None:
    """Put a via land of a line on a vertex that has no land on this level."""
    if sketch.vertex[level, vertex, OWNER] != FREE and sketch.vertex[level, vertex, USES] == 0:
        return
    sketch.vertex[level, vertex, OWNER] = sketch.line[line, NET]
    sketch.vertex[level, vertex, USES] += 1
    keep = sketch.level_nm[level, VIA] + sketch.line_nm[level, line, RULE]
    if sketch.vertex[level, vertex, USES] > 1:  # another line of the net may ask for more
        keep = max(keep, sketch.keep_nm[level, vertex, KEEP])
    sketch.keep_nm[level, vertex, KEEP] = keep
    sketch.keep_nm[level, vertex, METAL] = sketch.level_nm[level, VIA]
    for f in range(mesh.fan[vertex], mesh.fan[vertex + 1]):
        for k in range(3):
            spread(mesh, sketch, level, mesh.triangle[mesh.fan[f], SIDE + k])


@inner
def drop_via(sketch: Sketch, level: int, vertex: int) -> None:
    """Take one use of a via land away; the vertex is free again after the last."""
    if sketch.vertex[level, vertex, USES] == 0:
        return
    sketch.vertex[level, vertex, USES] -= 1
    if sketch.vertex[level, vertex, USES] == 0:
        sketch.vertex[level, vertex, OWNER] = FREE
        sketch.keep_nm[level, vertex, KEEP] = sketch.level_nm[level, SPACING] / 2
        sketch.keep_nm[level, vertex, METAL] = -sketch.level_nm[level, SPACING] / 2


@merged
def _end_code(mesh: Mesh, sketch: Sketch, line: int, i: int, t: int) -> int:
    """Return the name of a step as the end of a chord of a triangle."""
    what = sketch.step[line, i, 2]
    if sketch.step[line, i, 0] == CROSSING:
        return int(what)
    k = 0
    while k < 2 and mesh.triangle[t, k] != what:
        k += 1
    return -k - 1


@merged
def _take_steps(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, goal: int, count: int) -> None:
    """Write the steps of a way; `at_nm` of a new crossing notes the crossing that it follows."""
    first = len(sketch.vertex) * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.place_nm)
    node = goal
    for i in range(count - 1, -1, -1):
        sketch.step[line, i, 3] = desk.node[node, REACHED]
        if node >= first:
            sketch.step[line, i, 0] = VERTEX
            sketch.step[line, i, 1] = (node - first) // vertices
            sketch.step[line, i, 2] = (node - first) % vertices
        else:
            gap = node % (EDGE_LINES + 1)
            edge = node // (EDGE_LINES + 1) % len(mesh.edge)
            level = node // (EDGE_LINES + 1) // len(mesh.edge)
            sketch.counts[0] -= 1
            new = sketch.crossing[sketch.counts[0], SPARE]
            sketch.step[line, i, 0] = CROSSING
            sketch.step[line, i, 1] = level
            sketch.step[line, i, 2] = new
            sketch.crossing_nm[new, AT] = (
                -1.0 if gap == 0 else sketch.edge[level, edge, IDS + gap - 1]
            )
            sketch.crossing[new, EDGE] = edge
            sketch.crossing[new, LINE] = line
            a = mesh.edge[edge, 0]
            sketch.crossing_nm[new, WISH] = np.hypot(
                desk.node_nm[node, X] - mesh.place_nm[a, 0],
                desk.node_nm[node, Y] - mesh.place_nm[a, 1],
            )
        node = desk.node[node, PARENT]


@merged
def _insert(mesh: Mesh, sketch: Sketch, level: int, new: int) -> None:
    edge = sketch.crossing[new, EDGE]
    n = sketch.edge[level, edge, COUNT]
    at = 0
    if n >= EDGE_LINES:  # left out of the order; the exact check judges what comes of it
        sketch.crossing_nm[new, AT] = sketch.crossing_nm[new, WISH]
        return
    for j in range(n):
        if sketch.edge[level, edge, IDS + j] == sketch.crossing_nm[new, AT]:
            at = j + 1
    for j in range(n, at, -1):
        sketch.edge[level, edge, IDS + j] = sketch.edge[level, edge, IDS + j - 1]
    sketch.edge[level, edge, IDS + at] = new
    sketch.edge[level, edge, COUNT] = n + 1
    spread(mesh, sketch, level, edge)


@inner
def place(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, goal: int) -> bool:
    """Put a line into the sketch along the way found by `search`."""
    count = 0
    node = goal
    while node >= 0:
        count += 1
        node = desk.node[node, PARENT]
    if count > LINE_STEPS or count > sketch.counts[0]:
        return False
    _take_steps(mesh, sketch, desk, line, goal, count)
    for i in range(count):
        if sketch.step[line, i, 0] == CROSSING:
            _insert(mesh, sketch, sketch.step[line, i, 1], sketch.step[line, i, 2])
    _stand(mesh, sketch, line, count)
    return True


@entry
def plant(mesh: Mesh, sketch: Sketch, line: int, steps: Ints, wish_nm: Floats) -> bool:
    """Put a line into the sketch along a way that is known.

    Parameters
    ----------
    steps
        As `Sketch.step`, with edges in place of crossings.
    wish_nm
        Where each edge is crossed, from its first vertex; lines stand in this order. It holds for
        lines that were planted only.
    """
    count = len(steps)
    if count > LINE_STEPS or count > sketch.counts[0]:
        return False
    for i in range(count):
        for part in range(4):
            sketch.step[line, i, part] = steps[i, part]
        if steps[i, 0] == VERTEX:
            continue
        level, edge = steps[i, 1], steps[i, 2]
        sketch.counts[0] -= 1
        new = sketch.crossing[sketch.counts[0], SPARE]
        sketch.step[line, i, 2] = new
        sketch.crossing[new, EDGE] = edge
        sketch.crossing[new, LINE] = line
        sketch.crossing_nm[new, WISH] = wish_nm[i]
        sketch.crossing_nm[new, AT] = -1.0
        for j in range(sketch.edge[level, edge, COUNT]):
            other = sketch.edge[level, edge, IDS + j]
            if sketch.crossing_nm[other, WISH] <= wish_nm[i]:
                sketch.crossing_nm[new, AT] = other
        _insert(mesh, sketch, level, new)
    _stand(mesh, sketch, line, count)
    return True


@inner
def _stand(mesh: Mesh, sketch: Sketch, line: int, count: int) -> None:
    """Note the chords and vias of a line whose steps are written and crossings inserted."""
    for i in range(1, count):
        level, what = sketch.step[line, i, 1], sketch.step[line, i, 2]
        t = sketch.step[line, i, 3]
        if t < 0:
            use_via(mesh, sketch, sketch.step[line, i - 1, 1], what, line)
            use_via(mesh, sketch, level, what, line)
            continue
        n = sketch.chord[level, t, 0, 0]
        if n >= TRIANGLE_CHORDS:  # not seen as crossing anything; the exact check will
            continue
        sketch.chord[level, t, n + 1, 0] = _end_code(mesh, sketch, line, i - 1, t)
        sketch.chord[level, t, n + 1, 1] = _end_code(mesh, sketch, line, i, t)
        sketch.chord[level, t, n + 1, 2] = line
        sketch.chord[level, t, 0, 0] = n + 1
    sketch.line[line, STEPS] = count
    count_across(mesh, sketch, line, 1.0)


@entry
def put_back(
    mesh: Mesh, sketch: Sketch, line: int, steps: Ints, seats: Ints, wish_nm: Floats
) -> None:
    """Put a line that was taken out back as it was.

    ``steps`` are its steps, ``seats`` rows of step, edge and place in the order of the edge, by
    place, and ``wish_nm`` where each of these would cross. What was done since must be undone.
    """
    for i in range(len(steps)):
        for part in range(4):
            sketch.step[line, i, part] = steps[i, part]
    for part in range(2):
        sketch.line[line, FROM + part] = steps[0, 1 + part]
        sketch.line[line, TO + part] = steps[len(steps) - 1, 1 + part]
    sketch.counts[0] -= len(seats)  # its ids are the last ones that were given back
    for k in range(len(seats)):
        i, edge, at = seats[k, 0], seats[k, 1], seats[k, 2]
        level, what = steps[i, 1], steps[i, 2]
        n = sketch.edge[level, edge, COUNT]
        for j in range(n, at, -1):
            sketch.edge[level, edge, IDS + j] = sketch.edge[level, edge, IDS + j - 1]
        sketch.edge[level, edge, IDS + at] = what
        sketch.edge[level, edge, COUNT] = n + 1
        sketch.crossing[what, EDGE] = edge
        sketch.crossing[what, LINE] = line
        sketch.crossing_nm[what, WISH] = wish_nm[k]
        spread(mesh, sketch, level, edge)
    _stand(mesh, sketch, line, len(steps))


@entry
def remove_line(mesh: Mesh, sketch: Sketch, line: int) -> None:
    """Take a line out of the sketch."""
    n = sketch.line[line, STEPS]
    count_across(mesh, sketch, line, -1.0)
    for i in range(n):
        level, what, triangle = (
            sketch.step[line, i, 1],
            sketch.step[line, i, 2],
            sketch.step[line, i, 3],
        )
        if sketch.step[line, i, 0] == CROSSING:
            edge = sketch.crossing[what, EDGE]
            count = sketch.edge[level, edge, COUNT]
            put = 0
            for j in range(count):
                if sketch.edge[level, edge, IDS + j] != what:
                    sketch.edge[level, edge, IDS + put] = sketch.edge[level, edge, IDS + j]
                    put += 1
            sketch.edge[level, edge, COUNT] = put
            sketch.crossing[sketch.counts[0], SPARE] = what
            sketch.counts[0] += 1
            spread(mesh, sketch, level, edge)
        if i > 0 and triangle >= 0:
            put = 0
            for j in range(sketch.chord[level, triangle, 0, 0]):
                if sketch.chord[level, triangle, j + 1, 2] != line:
                    for part in range(3):
                        kept = sketch.chord[level, triangle, j + 1, part]
                        sketch.chord[level, triangle, put + 1, part] = kept
                    put += 1
            sketch.chord[level, triangle, 0, 0] = put
    for i in range(1, n):
        if sketch.step[line, i, 3] < 0:
            drop_via(sketch, sketch.step[line, i - 1, 1], sketch.step[line, i - 1, 2])
            drop_via(sketch, sketch.step[line, i, 1], sketch.step[line, i, 2])
    sketch.line[line, STEPS] = 0
