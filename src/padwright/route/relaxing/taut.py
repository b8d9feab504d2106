"""Drawing trees taut before the relaxation: forks move far at once where nothing is in between.

The relaxation moves points by a small part of a line's width, so that nothing is jumped over. A
fork may have to go a long way; here it goes to the point of least length between the next corners
of its strands (E. Weiszfeld, Tohoku Math. J. 43, 1937), as far as the triangles that the strands
sweep hold nothing of another net, and corners without anything inside are cut off.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.relaxing.steiner import Joints, forked
from padwright.route.relaxing.thinning import thinned
from padwright.route.relaxing.wiring import FIXED, Joint, Run, Strand
from padwright.route.segments import gaps_nm

#: Corners that stand out less than this part of the step are left out.
_CORNER_PART = 0.02
_ROUNDS = 24
_WEISZFELD_ROUNDS = 60
#: Parts of the way to the best point that a fork tries to go.
_PARTS = (1.0, 0.5, 0.2)
#: A fork that moves less than this part of the distance of chain points has arrived.
_STILL_PART = 0.02


def least_point(places: Floats, start: Floats) -> Floats:
    """Return the point of least sum of distances to places (n, 2)."""
    for place in places:
        away = places - place
        gap = np.hypot(*away.T)
        units = away[gap > 0] / gap[gap > 0, None]
        if np.hypot(*units.sum(axis=0)) <= (gap == 0).sum():
            return np.asarray(place)
    at = start
    for _ in range(_WEISZFELD_ROUNDS):
        weight = 1 / np.maximum(np.hypot(*(places - at).T), 1.0)
        at = weight @ places / weight.sum()
    return np.asarray(at)


def _is_inside(corners: Floats, points: Floats) -> bool:
    """Return whether one of the points (n, 2) lies in a triangle (3, 2)."""
    turns = []
    for p, q in pairwise((*corners, corners[0])):
        d, off = q - p, points - p
        turns.append(d[0] * off[:, 1] - d[1] * off[:, 0])
    side = np.array(turns)
    return bool(((side > 0).all(axis=0) | (side < 0).all(axis=0)).any())


class _Field:
    """What stands on each level: segments (n, 6) of ends, half width and net."""

    def __init__(self, strands: Sequence[Strand], discs: Floats, walls: Floats) -> None:
        self.still: dict[int, Floats] = {}
        rows = [
            *((*d[:2], *d[:2], d[2], d[3], d[4]) for d in discs.tolist()),
            *((*w[:4], w[5], w[6], w[4]) for w in walls.tolist()),
        ]
        table = np.array(rows, np.float64).reshape(-1, 7)
        for level in np.unique(table[:, 6]).tolist():
            self.still[int(level)] = table[table[:, 6] == level, :6]
        self.strands = strands
        self.ways: dict[int, Floats] = {}
        self.others: dict[tuple[int, int], tuple[Floats, Floats]] = {}
        for level in {strand.level for strand in strands}:
            self.note(level)

    def note(self, level: int) -> None:
        """Take the strands of a level as they are now."""
        rows = [self.still.get(level, np.zeros((0, 6)))]
        for strand in self.strands:
            if strand.level == level:
                p = strand.points_nm
                more = np.broadcast_to((strand.half_nm, strand.net), (len(p) - 1, 2))
                rows.append(np.concatenate([p[:-1], p[1:], more], axis=1))
        self.ways[level] = np.concatenate(rows)
        self.others = {key: each for key, each in self.others.items() if key[0] != level}

    def _of_others(self, level: int, net: int) -> tuple[Floats, Floats]:
        """Return what other nets have on a level, and the boxes of it, shape (4, n)."""
        if (level, net) not in self.others:
            there = self.ways[level][self.ways[level][:, 5] != net]
            low, high = (f(there[:, :2], there[:, 2:4]) for f in (np.minimum, np.maximum))
            boxes = np.concatenate([low - there[:, 4:5], high + there[:, 4:5]], axis=1)
            # nets come one after the other
            self.others = {key: each for key, each in self.others.items() if key[1] == net}
            self.others[level, net] = there, np.ascontiguousarray(boxes.T)
        return self.others[level, net]

    def is_free(self, strand: Strand, corners: Floats, new: Sequence[tuple[int, int]]) -> bool:
        """Return whether a strand may sweep a triangle and then lie on its sides ``new``."""
        table, boxes = self._of_others(strand.level, strand.net)
        low, high = corners.min(axis=0) - strand.half_nm, corners.max(axis=0) + strand.half_nm
        near = (boxes[0] < high[0]) & (boxes[2] > low[0])
        near &= (boxes[1] < high[1]) & (boxes[3] > low[1])
        if not near.any():
            return True
        there = table[near]
        if _is_inside(corners, there[:, :2]) or _is_inside(corners, there[:, 2:4]):
            return False
        for a, b in new:
            side = np.concatenate([corners[a], corners[b]])
            if (gaps_nm(there[:, :4], side[None]) < strand.half_nm + there[:, 4]).any():
                return False
        return True


def tauten(
    strands: list[Strand], joints: Joints, discs: Floats, walls: Floats, step_nm: float
) -> list[Strand]:
    """Return the strands with the trees among them drawn taut; ``joints`` may become more.

    ``discs`` and ``walls`` are those of `padwright.route.relaxing.wiring.chain`.
    """
    nets = dict.fromkeys(net for net, place in joints if place < 0)
    if not nets:
        return strands
    strands = list(strands)
    field = _Field(strands, discs, walls)
    lands = {(d[0], d[1], int(d[4])): d[2] for d in discs.tolist()}
    for net in nets:
        own = [s for s in strands if s.net == net]
        for strand in own:
            keep = thinned(strand.points_nm, _CORNER_PART * step_nm, strand.pinned)
            strand.points_nm, strand.pinned = strand.points_nm[keep], strand.pinned[keep]
        _pull(own, list(joints.values()), field, step_nm)
        own = forked(_landed(own, joints, {}, field, step_nm), joints, net, step_nm)
        _pull(own, list(joints.values()), field, step_nm)
        own = _landed(own, joints, lands, field, step_nm)
        for strand in own:
            run = Run()
            for point, pinned in zip(strand.points_nm.tolist(), strand.pinned, strict=True):
                run.add(point, pinned=bool(pinned))
            strand.points_nm, strand.pinned = run.resampled(step_nm)
        strands[:] = [s for s in strands if s.net != net] + own
        for level in {strand.level for strand in own}:
            field.note(level)
    return strands


def _pull(own: Sequence[Strand], joints: Sequence[Joint], field: _Field, step_nm: float) -> None:
    """Move the forks of a net and cut corners until nothing moves far."""
    meet: dict[int, list[tuple[Strand, int]]] = {}
    for strand in own:
        for at, joint in enumerate(strand.joints):
            if joint != FIXED and not joints[joint].lands:
                meet.setdefault(joint, []).append((strand, at))
    for _ in range(_ROUNDS):
        most = 0.0
        for strand in own:
            _cut_corners(strand, field)
        for joint, ends in meet.items():
            most = max(most, _move(joints[joint], ends, field))
        if most < _STILL_PART * step_nm:
            break


def _cut_corners(strand: Strand, field: _Field) -> None:
    points, i = strand.points_nm, 1
    while i + 1 < len(points):
        fixed = strand.pinned[i]
        if not fixed and field.is_free(strand, points[i - 1 : i + 2], [(0, 2)]):
            points, strand.pinned = np.delete(points, i, axis=0), np.delete(strand.pinned, i)
            i = max(1, i - 1)
        else:
            i += 1
    strand.points_nm = points


def _move(joint: Joint, ends: Sequence[tuple[Strand, int]], field: _Field) -> float:
    """Move a fork as far to the best place as nothing is in the way; return how far."""
    here = np.array(joint.place_nm)
    far = np.array([strand.points_nm[-2 if at else 1] for strand, at in ends])
    best = least_point(far, here)
    for part in _PARTS:
        place = here + part * (best - here)
        if all(
            field.is_free(strand, np.stack([here, place, to]), [(1, 2)])
            for (strand, _), to in zip(ends, far, strict=True)
        ):
            joint.place_nm = (float(place[0]), float(place[1]))
            for strand, at in ends:
                strand.points_nm = strand.points_nm.copy()
                strand.points_nm[-1 if at else 0] = place
            return float(np.hypot(*(place - here)))
    return 0.0


def _landed(
    own: Sequence[Strand],
    joints: Joints,
    lands: dict[tuple[float, float, int], float],
    field: _Field,
    step_nm: float,
) -> list[Strand]:
    """Return the strands without those of no length, whose fork has come to a land or another.

    ``lands`` are radii by place and level. A fork just outside of a land would leave a notch
    between the land and its strands; these go to the centre of the land instead.
    """
    every = list(joints.values())

    def is_fork(joint: int) -> bool:
        return joint != FIXED and not every[joint].lands

    meet: dict[int, dict[tuple[int, int], Strand]] = {}
    for number, strand in enumerate(own):
        for at, joint in enumerate(strand.joints):
            meet.setdefault(joint, {})[number, at] = strand
    gone_too: set[int] = set()
    for number, strand in enumerate(own):
        length = float(np.hypot(*np.diff(strand.points_nm, axis=0).T).sum())
        first, last = strand.joints
        if first == last or not (is_fork(first) or is_fork(last)):
            continue
        gone, stays = (last, first) if is_fork(last) else (first, last)
        x_nm, y_nm = strand.points_nm[0 if is_fork(last) else -1].tolist()
        least = _STILL_PART * step_nm
        radius = lands.get((x_nm, y_nm, strand.level))
        if stays == FIXED and radius is not None:
            least = max(least, radius + 2 * strand.half_nm + strand.space_nm)
        ends = [
            (key, other)
            for key, other in sorted(meet[gone].items(), key=_first)
            if other is not strand
        ]
        if length > least or not all(
            field.is_free(other, _swept(other, at, (x_nm, y_nm)), [(1, 2)])
            for (_, at), other in ends
        ):
            continue
        gone_too.add(number)
        for at, joint in enumerate(strand.joints):
            del meet[joint][number, at]
        for key, other in ends:
            at = key[1]
            other.points_nm = other.points_nm.copy()
            other.points_nm[-1 if at else 0] = x_nm, y_nm
            both = [*other.joints]
            both[at] = stays
            other.joints = (both[0], both[1])
            del meet[gone][key]
            meet.setdefault(stays, {})[key] = other
    return [strand for number, strand in enumerate(own) if number not in gone_too]


def _first(item: tuple[tuple[int, int], Strand]) -> tuple[int, int]:
    return item[0]


def _swept(strand: Strand, at: int, place_nm: tuple[float, float]) -> Floats:
    """Return the triangle that the end of a strand sweeps on its way to a place."""
    here, to = strand.points_nm[[-1, -2] if at else [0, 1]]
    return np.stack([here, np.array(place_nm), to])
