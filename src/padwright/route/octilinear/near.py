"""What octilinear wires have to keep away from, and in which direction they are kept apart.

Two convex things are at least a distance apart when, in some direction, one begins that far behind
the end of the other. The direction is chosen where the wires are now: an octilinear one if that
is enough, since then whole lines are kept apart, else that of the shortest way between them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.octilinear.lines import STEP, STEP_LENGTH, Drawing, Lack
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import counted, flattened
from padwright.route.routing import Routing, Wire
from padwright.route.rules_at import limits
from padwright.route.segments import turn, ways_to

_EIGHT = (STEP / STEP_LENGTH[:, None]).T
#: Things are cut into pieces of this many pitches to find out which are near each other.
_PIECE_PITCHES = 4.0
#: A way shorter than this has no direction to speak of.
_LEAST_WAY_NM = 1.0
#: Missing distances below this are rounding of the program.
MISSING_NM = 0.05
#: Things nearer than this to their least distance touch it.
_TIGHT_NM = 2.0


@dataclass(frozen=True, slots=True)
class Stakes:
    """What stands still on one level: capsules about a segment or, both ends alike, a point."""

    ends_nm: Floats  # (n, 4)
    radius_nm: Floats
    net: Ints  # below 0 what has none
    space_nm: Floats  # spacing asked for; 0 for borders, whose clearance is their radius
    border: Bools

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.net)


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs that are near each other: segment and segment, or stake and segment."""

    first: Ints  # segment
    second: Ints  # segment or stake
    staked: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """How each pair is kept apart."""

    normal: Floats  # (n, 2) from the second to the first
    gap_nm: Floats  # distance along the normal, between centre lines
    need_nm: Floats  # what it has to be


def stakes(problem: RoutingProblem, routing: Routing, wires: Sequence[Wire], level: int) -> Stakes:
    """Return lands, vias, wires that stay, and borders of one level."""
    limit = limits(problem)
    number = {net.name: i for i, net in enumerate(problem.nets)}
    owner = {name: number[net.name] for net in problem.nets for name in net.terminals}
    owner |= {name: number[net] for net, name in routing.assignment}
    rows: list[tuple[float, ...]] = []

    def add(ends: tuple[float, ...], radius_nm: float, net: int, *, border: bool = False) -> None:
        space = 0.0 if border else float(limit.spacing_nm[max(net, -1), level])
        rows.append((*ends, radius_nm, net, space, border))

    for index, land in enumerate(problem.terminals):
        if land.level != level:
            continue
        net = owner.get(land.name, -2 - index)
        for p, q in _sides(land.corners_nm):
            add((*p, *q), 0.0, net)
        if not land.corners_nm:
            add((land.x_nm, land.y_nm) * 2, land.diameter_nm / 2, net)
    for via in routing.vias:
        if via.lower_level <= level <= via.upper_level:
            add((via.x_nm, via.y_nm) * 2, via.land_nm(level) / 2, number[via.net])
    for wire in dict.fromkeys((*problem.wires, *wires)):
        if wire.level == level:
            for p, q in pairwise(wire.points_nm):
                add((*p, *q), wire.width_nm / 2, number.get(wire.net, -1))
    for p, q in _sides(problem.outline_nm):
        add((*p, *q), float(limit.edge_nm[level]), -1, border=True)
    for keepout in problem.keepouts:
        if keepout.level in {None, level}:
            for p, q in _sides(keepout.polygon_nm):
                add((*p, *q), 0.0, -1, border=True)
    table = np.array(rows, np.float64).reshape(-1, 8)
    return Stakes(
        table[:, :4],
        table[:, 4],
        table[:, 5].astype(np.int64),
        table[:, 6],
        table[:, 7].astype(np.bool_),
    )


def _sides(corners: tuple[tuple[int, int], ...]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(corners, (*corners[1:], *corners[:1]), strict=True))


class Room:
    """One level's rules and stakes, asked which pairs are near and how they are kept apart."""

    def __init__(self, stakes: Stakes, space_nm: Floats, margin_nm: float) -> None:
        self.stakes, self.space_nm, self.margin_nm = stakes, space_nm, margin_nm
        #: How much of the margin may be given up where there is no room for it.
        self.yielding_nm = 0.0

    def ties(self, drawing: Drawing, reach_nm: float) -> tuple[Ties, Ties]:
        """Return the pairs that are nearer than what they need plus a reach."""
        every = np.arange(len(drawing.way))
        start, end = drawing.ends_of(every)
        widest = float(drawing.half_nm.max())
        wide = float(self.space_nm.max())
        piece_nm = _PIECE_PITCHES * (2 * float(np.median(drawing.half_nm)) + wide)
        of, a, b = _pieces(start, end, piece_nm)
        middle = (a + b) / 2
        tree = cKDTree(middle)
        limit = reach_nm + self.margin_nm
        pairs = tree.query_pairs(
            piece_nm + 2 * widest + wide + limit, output_type="ndarray"
        ).reshape(-1, 2)
        pairs = pairs[drawing.net[of[pairs[:, 0]]] != drawing.net[of[pairs[:, 1]]]]
        gap, _ = shortest(a[pairs[:, 0]], b[pairs[:, 0]], a[pairs[:, 1]], b[pairs[:, 1]])
        both = np.sort(of[pairs], axis=1)
        need = self._need(drawing, both[:, 0], both[:, 1], staked=False)
        near = _distinct(both[gap < need + reach_nm])
        lines = Ties(near[:, 0], near[:, 1], staked=False)

        stake = self.stakes
        own, p, q = _pieces(stake.ends_nm[:, :2], stake.ends_nm[:, 2:], piece_nm)
        around = stake.radius_nm[own] + np.hypot(*(q - p).T) / 2
        hits = tree.query_ball_point((p + q) / 2, around + piece_nm / 2 + widest + wide + limit)
        i, j = flattened(hits.tolist())
        other = drawing.net[of[j]] != stake.net[own[i]]
        i, j = i[other], j[other]
        gap, _ = shortest(a[j], b[j], p[i], q[i])
        need = self._need(drawing, of[j], own[i], staked=True)
        close = gap < need + reach_nm
        near = _distinct(np.stack([of[j][close], own[i][close]], axis=1))
        return lines, Ties(near[:, 0], near[:, 1], staked=True)

    def _need(self, drawing: Drawing, first: Ints, second: Ints, *, staked: bool) -> Floats:
        mine = self.space_nm[drawing.net[first]]
        if staked:
            stake = self.stakes
            space = np.where(stake.border[second], 0.0, np.maximum(mine, stake.space_nm[second]))
            other = stake.radius_nm[second]
        else:
            space = np.maximum(mine, self.space_nm[drawing.net[second]])
            other = drawing.half_nm[second]
        return np.asarray(drawing.half_nm[first] + other + space + self.margin_nm)

    def lacks(self, drawing: Drawing, hops: int) -> list[Lack]:
        """Return where segments are too near to something, worst first.

        Where segments touch their least distance they are among them when, in so many hops, they
        stand in the way of such a segment.
        """
        found: list[Lack] = []
        tight: dict[int, list[tuple[int, Floats, float]]] = {}
        for ties in self.ties(drawing, _TIGHT_NM):
            apart = self.apart(drawing, ties)
            missing = apart.need_nm - apart.gap_nm - self.yielding_nm
            # what keeps clear of the other thing by a diagonal begins so much before it
            before = math.sqrt(2) * apart.need_nm - np.maximum(apart.gap_nm, 0.0)
            begin, end = self.second_ends(drawing, ties)
            for k in range(len(missing)):
                first, second, away = int(ties.first[k]), int(ties.second[k]), apart.normal[k]
                if missing[k] > MISSING_NM:
                    its = np.stack([begin[k], end[k]])
                    found.append(_lack(drawing, first, its, away, before[k], missing[k]))
                    if not ties.staked:
                        its = drawing.corner_nm[drawing.corner[first] : drawing.corner[first] + 2]
                        found.append(_lack(drawing, second, its, -away, before[k], missing[k]))
                elif not ties.staked:
                    tight.setdefault(first, []).append((second, -away, float(before[k])))
                    tight.setdefault(second, []).append((first, away, float(before[k])))
        found.sort(key=lambda lack: (-lack.missing_nm, lack.segment))
        last, reached = found, {lack.segment for lack in found}
        for _ in range(hops):
            last = [
                _lack(
                    drawing,
                    segment,
                    _place(drawing, lack, whole=hops % 2 == 0),
                    away,
                    before_nm,
                    0.0,
                )
                for lack in last
                for segment, away, before_nm in tight.get(lack.segment, ())
                if segment not in reached
            ]
            reached |= {lack.segment for lack in last}
            found += last
        return found

    def second_ends(self, drawing: Drawing, ties: Ties) -> tuple[Floats, Floats]:
        """Return the ends of the second of each pair."""
        if ties.staked:
            ends = self.stakes.ends_nm[ties.second]
            return ends[:, :2], ends[:, 2:]
        return drawing.ends_of(ties.second)

    def apart(self, drawing: Drawing, ties: Ties) -> Apart:
        """Return in which direction the pairs are kept apart, chosen as they lie now."""
        p1, p2 = drawing.ends_of(ties.first)
        q1, q2 = self.second_ends(drawing, ties)
        need = self._need(drawing, ties.first, ties.second, staked=ties.staked)
        gaps = np.minimum(p1 @ _EIGHT, p2 @ _EIGHT) - np.maximum(q1 @ _EIGHT, q2 @ _EIGHT)
        best = gaps.argmax(axis=1)
        gap = gaps[np.arange(len(best)), best]
        normal = _EIGHT.T[best].copy()
        distance, way = shortest(p1, p2, q1, q2)
        oblique = (gap < need) & (distance > np.maximum(gap + 1e-3, _LEAST_WAY_NM))
        normal[oblique] = way[oblique] / distance[oblique, None]
        gap[oblique] = distance[oblique]
        return Apart(normal, gap, need)


def _lack(
    drawing: Drawing, segment: int, its: Floats, away: Floats, before_nm: float, missing_nm: float
) -> Lack:
    """Return what a segment lacks beside points (2, 2)."""
    corner = int(drawing.corner[segment])
    start, end = drawing.corner_nm[corner], drawing.corner_nm[corner + 1]
    length = max(float(np.hypot(*(end - start))), 1.0)
    at = (its - start) @ (end - start) / length
    begin, stop = (at.min() - before_nm) / length, (at.max() + before_nm) / length
    span = min(max(begin, 0.0), 1.0), min(max(stop, 0.0), 1.0)
    return Lack(segment, span, (float(away[0]), float(away[1])), float(missing_nm))


def _place(drawing: Drawing, lack: Lack, *, whole: bool) -> Floats:
    """Return the points between which a segment lacks room, or the ends of all of it, (2, 2)."""
    corner = int(drawing.corner[lack.segment])
    start, end = drawing.corner_nm[corner], drawing.corner_nm[corner + 1]
    span = np.array((0.0, 1.0) if whole else lack.span)
    return np.asarray(start + span[:, None] * (end - start))


def shortest(p1: Floats, p2: Floats, q1: Floats, q2: Floats) -> tuple[Floats, Floats]:
    """Return the distance of segments and the way from the second to the first.

    All arrays are (n, 2); segments that cross have the distance 0.
    """
    best = np.full(len(p1), np.inf)
    way = np.zeros_like(p1)
    ways = (ways_to(p1, q1, q2), ways_to(p2, q1, q2), -ways_to(q1, p1, p2), -ways_to(q2, p1, p2))
    for between in ways:
        gap = np.hypot(*between.T)
        nearer = gap < best
        way[nearer], best[nearer] = between[nearer], gap[nearer]
    crossed = (turn(p1, p2, q1) * turn(p1, p2, q2) < 0) & (turn(q1, q2, p1) * turn(q1, q2, p2) < 0)
    best[crossed] = 0.0
    return best, way


def _pieces(start: Floats, end: Floats, piece_nm: float) -> tuple[Ints, Floats, Floats]:
    """Return segments cut into pieces: of which segment, and their ends."""
    count = np.maximum(1, np.ceil(np.hypot(*(end - start).T) / piece_nm)).astype(np.int64)
    of, k = counted(count)
    span = (end - start)[of]
    return (
        of,
        start[of] + span * (k / count[of])[:, None],
        start[of] + span * ((k + 1) / count[of])[:, None],
    )


def _distinct(pairs: Ints) -> Ints:
    return np.unique(pairs, axis=0).reshape(-1, 2)
