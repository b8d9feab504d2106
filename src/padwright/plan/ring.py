"""A ring round a die, and places on it: as near as can be to where they are wanted, in order."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.model.package import BoxNm

#: Places are drawn apart for corners, where the straight way is shorter, this many times at most.
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Ring:
    """The line at a distance from a box: four sides and four quarters of a circle.

    Ways along it count from the lower left end of the lower side, counter-clockwise.
    """

    box_nm: BoxNm
    away_nm: int

    @property
    def length_nm(self) -> float:
        """Length of the whole ring."""
        left_nm, bottom_nm, right_nm, top_nm = self.box_nm
        return 2 * (right_nm - left_nm + top_nm - bottom_nm) + 2 * math.pi * self.away_nm

    def way_to(self, points_nm: Floats) -> Floats:
        """Return the way along the ring to the place beside each point of the box, shape (n,).

        Parameters
        ----------
        points_nm
            Points in the box, shape (n, 2); each goes straight to its nearest side.
        """
        left_nm, bottom_nm, right_nm, top_nm = self.box_nm
        x_nm, y_nm = points_nm[:, 0], points_nm[:, 1]
        to_sides = np.stack([y_nm - bottom_nm, right_nm - x_nm, top_nm - y_nm, x_nm - left_nm])
        along = np.stack([x_nm - left_nm, y_nm - bottom_nm, right_nm - x_nm, top_nm - y_nm])
        side = to_sides.argmin(axis=0)
        return np.asarray(self._begins_nm()[side] + along[side, np.arange(len(side))])

    def places(self, ways_nm: Floats, outward_nm: Floats) -> Floats:
        """Return the points at ways along the ring, moved outward, shape (n, 2)."""
        left_nm, bottom_nm, right_nm, top_nm = self.box_nm
        wide_nm, tall_nm = right_nm - left_nm, top_nm - bottom_nm
        corners = np.array(
            [(right_nm, bottom_nm), (right_nm, top_nm), (left_nm, top_nm), (left_nm, bottom_nm)],
            dtype=np.float64,
        )
        along = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)], dtype=np.float64)
        out = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)], dtype=np.float64)
        sides_nm = np.array([wide_nm, tall_nm, wide_nm, tall_nm], dtype=np.float64)
        ways_nm = np.mod(ways_nm, self.length_nm)
        begins_nm = self._begins_nm()
        side = np.searchsorted(begins_nm, ways_nm, side="right") - 1
        rest_nm = ways_nm - begins_nm[side] - sides_nm[side]
        turn = np.maximum(rest_nm, 0.0)[:, None] / self.away_nm
        reach_nm = (self.away_nm + outward_nm)[:, None]
        straight = np.minimum(rest_nm, 0.0)[:, None] * along[side]
        round_nm = reach_nm * (np.cos(turn) * out[side] + np.sin(turn) * along[side])
        return np.asarray(corners[side] + straight + round_nm)

    def _begins_nm(self) -> Floats:
        left_nm, bottom_nm, right_nm, top_nm = self.box_nm
        wide_nm, tall_nm = right_nm - left_nm, top_nm - bottom_nm
        arc_nm = math.pi / 2 * self.away_nm
        return np.cumsum([0.0, wide_nm + arc_nm, tall_nm + arc_nm, wide_nm + arc_nm])


def spread_round(
    ring: Ring, wanted_nm: Floats, pitch_nm: int, rows: int = 1, step_nm: int = 0
) -> tuple[Floats, Ints] | None:
    """Return places on rows of a ring, shape (n, 2), in the order of their wanted ways, and rows.

    Places go from row to row in turn, each row a step further out; in a row they are a pitch
    apart, and over all rows together the share of it. Moves along the ring are as small as that
    allows, in the sum of their squares (isotonic regression: Ayer et al., Ann. Math. Stat. 26,
    1955). None when the ring is too short.

    Parameters
    ----------
    ring
        The innermost row.
    wanted_nm
        Ways along the ring, ascending.
    pitch_nm
        Least straight distance between neighbours of one row.
    rows, step_nm
        How many rows there are, and how far each lies beyond the one before.
    """
    count = len(wanted_nm)
    if count == 1:
        return ring.places(wanted_nm, np.zeros(1)), np.zeros(1, dtype=np.int64)
    # The ring is opened where the wanted ways leave the widest gap.
    ahead_nm = np.diff(np.append(wanted_nm, wanted_nm[0] + ring.length_nm))
    first = (int(ahead_nm.argmax()) + 1) % count
    open_nm = np.roll(wanted_nm, -first)
    open_nm = np.where(open_nm < open_nm[0], open_nm + ring.length_nm, open_nm)
    row = np.arange(count) % rows
    gaps_nm: Floats = np.full(count, pitch_nm / rows)
    if count % rows:  # the last place may be in the row of the first
        gaps_nm[-1] = pitch_nm
    for _ in range(_ROUNDS):
        if gaps_nm.sum() > ring.length_nm:
            return None
        ways_nm = _apart(open_nm, gaps_nm, ring.length_nm)
        places_nm = ring.places(ways_nm, (row * step_nm).astype(np.float64))
        short = _short_ratio(places_nm, pitch_nm, min(rows, count))
        if short.max() <= 1:
            return np.roll(places_nm, first, axis=0), np.roll(row, first)
        for ahead in range(min(rows, count)):
            wider = np.roll(short, ahead)
            gaps_nm = np.where(wider > 1, gaps_nm * wider, gaps_nm)
    return None


def _apart(wanted_nm: Floats, gaps_nm: Floats, length_nm: float) -> Floats:
    """Return ways in order, each at least its gap before the next and the last before the first."""
    lead_nm = np.concatenate([[0.0], np.cumsum(gaps_nm[:-1])])
    free_nm = _ascending(wanted_nm - lead_nm)
    room_nm = length_nm - gaps_nm.sum()
    if free_nm[-1] - free_nm[0] > room_nm:
        middle_nm = free_nm.mean()
        free_nm = np.clip(free_nm, middle_nm - room_nm / 2, middle_nm + room_nm / 2)
    return np.asarray(free_nm + lead_nm)


def _ascending(wanted: Floats) -> Floats:
    """Return the ascending values that are nearest in the sum of squares."""
    pools: list[tuple[float, int]] = []
    for value in wanted.tolist():
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier, members = pools.pop()
            total, count = total + earlier, count + members
        pools.append((total, count))
    return np.array([total / count for total, count in pools for _ in range(count)])


def _short_ratio(places_nm: Floats, pitch_nm: int, rows: int) -> Floats:
    """Return for each place by how much its way to the next of its row is to be made longer."""
    if len(places_nm) <= rows:
        return np.ones(len(places_nm))
    away_nm = np.hypot(*(np.roll(places_nm, -rows, axis=0) - places_nm).T)
    return np.asarray(np.where(away_nm < pitch_nm, 1.0005 * pitch_nm / away_nm, 1.0))


def uncrossed(starts_nm: Ints, ends_nm: Ints) -> list[int]:
    """Return for each start its end, so that no two straight ways cross.

    Every start keeps the end of its own number until two ways cross; these then swap their ends,
    which makes the sum of lengths less, so that it ends (van Leeuwen and Schoone, 1980).

    Parameters
    ----------
    starts_nm, ends_nm
        As many points of each, shape (n, 2).
    """
    end_of = np.arange(len(starts_nm))
    while True:
        found = _crossing(starts_nm, ends_nm[end_of])
        if found is None:
            return [int(each) for each in end_of]
        one, other = found
        end_of[one], end_of[other] = end_of[other], end_of[one]


def _crossing(starts_nm: Ints, ends_nm: Ints) -> tuple[int, int] | None:
    """Return two ways that cross properly, or None."""

    def side(from_nm: Ints, to_nm: Ints, at_nm: Ints) -> Any:
        """Return on which side of each way (rows) each point (columns) lies."""
        way_nm = (to_nm - from_nm).astype(np.float64)
        away_nm = (at_nm[None, :, :] - from_nm[:, None, :]).astype(np.float64)
        return np.sign(
            way_nm[:, None, 0] * away_nm[:, :, 1] - way_nm[:, None, 1] * away_nm[:, :, 0]
        )

    parted = side(starts_nm, ends_nm, starts_nm) * side(starts_nm, ends_nm, ends_nm) < 0
    both = np.argwhere(parted & parted.T)
    return (int(both[0, 0]), int(both[0, 1])) if len(both) else None
