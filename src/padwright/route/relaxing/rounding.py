"""The last finish of wires at any angle: no needless corners, and arcs where they bend.

What the relaxation leaves are chords with corners of many degrees where a wire bends, and of less
than a tenth where it is straight. First points are left out as far as clearances allow. Then each
corner becomes an arc that touches both its segments, drawn as a polygon about the arc, so that it
is nowhere nearer to what the wire goes round than the arc is. Wires for which that is too much get
less of it, at last nothing.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from padwright.base.progress import Report
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import LevelRules, RoutingProblem
from padwright.route.relaxing.thinning import thin
from padwright.route.routing import Point, Routing, Wire
from padwright.route.rules_at import edge_clearance_nm, level_spacing_nm, margin_nm

#: The sharpest corner that arcs are drawn with.
SHARPEST_DEG = 6.0
#: How far points may be off the line that leaves them out, first try to last.
_OFF_NM = (500.0, 150.0, 50.0)
#: Part of the largest arc that fits, first try to last.
_ARC_PARTS = (1.0, 0.6, 0.3)
#: Chords of an arc are at least so long, in line widths.
_LEAST_CHORD_WIDTHS = 0.1
#: What of the margin beyond the spacing has to be left.
_LEFT_PART = 0.8
_MOST_ROUNDS = 10
#: Of more wires than this each is tried once only: every round checks all of them.
_MANY_WIRES = 3000

_Shared = set[tuple[str, int, Point]]


def smoothed(problem: RoutingProblem, routing: Routing, report: Report) -> Routing:
    """Return the routing with smooth wires; given ones stay, and no violation is made.

    Parameters
    ----------
    report
        Told of progress; may raise `CancelledError`.
    """
    shared = _shared(problem, routing)
    widest = max((wire.width_nm for wire in routing.wires), default=0)
    wider = _wider(problem, math.floor(_LEFT_PART * margin_nm(widest / 2)))

    def thinner(wire: Wire, turn: int) -> Wire:
        return _thinned(wire, _OFF_NM[turn], shared)

    def rounder(wire: Wire, turn: int) -> Wire:
        return _rounded(wire, _ARC_PARTS[turn], shared)

    many = len(routing.wires) > _MANY_WIRES
    # lines through a full gap have no room to be smoothed
    kept = {name for v in violations(wider, routing, report) for name in (v.first, v.second)}
    made = _as_far_as_clean(wider, routing, kept, thinner, 1 if many else len(_OFF_NM), report)
    made = _as_far_as_clean(wider, made, kept, rounder, 1 if many else len(_ARC_PARTS), report)
    sound = not violations(problem, made, report)
    return made if sound and open_nets(problem, made) == open_nets(problem, routing) else routing


def _as_far_as_clean(
    wider: RoutingProblem,
    routing: Routing,
    kept: set[str],
    finish: Callable[[Wire, int], Wire],
    turns: int,
    report: Report,
) -> Routing:
    """Return the routing with every wire finished as far as it stays clear of the others."""
    given = set(wider.wires)
    turn = [turns if w in given or w.net in kept else 0 for w in routing.wires]
    made = list(routing.wires)
    new = [k for k, count in enumerate(turn) if count < turns]
    if not new:
        return routing
    for _ in range(_MOST_ROUNDS):
        report("route", 0, 1, "finish")
        for k in new:
            made[k] = finish(routing.wires[k], turn[k]) if turn[k] < turns else routing.wires[k]
        drawn = replace(routing, wires=tuple(made))
        bad = {
            (name, v.level)
            for v in violations(wider, drawn, report)
            for name in (v.first, v.second)
        }
        new = [
            k for k, w in enumerate(routing.wires) if (w.net, w.level) in bad and turn[k] < turns
        ]
        if not new:
            return drawn
        for k in new:
            turn[k] += 1
    return routing


def _wider(problem: RoutingProblem, more_nm: int) -> RoutingProblem:
    """Return the problem with more spacing and edge clearance."""
    own = problem.rules.levels
    levels = tuple(
        replace(
            own[level] if level < len(own) else LevelRules(),
            spacing_nm=level_spacing_nm(problem, level) + more_nm,
            edge_clearance_nm=edge_clearance_nm(problem, level) + more_nm,
        )
        for level in range(problem.levels)
    )
    nets = tuple(
        net if net.spacing_nm is None else replace(net, spacing_nm=net.spacing_nm + more_nm)
        for net in problem.nets
    )
    return replace(problem, rules=replace(problem.rules, levels=levels), nets=nets)


def _shared(problem: RoutingProblem, routing: Routing) -> _Shared:
    """Return the points at which wires of a net may meet something of their own."""
    seen: _Shared = set()
    twice: _Shared = set()
    for wire in routing.wires:
        for p in wire.points_nm:
            key = (wire.net, wire.level, p)
            (twice if key in seen else seen).add(key)
    nets = {wire.net for wire in routing.wires}
    spots = {(t.level, (t.x_nm, t.y_nm)) for t in problem.terminals}
    spots |= {
        (level, (via.x_nm, via.y_nm))
        for via in (*routing.vias, *problem.vias)
        for level in range(via.lower_level, via.upper_level + 1)
    }
    spots |= {(wire.level, p) for wire in problem.wires for p in wire.points_nm}
    return twice | {key for key in seen if key[0] in nets and key[1:] in spots}


def _runs(wire: Wire, shared: _Shared) -> list[list[Point]]:
    """Return the runs of a wire between points that have to stay."""
    runs: list[list[Point]] = [[wire.points_nm[0]]]
    for p in wire.points_nm[1:]:
        runs[-1].append(p)
        if (wire.net, wire.level, p) in shared:
            runs.append([p])
    return [run for run in runs if len(run) > 1]


def _joined(wire: Wire, runs: list[list[Point]]) -> Wire:
    points = [runs[0][0]]
    for run in runs:
        points += [p for p, before in zip(run[1:], run, strict=False) if p != before]
    return replace(wire, points_nm=tuple(points))


def _thinned(wire: Wire, off_nm: float, shared: _Shared) -> Wire:
    return _joined(
        wire,
        [
            [(int(x), int(y)) for x, y in thin(np.array(run, np.int64), off_nm)]
            for run in _runs(wire, shared)
        ],
    )


def _rounded(wire: Wire, part_ratio: float, shared: _Shared) -> Wire:
    return _joined(wire, [_arcs(run, part_ratio, wire.width_nm) for run in _runs(wire, shared)])


def _arcs(run: list[Point], part_ratio: float, width_nm: int) -> list[Point]:
    """Return a polyline with every sharp corner drawn as an arc."""
    lengths = [math.dist(p, q) for p, q in pairwise(run)]
    points = [run[0]]
    for k in range(1, len(run) - 1):
        (ax, ay), (vx, vy), (bx, by) = run[k - 1 : k + 2]
        ux, uy = (vx - ax) / lengths[k - 1], (vy - ay) / lengths[k - 1]
        wx, wy = (bx - vx) / lengths[k], (by - vy) / lengths[k]
        turn = math.atan2(ux * wy - uy * wx, ux * wx + uy * wy)
        # the ends of the run have no other corner to leave the half of a segment to
        before = lengths[k - 1] if k == 1 else lengths[k - 1] / 2
        after = lengths[k] if k == len(run) - 2 else lengths[k] / 2
        reach = part_ratio * min(before, after)
        corners = math.ceil(abs(math.degrees(turn)) / SHARPEST_DEG)
        if corners > 1:
            radius = reach / math.tan(abs(turn) / 2)
            arc = radius * abs(turn)
            corners = min(corners, int(arc / (_LEAST_CHORD_WIDTHS * width_nm)))
        if corners < 2:
            points.append(run[k])
            continue
        side = math.copysign(1.0, turn)
        cx, cy = vx - reach * ux - side * radius * uy, vy - reach * uy + side * radius * ux
        out = radius / math.cos(turn / (2 * corners))
        first = math.atan2(-side * ux, side * uy)
        for i in range(corners):
            angle = first + (i + 0.5) * turn / corners
            points.append((round(cx + out * math.cos(angle)), round(cy + out * math.sin(angle))))
    return [*points, run[-1]]
