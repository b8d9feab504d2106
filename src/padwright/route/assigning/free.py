"""Nets that may end on any land of a pool: which one each gets, and the way of its line there.

Lines that have no choice are placed first; then one flow for each pool takes what is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from padwright.base.arrays import Floats
from padwright.base.progress import Report
from padwright.route.assigning.flow import Port, Wanted, cheapest_ways, ends_of
from padwright.route.assigning.flow_slots import (
    Gauge,
    lay_links,
    lay_slots,
    on_levels,
    without_crossed,
)
from padwright.route.assigning.leaning import filled, with_leans
from padwright.route.ground.mesh import FREE, Ground, Mesh
from padwright.route.problem import Pool, RoutingProblem
from padwright.route.proving.certificate import most_served
from padwright.route.rules_at import limits, margin_nm
from padwright.route.sketching.lines import plan_lines
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.sketch import (
    CREDIT,
    FITS,
    KEEP,
    METAL,
    OWNER,
    SOFT,
    VIA,
    Sketch,
    start_sketch,
)
from padwright.route.sketching.ways import Course, course_of_flow, courses_in, plant_courses

#: Slots of one edge at most: more make lengths finer, and the flow slower.
_MOST_SLOTS = 16
#: The same for a first flow that only says which gaps get full.
_FEW_SLOTS = 5
#: How often lands are given, where nets that found no way to theirs may have others.
_MOST_ROUNDS = 3


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
    """Give nets of pools their lands.

    Where lines without a choice stand in the way of others, all of them negotiate, and nets that
    find no way then may take another land.
    """
    decided = _Decided(problem, ground)
    if all(net.pool is None for net in problem.nets):
        return decided.choice()

    def waiting() -> bool:
        report("route", 0, 1, "assignment")
        return not out_of_time()

    decided.negotiate(report, out_of_time)
    first = decided.choice()
    for turn in range(_MOST_ROUNDS):
        waiting()
        decided.serve(waiting)
        if turn == 0:
            first = decided.choice()
        helps = decided.give_rest()
        if out_of_time() or not (decided.is_mixed or helps):
            break
        decided.negotiate(report, out_of_time)
        if not decided.take_back():
            break
    last = decided.choice()
    return last if decided.is_mixed or len(last.left) < len(first.left) else first


def settled(choice: Choice) -> RoutingProblem:
    """Return the problem of a choice without nets that have but one land, and what names them."""
    problem, left = choice.problem, set(choice.left)
    alone = {net.name for net in problem.nets if net.name in left and len(net.terminals) < 2}
    matches = (replace(m, nets=tuple(n for n in m.nets if n not in alone)) for m in problem.matches)
    return replace(
        problem,
        nets=tuple(net for net in problem.nets if net.name not in alone),
        pools=(),
        pairs=tuple(p for p in problem.pairs if not {p.first, p.second} & alone),
        matches=tuple(m for m in matches if len(m.nets) > 1),
        shields=tuple(s for s in problem.shields if not {s.net, s.by} & alone),
    )


class _Decided:
    """What was decided so far: lands of nets, and ways of lines."""

    def __init__(self, problem: RoutingProblem, ground: Ground) -> None:
        self.problem, self.ground = problem, ground
        self.got: dict[str, str] = {}
        self.courses: list[Course] = []
        self.most = -1
        self.pools = {
            pool.name: pool
            for pool in problem.pools
            if any(net.pool == pool.name for net in problem.nets)
        }
        single = all(net.pool is not None and len(net.terminals) == 1 for net in problem.nets)
        self.is_mixed = len(self.pools) > 1 or not single

    def chosen(self) -> RoutingProblem:
        """Return the problem with the lands that nets have."""
        nets = tuple(
            replace(net, pool=None)
            if net.name not in self.got
            else replace(net, pool=None, terminals=(*net.terminals, self.got[net.name]))
            for net in self.problem.nets
        )
        return replace(self.problem, nets=nets)

    def choice(self) -> Choice:
        left = [n.name for n in self.problem.nets if n.pool is not None and n.name not in self.got]
        return Choice(self.chosen(), tuple(self.got.items()), tuple(self.courses), tuple(left))

    def sketch(self) -> Sketch:
        chosen = self.chosen()
        task = plan_lines(chosen, self.ground)
        sketch = start_sketch(self.ground, task.owner, task.lines, task.limits)
        plant_courses(self.ground.mesh, sketch, self.courses)
        return sketch

    def negotiate(self, report: Report, out_of_time: Callable[[], bool]) -> None:
        """Place the lines of all nets that have their lands."""
        sketch = self.sketch()
        if len(sketch.line):
            negotiate(self.ground.mesh, sketch, report, out_of_time, Effort())
            self.courses = courses_in(sketch)

    def serve(self, waiting: Callable[[], bool]) -> None:
        """Give lands of their pools to the nets that have none, with one flow for each pool."""
        for pool in self.pools.values():
            members = self._without(pool)
            used = set(self.got.values())
            lands = [name for name in pool.terminals if name not in used]
            if not members or not lands:
                continue
            sketch = self.sketch()
            taken, found, placed = _serve(
                self.problem, members, lands, self.ground, sketch, waiting
            )
            self.got |= taken
            self.courses = placed + found

    def _without(self, pool: Pool) -> list[int]:
        return [
            i
            for i, net in enumerate(self.problem.nets)
            if net.pool == pool.name and net.name not in self.got
        ]

    def give_rest(self) -> bool:
        """Give the nearest lands to nets that the flow left; return whether that may help."""
        left = sum(len(self._without(pool)) for pool in self.pools.values())
        if self.most < 0 and left:
            self.most = most_served(self.problem)
        if not left or len(self.got) >= self.most:
            return False
        place = {t.name: (t.x_nm, t.y_nm) for t in self.problem.terminals}
        for pool in self.pools.values():
            used = set(self.got.values())
            lands = [name for name in pool.terminals if name not in used]
            nets = [self.problem.nets[i] for i in self._without(pool)]
            if not nets or not lands:
                continue
            far = cdist([place[net.terminals[0]] for net in nets], [place[name] for name in lands])
            for i, k in zip(*linear_sum_assignment(far), strict=True):
                self.got[nets[i].name] = lands[k]
        return True

    def take_back(self) -> bool:
        """Take lands from nets that found no way to them; return whether there were any."""
        number = {t.name: i for i, t in enumerate(self.problem.terminals)}
        ends = [(course.net, *course.ends) for course in self.courses]
        reached = {(net, *at) for net, *both in ends for at in (both[:2], both[2:])}
        stuck = []
        for i, net in enumerate(self.problem.nets):
            if net.name in self.got:
                land = number[self.got[net.name]]
                at = self.problem.terminals[land].level, int(self.ground.terminal_vertex[land])
                if (i, *at) not in reached:
                    stuck.append(net.name)
        for name in stuck:
            del self.got[name]
        return bool(stuck)


def _serve(
    problem: RoutingProblem,
    members: list[int],
    lands: list[str],
    ground: Ground,
    sketch: Sketch,
    waiting: Callable[[], bool],
) -> tuple[dict[str, str], list[Course], list[Course]]:
    """Return lands for some nets, the ways there, and those of the lines in the sketch."""
    mesh = ground.mesh
    number = {t.name: i for i, t in enumerate(problem.terminals)}

    def port(name: str) -> Port:
        return problem.terminals[number[name]].level, int(ground.terminal_vertex[number[name]])

    starts = tuple(tuple(map(port, problem.nets[i].terminals)) for i in members)
    goals = tuple(map(port, lands))
    limit = limits(problem)
    width, spacing = limit.width_nm[members].max(axis=0), limit.spacing_nm[members].max(axis=0)
    keep = np.maximum(sketch.keep_nm[..., KEEP], sketch.keep_nm[..., METAL] + spacing[:, None])
    through: dict[Port, tuple[int, ...]] = {}
    if problem.levels > 1:
        for land in (*(land for lands in starts for land in lands), *goals):
            through[land] = _levels_through(problem, sketch, land, spacing)
            rows = [land[0], *through[land]]
            via = sketch.level_nm[rows, VIA] + spacing[rows]
            keep[rows, land[1]] = np.maximum(keep[rows, land[1]], via)
    gauge = _gauge(mesh, sketch, width, spacing, keep)
    via_nm = Effort().via_pitch_ratio * float(width.max() + spacing.max())
    wanted = Wanted(starts, goals, via_nm, through)
    is_open = np.asarray(~limit.closed[members].any(axis=0))
    full = np.zeros(sketch.edge.shape[:2], np.bool_)
    for most in (_FEW_SLOTS, _MOST_SLOTS):
        slots = lay_slots(mesh, sketch, gauge, most)
        links = lay_links(mesh, slots, ends_of(wanted, problem.levels, len(mesh.place_nm)))
        links = without_crossed(mesh, sketch, slots, on_levels(links, is_open))
        links = with_leans(mesh, sketch, slots, links, float(width.max() + spacing.max()), full)
        ways = cheapest_ways(mesh, slots, links, wanted, waiting)
        full = filled(sketch, slots, ways, most)
    land_at = dict(zip(goals, lands, strict=True))
    taken: dict[str, str] = {}
    found: list[Course] = []
    for way in ways:
        level, end = way.ports[-1]
        taken[problem.nets[members[way.net]].name] = land_at[level, -end - 1]
        found.append(course_of_flow(slots, way, members[way.net]))
    return taken, found, courses_in(sketch, slots.taken_nm)


def _gauge(
    mesh: Mesh, sketch: Sketch, width_nm: Floats, spacing_nm: Floats, keep_nm: Floats
) -> Gauge:
    """Return what lines need on each edge; ``keep_nm`` (levels, vertices) is without margins."""
    margin = sketch.edge_nm[..., SOFT] * margin_nm(width_nm / 2)[:, None]
    credit = sketch.edge_nm[..., CREDIT : CREDIT + 2]
    keep = keep_nm[:, mesh.edge[:, :2]] + margin[..., None] - credit
    return Gauge(width_nm, spacing_nm[:, None] + margin, keep)


def _levels_through(
    problem: RoutingProblem, sketch: Sketch, land: Port, spacing_nm: Floats
) -> tuple[int, ...]:
    """Return the levels that vias in a land can reach, nearest first."""
    level, vertex = land
    fits = sketch.vertex[:, vertex, FITS] >= spacing_nm
    found: list[int] = []
    for way in (range(level + 1, len(sketch.vertex)), range(level - 1, -1, -1)):
        for other in way:
            if sketch.vertex[other, vertex, OWNER] != FREE or not (fits[level] and fits[other]):
                break
            found.append(other)
            if not problem.rules.stacked_vias:
                break
    return tuple(found)
