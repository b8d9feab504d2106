"""Vias of a net through levels that follow each other: over each other, or apart."""

import numpy as np

from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import inner
from padwright.route.sketching.desk import PARENT, REACHED, Desk
from padwright.route.sketching.sketch import EDGE_LINES, NET, PITCH, STEPS, Sketch


@inner
def _clear_of(mesh: Mesh, sketch: Sketch, here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Return whether vias (vertex, lower level) through levels that follow each other are apart."""
    if abs(here[1] - there[1]) != 1:
        return True
    pitch = sketch.level_nm[min(here[1], there[1]) + 1, PITCH]
    if pitch < 0:
        return True
    gap = np.hypot(
        mesh.place_nm[here[0], 0] - mesh.place_nm[there[0], 0],
        mesh.place_nm[here[0], 1] - mesh.place_nm[there[0], 1],
    )
    return bool(gap >= max(pitch, 1.0))


@inner
def is_staggered(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, node: int, lower: int) -> bool:
    """Return whether a via up from a level keeps away from the others of its net."""
    if sketch.level_nm[:, PITCH].max() < 0:
        return True
    vertices = len(mesh.place_nm)
    first = len(sketch.vertex) * len(mesh.edge) * (EDGE_LINES + 1)
    via = ((node - first) % vertices, lower)
    while desk.node[node, PARENT] >= 0:
        parent = desk.node[node, PARENT]
        if desk.node[node, REACHED] < 0:
            there = (node - first) % vertices
            level = min((node - first) // vertices, (parent - first) // vertices)
            if not _clear_of(mesh, sketch, via, (there, level)):
                return False
        node = parent
    for way in range(-1, 2, 2):  # lines of a net follow each other
        other = line + way
        while 0 <= other < len(sketch.line) and sketch.line[other, NET] == sketch.line[line, NET]:
            for i in range(1, sketch.line[other, STEPS]):
                if sketch.step[other, i, 3] < 0:
                    level = min(sketch.step[other, i - 1, 1], sketch.step[other, i, 1])
                    if not _clear_of(mesh, sketch, via, (sketch.step[other, i, 2], level)):
                        return False
            other += way
    return True
