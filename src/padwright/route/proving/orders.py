"""Proofs by order: on one level, lines that do not cross cannot come to walls in every order.

From the middles of lands, ties are looked for over edges of the mesh that no line crosses, to the
outline, to a keep-out, or to a closed curve of such edges about a block of lands.
`padwright.route.proving.order_check` says what they prove.
"""

import heapq
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from padwright.base.arrays import Bools, Ints
from padwright.route.ground.mesh import TRIANGLE
from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.barrier import Gauge, gap_at, least_gauge, lines_across, touched_by
from padwright.route.proving.curves import Side, borders, loops_of
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.floor import Floor
from padwright.route.proving.order_check import MOST_PLACES, most_between_walls, most_on_one_wall
from padwright.route.routing import Cut, CutGap, Point, Tie
from padwright.route.segments import point_gaps_nm

_ON_NM = 1.0
#: Blocks of lands are looked for in so many of the fields that lands lie in.
_MOST_FIELDS = 4
#: Pairs of nets that are asked about one by one, where all of them together prove nothing.
_MOST_PAIRS = 60
#: So many walls are looked at two by two, those that most lands stand on.
_MOST_WALLS = 40


@dataclass(frozen=True, slots=True)
class _End:
    """Where a net comes to a wall, in sides of the wall and parts of one, and its tie."""

    net: str
    place_ratio: float
    points_nm: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Wall:
    """A closed curve that nets come to, in counter-clockwise order; the gaps that make it up."""

    ends: tuple[_End, ...]
    is_outline: bool = False
    gaps: tuple[CutGap, ...] = ()


class Orders:
    """Looks for proofs by order among nets that do not leave a level."""

    def __init__(self, problem: RoutingProblem, floor: Floor, nets: Sequence[Net]) -> None:
        self.problem, self.floor = problem, floor
        self.level = floor.level
        self.nets = [net for net in nets if net.pool is None]
        mesh = floor.barriers.mesh
        self.at: list[Point] = [(int(x), int(y)) for x, y in mesh.place_nm.tolist()]
        gauge = least_gauge(problem, self.nets)
        alone = Gauge((gauge.width_nm[self.level],), (gauge.spacing_nm[self.level],))
        self.lines: Ints = lines_across(floor.barriers, alone, 0)
        self.land_net: dict[int, str] = {
            floor.vertex[name]: net.name
            for net in self.nets
            for name in net.terminals
            if name in floor.vertex
        }

    def proofs(self, left_open: Sequence[str]) -> Iterator[Cut]:
        """Yield cuts that hold and speak of some open nets."""
        wanted = set(left_open)
        walls = list(self._border_walls())
        for wall in walls:
            yield from self._on_one(wall, wanted)
        walls += self._blocks()
        walls = sorted((w for w in walls if len(w.ends) > 2), key=lambda w: -len(w.ends))
        for first, second in itertools.combinations(walls[:_MOST_WALLS], 2):
            yield from self._between(first, second, wanted)

    def _border_walls(self) -> Iterator[_Wall]:
        """Yield the outline and keep-outs with the lands that are tied to them."""
        place = self.floor.barriers.mesh.place_nm
        ring_of: dict[int, int] = {}
        rings = borders(self.problem, self.level)
        for k, ring in enumerate(rings):
            corners = np.array(ring, np.float64)
            far = np.full(len(place), np.inf)
            for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
                far = np.minimum(far, point_gaps_nm(place, a, b))
            for v in np.flatnonzero(far < _ON_NM).tolist():
                ring_of.setdefault(v, k)
        found: dict[int, list[_End]] = {}
        for land, path in self._ties(list(ring_of)).items():
            k = ring_of[path[-1]]
            points = tuple(self.at[v] for v in path)
            end = _End(self.land_net[land], _place(points[-1], rings[k]), points)
            found.setdefault(k, []).append(end)
        for k, ends in sorted(found.items()):
            yield _Wall(tuple(sorted(ends, key=lambda e: e.place_ratio)), is_outline=k == 0)

    def _ties(self, roots: list[int]) -> dict[int, list[int]]:
        """Return for lands of the nets the shortest way over shut edges to one of some vertices."""
        mesh, barriers = self.floor.barriers.mesh, self.floor.barriers
        sides = mesh.edge[:, TRIANGLE : TRIANGLE + 2]
        is_open = (barriers.is_open[sides] & (sides >= 0)).any(axis=1)
        beside: dict[int, list[tuple[int, float]]] = {}
        for edge in np.flatnonzero((self.lines == 0) & is_open).tolist():
            a, b = mesh.edge[edge, :2].tolist()
            length = float(mesh.edge_nm[edge, 0])
            beside.setdefault(a, []).append((b, length))
            beside.setdefault(b, []).append((a, length))
        is_root = set(roots)
        far: dict[int, float] = dict.fromkeys(roots, 0.0)
        after: dict[int, int] = {}
        todo = [(0.0, v) for v in sorted(roots)]
        while todo:
            length, v = heapq.heappop(todo)
            if length > far[v] or (v in self.land_net and v not in is_root):
                continue  # a land of one of the nets is where a tie begins
            for other, step in beside.get(v, []):
                if other not in is_root and length + step < far.get(other, np.inf):
                    far[other], after[other] = length + step, v
                    heapq.heappush(todo, (length + step, other))
        ties = {}
        for land in self.land_net:
            if land in after:
                path = [land]
                while path[-1] not in is_root:
                    path.append(after[path[-1]])
                ties[land] = path
        return ties

    def _blocks(self) -> Iterator[_Wall]:
        """Yield curves of shut edges about blocks of lands, as seen from where lines may be."""
        floor, barriers = self.floor, self.floor.barriers
        count = floor.count
        passes = self.lines[floor.edges] > 0
        field = _joined(floor.sides[passes], count)
        known: set[frozenset[Side]] = set()
        seen: dict[int, int] = {}
        for vertex in self.land_net:
            for t in touched_by(barriers, vertex, 0):
                seen[int(field[t])] = seen.get(int(field[t]), 0) + 1
        for here in sorted(seen, key=lambda f: (-seen[f], f))[:_MOST_FIELDS]:
            within = barriers.is_open & (field == here)
            outside = barriers.is_open & ~within
            both = outside[floor.sides].all(axis=1)
            block = _joined(floor.sides[both], count)
            for name in np.unique(block[outside]).tolist():
                wall = self._about(outside & (block == name), within, known)
                if wall is not None:
                    yield wall

    def _about(self, block: Bools, field: Bools, known: set[frozenset[Side]]) -> _Wall | None:
        """Return the curve about a block of triangles, when that touches no border."""
        mesh = self.floor.barriers.mesh
        sides = mesh.edge[:, TRIANGLE : TRIANGLE + 2]
        inner = block[sides] & (sides >= 0)
        rim = np.flatnonzero(inner.any(axis=1) & ~inner.all(axis=1))
        outer = sides[rim] * ~inner[rim]
        is_free = ((sides[rim] >= 0) & ~inner[rim] & field[outer]).any(axis=1)
        if not is_free.all():
            return None
        edge_of = {}
        for edge in rim.tolist():
            a, b = (self.at[v] for v in mesh.edge[edge, :2].tolist())
            edge_of[min(a, b), max(a, b)] = edge
        loop = max(loops_of(sorted(edge_of)), key=lambda ring: abs(_twice_area(ring)))
        if _twice_area(loop) < 0:
            loop = loop[::-1]
        pairs = list(zip(loop, [*loop[1:], loop[0]], strict=True))
        shape = frozenset((min(a, b), max(a, b)) for a, b in pairs)
        if shape in known:
            return None
        known.add(shape)
        gaps = tuple(
            replace(
                gap_at(self.floor.barriers, 0, edge_of[min(a, b), max(a, b)], 0), level=self.level
            )
            for a, b in pairs
        )
        number = {self.at[v]: net for v, net in self.land_net.items()}
        ends = [_End(number[p], float(k), (p,)) for k, p in enumerate(loop) if p in number]
        return _Wall(tuple(ends), gaps=gaps)

    def _on_one(self, wall: _Wall, wanted: set[str]) -> Iterator[Cut]:
        """Yield proofs of nets that come to one border more than once."""
        count = Counter(end.net for end in wall.ends)
        ends = [end for end in wall.ends if count[end.net] > 1]
        if len(ends) > MOST_PLACES:
            return
        order = [end.net for end in ends]
        names = list(dict.fromkeys(order))
        crossing = {
            (one, other): _alternate([net for net in order if net in {one, other}])
            for one, other in itertools.combinations(names, 2)
        }
        pairs = [pair for pair, crosses in crossing.items() if crosses]
        number = {name: k for k, name in enumerate(names)}
        joined = np.array([(number[a], number[b]) for a, b in pairs], np.int64).reshape(-1, 2)
        part = _joined(joined, len(names))
        for which in dict.fromkeys(part.tolist()):
            group = [name for name in names if part[number[name]] == which]
            if wanted.isdisjoint(group):
                continue
            cut = self._cut(group, ends, most_on_one_wall([number[n] for n in order if n in group]))
            if cut is not None:
                yield cut
                continue
            near = [pair for pair in pairs if pair[0] in group and wanted.intersection(pair)]
            for pair in near[:_MOST_PAIRS]:
                cut = self._cut(pair, ends, 1)
                if cut is not None:
                    yield cut

    def _between(self, first: _Wall, second: _Wall, wanted: set[str]) -> Iterator[Cut]:
        """Yield proofs of nets that go from one wall to another one."""
        rows = []
        for wall in (first, second):
            count = Counter(end.net for end in wall.ends)
            rows.append({end.net: end for end in wall.ends if count[end.net] == 1})
        names = [name for name in rows[0] if name in rows[1]]
        if not 3 <= len(names) <= MOST_PLACES or wanted.isdisjoint(names):
            return
        other = sorted(names, key=lambda name: rows[1][name].place_ratio)
        if not (first.is_outline or second.is_outline):
            other.reverse()
        place = {name: k for k, name in enumerate(other)}
        ends = [row[name] for row in rows for name in names]
        most = most_between_walls([place[name] for name in names])
        cut = self._cut(names, ends, most, (*first.gaps, *second.gaps))
        if cut is not None:
            yield cut

    def _cut(
        self,
        names: Sequence[str],
        ends: Sequence[_End],
        lines: int,
        gaps: tuple[CutGap, ...] = (),
    ) -> Cut | None:
        if lines >= len(names):
            return None
        asked = set(names)
        ties = tuple(Tie(e.net, self.level, e.points_nm) for e in ends if e.net in asked)
        cut = Cut(tuple(names), gaps, lines, ties)
        return cut if cut_holds(self.problem, cut) else None


def _joined(pairs: Ints, count: int) -> Ints:
    """Return the number of the part that each of some things is in, as pairs of them are joined."""
    first, second = pairs.T
    graph = csr_array((np.ones(len(pairs)), (first, second)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _alternate(order: Sequence[str]) -> bool:
    """Return whether two nets come to a wall in turns."""
    turns = sum(a != b for a, b in zip(order, [*order[1:], order[0]], strict=True))
    return turns > 2


def _twice_area(ring: Sequence[Point]) -> int:
    after = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, after, strict=True))


def _place(point: Point, ring: tuple[Point, ...]) -> float:
    """Return where round a border a point lies, counter-clockwise."""
    corners = np.array(ring, np.float64)
    after = np.roll(corners, -1, axis=0)
    at = np.array(point, np.float64)
    side = int(point_gaps_nm(at, corners, after).argmin())
    along = after[side] - corners[side]
    place = side + float((at - corners[side]) @ along / (along @ along))
    return place if _twice_area(ring) > 0 else -place
