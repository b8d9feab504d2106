"""Proofs that not all nets can be wired: closed curves of gaps that hold too few lines.

The largest flow through the triangles between things that stand still is never less than the
number of nets that can be wired, and the smallest cut is the curve that shows it (L. R. Ford and
D. R. Fulkerson, "Maximal flow through a network", Canadian J. Math. 8, 1956). First the levels are
one area, since lines may change level anywhere; at last they are joined only where vias have room.
Nets with lands of their own at both ends are asked about in groups, one end of each inside;
`padwright.route.proving.cut_check` judges what is found.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from padwright.base.arrays import Bools
from padwright.base.progress import Report, silent
from padwright.route.ground.given import given_nets
from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.barrier import Gauge, least_gauge
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.floor import on_level
from padwright.route.proving.orders import Orders
from padwright.route.proving.terrain import Flat, Floors, OneFloor
from padwright.route.proving.walls import Walls
from padwright.route.routing import Cut

#: Triangles that are looked at for all groups of nets of one problem together, about.
_MOST_TRIANGLES = 100_000
#: The same for walls about single nets, which take less than a microsecond a triangle and net.
_MOST_LOOKED = 100_000_000
#: Of more nets the room for vias about their lands is not looked at one by one.
_MOST_ON_FLOORS = 500
_SIZES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_PARTS = (0.5, 0.25, 0.75)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A net of a group: the terminals it starts from and those of its other end, or a pool."""

    net: Net
    starts: tuple[int, ...]
    goals: tuple[int, ...]


class Prover:
    """Looks for cuts of groups of nets, in flows through some terrain."""

    def __init__(
        self,
        problem: RoutingProblem,
        terrain: Flat | Floors | None = None,
        nets: Iterable[Net] | None = None,
    ) -> None:
        self.problem = problem
        self.terrain = Flat(problem) if terrain is None else terrain
        self.number = {t.name: i for i, t in enumerate(problem.terminals)}
        given = given_nets(problem)
        #: Nets with given wiring have metal in many places; they are not asked about.
        self.nets = [
            net for net in (problem.nets if nets is None else nets) if net.name not in given
        ]

    def parted(self, group: list[_Asked]) -> tuple[int, Cut | None]:
        """Return how many nets of a group can be wired at most, and the cut when not all can."""
        problem, terrain = self.problem, self.terrain
        nets = [asked.net for asked in group]
        gauge = least_gauge(problem, nets)
        lines = terrain.lines(gauge)
        links, first_land = terrain.links(gauge, nets)
        first_net = first_land + len(problem.terminals)
        source, sink = first_net + len(group), first_net + len(group) + 1
        arcs: list[tuple[int, int]] = []
        goals: dict[int, None] = {}
        pools = {pool.name: pool for pool in problem.pools}
        for i, asked in enumerate(group):
            arcs.append((source, first_net + i))
            for start in asked.starts:
                arcs.append((first_net + i, first_land + start))
                arcs += [(first_land + start, t) for t in terrain.touched[start]]
            ends = asked.goals
            if asked.net.pool is not None:
                ends = tuple(self.number[name] for name in pools[asked.net.pool].terminals)
            goals |= dict.fromkeys(ends)
        for goal in goals:
            arcs.append((first_land + goal, sink))
            arcs += [(t, first_land + goal) for t in terrain.touched[goal]]
        a, b = terrain.sides.T
        up, down = links.T
        tail, head = np.array(arcs, np.int64).T
        rows = np.concatenate([tail, a, b, up, down])
        columns = np.concatenate([head, b, a, down, up])
        all_lines = np.full(2 * len(links), len(group) + 1)
        most = np.concatenate([np.ones(len(tail), np.int64), lines, lines, all_lines])
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
        return int(done.flow_value), next((cut for cut in cuts if cut_holds(problem, cut)), None)

    def _cut(self, group: list[_Asked], gauge: Gauge, reached: Bools) -> Cut:
        terrain = self.terrain
        within = reached[: terrain.count]
        a, b = terrain.sides.T
        gaps = terrain.gaps(gauge, np.flatnonzero(within[a] != within[b]))
        goals: dict[int, None] = {}
        nets = []
        pools = {pool.name: pool for pool in self.problem.pools}
        for asked in group:
            starts = [t for start in asked.starts for t in terrain.touched[start]]
            if not within[starts].all():
                continue
            if asked.net.pool is not None:
                nets.append(asked.net.name)
                goals |= dict.fromkeys(self.number[n] for n in pools[asked.net.pool].terminals)
            elif not within[[t for goal in asked.goals for t in terrain.touched[goal]]].any():
                nets.append(asked.net.name)
        inner = sum(bool(within[list(terrain.touched[goal])].any()) for goal in goals)
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
    problem: RoutingProblem,
    left_open: Iterable[str],
    report: Report = silent,
    out_of_time: Callable[[], bool] = lambda: False,
) -> dict[str, Cut]:
    """Return a cut for each of some open nets for which one was found; every cut holds.

    Parameters
    ----------
    problem
        What was routed.
    left_open
        The names of open nets.
    report
        Told of progress; may raise `CancelledError`.
    out_of_time
        Once it is true nothing more is looked for.
    """
    search = _Search(problem, list(left_open), report, out_of_time)
    if search.names:
        search.groups(Prover(problem))
        walls = Walls(problem, report)
        search.walls(walls)
        for level, nets in walls.kept_to_one_level(search.unproved()).items():
            if problem.levels > 1:
                terrain = OneFloor(problem, on_level(problem, level), level)
                search.groups(Prover(problem, terrain, nets))
            search.orders(Orders(problem, walls.floor(level), nets))
        if problem.levels > 1 and len(problem.nets) <= _MOST_ON_FLOORS and search.unproved():
            search.groups(Prover(problem, Floors(walls)))
    return {name: search.proofs[name] for name in search.names if name in search.proofs}


class _Search:
    """The proofs that were found for the open nets of a problem."""

    def __init__(
        self,
        problem: RoutingProblem,
        names: list[str],
        report: Report,
        out_of_time: Callable[[], bool],
    ) -> None:
        self.problem, self.names, self.report = problem, names, report
        self.out_of_time = out_of_time
        self.net_of = {net.name: net for net in problem.nets}
        self.proofs: dict[str, Cut] = {}

    def unproved(self) -> list[Net]:
        """Return the open nets that no proof speaks of yet; none when the time is over."""
        if self.out_of_time():
            return []
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
        left = _MOST_TRIANGLES // prover.terrain.count
        for net in self.unproved():
            if net.name not in asked_about or net.pool is not None:
                continue
            for group in prover.groups_about(net):
                left -= 1
                if left < 0 or net.name in self.proofs or self.out_of_time():
                    break
                self.report("route", 1, 1, "proofs")
                self._note(prover.parted(group)[1])

    def orders(self, orders: Orders) -> None:
        """Look for nets whose lands come to walls in an order that lines cannot."""
        names = [net.name for net in self.unproved()]
        for cut in orders.proofs(names) if names else ():
            self.report("route", 1, 1, "proofs")
            self._note(cut)
            if self.out_of_time():
                break

    def walls(self, walls: Walls) -> None:
        """Look for walls about the ends of single nets."""
        left, looked = self.unproved(), 0
        for net in left:
            if looked > _MOST_LOOKED or self.out_of_time():
                break
            looked += walls.size
            if net.name not in self.proofs:
                self.report("route", 1, 1, "proofs")
                self._note(walls.proof_of(net, left))
