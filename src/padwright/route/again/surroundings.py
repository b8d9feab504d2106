"""The part of a problem round the nets that move: what is far from their ways is left out of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats, Ints
from padwright.model.package import BoxNm
from padwright.route.boxes import corners_of, meets
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import counted
from padwright.route.routing import Point, Routing

#: What lies within so many widths plus spacings of a way is looked at, and the border lies twice
#: as far away.
SEEN_PITCHES = 20.0
#: Lines are looked at in places that are so many widths plus spacings apart.
_STEP_PITCHES = 4.0

Way = Sequence[Point]


class _Places(NamedTuple):
    """Places along lines and in lands, each with half a width and the number of its owner."""

    at_nm: Floats
    half_nm: Floats
    owner: Ints


def pitch_nm(problem: RoutingProblem) -> float:
    """Return the pitch of lines that have nothing of their own."""
    return float(problem.rules.width_nm + problem.rules.spacing_nm)


def straight_ways(
    problem: RoutingProblem, nets: Collection[str], lands: Mapping[str, str]
) -> list[Way]:
    """Return the straight ways between the terminals of nets, from each to the next.

    Parameters
    ----------
    lands
        The lands of nets of pools.
    """
    place = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    ends = [
        [*net.terminals, *([lands[net.name]] if net.pool and net.name in lands else [])]
        for net in problem.nets
        if net.name in nets
    ]
    return [(place[a], place[b]) for row in ends for a, b in pairwise(row)]


class Surroundings:
    """What lies near to some ways in a problem with wiring that stays.

    Parameters
    ----------
    problem
        The whole problem.
    stays
        The wiring that stays.
    """

    def __init__(self, problem: RoutingProblem, stays: Routing) -> None:
        self._problem = problem
        self._step_nm = _STEP_PITCHES * pitch_nm(problem)
        self._names = [net.name for net in problem.nets]
        number = {name: i for i, name in enumerate(self._names)}
        net_of = {land: net.name for net in problem.nets for land in net.terminals}
        net_of |= {land: net for net, land in stays.assignment}
        lone = len(self._names)
        lines = [(w.points_nm, w.width_nm / 2, number.get(w.net, -1)) for w in stays.wires]
        lines += [
            (((v.x_nm, v.y_nm),), v.land_diameter_nm / 2, number.get(v.net, -1)) for v in stays.vias
        ]
        for i, t in enumerate(problem.terminals):
            owner = number[net_of[t.name]] if t.name in net_of else lone + i
            lines.append((((t.x_nm, t.y_nm),), t.diameter_nm / 2, owner))
        self._places = _sampled(lines, self._step_nm)

    def near(self, ways: Iterable[Way], reach_nm: float) -> tuple[set[str], set[str]]:
        """Return the nets and the lands without a net of which something is near to ways."""
        places = self._places
        on = _sampled([(way, 0.0, 0) for way in ways], self._step_nm).at_nm
        if not len(on) or not len(places.at_nm):
            return set(), set()
        away, _ = cKDTree(on).query(places.at_nm)
        # the nearest places of two lines may lie half a step from the nearest points of both
        found = np.unique(places.owner[away - places.half_nm < reach_nm + self._step_nm]).tolist()
        lone = len(self._names)
        nets = {self._names[i] for i in found if 0 <= i < lone}
        return nets, {self._problem.terminals[i - lone].name for i in found if i >= lone}


def _sampled(lines: Sequence[tuple[Way, float, int]], step_nm: float) -> _Places:
    blocks, half, owner = [np.zeros((0, 2))], [], []
    for points, half_nm, who in lines:
        at = np.array(points, np.float64)
        if len(at) > 1:
            along = np.diff(at, axis=0)
            pieces = np.maximum(1, np.ceil(np.hypot(*along.T) / step_nm)).astype(np.int64)
            which, turn = counted(pieces)
            more = at[which] + (turn / pieces[which])[:, None] * along[which]
            at = np.concatenate([more, at[-1:]])
        blocks.append(at)
        half.append(np.full(len(at), half_nm))
        owner.append(np.full(len(at), who, np.int64))
    return _Places(
        np.concatenate(blocks),
        np.concatenate([np.zeros(0), *half]),
        np.concatenate([np.zeros(0, np.int64), *owner]),
    )


def part_of(
    problem: RoutingProblem, nets: Collection[str], lands: Collection[str]
) -> RoutingProblem:
    """Return a problem of some nets, lands without a net, and what is given, within its border.

    Given wiring of other nets is left out. A rectangular outline is drawn in round what is left.
    """
    mine = tuple(net for net in problem.nets if net.name in nets)
    wanted = {land for net in mine for land in net.terminals} | set(lands)
    known = {net.name for net in problem.nets}
    pools = [
        replace(pool, terminals=tuple(each for each in pool.terminals if each in wanted))
        for pool in problem.pools
    ]
    empty = {pool.name for pool in pools if not pool.terminals}
    part = replace(
        problem,
        nets=tuple(net for net in mine if net.pool not in empty),
        pools=tuple(pool for pool in pools if pool.terminals),
        terminals=tuple(t for t in problem.terminals if t.name in wanted),
        wires=tuple(w for w in problem.wires if w.net in nets or w.net not in known),
        vias=tuple(v for v in problem.vias if v.net in nets or v.net not in known),
    )
    box = _box(part)
    if box is None:
        return part
    return replace(
        part,
        outline_nm=corners_of(box),
        keepouts=tuple(each for each in problem.keepouts if meets(box, each)),
    )


def _box(part: RoutingProblem) -> BoxNm | None:
    """Return left, bottom, right and top of the outline that a part needs."""
    outline = np.array(part.outline_nm, np.int64)
    low, high = outline.min(axis=0), outline.max(axis=0)
    if len(outline) != 4 or not all(((p == low) | (p == high)).all() for p in outline):
        return None
    far = round(2 * SEEN_PITCHES * pitch_nm(part))
    boxes = [(t.x_nm, t.y_nm, t.diameter_nm // 2 + far) for t in part.terminals]
    boxes += [(v.x_nm, v.y_nm, v.land_diameter_nm // 2 + far) for v in part.vias]
    boxes += [(*p, w.width_nm // 2 + far) for w in part.wires for p in w.points_nm]
    table = np.array(boxes, np.int64).reshape(-1, 3)
    if not len(table):
        return None
    lowest = np.maximum(low, (table[:, :2] - table[:, 2:]).min(axis=0))
    highest = np.minimum(high, (table[:, :2] + table[:, 2:]).max(axis=0))
    return int(lowest[0]), int(lowest[1]), int(highest[0]), int(highest[1])
