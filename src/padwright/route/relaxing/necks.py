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
from typing import NamedTuple

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.route.ground.mesh import TRIANGLE, Ground
from padwright.route.sketching.sketch import (
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
_LEAST_OUT_NM = 0.6
#: Part of what was won that a bend may use up: its corner reaches back to where less was won.
_USED_PART = 0.8
#: Of what a land recedes beside the neck, this part is used; chords of its circle need the rest.
_RECEDE_PART = 0.5
#: Distance of the first bend from the neck, and of bends from each other, in half widths.
_FIRST_HALVES, _STEP_HALVES = 0.5, 0.6
#: How far the fixed piece goes where the gap does not widen.
_SHUT_HALVES = 0.1
_MOST_BENDS, _MOST_STRETCH = 12, 12
#: What lines may lose by leaning to one side; the bends of the first piece make up for this much.
_LEANT_NM = 0.02
#: A fan that loses too much by leaning is made this much narrower until it does not.
_EASE, _LEAST_PART = 0.85, 1e-4
#: What a bend must win for the lines; less is lost in the rounding.
_LEAST_WON_NM = 2.0
#: Margins that the lines try to win from each other; with one they are left to the relaxation.
_WON_MARGINS = 1.25
#: What of the way to the next neck of a line its fixed piece may take.
_WAY_PART = 0.4
#: Lengths are sums of float64.
_ROUNDING_NM = 1e-3
#: Places beside the wanted one at which a point of the grid is looked for, along the line.
_GRID_STEPS = 60


#: How far ahead of a neck its lines bend, and by how much they are shifted there, neck outwards.
_Fan = list[tuple[Floats, Floats]]


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


def _recedes_nm(keep_nm: float, wall_ratio: float, ahead_nm: float) -> float:
    """Return by how much an end of the neck leaves more room a way ahead of it."""
    disc = keep_nm - math.sqrt(max(0.0, keep_nm**2 - ahead_nm**2))
    if math.isinf(wall_ratio):
        return disc
    wall = ahead_nm * wall_ratio - keep_nm * (math.hypot(1.0, wall_ratio) - 1)
    return min(disc, max(0.0, wall))


def _fan(neck: Neck, side: int, longest_nm: float) -> _Fan:
    """Return how the lines bend apart on a side of a neck."""
    half = float(neck.half_nm.max())
    ahead = min(_FIRST_HALVES * half, longest_nm)
    bends = [_Bend(ahead, neck.slot_nm * 0.0, neck.slot_nm * 0.0, neck.extra_nm)]
    while bends[-1].won_nm < neck.margin_nm and len(bends) <= _MOST_BENDS:
        for stretch in range(1, _MOST_STRETCH + 1):
            ahead = bends[-1].ahead_nm + stretch * _STEP_HALVES * half
            after = _bend(neck, side, bends[-1], ahead)
            enough = after.won_nm - bends[-1].won_nm >= _LEAST_WON_NM
            if enough or ahead > longest_nm:
                break
        if not enough or ahead > longest_nm:
            break
        bends.append(after)
    if len(bends) == 1:  # as along a channel: straight on
        bends = [bends[0]._replace(ahead_nm=min(_SHUT_HALVES * half, longest_nm))]
    fan = [(np.full(len(neck.slot_nm), bend.ahead_nm), bend.shift_nm) for bend in bends]
    if len(fan) > 1:
        rounding = 1.0 / (bends[1].ahead_nm - bends[0].ahead_nm)
        fan[0][0][:] -= _early(np.diff(neck.slot_nm), bends[1].slope, rounding)
    return fan


class _Bend(NamedTuple):
    """Where lines bend: how far ahead, how they are shifted, the way there, what they have won."""

    ahead_nm: float
    shift_nm: Floats  # (lines,)
    slope: Floats  # (lines,)
    won_nm: float  # beyond the rule in each clearance


def _bend(neck: Neck, side: int, last: _Bend, ahead_nm: float) -> _Bend:
    """Return the next bend after one, the lines as far apart as may be."""
    half, wanted = float(neck.half_nm.max()), _WON_MARGINS * neck.margin_nm
    count = len(neck.slot_nm)
    first, second = (
        _RECEDE_PART * _recedes_nm(neck.keep_nm[end], neck.wall_slope[end, side], ahead_nm)
        for end in range(2)
    )
    gain = (first + second) / (count + 1)
    if gain <= 0:
        return last
    full = np.arange(1, count + 1) * gain - first
    # two lines that bend away from each other both stand out towards each other
    bend = (_LEAST_OUT_NM + _USED_PART * last.won_nm) / 2 / (_BEND_RATIO * half)
    reach = ahead_nm - last.ahead_nm
    high, low = (
        last.shift_nm + reach * (last.slope + bend),
        last.shift_nm + reach * (last.slope - bend),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        most = np.where(full > 0, high / full, np.where(full < 0, low / full, np.inf))
    part = max(0.0, min(1.0, float(most.min()), (wanted - neck.extra_nm) / gain))
    while part > _LEAST_PART:
        shift = np.asarray(part * full, np.float64)
        slope = np.asarray((shift - last.shift_nm) / reach, np.float64)
        lost = _leant_nm(np.diff(neck.slot_nm), slope)
        if lost <= _LEANT_NM + last.won_nm / 2:
            return _Bend(ahead_nm, shift, slope, neck.extra_nm + part * gain - lost)
        part *= _EASE
    return last


def _leant_nm(pitch_nm: Floats, slope: Floats) -> float:
    """Return by how much lines that lean to the same side come nearer to each other."""
    low, high = slope[:-1], slope[1:]
    both = np.where(low * high > 0, np.minimum(np.abs(low), np.abs(high)), 0.0)
    return float((pitch_nm * both**2 / 2).max(initial=0.0))


def _early(pitch_nm: Floats, slope: Floats, rounding_ratio: float) -> Floats:
    """Return how much earlier each line bends, so that lines bent alike come no nearer.

    Of two lines that bend to the same side, the one that bends less is behind the other one: it
    must have reached the foot of the other one's corner before it bends.
    """
    low, high = slope[:-1], slope[1:]
    foot = pitch_nm * (np.minimum(np.abs(low), np.abs(high)) + rounding_ratio)
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
class _Stop:
    """Where a line comes to a neck: its step, the place, and the side that it comes from."""

    line: int
    step: int
    place_nm: Floats
    from_left: bool


def _stops(ground: Ground, sketch: Sketch, necks: list[Neck]) -> dict[int, _Stop]:
    mesh = ground.mesh
    place: dict[int, Floats] = {}
    for neck in necks:
        a, b = mesh.place_nm[mesh.edge[neck.edge, :2]]
        at = a + neck.slot_nm[:, None] * (b - a) / mesh.edge_nm[neck.edge, 0]
        place.update(zip(neck.crossings, at, strict=True))
    stops: dict[int, _Stop] = {}
    for line in sorted({int(sketch.crossing[what, LINE]) for what in place}):
        steps = sketch.step[line, : sketch.line[line, STEPS]]
        for i in np.flatnonzero(steps[:, 0] == CROSSING).tolist():
            what = int(steps[i, 2])
            if what in place:
                left = steps[i, 3] == mesh.edge[sketch.crossing[what, EDGE], TRIANGLE]
                stops[what] = _Stop(line, i, place[what], bool(left))
    return stops


def _rooms(
    ground: Ground, sketch: Sketch, neck: Neck, stops: dict[int, _Stop]
) -> tuple[float, float]:
    """Return how long fixed pieces may be on the left and right side of a neck.

    Behind it a line may come to its end.
    """
    rooms = [np.inf, np.inf]
    for what in neck.crossings:
        stop = stops[what]
        for off in (-1, 1):
            kind, _, other, _ = sketch.step[stop.line, stop.step + off].tolist()
            if kind != CROSSING:
                side = int(stop.from_left == (off > 0))
                gap = float(np.hypot(*(ground.mesh.place_nm[other] - stop.place_nm)))
                rooms[side] = min(rooms[side], _WAY_PART * gap)
    return rooms[0], rooms[1]


def _chosen(
    ground: Ground, sketch: Sketch, necks: list[Neck], stops: dict[int, _Stop]
) -> list[tuple[Neck, list[_Fan]]]:
    """Return the necks that get fixed pieces, the fullest first, and how lines bend behind them.

    Where the pieces of two necks would meet on a line, the less full one is left to the
    relaxation.
    """
    taken: dict[int, list[tuple[_Stop, list[float]]]] = {}
    chosen = []
    for neck in sorted(necks, key=lambda each: (each.extra_nm, each.level, each.edge)):
        rooms = _rooms(ground, sketch, neck, stops)
        fans = [_fan(neck, side, rooms[side]) for side in (0, 1)]
        reach = [float(fan[-1][0].max()) for fan in fans]
        mine = [stops[what] for what in neck.crossings]
        if any(
            np.hypot(*(stop.place_nm - other.place_nm)) * 2 * _WAY_PART
            < reach[stop.from_left == (other.step > stop.step)]
            + far[other.from_left == (stop.step > other.step)]
            for stop in mine
            for other, far in taken.get(stop.line, ())
        ):
            continue
        for stop in mine:
            taken.setdefault(stop.line, []).append((stop, reach))
        chosen.append((neck, fans))
    return chosen


def pins(ground: Ground, sketch: Sketch) -> dict[int, Floats]:
    """Return the fixed pieces of lines in full edges, by the ids of their crossings.

    Each is (n, 2) in nm, from the left side of its edge to the right one.
    """
    mesh = ground.mesh
    necks = find_necks(ground, sketch)
    result: dict[int, Floats] = {}
    for neck, fans in _chosen(ground, sketch, necks, _stops(ground, sketch, necks)):
        a, b = mesh.place_nm[mesh.edge[neck.edge, :2]]
        along = (b - a) / mesh.edge_nm[neck.edge, 0]
        left = np.array([-along[1], along[0]])
        sides = [
            [
                _on_grid(
                    a + (neck.slot_nm + shift)[:, None] * along + sign * ahead[:, None] * left,
                    left,
                    along,
                )
                for ahead, shift in fan
            ]
            for fan, sign in zip(fans, (1.0, -1.0), strict=True)
        ]
        way = np.stack([*reversed(sides[0]), *sides[1]])
        result.update((what, way[:, i]) for i, what in enumerate(neck.crossings))
    return result
