"""Cheapest way of one line through the sketch: A* over the gaps between lines that stand there.

States are gaps (level, edge, place between two crossings) and vertices (ends, via sites). A step
costs its length, plus a price for every foreign line that it crosses and for the length that an
edge lacks; `padwright.route.negotiate` raises the prices until nothing is crossed or overfull.
The point where a gap is entered is where the straight line to the goal meets it, held inside the
part of the edge that is left when the other lines are pushed aside.
"""

from typing import NamedTuple

import numpy as np

from padwright.route.kernels import inner, merged
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
    across_lack_nm,
    alternate,
    border_place,
    count_across,
    needed_nm,
    spread,
    straight_place,
    use_via,
)

#: A price that no way can pay; a way beyond it is none.
FORBIDDEN_NM = 1e12


class Prices(NamedTuple):
    """What a search pays besides length, all in nm of line."""

    crossing_nm: float  # a foreign line crossed
    overfull: float  # per nm that an edge lacks
    via_nm: float  # a via through one level
    history: float  # how much each past conflict adds, as a share of the price


class Mark(NamedTuple):
    """What a node costs and where it is entered."""

    cost_nm: float
    x_nm: float
    y_nm: float


class Spot(NamedTuple):
    """Where a search stands: the node, its level, the triangle ahead, the place on its border."""

    node: int
    level: int
    triangle: int
    border: float
    corner: int  # the corner of the triangle that this is, or -1
    side: int  # the side of the triangle that this lies on, or -1
    behind: int  # 1 or 2 when the node before belongs to the first or second vertex of the side


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
    tally: Small  # (2,) heap size, current stamp
    goal_nm: Floats  # (2,) x and y of the goal
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
        np.zeros(2, np.int32),
        np.zeros(2),
        np.zeros((TRIANGLE_CHORDS, 2)),
    )


@inner
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


@inner
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


@inner
def _offer(desk: Desk, node: int, parent: int, reached: int, at: Mark) -> None:
    """Note a way to a node when it is the cheapest one so far."""
    stamp = desk.tally[1]
    if desk.closed[node] == stamp:
        return
    if desk.stamp[node] == stamp and desk.cost_nm[node] <= at.cost_nm:
        return
    desk.stamp[node] = stamp
    desk.cost_nm[node] = at.cost_nm
    desk.x_nm[node] = at.x_nm
    desk.y_nm[node] = at.y_nm
    desk.parent[node] = parent
    desk.reached[node] = reached
    _push(desk, at.cost_nm + np.hypot(desk.goal_nm[0] - at.x_nm, desk.goal_nm[1] - at.y_nm), node)


@inner
def _crossed(sketch: Sketch, desk: Desk, net: int, here: Spot, border: float) -> int:
    """Count the foreign chords that a chord from here to a border place would cross."""
    count = 0
    for i in range(sketch.chords[here.level, here.triangle]):
        if sketch.line_net[sketch.chord[here.level, here.triangle, i, 2]] != net and alternate(
            here.border, border, desk.ends[i, 0], desk.ends[i, 1]
        ):
            count += 1
    return count


@inner
def _across_price(
    mesh: Mesh, sketch: Sketch, prices: Prices, line: int, here: Spot, to_side: int
) -> float:
    """Return the price of what lacks between the corners across the edges of the triangle ahead.

    ``to_side`` is the side that is gone to, or -1 for a corner.
    """
    t, level = here.triangle, here.level
    more = sketch.line_nm[line] + sketch.spacing_nm
    price = 0.0
    for k in range(3):
        edge = mesh.side[t, k]
        if k == here.side:
            if to_side < 0 or here.behind == 0:
                continue
            # the vertex of this side that the side ahead shares
            shared = mesh.corner[t, k] if to_side == (k + 2) % 3 else mesh.corner[t, (k + 1) % 3]
            if (1 if mesh.edge[edge, 0] == shared else 2) == here.behind:
                continue
        elif k == to_side or (to_side < 0 and here.corner >= 0 and k != here.corner):
            continue
        elif here.corner >= 0 and to_side >= 0 and k == (here.corner + 1) % 3:
            continue
        lack = across_lack_nm(mesh, sketch, level, edge, more)
        if lack > 0:
            a, b = mesh.across[edge, 0], mesh.across[edge, 1]
            net = sketch.line_net[line]
            if sketch.owner[level, a] != net and sketch.owner[level, b] != net:
                price += lack * (1 + prices.history * sketch.edge_price[level, edge])
    return price * prices.overfull


@inner
def _to_side(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Offer every gap of side k of the triangle ahead."""
    level, t = here.level, here.triangle
    edge = mesh.side[t, k]
    n = sketch.crossings[level, edge]
    if sketch.wall[level, edge] or n >= EDGE_LINES - 1:
        return
    width = sketch.line_nm[line]
    length = mesh.edge_nm[edge]
    first, second = mesh.edge[edge, 0], mesh.edge[edge, 1]
    forward = first == mesh.corner[t, k]
    low = sketch.keep_nm[level, first] + width / 2
    slack = length - needed_nm(mesh, sketch, level, edge) - width - sketch.spacing_nm
    lack = max(0.0, -slack)
    overfull = lack * prices.overfull * (1 + prices.history * sketch.edge_price[level, edge])
    overfull += _across_price(mesh, sketch, prices, line, here, k)
    px, py = desk.x_nm[here.node], desk.y_nm[here.node]
    wish = straight_place(mesh, edge, px, py, desk.goal_nm[0], desk.goal_nm[1])
    price = prices.crossing_nm * (1 + prices.history * sketch.triangle_price[level, t])
    ax, ay = mesh.x_nm[first], mesh.y_nm[first]
    ux, uy = (mesh.x_nm[second] - ax) / length, (mesh.y_nm[second] - ay) / length
    base = (level * len(mesh.edge) + edge) * (EDGE_LINES + 1)
    before = 0.0
    for gap in range(n + 1):
        after = length if gap == n else sketch.at_nm[sketch.crossing[level, edge, gap]]
        part = (before + after) / 2 / length
        border = k + part if forward else k + 1 - part
        crossed = _crossed(sketch, desk, sketch.line_net[line], here, border)
        at = min(max(wish, low), low + slack) if slack >= 0 else (before + after) / 2
        x, y = ax + ux * at, ay + uy * at
        cost = desk.cost_nm[here.node] + np.hypot(x - px, y - py) + overfull + crossed * price
        _offer(desk, base + gap, here.node, t, Mark(cost, x, y))
        if gap < n:
            other = sketch.crossing_line[sketch.crossing[level, edge, gap]]
            low += sketch.line_nm[other] + sketch.spacing_nm
            before = after


@merged
def _to_corner(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Offer corner k of the triangle ahead when it is the goal or a place for a via."""
    level, t = here.level, here.triangle
    vertex = mesh.corner[t, k]
    net = sketch.line_net[line]
    owner = sketch.owner[level, vertex]
    goal = vertex == sketch.line_to[line, 1] and level == sketch.line_to[line, 0]
    free = owner == FREE or owner == net  # noqa: PLR1714 - numba types no mixed tuples
    if not goal and not (free and sketch.via_fits[level, vertex] and len(sketch.owner) > 1):
        return
    crossed = _crossed(sketch, desk, net, here, float(k))
    price = prices.crossing_nm * (1 + prices.history * sketch.triangle_price[level, t])
    x, y = mesh.x_nm[vertex], mesh.y_nm[vertex]
    cost = desk.cost_nm[here.node] + crossed * price
    cost += _across_price(mesh, sketch, prices, line, here, -1)
    cost += np.hypot(x - desk.x_nm[here.node], y - desk.y_nm[here.node])
    first = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1)
    _offer(desk, first + level * len(mesh.x_nm) + vertex, here.node, t, Mark(cost, x, y))


@inner
def _via_lack_nm(mesh: Mesh, sketch: Sketch, level: int, vertex: int) -> float:
    """Return the length that the edges round a vertex would lack with a via land on it."""
    if sketch.owner[level, vertex] != FREE:
        return 0.0
    lack = 0.0
    more = sketch.via_keep_nm - sketch.keep_nm[level, vertex]
    for f in range(mesh.fan_start[vertex], mesh.fan_start[vertex + 1]):
        for k in range(3):
            edge = mesh.side[mesh.fan[f], k]
            if mesh.edge[edge, 0] == vertex or mesh.edge[edge, 1] == vertex:
                need = needed_nm(mesh, sketch, level, edge) + more
                lack += max(0.0, need - mesh.edge_nm[edge]) / 2
    return lack


@merged
def _to_level(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, level: int
) -> None:
    """Offer the vertex here on another level, through a via."""
    vertex = here.triangle
    net = sketch.line_net[line]
    owner = sketch.owner[level, vertex]
    free = owner == FREE or owner == net  # noqa: PLR1714 - numba types no mixed tuples
    if not (free and sketch.via_fits[level, vertex] and sketch.via_fits[here.level, vertex]):
        return
    lack = _via_lack_nm(mesh, sketch, level, vertex)
    lack += _via_lack_nm(mesh, sketch, here.level, vertex)
    cost = desk.cost_nm[here.node] + prices.via_nm + lack * prices.overfull
    first = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1)
    at = Mark(cost, mesh.x_nm[vertex], mesh.y_nm[vertex])
    _offer(desk, first + level * len(mesh.x_nm) + vertex, here.node, -1, at)


@merged
def _note_ends(mesh: Mesh, sketch: Sketch, desk: Desk, level: int, t: int) -> None:
    for i in range(sketch.chords[level, t]):
        desk.ends[i, 0] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 0])
        desk.ends[i, 1] = border_place(mesh, sketch, t, sketch.chord[level, t, i, 1])


@merged
def _into(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Go into a triangle from its corner k, or from its side k when the border place is inside."""
    _note_ends(mesh, sketch, desk, here.level, here.triangle)
    from_side = here.side >= 0
    _to_side(mesh, sketch, desk, prices, line, here, (k + 1) % 3)
    if from_side:
        _to_side(mesh, sketch, desk, prices, line, here, (k + 2) % 3)
        _to_corner(mesh, sketch, desk, prices, line, here, (k + 2) % 3)
    elif not sketch.wall[here.level, mesh.side[here.triangle, k]]:
        _to_corner(mesh, sketch, desk, prices, line, here, (k + 1) % 3)


@merged
def _behind(mesh: Mesh, desk: Desk, first: int, node: int, edge: int) -> int:
    """Return which vertex of an edge the node before belongs to: 1, 2, or 0 for neither."""
    before = desk.parent[node]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    if before >= first:
        p = (before - first) % len(mesh.x_nm)
        q = p
    else:
        other = before // (EDGE_LINES + 1) % len(mesh.edge)
        p, q = mesh.edge[other, 0], mesh.edge[other, 1]
    touches_a, touches_b = a == p or a == q, b == p or b == q
    if touches_a == touches_b:
        return 0
    return 1 if touches_a else 2


@merged
def _expand(mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, node: int) -> None:
    """Offer everything that can be reached from a node through one triangle or via."""
    levels, vertices, edges = len(sketch.owner), len(mesh.x_nm), len(mesh.edge)
    first = levels * edges * (EDGE_LINES + 1)
    if node >= first:
        level, vertex = (node - first) // vertices, (node - first) % vertices
        here = Spot(node, level, vertex, 0.0, -1, -1, 0)
        if level > 0:
            _to_level(mesh, sketch, desk, prices, line, here, level - 1)
        if level + 1 < levels:
            _to_level(mesh, sketch, desk, prices, line, here, level + 1)
        # a line that came along a level leaves a via site only through the via
        fan, fan_end, behind = mesh.fan_start[vertex], mesh.fan_start[vertex + 1], 0
        if desk.parent[node] >= 0 and desk.reached[node] >= 0:
            fan_end = fan
    else:
        gap = node % (EDGE_LINES + 1)
        edge = node // (EDGE_LINES + 1) % edges
        level = node // (EDGE_LINES + 1) // edges
        n = sketch.crossings[level, edge]
        before = 0.0 if gap == 0 else sketch.at_nm[sketch.crossing[level, edge, gap - 1]]
        after = mesh.edge_nm[edge] if gap == n else sketch.at_nm[sketch.crossing[level, edge, gap]]
        part = (before + after) / 2 / mesh.edge_nm[edge]
        vertex, fan, fan_end = -1, 0, 1
        behind = _behind(mesh, desk, first, node, edge)
    for f in range(fan, fan_end):
        if vertex >= 0:
            t = mesh.fan[f]
        else:
            t = mesh.edge_triangle[edge, 0]
            if t == desk.reached[node]:
                t = mesh.edge_triangle[edge, 1]
        if t < 0 or sketch.chords[level, t] >= TRIANGLE_CHORDS - 1:
            continue
        for k in range(3):
            if vertex >= 0:
                here_is = mesh.corner[t, k] == vertex
                border = float(k)
            else:
                here_is = mesh.side[t, k] == edge
                border = k + part if mesh.edge[edge, 0] == mesh.corner[t, k] else k + 1 - part
            if here_is:
                corner, side = (k, -1) if vertex >= 0 else (-1, k)
                here = Spot(node, level, t, border, corner, side, behind)
                _into(mesh, sketch, desk, prices, line, here, k)


@merged
def search(mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int) -> int:
    """Return the goal's node of the cheapest way, or -1."""
    first = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.x_nm)
    desk.tally[0] = 0
    desk.tally[1] += 1
    goal = first + sketch.line_to[line, 0] * vertices + sketch.line_to[line, 1]
    desk.goal_nm[0] = mesh.x_nm[sketch.line_to[line, 1]]
    desk.goal_nm[1] = mesh.y_nm[sketch.line_to[line, 1]]
    source = sketch.line_from[line, 1]
    start = first + sketch.line_from[line, 0] * vertices + source
    _offer(desk, start, -1, -1, Mark(0.0, mesh.x_nm[source], mesh.y_nm[source]))
    while desk.tally[0] > 0:
        node = _pop(desk)
        if desk.closed[node] == desk.tally[1]:
            continue
        desk.closed[node] = desk.tally[1]
        if desk.cost_nm[node] > FORBIDDEN_NM:
            return -1
        if node == goal:
            return node
        _expand(mesh, sketch, desk, prices, line, node)
    return -1


@merged
def _end_code(mesh: Mesh, sketch: Sketch, line: int, i: int, t: int) -> int:
    """Return the name of a step as the end of a chord of a triangle."""
    what = sketch.step[line, i, 2]
    if sketch.step[line, i, 0] == CROSSING:
        return what
    k = 0
    while k < 2 and mesh.corner[t, k] != what:
        k += 1
    return -k - 1


@merged
def _take_steps(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, goal: int, count: int) -> None:
    """Write the steps of a way; `at_nm` of a new crossing notes the crossing that it follows."""
    first = len(sketch.owner) * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.x_nm)
    node = goal
    for i in range(count - 1, -1, -1):
        sketch.step[line, i, 3] = desk.reached[node]
        if node >= first:
            sketch.step[line, i, 0] = VERTEX
            sketch.step[line, i, 1] = (node - first) // vertices
            sketch.step[line, i, 2] = (node - first) % vertices
        else:
            gap = node % (EDGE_LINES + 1)
            edge = node // (EDGE_LINES + 1) % len(mesh.edge)
            level = node // (EDGE_LINES + 1) // len(mesh.edge)
            sketch.counts[0] -= 1
            new = sketch.spare[sketch.counts[0]]
            sketch.step[line, i, 0] = CROSSING
            sketch.step[line, i, 1] = level
            sketch.step[line, i, 2] = new
            sketch.at_nm[new] = -1.0 if gap == 0 else sketch.crossing[level, edge, gap - 1]
            sketch.crossing_edge[new] = edge
            sketch.crossing_line[new] = line
            a = mesh.edge[edge, 0]
            sketch.wish_nm[new] = np.hypot(
                desk.x_nm[node] - mesh.x_nm[a], desk.y_nm[node] - mesh.y_nm[a]
            )
        node = desk.parent[node]


@merged
def _insert(mesh: Mesh, sketch: Sketch, level: int, new: int) -> None:
    edge = sketch.crossing_edge[new]
    n = sketch.crossings[level, edge]
    at = 0
    for j in range(n):
        if sketch.crossing[level, edge, j] == sketch.at_nm[new]:
            at = j + 1
    for j in range(n, at, -1):
        sketch.crossing[level, edge, j] = sketch.crossing[level, edge, j - 1]
    sketch.crossing[level, edge, at] = new
    sketch.crossings[level, edge] = n + 1
    spread(mesh, sketch, level, edge)


@inner
def place(mesh: Mesh, sketch: Sketch, desk: Desk, line: int, goal: int) -> bool:
    """Put a line into the sketch along the way found by `search`."""
    count = 0
    node = goal
    while node >= 0:
        count += 1
        node = desk.parent[node]
    if count > LINE_STEPS or count > sketch.counts[0]:
        return False
    _take_steps(mesh, sketch, desk, line, goal, count)
    for i in range(count):
        level, what = sketch.step[line, i, 1], sketch.step[line, i, 2]
        if sketch.step[line, i, 0] == CROSSING:
            _insert(mesh, sketch, level, what)
        if i == 0:
            continue
        t = sketch.step[line, i, 3]
        if t < 0:
            use_via(mesh, sketch, sketch.step[line, i - 1, 1], what, line)
            use_via(mesh, sketch, level, what, line)
            continue
        n = sketch.chords[level, t]
        sketch.chord[level, t, n, 0] = _end_code(mesh, sketch, line, i - 1, t)
        sketch.chord[level, t, n, 1] = _end_code(mesh, sketch, line, i, t)
        sketch.chord[level, t, n, 2] = line
        sketch.chords[level, t] = n + 1
    sketch.steps[line] = count
    count_across(mesh, sketch, line, 1.0)
    return True
