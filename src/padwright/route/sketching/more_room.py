"""More room where lines came too near to something when they were drawn."""

import numpy as np

from padwright.route.ground.mesh import Ground
from padwright.route.judging.verify import Violation
from padwright.route.sketching.lines import Task
from padwright.route.sketching.sketch import (
    CROSSING,
    EDGE,
    EXTRA,
    STEPS,
    Sketch,
    needed_nm,
    open_lack_nm,
    step_place,
    usual_pitch_nm,
)

#: What an edge is asked to have more, each time that lines on it came too near to something.
_MORE_PITCHES = 0.15


def ask_for_room(
    ground: Ground, sketch: Sketch, task: Task, found: list[Violation], *, at_once: bool = False
) -> None:
    """Ask for more room on the edges where lines came too near to something.

    It is a little more each time, or ``at_once`` so much that a line has to go elsewhere.
    """
    more = _MORE_PITCHES * usual_pitch_nm(sketch)
    lines_of: dict[str, list[int]] = {}
    for line, net in enumerate(task.net_names):
        lines_of.setdefault(net, []).append(line)
    asked: set[tuple[int, int]] = set()
    for violation in found:
        for name in (violation.first, violation.second):
            best, where = np.inf, None
            for line in lines_of.get(name, []):
                for i in range(int(sketch.line[line, STEPS])):
                    kind, level, what, _ = sketch.step[line, i].tolist()
                    if kind != CROSSING or level != violation.level:
                        continue
                    x, y = step_place(ground.mesh, sketch, line, i)
                    gap = np.hypot(x - violation.x_nm, y - violation.y_nm)
                    if gap < best:
                        best, where = gap, (level, int(sketch.crossing[what, EDGE]))
            if where is not None:
                asked.add(where)
    for level, edge in sorted(asked):
        over = needed_nm(ground.mesh, sketch, level, edge) - ground.mesh.edge_nm[edge, 0]
        least = open_lack_nm(sketch) - over if at_once else 0.0
        sketch.edge_nm[level, edge, EXTRA] += more + max(0.0, least)
