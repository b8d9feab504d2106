"""Trees of nets of several pins: lines of one net that run together become one line with forks.

Lines of one net may share a gap. Where they stand side by side on an edge of the mesh they are
one; the tree of a net is the shortest one in what its lines make together. Its forks, and new
ones where two strands leave a land or another fork at a sharp angle, are joints that tension
moves until three strands meet at 120 degrees (Torricelli) or something is in the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from padwright.route.ground.mesh import Floats, Ground, Mesh
from padwright.route.relaxing.wiring import (
    FIXED,
    Joint,
    Land,
    Run,
    Strand,
    corner_nm,
    point_step_nm,
)
from padwright.route.sketching.sketch import (
    COUNT,
    EDGE,
    FROM,
    IDS,
    LINE,
    NET,
    RULE,
    STEPS,
    TO,
    VERTEX,
    WIDTH,
    Sketch,
    step_place,
)

#: A node of a tree: level, vertex and -1, or level, edge and the first crossing of a run on it.
Node = tuple[int, int, int]
#: Level and vertex of a land.
LandAt = tuple[int, int]
#: Joints by net and vertex, or by net and a number below 0 where there is no vertex.
Joints = dict[tuple[int, int], Joint]

#: Strands of one net that meet at less than this are joined before; at 120 degrees nothing is won.
_OPEN_COSINE = float(np.cos(np.radians(117.0)))
#: A new fork begins this part of the distance of chain points away from where strands met.
_FORK_PART = 0.25
#: How far from its end, in such distances, the direction of a strand is looked at.
_LOOK_STEPS = 1.5


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
                    at = float(np.mean(sketch.crossing_nm[run, 0])) / mesh.edge_nm[edge, 0]
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
    ends = sketch.line[list(lines)][:, [1, 2, 3, 4]].reshape(-1, 2).tolist()
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


def weave(
    ground: Ground,
    sketch: Sketch,
    strands: list[Strand],
    lands: list[Land],
    joints: Joints,
    pins: dict[int, Floats],
) -> tuple[list[Strand], list[Land]]:
    """Return strands and via lands with those of nets of several lines made to trees.

    Forks are added to ``joints``. ``pins`` are the fixed pieces of crossings by their ids.
    """
    nets = lines_of_nets(sketch)
    kept = [strand for strand in strands if strand.net not in nets]
    vias = [land for land in lands if land.net not in nets]
    step_nm = point_step_nm(ground, sketch)
    for net, lines in nets.items():
        beside = prune(tree := gather(ground.mesh, sketch, lines), pins_of(sketch, lines))
        for node, near in beside.items():
            if any(other[0] != node[0] for other in near):
                vias.append(Land(net, node[0], node[1]))
        first, number = len(kept), {key: i for i, key in enumerate(joints) if key[0] == net}
        for path in _paths(beside):
            level = path[0][0]
            points, pinned = _way(ground, tree, path, pins).chain(step_nm, corner_nm(sketch))
            half = float(sketch.line_nm[level, lines[0], WIDTH]) / 2
            space = float(sketch.line_nm[level, lines[0], RULE])
            ends = [_joint(net, node, tree, joints, number) for node in (path[0], path[-1])]
            both = (ends[0], ends[1])
            kept.append(Strand(lines[0], net, level, half, space, points, pinned, both))
        kept[first:] = forked(kept[first:], joints, net, step_nm)
    return kept, vias


def _way(ground: Ground, tree: Tree, path: list[Node], pins: dict[int, Floats]) -> Run:
    """Return the points of a path of a tree, with the fixed pieces of full gaps."""
    run = Run()
    mesh = ground.mesh
    for i, node in enumerate(path):
        if node[2] in pins and 0 < i < len(path) - 1:
            a, b = mesh.place_nm[mesh.edge[node[1], :2]]
            (ux, uy), (vx, vy) = b - a, np.array(tree.place[path[i - 1]]) - a
            run.add_pin(pins[node[2]], from_left=bool(ux * vy - uy * vx > 0))
        else:
            run.add(tree.place[node])
    return run


def _paths(beside: dict[Node, list[Node]]) -> list[list[Node]]:
    """Return the ways on one level between nodes where strands begin."""

    def begins(node: Node) -> bool:
        return node[2] < 0 or len(beside[node]) != 2

    paths = []
    for start, near in beside.items():
        if not begins(start):
            continue
        for second in near:
            if second[0] != start[0]:
                continue
            path = [start, second]
            while not begins(path[-1]):
                a, b = beside[path[-1]]
                path.append(b if a == path[-2] else a)
            if path[0] < path[-1]:
                paths.append(path)
    return paths


def _joint(
    net: int, node: Node, tree: Tree, joints: Joints, number: dict[tuple[int, int], int]
) -> int:
    """Return the number of the joint at the end of a strand; a fork that is new is added."""
    key = (net, node[1]) if node[2] < 0 else (net, -2 - node[2])
    if node[2] >= 0 and key not in joints:
        number[key] = len(joints)
        joints[key] = Joint(net, tree.place[node])
    return number.get(key, FIXED)


def forked(strands: list[Strand], joints: Joints, net: int, step_nm: float) -> list[Strand]:
    """Return the strands of one net with a new fork wherever two leave at a sharp angle."""
    strands = list(strands)
    while (pair := _sharpest(strands, step_nm)) is not None:
        (one, at_one), (two, at_two), away = pair
        a, b = strands[one], strands[two]
        here = a.points_nm[-1 if at_one else 0]
        place = here + _FORK_PART * step_nm * away
        number = len(joints)
        joints[net, -2 - (1 << 40) - number] = Joint(net, (float(place[0]), float(place[1])))
        for strand, at in ((a, at_one), (b, at_two)):
            strand.points_nm = strand.points_nm.copy()
            strand.points_nm[-1 if at else 0] = place
            ends = list(strand.joints)
            old, ends[at] = ends[at], number
            strand.joints = (ends[0], ends[1])
        points = np.stack([here, place])
        loose = np.zeros(2, np.bool_)
        both = (old, number)
        strands.append(Strand(a.line, net, a.level, a.half_nm, a.space_nm, points, loose, both))
    return strands


_End = tuple[int, int]


def _sharpest(strands: list[Strand], step_nm: float) -> tuple[_End, _End, Floats] | None:
    """Return the two strand ends that meet at the sharpest angle, and the way between them.

    Joints of three strands move by themselves; they are left out.
    """
    meet: dict[tuple[object, ...], list[tuple[_End, Floats]]] = {}
    for i, strand in enumerate(strands):
        for at in (0, 1):
            points = strand.points_nm[:: -1 if at else 1]
            far = np.hypot(*(points - points[0]).T) >= _LOOK_STEPS * step_nm
            look = points[int(far.argmax())] if far.any() else points[-1]
            way = (look - points[0]) / max(float(np.hypot(*(look - points[0]))), 1e-9)
            joint = strand.joints[at]
            key = (strand.level, joint, *(points[0].tolist() if joint == FIXED else ()))
            meet.setdefault(key, []).append(((i, at), way))
    best, found = _OPEN_COSINE, None
    for key, ends in meet.items():
        if key[1] != FIXED and len(ends) <= 3:
            continue
        for (a, u), (b, v) in combinations(ends, 2):
            if float(u @ v) > best and a[0] != b[0]:
                both = u + v
                best, found = float(u @ v), (a, b, both / float(np.hypot(*both)))
    return found
