"""Etched frames: where to cut so that pad, wire, peg, line and ball are seen in one picture."""

import math
from dataclasses import dataclass
from itertools import pairwise

from padwright.export.exporter import Delivery
from padwright.export.wire_path import shortest_way
from padwright.geometry.section import Point
from padwright.plan.plan import Joint, PlacedPeg


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one pad's current: along its wire to its peg, and along the line to its ball.

    `points` begin at the pad; the second one is the peg.
    """

    joint: Joint
    peg: PlacedPeg
    points: tuple[Point, ...]

    @property
    def length_nm(self) -> float:
        """Length seen from above."""
        return sum(math.dist(one, two) for one, two in pairwise(self.points))


def outward_ways(delivery: Delivery) -> list[Way]:
    """Return the ways that lead away from the die all along, the shortest first."""
    plan = delivery.plan
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in plan.pads}
    balls = {ball.name: (ball.x_nm, ball.y_nm) for ball in plan.balls}
    pegs = {peg.pad: peg for peg in plan.pegs}
    middle = _middle(delivery)
    found = []
    for joint in plan.joints:
        peg = pegs[joint.pad]
        at, end = (peg.x_nm, peg.y_nm), balls[joint.ball]
        wires = [wire for wire in delivery.routing.wires if wire.net == joint.net]
        way = shortest_way(wires, at, end)
        if way is None or math.dist(middle, end) < math.dist(middle, at):
            continue
        found.append(Way(joint, peg, (pads[joint.pad], at, *way[1:])))
    return sorted(found, key=lambda each: (each.length_nm, each.joint.pad))


def stepped_line(delivery: Delivery) -> tuple[tuple[Point, ...], str] | None:
    """Return a stepped line through a way on either side of the die, and what it goes through.

    It runs from edge to edge along x or y, whichever needs the smaller steps, and under the die
    through the balls there. None where no two ways lie opposite each other.
    """
    ways = outward_ways(delivery)
    best: tuple[tuple[float, int, str, str], tuple[Point, ...], str] | None = None
    for axis in (0, 1):
        low = [way for way in ways if _runs(way, axis, -1)]
        high = [way for way in ways if _runs(way, axis, 1)]
        for one in low:
            for other in high:
                middle = _under_die(delivery, axis, one.points[0], other.points[0])
                inner = (*reversed(one.points), *middle, *other.points)
                steps = sum(abs(a[1 - axis] - b[1 - axis]) for a, b in pairwise(inner))
                rank = (float(steps), axis, one.joint.pad, other.joint.pad)
                if best is None or rank < best[0]:
                    ends = f"{one.joint.ball} and {other.joint.ball}"
                    best = (rank, _to_edges(delivery, axis, inner), ends)
    return (best[1], best[2]) if best else None


def _runs(way: Way, axis: int, side: int) -> bool:
    """Whether a way leads in one direction along an axis at every step."""
    return all((two[axis] - one[axis]) * side > 0 for one, two in pairwise(way.points))


def _under_die(delivery: Delivery, axis: int, one: Point, other: Point) -> list[Point]:
    """Return the balls under the die in the row that is nearest to the line between two points."""
    low, high = one[axis], other[axis]
    place = (one[1 - axis] + other[1 - axis]) / 2
    inside = [
        (ball.x_nm, ball.y_nm)
        for ball in delivery.plan.balls
        if low < (ball.x_nm, ball.y_nm)[axis] < high
    ]
    if not inside:
        return []
    row = min((each[1 - axis] for each in inside), key=lambda at: (abs(at - place), at))
    if abs(row - place) > delivery.design.terminals.pitch_nm / 2:
        return []
    return sorted((each for each in inside if each[1 - axis] == row), key=lambda each: each[axis])


def _to_edges(delivery: Delivery, axis: int, inner: tuple[Point, ...]) -> tuple[Point, ...]:
    box = delivery.built.masks.body.box_nm
    begin, end = box[axis], box[axis + 2]
    first, last = inner[0], inner[-1]
    if axis:
        return ((first[0], begin), *inner, (last[0], end))
    return ((begin, first[1]), *inner, (end, last[1]))


def _middle(delivery: Delivery) -> Point:
    die = delivery.plan.dies[0]
    return ((die.left_nm + die.right_nm) // 2, (die.bottom_nm + die.top_nm) // 2)
