"""Trees that the lines of one net make together in the sketch: which lands, how long.

Lines of one net may share a gap. Where they stand side by side on an edge of the mesh they are one;
the tree of a net is the shortest one in what its lines make together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from padwright.route.ground.mesh import Mesh
from padwright.route.sketching.sketch import (
    AT,
    COUNT,
    EDGE,
    FROM,
    IDS,
    LINE,
    NET,
    STEPS,
    TO,
    VERTEX,
    Sketch,
    step_place,
)

#: A node of a tree: level, vertex and -1, or level, edge and the first crossing of a run on it.
Node = tuple[int, int, int]
#: Level and vertex of a land.
LandAt = tuple[int, int]


@dataclass(slots=True)
class Tree:
    """What the lines of one net make together."""

    place: dict[Node, tuple[float, float]] = field(default_factory=dict)
    link: dict[tuple[Node, Node], float] = field(default_factory=dict)  # length in nm

    def join(self, a: Node, b: Node) -> None:
        """Note that two nodes follow each other on a line."""
        (ax, ay), (bx, by) = self.place[a], self.place[b]
        self.link[min(a, b), max(a, b)] = float(np.hypot(ax - bx, ay - by))


def lines_of_nets(sketch: Sketch) -> dict[int, list[int]]:
    """Return the placed lines of each net that has more than one line."""
    count = np.bincount(sketch.line[:, NET]) if len(sketch.line) else np.zeros(0)
    lines: dict[int, list[int]] = {}
    for line in np.flatnonzero((count > 1)[sketch.line[:, NET]]).tolist():
        if sketch.line[line, STEPS]:
            lines.setdefault(int(sketch.line[line, NET]), []).append(line)
    return lines


def _run(sketch: Sketch, level: int, edge: int, crossing: int, net: int) -> list[int]:
    """Return the crossings of a net on an edge that stand side by side with one of them."""
    count = int(sketch.edge[level, edge, COUNT])
    ids: list[int] = sketch.edge[level, edge, IDS : IDS + count].tolist()
    if crossing not in ids:
        return [crossing]
    own = [int(sketch.line[sketch.crossing[i, LINE], NET]) == net for i in ids]
    first = last = ids.index(crossing)
    while first > 0 and own[first - 1]:
        first -= 1
    while last + 1 < len(ids) and own[last + 1]:
        last += 1
    return ids[first : last + 1]


def gather(mesh: Mesh, sketch: Sketch, lines: Sequence[int]) -> Tree:
    """Return what the lines of one net make together."""
    tree = Tree()
    for line in lines:
        net, before = int(sketch.line[line, NET]), None
        for i in range(int(sketch.line[line, STEPS])):
            kind, level, what, _ = sketch.step[line, i].tolist()
            if kind == VERTEX:
                node = (level, what, -1)
                tree.place[node] = step_place(mesh, sketch, line, i)
            else:
                edge = int(sketch.crossing[what, EDGE])
                run = _run(sketch, level, edge, what, net)
                node = (level, edge, run[0])
                if node not in tree.place:
                    a, b = mesh.place_nm[mesh.edge[edge, :2]]
                    at = float(np.mean(sketch.crossing_nm[run, AT])) / mesh.edge_nm[edge, 0]
                    x, y = a + at * (b - a)
                    tree.place[node] = (float(x), float(y))
            if before is not None and before != node:
                tree.join(before, node)
            before = node
    return tree


def prune(tree: Tree, pins: set[Node]) -> dict[Node, list[Node]]:
    """Return the neighbours of each node in the shortest tree of links, without dead ends."""
    parent = {node: node for node in tree.place}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    beside: dict[Node, list[Node]] = {node: [] for node in tree.place}
    for (a, b), _ in sorted(tree.link.items(), key=lambda each: (each[1], each[0])):
        if root(a) != root(b):
            parent[root(a)] = root(b)
            beside[a].append(b)
            beside[b].append(a)
    ends = [node for node, near in beside.items() if len(near) <= 1 and node not in pins]
    while ends:
        node = ends.pop()
        for other in beside.pop(node):
            beside[other].remove(node)
            if len(beside[other]) <= 1 and other not in pins:
                ends.append(other)
    return beside


def pins_of(sketch: Sketch, lines: Iterable[int]) -> set[Node]:
    """Return the ends of lines, which are the lands of their net."""
    ends = sketch.line[list(lines), FROM : FROM + 4].reshape(-1, 2).tolist()
    return {(level, vertex, -1) for level, vertex in ends}


def tree_length(mesh: Mesh, sketch: Sketch, lines: Sequence[int]) -> tuple[float, int]:
    """Return the length in nm of the tree that lines of one net make, and its number of vias."""
    beside = prune(tree := gather(mesh, sketch, lines), pins_of(sketch, lines))
    total, vias = 0.0, 0
    for node, near in beside.items():
        for other in near:
            if node < other:
                total += tree.link[node, other]
                vias += node[0] != other[0]
    return total, vias


def parts_of(sketch: Sketch, line: int) -> tuple[list[LandAt], list[LandAt]]:
    """Return the lands that the placed lines of a net join with each end of one of its lines."""
    own = np.flatnonzero(sketch.line[:, NET] == sketch.line[line, NET]).tolist()
    near: dict[LandAt, list[LandAt]] = {}
    for other in own:
        level, vertex, to_level, to_vertex = sketch.line[other, FROM : FROM + 4].tolist()
        a, b = (level, vertex), (to_level, to_vertex)
        near.setdefault(a, [])
        near.setdefault(b, [])
        if other != line and sketch.line[other, STEPS]:
            near[a].append(b)
            near[b].append(a)
    parts = []
    for place in (FROM, TO):
        first = (int(sketch.line[line, place]), int(sketch.line[line, place + 1]))
        found = {first: None}
        todo = [first]
        while todo:
            for land in near[todo.pop()]:
                if land not in found:
                    found[land] = None
                    todo.append(land)
        parts.append(list(found))
    return parts[0], parts[1]
