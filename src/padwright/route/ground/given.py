"""Wiring that is given: what of a net it joins already, and where its net may go on from it."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.paths import inner_radius_nm, inside
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Via, Wire
from padwright.route.segments import gaps_nm

#: Points of the mesh lie on the wires but for rounding.
_ON_WIRE_NM = 1.5
_TOUCH_NM = 1e-3


def segments_of(items: tuple[Terminal | Wire | Via, ...]) -> tuple[Floats, Floats, Ints, Ints]:
    """Return segments (n, 4) that the metal of items lies round, half widths, levels, items."""
    rows: list[tuple[float, ...]] = []
    for k, item in enumerate(items):
        if isinstance(item, Wire):
            points = item.points_nm if len(item.points_nm) > 1 else item.points_nm * 2
            for p, q in pairwise(points):
                rows.append((*p, *q, item.width_nm / 2, item.level, k))
        elif isinstance(item, Via):
            at = (item.x_nm, item.y_nm)
            on = range(item.lower_level, item.upper_level + 1)
            rows += [(*at, *at, item.land_nm(level) / 2, level, k) for level in on]
        elif item.corners_nm:
            ring = (*item.corners_nm, item.corners_nm[0])
            at = (item.x_nm, item.y_nm)
            rows.append((*at, *at, inner_radius_nm(item.corners_nm, *at), item.level, k))
            for p, q in pairwise(ring):
                rows.append((*p, *q, 0.0, item.level, k))
        else:
            at = (item.x_nm, item.y_nm)
            rows.append((*at, *at, item.diameter_nm / 2, item.level, k))
    table = np.array(rows, np.float64).reshape(-1, 7)
    return table[:, :4], table[:, 4], table[:, 5].astype(np.int64), table[:, 6].astype(np.int64)


def groups(items: tuple[Terminal | Wire | Via, ...]) -> list[int]:
    """Return for each piece of a net's metal the number of the group that it touches."""
    segment, half, level, owner = segments_of(items)
    parent = list(range(len(items)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for i in range(len(segment)):
        gap = gaps_nm(segment[i], segment[i + 1 :])
        touch = (gap <= half[i] + half[i + 1 :] + _TOUCH_NM) & (level[i + 1 :] == level[i])
        for k in np.unique(owner[i + 1 :][touch]).tolist():
            parent[root(int(owner[i]))] = root(k)
    for k, item in enumerate(items):
        if isinstance(item, Terminal) and item.corners_nm:
            within = inside(segment[:, :2], item.corners_nm) & (level == item.level)
            for other in np.unique(owner[within]).tolist():
                parent[root(k)] = root(other)
    return [root(k) for k in range(len(items))]


def metal_of(
    net: str, terminals: Iterable[Terminal], wires: Iterable[Wire], vias: Iterable[Via]
) -> tuple[Terminal | Wire | Via, ...]:
    """Return terminals of a net, and what it has of wires and vias."""
    return (*terminals, *(w for w in wires if w.net == net), *(v for v in vias if v.net == net))


def given_nets(problem: RoutingProblem) -> set[str]:
    """Return the names of nets with wiring that is given."""
    return {wire.net for wire in problem.wires} | {via.net for via in problem.vias}


def places_to_join(
    problem: RoutingProblem, index: int, owner: Ints, place_nm: Floats, vertex: Ints
) -> list[list[tuple[int, int]]]:
    """Return level and vertex of each place where a line may end, by group of joined metal.

    ``owner`` is (levels, vertices), ``vertex`` the vertices of the terminals.
    """
    net = problem.nets[index]
    number = {t.name: i for i, t in enumerate(problem.terminals)}
    ends = [problem.terminals[number[name]] for name in net.terminals]
    items = metal_of(net.name, ends, problem.wires, problem.vias)
    group = groups(items)
    places: dict[int, list[tuple[int, int]]] = {g: [] for g in dict.fromkeys(group)}
    centres: set[tuple[int, int]] = set()
    for item, g in zip(items, group, strict=True):
        if isinstance(item, Terminal):
            at = (item.level, int(vertex[number[item.name]]))
            centres.add(at)
            places[g].append(at)
    if len(places) == 1:
        return [each for each in places.values() if each]
    segment, _, level, piece = segments_of(items)
    wired = np.array([not isinstance(item, Terminal) for item in items], np.bool_)
    for at_level in range(len(owner)):
        rows = np.flatnonzero((level == at_level) & wired[piece])
        for v in np.flatnonzero(owner[at_level] == index).tolist():
            if not len(rows) or (at_level, v) in centres:
                continue
            gap = gaps_nm(np.tile(place_nm[v], 2), segment[rows])
            nearest = int(gap.argmin())
            if gap[nearest] < _ON_WIRE_NM:
                places[group[piece[rows[nearest]]]].append((at_level, v))
    return [each for each in places.values() if each]


def shortest_joins(
    places: list[list[tuple[int, int]]], place_nm: Floats
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return a shortest tree over groups of places: the two places that each edge joins."""
    points = [place_nm[[v for _, v in group]] for group in places]
    trees = [cKDTree(each) for each in points]
    # of each group that is left the shortest way to those that are joined: length, both groups
    # and places (Prim)
    way: dict[int, tuple[float, int, int, int, int]] = {
        b: (np.inf, 0, b, 0, 0) for b in range(1, len(places))
    }
    joins, last = [], 0
    while way:
        for b, known in way.items():
            gap, which = (np.asarray(each) for each in trees[last].query(points[b]))
            k = int(np.argmin(gap))
            way[b] = min(known, (float(gap[k]), last, b, int(which[k]), k))
        _, a, last, i, j = min(way.values())
        del way[last]
        joins.append((places[a][i], places[last][j]))
    return joins
