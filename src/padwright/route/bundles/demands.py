"""Pairs, shields, matched and longest lengths: what is done round the plain router for them.

Bundles are routed as thick lines with everything else, and split. A bundle that finds no way tries
its next docks, on other sides or another level; when none is left its nets are routed on their own,
and that is told. Then what is too short gets bumps.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from padwright.base.arrays import Floats
from padwright.base.errors import CancelledError
from padwright.base.progress import Report, silent
from padwright.route.bundles.bundle import Bundle, bundles
from padwright.route.bundles.bundled import Moored, middle_line, reduced, split, still_names
from padwright.route.bundles.lengths import measured
from padwright.route.bundles.matching import Course, Matching
from padwright.route.bundles.mooring import in_its_planes, ways, with_docks
from padwright.route.bundles.priority import with_priority
from padwright.route.bundles.shielding import ShieldNet, joined_ends
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import RoutingProblem
from padwright.route.routing import (
    STOPPED,
    Note,
    Routing,
    RoutingCancelledError,
    Unrouted,
    Wire,
)

#: Routes a problem that has no pairs, shields and groups.
Plain = Callable[[RoutingProblem], Routing]

_ATTEMPTS = 5


def has_demands(problem: RoutingProblem) -> bool:
    """Return whether a problem asks for more than the plain router gives."""
    longest = any(net.longest_nm is not None for net in problem.nets)
    return bool(problem.pairs or problem.shields or problem.matches or longest)


def route_with_demands(problem: RoutingProblem, plain: Plain, report: Report = silent) -> Routing:
    """Route a problem with pairs, shields, matched groups or longest lengths.

    Parameters
    ----------
    plain
        The router for what is left when bundles are thick lines.
    report
        Told of progress; may raise `CancelledError`.
    """
    rounds = _Rounds(problem, plain, report)
    try:
        while rounds.goes_on():
            rounds.turn()
        return rounds.evened()
    except CancelledError as stopped:
        raise RoutingCancelledError.of(stopped, rounds.reached(stopped)) from stopped


class _Rounds:
    """The tries to route all bundles of a problem, and the best of them."""

    def __init__(self, problem: RoutingProblem, plain: Plain, report: Report) -> None:
        self._problem, self._plain, self._report = problem, plain, report
        self._wanted, self._notes = bundles(problem)
        self._nets_of = {each.name: tuple(net.name for net in each.nets) for each in self._wanted}
        self._passed = {bundle.name: 0 for bundle in self._wanted}
        self._joined = frozenset(bundle.name for bundle in self._wanted if bundle.shield)
        self._alone: dict[str, str] = {}
        self._left = _ATTEMPTS
        self._best: tuple[tuple[int, int], Routing, list[Note], list[Course]] | None = None

    def goes_on(self) -> bool:
        """Return whether another try may be better."""
        return self._left > 0

    def turn(self) -> None:
        """Route everything once with the docks that are next in turn."""
        problem, self._left = self._problem, self._left - 1
        wanted = [each for each in self._wanted if each.name not in self._alone]
        moored, lost = _moor(problem, wanted, self._passed, self._report)
        self._alone |= lost
        names = self._joined
        ends = {m.bundle.name: joined_ends(problem, m) for m in moored if m.bundle.name in names}
        small = reduced(problem, moored, ends)
        routing = with_priority(problem, small, moored, self._plain)
        result, courses, failed = _split_all(problem, moored, routing)
        lacks = dict(self._alone) | {name: failed[name] for name in failed}
        for name, count in _shields(moored, courses).items():
            if count < 2:
                lacks[name] = f"{2 - count} of the lines of its shield are not joined to their net"
        told = [*self._notes]
        told += [Note(name, lacks[name], self._nets_of[name]) for name in sorted(lacks)]
        score = (len(result.unrouted), len(told))
        if self._best is None or score < self._best[0]:
            self._best = score, result, told, courses
        open_now = {each.net for each in result.unrouted}
        open_shields = frozenset(
            each.bundle.name
            for each in moored
            if each.bundle.shield and each.bundle.shield.by in open_now
        )
        if score == (0, len(self._notes)):
            self._left = 0
        elif failed:
            for name in failed:
                self._passed[name] += 1
        elif open_shields & self._joined:
            self._joined -= open_shields
        else:
            self._left = 0

    def evened(self) -> Routing:
        """Return the best try with groups and pairs made even, measured."""
        if self._best is None:
            return self._plain(self._problem)
        _, result, told, courses = self._best
        return _evened(self._problem, result, courses, told, self._report)

    def reached(self, stopped: CancelledError) -> Routing:
        """Return the best clean wiring when the work was stopped; of a first try its plain nets."""
        if self._best is not None:
            _, result, notes, _ = self._best
        else:
            thick = stopped.routing if isinstance(stopped, RoutingCancelledError) else None
            side_by_side = {name for names in self._nets_of.values() for name in names}
            own = {net.name for net in self._problem.nets} - side_by_side
            result, notes = Routing(self._problem.wires, self._problem.vias, ()), []
            if thick is not None:
                result = Routing(
                    tuple(wire for wire in thick.wires if wire.net in own),
                    tuple(via for via in thick.vias if via.net in own),
                    (),
                )
        left = (Unrouted(name, STOPPED, None) for name in open_nets(self._problem, result))
        result = replace(result, unrouted=tuple(left), notes=tuple(notes))
        return replace(result, lengths=measured(self._problem, result))


def _shields(moored: list[Moored], courses: list[Course]) -> dict[str, int]:
    """Return of each bundle with a shield how many lines of it are there."""
    lines = {course.moored.bundle.name: course for course in courses if course.moored}
    return {
        each.bundle.name: len(course.wires) - len(each.bundle.nets) - _stands(each)
        for each in moored
        if each.bundle.shield and (course := lines.get(each.bundle.name))
    }


def _stands(moored: Moored) -> int:
    return sum(len(dock.stand.wires) for dock in moored.docks)


def _moor(
    problem: RoutingProblem, wanted: list[Bundle], passed: dict[str, int], report: Report
) -> tuple[list[Moored], dict[str, str]]:
    """Give every bundle its docks, one after the other; and say which have none."""
    moored: list[Moored] = []
    lost: dict[str, str] = {}
    for number, bundle in enumerate(wanted):
        report("route", number, len(wanted), "bundles")
        there = with_docks(problem, moored)
        found = ways(problem, bundle, there)
        turn = passed[bundle.name]
        if turn < len(found):
            moored.append(found[turn])
        elif found:
            lost[bundle.name] = "no way was found for its lines side by side"
        elif in_its_planes(problem, bundle):
            lost[bundle.name] = (
                "each level open to it has a plane of its shield's net, which lies beside it there "
                "without lines between; allow one more wiring level"
            )
        elif bundle.shield and bundle.shield.planes:
            lost[bundle.name] = (
                "there is no room in front of its lands for its lines and their vias, or its "
                "shield's net has no plane at either end of a line"
            )
        else:
            lost[bundle.name] = "there is no room in front of its lands to bring its lines together"
    return moored, lost


@dataclass(slots=True)
class _Drawn:
    """A bundle that is drawn: its middle, the lines of its nets, and those of its shield."""

    moored: Moored
    middle_nm: Floats
    lines: tuple[Wire, ...]
    shields: tuple[Wire, ...]


def _split_all(
    problem: RoutingProblem, moored: list[Moored], routing: Routing
) -> tuple[Routing, list[Course], dict[str, str]]:
    """Return the routing with the lines of the bundles; and why some of them failed."""
    thick = {each.bundle.name for each in moored}
    made = thick | still_names(moored)
    wires = [wire for wire in routing.wires if wire.net not in made]
    vias = [via for via in routing.vias if via.net not in made]
    drawn, failed = _drawn(moored, routing)
    while True:
        result = Routing(
            (*wires, *(wire for row in drawn for wire in (*row.lines, *row.shields))),
            (*vias, *(via for row in drawn for via in row.moored.vias)),
            (),
            routing.assignment,
        )
        bad = {name for v in violations(problem, result) for name in (v.first, v.second)}
        broken = [row for row in drawn if bad & {net.name for net in row.moored.bundle.nets}]
        if not broken:
            break
        for row in broken:
            failed[row.moored.bundle.name] = "its lines would come too near to others"
        drawn = [row for row in drawn if row.moored.bundle.name not in failed]
    left_open = {each.net: each for each in routing.unrouted if each.net not in made}
    for row in drawn:
        shield = row.moored.bundle.shield
        if shield is None or shield.planes:
            continue
        ground = ShieldNet(problem, shield.by, result.vias)
        others = [wire for each in drawn if each is not row for wire in each.shields]
        row.shields = ground.joined([*wires, *others], row.shields)
        if ground.joins([*wires, *others, *row.shields], ()):
            left_open.pop(shield.by, None)
            wires = list(ground.needed(wires, [*others, *row.shields]))
    every = list(wires)
    courses: list[Course] = []
    for row in drawn:
        lines = (*row.lines, *row.shields)
        numbers = tuple(range(len(every), len(every) + len(lines)))
        courses.append(Course(row.moored.bundle.nets, numbers, row.moored, row.middle_nm))
        every += lines
    for each in moored:
        for net in each.bundle.nets if each.bundle.name in failed else ():
            left_open[net.name] = Unrouted(net.name, failed[each.bundle.name], None)
    done = {net.name for row in drawn for net in row.moored.bundle.nets}
    for net in problem.nets:
        if net.name not in done and net.name not in left_open:
            own = tuple(i for i, wire in enumerate(wires) if wire.net == net.name)
            courses.append(Course((net,), own))
    place = {net.name: index for index, net in enumerate(problem.nets)}
    courses.sort(key=lambda course: place[course.nets[0].name])
    return replace(result, wires=tuple(every), unrouted=tuple(left_open.values())), courses, failed


def _drawn(moored: list[Moored], routing: Routing) -> tuple[list[_Drawn], dict[str, str]]:
    """Return the bundles that could be split, and why the others could not."""
    failed: dict[str, str] = {}
    drawn: list[_Drawn] = []
    why = {each.net: each.reason for each in routing.unrouted}
    for each in moored:
        name = each.bundle.name
        middle = middle_line(each, routing)
        lines = None if middle is None else split(each, middle)
        if middle is None:
            failed[name] = why.get(name, "it would have to change its level on the way")
        elif lines is None:
            failed[name] = "it bends too sharply to be split"
        else:
            own = {net.name for net in each.bundle.nets}
            drawn.append(
                _Drawn(
                    each,
                    middle,
                    tuple(wire for wire in lines if wire.net in own),
                    tuple(wire for wire in lines if wire.net not in own),
                )
            )
    return drawn, failed


def _evened(
    problem: RoutingProblem,
    routing: Routing,
    courses: list[Course],
    notes: list[Note],
    report: Report,
) -> Routing:
    """Return the routing with groups and pairs made even, measured."""
    matching = Matching(problem, routing.wires, routing.vias, courses, routing.assignment, report)
    matching.match_groups()
    matching.even_pairs()
    longer = replace(routing, wires=tuple(matching.wires))
    if violations(problem, longer):
        longer = routing  # the bumps keep the rules; this is a last line of defence
    longer = replace(longer, notes=(*notes, *matching.lacking()))
    return replace(longer, lengths=measured(problem, longer))
