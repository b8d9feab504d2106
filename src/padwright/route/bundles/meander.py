"""Making a line longer: bumps with 45-degree corners to one side of its straight parts.

A bump of height ``a`` whose legs are a pitch apart and whose four corners are cut by ``c`` (half
the height, where that is less) is longer than the straight way under it by ``2 a - (8 - 4 sqrt 2)
c``; see for instance the accordions of length-matched buses. Bumps stand every two pitches, so that
all legs of one line are a pitch apart.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from padwright.base.arrays import Bools, Floats
from padwright.route.bundles.clearance import piece_distance_nm
from padwright.route.bundles.offset import line_length_nm
from padwright.route.segments import pieces

#: What the four cut corners of a bump save, in cuts.
_SAVED = 8 - 4 * math.sqrt(2)
#: Heights that are tried where the highest bump does not fit, each a part of it.
_PARTS = (1.0, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.12, 0.06)
#: Pieces of a line whose directions differ by less than this (radians) are almost one piece.
_STRAIGHT_RAD = 0.35
#: Where a line hardly bends, bumps keep so many cuts from the bend: one is their own corner.
_FOOT_CUTS = 1.2
#: Halvings of the height that all bumps have: more than float64 has places.
_BISECTIONS = 60
#: How near a length is met.
_EXACT_NM = 2.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The legs' distance, how much of each corner is cut, and the greatest height.

    Bumps are no higher than ``modest_count`` pitches as long as that gives enough.
    """

    pitch_nm: float
    cut_nm: float
    most_nm: float
    modest_count: float = 3.0


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place for a bump: where on which piece it begins, to which side, and how high at most."""

    piece: int
    at_nm: float
    on_left: bool
    most_nm: float


def gained_nm(height_nm: float, shape: Shape) -> float:
    """Return by how much a bump makes a line longer."""
    return 2 * height_nm - _SAVED * min(shape.cut_nm, height_nm / 2)


def bump(height_nm: float, shape: Shape) -> Floats:
    """Return the corners of a bump that begins at 0 and goes up from the line y = 0."""
    cut, wide = min(shape.cut_nm, height_nm / 2), shape.pitch_nm
    corners = [(-cut, 0.0), (0.0, cut)]
    if height_nm > 2 * cut:
        corners.append((0.0, height_nm - cut))
    corners += [(cut, height_nm), (wide - cut, height_nm)]
    if height_nm > 2 * cut:
        corners.append((wide, height_nm - cut))
    return np.array([*corners, (wide, cut), (wide + cut, 0.0)])


def lengthened(
    points_nm: Floats, more_nm: float, shape: Shape, free: Callable[[Floats], bool]
) -> tuple[Floats, float]:
    """Return a line with bumps and how much longer it is, at most by what was asked for.

    Parameters
    ----------
    points_nm
        Corners of the line, shape (n, 2).
    more_nm
        How much longer it shall become.
    shape
        Of the bumps.
    free
        Tells whether a bump, given by its corners, leaves its rules to all that is not this line.
    """
    if more_nm <= _EXACT_NM:
        return points_nm, 0.0
    modest = min(shape.most_nm, shape.modest_count * shape.pitch_nm)
    slots = _slots(points_nm, shape, modest, more_nm, free)
    if modest < shape.most_nm and _gain(slots, shape) < more_nm:
        slots = _slots(points_nm, shape, shape.most_nm, more_nm, free)
    heights = _heights(slots, more_nm, shape)
    result = _with_bumps(points_nm, slots, heights, shape)
    return result, line_length_nm(result) - line_length_nm(points_nm)


def _gain(slots: list[_Slot], shape: Shape) -> float:
    return sum(gained_nm(slot.most_nm, shape) for slot in slots)


def _slots(
    points: Floats, shape: Shape, most_nm: float, more_nm: float, free: Callable[[Floats], bool]
) -> list[_Slot]:
    """Return places for bumps on the longest pieces, as many as are needed."""
    along = np.diff(points, axis=0)
    sizes = np.hypot(*along.T)
    heading = np.unwrap(np.arctan2(along[:, 1], along[:, 0]))
    bend = np.abs(np.diff(heading))
    found: list[_Slot] = []
    drawn: list[Floats] = []
    for piece in np.argsort(-sizes, kind="stable").tolist():
        before = _margin_nm(bend[piece - 1] if piece else np.inf, shape)
        after = _margin_nm(bend[piece] if piece < len(bend) else np.inf, shape)
        room = float(sizes[piece]) - before - after
        count = int((room + shape.pitch_nm) // (2 * shape.pitch_nm))
        if count < 1:
            continue
        spare = room - (2 * count - 1) * shape.pitch_nm
        bent = np.abs(heading - heading[piece]) > _STRAIGHT_RAD
        own = pieces(points)[_past_bends(bent, piece)]
        sides: list[list[tuple[_Slot, Floats]]] = []
        for on_left in (True, False):
            fitting: list[tuple[_Slot, Floats]] = []
            for k in range(count):
                at = before + spare / 2 + 2 * k * shape.pitch_nm
                slot = _Slot(piece, at, on_left, most_nm)
                fitted = _fitted(points, slot, shape, free, own, drawn)
                if fitted is not None:
                    fitting.append(fitted)
            sides.append(fitting)
        best = max(sides, key=lambda side: _gain([slot for slot, _ in side], shape))
        for slot, corners in best:
            found.append(slot)
            drawn.append(corners)
            if _gain(found, shape) >= more_nm:
                return found
    return found


def _margin_nm(bend_rad: float, shape: Shape) -> float:
    """Return what bumps keep from the end of a piece: little where the line hardly bends."""
    return _FOOT_CUTS * shape.cut_nm if bend_rad < _STRAIGHT_RAD / 2 else shape.pitch_nm


def _past_bends(bent: Bools, piece: int) -> Bools:
    """Return which pieces do not belong to the almost straight run round a piece."""
    past = np.zeros(len(bent), np.bool_)
    past[piece:] = np.logical_or.accumulate(bent[piece:])
    past[: piece + 1] |= np.logical_or.accumulate(bent[: piece + 1][::-1])[::-1]
    return past


def _fitted(
    points: Floats,
    slot: _Slot,
    shape: Shape,
    free: Callable[[Floats], bool],
    own: Floats,
    drawn: list[Floats],
) -> tuple[_Slot, Floats] | None:
    """Return a slot with the height that fits there and the corners of its bump.

    ``own`` are pieces (n, 4) of the line, ``drawn`` its bumps, from which legs keep apart.
    """
    others = np.array([(*p, *q) for corners in drawn for p, q in pairwise(corners[1:-1])]).reshape(
        -1, 4
    )
    keep = np.concatenate([own, others])
    if not free(_placed(points, slot, bump(_PARTS[-1] * slot.most_nm, shape))):
        return None
    for part in _PARTS:
        height = part * slot.most_nm
        corners = _placed(points, slot, bump(height, shape))
        if not free(corners):
            continue
        # its feet may be near to the bends at both ends of the piece
        if len(keep) and piece_distance_nm(corners[1:-1], keep).min() < shape.pitch_nm - 1:
            continue
        return _Slot(slot.piece, slot.at_nm, slot.on_left, height), corners
    return None


def _placed(points: Floats, slot: _Slot, corners: Floats) -> Floats:
    start, end = points[slot.piece], points[slot.piece + 1]
    along = (end - start) / np.hypot(*(end - start))
    across = np.array([-along[1], along[0]]) * (1 if slot.on_left else -1)
    return np.asarray(start + (slot.at_nm + corners[:, :1]) * along + corners[:, 1:] * across)


def _heights(slots: list[_Slot], more_nm: float, shape: Shape) -> list[float]:
    """Return heights of the bumps, all alike where they fit, that give what was asked for."""
    if _gain(slots, shape) <= more_nm:
        return [slot.most_nm for slot in slots]
    low, high = 0.0, max(slot.most_nm for slot in slots)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        gain = sum(gained_nm(min(middle, slot.most_nm), shape) for slot in slots)
        low, high = (middle, high) if gain < more_nm else (low, middle)
    return [min(low, slot.most_nm) for slot in slots]


def _with_bumps(points: Floats, slots: list[_Slot], heights: list[float], shape: Shape) -> Floats:
    blocks: list[Floats] = []
    by_piece: dict[int, list[tuple[_Slot, float]]] = {}
    for slot, height in zip(slots, heights, strict=True):
        by_piece.setdefault(slot.piece, []).append((slot, height))
    for piece in range(len(points) - 1):
        blocks.append(points[piece : piece + 1])
        for slot, height in sorted(by_piece.get(piece, []), key=lambda each: each[0].at_nm):
            blocks.append(_placed(points, slot, bump(height, shape)))
    blocks.append(points[-1:])
    return np.concatenate(blocks)
