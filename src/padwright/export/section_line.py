"""Where to cut so that the picture shows the most: the line and the stretch of it to enlarge."""

import numpy as np
from numpy.typing import NDArray

from padwright.export.exporter import Delivery
from padwright.geometry.section import Point

#: Pads beyond this number tell nothing new.
_PADS_ENOUGH = 5.0


def telling_line(delivery: Delivery) -> tuple[Point, Point]:
    """Return the line along x or y, through the whole body, that cuts most pads and balls well.

    A ball counts by the chord that is cut, a bonded pad by how near its middle the line runs, and
    the two together by their product; lines that miss every die come last. Of equals, the one
    nearest to the middle is taken.
    """
    left, bottom, right, top = delivery.built.masks.body.box_nm
    best: tuple[float, float, int, int] | None = None
    for axis in (1, 0):  # a line of constant y first: it is read from left to right
        for place, score in zip(*_scores(delivery, axis), strict=True):
            rank = (round(float(score), 6), -abs(float(place)), axis, int(place))
            best = max(best, rank) if best else rank
    if best is None:
        middle = (bottom + top) // 2
        return (left, middle), (right, middle)
    _, _, axis, place = best
    return ((left, place), (right, place)) if axis else ((place, bottom), (place, top))


def _scores(delivery: Delivery, axis: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the candidate coordinates and what each line would show."""
    pads = _pads(delivery)[:, axis]
    balls, radius_nm = _terminals(delivery)
    places = np.unique(np.concatenate([pads, balls[:, axis]]).astype(np.int64))
    chords = np.zeros(len(places))
    if len(balls):
        away = np.abs(places[:, None] - balls[None, :, axis]) / radius_nm
        chords = np.sqrt(np.clip(1 - away**2, 0, None)).sum(axis=1)
    reach_nm = delivery.design.technology.rules.pad_opening_nm.value / 2
    near = np.abs(places[:, None] - pads[None]) / reach_nm
    middles = np.clip(1 - near**2, 0, None).sum(axis=1)
    score = (1 + chords) * (1 + np.minimum(middles, _PADS_ENOUGH))
    inside = np.zeros(len(places), dtype=bool)
    for die in delivery.plan.dies:
        low, high = (die.bottom_nm, die.top_nm) if axis else (die.left_nm, die.right_nm)
        inside |= (low < places) & (places < high)
    return places, np.where(inside, score, score - 1e6)


def _terminals(delivery: Delivery) -> tuple[NDArray[np.int64], float]:
    """Return the middles of what stands on the package, and its radius.

    Balls count as they were built; bumps, pins, paste and lands are slabs, and where they stand is
    planned.
    """
    balls = delivery.built.structure.balls
    stand = balls or delivery.plan.balls
    middles = np.array([(each.x_nm, each.y_nm) for each in stand], dtype=np.int64).reshape(-1, 2)
    radius_nm = balls[0].radius_nm if balls else delivery.design.terminals.diameter_nm / 2
    return middles, float(radius_nm)


def _pads(delivery: Delivery) -> NDArray[np.int64]:
    pads = [(pad.x_nm, pad.y_nm) for pad in delivery.plan.pads if pad.net is not None]
    return np.array(pads, dtype=np.int64).reshape(-1, 2)


def telling_stretch(
    delivery: Delivery, start_nm: Point, end_nm: Point, length_nm: float
) -> tuple[float, float]:
    """Return the stretch of a given length that shows most pads, balls and edges of dies."""
    axis = 0 if start_nm[1] == end_nm[1] else 1
    begin, whole_nm = start_nm[axis], end_nm[axis] - start_nm[axis]
    if length_nm >= whole_nm:
        return 0.0, float(whole_nm)
    place = start_nm[1 - axis]
    pads = _pads(delivery)
    cut_nm = delivery.design.technology.rules.pad_opening_nm.value / 2
    marks = [(float(p[axis] - begin), 3.0) for p in pads if abs(p[1 - axis] - place) < cut_nm]
    terminals, radius_nm = _terminals(delivery)
    for middle in terminals:
        if abs(middle[1 - axis] - place) < 0.9 * radius_nm:
            marks += [(float(middle[axis]) - begin - radius_nm, 0.5)]
            marks += [(float(middle[axis]) - begin + radius_nm, 0.5)]
    for die in delivery.plan.dies:
        box = (die.left_nm, die.bottom_nm, die.right_nm, die.top_nm)
        if box[1 - axis] < place < box[3 - axis]:
            marks += [(float(box[axis + side] - begin), 2.0) for side in (0, 2)]
    room = 0.03 * length_nm
    froms = sorted({min(max(0.0, at - room), whole_nm - length_nm) for at, _ in marks} | {0.0})

    def shown(from_nm: float) -> tuple[float, float]:
        to_nm = from_nm + length_nm
        score = sum(weight for at, weight in marks if from_nm + room / 2 <= at <= to_nm - room / 2)
        return score, -from_nm

    best = max(froms, key=shown)
    return best, best + length_nm
