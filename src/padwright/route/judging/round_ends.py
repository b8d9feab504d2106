"""Round ends of wires as they are drawn: polygons round the circle, whose corners stand out.

KLayout draws a round end with sixteen corners whose sides touch the half circle. Where a wire ends
in a land that is no wider than itself these corners stand out of the land by half a per cent of the
half width, which the margin of lines does not cover: lands stand where they stand.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats, Ints
from padwright.route.ragged import flattened
from padwright.route.relaxing.relax import Chains
from padwright.route.routing import Wire
from padwright.route.segments import point_gaps_nm

_CORNERS = 16
_OUT_RATIO = 1.0 / math.cos(math.pi / (2 * _CORNERS))
#: What is lost to the grid when corners are rounded to it, as in `kldrc.py` of the bench.
_GRID_NM = 0.6

#: Something by its owner, and whether it stays.
Thing = tuple[int, bool]


def drawn_ends(
    wires: Sequence[tuple[Wire, int]],
    chains: Chains,
    pieces: Floats,
    stays: tuple[Sequence[bool], Sequence[bool]],
) -> list[tuple[Thing, Thing, int, Floats]]:
    """Return what round ends come too near to as drawn: the end, the other, level and place.

    Parameters
    ----------
    wires
        Wires that may go, each with its owner.
    chains, pieces
        Segments and lands as the exact check has them, and the ends (n, 4) of the segments.
    stays
        Whether each land, and each segment, stays.
    """
    found: list[tuple[Thing, Thing, int, Floats]] = []
    for level in np.unique(chains.level[chains.net >= 0]).tolist():
        ends = np.array(
            [
                (*p, p[0] - q[0], p[1] - q[1], wire.width_nm / 2, owner)
                for wire, owner in wires
                if wire.level == level
                for p, q in (wire.points_nm[:2], wire.points_nm[:-3:-1])
            ],
            np.float64,
        ).reshape(-1, 6)
        here = np.flatnonzero((chains.disc_level == level) & (chains.shape[:, 1] == 0))
        lands = np.stack([chains.disc_x_nm, chains.disc_y_nm, chains.disc_nm], axis=1)[here]
        ends = _bare(ends, lands, chains.disc_net[here])
        made = np.flatnonzero((chains.level == level) & (chains.net >= 0))
        if not len(ends) or not len(made):
            continue
        space = dict(zip(chains.net[made].tolist(), chains.space_nm[made].tolist(), strict=True))
        whose = ends[:, 5].astype(np.int64)
        apart = np.array([space[owner] for owner in whose.tolist()])
        corners, row = _corners(ends), pieces[made]
        half = chains.half_nm[made]
        reach = apart.max() + _OUT_RATIO * ends[:, 4].max()

        end, other = _near(ends, row[:, :2] / 2 + row[:, 2:] / 2, reach + _size(row) + half.max())
        gap = point_gaps_nm(corners[end], row[other, None, :2], row[other, None, 2:])
        gap = gap.min(axis=1) - half[other]
        wanted = np.maximum(apart[end], chains.space_nm[made][other])
        owners, keeps = chains.net[made][other], np.array(stays[1], np.bool_)[made][other]
        rows = [(end, gap, wanted, owners, keeps)]

        end, other = _near(ends, lands[:, :2], reach + lands[:, 2].max(initial=0.0))
        gap = np.hypot(*np.moveaxis(corners[end] - lands[other, None, :2], -1, 0))
        gap = gap.min(axis=1) - lands[other, 2]
        wanted = np.maximum(apart[end], chains.disc_space_nm[here][other])
        owners, keeps = chains.disc_net[here][other], np.array(stays[0], np.bool_)[here][other]
        rows.append((end, gap, wanted, owners, keeps))

        end, other = _near(ends, ends[:, :2], reach + _OUT_RATIO * ends[:, 4].max())
        side = _sides(ends, corners)[other, None]
        gap = point_gaps_nm(corners[end][:, :, None], side[:, :, :-1], side[:, :, 1:])
        gap = gap.min(axis=(1, 2))
        wanted = np.maximum(apart[end], apart[other])
        rows.append((end, gap, wanted, whose[other], np.zeros(len(other), np.bool_)))

        for end, gap, wanted, owners, keeps in rows:
            bad = (owners != whose[end]) & (gap < wanted - _GRID_NM)
            for i, owner, keep in zip(
                end[bad].tolist(), owners[bad].tolist(), keeps[bad].tolist(), strict=True
            ):
                found.append(((int(whose[i]), False), (owner, keep), level, ends[i, :2]))
    return found


def _near(ends: Floats, centres: Floats, reach_nm: float) -> tuple[Ints, Ints]:
    """Return pairs of ends and centres (n, 2) no further apart than a reach."""
    if not len(centres):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    far = np.full(len(ends), reach_nm)
    near: list[list[int]] = cKDTree(centres).query_ball_point(ends[:, :2], far).tolist()
    return flattened([sorted(row) for row in near])


def _size(pieces: Floats) -> float:
    """Return half the length of the longest segment."""
    return float(np.hypot(*(pieces[:, 2:] - pieces[:, :2]).T).max(initial=0.0)) / 2


def _sides(ends: Floats, corners: Floats) -> Floats:
    """Return the corners of round ends and a corner back along either side, (n, corners + 2, 2)."""
    back = 2 * ends[:, 2:4] * (ends[:, 4] / np.hypot(*ends[:, 2:4].T))[:, None]
    first, last = corners[:, 0] - back, corners[:, -1] - back
    return np.concatenate([first[:, None], corners, last[:, None]], axis=1)


def _corners(ends: Floats) -> Floats:
    """Return the corners of round ends, (n, corners, 2)."""
    outward = np.arctan2(ends[:, 3], ends[:, 2])[:, None]
    turn = (np.arange(_CORNERS) - (_CORNERS - 1) / 2) * math.pi / _CORNERS
    away = (ends[:, 4] * _OUT_RATIO)[:, None]
    at = np.stack([np.cos(outward + turn), np.sin(outward + turn)], axis=-1) * away[..., None]
    return np.asarray(ends[:, None, :2] + at)


def _bare(ends: Floats, lands: Floats, kinds: Ints) -> Floats:
    """Return the ends on a land of their own that does not cover them, among lands of their level.

    Ends on no land, such as those of shields and forks, keep the margin or the gap of their bundle.
    """
    if not len(ends) or not len(lands):
        return ends[:0]
    gap, which = cKDTree(lands[:, :2]).query(ends[:, :2])
    stands = (gap < 1.0) & (kinds[which] == ends[:, 5])
    return np.asarray(ends[stands & (lands[which, 2] < ends[:, 4] * _OUT_RATIO)])
