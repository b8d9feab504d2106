"""Lengths of the lines of the sketch, what stands beside them, and what is in their way."""

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import ACROSS, SIDE, Mesh
from padwright.route.kernels import entry, inner
from padwright.route.sketching.across import across_lack_nm
from padwright.route.sketching.conflicts import open_end
from padwright.route.sketching.leaning import step_lean_nm
from padwright.route.sketching.sketch import (
    AT,
    COUNT,
    CROSSING,
    EDGE,
    IDS,
    LINE,
    NET,
    OWNER,
    STEPS,
    WIDTH,
    Sketch,
    alternate,
    apart_nm,
    border_place,
    keep_nm,
    needed_nm,
    step_place,
)


@inner
def _seat_nm(
    mesh: Mesh, sketch: Sketch, line: int, level: int, crossing: int, vertex: int
) -> tuple[float, float]:
    """Return how far a crossing is from one end of its edge, and how far it must be."""
    edge = sketch.crossing[crossing, EDGE]
    end = 0 if mesh.edge[edge, 0] == vertex else 1
    at = sketch.crossing_nm[crossing, AT]
    n = sketch.edge[level, edge, COUNT]
    away = at if end == 0 else mesh.edge_nm[edge, 0] - at
    nearest = sketch.edge[level, edge, IDS if end == 0 else IDS + n - 1]
    least = keep_nm(mesh, sketch, level, edge, end, line) + sketch.line_nm[level, line, WIDTH] / 2
    if nearest == crossing:
        return away, least
    inside = 0.0
    for j in range(n):
        if sketch.edge[level, edge, IDS + j] == crossing:
            other = sketch.edge[level, edge, IDS + j - 1 if end == 0 else IDS + j + 1]
            third = sketch.crossing[other, LINE]
            place = sketch.crossing_nm[other, AT]
            inside = place if end == 0 else mesh.edge_nm[edge, 0] - place
            inside += (sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, third, WIDTH]) / 2
            inside += apart_nm(sketch, level, edge, line, third)
    return away, (max(least, inside) if away < inside + 1.0 else 0.0)


@inner
def _way_nm(mesh: Mesh, sketch: Sketch, line: int, i: int) -> float:
    """Return the length of the way to a step of a line, round the corner that it turns about."""
    px, py = step_place(mesh, sketch, line, i - 1)
    qx, qy = step_place(mesh, sketch, line, i)
    straight = np.hypot(px - qx, py - qy)
    if sketch.step[line, i, 0] != CROSSING or sketch.step[line, i - 1, 0] != CROSSING:
        return float(straight)
    level, first, second = (
        sketch.step[line, i, 1],
        sketch.step[line, i - 1, 2],
        sketch.step[line, i, 2],
    )
    e, f = sketch.crossing[first, EDGE], sketch.crossing[second, EDGE]
    v = mesh.edge[e, 0]
    if not (v == mesh.edge[f, 0] or v == mesh.edge[f, 1]):
        v = mesh.edge[e, 1]
    away, least = _seat_nm(mesh, sketch, line, level, first, v)
    other, less = _seat_nm(mesh, sketch, line, level, second, v)
    radius = min(least, less)
    if radius <= 0:
        return float(straight)
    away, other = max(away, radius), max(other, radius)
    ux, uy = px - mesh.place_nm[v, 0], py - mesh.place_nm[v, 1]
    wx, wy = qx - mesh.place_nm[v, 0], qy - mesh.place_nm[v, 1]
    turn = abs(np.arctan2(ux * wy - uy * wx, ux * wx + uy * wy))
    bend = turn - np.arccos(radius / away) - np.arccos(radius / other)
    if bend <= 0:
        return float(straight)
    return float(np.sqrt(away**2 - radius**2) + np.sqrt(other**2 - radius**2) + radius * bend)


@entry
def line_lengths(mesh: Mesh, sketch: Sketch, lines: Ints, length_nm: Floats) -> None:
    """Write the length of each of some lines, as drawn about, and its number of vias."""
    for line in lines:
        total, vias = 0.0, 0.0
        for i in range(1, sketch.line[line, STEPS]):
            if sketch.step[line, i, 3] < 0:
                vias += 1
                continue
            total += _way_nm(mesh, sketch, line, i) + step_lean_nm(mesh, sketch, line, i)
        length_nm[line, 0], length_nm[line, 1] = total, vias


@entry
def beside(sketch: Sketch, line: int, mark: Ints) -> None:
    """Mark a line and all lines that pass one of its triangles."""
    mark[line] = 1
    for i in range(1, sketch.line[line, STEPS]):
        level, t = sketch.step[line, i, 1], sketch.step[line, i, 3]
        if t < 0:
            continue
        for j in range(sketch.chord[level, t, 0, 0]):
            mark[sketch.chord[level, t, j + 1, 2]] = 1


@entry
def in_the_way(mesh: Mesh, sketch: Sketch, line: int, tolerance_nm: float) -> int:
    """Return a line that crosses this one or stands where it lacks room, -1 for none.

    -2 when room is lacking and no other line takes any.
    """
    net = sketch.line[line, NET]
    for i in range(1, sketch.line[line, STEPS]):
        level, t = sketch.step[line, i, 1], sketch.step[line, i, 3]
        if t < 0:
            continue
        n = sketch.chord[level, t, 0, 0]
        for j in range(n):
            if sketch.chord[level, t, j + 1, 2] != line:
                continue
            mine = j + 1
            a = border_place(mesh, sketch, t, sketch.chord[level, t, mine, 0])
            b = border_place(mesh, sketch, t, sketch.chord[level, t, mine, 1])
            for k in range(n):
                other = sketch.chord[level, t, k + 1, 2]
                if sketch.line[other, NET] == net:
                    continue
                c = border_place(mesh, sketch, t, sketch.chord[level, t, k + 1, 0])
                d = border_place(mesh, sketch, t, sketch.chord[level, t, k + 1, 1])
                if alternate((a, b), (c, d)):
                    return int(other)
        for k in range(3):
            edge = mesh.triangle[t, SIDE + k]
            if across_lack_nm(mesh, sketch, level, edge, 0.0) > tolerance_nm:
                p, q = mesh.edge[edge, ACROSS], mesh.edge[edge, ACROSS + 1]
                if sketch.vertex[level, p, OWNER] == net or sketch.vertex[level, q, OWNER] == net:
                    continue
                for j in range(n):
                    other = sketch.chord[level, t, j + 1, 2]
                    if sketch.line[other, NET] != net:
                        return int(other)
                return -2
        if sketch.step[line, i, 0] != CROSSING:
            continue
        what = sketch.step[line, i, 2]
        edge = sketch.crossing[what, EDGE]
        over = needed_nm(mesh, sketch, level, edge) - mesh.edge_nm[edge, 0]
        if over > (tolerance_nm if open_end(mesh, sketch, level, edge) else 0.0):
            n, at = sketch.edge[level, edge, COUNT], 0
            for j in range(n):
                if sketch.edge[level, edge, IDS + j] == what:
                    at = j
            for off in range(1, n):
                for j in (at + off, at - off):
                    if 0 <= j < n:
                        other = sketch.crossing[sketch.edge[level, edge, IDS + j], LINE]
                        if sketch.line[other, NET] != net:
                            return int(other)
            return -2
    return -1
