"""Proofs that one net cannot be wired: walls that stand still part its ends, level by level.

Where no line of a net passes between two things that stand still, the straight way between them is
part of a wall. Triangles between walls make up fields, and the fields of levels that follow each
other are joined where a via has room in both. When no chain of fields leads from one end of a net
to another one, the walls about the fields that can be reached are the proof.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from padwright.base.arrays import Bools, Ints
from padwright.base.progress import Report, silent
from padwright.geometry.region import Region
from padwright.route.ground.given import given_nets, groups, metal_of
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.proving.barrier import (
    Gauge,
    gap_at,
    least_gauge,
    lines_across,
    touched_by,
)
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.floor import Floor
from padwright.route.proving.measures import levels_in_play
from padwright.route.proving.still import Still, shut_area, still_on
from padwright.route.routing import Cut, CutGap, Via, Wire
from padwright.route.rules_at import via_land_nm

#: Corners of the wall about a land that no line comes to, and how far it lies off the land.
_RING_CORNERS, _OFF_NM = 64, 4
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Fields:
    """Which field each triangle of each level belongs to, for nets of one width and spacing."""

    levels: tuple[int, ...]
    first: dict[int, int]  # where the triangles of a level begin
    field: Ints

    def at(self, level: int, triangles: Iterable[int]) -> set[int]:
        first = self.first[level]
        return {int(self.field[first + t]) for t in triangles}


class Walls:
    """Looks for walls between the ends of single nets of one problem."""

    def __init__(self, problem: RoutingProblem, report: Report = silent) -> None:
        self.problem, self.report = problem, report
        self.terminal = {t.name: t for t in problem.terminals}
        self._floors: dict[int, Floor] = {}
        self._pieces: dict[tuple[int, Gauge], list[list[Ints]]] = {}
        self._stands: dict[tuple[int, frozenset[str]], Still] = {}
        self._known: dict[tuple[Gauge, tuple[int, ...], bool], _Fields] = {}

    def floor(self, level: int) -> Floor:
        """Return what stands on a level."""
        if level not in self._floors:
            self.report("route", 1, 1, "proofs")
            self._floors[level] = Floor(self.problem, level)
        return self._floors[level]

    def _still(self, level: int, nets: frozenset[str]) -> Still:
        key = level, nets & given_nets(self.problem)
        if key not in self._stands:
            self._stands[key] = still_on(self.problem, *key)
        return self._stands[key]

    @property
    def size(self) -> int:
        """Return how many triangles there are on the levels that were looked at."""
        return sum(floor.count for floor in self._floors.values())

    def proof_of(self, net: Net, others: Sequence[Net]) -> Cut | None:
        """Return a cut that stops a net, and with it as many as it does of some others."""
        if net.pool is not None or len(net.terminals) < 2:
            return None
        ring = self._ring_about(net)
        if ring is not None:
            return ring
        gauge = least_gauge(self.problem, [net])
        fields = self._fields(net, gauge)
        reached = self._smallest(net, gauge, fields)
        if reached is None:
            return None
        gaps = tuple(gap for level in fields.levels for gap in self._around(level, fields, reached))
        alike = [
            other.name
            for other in others
            if other.name != net.name
            and self._key(other, least_gauge(self.problem, [other])) == self._key(net, gauge)
            and self._is_parted(other, fields, reached)
        ]
        for names in ((net.name, *alike), (net.name,)):
            cut = Cut(names, gaps, 0)
            if cut_holds(self.problem, cut):
                return cut
        return None

    def kept_to_one_level(self, nets: Sequence[Net]) -> dict[int, list[Net]]:
        """Return the levels that some of these nets cannot leave, with all nets that cannot.

        Nets that choose their land are left out.
        """
        levels = {self._only_level(net) for net in nets}
        found: dict[int, list[Net]] = {}
        for net in self.problem.nets if levels - {None} else ():
            level = self._only_level(net)
            if level is not None and level in levels:
                found.setdefault(level, []).append(net)
        return found

    def _only_level(self, net: Net) -> int | None:
        """Return the level that a net cannot leave, if it has one."""
        levels = {self.terminal[name].level for name in net.terminals}
        if net.pool is not None or len(levels) != 1 or len(net.terminals) < 2:
            return None
        (level,) = levels
        if self.problem.levels == 1:
            return level
        gauge = least_gauge(self.problem, [net])
        fields = self._fields(net, gauge)
        first = fields.first[level]
        here = set(fields.field[first : first + self.floor(level).count].tolist())
        elsewhere = set(np.delete(fields.field, slice(first, first + self.floor(level).count)))
        leads_out = here & elsewhere
        parts = self._joined(net, gauge, fields)
        reached = set().union(*(own for own, has_land in parts if has_land))
        return None if reached & (leads_out | elsewhere) else level

    def _key(self, net: Net, gauge: Gauge) -> tuple[Gauge, tuple[int, ...], bool]:
        return gauge, tuple(levels_in_play(self.problem, [net])), net.one_level

    def _fields(self, net: Net, gauge: Gauge) -> _Fields:
        key = self._key(net, gauge)
        if key not in self._known:
            levels = key[1]
            first, tails, heads, size = {}, [], [], 0
            for level in levels:
                floor = self.floor(level)
                first[level] = size
                alone = Gauge((gauge.width_nm[level],), (gauge.spacing_nm[level],))
                passes = lines_across(floor.barriers, alone, 0)[floor.edges] > 0
                tails.append(floor.sides[passes, 0] + size)
                heads.append(floor.sides[passes, 1] + size)
                size += floor.count
            for lower in () if net.one_level else levels[:-1]:
                for low, high in self._links(lower, self.via_pieces(lower, gauge, None)):
                    tails.append(np.array([first[lower] + low]))
                    heads.append(np.array([first[lower + 1] + high]))
            tail, head = np.concatenate(tails), np.concatenate(heads)
            graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(size, size))
            field = connected_components(graph, directed=False)[1].astype(np.int64)
            self._known[key] = _Fields(levels, first, field)
        return self._known[key]

    def _via_room(
        self,
        lower: int,
        window: Region,
        gauge: Gauge,
        lands: frozenset[str],
        nets: frozenset[str],
    ) -> Region:
        """Return where a via to the next level has room, but for lands and wiring left out."""
        for level in (lower, lower + 1):
            self.report("route", 1, 1, "proofs")
            half = via_land_nm(self.problem, level) / 2
            still = self._still(level, nets).without(lands)
            window -= shut_area(still, window, half, gauge.spacing_nm[level])
            if lands and not self.problem.rules.via_in_land:
                window -= shut_area(self._still(level, _NOTHING), window, half, 0)
        return window

    def via_pieces(self, lower: int, gauge: Gauge, net: Net | None) -> list[list[Ints]]:
        """Return the pieces of the room for vias to the next level, as rings.

        For all nets, or what a net has in and beside its own lands and given wiring.
        """
        if net is not None:
            return self._own_room(net, lower, gauge).polygons()
        key = lower, gauge
        if key not in self._pieces:
            window = Region.polygon(self.problem.outline_nm)
            room = self._via_room(lower, window, gauge, _NOTHING, _NOTHING)
            self._pieces[key] = room.polygons()
        return self._pieces[key]

    def _links(self, lower: int, room: Iterable[list[Ints]]) -> Iterator[tuple[int, int]]:
        """Yield a triangle of either level for each piece of the room for vias."""
        points = [(int(piece[0][0][0]), int(piece[0][0][1])) for piece in room]
        if not points:
            return
        found = [self.floor(level).triangles_at(points) for level in (lower, lower + 1)]
        for low, high in zip(*(each.tolist() for each in found), strict=True):
            if low >= 0 and high >= 0:
                yield low, high

    def _own(self, net: Net, fields: _Fields) -> list[tuple[int, set[int], bool]]:
        """Return for each piece of a net's metal its group, its fields, and if it is a land."""
        ends = [self.terminal[name] for name in net.terminals]
        items = metal_of(net.name, ends, self.problem.wires, self.problem.vias)
        return [
            (group, self._fields_of(item, fields), isinstance(item, Terminal))
            for group, item in zip(groups(items), items, strict=True)
        ]

    def _fields_of(self, item: Terminal | Wire | Via, fields: _Fields) -> set[int]:
        if isinstance(item, Terminal):
            floor = self.floor(item.level)
            vertex = floor.vertex[item.name]
            return fields.at(item.level, touched_by(floor.barriers, vertex, item.diameter_nm))
        if isinstance(item, Wire):
            floor = self.floor(item.level)
            return fields.at(item.level, floor.about(item.points_nm, item.width_nm / 2))
        found: set[int] = set()
        for level in range(item.lower_level, item.upper_level + 1):
            about = self.floor(level).about(((item.x_nm, item.y_nm),), item.land_nm(level) / 2)
            found |= fields.at(level, about)
        return found

    def _joined(self, net: Net, gauge: Gauge, fields: _Fields) -> list[tuple[set[int], bool]]:
        """Return the fields that can be reached from each part of a net, and if it has lands."""
        parts: dict[int, tuple[set[int], bool]] = {}
        for group, own, is_land in self._own(net, fields):
            known, has_land = parts.get(group, (set(), False))
            parts[group] = known | own, has_land or is_land
        every = list(parts.values())
        links = [] if net.one_level else list(self._beside_lands(net, gauge, fields))
        every += [(link, False) for link in links]
        merged: list[tuple[set[int], bool]] = []
        for link in every:
            met = [link, *(other for other in merged if link[0] & other[0])]
            merged = [other for other in merged if not link[0] & other[0]]
            fields_met: set[int] = set().union(*(own for own, _ in met))
            merged.append((fields_met, any(has_land for _, has_land in met)))
        return merged

    def _beside_lands(self, net: Net, gauge: Gauge, fields: _Fields) -> Iterator[set[int]]:
        """Yield fields that vias join in and beside a net's own metal, which is not in its way."""
        for lower in fields.levels[:-1]:
            for low, high in self._links(lower, self.via_pieces(lower, gauge, net)):
                yield fields.at(lower, [low]) | fields.at(lower + 1, [high])

    def _own_room(self, net: Net, lower: int, gauge: Gauge) -> Region:
        """Return where a via of a net has room about its own lands and given wiring."""
        problem, levels = self.problem, {lower, lower + 1}
        own = set(net.terminals)
        own |= {name for pool in problem.pools if pool.name == net.pool for name in pool.terminals}
        spots = [
            (t.x_nm, t.y_nm, t.diameter_nm)
            for t in (self.terminal[name] for name in sorted(own))
            if t.level in levels
        ]
        spots += [(v.x_nm, v.y_nm, v.land_diameter_nm) for v in problem.vias if v.net == net.name]
        far = max(via_land_nm(problem, level) + 2 * gauge.spacing_nm[level] for level in levels)
        window = Region.union(Region.disc(x, y, size + far + 10) for x, y, size in spots)
        ends = [
            (*p, *q)
            for wire in problem.wires
            if wire.net == net.name and wire.level in levels
            for p, q in pairwise(wire.points_nm)
        ]
        if ends:
            window |= Region.stadiums(np.array(ends), far + problem.rules.width_nm)
        return self._via_room(lower, window, gauge, frozenset(own), frozenset([net.name]))

    def _smallest(self, net: Net, gauge: Gauge, fields: _Fields) -> Bools | None:
        """Return the triangles that one part of a net can reach, when another one is not there."""
        parts = [own for own, has_land in self._joined(net, gauge, fields) if has_land]
        if len(parts) < 2:
            return None
        sides = [np.isin(fields.field, sorted(own)) for own in parts]
        return min(
            sides,
            key=lambda side: sum(len(self._edges(level, fields, side)) for level in fields.levels),
        )

    def _edges(self, level: int, fields: _Fields, reached: Bools) -> Ints:
        floor = self.floor(level)
        own = reached[fields.first[level] :][: floor.count]
        return np.asarray(floor.edges[own[floor.sides[:, 0]] != own[floor.sides[:, 1]]])

    def _around(self, level: int, fields: _Fields, reached: Bools) -> Iterator[CutGap]:
        barriers = self.floor(level).barriers
        for edge in self._edges(level, fields, reached).tolist():
            yield replace(gap_at(barriers, 0, edge, 0), level=level)

    def _is_parted(self, net: Net, fields: _Fields, reached: Bools) -> bool:
        """Return whether a net has an end within what is reached and one outside."""
        inner = set(np.unique(fields.field[reached]).tolist())
        where = [own <= inner for _, own, is_land in self._own(net, fields) if is_land]
        clear = all(
            own <= inner or not own & inner for _, own, is_land in self._own(net, fields) if is_land
        )
        return clear and any(where) and not all(where)

    def _ring_about(self, net: Net) -> Cut | None:
        """Return a wall close about a land of a net that no line of its width comes to."""
        turns = [math.tau * (k + 0.5) / _RING_CORNERS for k in range(_RING_CORNERS)]
        for name in net.terminals:
            land = self.terminal[name]
            reach = (land.diameter_nm / 2 + _OFF_NM) / math.cos(math.pi / _RING_CORNERS)
            ring = [
                (round(land.x_nm + reach * math.cos(t)), round(land.y_nm + reach * math.sin(t)))
                for t in turns
            ]
            first = Cut(
                (net.name,),
                tuple(
                    CutGap(land.level, p, q, 0)
                    for p, q in zip(ring, [*ring[1:], ring[0]], strict=True)
                ),
                0,
            )
            if cut_holds(self.problem, first):
                return first
        return None
