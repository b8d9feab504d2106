"""Lands with corners: what they leave free of the circle that the sketch takes them for."""

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.paths import inside, is_long
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Point
from padwright.route.rules_at import Limits
from padwright.route.segments import point_gaps_nm


def _point_sides_nm(points: Floats, ring: Floats) -> float:
    return float(point_gaps_nm(points[:, None], ring, np.roll(ring, -1, axis=0)).min())


def land_gap_nm(corners: tuple[Point, ...], place: Floats) -> float:
    """Return the distance of a place (2,) from a land with corners, 0 within it."""
    if inside(place[None], corners)[0]:
        return 0.0
    return _point_sides_nm(place[None], np.array(corners, np.float64))


def outlines_gap_nm(first: Floats, second: Floats) -> float:
    """Return the distance of two polygons, or of a polygon and a point, that do not overlap."""
    gap = _point_sides_nm(second, first)
    return min(gap, _point_sides_nm(first, second)) if len(second) > 1 else gap


def hidden_lands(problem: RoutingProblem) -> set[str]:
    """Return the lands without a net that lie under another one on the same spot."""
    wanted = {name for net in problem.nets for name in net.terminals}
    wanted |= {name for pool in problem.pools for name in pool.terminals}
    lone = [t for t in problem.terminals if t.name not in wanted and not t.corners_nm]
    seen: set[tuple[int, int, int]] = set()
    hidden: set[str] = set()
    for t in sorted(lone, key=lambda t: -t.diameter_nm):
        spot = (t.x_nm, t.y_nm, t.level)
        if spot in seen:
            hidden.add(t.name)
        seen.add(spot)
    return hidden


class _Lands:
    """Lands with corners of one level by vertex, and gaps between them as met before."""

    def __init__(self, lands: dict[int, Terminal], via_nm: float) -> None:
        self.lands, self.via_nm = lands, via_nm
        self.met: dict[tuple[tuple[Point, ...], ...], float] = {}

    def ring(self, vertex: int, origin: Point) -> tuple[Point, ...]:
        corners = self.lands[vertex].corners_nm if vertex in self.lands else ()
        return tuple((x - origin[0], y - origin[1]) for x, y in corners)

    def free_nm(
        self, a: int, b: int, a_nm: Point, b_nm: Point, radii: tuple[float, float]
    ) -> float:
        """Return how much wider the gap of two vertices is than that of their circles."""
        first, second = self.ring(a, a_nm), self.ring(b, a_nm)
        if not first:
            a, b, a_nm, b_nm = b, a, b_nm, a_nm
            first, second, radii = self.ring(a, a_nm), (), radii[::-1]
        far = (b_nm[0] - a_nm[0], b_nm[1] - a_nm[1])
        key = (first, second or (far,), (far,))
        if key not in self.met:
            length = float(np.hypot(*far))
            gap = outlines_gap_nm(np.array(first, np.float64), np.array(key[1], np.float64))
            if second:
                self.met[key] = min(gap, length - 2 * self.via_nm) - length + sum(radii)
            else:  # the other one is round or nothing, and stays as it is
                self.met[key] = min(gap, length - self.via_nm) - length + radii[0]
        return max(self.met[key], 0.0)


def credits_nm(
    problem: RoutingProblem, limit: Limits, edge: Ints, place_nm: Floats, vertex: Ints
) -> Floats:
    """Return what lands leave free along each edge at its two ends, and across it, (levels, n, 3).

    ``edge`` has the vertices of each edge in columns 0 and 1 and those across it in 4 and 5.
    """
    free = np.zeros((problem.levels, len(edge), 3))
    for level in range(problem.levels):
        lands = {
            int(v): t
            for t, v in zip(problem.terminals, vertex.tolist(), strict=True)
            if t.level == level and t.corners_nm and not is_long(t.corners_nm, t.x_nm, t.y_nm)
        }
        if not lands:
            continue
        via_nm = limit.via_land_nm[level] / 2 if problem.levels > 1 and limit.via_in_land else 0.0
        known = _Lands(lands, via_nm)
        cornered = np.zeros(len(place_nm), np.bool_)
        cornered[list(lands)] = True
        for columns, put in (((0, 1), (0, 1)), ((4, 5), (2, 2))):
            ends = edge[:, columns]
            for k in np.flatnonzero(cornered[ends].any(axis=1) & (ends >= 0).all(axis=1)).tolist():
                a, b = ends[k].tolist()
                places = [(round(x), round(y)) for x, y in place_nm[[a, b]].tolist()]
                radii = [lands[v].diameter_nm / 2 if v in lands else 0.0 for v in (a, b)]
                more = known.free_nm(a, b, places[0], places[1], (radii[0], radii[1]))
                whole = sum(radii)
                free[level, k, put[0]] += more * radii[0] / whole
                free[level, k, put[1]] += more * radii[1] / whole
    return free
