"""Exact check of finished wiring: spacing, outline, keep-outs, width, and open nets.

Coordinates are whole nanometres and distances are between exact shapes (round-ended lines and
discs); the only tolerance is for the rounding of float64, a thousandth of a nanometre.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.route.mesh import Floats, Ints, inside
from padwright.route.problem import RoutingProblem
from padwright.route.relax import KEEPOUT_NET, WALL_NET, Chains, neighbours
from padwright.route.routing import Routing
from padwright.route.rules_at import Limits, limits, via_land_nm, width_nm

_ROUNDING_NM = 1e-3
_OUTLINE, _KEEPOUT = WALL_NET, KEEPOUT_NET


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

    def add(self, points: Floats, owner: int, level: int, half_nm: float) -> None:
        for p, q in pairwise(points):
            pieces = max(1, int(np.hypot(*(q - p)) / self.piece_nm))
            part = np.linspace(0.0, 1.0, pieces + 1)[:, None]
            at = p + part * (q - p)
            at[-1] = q
            self.blocks.append(np.concatenate([at[:-1], at[1:]], axis=1))
            self.owner += [owner] * pieces
            self.level += [level] * pieces
            self.half_nm += [half_nm] * pieces


def _discs(problem: RoutingProblem, routing: Routing, number: dict[str, int]) -> list[list[float]]:
    net_of = {name: net.name for net in problem.nets for name in net.terminals}
    net_of |= {land: net for net, land in routing.assignment}
    rows = [
        [t.x_nm, t.y_nm, t.diameter_nm / 2, number[net_of.get(t.name, "\0" + t.name)], t.level, 0]
        for t in problem.terminals
    ]
    return rows + [
        [via.x_nm, via.y_nm, via.land_nm(level) / 2, number[via.net], level, 1]
        for via in routing.vias
        for level in range(via.lower_level, via.upper_level + 1)
    ]


def violations(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return every broken rule; terminals among themselves are the problem's own affair."""
    limit = limits(problem)
    names = [net.name for net in problem.nets]
    names += ["\0" + t.name for t in problem.terminals]
    number = {name: i for i, name in enumerate(names)}
    cutter = _Cutter(_piece_nm(problem))
    for wire in routing.wires:
        points = np.array(wire.points_nm, np.float64)
        cutter.add(points, number[wire.net], wire.level, wire.width_nm / 2)
    for polygon, only, owner, clearance in [
        (problem.outline_nm, None, _OUTLINE, limit.edge_nm),
        *((k.polygon_nm, k.level, _KEEPOUT, np.zeros(problem.levels)) for k in problem.keepouts),
    ]:
        ring = np.array((*polygon, polygon[0]), np.float64)
        for level in range(problem.levels) if only is None else [only]:
            cutter.add(ring, owner, level, float(clearance[level]))
    discs = np.array(_discs(problem, routing, number), np.float64).reshape(-1, 6)
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
        np.ascontiguousarray(discs[:, 0]),
        np.ascontiguousarray(discs[:, 1]),
        np.ascontiguousarray(discs[:, 2]),
        _spaces(limit, discs[:, 3].astype(np.int64), discs[:, 4].astype(np.int64)),
        discs[:, 3].astype(np.int64),
        discs[:, 4].astype(np.int64),
    )
    pairs, lands = neighbours(chains, -_ROUNDING_NM)
    found: dict[Violation, None] = {}

    def note(
        ends_of: tuple[int, int], level: int, x_nm: float, y_nm: float, *, stays: bool
    ) -> None:
        first, second = ends_of
        found[
            Violation(
                _rule(second),
                _name(names, first),
                _name(names, second),
                level,
                round(x_nm),
                round(y_nm),
                stays,
            )
        ] = None

    for i, j in pairs.tolist():
        a, b = int(chains.net[i]), int(chains.net[j])
        if a < 0 and b < 0:
            continue
        first, second = (a, b) if a >= 0 else (b, a)
        note((first, second), int(chains.level[i]), *ends[i, :2], stays=second < 0)
    for d, j in lands.tolist():
        a, b = int(discs[d, 3]), int(chains.net[j])
        if b < 0 and discs[d, 5] == 0:
            continue
        first, second = (b, a) if b >= 0 else (a, b)
        stays = b < 0 or discs[d, 5] == 0
        note((first, second), int(discs[d, 4]), *discs[d, :2], stays=stays)
    for i, j in _near_discs(discs, chains.disc_space_nm):
        pair = int(discs[i, 3]), int(discs[j, 3])
        note(pair, int(discs[i, 4]), *discs[i, :2], stays=discs[j, 5] == 0)
    result = list(found)
    result += _strays(problem, routing)
    return result + _thin_wires(problem, routing)


def _spaces(limit: Limits, owner: Ints, level: Ints) -> Floats:
    """Return the spacing that each owner asks for; owners beyond the nets are lone lands."""
    nets = len(limit.spacing_nm) - 1
    return np.asarray(limit.spacing_nm[np.where(owner < nets, np.maximum(owner, -1), -1), level])


def _thin_wires(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return wires narrower than the rule of their net and level, and via lands too small."""
    net_of = {net.name: net for net in problem.nets}
    thin = [
        Violation("width", w.net, w.net, w.level, *w.points_nm[0])
        for w in routing.wires
        if w.width_nm < width_nm(problem, net_of[w.net], w.level)
    ]
    return thin + [
        Violation("via land", v.net, v.net, level, v.x_nm, v.y_nm)
        for v in routing.vias
        for level in range(v.lower_level, v.upper_level + 1)
        if v.land_nm(level) < via_land_nm(problem, level)
    ]


def _name(names: list[str], index: int) -> str:
    if index == _OUTLINE:
        return "outline"
    return "keep-out" if index == _KEEPOUT else names[index].removeprefix("\0")


def _rule(second: int) -> str:
    return {_OUTLINE: "outline", _KEEPOUT: "keep-out"}.get(second, "spacing")


def _near_discs(discs: Floats, space_nm: Floats) -> list[tuple[int, int]]:
    """Return via lands too near to foreign lands."""
    vias = np.flatnonzero(discs[:, 5] == 1)
    if not len(vias):
        return []
    reach = discs[vias, 2].max() + discs[:, 2].max() + space_nm.max()
    tree = cKDTree(discs[:, :2])
    pairs: list[tuple[int, int]] = []
    for i, near in zip(vias.tolist(), tree.query_ball_point(discs[vias, :2], reach), strict=True):
        for j in near:
            if discs[i, 3] == discs[j, 3] or discs[i, 4] != discs[j, 4]:
                continue
            gap = np.hypot(*(discs[i, :2] - discs[j, :2])) - discs[i, 2] - discs[j, 2]
            if gap < max(space_nm[i], space_nm[j]) - _ROUNDING_NM:
                pairs.append((i, j))
    return pairs


def _strays(problem: RoutingProblem, routing: Routing) -> list[Violation]:
    """Return wires and vias that lie outside the outline or within a keep-out as a whole."""
    marks = [(w.net, w.level, w.level, *p) for w in routing.wires for p in w.points_nm]
    marks += [(v.net, v.lower_level, v.upper_level, v.x_nm, v.y_nm) for v in routing.vias]
    if not marks:
        return []
    points = np.array([mark[3:] for mark in marks], np.float64)
    found = [
        Violation("outline", mark[0], "outline", mark[1], *mark[3:])
        for mark, is_inside in zip(marks, inside(points, problem.outline_nm), strict=True)
        if not is_inside
    ]
    for keepout in problem.keepouts:
        for mark, is_inside in zip(marks, inside(points, keepout.polygon_nm), strict=True):
            if is_inside and (keepout.level is None or mark[1] <= keepout.level <= mark[2]):
                found.append(Violation("keep-out", mark[0], "keep-out", mark[1], *mark[3:]))
    return found


def open_nets(problem: RoutingProblem, routing: Routing) -> list[str]:
    """Return the nets whose terminals are not all joined by their own wires and vias.

    Wires join where they share a point, and reach a terminal or a via at its centre. A net of a
    pool that was given no terminal of it is open.
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
    result: list[str] = []
    for net in problem.nets:
        if net.pool is not None and net.name not in got:
            result.append(net.name)
            continue
        own = net.terminals if net.pool is None else (*net.terminals, got[net.name])
        ends = [terminal[name] for name in own]
        if len({root((net.name, t.level, t.x_nm, t.y_nm)) for t in ends}) > 1:
            result.append(net.name)
    return result
