"""Whether a routing problem can be used at all; what cannot be routed is another matter."""

import itertools
from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.errors import InputError, nearest
from padwright.route.mesh import Floats, inside
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point

#: Chains and distances are exact in float64 up to this size.
_LIMIT_NM = 2_000_000_000


def check(problem: RoutingProblem, where: str = "") -> None:
    """Raise an `InputError` for the first thing that makes a problem unusable."""
    place = where or f"routing problem {problem.name!r}"
    if problem.levels < 1:
        raise InputError(f"{problem.levels} wiring levels", where=place, fix="give one or more")
    _check_rules(problem, place)
    _check_polygon(problem.outline_nm, f"{place}: outline")
    for index, keepout in enumerate(problem.keepouts):
        _check_polygon(keepout.polygon_nm, f"{place}: keep-out {index}")
        if keepout.level is not None and not 0 <= keepout.level < problem.levels:
            raise InputError(
                f"level {keepout.level} does not exist",
                where=f"{place}: keep-out {index}",
                fix=f"use 0 to {problem.levels - 1}",
            )
    _check_names(problem, place)
    _check_terminals(problem, place)
    _check_nets(problem, place)
    _check_spacing(problem, place)


def _check_rules(problem: RoutingProblem, place: str) -> None:
    rules = problem.rules
    for name, value, least in (
        ("width", rules.width_nm, 1),
        ("spacing", rules.spacing_nm, 1),
        ("via land", rules.via_land_nm, 1),
        ("edge clearance", rules.edge_clearance_nm, 0),
    ):
        if not least <= value <= _LIMIT_NM:
            raise InputError(
                f"{name} of {value} nm is not between {least} and {_LIMIT_NM} nm",
                where=f"{place}: rules",
                fix="give a length in this range",
            )
    for net in problem.nets:
        if net.width_nm is not None and not 1 <= net.width_nm <= _LIMIT_NM:
            raise InputError(
                f"width of {net.width_nm} nm is not between 1 and {_LIMIT_NM} nm",
                where=f"{place}: net {net.name!r}",
                fix="give a width in this range",
            )


def _check_polygon(polygon: tuple[Point, ...], place: str) -> None:
    if len(set(polygon)) != len(polygon) or len(polygon) < 3:
        raise InputError(
            f"{len(polygon)} corners, {len(set(polygon))} of them different",
            where=place,
            fix="give three or more different corners, the first one not repeated",
        )
    corners = np.array(polygon, np.float64)
    if np.abs(corners).max() > _LIMIT_NM:
        raise InputError(f"a corner is beyond {_LIMIT_NM} nm", where=place, fix="move it nearer")
    following = np.roll(corners, -1, axis=0)
    if abs(float((corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]).sum())) < 1:
        raise InputError("the polygon has no area", where=place, fix="give its corners in order")
    crossing = _crossing_sides(corners, following)
    if crossing:
        raise InputError(
            f"sides {crossing[0]} and {crossing[1]} cross",
            where=place,
            fix="give the corners in order along the border",
        )


def _crossing_sides(start: Floats, end: Floats) -> tuple[int, int] | None:
    def turn(a: Floats, b: Floats, c: Floats) -> Floats:
        u, v = b - a, c - a
        return np.asarray(np.sign(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]))

    for i in range(len(start) - 2):
        a, b, c, d = start[i], end[i], start[i + 2 :], end[i + 2 :]
        hit = (turn(a, b, c) * turn(a, b, d) < 0) & (turn(c, d, a) * turn(c, d, b) < 0)
        if hit.any():
            return i, i + 2 + int(hit.argmax())
    return None


def _once(names: Iterable[str], what: str, place: str) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                f"{what} {name!r} is given {count} times", where=place, fix="give each name once"
            )


def _check_names(problem: RoutingProblem, place: str) -> None:
    _once((t.name for t in problem.terminals), "terminal", place)
    _once((net.name for net in problem.nets), "net", place)


def _check_terminals(problem: RoutingProblem, place: str) -> None:
    if not problem.terminals:
        return
    centres = np.array([(t.x_nm, t.y_nm) for t in problem.terminals], np.float64)
    within = inside(centres, problem.outline_nm)
    for terminal, is_inside in zip(problem.terminals, within.tolist(), strict=True):
        at = f"{place}: terminal {terminal.name!r}"
        if not 0 <= terminal.level < problem.levels:
            raise InputError(
                f"level {terminal.level} does not exist",
                where=at,
                fix=f"use 0 to {problem.levels - 1}",
            )
        if not 1 <= terminal.diameter_nm <= _LIMIT_NM:
            raise InputError(
                f"diameter of {terminal.diameter_nm} nm is not a length above 0",
                where=at,
                fix="give the diameter of the land",
            )
        if not is_inside:
            raise InputError(
                f"its centre ({terminal.x_nm}, {terminal.y_nm}) nm is outside the outline",
                where=at,
                fix="move it inside or widen the outline",
            )
    wanted = {name for net in problem.nets for name in net.terminals}
    for index, keepout in enumerate(problem.keepouts):
        blocked = inside(centres, keepout.polygon_nm)
        for terminal, is_blocked in zip(problem.terminals, blocked.tolist(), strict=True):
            if is_blocked and terminal.name in wanted and keepout.level in {None, terminal.level}:
                raise InputError(
                    f"it lies in keep-out {index}, where no wire may go",
                    where=f"{place}: terminal {terminal.name!r}",
                    fix="move it or cut the keep-out back",
                )


def _check_nets(problem: RoutingProblem, place: str) -> None:
    known = {t.name for t in problem.terminals}
    xs, ys = np.array(problem.outline_nm).T
    across = int(min(np.ptp(xs), np.ptp(ys)))
    user: dict[str, str] = {}
    for net in problem.nets:
        at = f"{place}: net {net.name!r}"
        if len(net.terminals) + (net.pool is not None) < 2:
            raise InputError(
                f"{len(net.terminals)} terminals, and a net joins two or more",
                where=at,
                fix="add a terminal or leave the net out",
            )
        for name in net.terminals:
            if name not in known:
                raise InputError(f"unknown terminal {name!r}", where=at, fix=nearest(name, known))
            if name in user:
                raise InputError(
                    f"terminal {name!r} is already in net {user[name]!r}",
                    where=at,
                    fix="put each terminal into one net, once",
                )
            user[name] = net.name
        width = net.width_nm or problem.rules.width_nm
        if width + 2 * problem.rules.edge_clearance_nm > across:
            raise InputError(
                f"a line of {width} nm with {problem.rules.edge_clearance_nm} nm to each edge is"
                f" wider than the outline, {across} nm",
                where=at,
                fix="make the line narrower",
            )


def _check_spacing(problem: RoutingProblem, place: str) -> None:
    """Compare lands of different nets on one level."""
    net_of = {name: net.name for net in problem.nets for name in net.terminals}
    for level in range(problem.levels):
        here = [t for t in problem.terminals if t.level == level]
        if len(here) < 2:
            continue
        centres = np.array([(t.x_nm, t.y_nm) for t in here], np.float64)
        radii = np.array([t.diameter_nm / 2 for t in here])
        for i, j in _near_pairs(centres, radii, problem.rules.spacing_nm):
            a, b = here[i], here[j]
            if a.name not in net_of and b.name not in net_of:
                continue
            if net_of.get(a.name, "") == net_of.get(b.name, ""):
                continue
            gap = float(np.hypot(*(centres[i] - centres[j])) - radii[i] - radii[j])
            raise InputError(
                f"{max(gap, 0.0):.0f} nm from terminal {b.name!r} of another net, closer than the"
                f" spacing {problem.rules.spacing_nm} nm",
                where=f"{place}: terminal {a.name!r}",
                fix="move one of them, make it smaller or reduce the spacing",
            )


def _near_pairs(centres: Floats, radii: Floats, spacing_nm: int) -> Iterable[tuple[int, int]]:
    """Return pairs nearer than the spacing; radii in bins, so that one big land costs little."""
    size = np.ceil(np.log2(np.maximum(radii, 1.0))).astype(np.int64)
    groups = {int(s): np.flatnonzero(size == s) for s in np.unique(size)}
    trees = {s: cKDTree(centres[index]) for s, index in groups.items()}
    for s, r in itertools.combinations_with_replacement(sorted(groups), 2):
        reach = 2.0**s + 2.0**r + spacing_nm
        found = trees[s].query_ball_tree(trees[r], reach)
        for a, others in zip(groups[s].tolist(), found, strict=True):
            for b in groups[r][others].tolist():
                if s == r and b <= a:
                    continue
                gap = np.hypot(*(centres[a] - centres[b]))
                if gap < radii[a] + radii[b] + spacing_nm:
                    yield a, b
