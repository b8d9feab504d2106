"""From nets to two-ended lines: the shortest tree over the lands of each net."""

from dataclasses import dataclass

import numpy as np

from padwright.route.mesh import Floats, Ground
from padwright.route.problem import RoutingProblem
from padwright.route.rules_at import Limits, limits
from padwright.route.sketch import FOREIGN, FREE, Small


@dataclass(frozen=True, slots=True)
class Task:
    """What the sketch starts from."""

    owner: Small  # (levels, vertices) net, FREE or FOREIGN
    lines: Small  # (lines, 5) net, level and vertex of both ends
    net_names: tuple[str, ...]  # (lines,)
    discs: Floats  # (terminals, 6): x, y, radius, net (below 0: none), level, spacing
    limits: Limits


def spanning_tree(places_nm: Floats) -> list[tuple[int, int]]:
    """Return the edges of the shortest tree over points (n, 2) (Prim, n squared)."""
    n = len(places_nm)
    best = np.full(n, np.inf)
    link = np.zeros(n, np.int64)
    inside = np.zeros(n, np.bool_)
    inside[0] = True
    last, edges = 0, []
    for _ in range(n - 1):
        gap = np.hypot(*(places_nm - places_nm[last]).T)
        nearer = gap < best
        best[nearer], link[nearer] = gap[nearer], last
        last = int(np.where(inside, np.inf, best).argmin())
        inside[last] = True
        edges.append((int(link[last]), last))
    return edges


def plan_lines(problem: RoutingProblem, ground: Ground) -> Task:
    """Return who owns which vertex and the lines to place."""
    number = {t.name: i for i, t in enumerate(problem.terminals)}
    owner = np.full(ground.keep_nm.shape, FREE, np.int64)
    owner[ground.occupied] = FOREIGN
    lines: list[tuple[int, int, int, int, int]] = []
    names: list[str] = []
    net_of: dict[int, int] = {}
    for index, net in enumerate(problem.nets):
        ends = [number[name] for name in net.terminals]
        terminals = [problem.terminals[i] for i in ends]
        for i, terminal in zip(ends, terminals, strict=True):
            net_of[i] = index
            owner[terminal.level, ground.terminal_vertex[i]] = index
        places = np.array([(t.x_nm, t.y_nm) for t in terminals], np.float64)
        for a, b in spanning_tree(places):
            first, second = ends[a], ends[b]
            lines.append(
                (
                    index,
                    terminals[a].level,
                    int(ground.terminal_vertex[first]),
                    terminals[b].level,
                    int(ground.terminal_vertex[second]),
                )
            )
            names.append(net.name)
    limit = limits(problem)
    discs = [
        (
            t.x_nm,
            t.y_nm,
            t.diameter_nm / 2,
            net_of.get(i, -100 - i),
            t.level,
            limit.spacing_nm[net_of.get(i, -1), t.level],
        )
        for i, t in enumerate(problem.terminals)
    ]
    return Task(
        owner,
        np.array(lines, np.int64).reshape(-1, 5),
        tuple(names),
        np.array(discs, np.float64).reshape(-1, 6),
        limit,
    )
