"""Making what is too short longer, until pairs and groups are as even as was asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Floats
from padwright.base.progress import Report, silent
from padwright.route.bundles.bundled import Moored, split
from padwright.route.bundles.clearance import GRID_NM, Scene, piece_distance_nm, scene
from padwright.route.bundles.meander import Shape, lengthened
from padwright.route.problem import Match, Net, RoutingProblem
from padwright.route.routing import Note, Via, Wire
from padwright.route.rules_at import level_spacing_nm, margin_nm, net_spacing_nm
from padwright.route.segments import pieces

#: What of the margin of a line bumps keep; the relaxation may have used up the rest of it.
_MARGIN_PART = 0.75
#: Legs are further apart than the rules ask for by this: their corners are drawn round.
_SPARE_NM = 80.0
#: Bumps for the skew of a pair have legs so many spacings apart.
_SKEW_SPACINGS = 2
#: and are as low as this where there is room for more of them.
_SKEW_PITCHES = 1.0
#: How often a bundle is made longer by what its lines still lack.
_ROUNDS = 3
#: A bump is no higher than this.
_HIGHEST_NM = 1_000_000
#: What is as good as nothing.
_EXACT_NM = 5.0


@dataclass(frozen=True, slots=True)
class Course:
    """What is made longer as one: the wires of a net, or those of a bundle about its middle.

    ``wires`` are numbers in the list of all wires; the first ones of a bundle are those of its
    nets in their order.
    """

    nets: tuple[Net, ...]
    wires: tuple[int, ...]
    moored: Moored | None = None
    middle_nm: Floats | None = None


class Matching:
    """All wires of a routing, some of which get longer."""

    def __init__(
        self,
        problem: RoutingProblem,
        wires: Sequence[Wire],
        vias: Sequence[Via],
        courses: Sequence[Course],
        assignment: Sequence[tuple[str, str]] = (),
        report: Report = silent,
    ) -> None:
        self.problem = problem
        self.wires = list(wires)
        self._courses = courses
        self._report = report
        self._there: Scene = scene(problem, wires, vias, assignment)
        self._number = {net.name: i for i, net in enumerate(problem.nets)}

    def match_groups(self) -> None:
        """Make the shorter members of every group longer."""
        for match in self.problem.matches:
            mine = [c for c in self._courses if any(net.name in match.nets for net in c.nets)]
            goal = max((self._longest_nm(course) for course in mine), default=0.0)
            for number, course in enumerate(mine):
                self._report("route", number, len(mine), "matched lengths")
                if goal - self._longest_nm(course) > _EXACT_NM:
                    self._reach(match, course, goal)

    def even_pairs(self) -> None:
        """Give the shorter net of every pair bumps on its outer side, where it matters."""
        for number, course in enumerate(self._courses):
            self._report("route", number, len(self._courses), "skew")
            if course.moored is None or course.moored.bundle.pair is None:
                continue
            names = {net.name for net in course.nets}
            limits = [course.moored.bundle.pair.skew_nm]
            limits += [m.tolerance_nm for m in self.problem.matches if names & set(m.nets)]
            limit = min((each for each in limits if each is not None), default=None)
            lengths = [self.length_nm(course, net) for net in course.nets]
            if limit is not None and max(lengths) - min(lengths) > limit:
                self._even(course, course.moored.bundle.pair.gap_nm)

    def length_nm(self, course: Course, net: Net) -> float:
        """Return the length of the wires of one net of a course."""
        own = (self.wires[i] for i in course.wires)
        return 1000 * sum(wire.length_um for wire in own if wire.net == net.name)

    def _longest_nm(self, course: Course) -> float:
        return max(self.length_nm(course, net) for net in course.nets)

    def _mine(self, course: Course) -> list[int]:
        return [self._number[net.name] for net in course.nets]

    def _put(self, index: int, wire: Wire) -> None:
        self.wires[index] = wire
        self._there = self._there.replaced(index, np.array(wire.points_nm, np.float64))

    def _reach(self, match: Match, course: Course, goal_nm: float) -> None:
        highest = float(match.highest_nm or _HIGHEST_NM)
        if course.moored is not None and course.middle_nm is not None:
            self._reach_bundle(match, course, course.moored, course.middle_nm, goal_nm, highest)
            return
        net = course.nets[0]
        sizes = [self._straight_nm(index) for index in course.wires]
        for k in np.argsort([-size for size in sizes], kind="stable").tolist():
            index = course.wires[k]
            wire = self.wires[index]
            more = goal_nm - self.length_nm(course, net)
            if more <= _EXACT_NM or wire in self.problem.wires:
                continue
            spacing = net_spacing_nm(self.problem, net, wire.level)
            pitch = wire.width_nm + match.own_spacings * spacing + _SPARE_NM
            # two cuts of a third each leave a bump a straight top
            shape = Shape(pitch, min(pitch / 3, wire.width_nm), highest)
            points = np.array(wire.points_nm, np.float64)
            there = self._there.near(points, highest + pitch, wire.level)
            there = there.without_wires(self._mine(course))
            others = [i for i in course.wires if i != index]
            own = [piece for i in others for piece in _pieces(self.wires[i])]
            apart = pitch if own else 0.0
            free = _free(there, wire.width_nm / 2, spacing, wire.level, own, apart)
            longer, _ = lengthened(points, more, shape, free)
            self._put(index, _drawn(wire, longer))

    def _straight_nm(self, index: int) -> float:
        points = np.array(self.wires[index].points_nm, np.float64)
        return float(np.hypot(*np.diff(points, axis=0).T).max())

    def _reach_bundle(
        self,
        match: Match,
        course: Course,
        moored: Moored,
        middle_nm: Floats,
        goal_nm: float,
        highest_nm: float,
    ) -> None:
        """Give the middle of a bundle bumps; all its lines follow at their distances."""
        half, spacing = moored.half_nm, moored.docks[0].profile.spacing_nm
        pitch = 2 * half + match.own_spacings * spacing + _SPARE_NM
        # the inner line of a bend needs a cut as long as it lies off the middle, if there is room
        cut = max(abs(moored.tracks[0].left_nm), pitch / 5)
        shape = Shape(pitch, min(cut, pitch / 2.5), highest_nm)
        there = self._there.near(middle_nm, highest_nm + pitch, moored.level)
        there = there.without_wires(self._mine(course), course.wires)
        free = _free(there, half, spacing, moored.level, [], 0.0)
        more = goal_nm - self._longest_nm(course)
        lacks = more
        for _ in range(_ROUNDS):
            longer, _ = lengthened(middle_nm, more, shape, free)
            lines = split(moored, longer)
            if lines is None:
                return
            there_is = {(self.wires[i].net, self.wires[i].points_nm[0]): i for i in course.wires}
            for wire in lines:  # a shield that could not be joined is not there
                index = there_is.get((wire.net, wire.points_nm[0]))
                if index is not None:
                    self._put(index, wire)
            lacks = goal_nm - self._longest_nm(course)
            if abs(lacks) <= _EXACT_NM:
                return
            more += lacks

    def _even(self, course: Course, gap_nm: int) -> None:
        first, second = course.nets
        more = self.length_nm(course, first) - self.length_nm(course, second)
        which = 1 if more > 0 else 0
        net = course.nets[which]
        index = course.wires[which]
        wire, other = self.wires[index], self.wires[course.wires[1 - which]]
        spacing = net_spacing_nm(self.problem, net, wire.level)
        gap = max(gap_nm, level_spacing_nm(self.problem, wire.level))
        pitch = wire.width_nm + _SKEW_SPACINGS * spacing + _SPARE_NM
        shape = Shape(pitch, wire.width_nm / 2, _HIGHEST_NM, _SKEW_PITCHES)
        points = np.array(wire.points_nm, np.float64)
        there = self._there.near(points, _HIGHEST_NM + pitch, wire.level)
        there = there.without_wires([self._number[net.name]], course.wires)
        least = gap + (wire.width_nm + other.width_nm) / 2 - 2 * GRID_NM
        beside = [piece for i in course.wires if i != index for piece in _pieces(self.wires[i])]
        free = _free(there, wire.width_nm / 2, spacing, wire.level, beside, least)
        longer, _ = lengthened(points, abs(more), shape, free)
        self._put(index, _drawn(wire, longer))

    def lacking(self) -> list[Note]:
        """Return which groups and pairs are not even enough, and by how much."""
        notes: list[Note] = []
        for course in self._courses:
            pair = course.moored.bundle.pair if course.moored else None
            own = [self.length_nm(course, net) for net in course.nets]
            skew = max(own) - min(own)
            if pair is not None and pair.skew_nm is not None and skew > pair.skew_nm:
                reason = (
                    f"its lengths differ by {skew / 1000:.3f} um, {pair.skew_nm / 1000:.3f} um are"
                    " allowed: there is no room for more bumps on the outer side of the shorter one"
                )
                names = tuple(net.name for net in course.nets)
                notes.append(Note(f"skew of pair {pair.name}", reason, names))
        for match in self.problem.matches:
            lengths = {
                net.name: self.length_nm(course, net)
                for course in self._courses
                for net in course.nets
                if net.name in match.nets
            }
            goal = max(lengths.values(), default=0.0)
            notes += [
                Note(
                    f"group {match.name}",
                    f"net {name!r} is {(goal - length) / 1000:.3f} um shorter than the longest,"
                    f" {match.tolerance_nm / 1000:.3f} um are allowed: there is no room for more"
                    " bumps beside its straight parts",
                    (name,),
                )
                for name, length in lengths.items()
                if goal - length > match.tolerance_nm
            ]
        return notes


def _free(
    there: Scene,
    half_nm: float,
    spacing_nm: int,
    level: int,
    own: Sequence[Floats],
    apart_nm: float,
) -> Callable[[Floats], bool]:
    """Return what tells whether a bump keeps its rules to a scene and a distance to own pieces."""
    still = np.array(own, np.float64).reshape(-1, 4)
    wide_nm = half_nm + _MARGIN_PART * margin_nm(half_nm)

    def free(line: Floats) -> bool:
        if there.slack_nm(line, wide_nm, spacing_nm, level, ()) < 0:
            return False
        return not len(still) or float(piece_distance_nm(line, still).min()) >= apart_nm

    return free


def _pieces(wire: Wire) -> list[Floats]:
    points = np.array(wire.points_nm, np.float64)
    return list(pieces(points))


def _drawn(wire: Wire, points: Floats) -> Wire:
    corners = tuple((round(x), round(y)) for x, y in points.tolist())
    return Wire(wire.net, wire.level, wire.width_nm, corners)
