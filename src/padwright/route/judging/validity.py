"""Whether a routing problem can be used at all; what cannot be routed is another matter."""

import math

import numpy as np

from padwright.base.arrays import Floats
from padwright.base.errors import InputError
from padwright.route.ground.given import given_nets
from padwright.route.ground.paths import inside
from padwright.route.judging.demand_validity import check_demands
from padwright.route.judging.requirements import (
    LIMIT_NM,
    require_known,
    require_length,
    require_once,
)
from padwright.route.judging.validity_sets import check_sets
from padwright.route.judging.validity_shapes import check_given, check_spacing
from padwright.route.problem import LevelRules, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Point
from padwright.route.rules_at import edge_clearance_nm, width_nm
from padwright.route.segments import turn

#: More than any package has; memory and time grow with them, used or not.
_MOST_LEVELS = 64


def check(problem: RoutingProblem, where: str = "") -> None:
    """Raise an `InputError` for the first thing that makes a problem unusable."""
    place = where or f"routing problem {problem.name!r}"
    if not 1 <= problem.levels <= _MOST_LEVELS:
        raise InputError(
            f"{problem.levels} wiring levels", where=place, fix=f"give 1 to {_MOST_LEVELS}"
        )
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
    require_once((t.name for t in problem.terminals), "terminal", place)
    require_once((net.name for net in problem.nets), "net", place)
    _check_terminals(problem, place)
    _check_nets(problem, place)
    check_sets(problem, place)
    check_demands(problem, place)
    check_spacing(problem, place)
    check_given(problem, place)


def _check_rules(problem: RoutingProblem, place: str) -> None:
    rules = problem.rules
    _check_level(rules, f"{place}: rules")
    require_length("via pitch", rules.via_pitch_nm, 0, f"{place}: rules")
    if len(rules.levels) > problem.levels:
        raise InputError(
            f"rules for {len(rules.levels)} levels, and there are {problem.levels}",
            where=f"{place}: rules",
            fix="give rules for each level or for the lower ones",
        )
    for index, own in enumerate(rules.levels):
        _check_level(own, f"{place}: rules of level {index}")
    for net in problem.nets:
        require_length("width", net.width_nm, 1, f"{place}: net {net.name!r}")
        require_length("spacing", net.spacing_nm, 0, f"{place}: net {net.name!r}")


def _check_level(rules: RoutingRules | LevelRules, where: str) -> None:
    """Check what a level may have of its own, of all levels or of one."""
    require_length("width", rules.width_nm, 1, where)
    require_length("spacing", rules.spacing_nm, 1, where)
    require_length("via land", rules.via_land_nm, 1, where)
    require_length("edge clearance", rules.edge_clearance_nm, 0, where)


def _check_polygon(polygon: tuple[Point, ...], place: str) -> None:
    if len(set(polygon)) != len(polygon) or len(polygon) < 3:
        raise InputError(
            f"{len(polygon)} corners, {len(set(polygon))} of them different",
            where=place,
            fix="give three or more different corners, the first one not repeated",
        )
    corners = np.array(polygon, np.float64)
    if np.abs(corners).max() > LIMIT_NM:
        raise InputError(f"a corner is beyond {LIMIT_NM} nm", where=place, fix="move it nearer")
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
    for i in range(len(start) - 2):
        a, b, c, d = start[i], end[i], start[i + 2 :], end[i + 2 :]
        hit = (turn(a, b, c) * turn(a, b, d) < 0) & (turn(c, d, a) * turn(c, d, b) < 0)
        if hit.any():
            return i, i + 2 + int(hit.argmax())
    return None


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
        if terminal.corners_nm:
            _check_corners(terminal, at)
        require_length("diameter", terminal.diameter_nm, 1, at)
        if not is_inside:
            raise InputError(
                f"its centre ({terminal.x_nm}, {terminal.y_nm}) nm is outside the outline",
                where=at,
                fix="move it inside or widen the outline",
            )
    wanted = {name for net in problem.nets for name in net.terminals}
    for index, keepout in enumerate(problem.keepouts):
        low, high = (f(np.array(keepout.polygon_nm), axis=0) for f in (np.min, np.max))
        near = np.flatnonzero(((centres >= low) & (centres <= high)).all(axis=1))
        for i in near[inside(centres[near], keepout.polygon_nm)].tolist():
            terminal = problem.terminals[i]
            if terminal.name in wanted and keepout.level in {None, terminal.level}:
                raise InputError(
                    f"it lies in keep-out {index}, where no wire may go",
                    where=f"{place}: terminal {terminal.name!r}",
                    fix="move it or cut the keep-out back",
                )


def _check_corners(terminal: Terminal, at: str) -> None:
    _check_polygon(terminal.corners_nm, f"{at}: corners")
    centre = (terminal.x_nm, terminal.y_nm)
    reach = max(math.dist(centre, corner) for corner in terminal.corners_nm)
    if reach > terminal.diameter_nm / 2 + 1:
        raise InputError(
            f"a corner is {reach:.0f} nm from its centre, outside the circle of"
            f" {terminal.diameter_nm} nm",
            where=at,
            fix=f"give a diameter of {math.ceil(2 * reach)} nm or more",
        )
    if not inside(np.array([centre], np.float64), terminal.corners_nm)[0]:
        raise InputError(
            "its centre is not within its corners", where=at, fix="place it inside the polygon"
        )


def _check_nets(problem: RoutingProblem, place: str) -> None:
    known = {t.name for t in problem.terminals}
    wired = given_nets(problem)
    in_planes = {shield.by for shield in problem.shields if shield.planes}
    xs, ys = np.array(problem.outline_nm).T
    across = int(min(np.ptp(xs), np.ptp(ys)))
    user: dict[str, str] = {}
    for net in problem.nets:
        at = f"{place}: net {net.name!r}"
        ends = len(net.terminals) + (net.pool is not None) + (net.name in wired)
        if ends < 2 and net.name not in in_planes:
            raise InputError(
                f"{len(net.terminals)} terminals, and a net joins two or more",
                where=at,
                fix="add a terminal or leave the net out",
            )
        require_known(net.terminals, known, "terminal", at)
        for name in net.terminals:
            if name in user:
                raise InputError(
                    f"terminal {name!r} is already in net {user[name]!r}",
                    where=at,
                    fix="put each terminal into one net, once",
                )
            user[name] = net.name
        widths = [
            width_nm(problem, net, level) + 2 * edge_clearance_nm(problem, level)
            for level in range(problem.levels)
        ]
        if min(widths) > across:
            raise InputError(
                f"a line needs {min(widths)} nm with its clearance to each edge, and the outline is"
                f" {across} nm wide",
                where=at,
                fix="make the line narrower",
            )
        _check_levels(net, problem.levels, at)


def _check_levels(net: Net, levels: int, at: str) -> None:
    """Raise an `InputError` for closed levels that are not there, or that leave none."""
    for level in net.closed_levels:
        if not 0 <= level < levels:
            raise InputError(
                f"closed level {level} does not exist", where=at, fix=f"use 0 to {levels - 1}"
            )
    if len(set(net.closed_levels)) == levels:
        raise InputError(
            f"all of its {levels} levels are closed", where=at, fix="leave it a level to run on"
        )
