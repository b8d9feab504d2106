"""Ways of lines as data: out of a sketch, out of the flow, and into a sketch again."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.assigning.flow import Way
from padwright.route.assigning.flow_slots import Slots
from padwright.route.ground.mesh import Mesh
from padwright.route.sketching.placing import plant
from padwright.route.sketching.sketch import AT, CROSSING, EDGE, FROM, NET, STEPS, VERTEX, Sketch


@dataclass(frozen=True, slots=True)
class Course:
    """The way of one line: its net, its steps with edges in place of crossings, and where."""

    net: int
    steps: Ints  # (steps, 4) as `Sketch.step`
    wish_nm: Floats  # (steps,) distance from the first vertex of the edge

    @property
    def ends(self) -> tuple[int, int, int, int]:
        """Level and vertex of both ends."""
        first, last = self.steps[0].tolist(), self.steps[-1].tolist()
        return first[1], first[2], last[1], last[2]


def course_of_flow(slots: Slots, way: Way, net: int) -> Course:
    """Return the way of a unit of flow."""
    steps = np.zeros((len(way.ports), 4), np.int64)
    wish = np.zeros(len(way.ports))
    for i, ((level, port), triangle) in enumerate(zip(way.ports, way.triangles, strict=True)):
        if port < 0:
            steps[i] = VERTEX, level, -port - 1, triangle
        else:
            steps[i] = CROSSING, level, slots.edge[port], triangle
            wish[i] = slots.at_nm[port]
    return Course(net, steps, wish)


def courses_in(sketch: Sketch, taken_nm: dict[int, float] | None = None) -> list[Course]:
    """Return the ways of all lines of a sketch.

    ``taken_nm`` says where crossings stand instead of where the sketch has them.
    """
    found = []
    for line in np.flatnonzero(sketch.line[:, STEPS]).tolist():
        steps = sketch.step[line, : sketch.line[line, STEPS]].copy()
        crossing = steps[:, 0] == CROSSING
        ids = steps[crossing, 2]
        wish = np.zeros(len(steps))
        wish[crossing] = sketch.crossing_nm[ids, AT]
        if taken_nm is not None:
            wish[crossing] = [taken_nm[i] for i in ids.tolist()]
        steps[crossing, 2] = sketch.crossing[ids, EDGE]
        found.append(Course(int(sketch.line[line, NET]), steps, wish))
    return found


def plant_courses(mesh: Mesh, sketch: Sketch, courses: Iterable[Course]) -> int:
    """Put every way into the sketch of which a line has the net and the ends; return how many."""
    line_of: dict[tuple[int, ...], int] = {}
    for line, row in enumerate(sketch.line[:, NET : FROM + 4].tolist()):
        line_of.setdefault(tuple(row), line)
    planted = 0
    for course in courses:
        a, b, c, d = course.ends
        steps, wish = course.steps, course.wish_nm
        line = line_of.get((course.net, a, b, c, d), -1)
        if line < 0:
            line = line_of.get((course.net, c, d, a, b), -1)
            steps, wish = _backwards(course)
        if line >= 0 and not sketch.line[line, STEPS]:
            planted += bool(plant(mesh, sketch, line, steps, wish))
    return planted


def _backwards(course: Course) -> tuple[Ints, Floats]:
    steps = course.steps[::-1].copy()
    steps[1:, 3] = course.steps[:0:-1, 3]
    steps[0, 3] = -1
    return steps, course.wish_nm[::-1].copy()
