"""Proofs that not all nets can be wired: closed curves of gaps that hold too few lines.

The largest flow through the triangles between things that stand still is never less than the
number of nets that can be wired, and the smallest cut is the curve that shows it (L. R. Ford and
D. R. Fulkerson, "Maximal flow through a network", Canadian J. Math. 8, 1956). The levels are one
area, since lines may change level anywhere. Nets with lands of their own at both ends are asked
about in groups, one end of each inside; `padwright.route.proving.cut_check` judges what is found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from padwright.base.progress import Report, silent
from padwright.route.arrays import Bools, Ints
from padwright.route.ground.mesh import TRIANGLE
from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.barrier import (
    Barriers,
    Gauge,
    gap_at,
    least_gauge,
    lines_across,
    stand,
    touched_by,
)
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.orders import Orders
from padwright.route.proving.walls import Walls, on_level
from padwright.route.routing import Cut

#: Triangles that are looked at for all groups of nets of one problem together, about.
_MOST_TRIANGLES = 100_000
#: The same for walls about single nets, which take less than a microsecond a triangle and net.
_MOST_LOOKED = 100_000_000
_SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_PARTS = (0.5, 0.25, 0.75)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A net of a group: the terminals it starts from and those of its other end, or a pool."""

    net: Net
    starts: tuple[int, ...]
    goals: tuple[int, ...]


class Prover:
    """Looks for cuts in one problem, or on one level of it among nets that do not leave it."""

    def __init__(
        self, problem: RoutingProblem, level: int | None = None, nets: Iterable[Net] = ()
    ) -> None:
        self.whole, self.level = problem, level
        self.problem = problem if level is None else on_level(problem, level)
        self.number = {t.name: i for i, t in enumerate(self.problem.terminals)}
        self.barriers: Barriers = stand(self.problem)
        self.touched = [
            touched_by(self.barriers, vertex, terminal.diameter_nm)
            for terminal, vertex in zip(
                self.problem.terminals, self.barriers.terminal_vertex, strict=True
            )
        ]
        mesh = self.barriers.mesh
        sides = mesh.edge[:, TRIANGLE : TRIANGLE + 2]
        both = (sides >= 0).all(axis=1)
        both &= self.barriers.is_open[sides].all(axis=1)
        self.edges = np.flatnonzero(both)
        self.capacity: dict[Gauge, Ints] = {}
        given = {wire.net for wire in problem.wires} | {via.net for via in problem.vias}
        #: Nets with given wiring have metal in many places; they are not asked about.
        self.nets = [
            net for net in (problem.nets if level is None else nets) if net.name not in given
        ]

    def lines(self, gauge: Gauge) -> Ints:
        """Return how many lines fit across the edges between open triangles, level by level."""
        if gauge not in self.capacity:
            self.capacity[gauge] = np.stack(
                [
                    lines_across(self.barriers, gauge, level)[self.edges]
                    for level in range(self.problem.levels)
                ]
            )
        return self.capacity[gauge]

    def parted(self, group: list[_Asked]) -> tuple[int, Cut | None]:
        """Return how many nets of a group can be wired at most, and the cut when not all can."""
        problem, barriers = self.problem, self.barriers
        gauge = least_gauge(problem, [asked.net for asked in group])
        lines = self.lines(gauge).sum(axis=0)
        triangles, terminals = len(barriers.mesh.triangle), len(problem.terminals)
        first_net = triangles + terminals
        source, sink = first_net + len(group), first_net + len(group) + 1
        arcs: list[tuple[int, int]] = []
        goals: dict[int, None] = {}
        pools = {pool.name: pool for pool in problem.pools}
        for i, asked in enumerate(group):
            arcs.append((source, first_net + i))
            for start in asked.starts:
                arcs.append((first_net + i, triangles + start))
                arcs += [(triangles + start, t) for t in self.touched[start]]
            ends = asked.goals
            if asked.net.pool is not None:
                ends = tuple(self.number[name] for name in pools[asked.net.pool].terminals)
            goals |= dict.fromkeys(ends)
        for goal in goals:
            arcs.append((triangles + goal, sink))
            arcs += [(t, triangles + goal) for t in self.touched[goal]]
        a, b = barriers.mesh.edge[self.edges, TRIANGLE : TRIANGLE + 2].T
        tail, head = np.array(arcs, np.int64).T
        rows = np.concatenate([tail, a, b])
        columns = np.concatenate([head, b, a])
        most = np.concatenate([np.ones(len(tail), np.int64), lines, lines])
        most = np.minimum(most, len(group) + 1).astype(np.int32)
        graph = csr_array((most, (rows, columns)), shape=(sink + 1, sink + 1))
        graph.sum_duplicates()
        done = maximum_flow(graph, source, sink)
        if done.flow_value >= len(group):
            return len(group), None
        left = csr_array(graph - done.flow)
        left.data = np.maximum(left.data, 0)
        left.eliminate_zeros()
        cuts = [self._cut(group, gauge, reached) for reached in _sides(left, source, sink)]
        # of the same worth, the one that speaks of more nets
        cuts.sort(key=lambda cut: -len(cut.nets))
        return int(done.flow_value), next((cut for cut in cuts if cut_holds(self.whole, cut)), None)

    def _cut(self, group: list[_Asked], gauge: Gauge, reached: Bools) -> Cut:
        mesh = self.barriers.mesh
        within = reached[: len(mesh.triangle)]
        a, b = mesh.edge[self.edges, TRIANGLE : TRIANGLE + 2].T
        lines = self.lines(gauge)
        gaps = tuple(
            gap_at(self.barriers, level, int(self.edges[at]), int(lines[level, at]))
            for at in np.flatnonzero(within[a] != within[b]).tolist()
            for level in range(self.problem.levels)
        )
        if self.level is not None:
            gaps = tuple(replace(gap, level=self.level) for gap in gaps)
        goals: dict[int, None] = {}
        nets = []
        pools = {pool.name: pool for pool in self.problem.pools}
        for asked in group:
            starts = [t for start in asked.starts for t in self.touched[start]]
            if not within[starts].all():
                continue
            if asked.net.pool is not None:
                nets.append(asked.net.name)
                goals |= dict.fromkeys(self.number[n] for n in pools[asked.net.pool].terminals)
            elif not within[[t for goal in asked.goals for t in self.touched[goal]]].any():
                nets.append(asked.net.name)
        inner = sum(bool(within[list(self.touched[goal])].any()) for goal in goals)
        return Cut(tuple(nets), gaps, sum(gap.lines for gap in gaps) + inner)

    def free_group(self, *, with_fixed: bool) -> list[_Asked]:
        """Return the nets that choose their land, and all others from first terminal to last."""
        return [
            _Asked(net, tuple(self.number[name] for name in net.terminals), ())
            if net.pool is not None
            else self._asked(net, net.terminals[0], net.terminals[-1])
            for net in self.nets
            if net.pool is not None or (with_fixed and len(net.terminals) > 1)
        ]

    def _asked(self, net: Net, start: str, goal: str) -> _Asked:
        return _Asked(net, (self.number[start],), (self.number[goal],))

    def groups_about(self, net: Net) -> Iterator[list[_Asked]]:
        """Yield groups of nets that may be stopped together with a net that has no choice."""
        problem = self.problem
        fixed = [each for each in self.nets if each.pool is None and len(each.terminals) > 1]
        yield [self._asked(net, net.terminals[0], net.terminals[-1])]
        place = np.array([(t.x_nm, t.y_nm) for t in problem.terminals], np.float64)
        own = [self.number[name] for name in net.terminals]
        sides: list[Bools] = []
        for end in own[:1] + own[-1:]:
            far = np.hypot(*(place - place[end]).T)
            order = np.argsort(far, kind="stable")
            for size in _SIZES:
                if size < len(order):
                    side = np.zeros(len(order), np.bool_)
                    side[order[:size]] = True
                    sides.append(side)
        along = place[own[-1]] - place[own[0]]
        sides += [(place - place[own[0]] - part * along) @ along < 0 for part in _PARTS]
        for side in sides:
            group = []
            for each in fixed:
                ends = [self.number[name] for name in each.terminals]
                inner = [i for i in ends if side[i]]
                outer = [i for i in ends if not side[i]]
                if inner and outer:
                    group.append(_Asked(each, (inner[0],), (outer[0],)))
            if any(asked.net.name == net.name for asked in group):
                yield group


def _sides(left: csr_array, source: int, sink: int) -> Iterator[Bools]:
    """Yield the smallest and the largest side of the source that a smallest cut leaves."""
    near = np.zeros(left.shape[0], np.bool_)
    near[breadth_first_order(left, source, return_predecessors=False)] = True
    yield near
    far = np.ones(left.shape[0], np.bool_)
    far[breadth_first_order(csr_array(left.T), sink, return_predecessors=False)] = False
    yield far


def most_served(problem: RoutingProblem) -> int:
    """Return how many of the nets that choose their land can be wired, at most."""
    prover = Prover(problem)
    group = prover.free_group(with_fixed=False)
    return prover.parted(group)[0] if group else 0


def prove(
    problem: RoutingProblem, left_open: Iterable[str], report: Report = silent
) -> dict[str, Cut]:
    """Return a cut for each of some open nets for which one was found; every cut holds."""
    search = _Search(problem, list(left_open), report)
    if search.names:
        search.groups(Prover(problem))
        walls = Walls(problem, report)
        search.walls(walls)
        for level, nets in walls.kept_to_one_level(search.unproved()).items():
            if problem.levels > 1:
                search.groups(Prover(problem, level, nets))
            search.orders(Orders(problem, walls.floor(level), nets))
    return {name: search.proofs[name] for name in search.names if name in search.proofs}


class _Search:
    """The proofs that were found for the open nets of a problem."""

    def __init__(self, problem: RoutingProblem, names: list[str], report: Report) -> None:
        self.problem, self.names, self.report = problem, names, report
        self.net_of = {net.name: net for net in problem.nets}
        self.proofs: dict[str, Cut] = {}

    def unproved(self) -> list[Net]:
        """Return the open nets that no proof speaks of yet."""
        return [self.net_of[name] for name in self.names if name not in self.proofs]

    def _note(self, cut: Cut | None) -> None:
        if cut is not None:
            for name in cut.nets:
                self.proofs.setdefault(name, cut)

    def groups(self, prover: Prover) -> None:
        """Look for cuts of groups of nets: all, and those about each open net."""
        asked_about = {net.name for net in prover.nets}
        for with_fixed in (False, True):
            group = prover.free_group(with_fixed=with_fixed)
            if group and self.unproved():
                self._note(prover.parted(group)[1])
        left = _MOST_TRIANGLES // len(prover.barriers.mesh.triangle)
        for net in self.unproved():
            if net.name not in asked_about or net.pool is not None:
                continue
            for group in prover.groups_about(net):
                left -= 1
                if left < 0 or net.name in self.proofs:
                    break
                self.report("route", 1, 1, "proofs")
                self._note(prover.parted(group)[1])

    def orders(self, orders: Orders) -> None:
        """Look for nets whose lands come to walls in an order that lines cannot."""
        names = [net.name for net in self.unproved()]
        for cut in orders.proofs(names) if names else ():
            self.report("route", 1, 1, "proofs")
            self._note(cut)

    def walls(self, walls: Walls) -> None:
        """Look for walls about the ends of single nets."""
        left, looked = self.unproved(), 0
        for net in left:
            if looked > _MOST_LOOKED:
                break
            looked += walls.size
            if net.name not in self.proofs:
                self.report("route", 1, 1, "proofs")
                self._note(walls.proof_of(net, left))
