"""Trees of nets of several pins: lines of one net that run together become one line with forks.

Lines of one net may share a gap. Where they stand side by side on an edge of the mesh they are
one; the tree of a net is the shortest one in what its lines make together. Its forks, and new
ones where two strands leave a land or another fork at a sharp angle, are joints that tension
moves until three strands meet at 120 degrees (Torricelli) or something is in the way.
"""

from itertools import combinations

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.ground.mesh import Ground
from padwright.route.relaxing.wiring import (
    FIXED,
    Joint,
    Land,
    Run,
    Strand,
    corner_nm,
    point_step_nm,
)
from padwright.route.sketching.sketch import RULE, WIDTH, Sketch
from padwright.route.sketching.trees import Node, Tree, gather, lines_of_nets, pins_of, prune

#: Joints by net and vertex, or by net and a number below 0 where there is no vertex.
Joints = dict[tuple[int, int], Joint]

#: Strands of one net that meet at less than this are joined before; at 120 degrees nothing is won.
_OPEN_COSINE = float(np.cos(np.radians(117.0)))
#: A new fork begins this part of the distance of chain points away from where strands met.
_FORK_PART = 0.25
#: How far from its end, in such distances, the direction of a strand is looked at.
_LOOK_STEPS = 1.5


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
    meetings = _Meetings(step_nm)
    for strand in strands:
        meetings.add(strand)
    while (pair := meetings.sharpest()) is not None:
        (one, at_one), (two, at_two), away = pair
        a, b = strands[one], strands[two]
        here = a.points_nm[-1 if at_one else 0]
        place = here + _FORK_PART * step_nm * away
        number = len(joints)
        joints[net, -2 - (1 << 40) - number] = Joint(net, (float(place[0]), float(place[1])))
        meetings.take(one)
        meetings.take(two)
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
        meetings.put(one, a)
        meetings.put(two, b)
        meetings.add(strands[-1])
    return strands


_End = tuple[int, int]


def _ways(strand: Strand, step_nm: float) -> tuple[Floats, Floats]:
    """Return the directions (2,) in which a strand leaves its first and its last point."""
    first, last = (
        points[int(far.argmax())] - points[0] if far.any() else points[-1] - points[0]
        for points in (strand.points_nm, strand.points_nm[::-1])
        for far in (np.hypot(*(points - points[0]).T) >= _LOOK_STEPS * step_nm,)
    )
    return (
        first / max(float(np.hypot(*first)), 1e-9),
        last / max(float(np.hypot(*last)), 1e-9),
    )


_Key = tuple[object, ...]
_Pair = tuple[_End, _End, Floats]


class _Meetings:
    """Where the ends of strands meet, and the two that meet at the sharpest angle at each place."""

    def __init__(self, step_nm: float) -> None:
        self._step_nm = step_nm
        self._ends: dict[_Key, dict[_End, Floats]] = {}
        self._keys: list[tuple[_Key, _Key]] = []
        self._sharp: dict[_Key, tuple[float, _Pair]] = {}

    def add(self, strand: Strand) -> None:
        """Take one strand more."""
        self._keys.append(((), ()))
        self.put(len(self._keys) - 1, strand)

    def put(self, number: int, strand: Strand) -> None:
        """Take a strand as it is now."""
        keys: list[_Key] = []
        for at, way in enumerate(_ways(strand, self._step_nm)):
            joint = strand.joints[at]
            place = strand.points_nm[-1 if at else 0].tolist() if joint == FIXED else ()
            keys.append((strand.level, joint, *place))
            self._ends.setdefault(keys[at], {})[number, at] = way
        self._keys[number] = keys[0], keys[1]
        self._look(self._keys[number])

    def take(self, number: int) -> None:
        """Leave a strand out."""
        for at, key in enumerate(self._keys[number]):
            del self._ends[key][number, at]
        self._look(self._keys[number])

    def _look(self, keys: tuple[_Key, _Key]) -> None:
        """Look for the sharpest angle at some places.

        Joints of three strands move by themselves; they are left out.
        """
        for key in keys:
            self._sharp.pop(key, None)
            ends = self._ends[key]
            if len(ends) < 2 or (key[1] != FIXED and len(ends) <= 3):
                continue
            best = _OPEN_COSINE
            for (a, u), (b, v) in combinations(sorted(ends.items(), key=lambda end: end[0]), 2):
                if float(u @ v) > best and a[0] != b[0]:
                    both = u + v
                    best = float(u @ v)
                    self._sharp[key] = best, (a, b, both / float(np.hypot(*both)))

    def sharpest(self) -> _Pair | None:
        """Return the two strand ends that meet at the sharpest angle, and the way between them.

        Of equal angles those at the place to which the first strand comes.
        """
        if not self._sharp:
            return None
        best = max(cosine for cosine, _ in self._sharp.values())
        equal = [key for key, (cosine, _) in self._sharp.items() if cosine == best]
        return self._sharp[min(equal, key=lambda key: min(self._ends[key]))][1]
