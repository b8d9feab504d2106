"""Improvement of a legal sketch: lines are taken out and routed again where that makes all shorter.

A trial takes one line out and routes it at a price for crossing others; what it crosses or
crowds is taken out in turn and must find a way that crosses nothing. The trial stands when the
lines, pulled straight, are shorter in sum than before; otherwise everything is put back as it
was. Rip-up and reroute with ejections, as in the local searches for vehicle routing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.spatial.distance import cdist

from padwright.base.arrays import Floats, Ints
from padwright.base.progress import Report
from padwright.route.ground.mesh import Mesh
from padwright.route.sketching.desk import Desk, open_desk
from padwright.route.sketching.negotiate import NO_ENDS, route_lines
from padwright.route.sketching.placing import put_back, remove_line
from padwright.route.sketching.prices import FORBIDDEN_NM, Prices
from padwright.route.sketching.sketch import (
    COUNT,
    CROSSING,
    EDGE,
    FROM,
    IDS,
    NET,
    STEPS,
    TO,
    WISH,
    Sketch,
    open_lack_nm,
    usual_pitch_nm,
)
from padwright.route.sketching.slide import pull, pull_some
from padwright.route.sketching.trees import parts_of, tree_length
from padwright.route.sketching.trial import beside, in_the_way, line_lengths

_PASSES = 6
_SWEEPS = 6
#: Lines that one trial may take out beside its own.
_MOST_EJECTED = 5
#: A trial must gain this part of a pitch, a line this part over its straight way to be tried.
_GAIN_PART, _DETOUR_PART = 0.005, 0.02
#: Prices of a crossed line in pitches that are tried in turn; none is a way that crosses nothing.
_CROSSINGS = (None, 2.0, 8.0)
#: Lands of the other part that a line of a tree is aimed at in turn.
_AIMS = 3
#: Length of a line that has no place.
_OPEN_NM = 1e9
#: Steps of lines of trees that are measured at most, about; measuring a tree takes long.
_MOST_TREE_STEPS = 300_000
#: Price of a via in widths plus spacings.
VIA_PITCHES = 2.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A line as it was when it was taken out."""

    line: int
    steps: Ints
    seats: Ints
    wish_nm: Floats


@dataclass(slots=True)
class _Bench:
    """What the trials work on."""

    mesh: Mesh
    sketch: Sketch
    desk: Desk
    pitch_nm: float
    tolerance_nm: float
    trees: dict[int, list[int]]  # the lines of nets that have several
    length_nm: Floats  # (lines, 2) length and vias of the lines as they stand
    done: list[tuple[int, _Kept | None]] = field(default_factory=list)
    tree_steps: int = 0  # measured so far

    def take_out(self, line: int) -> None:
        self.done.append((line, _keep(self.sketch, line)))
        remove_line(self.mesh, self.sketch, line)

    def put_in(self, line: int, crossing_ratio: float | None, aim: int = 0) -> bool:
        via_nm = VIA_PITCHES * self.pitch_nm
        if crossing_ratio is None:
            prices = Prices(2 * FORBIDDEN_NM, 2 * FORBIDDEN_NM, via_nm, 0.0)
        else:
            prices = Prices(crossing_ratio * self.pitch_nm, crossing_ratio, via_nm, 0.0)
        order = np.array([line], np.int64)
        ends = NO_ENDS
        if int(self.sketch.line[line, NET]) in self.trees:
            ends = self._ends(line, aim)
            if not len(ends):
                return False
        if route_lines(self.mesh, self.sketch, self.desk, prices, order, ends):
            return False
        self.done.append((line, None))
        return True

    def _ends(self, line: int, aim: int) -> Ints:
        """Return the lands of both parts that a line of a tree may join, and aim it at some."""
        first, second = parts_of(self.sketch, line)
        if set(first) & set(second):
            return NO_ENDS
        if aim >= len(second):
            return NO_ENDS
        ordered = sorted(first)  # of equally near lands the first
        place = self.mesh.place_nm
        gaps_nm = cdist(place[[b for _, b in second]], place[[a for _, a in ordered]])
        nearest = gaps_nm.argmin(axis=1).tolist()
        ways = zip(gaps_nm.min(axis=1).tolist(), (ordered[k] for k in nearest), second, strict=True)
        _, a, b = sorted(ways)[aim]
        self.sketch.line[line, FROM : FROM + 4] = (*a, *b)
        return np.array([(*a, 0) for a in first] + [(*b, 1) for b in second], np.int64)

    def measure(self, lines: Ints, length_nm: Floats) -> None:
        """Write lengths and numbers of vias of lines; the first line of a tree has all of it."""
        line_lengths(self.mesh, self.sketch, lines, length_nm)
        for net in sorted({int(n) for n in self.sketch.line[lines, NET]} & set(self.trees)):
            own = self.trees[net]
            placed = [line for line in own if self.sketch.line[line, STEPS]]
            length_nm[own] = 0.0
            self.tree_steps += int(self.sketch.line[own, STEPS].sum())
            if placed:
                length_nm[own[0]] = tree_length(self.mesh, self.sketch, placed)
            length_nm[own[0], 0] += _OPEN_NM * (len(own) - len(placed))

    def undo(self) -> None:
        while self.done:
            line, kept = self.done.pop()
            if kept is None:
                remove_line(self.mesh, self.sketch, line)
            else:
                put_back(self.mesh, self.sketch, line, kept.steps, kept.seats, kept.wish_nm)


def _keep(sketch: Sketch, line: int) -> _Kept:
    steps = sketch.step[line, : sketch.line[line, STEPS]].copy()
    at = np.flatnonzero(steps[:, 0] == CROSSING)
    what, level = steps[at, 2], steps[at, 1]
    edge = sketch.crossing[what, EDGE]
    ids = sketch.edge[level, edge, IDS:]
    standing = np.arange(ids.shape[1]) < sketch.edge[level, edge, COUNT, None]
    seat = ((ids == what[:, None]) & standing).argmax(axis=1)
    order = np.argsort(seat, kind="stable")
    seats = np.stack([at, edge, seat], axis=1)[order]
    return _Kept(line, steps, seats, sketch.crossing_nm[what[order], WISH])


def _bench(mesh: Mesh, sketch: Sketch) -> _Bench:
    length = np.zeros((len(sketch.line), 2))
    of_net: dict[int, list[int]] = {}
    for line, net in enumerate(sketch.line[:, NET].tolist()):
        of_net.setdefault(net, []).append(line)
    trees = {net: lines for net, lines in of_net.items() if len(lines) > 1}
    length[sketch.line[:, STEPS] == 0, 0] = _OPEN_NM
    pitch, lack = usual_pitch_nm(sketch), open_lack_nm(sketch)
    bench = _Bench(mesh, sketch, open_desk(sketch), pitch, lack, trees, length)
    bench.desk.goal_nm[2] = 1.0  # no haste: the shortest way is wanted
    bench.measure(np.flatnonzero(sketch.line[:, STEPS]).astype(np.int64), length)
    return bench


def complete(mesh: Mesh, sketch: Sketch, report: Report, out_of_time: Callable[[], bool]) -> None:
    """Place lines that have no place where others can go round for them."""
    left = np.flatnonzero(sketch.line[:, STEPS] == 0)
    if not len(left) or out_of_time():
        return
    bench = _bench(mesh, sketch)
    for count, line in enumerate(left.tolist()):
        report("route", count, len(left), "places")
        for crossing in _CROSSINGS[1:]:
            if sketch.line[line, STEPS] == 0 and not out_of_time():
                _try(bench, line, crossing)


def improve(mesh: Mesh, sketch: Sketch, report: Report, out_of_time: Callable[[], bool]) -> float:
    """Make a legal sketch shorter in place; return by how many nm, as far as the sketch knows.

    What was placed stays placed, and nothing comes into conflict.
    """
    lines = np.flatnonzero(sketch.line[:, STEPS]).astype(np.int64)
    bench = _bench(mesh, sketch)
    a, b = sketch.line[:, FROM + 1], sketch.line[:, TO + 1]
    direct = np.hypot(*(mesh.place_nm[a] - mesh.place_nm[b]).T)
    gained = 0.0
    for round_ in range(_PASSES):
        pull(mesh, sketch, 4 * _SWEEPS)
        bench.measure(lines, bench.length_nm)
        detour = bench.length_nm[:, 0] - direct
        for own in bench.trees.values():
            detour[own] = bench.length_nm[own[0], 0] - direct[own].min()
        todo = lines[np.argsort(-detour[lines], kind="stable")]
        todo = todo[detour[todo] > _DETOUR_PART * bench.pitch_nm]
        now = 0.0
        for count, line in enumerate(todo.tolist()):
            if count % 20 == 0:
                report("route", round_, _PASSES, "improvement")
                if out_of_time() or bench.tree_steps > _MOST_TREE_STEPS:
                    return gained + now
            aims = _AIMS if int(sketch.line[line, NET]) in bench.trees else 1
            for crossing, aim in product(_CROSSINGS, range(aims)):
                now += _try(bench, line, crossing, aim)
        gained += now
        if now < bench.pitch_nm:
            break
    return gained


def _try(bench: _Bench, line: int, crossing_ratio: float | None, aim: int = 0) -> float:
    """Route one line again; return what that gained in nm, 0 when it was put back."""
    mesh, sketch = bench.mesh, bench.sketch
    bench.done.clear()
    mark = np.zeros(len(sketch.line), np.int64)
    beside(sketch, line, mark)
    if sketch.line[line, STEPS]:
        bench.take_out(line)
    if not bench.put_in(line, crossing_ratio, aim) or not _make_room(bench, line, mark):
        bench.undo()
        return 0.0
    for moved, kept in bench.done:
        if kept is None:
            beside(sketch, moved, mark)
            if in_the_way(mesh, sketch, moved, bench.tolerance_nm) != -1:
                bench.undo()
                return 0.0
    for own in bench.trees.values():
        if mark[own].any():
            mark[own] = 1
    near = np.flatnonzero(mark).astype(np.int64)
    pull_some(mesh, sketch, near, _SWEEPS)
    after = bench.length_nm.copy()
    bench.measure(near, after)
    price = np.array([1.0, VIA_PITCHES * bench.pitch_nm])
    gain = float(((bench.length_nm[near] - after[near]) @ price).sum())
    if gain < _GAIN_PART * bench.pitch_nm:
        bench.undo()
        return 0.0
    bench.length_nm = after
    return gain


def _make_room(bench: _Bench, line: int, mark: Ints) -> bool:
    """Take out what is in a line's way and route it again; return whether that went."""
    ejected: list[int] = []
    while True:
        other = in_the_way(bench.mesh, bench.sketch, line, bench.tolerance_nm)
        if other == -1:
            break
        if other < 0 or len(ejected) == _MOST_EJECTED:
            return False
        beside(bench.sketch, other, mark)
        bench.take_out(other)
        ejected.append(other)
    return all(bench.put_in(other, None) for other in ejected)
