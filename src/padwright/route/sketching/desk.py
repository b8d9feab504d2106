"""Work tables of the search: what is known of each node, and the heap of nodes to visit."""

from typing import NamedTuple

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.kernels import inner
from padwright.route.sketching.sketch import EDGE_LINES, TRIANGLE_CHORDS, Sketch


class Mark(NamedTuple):
    """What a node costs, where it is entered, and what the vias to the goal's level will cost."""

    cost_nm: float
    x_nm: float
    y_nm: float
    vias_nm: float


#: Columns of `Desk.node_nm`: cost and place of entry; and of `Desk.node`: the node before, the
#: triangle between (-1 for a via), and the searches that reached and that closed the node.
COST, X, Y = 0, 1, 2
PARENT, REACHED, STAMP, CLOSED = 0, 1, 2, 3
#: Columns of `Desk.tally` after the size of the heap.
SEARCH, RIDES = 1, 2


#: What lies ahead counts a little more than what lies behind, so that of many ways that are
#: about as short one is followed to its end; a way is at most so much longer for it.
HASTE_RATIO = 1.0005


class Desk(NamedTuple):
    """Work tables of the search; nodes are gaps first, then vertices, level by level."""

    node_nm: Floats  # (nodes, 3)
    node: Ints  # (nodes, 4)
    heap_key: Floats
    heap_node: Ints
    tally: Ints  # (3,) heap size, number of this search, whether lines of the net are followed
    goal: Ints  # (levels, vertices) the last search that had its goal there
    goal_nm: Floats  # (3,) x and y of the goal; the haste to get there, a ratio
    ends: Floats  # (TRIANGLE_CHORDS, 2) border places of the chords of one triangle
    behind_nm: Floats  # (EDGE_LINES,) room from each line of an edge on to its second vertex


def open_desk(sketch: Sketch) -> Desk:
    """Return work tables for a sketch."""
    levels, edges = sketch.edge.shape[:2]
    nodes = levels * edges * (EDGE_LINES + 1) + levels * sketch.vertex.shape[1]
    heap = max(4096, nodes * 4)
    return Desk(
        np.zeros((nodes, 3)),
        np.zeros((nodes, 4), np.int64),
        np.zeros(heap),
        np.zeros(heap, np.int64),
        np.zeros(3, np.int64),
        np.zeros(sketch.vertex.shape[:2], np.int64),
        np.array([0.0, 0.0, HASTE_RATIO]),
        np.zeros((TRIANGLE_CHORDS, 2)),
        np.zeros(EDGE_LINES),
    )


@inner
def push(desk: Desk, key_nm: float, node: int) -> None:
    """Put a node on the heap; a full heap forgets it."""
    i = desk.tally[0]
    if i >= len(desk.heap_key):
        return
    desk.tally[0] += 1
    while i > 0:
        up = (i - 1) >> 1
        if desk.heap_key[up] <= key_nm:
            break
        desk.heap_key[i] = desk.heap_key[up]
        desk.heap_node[i] = desk.heap_node[up]
        i = up
    desk.heap_key[i] = key_nm
    desk.heap_node[i] = node


@inner
def pop(desk: Desk) -> int:
    """Take the node with the least key off the heap."""
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
    return int(top)


@inner
def is_known(desk: Desk, node: int, cost_nm: float) -> bool:
    """Return whether a way to a node is known that costs no more."""
    stamp = desk.tally[SEARCH]
    known = desk.node[node, STAMP] == stamp and desk.node_nm[node, COST] <= cost_nm
    return bool(known or desk.node[node, CLOSED] == stamp)


@inner
def offer(desk: Desk, node: int, parent: int, reached: int, at: Mark) -> None:
    """Note a way to a node when it is the cheapest one so far."""
    if is_known(desk, node, at.cost_nm):
        return
    desk.node[node, STAMP] = desk.tally[SEARCH]
    desk.node_nm[node, COST] = at.cost_nm
    desk.node_nm[node, X] = at.x_nm
    desk.node_nm[node, Y] = at.y_nm
    desk.node[node, PARENT] = parent
    desk.node[node, REACHED] = reached
    ahead_nm = 0.0
    if desk.tally[RIDES] == 0:  # what is followed for nothing may lead anywhere
        ahead_nm = np.hypot(desk.goal_nm[0] - at.x_nm, desk.goal_nm[1] - at.y_nm) + at.vias_nm
    push(desk, at.cost_nm + ahead_nm * desk.goal_nm[2], node)
