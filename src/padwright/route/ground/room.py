"""Places for vias, and how much room there is round every vertex of the mesh."""

from dataclasses import replace

import numpy as np
from scipy.spatial import Delaunay, QhullError, cKDTree

from padwright.base.arrays import Floats
from padwright.route.ground.paths import BORDER, Path, inside
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import flattened
from padwright.route.routing import Point
from padwright.route.rules_at import Limits
from padwright.route.segments import point_gaps_nm

#: Lands are looked up by classes of size, in which the largest is less than twice as wide as the
#: smallest; the one whose rim is nearest is then among so many whose centres are nearest.
_NEIGHBOURS = 8
#: Rows of a staggered grid lie this part of a step apart: about half the root of 3.
_ROW_RATIO = 0.866
#: So many lines pass between two places for vias.
_LINES_BETWEEN = 4.0


def via_sites(
    problem: RoutingProblem, limit: Limits, step_nm: float, *, many: bool = False
) -> list[Point]:
    """Return a staggered grid of places for vias, clear of every land.

    Where vias may not stand in lands, or ``many`` places are asked for, the middles between three
    lands are places too. Of ``many`` places each only has to be clear of the lands about it, and
    the grid is finer.
    """
    spacing, width = limit.spacing_nm[-1].max(), limit.width_nm.max(initial=0.0)
    land = limit.via_land_nm.max()
    step = max(step_nm / (2.0 if many else 1.0), land + _LINES_BETWEEN * (width + spacing))
    xs, ys = np.array(problem.outline_nm).T
    columns = np.arange(xs.min() + step, xs.max() - step / 2, step)
    rows = np.arange(ys.min() + step, ys.max() - step / 2, step * _ROW_RATIO)
    centre = np.array([(t.x_nm, t.y_nm) for t in problem.terminals], np.float64)
    radius = max(t.diameter_nm for t in problem.terminals) / 2
    sites = np.zeros((0, 2))
    if len(columns) and len(rows):
        gx, gy = np.meshgrid(columns, rows)
        gx = gx + (np.arange(len(rows)) % 2)[:, None] * step / 2
        sites = np.stack([gx.ravel(), gy.ravel()], axis=1).round()
        distance = cKDTree(centre).query(sites)[0]
        if not many:
            sites = sites[distance > radius + land / 2 + spacing * 2 + width]
    if many:
        sites = np.concatenate([_between_lands(centre), sites])
        sites = sites[_off_lands_nm(problem, sites) >= land / 2 + spacing]
        sites = _thinned(sites, land + spacing)
    elif not limit.via_in_land:
        between = _between_lands(centre)
        distance = cKDTree(centre).query(between)[0] if len(between) else np.zeros(0)
        between = between[distance >= radius + land / 2 + spacing]
        sites = _thinned(np.concatenate([between, sites]), land + spacing)
    sites = sites[inside(sites, problem.outline_nm)]
    return [(int(x), int(y)) for x, y in sites]


def _off_lands_nm(problem: RoutingProblem, points: Floats) -> Floats:
    """Return the distance of points to the nearest land of any level."""
    away = np.full((1, len(points)), np.inf)
    flat = tuple(replace(t, level=0) for t in problem.terminals)
    _near_lands(replace(problem, terminals=flat, levels=1, vias=()), points, away)
    return np.asarray(away[0])


def _between_lands(centre: Floats) -> Floats:
    """Return the centres of the circles through three neighbours each."""
    try:
        corner = Delaunay(centre / 1000.0).simplices
    except (QhullError, ValueError):  # all on one line
        return np.zeros((0, 2))
    p, u, v = centre[corner[:, 0]], *(centre[corner[:, k]] - centre[corner[:, 0]] for k in (1, 2))
    twice = 2 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    uu, vv = (u**2).sum(axis=1), (v**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (v[:, 1] * uu - u[:, 1] * vv) / twice
        y = (u[:, 0] * vv - v[:, 0] * uu) / twice
    at = p + np.stack([x, y], axis=1)
    at = at[np.isfinite(at).all(axis=1)].round()
    low, high = centre.min(axis=0), centre.max(axis=0)
    return np.asarray(at[((at >= low) & (at <= high)).all(axis=1)])


def _thinned(sites: Floats, least_nm: float) -> Floats:
    """Return the sites without those that are too near to one before them."""
    keep = np.ones(len(sites), np.bool_)
    if len(sites):
        for i, j in sorted(
            map(tuple, cKDTree(sites).query_pairs(least_nm, output_type="ndarray").tolist())
        ):
            if keep[i] and keep[j]:
                keep[j] = False
    return sites[keep]


def _near_lands(problem: RoutingProblem, points: Floats, room: Floats) -> None:
    """Lower the room to the distance of the nearest land of another place."""
    discs = [(t.level, t.diameter_nm, t.x_nm, t.y_nm) for t in problem.terminals]
    discs += [
        (level, v.land_nm(level), v.x_nm, v.y_nm)
        for v in problem.vias
        for level in range(v.lower_level, v.upper_level + 1)
    ]
    land = np.array(discs, np.float64).reshape(-1, 4)
    size = np.ceil(np.log2(np.maximum(land[:, 1], 1.0)))
    for level in range(problem.levels):
        for kind in np.unique(size[land[:, 0] == level]):
            here = land[(land[:, 0] == level) & (size == kind)]
            count = 2 if len(np.unique(here[:, 1])) == 1 else _NEIGHBOURS
            gap, which = (np.asarray(v) for v in cKDTree(here[:, 2:]).query(points, k=count))
            radius = np.append(here[:, 1] / 2, 0.0)[which]
            away = np.where(gap > 0, gap - radius, np.inf).min(axis=1)
            room[level] = np.minimum(room[level], away)


def _near_paths(
    paths: list[Path], lines: list[list[Point]], limit: Limits, points: Floats, room: Floats
) -> None:
    """Lower the room to the distance of near borders and wires."""
    tree = cKDTree(points)
    most = limit.spacing_nm.max()
    for path, line in zip(paths, lines, strict=True):
        at = np.array(line, np.float64)
        along = np.diff(at, axis=0)
        reach = limit.via_land_nm.max() / 2 + max(path.reach_nm) + most
        near = tree.query_ball_point(at[:-1] + along / 2, np.hypot(*along.T) / 2 + reach)
        piece, vertex = flattened(near.tolist())
        gap = point_gaps_nm(points[vertex], at[piece], at[piece + 1])
        for level, own in zip(path.levels, path.reach_nm, strict=True):
            # a border has its own clearance in place of the spacing
            more = limit.spacing_nm[-1, level] if path.net == BORDER else 0.0
            np.minimum.at(room[level], vertex, gap - own + more)


def _blocked(problem: RoutingProblem, points: Floats, room: Floats) -> None:
    """Leave no room inside keep-outs."""
    order = np.argsort(points[:, 0], kind="stable")
    ordered = points[order]
    for keepout in problem.keepouts:
        low, high = (f(np.array(keepout.polygon_nm), axis=0) for f in (np.min, np.max))
        first, last = np.searchsorted(ordered[:, 0], [low[0], high[0] + 1])
        here = ordered[first:last]
        between = np.flatnonzero((here[:, 1] >= low[1]) & (here[:, 1] <= high[1]))
        within = order[first + between[inside(here[between], keepout.polygon_nm)]]
        rows = slice(None) if keepout.level is None else slice(keepout.level, keepout.level + 1)
        room[rows, within] = -np.inf


def room_nm(
    problem: RoutingProblem,
    paths: list[Path],
    lines: list[list[Point]],
    limit: Limits,
    points: Floats,
) -> Floats:
    """Return how far vertices are from the nearest metal of another place, or border, by level.

    Borders farther than the widest via with the widest spacing may be left out.
    """
    room = np.full((problem.levels, len(points)), np.inf)
    _near_lands(problem, points, room)
    _near_paths(paths, lines, limit, points, room)
    _blocked(problem, points, room)
    return room
