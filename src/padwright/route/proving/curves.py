"""Closed curves of straight sides: what closes them, which side a point lies on, what they hold."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np

from padwright.geometry.region import Region
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Point
from padwright.route.segments import gaps_nm, point_gaps_nm

Side = tuple[Point, Point]
#: Curves of more sides are not judged: all pairs of sides are looked at.
_MOST_SIDES = 5000


def ring_of(corners: tuple[Point, ...]) -> list[Side]:
    """Return the sides of a polygon."""
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def borders(problem: RoutingProblem, level: int | None) -> list[tuple[Point, ...]]:
    """Return the outline first, then the keep-outs of a level; of all levels at once for None."""
    return [
        problem.outline_nm,
        *(k.polygon_nm for k in problem.keepouts if k.level is None or k.level == level),
    ]


def cross(a: Point, b: Point, c: Point) -> int:
    """Return twice the area of a triangle, above 0 where it turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crosses(one: Side, other: Side) -> bool:
    """Return whether two sides cross, each with the other's ends on either side of it."""
    (a, b), (c, d) = one, other
    return cross(a, b, c) * cross(a, b, d) < 0 and cross(c, d, a) * cross(c, d, b) < 0


def off2(point: Point, side: Side) -> Fraction:
    """Return the square of a point's distance to a straight side."""
    (ax, ay), (bx, by) = side
    ux, uy, vx, vy = bx - ax, by - ay, point[0] - ax, point[1] - ay
    along, whole = ux * vx + uy * vy, ux * ux + uy * uy
    if along <= 0:
        return Fraction(vx * vx + vy * vy)
    if along >= whole:
        return Fraction((point[0] - bx) ** 2 + (point[1] - by) ** 2)
    return Fraction((ux * vy - uy * vx) ** 2, whole)


def closed_by(rings: list[tuple[Point, ...]], curve: list[Side]) -> list[Side] | None:
    """Return the curve with what borders add to close it, or None when it stays open."""
    degree = Counter(point for side in curve for point in side)
    odd = {point for point, count in degree.items() if count % 2}
    if not odd:
        return curve
    joined = _joined(_about(rings, odd), odd)
    added: list[Side] = []
    known: set[Point] = set()
    for root in joined:
        if root in known:
            continue
        order, above = [root], {root: root}
        for point in order:
            for other in joined[point]:
                if other not in above:
                    above[other] = point
                    order.append(other)
        known |= set(order)
        # from the leaves up, each way on which an odd number of loose ends hangs
        loose = {point: point in odd for point in order}
        for point in reversed(order[1:]):
            if loose[point]:
                added.append((point, above[point]))
                loose[above[point]] ^= True
        if loose[root]:
            return None
    return None if odd - known else curve + added


def _about(rings: list[tuple[Point, ...]], ends: set[Point]) -> list[tuple[Point, ...]]:
    """Return the rings that ends lie on, and those that may cross one of them, and so on."""
    boxes = np.array([[*np.min(r, axis=0), *np.max(r, axis=0)] for r in rings], np.float64)
    at = np.array(sorted(ends), np.float64)
    taken = np.zeros(len(rings), np.bool_)
    for k, ring in enumerate(rings):
        low, high = boxes[k, :2] - 1, boxes[k, 2:] + 1
        near = at[((at >= low) & (at <= high)).all(axis=1)]
        taken[k] = any(
            off2((int(x), int(y)), side) < 1 for x, y in near.tolist() for side in ring_of(ring)
        )
    todo = np.flatnonzero(taken).tolist()
    while todo:
        box = boxes[todo.pop()]
        more = (
            ~taken & (boxes[:, :2] <= box[2:]).all(axis=1) & (boxes[:, 2:] >= box[:2]).all(axis=1)
        )
        taken |= more
        todo += np.flatnonzero(more).tolist()
    return [ring for ring, use in zip(rings, taken.tolist(), strict=True) if use]


def _joined(rings: list[tuple[Point, ...]], ends: set[Point]) -> dict[Point, list[Point]]:
    """Return the points on borders and which follow each other; crossings to the nanometre."""
    sides = [side for ring in rings for side in ring_of(ring)]
    marks = [*(point for ring in rings for point in ring), *sorted(ends)]
    on: list[set[Point]] = [{point for point in marks if off2(point, side) < 1} for side in sides]
    for i, j in itertools.combinations(range(len(sides)), 2):
        (a, b), (c, d) = sides[i], sides[j]
        if crosses(sides[i], sides[j]):
            first, second = cross(a, b, c), cross(a, b, d)
            part = Fraction(first, first - second)
            at = (round(c[0] + part * (d[0] - c[0])), round(c[1] + part * (d[1] - c[1])))
            on[i].add(at)
            on[j].add(at)
    joined: dict[Point, list[Point]] = {}
    for (a, b), points in zip(sides, on, strict=True):
        along = (b[0] - a[0], b[1] - a[1])
        row = sorted(points, key=lambda p: (p[0] * along[0] + p[1] * along[1], p))
        for p, q in itertools.pairwise(row):
            joined.setdefault(p, []).append(q)
            joined.setdefault(q, []).append(p)
    return joined


def within(point: Point, sides: list[Side]) -> bool:
    """Return whether closed curves go round a point an odd number of times."""
    odd = False
    for a, b in sides:
        if (a[1] > point[1]) != (b[1] > point[1]):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            odd ^= cross(low, high, point) > 0
    return odd


def touched(terminals: Iterable[Terminal], curve: list[Side]) -> dict[str, bool]:
    """Return which lands touch the curve; what is far off is left out by plain distances."""
    every = list(terminals)
    result = {t.name: False for t in every}
    if not curve or not every:
        return result
    at = np.array([(t.x_nm, t.y_nm) for t in every], np.float64)
    reach = np.array([t.diameter_nm / 2 + 1 for t in every])
    ends = np.array(curve, np.float64)
    if len(curve) < len(every):
        near = [point_gaps_nm(at, a, b) <= reach for a, b in ends]
        pairs = [(t, i) for i, row in enumerate(near) for t in np.flatnonzero(row).tolist()]
    else:
        near = [
            point_gaps_nm(p, ends[:, 0], ends[:, 1]) <= far
            for p, far in zip(at, reach, strict=True)
        ]
        pairs = [(t, i) for t, row in enumerate(near) for i in np.flatnonzero(row).tolist()]
    for t, i in pairs:
        land = every[t]
        if 4 * off2((land.x_nm, land.y_nm), curve[i]) <= land.diameter_nm**2:
            result[land.name] = True
    return result


def area_of(closed: list[Side]) -> Region | None:
    """Return what closed curves go round an odd number of times; None where sides cross."""
    count = Counter((min(side), max(side)) for side in closed)
    left = sorted(side for side, times in count.items() if times % 2)
    if not left:
        return Region.empty()
    if len(left) > _MOST_SIDES or _cross_each_other(left):
        return None
    area = Region.empty()
    for loop in loops_of(left):
        piece = Region.polygon(loop)
        area = (area - piece) | (piece - area)
    return area


def loops_of(sides: list[Side]) -> Iterator[list[Point]]:
    """Yield loops that pass no point twice; an even number of sides meets in every point."""
    beside: dict[Point, list[Point]] = {}
    for p, q in sides:
        beside.setdefault(p, []).append(q)
        beside.setdefault(q, []).append(p)
    for start in sorted(beside):
        while beside[start]:
            path, place = [start], {start: 0}
            while beside[path[-1]]:
                after = beside[path[-1]].pop()
                beside[after].remove(path[-1])
                if after in place:
                    first = place[after]
                    yield path[first:]
                    for point in path[first + 1 :]:
                        del place[point]
                    del path[first + 1 :]
                else:
                    place[after] = len(path)
                    path.append(after)


def _cross_each_other(sides: list[Side]) -> bool:
    """Return whether sides meet anywhere but in common ends."""
    table = np.array([(*p, *q) for p, q in sides], np.float64)
    for i in range(len(table) - 1):
        rest = table[i + 1 :]
        shares = np.zeros(len(rest), np.bool_)
        for one in (table[i, :2], table[i, 2:]):
            for other in (rest[:, :2], rest[:, 2:]):
                shares |= (other == one).all(axis=1)
        if (gaps_nm(table[i], rest[~shares]) <= 0).any():
            return True
    return False
