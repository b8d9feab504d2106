"""Whether a proof by order holds: lines that do not cross cannot all come to a wall in this order.

On one level, nets that cannot leave it, and walls that none of their lines crosses. Each net has a
tie from a land to a wall, across which no line of another net of the proof passes. The line of a
net and its ties then join places of the walls, and two lines that keep apart join places that do
not alternate.

* On one wall, those of which no two alternate are counted exactly (after K. J. Supowit, "Finding a
  maximum planar subset of a set of nets in a channel", IEEE TCAD 6(1), 1987).
* From one wall to another one, lines that keep apart have the same order round about on both: once
  one of them is drawn, the others are a longest increasing sequence.

A wall is a border, or a closed curve of gaps between metal that hold no line. A net whose land lies
on such a curve may cross it there; since it ends on one side of the curve and has no other land on
the curve or beyond it, what matters is its line from where it crosses the curve last.
"""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Floats
from padwright.geometry.region import Region
from padwright.route.ground.given import given_nets
from padwright.route.problem import RoutingProblem
from padwright.route.proving.curves import (
    Side,
    borders,
    crosses,
    loops_of,
    off2,
    ring_of,
    touched,
    within,
)
from padwright.route.proving.measures import Measure
from padwright.route.routing import Cut, Point, Tie
from padwright.route.segments import gaps_nm

#: Ties end on a border but for rounding; two of them end at least so far apart.
_ON_NM, _APART_NM = 1, 4
_NEAR_NM = _APART_NM + 0.001
#: Lines are at least so wide: what is thinner could pass between a border and a rounded end on it.
_LEAST_WIDTH_NM = 4
#: More places on a wall are not looked at: it takes their square.
MOST_PLACES = 600


def most_on_one_wall(places: Sequence[int]) -> int:
    """Return how many nets can be wired of which no two alternate, at most.

    Parameters
    ----------
    places
        The net at each place round the wall; each net has two places or more.
    """
    count = len(places)
    own: dict[int, list[int]] = {}
    for at, net in enumerate(places):
        own.setdefault(net, []).append(at)
    # best[low][high]: of the nets that have all their places from low to before high
    best = np.zeros((count + 1, count + 1), np.int64)
    for low in range(count - 1, -1, -1):
        ends = own[places[low]]
        row = best[low + 1].copy()
        if ends[0] == low:
            inner = sum(int(best[p + 1, q]) for p, q in itertools.pairwise(ends))
            after = ends[-1] + 1
            row[after:] = np.maximum(row[after:], 1 + inner + best[after, after:])
        best[low] = row
    return int(best[0, count])


def most_between_walls(order: Sequence[int]) -> int:
    """Return how many lines keep apart that go from one wall to another one, at most.

    Parameters
    ----------
    order
        For the nets in their order round one wall, their places round the other one.
    """
    count = len(order)
    best = 0
    for first in range(count):
        tails: list[int] = []
        for k in range(1, count):
            value = (order[(first + k) % count] - order[first]) % count
            at = bisect.bisect_left(tails, value)
            tails[at : at + 1] = [value]
        best = max(best, 1 + len(tails))
    return best


@dataclass(frozen=True, slots=True)
class _Wall:
    """A closed curve; ``is_border`` for the outline or a keep-out."""

    corners: tuple[Point, ...]
    is_border: bool
    is_outline: bool = False

    @property
    def sides(self) -> list[Side]:
        return ring_of(self.corners)

    @property
    def is_left_turning(self) -> bool:
        twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in self.sides)
        return twice > 0


def order_holds(problem: RoutingProblem, cut: Cut, measure: Measure) -> bool:
    """Return whether the ties of a cut prove that no more than its lines of its nets can be wired.

    Parameters
    ----------
    problem
        The problem, without what is between the nets of pairs.
    measure
        Of the nets of the cut.
    """
    return _OrderJudge(problem, cut, measure).holds()


class _OrderJudge:
    """The ties of one cut."""

    def __init__(self, problem: RoutingProblem, cut: Cut, measure: Measure) -> None:
        self.problem, self.cut, self.measure = problem, cut, measure
        self.level = cut.ties[0].level
        self.net_of = {name: net.name for net in measure.nets for name in net.terminals}
        self.ends = [t for t in problem.terminals if t.name in self.net_of]

    def holds(self) -> bool:
        cut = self.cut
        is_plain = (
            all(tie.level == self.level for tie in cut.ties)
            and all(gap.level == self.level and gap.lines == 0 for gap in cut.gaps)
            and self.level in self.measure.levels
            and not any(net.pool is not None for net in self.measure.nets)
            and not given_nets(self.problem) & self.measure.names
            and self.measure.least(self.level)[0] >= _LEAST_WIDTH_NM
            and self._stays_on_level()
        )
        walls = self._walls() if is_plain else None
        if walls is None or not all(self._is_shut(tie) for tie in cut.ties):
            return False
        used: dict[int, list[tuple[float, Tie]]] = {}
        for tie in cut.ties:
            found = self._end_of(tie, walls)
            if found is None:
                return False
            used.setdefault(found[0], []).append((found[1], tie))
        if not self._keep_apart([walls[k] for k in used]):
            return False
        if len(used) == 1:
            return self._on_one_wall(*used.values())
        return len(used) == 2 and self._between(walls, used)

    def _stays_on_level(self) -> bool:
        """Return whether none of the nets can leave the level."""
        whole = Region.polygon(self.problem.outline_nm)
        levels = self.measure.levels
        return all(
            self.measure.no_via(lower, whole)
            for lower in (self.level - 1, self.level)
            if lower in levels and lower + 1 in levels
        )

    def _walls(self) -> list[_Wall] | None:
        """Return borders and the curves of gaps, none of which holds a line."""
        outline, *keepouts = borders(self.problem, self.level)
        walls = [_Wall(outline, is_border=True, is_outline=True)]
        walls += [_Wall(ring, is_border=True) for ring in keepouts]
        sides: dict[Side, None] = {}
        for gap in self.cut.gaps:
            ends = gap.first_nm, gap.second_nm
            side = min(ends), max(ends)
            if side[0] == side[1] or side in sides:
                return None
            if not self.measure.holds_no_more(self.level, ends, 0):
                return None
            sides[side] = None
        degree: dict[Point, int] = {}
        for point in (point for side in sides for point in side):
            degree[point] = degree.get(point, 0) + 1
        if any(count != 2 for count in degree.values()):
            return None
        for loop in loops_of(sorted(sides)):
            walls.append(_Wall(tuple(loop), is_border=False))
        return walls

    def _lands_at(self, at: Point) -> frozenset[str]:
        """Return the lands of the nets with their middle at a point of the level."""
        return frozenset(
            t.name for t in self.ends if t.level == self.level and (t.x_nm, t.y_nm) == at
        )

    def _is_shut(self, tie: Tie) -> bool:
        """Return whether a tie begins in a land of its net, and no other net's line crosses it."""
        lands = self._lands_at(tie.points_nm[0]) if tie.points_nm else ()
        own = {name for name in lands if self.net_of[name] == tie.net}
        if not own:
            return False
        pieces = list(itertools.pairwise(tie.points_nm))
        foreign = [t for t in self.ends if self.net_of[t.name] != tie.net and t.level == self.level]
        if any(touched(foreign, pieces).values()):
            return False
        return all(
            self.measure.holds_no_more(self.level, piece, 0)
            or self.measure.is_shut(self.level, piece, frozenset(own))
            for piece in pieces
        )

    def _end_of(self, tie: Tie, walls: list[_Wall]) -> tuple[int, float] | None:
        """Return the wall that a tie ends on, and where; a tie of one point is a land on it."""
        end = tie.points_nm[-1]
        for k, wall in enumerate(walls):
            if not wall.is_border:
                if len(tie.points_nm) == 1 and end in wall.corners:
                    return k, float(wall.corners.index(end))
            elif len(tie.points_nm) > 1:
                place = _place_on(end, wall.sides)
                if place is not None:
                    return k, place
        return None

    def _keep_apart(self, walls: list[_Wall]) -> bool:
        """Return whether ties of different nets do not meet, nor walls, nor ties and walls."""
        for one, second in itertools.combinations([_table(wall.sides) for wall in walls], 2):
            if any((gaps_nm(side, second) < _NEAR_NM).any() for side in one):
                return False
        ties = self.cut.ties
        pieces = [
            (k, at + 2 == len(tie.points_nm), piece)
            for k, tie in enumerate(ties)
            for at, piece in enumerate(itertools.pairwise(tie.points_nm))
        ]
        table = _table([piece for _, _, piece in pieces])
        for i, (k, is_last, piece) in enumerate(pieces):
            for j in np.flatnonzero(gaps_nm(table[i], table[i + 1 :]) < _NEAR_NM).tolist():
                other = pieces[i + 1 + j][0]
                is_one_way = k == other or (
                    ties[k].net == ties[other].net
                    and ties[k].points_nm[0] != ties[other].points_nm[0]
                )
                if not is_one_way:
                    return False
            for wall in walls:
                sides = wall.sides
                for at in np.flatnonzero(gaps_nm(table[i], _table(sides)) < _NEAR_NM).tolist():
                    if not is_last or _passes(piece, sides[at]):
                        return False
        return True

    def _on_one_wall(self, ends: list[tuple[float, Tie]]) -> bool:
        """Return whether the nets alternate so much on a border."""
        if any(len(tie.points_nm) == 1 for _, tie in ends) or len(ends) > MOST_PLACES:
            return False
        number = {name: k for k, name in enumerate(self.cut.nets)}
        places = [number[tie.net] for _, tie in sorted(ends, key=lambda each: each[0])]
        if min(places.count(k) for k in number.values()) < 2:
            return False
        return most_on_one_wall(places) <= self.cut.lines

    def _between(self, walls: list[_Wall], used: dict[int, list[tuple[float, Tie]]]) -> bool:
        """Return whether the orders on two walls differ so much."""
        (first, ends), (second, others) = used.items()
        if len(ends) > MOST_PLACES:
            return False
        rows = [[tie.net for _, tie in sorted(e, key=lambda each: each[0])] for e in (ends, others)]
        if any(sorted(row) != sorted(self.cut.nets) for row in rows):
            return False
        about = [self._lies_about(walls[k], used[k]) for k in (first, second)]
        if None in about or all(about):
            return False
        # seen from between them, a wall that lies about the nets is gone round the other way
        same_way = (walls[first].is_left_turning == walls[second].is_left_turning) == any(about)
        place = {net: k for k, net in enumerate(rows[1] if same_way else rows[1][::-1])}
        return most_between_walls([place[net] for net in rows[0]]) <= self.cut.lines

    def _lies_about(self, wall: _Wall, ends: list[tuple[float, Tie]]) -> bool | None:
        """Return whether a wall has all the nets' other lands inside; None when on either side."""
        if wall.is_border:
            return wall.is_outline
        attached = {tie.points_nm[0] for _, tie in ends}
        on_it = {name for at in attached for name in self._lands_at(at)}
        others = [t for t in self.ends if t.name not in on_it]
        here = [t for t in others if t.level == self.level]
        if len(on_it) != len(attached) or any(touched(here, wall.sides).values()):
            return None
        # a land on the curve may touch only the two gaps that it stands between
        for t in (t for t in self.ends if t.name in on_it):
            at = t.x_nm, t.y_nm
            if touched([t], [side for side in wall.sides if at not in side])[t.name]:
                return None
        where = {within((t.x_nm, t.y_nm), wall.sides) for t in others}
        return where.pop() if len(where) == 1 else None


def _place_on(end: Point, sides: list[Side]) -> float | None:
    """Return where round a wall an end lies; None off it, and in tips that are too sharp to say."""
    found = [at for at, side in enumerate(sides) if off2(end, side) < _ON_NM]
    if not found:
        return None
    (ax, ay), (bx, by) = sides[found[0]]
    along = (end[0] - ax) * (bx - ax) + (end[1] - ay) * (by - ay)
    part = min(max(along / ((bx - ax) ** 2 + (by - ay) ** 2), 0.0), 1.0)
    if len(found) == 1:
        return found[0] + part
    corners = [at for at, (a, _) in enumerate(sides) if off2(end, (a, a)) < _ON_NM + 1]
    at_corner = len(corners) == 1 and set(found) == {(corners[0] - 1) % len(sides), corners[0]}
    return float(corners[0]) if at_corner else None


def _table(sides: list[Side]) -> Floats:
    return np.array(sides, np.float64).reshape(-1, 4)


def _passes(piece: Side, side: Side) -> bool:
    """Return whether the last piece of a tie comes to a wall anywhere but at its end."""
    start, end = piece
    if off2(start, side) < _APART_NM**2:
        return True
    if not crosses(piece, side):
        return any(
            off2(point, piece) < _APART_NM**2
            and max(abs(point[0] - end[0]), abs(point[1] - end[1])) > 2 * _APART_NM
            for point in side
        )
    # a rounded end may lie a nanometre beyond the wall
    return off2(end, side) >= _ON_NM
