"""What stands still as polylines: borders, given wires and sides of long lands, ready to be edges.

The sides of all paths are cut where they meet, and get points at the feet of what is near, so
that the triangulation can have every piece of them as an edge.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Bools, Floats, Ints
from padwright.base.errors import BrokenPromiseError
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import counted, flattened
from padwright.route.routing import Point
from padwright.route.segments import point_gaps_nm

#: Points nearer than this to a side are taken as lying on it: coordinates are whole nanometres.
_ON_SIDE_NM = 1.0
#: Crossings are rounded to the grid, which may make new ones beside them; few rounds settle that.
_MOST_ROUNDS = 8
#: How far off a path sources have feet on it, in steps: what is further sees it over other points.
_FOOT_STEPS = 2
#: A land is long when its sides come nearer to its centre than this part of its radius.
_LONG_RATIO = 0.6
#: What a path belongs to when it is the border of the die or of a keep-out; when no net owns it.
BORDER, NOBODY = -3, -2


@dataclass(frozen=True, slots=True)
class Path:
    """A polyline, or a ring whose last point is its first, on some levels.

    ``net`` is the number of a net, `NOBODY` for other metal, or `BORDER`. ``reach_nm`` is the
    clearance of a border on each of the levels, or half the width of metal.
    """

    points: tuple[Point, ...]
    levels: tuple[int, ...]
    net: int
    reach_nm: tuple[float, ...]


def inside(points: Floats, polygon: tuple[Point, ...]) -> Bools:
    """Return which points (n, 2) lie inside a polygon (even-odd rule)."""
    x, y = points.T
    odd = np.zeros(len(points), np.bool_)
    for (x0, y0), (x1, y1) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        odd ^= crosses & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return odd


def inner_radius_nm(corners: tuple[Point, ...], x_nm: int, y_nm: int) -> float:
    """Return the distance of the sides of a polygon from a point."""
    ring = np.array(corners, np.float64)
    centre = np.array([x_nm, y_nm], np.float64)
    return float(point_gaps_nm(centre, ring, np.roll(ring, -1, axis=0)).min())


def is_long(corners: tuple[Point, ...], x_nm: int, y_nm: int) -> bool:
    """Return whether a land is so far from round that its sides have to be edges of the mesh."""
    if not corners:
        return False
    radius = float(np.hypot(*(np.array(corners, np.float64) - (x_nm, y_nm)).T).max())
    return inner_radius_nm(corners, x_nm, y_nm) < _LONG_RATIO * radius


def long_lands(problem: RoutingProblem) -> set[str]:
    """Return the lands whose sides are edges of the mesh; those of pools have no net yet."""
    choices = {name for pool in problem.pools for name in pool.terminals}
    return {
        t.name
        for t in problem.terminals
        if t.name not in choices and is_long(t.corners_nm, t.x_nm, t.y_nm)
    }


def still_paths(problem: RoutingProblem, edge_nm: Floats) -> list[Path]:
    """Return the outline first, then keep-outs, given wires and the sides of long lands."""
    every = tuple(range(problem.levels))
    ring = (*problem.outline_nm, problem.outline_nm[0])
    paths = [Path(ring, every, BORDER, tuple(edge_nm.tolist()))]
    for keepout in problem.keepouts:
        levels = every if keepout.level is None else (keepout.level,)
        ring = (*keepout.polygon_nm, keepout.polygon_nm[0])
        paths.append(Path(ring, levels, BORDER, (0.0,) * len(levels)))
    number = {net.name: i for i, net in enumerate(problem.nets)}
    for wire in problem.wires:
        points = tuple(p for p, q in pairwise((*wire.points_nm, None)) if p is not None and p != q)
        if len(points) > 1:
            net = number.get(wire.net, NOBODY)
            paths.append(Path(points, (wire.level,), net, (wire.width_nm / 2,)))
    net_of = {name: i for i, net in enumerate(problem.nets) for name in net.terminals}
    sided = long_lands(problem)
    for t in problem.terminals:
        if t.name in sided:
            ring = (*t.corners_nm, t.corners_nm[0])
            paths.append(Path(ring, (t.level,), net_of.get(t.name, NOBODY), (0.0,)))
    return paths


def cut_fine(paths: list[Path], sources: Floats, step_nm: float) -> list[list[Point]]:
    """Return the points of each path, at most about a step apart, with all crossings among them.

    The feet of near sources (lands, corners of other paths) are points as well, so that the
    shortest way from a source to the path is an edge, on which lines are counted.
    """
    return _crossed(_with_feet([path.points for path in paths], sources, step_nm))


def _with_feet(
    lines: list[tuple[Point, ...]], sources: Floats, step_nm: float
) -> list[list[Point]]:
    """Return the points of lines with even points and feet between them, all pieces at once."""
    sizes = np.array([len(line) - 1 for line in lines])
    corners = np.array([p for line in lines for p in line], np.float64)
    last = np.cumsum(sizes + 1) - 1
    first = np.delete(np.arange(len(corners)), last)  # of each piece
    start, along = corners[first], corners[first + 1] - corners[first]
    length = np.hypot(*along.T)
    near = cKDTree(sources).query_ball_point(
        start + along / 2, length / 2 + _FOOT_STEPS * step_nm, return_sorted=True
    )
    piece, source = flattened(near.tolist())
    at = sources[source] - start[piece]
    part = (at * along[piece]).sum(axis=1) / length[piece] ** 2
    off = np.hypot(*(at - part[:, None] * along[piece]).T)
    ok = (part > 0) & (part < 1) & (off < _FOOT_STEPS * step_nm)
    order = np.flatnonzero(ok)[np.lexsort((part[ok], piece[ok]))]
    piece, part, off, at = piece[order], part[order], off[order], sources[source[order]]
    pieces = np.maximum(1, np.ceil(length / step_nm)).astype(np.int64)
    owner, place = counted(pieces - 1)
    even = (place + 1) / pieces[owner]
    # an even point right beside a foot would only make slivers
    clear = _nearest_part(owner, even, piece, part) > 0.5 / pieces[owner]
    owner, even = owner[clear], even[clear]
    places = start[piece] + part[:, None] * along[piece]
    places[off < _ON_SIDE_NM] = at[off < _ON_SIDE_NM]
    places = np.concatenate([places, start[owner] + even[:, None] * along[owner], corners])
    # the corners come before what lies on the piece after them
    rank = np.concatenate([first[piece], first[owner], np.arange(len(corners))])
    way = np.concatenate([part, even, np.full(len(corners), -1.0)])
    order = np.lexsort((way, rank))
    points = np.rint(places[order]).astype(np.int64)
    line = np.searchsorted(last, rank[order])
    new = np.ones(len(points), np.bool_)
    new[1:] = (np.diff(points, axis=0) != 0).any(axis=1) | (np.diff(line) != 0)
    ends = np.cumsum(np.bincount(line[new], minlength=len(lines)))[:-1]
    return [list(map(tuple, each.tolist())) for each in np.split(points[new], ends)]


def _nearest_part(owner: Ints, even: Floats, piece: Ints, part: Floats) -> Floats:
    """Return how far even points are from the nearest foot on their piece, in parts of it.

    Feet are in the order of their pieces and parts.
    """
    after = np.searchsorted(piece + part, owner + even)
    nearest = np.full(len(even), 1.0)
    for beside in (after - 1, after):
        known = (beside >= 0) & (beside < len(part))
        foot = np.where(known, beside, 0)
        here = known & (piece[foot] == owner) if len(part) else np.zeros(len(even), np.bool_)
        nearest[here] = np.minimum(nearest[here], np.abs(even[here] - part[foot[here]]))
    return nearest


def _crossed(lines: list[list[Point]]) -> list[list[Point]]:
    """Put points where pieces of the lines cross or touch, until none do between points."""
    for _ in range(_MOST_ROUNDS):
        cuts = _meetings(lines)
        if not cuts:
            return lines
        for (line, piece), places in sorted(cuts.items(), reverse=True):
            p = lines[line][piece]
            far = {math.dist(p, q): q for q in places}
            lines[line][piece + 1 : piece + 1] = [far[gap] for gap in sorted(far)]
    raise BrokenPromiseError("the crossings of outline, keep-outs and given wires do not settle")


def _meetings(lines: list[list[Point]]) -> dict[tuple[int, int], list[Point]]:
    sizes = [len(line) - 1 for line in lines]
    owner = np.repeat(np.arange(len(lines)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    a = np.concatenate([np.array(line[:-1], np.int64) for line in lines]).astype(np.float64)
    b = np.concatenate([np.array(line[1:], np.int64) for line in lines]).astype(np.float64)
    half = np.hypot(*(b - a).T) / 2
    pairs = _near_pieces((a + b) / 2, half)
    cuts: dict[tuple[int, int], list[Point]] = {}

    def cut(piece: int, at: Floats) -> None:
        point = (round(float(at[0])), round(float(at[1])))
        if point not in ((a[piece, 0], a[piece, 1]), (b[piece, 0], b[piece, 1])):
            cuts.setdefault((int(owner[piece]), int(place[piece])), []).append(point)

    i, j = pairs.T
    u, v, w = b[i] - a[i], b[j] - a[j], a[j] - a[i]
    cross = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (w[:, 0] * v[:, 1] - w[:, 1] * v[:, 0]) / cross
        t = (w[:, 0] * u[:, 1] - w[:, 1] * u[:, 0]) / cross
    hit = (cross != 0) & (s > 0) & (s < 1) & (t > 0) & (t < 1)
    for k in np.flatnonzero(hit).tolist():
        at = a[i[k]] + s[k] * u[k]
        cut(int(i[k]), at)
        cut(int(j[k]), at)
    for side, other in ((i, j), (j, i)):
        d = b[side] - a[side]
        for end in (a[other], b[other]):
            part = ((end - a[side]) * d).sum(axis=1) / (d**2).sum(axis=1)
            off = np.hypot(*(end - a[side] - part[:, None] * d).T)
            for k in np.flatnonzero((part > 0) & (part < 1) & (off < _ON_SIDE_NM)).tolist():
                cut(int(side[k]), end[k])
    return cuts


def _near_pieces(middle: Floats, half_nm: Floats) -> Ints:
    """Return pairs of pieces (n, 2) whose circles meet; short and long pieces apart."""
    size = np.ceil(np.log2(np.maximum(half_nm, 1.0))).astype(np.int64)
    groups = {int(s): np.flatnonzero(size == s) for s in np.unique(size)}
    trees = {s: cKDTree(middle[index]) for s, index in groups.items()}
    found = [np.zeros((0, 2), np.int64)]
    for s, tree in trees.items():
        found.append(groups[s][tree.query_pairs(2 * 2.0**s + 2, output_type="ndarray")])
        for r in (r for r in trees if r > s):
            reach = 2.0**s + 2.0**r + 2
            near = np.asarray(trees[r].query_ball_point(middle[groups[s]], reach)).tolist()
            counts = [len(n) for n in near]
            others = np.array([k for n in near for k in n], np.int64)
            found.append(np.stack([np.repeat(groups[s], counts), groups[r][others]], axis=1))
    return np.concatenate([f.reshape(-1, 2) for f in found])
