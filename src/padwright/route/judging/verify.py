"""Exact check of finished wiring: spacing, outline, keep-outs, width, and open nets.

Coordinates are whole nanometres and distances are between exact shapes (round-ended lines and
discs); the only tolerance is for the rounding of float64, a thousandth of a nanometre. Round ends
that no land covers are looked at as KLayout draws them too.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats, Ints
from padwright.base.progress import Report, silent
from padwright.route.bundles.pair_rules import crowded_pairs, shield_lines
from padwright.route.ground.given import given_nets, groups
from padwright.route.ground.paths import inside
from padwright.route.ground.shapes import hidden_lands, land_gap_nm
from padwright.route.judging.round_ends import drawn_ends
from padwright.route.judging.via_rules import via_faults
from padwright.route.owners import KEEPOUT_NET, WALL_NET
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import counted
from padwright.route.relaxing.nearby import neighbours
from padwright.route.relaxing.relax import Chains
from padwright.route.routing import Point, Routing, Via, Wire
from padwright.route.rules_at import Limits, limits, mates_of, width_nm, without_classes_of_mates

_ROUNDING_NM = 1e-3


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, by which nets, and where.

    ``second`` is the name of a net, of an unconnected terminal, "outline" or "keep-out"; it
    ``stays`` when it is a land of the problem or a border, which no other wiring would move.
    """

    rule: str
    first: str
    second: str
    level: int
    x_nm: int
    y_nm: int
    stays: bool = False


def _piece_nm(problem: RoutingProblem) -> float:
    return 8.0 * (problem.rules.width_nm + problem.rules.spacing_nm)


class _Cutter:
    """Cuts wires and borders into short segments, so that the grid of bins stays fine."""

    def __init__(self, piece_nm: float) -> None:
        self.piece_nm = piece_nm
        self.blocks: list[Floats] = []
        self.owner: list[int] = []
        self.level: list[int] = []
        self.half_nm: list[float] = []
        self.stays: list[bool] = []

    def add(
        self, points: Floats, owner: int, level: int, half_nm: float, *, stays: bool = True
    ) -> None:
        along = np.diff(points, axis=0)
        pieces = np.maximum(1, (np.hypot(*along.T) / self.piece_nm).astype(np.int64))
        which, turn = counted(pieces)
        start = points[which] + (turn / pieces[which])[:, None] * along[which]
        end = points[which] + ((turn + 1) / pieces[which])[:, None] * along[which]
        last = turn + 1 == pieces[which]
        end[last] = points[which[last] + 1]
        self.blocks.append(np.concatenate([start, end], axis=1))
        self.owner += [owner] * len(which)
        self.level += [level] * len(which)
        self.half_nm += [half_nm] * len(which)
        self.stays += [stays] * len(which)


class _Lands:
    """Lands of terminals and vias, on each of their levels."""

    def __init__(self, problem: RoutingProblem, routing: Routing, number: dict[str, int]) -> None:
        net_of = {name: net.name for net in problem.nets for name in net.terminals}
        net_of |= {land: net for net, land in routing.assignment}
        given = set(problem.vias)
        self.place: list[tuple[float, float, float]] = []
        self.owner: list[int] = []
        self.level: list[int] = []
        self.stays: list[bool] = []
        self.corners: list[tuple[Point, ...]] = []
        hidden = hidden_lands(problem)
        for t in problem.terminals:
            if t.name in hidden:
                continue
            owner = number[net_of.get(t.name, "\0" + t.name)]
            self._add((t.x_nm, t.y_nm, t.diameter_nm / 2), owner, t.level, t.corners_nm, stays=True)
        for via in routing.vias:
            for level in range(via.lower_level, via.upper_level + 1):
                at = (via.x_nm, via.y_nm, via.land_nm(level) / 2)
                self._add(at, number[via.net], level, (), stays=via in given)

    def _add(
        self,
        place: tuple[float, float, float],
        owner: int,
        level: int,
        corners: tuple[Point, ...],
        *,
        stays: bool,
    ) -> None:
        self.place.append(place)
        self.owner.append(owner)
        self.level.append(level)
        self.corners.append(corners)
        self.stays.append(stays)

    def discs(self) -> Floats:
        return np.array(self.place, np.float64).reshape(-1, 3)

    def shapes(self) -> tuple[Ints, Floats]:
        counts = np.array([len(c) for c in self.corners], np.int64)
        first = np.cumsum(counts) - counts
        flat = np.array([p for c in self.corners for p in c], np.float64).reshape(-1, 2)
        return np.stack([first, counts], axis=1).reshape(-1, 2), flat


def violations(
    problem: RoutingProblem, routing: Routing, report: Report = silent
) -> list[Violation]:
    """Return every broken rule; what is given (lands, wiring) is the problem's own affair."""
    limit = limits(problem)
    names = [net.name for net in problem.nets]
    names += sorted(given_nets(problem) - set(names))
    names += ["\0" + t.name for t in problem.terminals]
    number = {name: i for i, name in enumerate(names)}
    cutter = _Cutter(_piece_nm(problem))
    given = set(problem.wires)
    for wire in routing.wires:
        points = np.array(wire.points_nm, np.float64)
        half = wire.width_nm / 2
        cutter.add(points, number[wire.net], wire.level, half, stays=wire in given)
    for polygon, only, owner, clearance in [
        (problem.outline_nm, None, WALL_NET, limit.edge_nm),
        *((k.polygon_nm, k.level, KEEPOUT_NET, np.zeros(problem.levels)) for k in problem.keepouts),
    ]:
        ring = np.array((*polygon, polygon[0]), np.float64)
        for level in range(problem.levels) if only is None else [only]:
            cutter.add(ring, owner, level, float(clearance[level]))
    lands = _Lands(problem, routing, number)
    discs, (shape, corners) = lands.discs(), lands.shapes()
    land_net, land_level = np.array(lands.owner, np.int64), np.array(lands.level, np.int64)
    ends = np.concatenate(cutter.blocks)
    chains = Chains(
        np.ascontiguousarray(ends[:, [0, 2]].ravel()),
        np.ascontiguousarray(ends[:, [1, 3]].ravel()),
        np.zeros(2 * len(ends)),
        np.zeros((0, 3), np.int64),
        np.zeros((0, 2), np.int64),
        np.arange(0, 2 * len(ends), 2),
        np.arange(1, 2 * len(ends), 2),
        np.array(cutter.half_nm),
        _spaces(limit, np.array(cutter.owner), np.array(cutter.level)),
        np.array(cutter.owner, np.int64),
        np.array(cutter.level, np.int64),
        np.zeros(len(ends), np.int64),
        np.ascontiguousarray(discs[:, 0]),
        np.ascontiguousarray(discs[:, 1]),
        np.ascontiguousarray(discs[:, 2]),
        _spaces(limit, land_net, land_level),
        land_net,
        land_level,
        shape,
        corners,
    )
    found: dict[Violation, None] = {}

    def note(things: tuple[tuple[int, bool], tuple[int, bool]], at: tuple[int, Floats]) -> None:
        """Note two things, each an owner and whether it stays, at a level and a place."""
        (first, kept), (second, stays) = sorted(things, key=lambda thing: thing[1])
        if not kept:
            place = (at[0], round(at[1][0]), round(at[1][1]))
            pair = _name(names, first), _name(names, second)
            found[Violation(_rule(second), *pair, *place, stays)] = None

    def segment(i: int) -> tuple[int, bool]:
        return cutter.owner[i], cutter.stays[i]

    def land(d: int) -> tuple[int, bool]:
        return lands.owner[d], lands.stays[d]

    pairs, near = neighbours(chains, -_ROUNDING_NM, report=report)
    for i, j in pairs.tolist():
        note((segment(i), segment(j)), (cutter.level[i], ends[i, :2]))
    for d, j in near.tolist():
        note((land(d), segment(j)), (lands.level[d], discs[d, :2]))
    for i, j in _near_lands(lands, discs, chains.disc_space_nm):
        note((land(i), land(j)), (lands.level[i], discs[i, :2]))
    made = [(wire, number[wire.net]) for wire in routing.wires if wire not in given]
    for end, other, level, at in drawn_ends(made, chains, ends, (lands.stays, cutter.stays)):
        note((end, other), (level, at))
    result = _between_mates(problem, routing, list(found))
    result += _strays(problem, routing)
    result += _thin_wires(problem, routing) + _gone(problem, routing)
    result += _on_closed_levels(problem, routing)
    result += [
        Violation("pair", first, second, level, *at)
        for first, second, level, at in crowded_pairs(problem, routing)
    ]
    return result + [
        Violation(rule, net, net, level, x_nm, y_nm)
        for rule, net, level, x_nm, y_nm in via_faults(problem, routing)
    ]


def _between_mates(
    problem: RoutingProblem, routing: Routing, found: list[Violation]
) -> list[Violation]:
    """Return violations less those of a class's spacing inside a pair or a shield."""
    mates = mates_of(problem)
    if not any(frozenset((v.first, v.second)) in mates for v in found):
        return found
    still = violations(without_classes_of_mates(problem), routing)
    near = {frozenset((v.first, v.second)) for v in still if v.rule == "spacing"}
    return [
        v for v in found if (names := frozenset((v.first, v.second))) not in mates or names in near
    ]


def _spaces(limit: Limits, owner: Ints, level: Ints) -> Floats:
    """Return the spacing that each owner asks for; owners beyond the nets are lone lands."""
    nets = len(limit.spacing_nm) - 1
    return np.asarray(limit.spacing_nm[np.where(owner < nets, np.maximum(owner, -1), -1), level])


def _thin_wires(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return wires narrower than the rule of their net and level."""
    net_of = {net.name: net for net in problem.nets}
    given, shields = set(problem.wires), shield_lines(problem)
    return [
        Violation("width", w.net, w.net, w.level, *w.points_nm[0])
        for w in routing.wires
        if w not in given
        and (w.net, w.width_nm) not in shields
        and w.width_nm < width_nm(problem, net_of[w.net], w.level)
    ]


def _on_closed_levels(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return wires on levels that are closed to their nets."""
    closed = {net.name: net.closed_levels for net in problem.nets}
    given = set(problem.wires)
    return [
        Violation("closed level", w.net, w.net, w.level, *w.points_nm[0])
        for w in routing.wires
        if w.level in closed.get(w.net, ()) and w not in given
    ]


def _gone(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return given wires and vias that are not there any more."""
    wires, vias = set(routing.wires), set(routing.vias)
    gone = [(w.net, w.level, w.points_nm[0]) for w in problem.wires if w not in wires]
    gone += [(v.net, v.lower_level, (v.x_nm, v.y_nm)) for v in problem.vias if v not in vias]
    return [Violation("given", net, net, level, *at) for net, level, at in gone]


def _name(names: list[str], index: int) -> str:
    if index == WALL_NET:
        return "outline"
    return "keep-out" if index == KEEPOUT_NET else names[index].removeprefix("\0")


def _rule(second: int) -> str:
    return {WALL_NET: "outline", KEEPOUT_NET: "keep-out"}.get(second, "spacing")


def _near_lands(lands: _Lands, discs: Floats, space_nm: Floats) -> list[tuple[int, int]]:
    """Return lands that the router made too near to foreign lands."""
    made = np.flatnonzero(~np.array(lands.stays, np.bool_))
    if not len(made):
        return []
    reach = discs[made, 2].max() + discs[:, 2].max() + space_nm.max()
    tree = cKDTree(discs[:, :2])
    pairs: list[tuple[int, int]] = []
    for i, near in zip(made.tolist(), tree.query_ball_point(discs[made, :2], reach), strict=True):
        for j in near:
            if lands.owner[i] == lands.owner[j] or lands.level[i] != lands.level[j]:
                continue
            gap = np.hypot(*(discs[i, :2] - discs[j, :2])) - discs[j, 2]
            wanted = discs[i, 2] + max(space_nm[i], space_nm[j]) - _ROUNDING_NM
            if gap < wanted and lands.corners[j]:
                gap = land_gap_nm(lands.corners[j], discs[i, :2])
            if gap < wanted:
                pairs.append((i, j))
    return pairs


def _strays(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return wires and vias that lie outside the outline or within a keep-out as a whole."""
    wires, vias = set(problem.wires), set(problem.vias)
    marks = [
        (w.net, w.level, w.level, *p) for w in routing.wires if w not in wires for p in w.points_nm
    ]
    marks += [
        (v.net, v.lower_level, v.upper_level, v.x_nm, v.y_nm) for v in routing.vias if v not in vias
    ]
    if not marks:
        return []
    points = np.array([mark[3:] for mark in marks], np.float64)
    found = [
        Violation("outline", mark[0], "outline", mark[1], mark[3], mark[4], stays=True)
        for mark, is_inside in zip(marks, inside(points, problem.outline_nm), strict=True)
        if not is_inside
    ]
    for keepout in problem.keepouts:
        low, high = (f(np.array(keepout.polygon_nm), axis=0) for f in (np.min, np.max))
        near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
        for i in near[inside(points[near], keepout.polygon_nm)].tolist():
            mark = marks[i]
            if keepout.level is None or mark[1] <= keepout.level <= mark[2]:
                place = (mark[1], mark[3], mark[4])
                found.append(Violation("keep-out", mark[0], "keep-out", *place, stays=True))
    return found


def open_nets(problem: RoutingProblem, routing: Routing) -> list[str]:
    """Return the nets whose terminals are not all joined by their own wires and vias.

    Wires join where they share a point, and reach a terminal or a via at its centre; nets with
    given wiring join wherever their metal touches. A net of a pool that was given no terminal of it
    is open.
    """
    parent: dict[tuple[str, int, int, int], tuple[str, int, int, int]] = {}

    def root(key: tuple[str, int, int, int]) -> tuple[str, int, int, int]:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for wire in routing.wires:
        keys = [(wire.net, wire.level, *p) for p in wire.points_nm]
        for a, b in pairwise(keys):
            parent[root(a)] = root(b)
    for via in routing.vias:
        for level in range(via.lower_level, via.upper_level):
            a = root((via.net, level, via.x_nm, via.y_nm))
            parent[a] = root((via.net, level + 1, via.x_nm, via.y_nm))
    terminal = {t.name: t for t in problem.terminals}
    got = dict(routing.assignment)
    wired = given_nets(problem)
    made: tuple[Wire | Via, ...] = (*routing.wires, *routing.vias)
    metal: dict[str, list[Wire | Via]] = {}
    for each in made:
        if each.net in wired:
            metal.setdefault(each.net, []).append(each)
    result: list[str] = []
    for net in problem.nets:
        if net.pool is not None and net.name not in got:
            result.append(net.name)
            continue
        own = net.terminals if net.pool is None else (*net.terminals, got[net.name])
        ends = [terminal[name] for name in own]
        if net.name in wired:
            group = groups((*ends, *metal.get(net.name, ())))
            if len(set(group[: len(ends)])) > 1:
                result.append(net.name)
            continue
        if len({root((net.name, t.level, t.x_nm, t.y_nm)) for t in ends}) > 1:
            result.append(net.name)
    return result
