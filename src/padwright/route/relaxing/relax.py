"""Inflate and relax: push lines apart to full clearance while tension keeps them short.

Lines are chains of points. Every sweep first pulls each point towards the middle of its
neighbours, then moves every pair of segments (and segment and land) that is too near apart by
the missing distance, shared among the points by their lever (position based dynamics, M. Mueller
et al., J. Visual Communication 18, 2007). Clearances grow from a part of themselves to the full
rule plus a margin, so that lines slide past lands without jumping over them.
"""

from typing import NamedTuple

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.distance import nearest_parts
from padwright.route.kernels import entry, inner
from padwright.route.owners import KEEPOUT_NET, WALL_NET

#: Pairs that meet at points that stand still are left alone. Near the ends of lines less margin is
#: asked for, in step with the lever's root, so that no push is more than about twice the margin.
_LEAST_LEVER = 1e-10
#: Pushes go further than what is missing (successive over-relaxation), so that rows of lines that
#: crowd a gap come to rest after half as many sweeps.
_FURTHER = 1.6
#: Walls push last and so many steps of the tension at once, and before that no point has moved by
#: more than fewer of them, all pushes together: round the tip of a thin wall, tension and the lines
#: outside would else pull a line through it, and what has crossed never comes apart.
_WALL_STEPS, _FREE_STEPS = 4.0, 3.0


class Chains(NamedTuple):
    """Points in nm, segments between them, and round lands that stand still.

    A segment that begins and ends at one point is a round land that moves with the point.
    """

    x_nm: Floats  # (points,)
    y_nm: Floats
    free: Floats  # (points,) 1 where a point may move, else 0
    inner: Ints  # (n, 3) points of chains that may move, the one before and the one after
    joint: Ints  # (n, 2) points where chains meet, in order, and their neighbours one by one
    start: Ints  # (segments,) first point
    end: Ints  # (segments,) second point
    half_nm: Floats  # (segments,) half width; walls have their clearance
    space_nm: Floats  # (segments,) spacing that the net asks for; the wider one of two holds
    net: Ints  # (segments,)
    level: Ints  # (segments,)
    shy: Ints  # (segments,) 1 where an end is the end of a line, beside which less margin will do
    disc_x_nm: Floats
    disc_y_nm: Floats
    disc_nm: Floats  # radii
    disc_space_nm: Floats
    disc_net: Ints
    disc_level: Ints
    shape: Ints  # (discs, 2) first corner and number of corners, 0 for a round land
    corner_nm: Floats  # (corners, 2)


class Frame(NamedTuple):
    """Cells of a grid: where it begins, how wide a cell is, and how many there are."""

    low_x_nm: float
    low_y_nm: float
    cell_nm: float
    columns: int
    rows: int


@inner
def _too_near(chains: Chains, i: int, j: int, limit_nm: float) -> bool:
    x, y = chains.x_nm, chains.y_nm
    p, q, p2, q2 = chains.start[i], chains.start[j], chains.end[i], chains.end[j]
    if _is_beyond(x[p], x[p2], x[q], x[q2], limit_nm):
        return False
    if _is_beyond(y[p], y[p2], y[q], y[q2], limit_nm):
        return False
    near = nearest_parts(x[p], y[p], x[p2], y[p2], x[q], y[q], x[q2], y[q2])
    return near[2] < limit_nm * limit_nm


@inner
def _is_beyond(a_nm: float, b_nm: float, c_nm: float, d_nm: float, limit_nm: float) -> bool:
    """Return whether two stretches of an axis are further apart than a limit."""
    gap = max(min(a_nm, b_nm) - max(c_nm, d_nm), min(c_nm, d_nm) - max(a_nm, b_nm))
    return gap > limit_nm


@inner
def _is_border(net: int) -> bool:
    return net in (WALL_NET, KEEPOUT_NET)


@inner
def _apart_nm(chains: Chains, i: int, j: int) -> float:
    """Return the spacing of two segments; borders have their whole clearance as half width."""
    if _is_border(chains.net[i]) or _is_border(chains.net[j]):
        return 0.0
    return float(max(chains.space_nm[i], chains.space_nm[j]))


@inner
def _land_apart_nm(chains: Chains, disc: int, j: int) -> float:
    if _is_border(chains.net[j]):
        return 0.0
    return float(max(chains.disc_space_nm[disc], chains.space_nm[j]))


@inner
def _nearest_land(chains: Chains, disc: int, j: int) -> tuple[float, float, float, float]:
    """Return the part along a segment nearest to a land, the place there, the distance squared.

    Of round lands the place is the centre; inside and across a land with corners the distance is 0.
    """
    x, y = chains.x_nm, chains.y_nm
    q, q2 = chains.start[j], chains.end[j]
    px, py = chains.disc_x_nm[disc], chains.disc_y_nm[disc]
    first, count = chains.shape[disc, 0], chains.shape[disc, 1]
    if count == 0:
        t, _, gap = nearest_parts(x[q], y[q], x[q2], y[q2], px, py, px, py)
        return t, px, py, gap
    best, best_t, odd = np.inf, 0.0, False
    for k in range(count):
        ax, ay = chains.corner_nm[first + k, 0], chains.corner_nm[first + k, 1]
        after = first + (k + 1) % count
        bx, by = chains.corner_nm[after, 0], chains.corner_nm[after, 1]
        t, u, gap = nearest_parts(x[q], y[q], x[q2], y[q2], ax, ay, bx, by)
        if gap < best:
            best, best_t = gap, t
            px, py = ax + u * (bx - ax), ay + u * (by - ay)
        if (ay > y[q]) != (by > y[q]) and x[q] < ax + (y[q] - ay) * (bx - ax) / (by - ay):
            odd = not odd
    if odd:
        best = 0.0
    return best_t, px, py, best


@entry
def near_segments(
    chains: Chains,
    frame: Frame,
    start: Ints,
    order: Ints,
    limit_nm: float,
    pairs: Ints,
    some: Bools,
    which: tuple[int, int],
) -> int:
    """Fill ``pairs`` with segments of different nets nearer than the rule plus a limit.

    Only pairs in which one of ``some`` (segments,) is are looked for, with the first segment from
    ``which`` stretch of them.
    Returns how many there are, which may be more than ``pairs`` holds.
    """
    x, y, count = chains.x_nm, chains.y_nm, 0
    for i in range(which[0], which[1]):
        if not some[i]:
            continue
        p, p2 = chains.start[i], chains.end[i]
        column = int(((x[p] + x[p2]) / 2 - frame.low_x_nm) / frame.cell_nm)
        row = int(((y[p] + y[p2]) / 2 - frame.low_y_nm) / frame.cell_nm)
        for r in range(max(0, row - 1), min(frame.rows, row + 2)):
            line = (chains.level[i] * frame.rows + r) * frame.columns
            last = start[line + min(frame.columns - 1, column + 1) + 1]
            for k in range(start[line + max(0, column - 1)], last):
                j = order[k]
                if (j <= i and some[j]) or chains.net[i] == chains.net[j]:
                    continue
                limit = chains.half_nm[i] + chains.half_nm[j] + _apart_nm(chains, i, j) + limit_nm
                if _too_near(chains, i, j, limit):
                    if count < len(pairs):
                        pairs[count, 0] = min(i, j)  # what stands still comes last
                        pairs[count, 1] = max(i, j)
                    count += 1
    return count


@entry
def near_lands(
    chains: Chains,
    frame: Frame,
    start: Ints,
    order: Ints,
    limit_nm: float,
    pairs: Ints,
    some: Bools,
    which: tuple[int, int],
) -> int:
    """Fill ``pairs`` with lands and segments of different nets; see `near_segments`."""
    x, y, disc_x, disc_y = chains.x_nm, chains.y_nm, chains.disc_x_nm, chains.disc_y_nm
    count = 0
    for d in range(which[0], which[1]):
        reach = chains.disc_nm[d] + chains.disc_space_nm[d] + limit_nm + frame.cell_nm
        px, py = chains.disc_x_nm[d] - frame.low_x_nm, chains.disc_y_nm[d] - frame.low_y_nm
        first = max(0, int((px - reach) / frame.cell_nm))
        last = min(frame.columns - 1, int((px + reach) / frame.cell_nm))
        low = max(0, int((py - reach) / frame.cell_nm))
        high = min(frame.rows - 1, int((py + reach) / frame.cell_nm))
        for r in range(low, high + 1):
            line = (chains.disc_level[d] * frame.rows + r) * frame.columns
            for k in range(start[line + first], start[line + max(first, last + 1)]):
                j = order[k]
                if not some[j] or chains.net[j] == chains.disc_net[d]:
                    continue
                limit = chains.half_nm[j] + _land_apart_nm(chains, d, j) + limit_nm
                if chains.shape[d, 1] == 0:
                    limit += chains.disc_nm[d]
                beyond = limit + chains.disc_nm[d]  # the corners of a land lie in its radius
                q, q2, dx, dy = chains.start[j], chains.end[j], disc_x[d], disc_y[d]
                if _is_beyond(x[q], x[q2], dx, dx, beyond):
                    continue
                if _is_beyond(y[q], y[q2], dy, dy, beyond):
                    continue
                near = _nearest_land(chains, d, j)
                if near[3] < limit * limit:
                    if count < len(pairs):
                        pairs[count, 0] = d
                        pairs[count, 1] = j
                    count += 1
    return count


@inner
def _part_segments(
    chains: Chains, i: int, j: int, wanted_nm: float, margin_nm: float, step_nm: float
) -> float:
    x, y, free = chains.x_nm, chains.y_nm, chains.free
    p, q, p2, q2 = chains.start[i], chains.start[j], chains.end[i], chains.end[j]
    s, t, gap = nearest_parts(x[p], y[p], x[p2], y[p2], x[q], y[q], x[q2], y[q2])
    if gap >= wanted_nm * wanted_nm or gap == 0.0:
        return wanted_nm if gap == 0.0 else 0.0
    gap = np.sqrt(gap)
    nx = (x[p] + s * (x[p2] - x[p]) - x[q] - t * (x[q2] - x[q])) / gap
    ny = (y[p] + s * (y[p2] - y[p]) - y[q] - t * (y[q2] - y[q])) / gap
    a, b, c, d = (1 - s) * free[p], s * free[p2], (1 - t) * free[q], t * free[q2]
    lever = a * (1 - s) + b * s + c * (1 - t) + d * t
    lack = wanted_nm - gap
    if chains.shy[i] + chains.shy[j] > 0:
        lack -= margin_nm * max(0.0, 1 - 2 * np.sqrt(lever))
    if lever < _LEAST_LEVER or lack <= 0:
        return 0.0
    push = min(_FURTHER * lack / lever, step_nm / max(a, b, c, d))
    x[p] += push * a * nx
    y[p] += push * a * ny
    x[p2] += push * b * nx
    y[p2] += push * b * ny
    x[q] -= push * c * nx
    y[q] -= push * c * ny
    x[q2] -= push * d * nx
    y[q2] -= push * d * ny
    return float(lack)


@inner
def _part_land(
    chains: Chains, disc: int, j: int, wanted_nm: float, margin_nm: float, step_nm: float
) -> float:
    x, y, free = chains.x_nm, chains.y_nm, chains.free
    q, q2 = chains.start[j], chains.end[j]
    t, px, py, gap = _nearest_land(chains, disc, j)
    if gap >= wanted_nm * wanted_nm:
        return 0.0
    gap = np.sqrt(gap)
    if gap == 0.0:  # inside a land with corners: away from its centre
        px, py = chains.disc_x_nm[disc], chains.disc_y_nm[disc]
        t, _, middle = nearest_parts(x[q], y[q], x[q2], y[q2], px, py, px, py)
        middle = np.sqrt(middle)
        if middle == 0.0:
            return wanted_nm
        nx = (x[q] + t * (x[q2] - x[q]) - px) / middle
        ny = (y[q] + t * (y[q2] - y[q]) - py) / middle
    else:
        nx = (x[q] + t * (x[q2] - x[q]) - px) / gap
        ny = (y[q] + t * (y[q2] - y[q]) - py) / gap
    c, d = (1 - t) * free[q], t * free[q2]
    lever = c * (1 - t) + d * t
    lack = wanted_nm - gap
    if chains.shy[j] > 0:
        lack -= margin_nm * max(0.0, 1 - 2 * np.sqrt(lever))
    if lever < _LEAST_LEVER or lack <= 0:
        return 0.0
    push = min(_FURTHER * lack / lever, step_nm / max(c, d))
    x[q] += push * c * nx
    y[q] += push * c * ny
    x[q2] += push * d * nx
    y[q2] += push * d * ny
    return float(lack)


class Terms(NamedTuple):
    """How a run of sweeps goes; clearance and tension go evenly from first to second value."""

    margin_nm: float  # kept beyond the spacing; less of it where points stand still
    step_nm: float  # what tension may move a point in one sweep, so that nothing is jumped over
    push_nm: float  # what one push may move a point
    grown: tuple[float, float]  # part of the clearance; walls have all of it at once
    tension: tuple[float, float]


@inner
def _tighten(chains: Chains, pull_share: float, step_nm: float) -> None:
    x, y, joint = chains.x_nm, chains.y_nm, chains.joint
    for k in range(len(chains.inner)):
        i, before, after = chains.inner[k, 0], chains.inner[k, 1], chains.inner[k, 2]
        dx = pull_share * ((x[before] + x[after]) / 2 - x[i])
        dy = pull_share * ((y[before] + y[after]) / 2 - y[i])
        scale = min(1.0, step_nm / max(np.hypot(dx, dy), 1e-9))
        x[i] += dx * scale
        y[i] += dy * scale
    k = 0
    while k < len(joint):
        i, ways, dx, dy, nearest = joint[k, 0], 0, 0.0, 0.0, np.inf
        while k < len(joint) and joint[k, 0] == i:
            ux, uy = x[joint[k, 1]] - x[i], y[joint[k, 1]] - y[i]
            gap = max(np.hypot(ux, uy), 1e-9)
            dx += ux / gap
            dy += uy / gap
            nearest = min(nearest, gap)
            ways += 1
            k += 1
        dx *= pull_share * nearest / ways
        dy *= pull_share * nearest / ways
        scale = min(1.0, step_nm / max(np.hypot(dx, dy), 1e-9))
        x[i] += dx * scale
        y[i] += dy * scale


@inner
def _hold_back(chains: Chains, from_x_nm: Floats, from_y_nm: Floats, most_nm: float) -> None:
    """Shorten the way of each point since it was somewhere to at most so much."""
    x, y = chains.x_nm, chains.y_nm
    for i in range(len(x)):
        dx, dy = x[i] - from_x_nm[i], y[i] - from_y_nm[i]
        if dx * dx + dy * dy > most_nm * most_nm:
            scale = most_nm / np.hypot(dx, dy)
            x[i] = from_x_nm[i] + scale * dx
            y[i] = from_y_nm[i] + scale * dy


@entry
def sweep(chains: Chains, pairs: Ints, lands: Ints, sweeps: int, terms: Terms) -> float:
    """Relax in place; return the worst missing distance in nm met in the last sweep."""
    worst = 0.0
    from_x, from_y = np.empty_like(chains.x_nm), np.empty_like(chains.y_nm)
    for turn in range(sweeps):
        from_x[:] = chains.x_nm
        from_y[:] = chains.y_nm
        part = (turn + 1.0) / sweeps
        grow = terms.grown[0] + (terms.grown[1] - terms.grown[0]) * part
        pull = terms.tension[0] + (terms.tension[1] - terms.tension[0]) * part
        if pull > 0:
            _tighten(chains, pull, terms.step_nm)
        worst = 0.0
        for k in range(len(pairs)):
            i, j = pairs[k, 0], pairs[k, 1]
            if _is_border(chains.net[j]):  # what stands still comes last
                continue
            wanted = chains.half_nm[i] + chains.half_nm[j] + _apart_nm(chains, i, j)
            wanted = (wanted + terms.margin_nm) * grow
            worst = max(worst, _part_segments(chains, i, j, wanted, terms.margin_nm, terms.push_nm))
        for k in range(len(lands)):
            d, j = lands[k, 0], lands[k, 1]
            wanted = chains.half_nm[j] + _land_apart_nm(chains, d, j) + terms.margin_nm
            wanted *= grow
            if chains.shape[d, 1] == 0:
                wanted += chains.disc_nm[d]
            worst = max(worst, _part_land(chains, d, j, wanted, terms.margin_nm, terms.push_nm))
        _hold_back(chains, from_x, from_y, _FREE_STEPS * terms.step_nm)
        for k in range(len(pairs)):
            i, j = pairs[k, 0], pairs[k, 1]
            if not _is_border(chains.net[j]):
                continue
            wanted = chains.half_nm[i] + chains.half_nm[j] + terms.margin_nm
            push_nm = max(terms.push_nm, _WALL_STEPS * terms.step_nm)
            worst = max(worst, _part_segments(chains, i, j, wanted, terms.margin_nm, push_nm))
    return worst
