"""What stands still on a level, as capsules and polygons, and where it leaves no room.

A capsule is everything within a distance of a straight piece. Around metal the middle of a line
keeps the spacing and half its width, around the outline the clearance and half its width, around
keep-outs half its width; the middle of a via keeps the same with half its land. What lies nearer
is shut. All shut areas are drawn a little too small, never too large.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.geometry.region import Region
from padwright.route.ground.paths import inner_radius_nm, inside
from padwright.route.problem import RoutingProblem
from padwright.route.proving.curves import Side, off2
from padwright.route.routing import Point
from padwright.route.rules_at import edge_clearance_nm
from padwright.route.segments import point_gaps_nm

#: A distance that is less by no more than this is none: the exact check allows half of it.
_SLACK_NM = 0.002
#: Corners of a capsule's round ends, on a full turn, and of those of very many.
_CORNERS, _FEW_CORNERS, _MANY = 96, 32, 500
#: Corners are rounded to the grid, and stay inside when the capsule is so much thinner.
_GRID_NM = 1.5
#: What is so near to an axis is looked at exactly.
_ON_NM = 1.5


@dataclass(frozen=True, slots=True)
class Still:
    """Capsules (n, 4) from end to end, how far they reach, and which of them are metal.

    ``outline`` has to hold a line; ``solids`` are polygons that it may not enter. ``land`` and
    ``solid_land`` name the land that a capsule or a polygon belongs to; empty for what is none.
    """

    ends_nm: Floats
    reach_nm: Floats
    is_metal: Bools
    outline: tuple[Point, ...]
    solids: tuple[tuple[Point, ...], ...]
    land: tuple[str, ...]
    solid_land: tuple[str, ...]

    def without(self, lands: frozenset[str]) -> "Still":
        """Return what stands still but for some lands."""
        own = np.array([name in lands for name in self.land], np.bool_)
        if not own.any():
            return self
        named = zip(self.solids, self.solid_land, strict=True)
        solids = [(ring, name) for ring, name in named if name not in lands]
        return Still(
            self.ends_nm[~own],
            self.reach_nm[~own],
            self.is_metal[~own],
            self.outline,
            tuple(ring for ring, _ in solids),
            tuple(name for name in self.land if name not in lands),
            tuple(name for _, name in solids),
        )

    def shut_from_nm(self, half_nm: float, spacing_nm: float) -> Floats:
        """Return how near to each axis no line or via of some half width has its middle."""
        return np.asarray(self.reach_nm + half_nm + np.where(self.is_metal, spacing_nm, 0.0))

    def shuts(self, first: Point, second: Point, half_nm: float, spacing_nm: float) -> bool:
        """Return whether no point of a straight piece can be the middle of a line.

        Parameters
        ----------
        half_nm
            Half the width of the line.
        spacing_nm
            What it keeps from metal.
        """
        p, q = np.array(first, np.float64), np.array(second, np.float64)
        reach = self.shut_from_nm(half_nm, spacing_nm) - _SLACK_NM
        spans = [_within_capsules(p, q, self.ends_nm, reach)]
        spans += [_within_polygon(p, q, ring, is_inside=True) for ring in self.solids]
        spans.append(_within_polygon(p, q, self.outline, is_inside=False))
        every = np.concatenate(spans)
        every = every[np.argsort(every[:, 0], kind="stable")]
        slack = _SLACK_NM / max(1.0, float(np.hypot(*(q - p))))
        done = 0.0
        for start, end in every.tolist():
            if start > max(done - slack, 0.0):
                return False
            done = max(done, end)
            if done >= 1.0 + slack:
                return True
        return done >= 1.0 + slack

    def _near(self, at: Point) -> Ints:
        """Return the capsules whose axis passes a point within a nanometre, and some more."""
        place = np.array(at, np.float64)
        gaps = point_gaps_nm(place, self.ends_nm[:, :2], self.ends_nm[:, 2:])
        return np.flatnonzero(gaps < _ON_NM)

    def _axis(self, capsule: int) -> Side:
        ax, ay, bx, by = (round(value) for value in self.ends_nm[capsule].tolist())
        return (ax, ay), (bx, by)

    def least2_nm(self, at: Point, width_nm: int, spacing_nm: int) -> int:
        """Return twice what a line's edge keeps from the end of a gap; below 0 where nothing is.

        Ends on something may be a nanometre beside it, because they are rounded.
        """
        least = -width_nm
        for capsule in self._near(at).tolist():
            off = off2(at, self._axis(capsule))
            if off < 1:
                own = round(2 * float(self.reach_nm[capsule])) - (2 if off else 0)
                least = max(least, own + (2 * spacing_nm if self.is_metal[capsule] else 0))
        return least

    def lies_along(self, first: Point, second: Point) -> bool:
        """Return whether both ends of a gap lie on one piece of metal or border."""
        both = set(self._near(first).tolist()) & set(self._near(second).tolist())
        return any(
            off2(first, self._axis(capsule)) < 1 > off2(second, self._axis(capsule))
            for capsule in sorted(both)
        )


def still_on(problem: RoutingProblem, level: int, nets: frozenset[str] = frozenset()) -> Still:
    """Return what stands still on a level, but for the given wiring of some nets."""
    rows: list[tuple[float, ...]] = []
    land: list[str] = []
    solids: list[tuple[tuple[Point, ...], str]] = []
    for t in problem.terminals:
        if t.level != level:
            continue
        if t.corners_nm:
            solids.append((t.corners_nm, t.name))
            inner = math.floor(2 * inner_radius_nm(t.corners_nm, t.x_nm, t.y_nm)) - 1
            rows.append((t.x_nm, t.y_nm, t.x_nm, t.y_nm, max(inner, 0) / 2, 1.0))
            rows += [(*p, *q, 0.0, 1.0) for p, q in _sides(t.corners_nm)]
        else:
            rows.append((t.x_nm, t.y_nm, t.x_nm, t.y_nm, t.diameter_nm / 2, 1.0))
        land += [t.name] * (len(rows) - len(land))
    for via in problem.vias:
        if via.net not in nets and via.lower_level <= level <= via.upper_level:
            rows.append((via.x_nm, via.y_nm, via.x_nm, via.y_nm, via.land_nm(level) / 2, 1.0))
    for wire in problem.wires:
        if wire.net not in nets and wire.level == level:
            half = wire.width_nm / 2
            rows += [(*p, *q, half, 1.0) for p, q in pairwise(wire.points_nm)]
    edge = float(edge_clearance_nm(problem, level))
    rows += [(*p, *q, edge, 0.0) for p, q in _sides(problem.outline_nm)]
    for keepout in problem.keepouts:
        if keepout.level in {None, level}:
            solids.append((keepout.polygon_nm, ""))
            rows += [(*p, *q, 0.0, 0.0) for p, q in _sides(keepout.polygon_nm)]
    land += [""] * (len(rows) - len(land))
    table = np.array(rows, np.float64).reshape(-1, 6)
    return Still(
        table[:, :4],
        table[:, 4],
        table[:, 5] > 0,
        problem.outline_nm,
        tuple(ring for ring, _ in solids),
        tuple(land),
        tuple(name for _, name in solids),
    )


def shut_area(still: Still, window: Region, half_nm: float, spacing_nm: float) -> Region:
    """Return where in a window no via has its middle, drawn a little too small."""
    if not window:
        return window
    left, bottom, right, top = window.box_nm
    reach = still.shut_from_nm(half_nm, spacing_nm) - _GRID_NM
    x, y = still.ends_nm[:, [0, 2]], still.ends_nm[:, [1, 3]]
    near = (x.max(axis=1) + reach > left) & (x.min(axis=1) - reach < right)
    near &= (y.max(axis=1) + reach > bottom) & (y.min(axis=1) - reach < top)
    near &= reach > 1
    count = _CORNERS if near.sum() <= _MANY else _FEW_CORNERS
    parts = [
        Region.polygon(_capsule(ends, far, count))
        for ends, far in zip(still.ends_nm[near].tolist(), reach[near].tolist(), strict=True)
    ]
    parts += [Region.polygon(ring) for ring in still.solids]
    parts.append(window - Region.polygon(still.outline))
    return window & Region.union(parts)


def _sides(ring: tuple[Point, ...]) -> Iterable[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _capsule(ends: list[float], reach_nm: float, corners: int) -> list[Point]:
    """Return corners on the grid of a polygon inside of a capsule."""
    ax, ay, bx, by = ends
    along = math.atan2(by - ay, bx - ax)
    turns = [along - math.pi / 2 + math.tau * k / corners for k in range(corners // 2 + 1)]
    points = [(bx + reach_nm * math.cos(t), by + reach_nm * math.sin(t)) for t in turns]
    points += [(ax - reach_nm * math.cos(t), ay - reach_nm * math.sin(t)) for t in turns]
    rounded = [(round(x), round(y)) for x, y in points]
    return [p for p, q in zip(rounded, [rounded[-1], *rounded], strict=False) if p != q]


def _within_capsules(p: Floats, q: Floats, ends: Floats, reach: Floats) -> Floats:
    """Return the spans (m, 2) of the way from p to q, 0 to 1, that lie inside capsules."""
    along = q - p
    a, b = ends[:, :2], ends[:, 2:]
    low, high = np.full(len(ends), np.inf), np.full(len(ends), -np.inf)
    for centre in (a, b):
        one, other = _within_discs(p, along, centre, reach)
        low, high = np.minimum(low, one), np.maximum(high, other)
    axis = b - a
    length = np.hypot(*axis.T)
    long = length > 0
    unit = axis / np.where(long, length, 1.0)[:, None]
    # the strip beside the axis: 0 <= along it <= its length, and no farther from it than the reach
    start = ((p - a) * unit).sum(axis=1)
    pace = (along * unit).sum(axis=1)
    off = (p - a)[:, 0] * unit[:, 1] - (p - a)[:, 1] * unit[:, 0]
    drift = along[0] * unit[:, 1] - along[1] * unit[:, 0]
    strip_low, strip_high = _between(start, pace, np.zeros(len(ends)), length)
    side_low, side_high = _between(off, drift, -reach, reach)
    one, other = np.maximum(strip_low, side_low), np.minimum(strip_high, side_high)
    use = long & (one < other)
    low, high = (
        np.where(use, np.minimum(low, one), low),
        np.where(use, np.maximum(high, other), high),
    )
    hit = (low < high) & (high > 0) & (low < 1) & (reach > 0)
    return np.stack([low[hit], high[hit]], axis=1)


def _within_discs(p: Floats, along: Floats, centre: Floats, reach: Floats) -> tuple[Floats, Floats]:
    away = p - centre
    whole = max(float(along @ along), 1e-9)
    half = (away @ along) / whole
    rest = half**2 - ((away**2).sum(axis=1) - reach**2) / whole
    root = np.sqrt(np.maximum(rest, 0.0))
    hit = rest > 0
    return np.where(hit, -half - root, np.inf), np.where(hit, -half + root, -np.inf)


def _between(start: Floats, pace: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return for which t the value ``start + t pace`` lies between two bounds."""
    still = np.abs(pace) < 1e-9
    safe = np.where(still, 1.0, pace)
    one, other = (low - start) / safe, (high - start) / safe
    first, last = np.minimum(one, other), np.maximum(one, other)
    holds = (start > low) & (start < high)
    return (
        np.where(still, np.where(holds, -np.inf, np.inf), first),
        np.where(still, np.where(holds, np.inf, -np.inf), last),
    )


def _within_polygon(p: Floats, q: Floats, ring: tuple[Point, ...], *, is_inside: bool) -> Floats:
    """Return the spans of the way from p to q that lie inside a polygon, or outside of it."""
    corners = np.array(ring, np.float64)
    if is_inside:
        low, high = np.minimum(p, q), np.maximum(p, q)
        if (corners.max(axis=0) < low).any() or (corners.min(axis=0) > high).any():
            return np.zeros((0, 2))
    after = np.roll(corners, -1, axis=0)
    along, side = q - p, after - corners
    cross = along[0] * side[:, 1] - along[1] * side[:, 0]
    flat = np.abs(cross) < 1e-9
    safe = np.where(flat, 1.0, cross)
    away = corners - p
    at = (away[:, 0] * side[:, 1] - away[:, 1] * side[:, 0]) / safe
    cuts = np.unique(np.concatenate([[-1e-3, 1 + 1e-3], at[~flat & (at > 0) & (at < 1)]]))
    middle = p + ((cuts[:-1] + cuts[1:]) / 2)[:, None] * along
    held = inside(middle, ring) == is_inside
    # pieces that follow each other are one: the cut between them is no crossing
    begins = held & ~np.concatenate([[False], held[:-1]])
    ends = held & ~np.concatenate([held[1:], [False]])
    return np.stack([cuts[:-1][begins], cuts[1:][ends]], axis=1)
