"""Nets that may end on any land of a pool: which one each gets, and the way of its line there.

Lines that have no choice are placed first; then one flow for each pool takes what is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from padwright.base.progress import Report
from padwright.route.flow import Port, Wanted, cheapest_ways, ends_of
from padwright.route.flow_slots import Gauge, lay_links, lay_slots, without_crossed
from padwright.route.lines import plan_lines
from padwright.route.mesh import Floats, Ground
from padwright.route.negotiate import Effort, negotiate
from padwright.route.problem import Net, Pool, RoutingProblem
from padwright.route.rules_at import limits, margin_nm
from padwright.route.sketch import FITS, FREE, KEEP, METAL, OWNER, VIA, Sketch, start_sketch
from padwright.route.ways import Course, course_of_flow, courses_in, plant_courses

#: Slots of one edge at most: more make lengths finer, and the flow slower.
_MOST_SLOTS = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """A problem in which every net of a pool that could be served has its land.

    ``left`` are the nets for which no land could be reached.
    """

    problem: RoutingProblem
    assignment: tuple[tuple[str, str], ...]
    courses: tuple[Course, ...]
    left: tuple[str, ...]


def choose(
    problem: RoutingProblem,
    ground: Ground,
    report: Report,
    out_of_time: Callable[[], bool],
) -> Choice:
    """Give nets of pools their lands."""
    chosen = replace(problem, nets=tuple(replace(net, pool=None) for net in problem.nets))
    if all(net.pool is None for net in problem.nets):
        return Choice(chosen, (), (), ())
    sketch = _sketch(chosen, ground, [])
    if len(sketch.line):
        negotiate(ground.mesh, sketch, report, out_of_time, Effort())
    courses = courses_in(sketch)
    got: dict[str, str] = {}
    pools = {pool.name: pool for pool in problem.pools}
    for name in dict.fromkeys(net.pool for net in problem.nets if net.pool is not None):
        report("route", 0, 1, "assignment")
        sketch = _sketch(chosen, ground, courses)
        taken, found, courses = _serve(problem, pools[name], ground, sketch, set(got.values()))
        got |= taken
        courses += found
        chosen = replace(chosen, nets=tuple(_with(net, taken.get(net.name)) for net in chosen.nets))
    left = tuple(net.name for net in problem.nets if net.pool is not None and net.name not in got)
    return Choice(chosen, tuple(got.items()), tuple(courses), left)


def _with(net: Net, land: str | None) -> Net:
    return net if land is None else replace(net, terminals=(*net.terminals, land))


def _sketch(problem: RoutingProblem, ground: Ground, courses: list[Course]) -> Sketch:
    task = plan_lines(problem, ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    plant_courses(ground.mesh, sketch, courses)
    return sketch


def _serve(
    problem: RoutingProblem, pool: Pool, ground: Ground, sketch: Sketch, used: set[str]
) -> tuple[dict[str, str], list[Course], list[Course]]:
    """Return lands for the nets of a pool, their ways, and those of the lines in the sketch."""
    mesh = ground.mesh
    number = {t.name: i for i, t in enumerate(problem.terminals)}
    members = [i for i, net in enumerate(problem.nets) if net.pool == pool.name]
    open_lands = [name for name in pool.terminals if name not in used]

    def port(name: str) -> Port:
        return problem.terminals[number[name]].level, int(ground.terminal_vertex[number[name]])

    starts = tuple(tuple(map(port, problem.nets[i].terminals)) for i in members)
    goals = tuple(map(port, open_lands))
    gauge, spacing = _gauge(problem, ground, sketch, members)
    through: dict[Port, tuple[int, ...]] = {}
    if problem.levels > 1:
        for land in (*(land for lands in starts for land in lands), *goals):
            through[land] = _levels_through(sketch, land, spacing)
            rows = [land[0], *through[land]]
            via = sketch.level_nm[rows, VIA] + gauge.space_nm[rows]
            gauge.keep_nm[rows, land[1]] = np.maximum(gauge.keep_nm[rows, land[1]], via)
    via_nm = Effort().via_pitch_ratio * float((gauge.width_nm + gauge.space_nm).max())
    wanted = Wanted(starts, goals, via_nm, through)
    slots = lay_slots(mesh, sketch, gauge, _MOST_SLOTS)
    links = lay_links(mesh, slots, ends_of(wanted, problem.levels, len(mesh.place_nm)))
    links = without_crossed(mesh, sketch, slots, links)
    land_at = dict(zip(goals, open_lands, strict=True))
    taken: dict[str, str] = {}
    found: list[Course] = []
    for way in cheapest_ways(mesh, slots, links, wanted):
        level, end = way.ports[-1]
        taken[problem.nets[members[way.net]].name] = land_at[level, -end - 1]
        found.append(course_of_flow(slots, way, members[way.net]))
    return taken, found, courses_in(sketch, slots.taken_nm)


def _gauge(
    problem: RoutingProblem, ground: Ground, sketch: Sketch, members: list[int]
) -> tuple[Gauge, Floats]:
    """Return the width and space of the neediest of some nets, and their spacing by level."""
    limit = limits(problem)
    width, spacing = limit.width_nm[members].max(axis=0), limit.spacing_nm[members].max(axis=0)
    margin = margin_nm(width / 2)
    space = spacing + margin
    keep = np.maximum(
        np.where(ground.occupied, ground.keep_nm + margin[:, None], -np.inf),
        np.maximum(sketch.keep_nm[..., KEEP], sketch.keep_nm[..., METAL] + space[:, None]),
    )
    return Gauge(width, space, keep), spacing


def _levels_through(sketch: Sketch, land: Port, spacing_nm: Floats) -> tuple[int, ...]:
    """Return the levels that vias in a land can reach, nearest first."""
    level, vertex = land
    fits = sketch.vertex[:, vertex, FITS] >= spacing_nm
    found: list[int] = []
    for way in (range(level + 1, len(sketch.vertex)), range(level - 1, -1, -1)):
        for other in way:
            if sketch.vertex[other, vertex, OWNER] != FREE or not (fits[level] and fits[other]):
                break
            found.append(other)
    return tuple(found)
