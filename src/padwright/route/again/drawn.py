"""Whether new wiring keeps its spacing to old wiring as it is drawn, where the gap is full.

Round ends are drawn as polygons of 32 corners round the circle, so that a wire stands out at its
bends. Lines of one routing leave room for that, also in gaps that are full; lines of two routings
side by side need not.
"""

import math
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.judging.verify import Violation
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing, Wire
from padwright.route.rules_at import limits, mates_of
from padwright.route.segments import pieces

#: What a drawing on the grid may lack.
_GRID_NM = 1.0
#: Half the angle between two corners of a drawn circle.
_HALF_STEP_RAD = math.pi / 32
#: Distances that are computed at once.
_BLOCK = 2_000_000


class _Pieces(NamedTuple):
    """Straight pieces, what the wires stand out at their ends, and the wires."""

    ends_nm: Floats  # (n, 4)
    out_nm: Floats  # (n, 2)
    wire: Ints  # (n,)


def too_near_as_drawn(
    problem: RoutingProblem, routing: Routing, moved: Collection[str]
) -> list[Violation]:
    """Return where wires of nets that moved and of others come too near as they are drawn."""
    number = {net.name: i for i, net in enumerate(problem.nets)}
    spacing_nm, mates = limits(problem).spacing_nm, mates_of(problem)
    found: list[Violation] = []
    for level in range(problem.levels):
        here = [wire for wire in routing.wires if wire.level == level]
        new = _pieces(here, [i for i, wire in enumerate(here) if wire.net in moved])
        old = _pieces(here, [i for i, wire in enumerate(here) if wire.net not in moved])
        if not len(new.wire) or not len(old.wire):
            continue
        half = np.array([wire.width_nm / 2 for wire in here])
        space = np.array([spacing_nm[number.get(wire.net, -1), level] for wire in here])
        reach = 2 * float(half.max() * 1.01) + float(space.max())
        old = _within(old, new, reach)
        for a, b in ((new, old), (old, new)):
            for i, j, gap in _near(a, b, reach):
                one, two = here[i], here[j]
                if frozenset((one.net, two.net)) in mates:
                    continue
                wanted = half[i] + half[j] + max(space[i], space[j])
                if gap < wanted - _GRID_NM:
                    found.append(Violation("drawn", one.net, two.net, level, *one.points_nm[0]))
    return found


def _pieces(wires: list[Wire], which: Iterable[int]) -> _Pieces:
    ends, out, owner = [np.zeros((0, 4))], [np.zeros((0, 2))], [np.zeros(0, np.int64)]
    for i in which:
        points = np.array(wires[i].points_nm, np.float64)
        along = np.diff(points, axis=0)
        angle = np.arctan2(along[:, 1], along[:, 0])
        turn = np.abs((np.diff(angle) + math.pi) % (2 * math.pi) - math.pi)
        half = wires[i].width_nm / 2
        most = half * (1 / math.cos(_HALF_STEP_RAD) - 1)
        bend = np.minimum(half * math.tan(_HALF_STEP_RAD) * turn, most)
        at = np.concatenate([[most], bend, [most]])
        ends.append(pieces(points))
        out.append(np.stack([at[:-1], at[1:]], axis=1))
        owner.append(np.full(len(along), i, np.int64))
    return _Pieces(np.concatenate(ends), np.concatenate(out), np.concatenate(owner))


def _within(new: _Pieces, others: _Pieces, reach_nm: float) -> _Pieces:
    """Return the pieces in the box round others."""
    corners = others.ends_nm.reshape(-1, 2)
    low, high = corners.min(axis=0) - reach_nm, corners.max(axis=0) + reach_nm
    first, last = new.ends_nm[:, :2], new.ends_nm[:, 2:]
    near = (np.maximum(first, last) >= low) & (np.minimum(first, last) <= high)
    keep = near.all(axis=1)
    return _Pieces(*(each[keep] for each in new))


def _near(a: _Pieces, b: _Pieces, reach_nm: float) -> Iterable[tuple[int, int, float]]:
    """Yield wires of corners of one and of pieces of the other, and their distance as drawn."""
    block = max(1, _BLOCK // max(len(b.wire), 1))
    for k in range(0, len(a.wire), block):
        for place, out in ((slice(0, 2), 0), (slice(2, 4), 1)):
            corner = a.ends_nm[k : k + block, None, place]
            start, end = b.ends_nm[None, :, :2], b.ends_nm[None, :, 2:]
            along = end - start
            part = ((corner - start) * along).sum(axis=2) / np.maximum((along**2).sum(axis=2), 1e-9)
            off = corner - start - np.clip(part, 0, 1)[..., None] * along
            gap = np.hypot(off[..., 0], off[..., 1]) - a.out_nm[k : k + block, out, None]
            gap -= np.where(part <= 0, b.out_nm[:, 0], np.where(part >= 1, b.out_nm[:, 1], 0.0))
            for i, j in np.argwhere(gap < reach_nm).tolist():
                yield int(a.wire[k + i]), int(b.wire[j]), float(gap[i, j])
