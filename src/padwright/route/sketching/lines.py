"""From nets to two-ended lines: the shortest tree over the lands of each net."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, QhullError

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.given import given_nets, places_to_join, shortest_joins
from padwright.route.ground.mesh import Ground
from padwright.route.ground.shapes import hidden_lands
from padwright.route.owners import LONE_NET
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point
from padwright.route.rules_at import Limits, limits

#: The shortest tree over more points is looked for among the edges of their triangulation.
_MANY_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class Task:
    """What the sketch starts from."""

    owner: Ints  # (levels, vertices) net, FREE or FOREIGN
    lines: Ints  # (lines, 5) net, level and vertex of both ends
    net_names: tuple[str, ...]  # (lines,)
    discs: Floats  # (lands, 8): see `padwright.route.relaxing.wiring.chain`
    corners_nm: Floats  # (n, 2) of all lands with corners, one after the other
    limits: Limits


def spanning_tree(places_nm: Floats) -> list[tuple[int, int]]:
    """Return the edges of the shortest tree over points (n, 2) (Prim, n squared).

    Of many points it is among the edges of their Delaunay triangulation (M. I. Shamos and D. Hoey,
    FOCS 1975).
    """
    n = len(places_nm)
    if n > _MANY_POINTS and (edges := _tree_in_triangles(places_nm)):
        return edges
    best = np.full(n, np.inf)
    link = np.zeros(n, np.int64)
    inside = np.zeros(n, np.bool_)
    inside[:1] = True
    last, edges = 0, []
    for _ in range(n - 1):
        gap = np.hypot(*(places_nm - places_nm[last]).T)
        nearer = gap < best
        best[nearer], link[nearer] = gap[nearer], last
        last = int(np.where(inside, np.inf, best).argmin())
        inside[last] = True
        edges.append((int(link[last]), last))
    return edges


def _tree_in_triangles(places_nm: Floats) -> list[tuple[int, int]]:
    """Return the shortest tree by way of the triangulation; nothing where there is none."""
    try:
        corner = Delaunay(places_nm / 1000.0).simplices
    except QhullError:  # all on one line
        return []
    ends = np.unique(np.sort(corner[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)
    length = np.hypot(*(places_nm[ends[:, 0]] - places_nm[ends[:, 1]]).T)
    graph = coo_matrix((length, (ends[:, 0], ends[:, 1])), shape=(len(places_nm),) * 2)
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    if tree.nnz < len(places_nm) - 1:  # points on one spot are left out by the triangulation
        return []
    return sorted(zip(tree.row.tolist(), tree.col.tolist(), strict=True))


def plan_lines(problem: RoutingProblem, ground: Ground) -> Task:
    """Return who owns which vertex and the lines to place."""
    number = {t.name: i for i, t in enumerate(problem.terminals)}
    given = given_nets(problem)
    vertex, places = ground.terminal_vertex, ground.mesh.place_nm
    owner = ground.owner.copy()
    lines: list[tuple[int, int, int, int, int]] = []
    names: list[str] = []
    for index, net in enumerate(problem.nets):
        for i in map(number.__getitem__, net.terminals):  # the router may have chosen them
            owner[problem.terminals[i].level, vertex[i]] = index
        if net.name in given:
            groups = places_to_join(problem, index, owner, places, vertex)
            joins = shortest_joins(groups, places)
        else:
            ends = [
                (problem.terminals[i].level, int(vertex[i]))
                for i in map(number.__getitem__, net.terminals)
            ]
            tree = spanning_tree(places[[v for _, v in ends]])
            joins = [(ends[a], ends[b]) for a, b in tree]
        joins = [(first, second) for first, second in joins if first != second]
        lines += [(index, *first, *second) for first, second in joins]
        names += [net.name] * len(joins)
    limit = limits(problem)
    discs, corners = _lands(problem, limit)
    return Task(
        owner, np.array(lines, np.int64).reshape(-1, 5), tuple(names), discs, corners, limit
    )


def _lands(problem: RoutingProblem, limit: Limits) -> tuple[Floats, Floats]:
    """Return what stands still of lands, and the corners of those that are not round."""
    net_of = {name: i for i, net in enumerate(problem.nets) for name in net.terminals}
    nets = {net.name: i for i, net in enumerate(problem.nets)}
    rows: list[tuple[float, ...]] = []
    corners: list[Point] = []
    hidden = hidden_lands(problem)
    for i, t in enumerate(problem.terminals):
        if t.name in hidden:
            continue
        net = net_of.get(t.name, -1)
        owner = net if net >= 0 else LONE_NET - i
        row = (t.x_nm, t.y_nm, t.diameter_nm / 2, owner, t.level, limit.spacing_nm[net, t.level])
        rows.append((*row, len(corners), len(t.corners_nm)))
        corners += t.corners_nm
    lone = LONE_NET - len(problem.terminals)
    for via in problem.vias:
        net = nets.get(via.net, -1)
        for level in range(via.lower_level, via.upper_level + 1):
            radius, space = via.land_nm(level) / 2, limit.spacing_nm[net, level]
            owner = net if net >= 0 else lone
            rows.append((via.x_nm, via.y_nm, radius, owner, level, space, 0, 0))
    return (
        np.array(rows, np.float64).reshape(-1, 8),
        np.array(corners, np.float64).reshape(-1, 2),
    )
