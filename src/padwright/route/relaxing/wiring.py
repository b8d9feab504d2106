"""From the sketch to drawn lines: chains of points, relaxed, snapped to nanometres and thinned."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.ground.mesh import TRIANGLE, Ground
from padwright.route.owners import LONE_NET, WALL_NET
from padwright.route.problem import RoutingProblem
from padwright.route.relaxing.relax import Chains
from padwright.route.relaxing.thinning import thinned
from padwright.route.rules_at import Limits, margin_nm
from padwright.route.sketching.sketch import (
    EDGE,
    FROM,
    NET,
    RULE,
    SPACE,
    STEPS,
    TO,
    VERTEX,
    WIDTH,
    Sketch,
    line_places,
)

_Values = TypeVar("_Values", Floats, Ints)

#: A point of a chain every so many pitches (width plus spacing).
_POINT_PITCHES = 1.4
#: More points than about this many are laid further apart, up to so many pitches.
_MANY_POINTS, _FAR_PITCHES = 400_000, 4.0
#: Points of a strand whose joint moved stay this part of the step apart, and no further than that.
_CROWDED_PART, _RARE_PART = 0.4, 1.5
#: Corners of the sketch that stand out less than this part of a pitch are left out.
_CORNER_PITCHES = 0.028
#: Cosine of the angle below which fixed pieces of a line go straight on into each other.
_ONE_LINE = 1.0 - 5e-7


#: The joint of an end that stands still.
FIXED = -1


@dataclass(slots=True)
class Strand:
    """A line's run on one level; ``joints`` are numbers of the joints at its ends, or `FIXED`.

    Points that are ``pinned`` keep their places.
    """

    line: int
    net: int
    level: int
    half_nm: float
    space_nm: float  # what its net keeps to others
    points_nm: Floats  # (n, 2)
    pinned: Bools  # (n,)
    joints: tuple[int, int] = (FIXED, FIXED)


@dataclass(slots=True)
class Joint:
    """A point that strands of a net share and that may move, with its lands on their levels."""

    net: int
    place_nm: tuple[float, float]
    lands: tuple[tuple[int, float, float], ...] = ()  # level, radius in nm, spacing in nm


@dataclass(frozen=True, slots=True)
class Land:
    """A via land on one level at a vertex."""

    net: int
    level: int
    vertex: int


def draw(
    ground: Ground, sketch: Sketch, pins: dict[int, Floats]
) -> tuple[list[Strand], list[Land]]:
    """Return the strands and the via lands of every placed line, in the order of the lines.

    ``pins`` are the fixed pieces of crossings by their ids.
    """
    strands: list[Strand] = []
    lands: dict[Land, None] = {}
    step_nm = point_step_nm(ground, sketch)
    for line in range(len(sketch.line)):
        net = int(sketch.line[line, NET])
        places = line_places(ground.mesh, sketch, line).tolist()
        run = Run()
        for i in range(int(sketch.line[line, STEPS])):
            kind, level, what, triangle = sketch.step[line, i].tolist()
            if i and triangle < 0:  # came through a via, so the step before was a vertex too
                lands[Land(net, int(sketch.step[line, i - 1, 1]), what)] = None
                lands[Land(net, level, what)] = None
                run = Run()
            if kind != VERTEX and what in pins:
                edge = ground.mesh.edge[sketch.crossing[what, EDGE]]
                run.add_pin(pins[what], from_left=triangle == edge[TRIANGLE])
                continue
            run.add(places[i])
            if kind == VERTEX and len(run.points_nm) > 1:
                half = float(sketch.line_nm[level, line, WIDTH]) / 2
                space = float(sketch.line_nm[level, line, RULE])
                strands.append(
                    Strand(line, net, level, half, space, *run.chain(step_nm, corner_nm(sketch)))
                )
                run = Run()
                run.add(places[i])
    return strands, list(lands)


class Run:
    """Points of a strand to be; in straight ways between fixed pieces nothing is put."""

    def __init__(self) -> None:
        self.points_nm: list[tuple[float, float]] = []
        self._pinned: list[bool] = []
        self._straight: list[bool] = []  # the way to the point

    def add(self, point: Sequence[float], *, pinned: bool = False) -> None:
        """Add a point."""
        self.points_nm.append((float(point[0]), float(point[1])))
        self._straight.append(pinned and bool(self._pinned) and self._pinned[-1])
        self._pinned.append(pinned)

    def add_pin(self, pin: Floats, *, from_left: bool) -> None:
        """Add the fixed piece of a crossing (n, 2)."""
        points = pin if from_left else pin[::-1]
        straight = self._cut_back(points)
        first = len(self.points_nm)
        for point in points.tolist():
            self.add(point, pinned=True)
        self._straight[first] = straight

    def _cut_back(self, points: Floats) -> bool:
        """Take the points out before a fixed piece when the last one and it are in one line."""
        last = len(self._pinned) - 1
        while last > 0 and not self._pinned[last]:
            last -= 1
        if last < 1 or not self._pinned[last - 1]:
            return False
        row = np.array([*self.points_nm[last - 1 : last + 1], *points[:2].tolist()])
        ways = np.diff(row, axis=0)
        ways /= np.hypot(*ways.T)[:, None]
        if (ways[1:] @ ways[0] < _ONE_LINE).any():
            return False
        del self.points_nm[last + 1 :], self._pinned[last + 1 :], self._straight[last + 1 :]
        return True

    def chain(self, step_nm: float, rough_nm: float) -> tuple[Floats, Bools]:
        """Return points at most about a step apart without needless ones, and which are pinned."""
        keep = thinned(np.array(self.points_nm), rough_nm, np.array(self._pinned))
        self.points_nm = [p for p, kept in zip(self.points_nm, keep, strict=True) if kept]
        self._pinned = [p for p, kept in zip(self._pinned, keep, strict=True) if kept]
        self._straight = [p for p, kept in zip(self._straight, keep, strict=True) if kept]
        return self.resampled(step_nm)

    def resampled(self, step_nm: float) -> tuple[Floats, Bools]:
        """Return points at most about a step apart, and which of them are pinned."""
        points, pinned = np.array(self.points_nm), np.array(self._pinned)
        way = np.diff(points, axis=0)
        count = np.maximum(1, np.ceil(np.hypot(*way.T) / step_nm).astype(np.int64))
        count[np.array(self._straight[1:], np.bool_)] = 1
        last = np.cumsum(count)
        piece = np.repeat(np.arange(len(count)), count)
        part = (np.arange(len(piece)) - last[piece] + count[piece] + 1) / count[piece]
        fine = points[piece] + part[:, None] * way[piece]
        fine[last - 1] = points[1:]
        flags = np.zeros(len(piece), np.bool_)
        flags[last - 1] = pinned[1:]
        return np.concatenate([points[:1], fine]), np.concatenate([pinned[:1], flags])


def loosen(
    ground: Ground, strands: list[Strand], lands: list[Land], limits: Limits
) -> dict[tuple[int, int], Joint]:
    """Return a joint for each via that stands on no land of its net, by net and vertex.

    The strands that end there are told.
    """
    levels: dict[tuple[int, int], list[int]] = {}
    for land in lands:
        levels.setdefault((land.net, land.vertex), []).append(land.level)
    terminals = set(ground.terminal_vertex.tolist())
    places = ground.mesh.place_nm
    joints = {
        (net, vertex): Joint(
            net,
            (float(places[vertex, 0]), float(places[vertex, 1])),
            tuple(
                (at, float(limits.via_land_nm[at]) / 2, float(limits.spacing_nm[net, at]))
                for at in sorted(on)
            ),
        )
        for (net, vertex), on in levels.items()
        if vertex not in terminals
    }
    number = {(joint.net, *joint.place_nm): i for i, joint in enumerate(joints.values())}
    for strand in strands:
        first, last = (
            number.get((strand.net, float(x), float(y)), FIXED)
            for x, y in strand.points_nm[[0, -1]].tolist()
        )
        strand.joints = (first, last)
    return joints


def resample(points_nm: Floats, step_nm: float) -> Floats:
    """Return the corners of a polyline (n, 2) with points between them at most a step apart."""
    pieces = [points_nm[:1]]
    for p, q in pairwise(points_nm):
        count = max(1, int(np.ceil(np.hypot(*(q - p)) / step_nm)))
        part = np.arange(1, count + 1)[:, None] / count
        pieces.append(p + part * (q - p))
        pieces[-1][-1] = q
    return np.concatenate(pieces)


def even(strands: Sequence[Strand], *, is_long: bool = False) -> None:
    """Give strands that end in a joint points where they have become rare, and fewer elsewhere.

    Long problems have rarer points.
    """
    pitches = _FAR_PITCHES if is_long else _POINT_PITCHES
    for strand in strands:
        if strand.joints == (FIXED, FIXED):
            continue
        step_nm = pitches * (2 * strand.half_nm + strand.space_nm)
        points, pins = strand.points_nm.tolist(), strand.pinned.tolist()
        run = Run()
        run.add(points[0])
        for place, pinned in zip(points[1:-1], pins[1:-1], strict=True):
            gap = min(math.dist(place, run.points_nm[-1]), math.dist(place, points[-1]))
            if pinned or gap > _CROWDED_PART * step_nm:
                run.add(place, pinned=pinned)
        run.add(points[-1])
        strand.points_nm, strand.pinned = run.resampled(_RARE_PART * step_nm)


def chain(
    strands: list[Strand],
    discs: Floats,
    corners_nm: Floats,
    walls: Floats,
    base_nm: float,
    joints: Sequence[Joint] = (),
) -> tuple[Chains, list[Ints]]:
    """Return chains of all strands, and which points belong to which strand.

    ``discs`` is (n, 8): x, y, radius, net, level, spacing, first corner and number of corners;
    a land with corners lies in its radius. ``walls`` is (n, 8): ends, level, half
    width or clearance, net, spacing. What the margin of a line is more than ``base_nm`` its
    half width gets on top. The points of the joints come first, once each.
    """
    places = [np.array([joint.place_nm]) for joint in joints]
    blocks = places + [s.points_nm for s in strands] + [w[:4].reshape(2, 2) for w in walls]
    sizes = np.array([len(b) for b in blocks], np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)])
    points = np.concatenate(blocks)
    block_of = np.repeat(np.arange(len(blocks)), sizes)
    index = np.arange(len(points))
    is_last = index == first[block_of + 1] - 1
    is_first = index == first[block_of]
    begins = len(joints)
    name = index.copy()  # the point that stands for this one
    for place, strand in enumerate(strands, begins):
        for end, joint in zip((first[place], first[place + 1] - 1), strand.joints, strict=True):
            if joint != FIXED:
                name[end] = joint
    within = (block_of >= begins) & (block_of < begins + len(strands))
    pinned = np.zeros(len(points), np.bool_)
    pinned[within] = np.concatenate([s.pinned for s in strands])
    free = within & ~is_first & ~is_last & ~pinned
    middle = np.flatnonzero(free)
    ends = np.flatnonzero((name != index) & (is_first | is_last))
    beside = np.where(is_first[ends], ends + 1, ends - 1)
    pull = np.stack([name[ends], name[beside]], axis=1).reshape(-1, 2)
    free[:begins] = np.bincount(name[ends], minlength=begins)[:begins] > 0
    start = np.flatnonzero(~is_last)
    levels = np.array([s.level for s in strands] + walls[:, 4].tolist(), np.int64)
    half = np.array(
        [s.half_nm + (margin_nm(s.half_nm) - base_nm) / 2 for s in strands] + walls[:, 5].tolist()
    )
    space = np.array([s.space_nm for s in strands] + walls[:, 7].tolist())
    net = np.array([s.net for s in strands] + walls[:, 6].tolist(), np.int64)
    block = block_of[start] - begins
    # lands that move with a joint come before the walls, which are last
    rows = [
        (i, radius, j.net, level, apart)
        for i, j in enumerate(joints)
        for level, radius, apart in j.lands
    ]
    lands = np.array(rows, np.float64).reshape(-1, 5)
    at_land = lands[:, 0].astype(np.int64)
    lines = int((block < len(strands)).sum())

    def put(of_lines: _Values, of_lands: _Values) -> _Values:
        return np.concatenate([of_lines[:lines], of_lands, of_lines[lines:]])

    chains = Chains(
        np.ascontiguousarray(points[:, 0]),
        np.ascontiguousarray(points[:, 1]),
        free.astype(np.float64),
        np.stack([middle, name[middle - 1], name[middle + 1]], axis=1).reshape(-1, 3),
        pull[np.argsort(pull[:, 0], kind="stable")],
        put(name[start], at_land),
        put(name[start + 1], at_land),
        put(half[block], lands[:, 1]),
        put(space[block], lands[:, 4]),
        put(net[block], lands[:, 2].astype(np.int64)),
        put(levels[block], lands[:, 3].astype(np.int64)),
        put((is_first[start] | is_last[start + 1]).astype(np.int64), at_land * 0 + 1),
        np.ascontiguousarray(discs[:, 0]),
        np.ascontiguousarray(discs[:, 1]),
        np.ascontiguousarray(discs[:, 2]),
        np.ascontiguousarray(discs[:, 5]),
        discs[:, 3].astype(np.int64),
        discs[:, 4].astype(np.int64),
        discs[:, 6:8].astype(np.int64),
        corners_nm,
    )
    parts = [name[first[i] : first[i + 1]] for i in range(begins, begins + len(strands))]
    return chains, parts


def _pitch_nm(sketch: Sketch) -> float:
    return float((sketch.line_nm[..., WIDTH] + sketch.line_nm[..., SPACE]).min(initial=np.inf))


def corner_nm(sketch: Sketch) -> float:
    """Return how far corners of the sketch may stand out and still be left out."""
    return _CORNER_PITCHES * _pitch_nm(sketch)


def point_step_nm(ground: Ground, sketch: Sketch) -> float:
    """Return the distance of chain points that suits the rules and the length of the lines."""
    ends = ground.mesh.place_nm[sketch.line[:, [FROM + 1, TO + 1]]]
    length_nm = float(np.hypot(*(ends[:, 0] - ends[:, 1]).T).sum())
    least, most = _POINT_PITCHES * _pitch_nm(sketch), _FAR_PITCHES * _pitch_nm(sketch)
    return min(max(least, length_nm / _MANY_POINTS), most)


def wall_pieces(problem: RoutingProblem, ground: Ground, limits: Limits, step_nm: float) -> Floats:
    """Return borders and given wires as rows of walls for `chain`."""
    mesh = ground.mesh
    rows: list[tuple[float, ...]] = []
    for level, edge in zip(*map(np.ndarray.tolist, np.nonzero(ground.wall_nm >= 0)), strict=True):
        ends = mesh.place_nm[mesh.edge[edge, :2]]
        rest = (level, float(ground.wall_nm[level, edge]), WALL_NET, 0.0)
        rows += [(*p, *q, *rest) for p, q in pairwise(resample(ends, step_nm).tolist())]
    number = {net.name: i for i, net in enumerate(problem.nets)}
    lone = LONE_NET - len(problem.terminals)
    for wire in problem.wires:
        net = number.get(wire.net, -1)
        space = float(limits.spacing_nm[net, wire.level])
        rest = (wire.level, wire.width_nm / 2, net if net >= 0 else lone, space)
        points = resample(np.array(wire.points_nm, np.float64), step_nm).tolist()
        rows += [(*p, *q, *rest) for p, q in pairwise(points)]
    return np.array(rows, np.float64).reshape(-1, 8)
