"""The way that a wire takes from a die's pad to its ball, to cut along it."""

import heapq
import math
from itertools import pairwise

from padwright.export.exporter import Delivery
from padwright.geometry.section import Point
from padwright.plan.plan import Joint
from padwright.route.routing import Wire

#: Points of one net that are nearer than this are one point.
_SAME_NM = 1_000


def telling_joint(delivery: Delivery) -> tuple[Joint, tuple[Point, ...]] | None:
    """Return the joint whose wire is shortest but clears the ball, and its points, pad first.

    A net without a continuous way from pad to ball comes after all others, with a straight line;
    None when nothing is joined.
    """
    clear_nm = max((body.radius_nm for body in delivery.built.structure.balls), default=0.0)
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in delivery.plan.pads}
    balls = {ball.name: (ball.x_nm, ball.y_nm) for ball in delivery.plan.balls}
    wires: dict[str, list[Wire]] = {}
    for wire in delivery.routing.wires:
        wires.setdefault(wire.net, []).append(wire)
    best: tuple[tuple[bool, bool, float, str, str], Joint, tuple[Point, ...]] | None = None
    for joint in sorted(delivery.plan.joints, key=lambda each: (each.distance_nm, each.pad)):
        # The straight distance bounds the way's length from below, so that the search can end.
        if best and not best[0][0] and not best[0][1] and joint.distance_nm > best[0][2]:
            break
        start, end = pads[joint.pad], balls[joint.ball]
        way = shortest_way(wires.get(joint.net, []), start, end)
        points = way or (start, end)
        length_nm = sum(math.dist(one, two) for one, two in pairwise(points))
        short = length_nm < 1.25 * clear_nm
        rank = (way is None, short, length_nm, joint.pad, joint.ball)
        if length_nm > 0 and (best is None or rank < best[0]):
            best = (rank, joint, points)
    return (best[1], best[2]) if best else None


def shortest_way(wires: list[Wire], start: Point, end: Point) -> tuple[Point, ...] | None:
    """Return the points of the shortest way over the wires of one net, or None (Dijkstra 1959)."""
    near: dict[tuple[int, int], Point] = {}

    def vertex(point: Point) -> Point:
        return near.setdefault((point[0] // _SAME_NM, point[1] // _SAME_NM), point)

    links: dict[Point, list[Point]] = {}
    begin, goal = vertex(start), vertex(end)
    for wire in wires:
        for one, two in pairwise([vertex(point) for point in wire.points_nm]):
            links.setdefault(one, []).append(two)
            links.setdefault(two, []).append(one)
    reached: dict[Point, Point | None] = {}
    waiting: list[tuple[float, Point, Point | None]] = [(0.0, begin, None)]
    while waiting:
        length_nm, here, before = heapq.heappop(waiting)
        if here in reached:
            continue
        reached[here] = before
        if here == goal:
            way: list[Point] = []
            at: Point | None = here
            while at is not None:
                way.append(at)
                at = reached[at]
            return tuple(reversed(way))
        for there in links.get(here, []):
            if there not in reached and there != here:
                heapq.heappush(waiting, (length_nm + math.dist(here, there), there, here))
    return None


def extended(points: tuple[Point, ...], before_nm: float, after_nm: float) -> tuple[Point, ...]:
    """Return a way made longer at both ends, straight on."""
    return (
        _beyond(points[1], points[0], before_nm),
        *points[1:-1],
        _beyond(points[-2], points[-1], after_nm),
    )


def _beyond(inner: Point, outer: Point, more_nm: float) -> Point:
    length_nm = math.dist(inner, outer)
    share = (length_nm + more_nm) / length_nm
    return (
        round(inner[0] + (outer[0] - inner[0]) * share),
        round(inner[1] + (outer[1] - inner[1]) * share),
    )
