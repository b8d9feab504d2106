"""The slot graph: places on the edges of the mesh where lines may cross, and ways between them.

After J.-W. Fang, I.-J. Lin, P.-H. Yuh, Y.-W. Chang and J.-H. Wang, "A network-flow-based RDL
routing algorithm for flip-chip design", IEEE TCAD 26 (8), 2007, with single places for lines in
place of capacities, so that gap, order and length are in one optimum.
"""

from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.ground.mesh import SIDE, Mesh
from padwright.route.ragged import counted
from padwright.route.sketching.sketch import (
    AT,
    COUNT,
    EDGE,
    EXTRA,
    IDS,
    WALL,
    Sketch,
    needed_nm,
)

#: Lengths are sums of whole nanometres and margins; float64 may round them down by this part.
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Slots:
    """Places for lines, in the order of levels, edges and places along the edge."""

    first: Ints  # (levels, edges) number of the edge's first slot
    count: Ints  # (levels, edges)
    level: Ints  # (slots,)
    edge: Ints
    at_nm: Floats  # distance from the edge's first vertex
    place_nm: Floats  # (slots, 2)
    taken_nm: dict[int, float]  # crossing of a line that stands there: where it stands among slots


@dataclass(frozen=True, slots=True)
class Links:
    """Straight pieces inside triangles; slots are 0 and up, corner ``k`` is ``-k - 1``."""

    start: Ints
    end: Ints
    level: Ints
    triangle: Ints
    length_nm: Floats


@dataclass(frozen=True, slots=True)
class Gauge:
    """What the lines of one flow need: those that need most stand for all.

    Space and keep have the margin of the sketch where it asks for one.
    """

    width_nm: Floats  # (levels,)
    space_nm: Floats  # (levels, edges)
    keep_nm: Floats  # (levels, edges, 2) what they keep from both ends


def _lines_that_fit(mesh: Mesh, sketch: Sketch, gauge: Gauge) -> Ints:
    """Return how many lines fit across each edge (levels, edges) when it is empty."""
    room = mesh.edge_nm[:, 0] - gauge.keep_nm.sum(axis=2) - sketch.edge_nm[:, :, EXTRA]
    fit = (room + gauge.space_nm) / (gauge.width_nm[:, None] + gauge.space_nm) + _EXACT
    fit = np.where(sketch.edge[:, :, WALL] > 0, 0, np.floor(fit))
    return np.maximum(fit, 0).astype(np.int64)


def lay_slots(mesh: Mesh, sketch: Sketch, gauge: Gauge, most: int) -> Slots:
    """Return slots for lines beside those that are in a sketch, on one edge ``most`` at most."""
    count = np.minimum(_lines_that_fit(mesh, sketch, gauge), most)
    used = np.argwhere(sketch.edge[:, :, COUNT] > 0)
    held: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    for used_level, used_edge in used.tolist():
        where = (used_level, used_edge)
        held[where] = _beside(mesh, sketch, gauge, most, where)
        count[where] = len(held[where][0])
    flat = count.ravel()
    first = np.concatenate([[0], np.cumsum(flat)[:-1]])
    which, rank = counted(flat)
    level, edge = np.divmod(which, count.shape[1])
    half = gauge.width_nm[level] / 2
    low = gauge.keep_nm[level, edge, 0] + half
    high = mesh.edge_nm[edge, 0] - gauge.keep_nm[level, edge, 1] - half
    part = np.where(flat[which] > 1, rank / np.maximum(flat[which] - 1, 1), 0.5)
    at = low + part * (high - low)
    taken: dict[int, float] = {}
    for (at_level, at_edge), (places, standing) in held.items():
        number = at_level * count.shape[1] + at_edge
        at[first[number] : first[number] + flat[number]] = places
        ids = sketch.edge[at_level, at_edge, IDS : IDS + len(standing)]
        taken |= dict(zip(ids.tolist(), standing.tolist(), strict=True))
    p, q = mesh.place_nm[mesh.edge[edge, 0]], mesh.place_nm[mesh.edge[edge, 1]]
    place = p + (at / mesh.edge_nm[edge, 0])[:, None] * (q - p)
    return Slots(first.reshape(count.shape), count, level, edge, at, place, taken)


def _beside(
    mesh: Mesh, sketch: Sketch, gauge: Gauge, most: int, at: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Return the free places of an edge that lines cross, and where these stand among them.

    Lines in the sketch give way to each other, so that only their order counts: they take the
    places that are nearest to where they are now, of as many as fit in all.
    """
    level, edge = at
    n = int(sketch.edge[level, edge, COUNT])
    ids = sketch.edge[level, edge, IDS : IDS + n]
    low = gauge.keep_nm[level, edge, 0]
    high = mesh.edge_nm[edge, 0] - gauge.keep_nm[level, edge, 1]
    width, space = float(gauge.width_nm[level]), float(gauge.space_nm[level, edge])
    left = mesh.edge_nm[edge, 0] - needed_nm(mesh, sketch, level, edge)
    free = 0 if sketch.edge[level, edge, WALL] else max(0, int(left / (width + space) + _EXACT))
    total = n + free
    step = (high - low) / total
    places = low + (np.arange(total) + 0.5) * step
    index = np.clip(np.rint((sketch.crossing_nm[ids, AT] - low) / step - 0.5), 0, total - 1)
    index = index.astype(np.int64)
    for i in range(1, n):
        index[i] = max(index[i], index[i - 1] + 1)
    for i in range(n):
        back = n - 1 - i
        index[back] = min(index[back], total - 1 - i)
    open_places = np.delete(places, index)
    if len(open_places) > most:
        open_places = open_places[np.linspace(0, len(open_places) - 1, most).round().astype(int)]
    return open_places, places[index]


def _pairs(
    first: Ints, count: Ints, other_first: Ints, other_count: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return every pair of a slot of one side and a slot of the other, and whose row it is."""
    sizes = count * other_count
    row, k = counted(sizes)
    return first[row] + k // other_count[row], other_first[row] + k % other_count[row], row


def lay_links(mesh: Mesh, slots: Slots, is_end: Bools) -> Links:
    """Return the straight pieces between slots, and between slots and corners that are ends.

    ``is_end`` is (levels, vertices).
    """
    parts: list[tuple[Ints, Ints, int, Ints]] = []
    triangles = np.arange(len(mesh.triangle))
    for here_level in range(len(slots.count)):
        first, count = slots.first[here_level], slots.count[here_level]
        for k in range(3):
            here, there = mesh.triangle[:, SIDE + k], mesh.triangle[:, SIDE + (k + 1) % 3]
            a, b, row = _pairs(first[here], count[here], first[there], count[there])
            parts.append((a, b, here_level, triangles[row]))
            # corner k sees side k + 1, and corner k + 1 along side k
            corner = mesh.triangle[:, k]
            far = mesh.triangle[:, SIDE + (k + 1) % 3]
            sizes = np.where(is_end[here_level, corner], count[far], 0)
            row, rank = counted(sizes)
            parts.append((-corner[row] - 1, first[far[row]] + rank, here_level, row))
            other = mesh.triangle[:, (k + 1) % 3]
            both = is_end[here_level, corner] & is_end[here_level, other]
            row = np.flatnonzero(both)
            parts.append((-corner[row] - 1, -other[row] - 1, here_level, row))
    start, end = (np.concatenate([part[i] for part in parts]) for i in range(2))
    level = np.concatenate([np.full(len(part[0]), part[2]) for part in parts])
    triangle = np.concatenate([part[3] for part in parts])
    gap = _place(mesh, slots, start) - _place(mesh, slots, end)
    return Links(start, end, level, triangle, np.hypot(*gap.T))


def _place(mesh: Mesh, slots: Slots, end: Ints) -> Floats:
    places = np.concatenate([slots.place_nm, mesh.place_nm[::-1]])
    return np.asarray(places[end])


def border_places(mesh: Mesh, slots: Slots, triangle: Ints, end: Ints) -> Floats:
    """Return where ends of links lie round their triangles: corner k at k, side k up to k + 1."""
    result = np.zeros(len(end))
    for k in range(3):
        corner = mesh.triangle[triangle, k]
        result[end == -corner - 1] = k
        slot = np.maximum(end, 0)
        at_side = (end >= 0) & (slots.edge[slot] == mesh.triangle[triangle, SIDE + k])
        edge = mesh.triangle[triangle, SIDE + k]
        part = slots.at_nm[slot] / mesh.edge_nm[edge, 0]
        forward = mesh.edge[edge, 0] == corner
        result = np.where(at_side, np.where(forward, k + part, k + 1 - part), result)
    return result


def without_crossed(mesh: Mesh, sketch: Sketch, slots: Slots, links: Links) -> Links:
    """Return the links that cross no line of the sketch."""
    keep = np.ones(len(links.start), np.bool_)
    order = np.argsort(links.level * len(mesh.triangle) + links.triangle, kind="stable")
    keys = (links.level * len(mesh.triangle) + links.triangle)[order]
    for at_level, t in np.argwhere(sketch.chord[:, :, 0, 0] > 0).tolist():
        low, high = np.searchsorted(
            keys, [at_level * len(mesh.triangle) + t] * 2 + np.array([0, 1])
        )
        rows = order[low:high]
        if not len(rows):
            continue
        at = np.full(len(rows), t)
        p = border_places(mesh, slots, at, links.start[rows])
        q = border_places(mesh, slots, at, links.end[rows])
        p, q = np.minimum(p, q), np.maximum(p, q)
        for i in range(int(sketch.chord[at_level, t, 0, 0])):
            c, d = (
                _chord_place(mesh, sketch, slots, t, int(end))
                for end in sketch.chord[at_level, t, i + 1, :2]
            )
            touches = (p == c) | (q == c) | (p == d) | (q == d)
            crosses = ((p < c) & (c < q)) != ((p < d) & (d < q))
            keep[rows[crosses & ~touches]] = False
    return _kept(links, keep)


def on_levels(links: Links, is_open: Bools) -> Links:
    """Return the links on levels (levels,) that are open to the nets of a flow."""
    return _kept(links, np.asarray(is_open[links.level]))


def _kept(links: Links, keep: Bools) -> Links:
    columns = links.start, links.end, links.level, links.triangle
    start, end, level, triangle = (column[keep] for column in columns)
    return Links(start, end, level, triangle, links.length_nm[keep])


def _chord_place(mesh: Mesh, sketch: Sketch, slots: Slots, t: int, end: int) -> float:
    if end < 0:
        return float(-end - 1)
    edge = int(sketch.crossing[end, EDGE])
    k = int(np.flatnonzero(mesh.triangle[t, SIDE : SIDE + 3] == edge)[0])
    part = slots.taken_nm[end] / mesh.edge_nm[edge, 0]
    return float(k + part if mesh.edge[edge, 0] == mesh.triangle[t, k] else k + 1 - part)
