"""Cheapest way of one line through the sketch: A* over the gaps between lines that stand there.

States are gaps (level, edge, place between two crossings) and vertices (ends, via sites). A step
costs its length, plus a price for every foreign line that it crosses and for the length that an
edge lacks; `padwright.route.negotiate` raises the prices until nothing is crossed or overfull.
The point where a gap is entered is where the straight line to the goal meets it, held inside the
part of the edge that is left when the other lines are pushed aside.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from padwright.route.mesh import Floats, Mesh
from padwright.route.sketch import (
    CROSSING,
    EDGE_LINES,
    FREE,
    LINE_STEPS,
    TRIANGLE_CHORDS,
    VERTEX,
    Sketch,
    Small,
    alternate,
    border_place,
    spread,
    straight_place,
    use_via,
)


class Prices(NamedTuple):
    """What a search pays besides length, all in nm of line."""

    crossing_nm: float  # a foreign line crossed
    overfull: float  # per nm that an edge lacks
    via_nm: float  # a via through one level
    history: float  # how much each past conflict adds, as a share of the price


class Desk(NamedTuple):
    """Work arrays of the search; nodes are gaps first, then vertices, level by level."""

    cost_nm: Floats
    x_nm: Floats
    y_nm: Floats
    parent: Small
    reached: Small  # triangle through which a node was reached; -1 by a via
    stamp: Small
    closed: Small
    heap_key: Floats
    heap_node: Small
    tally: Small  # (3,) heap size, current stamp, pops
    ends: Floats  # (TRIANGLE_CHORDS, 2) border places of the chords of one triangle


def open_desk(sketch: Sketch) -> Desk:
    """Return work arrays for a sketch."""
    levels, edges = sketch.crossings.shape
    nodes = levels * edges * (EDGE_LINES + 1) + levels * sketch.owner.shape[1]
    heap = max(4096, nodes * 4)
    return Desk(
        np.zeros(nodes),
        np.zeros(nodes),
        np.zeros(nodes),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.zeros(nodes, np.int32),
        np.zeros(heap),
        np.zeros(heap, np.int32),
        np.zeros(3, np.int32),
        np.zeros((TRIANGLE_CHORDS, 2)),
    )


@njit(cache=True)
def _push(desk: Desk, key: float, node: int) -> None:
    i = desk.tally[0]
    if i >= len(desk.heap_key):
        return
    desk.tally[0] += 1
    while i > 0:
        up = (i - 1) >> 1
        if desk.heap_key[up] <= key:
            break
        desk.heap_key[i] = desk.heap_key[up]
        desk.heap_node[i] = desk.heap_node[up]
        i = up
    desk.heap_key[i] = key
    desk.heap_node[i] = node


@njit(cache=True)
def _pop(desk: Desk) -> int:
    top = desk.heap_node[0]
    desk.tally[0] -= 1
    n = desk.tally[0]
    key, node = desk.heap_key[n], desk.heap_node[n]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and desk.heap_key[child + 1] < desk.heap_key[child]:
            child += 1
        if desk.heap_key[child] >= key:
            break
        desk.heap_key[i] = desk.heap_key[child]
        desk.heap_node[i] = desk.heap_node[child]
        i = child
    desk.heap_key[i] = key
    desk.heap_node[i] = node
    return top


@njit(cache=True)
def _offer(
    desk: Desk,
    node: int,
    parent: int,
    reached: int,
    cost: float,
    x: float,
    y: float,
    goal_x: float,
    goal_y: float,
) -> None:
    stamp = desk.tally[1]
    if desk.closed[node] == stamp:
        return
    if desk.stamp[node] == stamp and desk.cost_nm[node] <= cost:
        return
    desk.stamp[node] = stamp
    desk.cost_nm[node] = cost
    desk.x_nm[node] = x
    desk.y_nm[node] = y
    desk.parent[node] = parent
    desk.reached[node] = reached
    _push(desk, cost + np.hypot(goal_x - x, goal_y - y), node)


@njit(cache=True)
def _crossed(
    mesh: Mesh, sketch: Sketch, desk: Desk, level: int, t: int, net: int, a: float, b: float
) -> int:
    count = 0
    for i in range(sketch.chords[level, t]):
        if sketch.line_net[sketch.chord[level, t, i, 2]] != net and alternate(
            a, b, desk.ends[i, 0], desk.ends[i, 1]
        ):
            count += 1
    return count


@njit(cache=True)
def _side(
    mesh: Mesh,
    sketch: Sketch,
    desk: Desk,
    prices: Prices,
    line: int,
    level: int,
    t: int,
    k: int,
    node: int,
    start: float,
    goal_x: float,
    goal_y: float,
) -> None:
    """Offer every gap of side k of a triangle, from border place ``start``."""
    edge = mesh.side[t, k]
    if sketch.wall[level, edge]:
        return
    n = sketch.crossings[level, edge]
    if n >= EDGE_LINES - 1:
        return
    net = sketch.line_net[line]
    width = sketch.line_nm[line]
    length = mesh.edge_nm[edge]
    first, second = mesh.edge[edge]
    forward = first == mesh.corner[t, k]
    low = sketch.keep_nm[level, first] + width / 2
    high = length - sketch.keep_nm[level, second] - width / 2 - sketch.extra_nm[level, edge]
    for i in range(n):
        high -= (
            sketch.line_nm[sketch.crossing_line[sketch.crossing[level, edge, i]]]
            + sketch.spacing_nm
        )
    lack = max(0.0, low - high)
    overfull = lack * prices.overfull * (1 + prices.history * sketch.edge_price[level, edge])
    px, py = desk.x_nm[node], desk.y_nm[node]
    wish = straight_place(mesh, edge, px, py, goal_x, goal_y)
    price = prices.crossing_nm * (1 + prices.history * sketch.triangle_price[level, t])
    ax, ay = mesh.x_nm[first], mesh.y_nm[first]
    ux, uy = (mesh.x_nm[second] - ax) / length, (mesh.y_nm[second] - ay) / length
    base = (level * len(mesh.edge) + edge) * (EDGE_LINES + 1)
    before = 0.0
    for gap in range(n + 1):
        after = length if gap == n else sketch.at_nm[sketch.crossing[level, edge, gap]]
        part = (before + after) / 2 / length
        border = k + part if forward else k + 1 - part
        crossed = _crossed(mesh, sketch, desk, level, t, net, start, border)
        at = min(max(wish, low), high) if low <= high else (before + after) / 2
        x, y = ax + ux * at, ay + uy * at
        cost = desk.cost_nm[node] + np.hypot(x - px, y - py) + overfull + crossed * price
        _offer(desk, base + gap, node, t, cost, x, y, goal_x, goal_y)
        if gap < n:
            step = (
                sketch.line_nm[sketch.crossing_line[sketch.crossing[level, edge, gap]]]
                + sketch.spacing_nm
            )
            low += step
            high += step
            before = after


@njit(cache=True)
def _corner(
    mesh: Mesh,
    sketch: Sketch,
    desk: Desk,
    prices: Prices,
    line: int,
    level: int,
    t: int,
    k: int,
    node: int,
    start: float,
    goal_x: float,
    goal_y: float,
) -> None:
    """Offer corner k of a triangle when it is the goal or a place for a via."""
    vertex = mesh.corner[t, k]
    net = sketch.line_net[line]
    owner = sketch.owner[level, vertex]
    end = vertex == sketch.line_to[line, 1]
    goal = end and level == sketch.line_to[line, 0]
    via = (
        sketch.via_fits[level, vertex] and (owner == FREE or owner == net) and len(sketch.owner) > 1
    )
    if not goal and not via:
        return
    crossed = _crossed(mesh, sketch, desk, level, t, net, start, float(k))
    price = prices.crossing_nm * (1 + prices.history * sketch.triangle_price[level, t])
    x, y = mesh.x_nm[vertex], mesh.y_nm[vertex]
    cost = desk.cost_nm[node] + np.hypot(x - desk.x_nm[node], y - desk.y_nm[node]) + crossed * price
    number = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1) + level * len(mesh.x_nm) + vertex
    _offer(desk, number, node, t, cost, x, y, goal_x, goal_y)


@njit(cache=True)
def _via_lack(mesh: Mesh, sketch: Sketch, level: int, vertex: int) -> float:
    """Return the length that the edges round a vertex would lack with a via land on it."""
    if sketch.owner[level, vertex] != FREE:
        return 0.0
    lack = 0.0
    more = sketch.via_keep_nm - sketch.keep_nm[level, vertex]
    for t in mesh.fan[mesh.fan_start[vertex] : mesh.fan_start[vertex + 1]]:
        for k in range(3):
            edge = mesh.side[t, k]
            if mesh.corner[t, k] != vertex and mesh.corner[t, (k + 1) % 3] != vertex:
                continue
            n = sketch.crossings[level, edge]
            used = (
                mesh.edge_nm[edge]
                - sketch.keep_nm[level, mesh.edge[edge, 0]]
                - sketch.keep_nm[level, mesh.edge[edge, 1]]
                + sketch.spacing_nm
            )
            for i in range(n):
                used -= (
                    sketch.line_nm[sketch.crossing_line[sketch.crossing[level, edge, i]]]
                    + sketch.spacing_nm
                )
            lack += max(0.0, more - used) / 2
    return lack


@njit(cache=True)
def _ends(mesh: Mesh, sketch: Sketch, desk: Desk, level: int, t: int) -> None:
    for i in range(sketch.chords[level, t]):
        desk.ends[i, 0] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 0])
        desk.ends[i, 1] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 1])


@njit(cache=True)
def _from_vertex(
    mesh: Mesh,
    sketch: Sketch,
    desk: Desk,
    prices: Prices,
    line: int,
    node: int,
    level: int,
    vertex: int,
    goal_x: float,
    goal_y: float,
) -> None:
    levels = len(sketch.owner)
    net = sketch.line_net[line]
    first = levels * len(mesh.edge) * (EDGE_LINES + 1)
    here_fits = sketch.via_fits[level, vertex] or sketch.owner[level, vertex] == net
    for other in (level - 1, level + 1):
        if other < 0 or other >= levels or not here_fits:
            continue
        owner = sketch.owner[other, vertex]
        if owner == net or (owner == FREE and sketch.via_fits[other, vertex]):
            lack = _via_lack(mesh, sketch, other, vertex) + _via_lack(mesh, sketch, level, vertex)
            cost = desk.cost_nm[node] + prices.via_nm + lack * prices.overfull
            _offer(
                desk,
                first + other * len(mesh.x_nm) + vertex,
                node,
                -1,
                cost,
                mesh.x_nm[vertex],
                mesh.y_nm[vertex],
                goal_x,
                goal_y,
            )
    # a line that came along a level leaves a via site only through the via
    if desk.parent[node] >= 0 and desk.reached[node] >= 0:
        return
    for t in mesh.fan[mesh.fan_start[vertex] : mesh.fan_start[vertex + 1]]:
        if sketch.chords[level, t] >= TRIANGLE_CHORDS - 1:
            continue
        _ends(mesh, sketch, desk, level, t)
        for k in range(3):
            if mesh.corner[t, k] == vertex:
                _side(
                    mesh,
                    sketch,
                    desk,
                    prices,
                    line,
                    level,
                    t,
                    (k + 1) % 3,
                    node,
                    float(k),
                    goal_x,
                    goal_y,
                )
                if not sketch.wall[level, mesh.side[t, k]]:
                    _corner(
                        mesh,
                        sketch,
                        desk,
                        prices,
                        line,
                        level,
                        t,
                        (k + 1) % 3,
                        node,
                        float(k),
                        goal_x,
                        goal_y,
                    )


@njit(cache=True)
def _from_gap(
    mesh: Mesh,
    sketch: Sketch,
    desk: Desk,
    prices: Prices,
    line: int,
    node: int,
    goal_x: float,
    goal_y: float,
) -> None:
    gap = node % (EDGE_LINES + 1)
    edge = node // (EDGE_LINES + 1) % len(mesh.edge)
    level = node // (EDGE_LINES + 1) // len(mesh.edge)
    t = mesh.edge_triangle[edge, 0]
    if t == desk.reached[node]:
        t = mesh.edge_triangle[edge, 1]
    if t < 0 or sketch.chords[level, t] >= TRIANGLE_CHORDS - 1:
        return
    n = sketch.crossings[level, edge]
    before = 0.0 if gap == 0 else sketch.at_nm[sketch.crossing[level, edge, gap - 1]]
    after = mesh.edge_nm[edge] if gap == n else sketch.at_nm[sketch.crossing[level, edge, gap]]
    part = (before + after) / 2 / mesh.edge_nm[edge]
    _ends(mesh, sketch, desk, level, t)
    for k in range(3):
        if mesh.side[t, k] == edge:
            start = k + part if mesh.edge[edge, 0] == mesh.corner[t, k] else k + 1 - part
            _side(
                mesh, sketch, desk, prices, line, level, t, (k + 1) % 3, node, start, goal_x, goal_y
            )
            _side(
                mesh, sketch, desk, prices, line, level, t, (k + 2) % 3, node, start, goal_x, goal_y
            )
            _corner(
                mesh, sketch, desk, prices, line, level, t, (k + 2) % 3, node, start, goal_x, goal_y
            )


@njit(cache=True)
def search(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, limit_nm: float
) -> int:
    """Return the goal's node of the cheapest way within a cost limit, or -1."""
    levels = len(sketch.owner)
    first = levels * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.x_nm)
    desk.tally[0] = 0
    desk.tally[1] += 1
    goal = first + sketch.line_to[line, 0] * vertices + sketch.line_to[line, 1]
    goal_x, goal_y = mesh.x_nm[sketch.line_to[line, 1]], mesh.y_nm[sketch.line_to[line, 1]]
    source = sketch.line_from[line, 1]
    _offer(
        desk,
        first + sketch.line_from[line, 0] * vertices + source,
        -1,
        -1,
        0.0,
        mesh.x_nm[source],
        mesh.y_nm[source],
        goal_x,
        goal_y,
    )
    while desk.tally[0] > 0:
        node = _pop(desk)
        if desk.closed[node] == desk.tally[1]:
            continue
        desk.closed[node] = desk.tally[1]
        desk.tally[2] += 1
        if desk.cost_nm[node] > limit_nm:
            return -1
        if node == goal:
            return node
        if node >= first:
            level, vertex = (node - first) // vertices, (node - first) % vertices
            _from_vertex(mesh, sketch, desk, prices, line, node, level, vertex, goal_x, goal_y)
        else:
            _from_gap(mesh, sketch, desk, prices, line, node, goal_x, goal_y)
    return -1


@njit(cache=True)
def _end_code(mesh: Mesh, triangle: int, kind: int, what: int) -> int:
    if kind == CROSSING:
        return what
    for k in range(3):
        if mesh.corner[triangle, k] == what:
            return -k - 1
    return -1


@njit(cache=True)
def place(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, goal: int) -> bool:
    """Put a line into the sketch along the way found by `search`."""
    count = 0
    node = goal
    while node >= 0:
        count += 1
        node = desk.parent[node]
    if count > LINE_STEPS or count > sketch.counts[0]:
        return False
    first = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.x_nm)
    node = goal
    ahead = np.empty(count, np.int32)  # the crossing that each new one follows, before any moves
    for i in range(count - 1, -1, -1):
        kind = VERTEX if node >= first else CROSSING
        sketch.step[line, i, 0] = kind
        sketch.step[line, i, 3] = desk.reached[node]
        if kind == VERTEX:
            sketch.step[line, i, 1] = (node - first) // vertices
            sketch.step[line, i, 2] = (node - first) % vertices
        else:
            gap = node % (EDGE_LINES + 1)
            edge = node // (EDGE_LINES + 1) % len(mesh.edge)
            level = node // (EDGE_LINES + 1) // len(mesh.edge)
            sketch.step[line, i, 1] = level
            sketch.counts[0] -= 1
            new = sketch.spare[sketch.counts[0]]
            sketch.step[line, i, 2] = new
            ahead[i] = -1 if gap == 0 else sketch.crossing[level, edge, gap - 1]
            sketch.crossing_edge[new] = edge
            sketch.crossing_line[new] = line
            a = mesh.edge[edge, 0]
            sketch.wish_nm[new] = np.hypot(
                desk.x_nm[node] - mesh.x_nm[a], desk.y_nm[node] - mesh.y_nm[a]
            )
        node = desk.parent[node]
    for i in range(count):
        kind, level, what, triangle = sketch.step[line, i]
        if kind == CROSSING:
            edge = sketch.crossing_edge[what]
            n = sketch.crossings[level, edge]
            at = 0
            for j in range(n):
                if sketch.crossing[level, edge, j] == ahead[i]:
                    at = j + 1
            for j in range(n, at, -1):
                sketch.crossing[level, edge, j] = sketch.crossing[level, edge, j - 1]
            sketch.crossing[level, edge, at] = what
            sketch.crossings[level, edge] = n + 1
            spread(mesh, sketch, level, edge)
        if i > 0 and triangle >= 0:
            n = sketch.chords[level, triangle]
            sketch.chord[level, triangle, n, 0] = _end_code(
                mesh, triangle, sketch.step[line, i - 1, 0], sketch.step[line, i - 1, 2]
            )
            sketch.chord[level, triangle, n, 1] = _end_code(mesh, triangle, kind, what)
            sketch.chord[level, triangle, n, 2] = line
            sketch.chords[level, triangle] = n + 1
        elif i > 0:
            use_via(mesh, sketch, sketch.step[line, i - 1, 1], sketch.step[line, i - 1, 2], line)
            use_via(mesh, sketch, level, what, line)
    sketch.steps[line] = count
    return True
