"""Inflate and relax: push lines apart to full clearance while tension keeps them short.

Lines are chains of points. Every sweep first pulls each point towards the middle of its
neighbours, then moves every pair of segments (and segment and land) that is too near apart by
the missing distance, shared among the points by their lever (position based dynamics, M. Mueller
et al., J. Visual Communication 18, 2007). Clearances grow from a part of themselves to the full
rule plus a margin, so that lines slide past lands without jumping over them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from padwright.route.bins import bin_segments, nearest_parts
from padwright.route.mesh import Floats, Ints


class Chains(NamedTuple):
    """Points in nm, segments between them, and round lands that stand still."""

    x_nm: Floats  # (points,)
    y_nm: Floats
    free: Floats  # (points,) 1 where a point may move, else 0
    inner: Ints  # points that have both neighbours in their chain, index - 1 and index + 1
    start: Ints  # (segments,) first point; the second is the next one
    half_nm: Floats  # (segments,) half width; walls have what makes up their own clearance
    net: Ints  # (segments,)
    level: Ints  # (segments,)
    disc_x_nm: Floats
    disc_y_nm: Floats
    disc_nm: Floats  # radii
    disc_net: Ints
    disc_level: Ints


@njit(cache=True)
def neighbours(chains: Chains, spacing_nm: float, reach_nm: float) -> tuple[Ints, Ints]:
    """Return pairs of segments, and of land and segment, nearer than spacing plus reach."""
    n = len(chains.start)
    mid_x, mid_y = np.empty(n), np.empty(n)
    longest, widest, levels = 0.0, 0.0, 1
    for i in range(n):
        p = chains.start[i]
        mid_x[i] = (chains.x_nm[p] + chains.x_nm[p + 1]) / 2
        mid_y[i] = (chains.y_nm[p] + chains.y_nm[p + 1]) / 2
        length = np.hypot(chains.x_nm[p] - chains.x_nm[p + 1], chains.y_nm[p] - chains.y_nm[p + 1])
        longest = max(longest, length)
        widest = max(widest, chains.half_nm[i])
        levels = max(levels, chains.level[i] + 1)
    cell = longest + 2 * widest + spacing_nm + reach_nm
    start, order, frame, size = bin_segments(mid_x, mid_y, chains.level, levels, cell)
    cell = frame[2]
    pairs = np.empty((max(1024, 8 * n), 2), np.int64)
    count = 0
    for i in range(n):
        p = chains.start[i]
        column, row = int((mid_x[i] - frame[0]) / cell), int((mid_y[i] - frame[1]) / cell)
        for r in range(max(0, row - 1), min(size[1], row + 2)):
            line = (chains.level[i] * size[1] + r) * size[0]
            for k in range(
                start[line + max(0, column - 1)], start[line + min(size[0] - 1, column + 1) + 1]
            ):
                j = order[k]
                if j <= i or chains.net[i] == chains.net[j]:
                    continue
                limit = chains.half_nm[i] + chains.half_nm[j] + spacing_nm + reach_nm
                q = chains.start[j]
                far = longest + limit
                if abs(mid_x[i] - mid_x[j]) > far or abs(mid_y[i] - mid_y[j]) > far:
                    continue
                _, _, gap = nearest_parts(
                    chains.x_nm[p],
                    chains.y_nm[p],
                    chains.x_nm[p + 1],
                    chains.y_nm[p + 1],
                    chains.x_nm[q],
                    chains.y_nm[q],
                    chains.x_nm[q + 1],
                    chains.y_nm[q + 1],
                )
                if gap < limit * limit:
                    if count == len(pairs):
                        more = np.empty((2 * count, 2), np.int64)
                        more[:count] = pairs
                        pairs = more
                    pairs[count, 0], pairs[count, 1] = i, j
                    count += 1
    lands = np.empty((max(1024, n), 2), np.int64)
    near = 0
    for d in range(len(chains.disc_x_nm)):
        if chains.disc_level[d] >= levels:
            continue
        reach = chains.disc_nm[d] + widest + spacing_nm + reach_nm + longest / 2
        x, y = chains.disc_x_nm[d], chains.disc_y_nm[d]
        for r in range(
            max(0, int((y - reach - frame[1]) / cell)),
            min(size[1], int((y + reach - frame[1]) / cell) + 1),
        ):
            line = (chains.disc_level[d] * size[1] + r) * size[0]
            first = max(0, int((x - reach - frame[0]) / cell))
            last = min(size[0] - 1, int((x + reach - frame[0]) / cell))
            if first > last:
                continue
            for k in range(start[line + first], start[line + last + 1]):
                j = order[k]
                if chains.net[j] == chains.disc_net[d]:
                    continue
                p = chains.start[j]
                limit = chains.disc_nm[d] + chains.half_nm[j] + spacing_nm + reach_nm
                _, _, gap = nearest_parts(
                    chains.x_nm[p],
                    chains.y_nm[p],
                    chains.x_nm[p + 1],
                    chains.y_nm[p + 1],
                    x,
                    y,
                    x,
                    y,
                )
                if gap < limit * limit:
                    if near == len(lands):
                        more = np.empty((2 * near, 2), np.int64)
                        more[:near] = lands
                        lands = more
                    lands[near, 0], lands[near, 1] = d, j
                    near += 1
    return pairs[:count], lands[:near]


@njit(cache=True)
def _part_segments(chains: Chains, i: int, j: int, wanted: float) -> float:
    x, y, free = chains.x_nm, chains.y_nm, chains.free
    p, q = chains.start[i], chains.start[j]
    s, t, gap = nearest_parts(x[p], y[p], x[p + 1], y[p + 1], x[q], y[q], x[q + 1], y[q + 1])
    if gap >= wanted * wanted or gap == 0.0:
        return wanted if gap == 0.0 else 0.0
    gap = np.sqrt(gap)
    nx = (x[p] + s * (x[p + 1] - x[p]) - x[q] - t * (x[q + 1] - x[q])) / gap
    ny = (y[p] + s * (y[p + 1] - y[p]) - y[q] - t * (y[q + 1] - y[q])) / gap
    a, b, c, d = (1 - s) * free[p], s * free[p + 1], (1 - t) * free[q], t * free[q + 1]
    lever = a * (1 - s) + b * s + c * (1 - t) + d * t
    if lever < 1e-6:
        return wanted - gap
    push = (wanted - gap) / lever
    x[p] += push * a * nx
    y[p] += push * a * ny
    x[p + 1] += push * b * nx
    y[p + 1] += push * b * ny
    x[q] -= push * c * nx
    y[q] -= push * c * ny
    x[q + 1] -= push * d * nx
    y[q + 1] -= push * d * ny
    return wanted - gap


@njit(cache=True)
def _part_land(chains: Chains, disc: int, j: int, wanted: float) -> float:
    x, y, free = chains.x_nm, chains.y_nm, chains.free
    q = chains.start[j]
    px, py = chains.disc_x_nm[disc], chains.disc_y_nm[disc]
    t, _, gap = nearest_parts(x[q], y[q], x[q + 1], y[q + 1], px, py, px, py)
    if gap >= wanted * wanted or gap == 0.0:
        return wanted if gap == 0.0 else 0.0
    gap = np.sqrt(gap)
    nx = (x[q] + t * (x[q + 1] - x[q]) - px) / gap
    ny = (y[q] + t * (y[q + 1] - y[q]) - py) / gap
    c, d = (1 - t) * free[q], t * free[q + 1]
    lever = c * (1 - t) + d * t
    if lever < 1e-6:
        return wanted - gap
    push = (wanted - gap) / lever
    x[q] += push * c * nx
    y[q] += push * c * ny
    x[q + 1] += push * d * nx
    y[q + 1] += push * d * ny
    return wanted - gap


@njit(cache=True)
def sweep(
    chains: Chains,
    pairs: Ints,
    lands: Ints,
    sweeps: int,
    spacing_nm: float,
    grown: tuple[float, float],
    tension: tuple[float, float],
) -> float:
    """Relax in place; clearance and tension go evenly from their first to their second value.

    Returns the worst missing distance in nm met in the last sweep.
    """
    x, y = chains.x_nm, chains.y_nm
    worst = 0.0
    for turn in range(sweeps):
        part = (turn + 1.0) / sweeps
        grow = grown[0] + (grown[1] - grown[0]) * part
        pull = tension[0] + (tension[1] - tension[0]) * part
        if pull > 0:
            for i in chains.inner:
                move = pull * chains.free[i]
                x[i] += move * ((x[i - 1] + x[i + 1]) / 2 - x[i])
                y[i] += move * ((y[i - 1] + y[i + 1]) / 2 - y[i])
        worst = 0.0
        for k in range(len(pairs)):
            i, j = pairs[k]
            wanted = (chains.half_nm[i] + chains.half_nm[j] + spacing_nm) * grow
            worst = max(worst, _part_segments(chains, i, j, wanted))
        for k in range(len(lands)):
            d, j = lands[k]
            wanted = chains.disc_nm[d] + (chains.half_nm[j] + spacing_nm) * grow
            worst = max(worst, _part_land(chains, d, j, wanted))
    return worst
