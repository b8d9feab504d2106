"""From wires of any angle to octilinear ones beside them: stairs that nest.

A stretch of a wire whose direction lies between two octilinear ones becomes stairs of these two.
The stairs begin anew where the wire crosses lines of one family, square to the middle of the two
directions: so the stairs of wires that lie beside each other keep their order and do not cross.
Where steps are too coarse, so that stairs come near to something else, they are halved.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.octilinear.lines import ACROSS, STEP, STEP_LENGTH, Chain, Drawing, Trail
from padwright.route.octilinear.near import Room
from padwright.route.relaxing.thinning import thin

#: How coarse stairs are at first, and how often they are halved, in pitches.
_FIRST_PITCHES, _HALVINGS, _MOST_ROUNDS = 64.0, 10, 24
#: How often those are halved at once that are to be fine.
_FINE = 5
#: How much of a distance may be missing to begin with, in pitches.
_MISSING_PITCHES = 0.6
#: Corners of a wire that stand out less than this are not followed, in pitches.
_FOLLOWED_PITCHES = 0.03
#: A stretch within this distance of an octilinear line is taken for one.
_STRAIGHT_NM = 1.0
_EIGHTH = math.pi / 4


def stairs(
    trails: Sequence[Trail],
    nodes: tuple[Floats, Bools],
    room: Room,
    pitch_nm: float,
    fine: Collection[int],
) -> Drawing:
    """Return stairs for every trail, as coarse as can be.

    Parameters
    ----------
    nodes
        Places (n, 2), and which of them may move.
    fine
        Trails whose stairs are fine from the start.
    """
    node_nm, free = nodes
    runs = [thin(trail.points_nm, _FOLLOWED_PITCHES * pitch_nm) for trail in trails]
    halved = np.array([_FINE if i in fine else 0 for i in range(len(trails))], np.int64)
    chains: list[Chain | None] = [None] * len(trails)
    for turn in range(_MOST_ROUNDS):
        for i, run in enumerate(runs):
            if chains[i] is None:
                chains[i] = _stairs(run, _FIRST_PITCHES * pitch_nm / 2.0 ** int(halved[i]))
        drawing = Drawing(trails, [c for c in chains if c is not None], node_nm, free)
        crowded = _crowded(drawing, room, _MISSING_PITCHES * pitch_nm)
        finer = halved.copy()
        for i, j in crowded.tolist():
            # the coarser one follows first, so that both step alike
            least = min(halved[i], halved[j])
            for k in (i, j):
                if halved[k] == least:
                    finer[k] = min(_HALVINGS, least + 1)
        changed = np.flatnonzero(finer != halved)
        if not len(changed) or turn == _MOST_ROUNDS - 1:
            break
        halved = finer
        for i in changed.tolist():
            chains[i] = None
    return drawing


def _crowded(drawing: Drawing, room: Room, missing_nm: float) -> Ints:
    """Return pairs of trails that are much too near; twice the same beside something that stays."""
    found = []
    for ties in room.ties(drawing, 0.0):
        apart = room.apart(drawing, ties)
        bad = apart.need_nm - apart.gap_nm > missing_nm
        first = drawing.trail[ties.first[bad]]
        second = first if ties.staked else drawing.trail[ties.second[bad]]
        found.append(np.stack([first, second], axis=1))
    return np.unique(np.concatenate(found), axis=0)


class _Walk:
    """Gathers steps; directions that do not follow each other get steps of no length between."""

    def __init__(self) -> None:
        self.way: list[int] = []
        self.steps: list[float] = []

    def go(self, way: int, steps_nm: float) -> None:
        way %= 8
        if self.way and self.way[-1] == way:
            self.steps[-1] += steps_nm
            return
        if self.way:
            turn = (way - self.way[-1] + 3) % 8 - 3  # half a turn goes to the left
            side = 1 if turn > 0 else -1
            for _ in range(abs(turn) - 1):
                self.way.append((self.way[-1] + side) % 8)
                self.steps.append(0.0)
        self.way.append(way)
        self.steps.append(steps_nm)


def _stairs(run: Floats, height_nm: float) -> Chain:
    """Return stairs along a polyline (n, 2)."""
    walk = _Walk()
    stretches = _stretches(run)
    for place, (way, single, points) in enumerate(stretches):
        after = stretches[place + 1][0] if place + 1 < len(stretches) else None
        if single:
            step = STEP[way]
            walk.go(way, max(0.0, float((points[-1] - points[0]) @ step / (step @ step))))
            continue
        middle = _EIGHTH * (way + 0.5)
        along = points @ np.array([math.cos(middle), math.sin(middle)])
        first, last = math.floor(along[0] / height_nm) + 1, math.ceil(along[-1] / height_nm)
        cuts = np.array([along[0], *(np.arange(first, last) * height_nm), along[-1]])
        at = np.stack([np.interp(cuts, along, points[:, axis]) for axis in range(2)], axis=1)
        both = np.stack([STEP[way], STEP[(way + 1) % 8]], axis=1).astype(np.float64)
        parts = np.maximum(np.linalg.solve(both, np.diff(at, axis=0).T).T, 0.0)
        for k, (one, other) in enumerate(parts.tolist()):
            steps = [(way, one), (way + 1, other)]
            if (
                k == len(parts) - 1
                and after is not None
                and _apart(way, after) < _apart(way + 1, after)
            ):
                steps.reverse()
            for each in steps:
                walk.go(*each)
    if len(walk.way) == 1:
        across = ACROSS[walk.way[0] % 4]
        if across @ run[0] != across @ run[-1]:  # almost straight: one step aside makes it exact
            way = math.floor(math.atan2(*(run[-1] - run[0])[::-1]) / _EIGHTH)
            walk.way, walk.steps = [way % 8, (way + 1) % 8], [walk.steps[0], 0.0]
    ways = np.array(walk.way, np.int64)
    corner = run[0] + np.cumsum(np.array(walk.steps)[:, None] * STEP[ways], axis=0)
    return Chain(ways, (ACROSS[ways % 4] * corner).sum(axis=1))


def _apart(one: int, other: int) -> int:
    return min((one - other) % 8, (other - one) % 8)


def _stretches(run: Floats) -> list[tuple[int, bool, Floats]]:
    """Return stretches of a polyline that go between a direction and the next, or in one alone."""
    chord = np.diff(run, axis=0)
    eighths = np.arctan2(chord[:, 1], chord[:, 0]) / _EIGHTH
    nearest = np.rint(eighths).astype(np.int64) % 8
    step = STEP[nearest]
    off = np.abs(chord[:, 0] * step[:, 1] - chord[:, 1] * step[:, 0]) / STEP_LENGTH[nearest]
    straight = off < (_STRAIGHT_NM if len(chord) > 1 else 1e-9)
    way = np.where(straight, nearest, np.floor(eighths).astype(np.int64) % 8)
    found: list[tuple[int, bool, int]] = []
    for i in range(len(chord)):
        this = int(way[i])
        if found:
            last, single, begin = found[-1]
            fits = {last} if single else {last, (last + 1) % 8}
            if (straight[i] and this in fits) or (not straight[i] and not single and this == last):
                continue
            if not straight[i] and single and last in {this, (this + 1) % 8}:
                found[-1] = (this, False, begin)
                continue
        found.append((this, bool(straight[i]), i))
    begins = [begin for _, _, begin in found] + [len(chord)]
    return [
        (this, single, run[begins[k] : begins[k + 1] + 1])
        for k, (this, single, _) in enumerate(found)
    ]
