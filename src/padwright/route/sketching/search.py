"""Cheapest way of one line through the sketch: A* over the gaps between lines that stand there.

States are gaps (level, edge, place between two crossings) and vertices (ends, via sites). A step
costs its length, plus a price for every foreign line that it crosses and for the length that an
edge lacks; `negotiate` beside this file raises the prices until nothing is crossed or overfull.
The point where a gap is entered is where the straight line to the goal meets it, held inside the
part of the edge that is left when the other lines are pushed aside.
"""

import numpy as np

from padwright.base.arrays import Ints
from padwright.route.ground.mesh import FREE, GATE, SIDE, TRIANGLE, Mesh
from padwright.route.kernels import inner, merged
from padwright.route.sketching.desk import (
    CLOSED,
    COST,
    PARENT,
    REACHED,
    RIDES,
    SEARCH,
    Desk,
    Mark,
    X,
    Y,
    is_known,
    offer,
    pop,
)
from padwright.route.sketching.leaning import lean_nm
from padwright.route.sketching.prices import FORBIDDEN_NM, Prices, Spot, across_price, crossed_lines
from padwright.route.sketching.riding import NOTHING, ride_nm
from padwright.route.sketching.sketch import (
    AT,
    BARRED,
    COUNT,
    EDGE_LINES,
    EXTRA,
    FITS,
    FROM,
    IDS,
    KEEP,
    LINE,
    NET,
    OWNER,
    PRICE,
    RULE,
    SOFT,
    SPACE,
    TO,
    TRIANGLE_CHORDS,
    USES,
    VIA,
    VIA_RULE,
    WALL,
    WIDTH,
    Sketch,
    apart_nm,
    border_place,
    keep_nm,
    needed_nm,
    straight_place,
)
from padwright.route.sketching.stagger import is_staggered

#: Price of each nm of margin that a full gap lacks: a way without fixed pieces is liked better.
_NECK_FACTOR = 80.0


@inner
def _note_behind(mesh: Mesh, sketch: Sketch, desk: Desk, level: int, edge: int) -> float:
    """Note the room that each line of an edge and all behind it need; return what all need."""
    total = 0.0
    last = -1
    for i in range(sketch.edge[level, edge, COUNT] - 1, -1, -1):
        line = sketch.crossing[sketch.edge[level, edge, IDS + i], LINE]
        behind = keep_nm(mesh, sketch, level, edge, 1, line)
        if last >= 0:
            behind = max(behind, apart_nm(sketch, level, edge, line, last) + desk.behind_nm[i + 1])
        desk.behind_nm[i] = behind + sketch.line_nm[level, line, WIDTH]
        total = max(total, keep_nm(mesh, sketch, level, edge, 0, line) + desk.behind_nm[i])
        last = line
    return total


@inner
def _to_side(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Offer every gap of side k of the triangle ahead."""
    level, t = here.level, here.triangle
    edge = mesh.triangle[t, SIDE + k]
    n = sketch.edge[level, edge, COUNT]
    wall = sketch.edge[level, edge, WALL]
    if n >= EDGE_LINES - 1 or (wall > 0 and wall != GATE + sketch.line[line, NET]):
        return
    width = sketch.line_nm[level, line, WIDTH]
    length = mesh.edge_nm[edge, 0]
    first, second = mesh.edge[edge, 0], mesh.edge[edge, 1]
    forward = first == mesh.triangle[t, k]
    keep_a = keep_nm(mesh, sketch, level, edge, 0, line)
    keep_b = keep_nm(mesh, sketch, level, edge, 1, line)
    need = _note_behind(mesh, sketch, desk, level, edge)
    extra = sketch.edge_nm[level, edge, EXTRA]
    full = prices.overfull_factor * (1 + prices.history_factor * sketch.edge_nm[level, edge, PRICE])
    across = across_price(mesh, sketch, prices, line, here, k)
    px, py = desk.node_nm[here.node, X], desk.node_nm[here.node, Y]
    wish = straight_place(mesh, edge, px, py, desk.goal_nm[0], desk.goal_nm[1])
    price = prices.crossing_nm * (1 + prices.history_factor * sketch.triangle_price[level, t])
    ax, ay = mesh.place_nm[first, 0], mesh.place_nm[first, 1]
    ux, uy = (mesh.place_nm[second, 0] - ax) / length, (mesh.place_nm[second, 1] - ay) / length
    base = (level * len(mesh.edge) + edge) * (EDGE_LINES + 1)
    vias_nm = prices.via_nm * abs(level - sketch.line[line, TO])
    margin = sketch.line_nm[level, line, SPACE] - sketch.line_nm[level, line, RULE]
    pitch = width + sketch.line_nm[level, line, SPACE]
    before = top = 0.0
    last = other = -1
    for gap in range(n + 1):
        after = length if gap == n else sketch.crossing_nm[sketch.edge[level, edge, IDS + gap], AT]
        part = (before + after) / 2 / length
        border = k + part if forward else k + 1 - part
        low, behind = keep_a, keep_b
        if gap > 0:
            low = max(low, top + apart_nm(sketch, level, edge, last, line))
        if gap < n:
            other = sketch.crossing[sketch.edge[level, edge, IDS + gap], LINE]
            behind = max(behind, apart_nm(sketch, level, edge, line, other) + desk.behind_nm[gap])
        slack = length - extra - max(need, low + width + behind)
        if wall > 0:
            slack = 0.0
            at = min(max(wish, before), after)
        elif slack >= 0:
            at = min(
                max(wish, low + width / 2), max(low, length - extra - behind - width) + width / 2
            )
        else:
            at = (before + after) / 2
        x, y = ax + ux * at, ay + uy * at
        cost = desk.node_nm[here.node, COST] + np.hypot(x - px, y - py) + across
        cost += max(0.0, -slack) * full
        if slack >= 0 and sketch.edge_nm[level, edge, SOFT] == 0 and wall == 0:
            cost += _NECK_FACTOR * max(0.0, (n + 2) * margin - slack)
            if slack < pitch:
                cost += lean_nm(mesh, edge, x - px, y - py, pitch)
        if not is_known(desk, base + gap, cost):  # only then what it crosses is worth counting
            cost += price * crossed_lines(sketch, desk, sketch.line[line, NET], here, border)
            offer(desk, base + gap, here.node, t, Mark(cost, x, y, vias_nm))
        if desk.tally[RIDES] > 0:
            ids = sketch.edge[level, edge, IDS:]
            to = (ids[gap - 1] if gap > 0 else NOTHING, ids[gap] if gap < n else NOTHING)
            way, end = ride_nm(mesh, sketch, line, (level, t), here.beside, to, (px, py))
            if end != NOTHING:
                at = sketch.crossing_nm[end, AT]
                cost = desk.node_nm[here.node, COST] + way
                offer(desk, base + gap, here.node, t, Mark(cost, ax + ux * at, ay + uy * at, 0.0))
        if gap < n:
            low = keep_nm(mesh, sketch, level, edge, 0, other)
            if gap > 0:
                low = max(low, top + apart_nm(sketch, level, edge, last, other))
            top = low + sketch.line_nm[level, other, WIDTH]
            last = other
            before = after


@merged
def _to_corner(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Offer corner k of the triangle ahead when it is the goal or a place for a via."""
    level, t = here.level, here.triangle
    vertex = mesh.triangle[t, k]
    net = sketch.line[line, NET]
    owner = sketch.vertex[level, vertex, OWNER]
    goal = desk.goal[level, vertex] == desk.tally[SEARCH]
    free = owner == FREE or owner == net  # noqa: PLR1714 - numba types no mixed tuples
    fits = sketch.vertex[level, vertex, FITS] >= sketch.line_nm[level, line, VIA_RULE]
    if not goal and not (free and fits and len(sketch.vertex) > 1):
        return
    first = len(sketch.vertex) * len(mesh.edge) * (EDGE_LINES + 1)
    at = first + level * len(mesh.place_nm) + vertex
    if is_known(desk, at, desk.node_nm[here.node, COST]):
        return
    crossed = crossed_lines(sketch, desk, net, here, float(k))
    price = prices.crossing_nm * (1 + prices.history_factor * sketch.triangle_price[level, t])
    x, y = mesh.place_nm[vertex, 0], mesh.place_nm[vertex, 1]
    cost = desk.node_nm[here.node, COST] + crossed * price
    cost += across_price(mesh, sketch, prices, line, here, -1)
    cost += np.hypot(x - desk.node_nm[here.node, X], y - desk.node_nm[here.node, Y])
    if desk.tally[RIDES] > 0:
        from_nm = (desk.node_nm[here.node, X], desk.node_nm[here.node, Y])
        to = (-k - 1, NOTHING)
        way, end = ride_nm(mesh, sketch, line, (level, t), here.beside, to, from_nm)
        if end != NOTHING:
            cost = min(cost, desk.node_nm[here.node, COST] + way)
    vias_nm = prices.via_nm * abs(level - sketch.line[line, TO])
    offer(desk, at, here.node, t, Mark(cost, x, y, vias_nm))


@inner
def _via_lack_nm(mesh: Mesh, sketch: Sketch, level: int, vertex: int, line: int) -> float:
    """Return the length that the edges round a vertex would lack with a via land on it."""
    if sketch.vertex[level, vertex, OWNER] != FREE:
        return 0.0
    lack = 0.0
    more = sketch.level_nm[level, VIA] + sketch.line_nm[level, line, RULE]
    more -= sketch.keep_nm[level, vertex, KEEP]
    for f in range(mesh.fan[vertex], mesh.fan[vertex + 1]):
        for k in range(3):
            edge = mesh.triangle[mesh.fan[f], SIDE + k]
            if mesh.edge[edge, 0] == vertex or mesh.edge[edge, 1] == vertex:
                need = needed_nm(mesh, sketch, level, edge) + more
                lack += max(0.0, need - mesh.edge_nm[edge, 0]) / 2
    return lack


@merged
def _to_level(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, level: int
) -> None:
    """Offer the vertex here on another level, through a via."""
    vertex = here.triangle
    net = sketch.line[line, NET]
    owner = sketch.vertex[level, vertex, OWNER]
    free = owner == FREE or owner == net  # noqa: PLR1714 - numba types no mixed tuples
    if not (
        free
        and sketch.vertex[level, vertex, FITS] >= sketch.line_nm[level, line, VIA_RULE]
        and sketch.vertex[here.level, vertex, FITS] >= sketch.line_nm[here.level, line, VIA_RULE]
    ):
        return
    via_nm = prices.via_nm
    if sketch.vertex[level, vertex, USES] > 0 and sketch.vertex[here.level, vertex, USES] > 0:
        via_nm = 0.0  # its own net has one there
    cost = desk.node_nm[here.node, COST] + via_nm
    first = len(sketch.vertex) * len(mesh.edge) * (EDGE_LINES + 1)
    node = first + level * len(mesh.place_nm) + vertex
    if is_known(desk, node, cost):
        return
    lack = _via_lack_nm(mesh, sketch, level, vertex, line)
    lack += _via_lack_nm(mesh, sketch, here.level, vertex, line)
    cost += lack * prices.overfull_factor
    vias_nm = prices.via_nm * abs(level - sketch.line[line, TO])
    at = Mark(cost, mesh.place_nm[vertex, 0], mesh.place_nm[vertex, 1], vias_nm)
    offer(desk, node, here.node, -1, at)


@merged
def _note_ends(mesh: Mesh, sketch: Sketch, desk: Desk, level: int, t: int) -> None:
    for i in range(sketch.chord[level, t, 0, 0]):
        desk.ends[i, 0] = border_place(mesh, sketch, t, sketch.chord[level, t, i + 1, 0])
        desk.ends[i, 1] = border_place(mesh, sketch, t, sketch.chord[level, t, i + 1, 1])


@merged
def _into(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, here: Spot, k: int
) -> None:
    """Go into a triangle from its corner k, or from its side k when the border place is inside."""
    _note_ends(mesh, sketch, desk, here.level, here.triangle)
    from_side = here.side >= 0
    wall = sketch.edge[here.level, mesh.triangle[here.triangle, SIDE + k], WALL]
    _to_side(mesh, sketch, desk, prices, line, here, (k + 1) % 3)
    if from_side:
        _to_side(mesh, sketch, desk, prices, line, here, (k + 2) % 3)
        _to_corner(mesh, sketch, desk, prices, line, here, (k + 2) % 3)
    elif wall == 0 or wall == GATE + sketch.line[line, NET]:
        _to_corner(mesh, sketch, desk, prices, line, here, (k + 1) % 3)


@merged
def _behind(mesh: Mesh, desk: Desk, first: int, node: int, edge: int) -> int:
    """Return which vertex of an edge the node before belongs to: 1, 2, or 0 for neither."""
    before = desk.node[node, PARENT]
    a, b = mesh.edge[edge, 0], mesh.edge[edge, 1]
    if before >= first:
        p = (before - first) % len(mesh.place_nm)
        q = p
    else:
        other = before // (EDGE_LINES + 1) % len(mesh.edge)
        p, q = mesh.edge[other, 0], mesh.edge[other, 1]
    touches_a = a == p or a == q  # noqa: PLR1714 - numba is slow to type `in`
    touches_b = b == p or b == q  # noqa: PLR1714 - the same
    if touches_a == touches_b:
        return 0
    return 1 if touches_a else 2


@merged
def _expand(mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, node: int) -> None:
    """Offer everything that can be reached from a node through one triangle or via."""
    levels, vertices, edges = len(sketch.vertex), len(mesh.place_nm), len(mesh.edge)
    first = levels * edges * (EDGE_LINES + 1)
    if node >= first:
        level, vertex = (node - first) // vertices, (node - first) % vertices
        here = Spot(node, level, vertex, 0.0, -1, -1, 0, (NOTHING, NOTHING))
        for other in range(max(0, level - 1), min(levels, level + 2)):
            if other != level and is_staggered(mesh, sketch, desk, line, node, min(level, other)):
                _to_level(mesh, sketch, desk, prices, line, here, other)
        # a line that came along a level leaves a via site only through the via
        fan, fan_end, behind = mesh.fan[vertex], mesh.fan[vertex + 1], 0
        beside = (NOTHING, NOTHING)
        if desk.node[node, PARENT] >= 0 and desk.node[node, REACHED] >= 0:
            fan_end = fan
    else:
        gap = node % (EDGE_LINES + 1)
        edge = node // (EDGE_LINES + 1) % edges
        level = node // (EDGE_LINES + 1) // edges
        n = sketch.edge[level, edge, COUNT]
        before = (
            0.0 if gap == 0 else sketch.crossing_nm[sketch.edge[level, edge, IDS + gap - 1], AT]
        )
        after = (
            mesh.edge_nm[edge, 0]
            if gap == n
            else sketch.crossing_nm[sketch.edge[level, edge, IDS + gap], AT]
        )
        part = (before + after) / 2 / mesh.edge_nm[edge, 0]
        vertex, fan, fan_end = -1, 0, 1
        ids = sketch.edge[level, edge, IDS:]
        beside = (ids[gap - 1] if gap > 0 else NOTHING, ids[gap] if gap < n else NOTHING)
        behind = _behind(mesh, desk, first, node, edge)
    if sketch.line_nm[level, line, BARRED] > 0:
        fan_end = fan  # only a via leaves a level where the net has no wires
    for f in range(fan, fan_end):
        if vertex >= 0:
            t = mesh.fan[f]
        else:
            t = mesh.edge[edge, TRIANGLE]
            if t == desk.node[node, REACHED]:
                t = mesh.edge[edge, TRIANGLE + 1]
        if t < 0 or sketch.chord[level, t, 0, 0] >= TRIANGLE_CHORDS - 1:
            continue
        for k in range(3):
            if vertex >= 0:
                here_is = mesh.triangle[t, k] == vertex
                border = float(k)
            else:
                here_is = mesh.triangle[t, SIDE + k] == edge
                border = k + part if mesh.edge[edge, 0] == mesh.triangle[t, k] else k + 1 - part
            if here_is:
                corner, side = (k, -1) if vertex >= 0 else (-1, k)
                if vertex >= 0:
                    beside = (-k - 1, NOTHING)
                here = Spot(node, level, t, border, corner, side, behind, beside)
                _into(mesh, sketch, desk, prices, line, here, k)


@merged
def search(mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, line: int, ends: Ints) -> int:
    """Return the goal's node of the cheapest way, or -1.

    ``ends`` are rows of level, vertex and 0 for a place to begin or 1 for a goal; without any the
    ends of the line are taken. With them lines of the own net are followed for nothing.
    """
    first = len(sketch.vertex) * len(mesh.edge) * (EDGE_LINES + 1)
    vertices = len(mesh.place_nm)
    desk.tally[0] = 0
    desk.tally[SEARCH] += 1
    desk.tally[RIDES] = len(ends)
    goal = sketch.line[line, TO + 1]
    desk.goal_nm[0] = mesh.place_nm[goal, 0]
    desk.goal_nm[1] = mesh.place_nm[goal, 1]
    if len(ends) == 0:
        desk.goal[sketch.line[line, TO], goal] = desk.tally[SEARCH]
        source = sketch.line[line, FROM + 1]
        start = first + sketch.line[line, FROM] * vertices + source
        vias_nm = prices.via_nm * abs(sketch.line[line, FROM] - sketch.line[line, TO])
        at = Mark(0.0, mesh.place_nm[source, 0], mesh.place_nm[source, 1], vias_nm)
        offer(desk, start, -1, -1, at)
    for i in range(len(ends)):
        level, vertex = ends[i, 0], ends[i, 1]
        if ends[i, 2] > 0:
            desk.goal[level, vertex] = desk.tally[SEARCH]
        else:
            at = Mark(0.0, mesh.place_nm[vertex, 0], mesh.place_nm[vertex, 1], 0.0)
            offer(desk, first + level * vertices + vertex, -1, -1, at)
    while desk.tally[0] > 0:
        node = pop(desk)
        if desk.node[node, CLOSED] == desk.tally[SEARCH]:
            continue
        desk.node[node, CLOSED] = desk.tally[SEARCH]
        if desk.node_nm[node, COST] > FORBIDDEN_NM:
            return -1
        if node >= first:
            level, vertex = (node - first) // vertices, (node - first) % vertices
            if desk.goal[level, vertex] == desk.tally[SEARCH]:
                return node
        _expand(mesh, sketch, desk, prices, line, node)
    return -1
