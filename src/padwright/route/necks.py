"""Gaps that are full: where the margin of the relaxation has no room, lines pass on fixed pieces.

A line keeps the spacing and a margin, which rounding and drawn round ends need. Where the lines
of an edge fit without the margin but not with it, the edge is a neck: its lines cross it at right
angles, side by side at exact places, and bend apart behind it as fast as the gap widens.

KLayout draws the round end of a segment as a polygon of 32 corners round the circle. Its sides
touch the circle where the line's own sides begin, so a straight line is drawn exactly; where it
bends by an angle ``a``, a corner of the polygon stands out of the bend by
``half * (cos(t - a) / cos(t) - 1)``, ``t`` being half of the angle between two corners, which for
small bends is ``half * tan(t) * a``. Bends are therefore kept as small as the room that the lines
have won from each other allows.
"""

import math
from dataclasses import dataclass

import numpy as np

from padwright.route.mesh import TRIANGLE, Floats, Ground, Ints
from padwright.route.sketch import (
    COUNT,
    CROSSING,
    EDGE,
    EXTRA,
    IDS,
    KEEP,
    LINE,
    METAL,
    NET,
    OWNER,
    RULE,
    SOFT,
    SPACE,
    STEPS,
    WALL,
    WIDTH,
    Sketch,
    needed_nm,
)

#: How far a corner of the drawn round end stands out of a bend, per half width and radian.
_BEND_RATIO = math.tan(math.pi / 32)
#: What a bend may stand out where there is no room at all: the bench's checker, which rounds the
#: corners of what it draws to nanometres, looks at the rule less two of them.
_LEAST_OUT_NM = 0.5
#: Of what a land recedes beside the neck, this part is used; chords of its circle need the rest.
_RECEDE_PART = 0.5
#: Distance of the first bend from the neck, and of bends from each other, in half widths.
_FIRST_HALVES, _STEP_HALVES = 0.5, 0.6
_MOST_BENDS = 8
#: Margins that the lines shall win from each other before they are left to the relaxation.
_WON_MARGINS = 1.25
#: What of the way to the next neck of a line its fixed piece may take.
_WAY_PART = 0.4
#: Lengths are sums of float64.
_ROUNDING_NM = 1e-3
#: Places beside the wanted one at which a point of the grid is looked for, along the line.
_GRID_STEPS = 60


@dataclass(frozen=True, slots=True)
class Neck:
    """A full edge: where its lines cross it, and what the places are made of; all in nm.

    ``side`` 0 is the left one of the edge, 1 the right one; ``wall_slope`` tells for both ends
    and sides how fast a wall that begins there falls back (0: as the neck goes on, infinite: no
    wall).
    """

    level: int
    edge: int
    crossings: tuple[int, ...]
    slot_nm: Floats  # (n,) from the edge's first vertex
    half_nm: Floats  # (n,)
    keep_nm: tuple[
        float, float
    ]  # least distance of centre lines from the vertices, 0 from own ones
    extra_nm: float  # room that each clearance has beyond the rule
    margin_nm: float  # what the lines would like to have there
    wall_slope: Floats  # (2, 2) end, side


def find_necks(ground: Ground, sketch: Sketch) -> list[Neck]:
    """Return the edges whose lines fit without the margin but not with it."""
    mesh = ground.mesh
    may = (sketch.edge_nm[..., SOFT] == 0) & (sketch.edge[..., WALL] == 0)
    necks: list[Neck] = []
    for level, edge in np.argwhere(may & (sketch.edge[..., COUNT] > 0)).tolist():
        count = int(sketch.edge[level, edge, COUNT])
        need = needed_nm(mesh, sketch, level, edge) - sketch.edge_nm[level, edge, EXTRA]
        slack = float(mesh.edge_nm[edge, 0]) - need
        ids = sketch.edge[level, edge, IDS : IDS + count]
        lines = sketch.crossing[ids, LINE]
        of_lines = sketch.line_nm[level, lines]
        margin = float((of_lines[:, SPACE] - of_lines[:, RULE]).max())
        if -_ROUNDING_NM <= slack < (count + 1) * margin:
            extra = max(0.0, slack) / (count + 1)
            necks.append(_neck(ground, sketch, (level, edge), ids, extra, margin))
    return necks


def _neck(
    ground: Ground,
    sketch: Sketch,
    at: tuple[int, int],
    ids: Ints,
    extra_nm: float,
    margin_nm: float,
) -> Neck:
    level, edge = at
    lines = sketch.crossing[ids, LINE]
    net = sketch.line[lines, NET]
    half, rule = sketch.line_nm[level, lines, WIDTH] / 2, sketch.line_nm[level, lines, RULE]
    ends = ground.mesh.edge[edge, :2]
    low, high = (
        np.where(
            sketch.vertex[level, vertex, OWNER] == net,
            0.0,
            np.maximum(keep[KEEP], keep[METAL] + rule) + half,
        )
        for vertex, keep in zip(ends, sketch.keep_nm[level, ends], strict=True)
    )
    slot = low + extra_nm
    for i in range(1, len(slot)):
        apart = half[i - 1] + max(rule[i - 1], rule[i]) + half[i] + extra_nm
        if net[i - 1] == net[i]:  # drawn as one line
            apart = 0.0
        slot[i] = max(slot[i], slot[i - 1] + apart)
    return Neck(
        level,
        edge,
        tuple(ids.tolist()),
        slot,
        half,
        (float(low.min()), float(high.min())),
        extra_nm,
        margin_nm,
        _wall_slopes(ground, level, edge),
    )


def _wall_slopes(ground: Ground, level: int, edge: int) -> Floats:
    mesh = ground.mesh
    slopes = np.full((2, 2), np.inf)
    ends = mesh.edge[edge, :2].tolist()
    along = (mesh.place_nm[ends[1]] - mesh.place_nm[ends[0]]) / mesh.edge_nm[edge, 0]
    left = np.array([-along[1], along[0]])
    for end, vertex in enumerate(ends):
        touching = np.flatnonzero(ground.wall[level] & (mesh.edge[:, :2] == vertex).any(axis=1))
        for wall in touching.tolist():
            other = int(mesh.edge[wall, :2].sum()) - vertex
            way = mesh.place_nm[other] - mesh.place_nm[vertex]
            forth, back = float(way @ left), float(way @ along) * (2 * end - 1)
            side = 0 if forth > 0 else 1
            if abs(forth) > 1e-9 * math.hypot(*way):
                slopes[end, side] = min(slopes[end, side], max(0.0, back / abs(forth)))
    return slopes


def _recedes_nm(keep_nm: float, wall_slope: float, ahead_nm: float) -> float:
    """Return by how much an end of the neck leaves more room a way ahead of it."""
    disc = keep_nm - math.sqrt(max(0.0, keep_nm**2 - ahead_nm**2))
    if math.isinf(wall_slope):
        return disc
    wall = ahead_nm * wall_slope - keep_nm * (math.hypot(1.0, wall_slope) - 1)
    return min(disc, max(0.0, wall))


def _fan(neck: Neck, side: int, longest_nm: float) -> list[tuple[Floats, Floats]]:
    """Return how far ahead of the neck each line bends and its shift there, neck outwards."""
    half = float(neck.half_nm.max())
    count = len(neck.slot_nm)
    ahead = min(_FIRST_HALVES * half, longest_nm)
    step = _STEP_HALVES * half
    shift, slope, won = np.zeros(count), np.zeros(count), neck.extra_nm
    stops = [(ahead, shift, slope)]
    place = np.arange(1, count + 1) / (count + 1)
    for _ in range(_MOST_BENDS):
        ahead += step
        if ahead > longest_nm or won >= _WON_MARGINS * neck.margin_nm:
            break
        first, last = (
            _RECEDE_PART * _recedes_nm(neck.keep_nm[end], neck.wall_slope[end, side], ahead)
            for end in range(2)
        )
        if first + last < 1.0:
            continue
        full = place * (first + last) - first
        gain = (first + last) / (count + 1)
        bend = (_LEAST_OUT_NM + won) / (_BEND_RATIO * half)
        reach = ahead - stops[-1][0]
        high, low = shift + reach * (slope + bend), shift + reach * (slope - bend)
        with np.errstate(divide="ignore"):
            most = np.where(full > 0, high / full, np.where(full < 0, low / full, np.inf))
        part = min(1.0, float(most.min()))
        part = min(part, max(0.0, (_WON_MARGINS * neck.margin_nm - neck.extra_nm) / gain))
        slope, shift = (part * full - shift) / reach, part * full
        won = neck.extra_nm + part * gain
        stops.append((ahead, shift, slope))
    if len(stops) == 1:
        return [(np.full(count, ahead), shift) for ahead, shift, _ in stops]
    early = _early(np.diff(neck.slot_nm), stops[1][2], 1.0 / step)
    return [
        (np.full(count, ahead) - (early if i == 0 else 0.0), shift)
        for i, (ahead, shift, _) in enumerate(stops)
    ]


def _early(pitch_nm: Floats, slope: Floats, rounding: float) -> Floats:
    """Return how much earlier each line bends, so that lines bent alike come no nearer.

    Of two lines that bend to the same side, the one that bends less is behind the other one: it
    must have reached the foot of the other one's corner before it bends.
    """
    low, high = slope[:-1], slope[1:]
    foot = pitch_nm * (np.minimum(np.abs(low), np.abs(high)) + rounding)
    later = np.where((low < 0) & (high < 0), foot, np.where((low > 0) & (high > 0), -foot, 0.0))
    at = np.concatenate([[0.0], np.cumsum(np.sign(later) * np.ceil(np.abs(later)))])
    return np.asarray(at.max() - at)


def _on_grid(target_nm: Floats, forth: Floats, along: Floats) -> Floats:
    """Return the grid points that lie best across a line through targets (n, 2), along it."""
    steps = np.arange(-_GRID_STEPS, _GRID_STEPS + 1)
    steps = steps[np.argsort(np.abs(steps), kind="stable")]
    near = np.rint(target_nm[:, None, :] + steps[None, :, None] * forth)
    off = np.abs((near - target_nm[:, None, :]) @ along)
    best = np.round(off, 6).argmin(axis=1)
    return np.asarray(near[np.arange(len(near)), best])


@dataclass(frozen=True, slots=True)
class Pin:
    """The fixed piece of one crossing, from the left side of its edge to the right one.

    ``open_left`` and ``open_right`` tell whether the lines have bent apart at that end.
    """

    points_nm: Floats  # (n, 2)
    open_left: bool
    open_right: bool


def pins(ground: Ground, sketch: Sketch) -> dict[int, Pin]:
    """Return the fixed pieces of lines in full edges, by the ids of their crossings."""
    necks = find_necks(ground, sketch)
    mesh = ground.mesh
    places: dict[int, Floats] = {}
    for neck in necks:
        a, b = mesh.place_nm[mesh.edge[neck.edge, :2]]
        at = a + neck.slot_nm[:, None] * (b - a) / mesh.edge_nm[neck.edge, 0]
        places.update(zip(neck.crossings, at, strict=True))
    room = _rooms(ground, sketch, places)
    result: dict[int, Pin] = {}
    for neck in necks:
        a, b = mesh.place_nm[mesh.edge[neck.edge, :2]]
        along = (b - a) / mesh.edge_nm[neck.edge, 0]
        left = np.array([-along[1], along[0]])
        sides = []
        for side, sign in ((0, 1.0), (1, -1.0)):
            longest = min(room[what][side] for what in neck.crossings)
            stops = _fan(neck, side, longest)
            sides.append(
                [
                    _on_grid(
                        a + (neck.slot_nm + shift)[:, None] * along + sign * ahead[:, None] * left,
                        left,
                        along,
                    )
                    for ahead, shift in stops
                ]
            )
        way = np.stack([*reversed(sides[0]), *sides[1]])
        for i, what in enumerate(neck.crossings):
            result[what] = Pin(way[:, i], len(sides[0]) > 1, len(sides[1]) > 1)
    return result


def _rooms(
    ground: Ground, sketch: Sketch, places: dict[int, Floats]
) -> dict[int, tuple[float, float]]:
    """Return how long the fixed piece of each crossing may be on the left and right side."""
    mesh = ground.mesh
    rooms: dict[int, tuple[float, float]] = {}
    for what, place in places.items():
        line = int(sketch.crossing[what, LINE])
        steps = sketch.step[line, : sketch.line[line, STEPS]]
        i = int(np.flatnonzero((steps[:, 0] == CROSSING) & (steps[:, 2] == what))[0])
        found = []
        for k in (i - 1, i + 1):
            kind, _, other, _ = steps[k].tolist()
            if kind != CROSSING:
                gap = 2 * float(np.hypot(*(mesh.place_nm[other] - place)))
            elif other in places:
                gap = float(np.hypot(*(places[other] - place)))
            else:
                gap = np.inf
            found.append(_WAY_PART * gap)
        came_left = steps[i, 3] == mesh.edge[sketch.crossing[what, EDGE], TRIANGLE]
        rooms[what] = (found[0], found[1]) if came_left else (found[1], found[0])
    return rooms
