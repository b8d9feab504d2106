"""Where lines of the sketch cross or want more room than there is."""

import numpy as np

from padwright.base.arrays import Ints
from padwright.route.ground.mesh import FREE, TRIANGLE, Mesh
from padwright.route.kernels import entry, inner
from padwright.route.sketching.across import across_lack_nm
from padwright.route.sketching.sketch import (
    COUNT,
    IDS,
    KEEP,
    LINE,
    NET,
    OWNER,
    PRICE,
    SPACING,
    TRIANGLE_CHORDS,
    Sketch,
    alternate,
    border_place,
    needed_nm,
)


@inner
def open_end(mesh: Mesh, sketch: Sketch, level: int, edge: int) -> bool:
    """Return whether an edge ends where there is no metal, so that lines may shift past it."""
    nothing = sketch.level_nm[level, SPACING] / 2
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    open_a = sketch.vertex[level, a, OWNER] == FREE and sketch.keep_nm[level, a, KEEP] == nothing
    open_b = sketch.vertex[level, b, OWNER] == FREE and sketch.keep_nm[level, b, KEEP] == nothing
    return bool(open_a or open_b)


@entry
def find_conflicts(mesh: Mesh, sketch: Sketch, guilty: Ints, tolerance_nm: float) -> int:
    """Count crossed lines and overfull edges, note the lines in them, and raise their prices."""
    for i in range(len(guilty)):
        guilty[i] = 0
    total = 0
    levels, edges = sketch.edge.shape[0], sketch.edge.shape[1]
    ends = np.empty((TRIANGLE_CHORDS, 2))
    for level in range(levels):
        for t in range(sketch.chord.shape[1]):
            n = sketch.chord[level, t, 0, 0]
            for i in range(n):
                ends[i, 0] = border_place(mesh, sketch, t, sketch.chord[level, t, i + 1, 0])
                ends[i, 1] = border_place(mesh, sketch, t, sketch.chord[level, t, i + 1, 1])
            hit = False
            for i in range(n):
                a = sketch.chord[level, t, i + 1, 2]
                for j in range(i):
                    b = sketch.chord[level, t, j + 1, 2]
                    if sketch.line[a, NET] != sketch.line[b, NET] and alternate(
                        (ends[i, 0], ends[i, 1]), (ends[j, 0], ends[j, 1])
                    ):
                        guilty[a] += 1
                        guilty[b] += 1
                        total += 1
                        hit = True
            if hit:
                sketch.triangle_price[level, t] += 1
        for e in range(edges):
            n = sketch.edge[level, e, COUNT]
            if across_lack_nm(mesh, sketch, level, e, 0.0) > tolerance_nm:
                total += 1
                sketch.edge_nm[level, e, PRICE] += 1
                for side in range(2):
                    t = mesh.edge[e, TRIANGLE + side]
                    for i in range(sketch.chord[level, t, 0, 0]):
                        guilty[sketch.chord[level, t, i + 1, 2]] += 1
            if n == 0:
                continue
            over = needed_nm(mesh, sketch, level, e) - mesh.edge_nm[e, 0]
            if over > (tolerance_nm if open_end(mesh, sketch, level, e) else 0.0):
                total += 1
                sketch.edge_nm[level, e, PRICE] += 1
                for i in range(n):
                    guilty[sketch.crossing[sketch.edge[level, e, IDS + i], LINE]] += 1
    return total
