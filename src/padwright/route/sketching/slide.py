"""Pulling the lines of the sketch straight along the edges that they cross."""

import numpy as np

from padwright.base.arrays import Ints
from padwright.base.progress import Report, silent
from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import entry, merged
from padwright.route.sketching.sketch import (
    AT,
    COUNT,
    CROSSING,
    EDGE,
    IDS,
    LINE,
    STEPS,
    WIDTH,
    WISH,
    Sketch,
    apart_nm,
    keep_nm,
    step_place,
    straight_place,
)


@merged
def _slide(mesh: Mesh, sketch: Sketch, line: int, i: int) -> None:
    level, what = sketch.step[line, i, 1], sketch.step[line, i, 2]
    edge = sketch.crossing[what, EDGE]
    px, py = step_place(mesh, sketch, line, i - 1)
    qx, qy = step_place(mesh, sketch, line, i + 1)
    wish = straight_place(mesh, edge, px, py, qx, qy)
    sketch.crossing_nm[what, WISH] = wish
    n = sketch.edge[level, edge, COUNT]
    half = sketch.line_nm[level, line, WIDTH] / 2
    low = keep_nm(mesh, sketch, level, edge, 0, line) + half
    high = mesh.edge_nm[edge, 0] - keep_nm(mesh, sketch, level, edge, 1, line) - half
    for j in range(n):
        if sketch.edge[level, edge, IDS + j] == what:
            if j > 0:
                before = sketch.edge[level, edge, IDS + j - 1]
                other = sketch.crossing[before, LINE]
                gap = half + apart_nm(sketch, level, edge, line, other)
                gap += sketch.line_nm[level, other, WIDTH] / 2
                low = max(low, sketch.crossing_nm[before, AT] + gap)
            if j + 1 < n:
                after = sketch.edge[level, edge, IDS + j + 1]
                other = sketch.crossing[after, LINE]
                gap = half + apart_nm(sketch, level, edge, line, other)
                gap += sketch.line_nm[level, other, WIDTH] / 2
                high = min(high, sketch.crossing_nm[after, AT] - gap)
            break
    if low <= high:
        sketch.crossing_nm[what, AT] = min(max(wish, low), high)


@entry
def pull_some(mesh: Mesh, sketch: Sketch, lines: Ints, sweeps: int) -> None:
    """Slide the crossings of some lines; see `pull`."""
    for _ in range(sweeps):
        for line in lines:
            for i in range(1, sketch.line[line, STEPS] - 1):
                if sketch.step[line, i, 0] == CROSSING:
                    _slide(mesh, sketch, line, i)


def pull(mesh: Mesh, sketch: Sketch, sweeps: int, report: Report = silent) -> None:
    """Slide every crossing along its edge towards the straight line between its neighbours."""
    lines = np.arange(len(sketch.line))
    for sweep in range(sweeps):
        report("route", sweep, sweeps, "straightening")
        pull_some(mesh, sketch, lines, 1)
