"""Min-cost flow on the slot graph: which land each free net gets, on which level, which way.

Every unit of flow is one line, and lines of one flow may take each other's goals, so that in the
optimum no two of them cross: where two did, taking each other's ends would be shorter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from padwright.base.arrays import Bools, Ints
from padwright.route.assigning.flow_slots import Links, Slots
from padwright.route.assigning.flow_solver import solved
from padwright.route.ground.mesh import Mesh

#: A port of a way: level and slot, or level and ``-vertex - 1``.
Port = tuple[int, int]

#: Costs are whole numbers of this length.
_COST_NM = 50.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be joined: the lands that each net may start from and the lands that are free.

    Lands are (level, vertex). ``through`` has the other levels on which a line from a start or to
    a goal may end as well, through vias in the land; with a level, all between it and the land.
    """

    starts: tuple[tuple[Port, ...], ...]
    goals: tuple[Port, ...]
    via_nm: float
    through: dict[Port, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """A line found: which net, its ports in order, and the triangle before each port (-1: via)."""

    net: int
    ports: tuple[Port, ...]
    triangles: tuple[int, ...]


class _Arcs:
    """Arcs of the flow as they are put together."""

    def __init__(self) -> None:
        self.parts: list[tuple[Ints, Ints, Ints, Ints]] = []

    def add(self, tail: Ints, head: Ints, cost: Ints, triangle: Ints) -> None:
        self.parts.append((tail, head, cost, triangle))

    def joined(self) -> tuple[Ints, Ints, Ints, Ints]:
        tail, head, cost, triangle = (
            np.concatenate([part[i] for part in self.parts]).astype(np.int64) for i in range(4)
        )
        return tail, head, cost, triangle


def ends_of(wanted: Wanted, levels: int, vertices: int) -> Bools:
    """Return where lines may end (levels, vertices)."""
    result = np.zeros((levels, vertices), np.bool_)
    for lands in (*wanted.starts, wanted.goals):
        for land in lands:
            for level in (land[0], *wanted.through.get(land, ())):
                result[level, land[1]] = True
    return result


def cheapest_ways(
    mesh: Mesh, slots: Slots, links: Links, wanted: Wanted, waiting: Callable[[], bool]
) -> list[Way]:
    """Return ways for as many nets as can be joined at once, at the least length in all.

    Parameters
    ----------
    waiting
        See `padwright.route.assigning.flow_solver.solved`.
    """
    count = len(slots.edge)
    start_of, goal_of, node = {}, {}, 2 * count
    for lands in wanted.starts:
        for land in lands:
            for level in (land[0], *wanted.through.get(land, ())):
                start_of[level, land[1]] = node
                node += 1
    for land in wanted.goals:
        for level in (land[0], *wanted.through.get(land, ())):
            goal_of[level, land[1]] = node
            node += 1
    net_node = np.arange(node, node + len(wanted.starts))
    levels, vertices = slots.count.shape[0], len(mesh.place_nm)
    starts, goals = (np.full((levels, vertices), -1, np.int64) for _ in range(2))
    for table, known in ((starts, start_of), (goals, goal_of)):
        for (level, vertex), number in known.items():
            table[level, vertex] = number
    arcs = _Arcs()
    arcs.add(*(np.arange(count) * 2 + i for i in range(2)), *np.zeros((2, count), np.int64))
    _add_links(arcs, links, starts, goals)
    _add_ends(arcs, wanted, start_of, goal_of, net_node)
    tail, head, cost, triangle = arcs.joined()
    nodes = np.concatenate([net_node, [goal_of[land] for land in wanted.goals]]).astype(np.int64)
    gives = np.repeat([1, -1], [len(net_node), len(wanted.goals)]).astype(np.int64)
    used = np.flatnonzero(solved(np.stack([tail, head, cost]), np.stack([nodes, gives]), waiting))
    after = {int(tail[i]): (int(head[i]), int(triangle[i])) for i in used}
    ends = (*start_of.items(), *goal_of.items())
    port_of = {node: (level, -vertex - 1) for (level, vertex), node in ends}
    return [
        _way(net, first, after, slots, port_of)
        for net, first in enumerate(net_node.tolist())
        if first in after
    ]


def _way(
    net: int, first: int, after: dict[int, tuple[int, int]], slots: Slots, port_of: dict[int, Port]
) -> Way:
    """Return the way of the flow that leaves a node; a slot is an even node and the next one."""
    ports: list[Port] = []
    triangles: list[int] = []
    at, ends = first, 2 * len(slots.edge)
    while at in after:
        at, passed = after[at]
        if at < ends and at % 2:
            continue
        ports.append(port_of[at] if at >= ends else (int(slots.level[at // 2]), at // 2))
        triangles.append(passed)
    return Way(net, tuple(ports), tuple(triangles))


def _add_links(arcs: _Arcs, links: Links, starts: Ints, goals: Ints) -> None:
    """Add arcs both ways along every link; out of a start, into a goal."""
    cost = np.rint(links.length_nm / _COST_NM).astype(np.int64)
    for a, b in ((links.start, links.end), (links.end, links.start)):
        slot_a, slot_b = np.maximum(a, 0), np.maximum(b, 0)
        vertex_a, vertex_b = np.maximum(-a - 1, 0), np.maximum(-b - 1, 0)
        tail = np.where(a >= 0, 2 * slot_a + 1, starts[links.level, vertex_a])
        head = np.where(b >= 0, 2 * slot_b, goals[links.level, vertex_b])
        real = (tail >= 0) & (head >= 0)
        arcs.add(tail[real], head[real], cost[real], links.triangle[real])


def _add_ends(
    arcs: _Arcs,
    wanted: Wanted,
    start_of: dict[Port, int],
    goal_of: dict[Port, int],
    net_node: Ints,
) -> None:
    """Add arcs from nets to their lands, and through the vias in lands."""
    rows: list[tuple[int, int, int]] = []
    via = round(wanted.via_nm / _COST_NM)
    for node, lands in zip(net_node.tolist(), wanted.starts, strict=True):
        for land in lands:
            rows.append((node, start_of[land], 0))
            for near, far in _stack(land, wanted):
                rows.append((start_of[near], start_of[far], via))
    for land in wanted.goals:
        for near, far in _stack(land, wanted):
            rows.append((goal_of[far], goal_of[near], via))
    tail, head, cost = np.array(rows, np.int64).reshape(-1, 3).T
    arcs.add(tail, head, cost, np.full(len(rows), -1))


def _stack(land: Port, wanted: Wanted) -> list[tuple[Port, Port]]:
    """Return the vias through one level each that lead away from a land."""
    level, vertex = land
    return [
        ((other + (1 if other < level else -1), vertex), (other, vertex))
        for other in wanted.through.get(land, ())
    ]
