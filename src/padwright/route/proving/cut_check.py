"""Whether a proof holds: a cut is judged by plain geometry, without what found it.

The gaps have to be the same straight ways on every level, since lines change level where they
like. Together with borders they have to form closed curves, so that the number of gaps crossed on
the way from one point to another is odd or even whatever the way. Then the lines that fit are
counted again, with whole numbers, and the nets that have an end on either side.
"""

import itertools
from collections import Counter
from fractions import Fraction

import numpy as np

from padwright.geometry.region import Region
from padwright.route.arrays import Floats
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.routing import Cut, CutGap, Point
from padwright.route.rules_at import edge_clearance_nm, net_spacing_nm, width_nm

_Side = tuple[Point, Point]


def cut_holds(problem: RoutingProblem, cut: Cut) -> bool:
    """Return whether a cut proves that not all its nets can be wired."""
    by_name = {net.name: net for net in problem.nets}
    if len(set(cut.nets)) < len(cut.nets) or not all(name in by_name for name in cut.nets):
        return False
    if len(cut.nets) <= cut.lines:
        return False
    nets = [by_name[name] for name in cut.nets]
    curve = _one_curve(problem, cut)
    if curve is None or not all(_counted(problem, nets, gap) for gap in cut.gaps):
        return False
    closed = _closed(problem, curve)
    given = {wire.net for wire in problem.wires} | {via.net for via in problem.vias}
    if closed is None or given & set(cut.nets):
        return False
    if any(_parted(problem, cut, nets, curve, closed, side) for side in (0, 1)):
        return True
    return not cut.gaps and not cut.lines and _are_apart(problem, nets)


def _are_apart(problem: RoutingProblem, nets: list[Net]) -> bool:
    """Return whether borders alone part each net's terminals: no gap is left, on no level."""
    if any(net.pool is not None for net in nets):
        return False
    areas = Region.empty()
    for level in range(problem.levels):
        shut = Region.empty()
        for keepout in problem.keepouts:
            if keepout.level in {None, level}:
                shut |= Region.polygon(keepout.polygon_nm)
        areas |= Region.polygon(problem.outline_nm) - shut
    pieces = list(areas)
    at = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    where = {
        name: {i for i, piece in enumerate(pieces) if piece.contains(*at[name])}
        for net in nets
        for name in net.terminals
    }
    return all(not set.intersection(*(where[name] for name in net.terminals)) for net in nets)


def _one_curve(problem: RoutingProblem, cut: Cut) -> list[_Side] | None:
    """Return the gaps as sides, the same on each level, or None."""
    levels: list[set[_Side]] = [set() for _ in range(problem.levels)]
    for gap in cut.gaps:
        side = (min(gap.first_nm, gap.second_nm), max(gap.first_nm, gap.second_nm))
        if side[0] == side[1] or not 0 <= gap.level < problem.levels or side in levels[gap.level]:
            return None
        levels[gap.level].add(side)
    if any(sides != levels[0] for sides in levels):
        return None
    return sorted(levels[0])


def _cross(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _off2(point: Point, side: _Side) -> Fraction:
    """Return the square of a point's distance to a straight side."""
    (ax, ay), (bx, by) = side
    ux, uy, vx, vy = bx - ax, by - ay, point[0] - ax, point[1] - ay
    along, whole = ux * vx + uy * vy, ux * ux + uy * uy
    if along <= 0:
        return Fraction(vx * vx + vy * vy)
    if along >= whole:
        return Fraction((point[0] - bx) ** 2 + (point[1] - by) ** 2)
    return Fraction((ux * vy - uy * vx) ** 2, whole)


def _ring(corners: tuple[Point, ...]) -> list[_Side]:
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def _end2_nm(problem: RoutingProblem, level: int, at: Point, width_nm: int, spacing_nm: int) -> int:
    """Return twice what a line's edge keeps from the end of a gap; below 0 where nothing is."""
    least = -width_nm
    for terminal in problem.terminals:
        if terminal.level == level and (terminal.x_nm, terminal.y_nm) == at:
            least = max(least, _disc_nm(terminal) + 2 * spacing_nm)
    for via in problem.vias:
        if via.lower_level <= level <= via.upper_level and (via.x_nm, via.y_nm) == at:
            least = max(least, via.land_nm(level) + 2 * spacing_nm)
    for wire in problem.wires:
        if wire.level == level:
            off2 = min(_off2(at, side) for side in itertools.pairwise(wire.points_nm))
            if off2 < 1:
                least = max(least, max(0, wire.width_nm - (2 if off2 else 0)) + 2 * spacing_nm)
    rings = [(problem.outline_nm, 2 * edge_clearance_nm(problem, level))]
    rings += [(k.polygon_nm, 0) for k in problem.keepouts if k.level in {None, level}]
    for ring, clearance in rings:
        off2 = min(_off2(at, side) for side in _ring(ring))
        if off2 < 1:
            least = max(least, clearance - (2 if off2 else 0))
    return least


def _disc_nm(terminal: Terminal) -> int:
    """Return the diameter of a disc about the centre that is all land, rounded down."""
    if not terminal.corners_nm:
        return terminal.diameter_nm
    at = (terminal.x_nm, terminal.y_nm)
    if not _within(at, _ring(terminal.corners_nm)):
        return 0
    off2 = float(min(_off2(at, side) for side in _ring(terminal.corners_nm)))
    return max(0, int(2 * off2**0.5) - 1)


def _counted(problem: RoutingProblem, nets: list[Net], gap: CutGap) -> bool:
    """Return whether no more lines fit into a gap than it says."""
    width = min(width_nm(problem, net, gap.level) for net in nets)
    spacing = min(net_spacing_nm(problem, net, gap.level) for net in nets)
    if gap.lines < 0:
        return False
    for wire in problem.wires:  # a gap along metal
        for side in itertools.pairwise(wire.points_nm):
            if wire.level == gap.level and _off2(gap.first_nm, side) < 1 > _off2(
                gap.second_nm, side
            ):
                return True
    ends2 = sum(
        _end2_nm(problem, gap.level, at, width, spacing) for at in (gap.first_nm, gap.second_nm)
    )
    more = gap.lines + 1
    needed2 = ends2 + 2 * more * width + 2 * (more - 1) * spacing
    dx, dy = gap.first_nm[0] - gap.second_nm[0], gap.first_nm[1] - gap.second_nm[1]
    return needed2 > 0 and needed2 * needed2 > 4 * (dx * dx + dy * dy)


def _closed(problem: RoutingProblem, curve: list[_Side]) -> list[_Side] | None:
    """Return the curve with what borders add to close it, or None when it stays open."""
    degree = Counter(point for side in curve for point in side)
    odd = {point for point, count in degree.items() if count % 2}
    if not odd:
        return curve
    rings = [problem.outline_nm]
    rings += [k.polygon_nm for k in problem.keepouts if k.level is None or problem.levels == 1]
    joined = _joined(rings, odd)
    added: list[_Side] = []
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


def _joined(rings: list[tuple[Point, ...]], ends: set[Point]) -> dict[Point, list[Point]]:
    """Return the points on borders and which follow each other; crossings to the nanometre."""
    sides = [side for ring in rings for side in _ring(ring)]
    marks = [*(point for ring in rings for point in ring), *sorted(ends)]
    on: list[set[Point]] = [{point for point in marks if _off2(point, side) < 1} for side in sides]
    for i, j in itertools.combinations(range(len(sides)), 2):
        (a, b), (c, d) = sides[i], sides[j]
        first, second = _cross(a, b, c), _cross(a, b, d)
        if first * second < 0 and _cross(c, d, a) * _cross(c, d, b) < 0:
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


def _within(point: Point, sides: list[_Side]) -> bool:
    """Return whether closed curves go round a point an odd number of times."""
    odd = False
    for a, b in sides:
        if (a[1] > point[1]) != (b[1] > point[1]):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            odd ^= _cross(low, high, point) > 0
    return odd


def _near(terminals: list[Terminal], curve: list[_Side]) -> dict[str, bool]:
    """Return which lands touch the curve; what is far off is left out by plain distances."""
    if not curve or not terminals:
        return {t.name: False for t in terminals}
    a: Floats = np.array([side[0] for side in curve], np.float64)
    along = np.array([side[1] for side in curve], np.float64) - a
    whole = np.maximum((along**2).sum(axis=1), 1.0)
    result = {}
    for terminal in terminals:
        off = np.array([terminal.x_nm, terminal.y_nm], np.float64) - a
        part = np.clip((off * along).sum(axis=1) / whole, 0.0, 1.0)
        far = np.hypot(*(off - part[:, None] * along).T)
        at = (terminal.x_nm, terminal.y_nm)
        maybe = np.flatnonzero(far <= terminal.diameter_nm / 2 + 1).tolist()
        result[terminal.name] = any(
            4 * _off2(at, curve[i]) <= terminal.diameter_nm**2 for i in maybe
        )
    return result


def _parted(
    problem: RoutingProblem,
    cut: Cut,
    nets: list[Net],
    curve: list[_Side],
    closed: list[_Side],
    inner: int,
) -> bool:
    """Return whether more nets have to leave a side than its gaps and lands can take."""
    pools = {pool.name: pool.terminals for pool in problem.pools}
    wanted = {name for net in nets for name in net.terminals}
    asked = dict.fromkeys(net.pool for net in nets if net.pool is not None)
    lands = {name for pool in asked for name in pools[pool]}
    terminals = [t for t in problem.terminals if t.name in wanted | lands]
    touches = _near(terminals, curve)
    side = {t.name: int(_within((t.x_nm, t.y_nm), closed)) for t in terminals}
    for net in nets:
        if any(touches[name] for name in net.terminals):
            return False
        where = {side[name] for name in net.terminals}
        if where != ({inner} if net.pool is not None else {0, 1}):
            return False
    ends = sum(touches[name] or side[name] == inner for name in lands)
    return sum(gap.lines for gap in cut.gaps) + ends <= cut.lines
