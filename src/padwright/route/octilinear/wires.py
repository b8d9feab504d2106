"""Wires of any angle made octilinear: every segment at 0, 45, 90 or 135 degrees.

On which sides wires pass each other is taken over. Stairs beside the wires (`octilinear.start`)
become the shortest octilinear wires that keep all distances (`octilinear.program`), step by step;
where a segment finds no room it is given corners to step aside with. At last lines are put on whole
nanometres (`octilinear.snap`).
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np

from padwright.base.arrays import Bools, Floats
from padwright.base.progress import Report, silent
from padwright.route.judging.verify import Violation
from padwright.route.octilinear.lines import Drawing, Trail, eased, pruned
from padwright.route.octilinear.near import Room, stakes
from padwright.route.octilinear.program import Terms, shortened
from padwright.route.octilinear.snap import snapped
from padwright.route.octilinear.start import stairs
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point, Routing, Wire
from padwright.route.rules_at import limits, margin_nm

#: Steps of the program, and after how many of them short segments are asked to grow.
_MOST_STEPS, _FREE_STEPS = 16, 3
#: Where wires find no room, they start again from finer stairs, so often in all.
_MOST_STARTS = 2
#: How far lines may move in one step, in pitches.
_REACH_PITCHES = 3.0
_VANISHING_NM = 2.0
#: What cuts a right angle, and where it can be any segment, is at least so long, in line widths.
_LEAST_WIDTHS = 0.5
#: A step that shortens by less than this part is the last one.
_WORTH_PART = 1e-6


def octilinear(
    problem: RoutingProblem,
    routing: Routing,
    *,
    held: Collection[str] = (),
    report: Report = silent,
) -> Routing:
    """Return the same wiring with octilinear wires; vias and given wires stay as they are.

    Points that wires of a net share stay shared; they may move unless they are on a land or a via.
    Where there is not room enough wires may be too near to something:
    `padwright.route.judging.verify.violations` tells.

    Parameters
    ----------
    problem
        What was routed.
    routing
        Wires of any angle, without violations.
    held
        Nets whose wires stay as they are.
    report
        Told of progress; may raise `CancelledError`.
    """
    wires: list[Wire] = []
    stay = {wire for wire in routing.wires if wire.net in held} | set(problem.wires)
    for level in range(problem.levels):
        wires += _level(problem, routing, level, stay, report)
    return replace(routing, wires=tuple(wires))


def crooked(routing: Routing) -> list[Violation]:
    """Return segments that are not octilinear, and corners sharper than a right angle."""
    found = []
    for wire in routing.wires:
        before: Point | None = None
        for p, q in pairwise(wire.points_nm):
            dx, dy = q[0] - p[0], q[1] - p[1]
            if dx and dy and abs(dx) != abs(dy):
                found.append(Violation("octilinear", wire.net, wire.net, wire.level, *p))
            if before is not None and before[0] * dx + before[1] * dy < 0:
                found.append(Violation("corner", wire.net, wire.net, wire.level, *p))
            before = (dx, dy)
    return found


def _level(
    problem: RoutingProblem, routing: Routing, level: int, stay: set[Wire], report: Report
) -> list[Wire]:
    kept = [w for w in routing.wires if w.level == level and w in stay]
    mine = [w for w in routing.wires if w.level == level and w not in stay]
    trails, node_nm, free = _trails(problem, routing, mine, level)
    if not trails:
        return kept
    space_nm = limits(problem).spacing_nm[:, level]
    widths = np.array([trail.width_nm for trail in trails], np.float64)
    room = Room(stakes(problem, routing, kept, level), space_nm, margin_nm(float(widths.max()) / 2))
    width = float(np.median(widths))
    pitch = width + float(np.median(space_nm))
    # the first start keeps the margin; where there is no room for it the next ones may not
    best: tuple[int, Drawing] | None = None
    fine: set[int] = set()
    for _ in range(_MOST_STARTS):
        start = stairs(trails, (node_nm, free), room, pitch, fine)
        drawing = _shortest(start, room, width, pitch, report)
        lacks = room.lacks(drawing, 0)
        if best is None or len(lacks) < best[0]:
            best = len(lacks), drawing
        room.yielding_nm = room.margin_nm
        fine |= {int(drawing.trail[lack.segment]) for lack in room.lacks(drawing, 2)}
        if not lacks:
            break
    return kept if best is None else kept + _wires(problem, snapped(best[1]), level)


def _shortest(
    drawing: Drawing, room: Room, width_nm: float, pitch_nm: float, report: Report
) -> Drawing:
    """Return what stairs become when they are as short as can be."""
    length, segments, hops = np.inf, 0, 0
    least = _LEAST_WIDTHS * width_nm
    for step in range(_MOST_STEPS):
        report("route", step, _MOST_STEPS, "octilinear")
        drawing = pruned(drawing, _VANISHING_NM) if step else drawing
        lacks = room.lacks(drawing, hops)
        settled = drawing.length_nm > (1 - _WORTH_PART) * length and len(drawing.way) == segments
        if settled and not lacks and step > _FREE_STEPS + 2:
            break
        length, segments = drawing.length_nm, len(drawing.way)
        hops += 1 if lacks and step else 0
        fresh = np.zeros(segments, np.bool_)
        if step:  # stairs have corners enough
            drawing, fresh = eased(drawing, lacks)
        terms = Terms(
            _REACH_PITCHES * pitch_nm, pitch_nm, least, least if step > _FREE_STEPS else 0.0
        )
        drawing = shortened(drawing, room, terms, fresh)
    return pruned(drawing, _VANISHING_NM)


def _trails(
    problem: RoutingProblem, routing: Routing, wires: list[Wire], level: int
) -> tuple[list[Trail], Floats, Bools]:
    """Return runs of wires between nodes, the places of these, and which of them may move."""
    number = {net.name: i for i, net in enumerate(problem.nets)}
    uses: dict[tuple[str, Point], int] = {}
    for wire in wires:
        last = len(wire.points_nm) - 1
        for k, p in enumerate(wire.points_nm):
            uses[wire.net, p] = uses.get((wire.net, p), 0) + (2 if k in {0, last} else 1)
    fixed = {(t.x_nm, t.y_nm) for t in problem.terminals if t.level == level}
    fixed |= {(v.x_nm, v.y_nm) for v in routing.vias if v.lower_level <= level <= v.upper_level}
    fixed |= {p for wire in problem.wires if wire.level == level for p in wire.points_nm}
    nodes: dict[tuple[str, Point], int] = {}
    trails: list[Trail] = []
    for wire in wires:
        run = [wire.points_nm[0]]
        for p in wire.points_nm[1:]:
            run.append(p)
            if uses[wire.net, p] < 2 and p not in fixed:
                continue
            if run[0] != p:
                first, last = (nodes.setdefault((wire.net, at), len(nodes)) for at in (run[0], p))
                points = np.array(run, np.float64)
                net = number[wire.net]
                trails.append(Trail(net, wire.width_nm, (first, last), points))
            run = [p]
    free = np.array([p not in fixed and uses[net, p] > 2 for net, p in nodes], np.bool_)
    return trails, np.array([p for _, p in nodes], np.float64).reshape(-1, 2), free


def _wires(problem: RoutingProblem, drawing: Drawing, level: int) -> list[Wire]:
    result = []
    for place, trail in enumerate(drawing.trails):
        a, b = (int(k) + place for k in drawing.first[place : place + 2])
        corners = np.rint(drawing.corner_nm[a : b + 1]).astype(np.int64)
        points = tuple((int(x), int(y)) for (x, y), _ in groupby(corners.tolist()))
        result.append(Wire(problem.nets[trail.net].name, level, trail.width_nm, points))
    return result
