"""Nets of planes for the router: each terminal has to come down to its plane, and no further.

A terminal whose land lies on the level of its plane needs nothing. Over or under the plane it gets
a via in its land or, where that would hit something, a via as near as there is room, to which the
router draws a short line. Terminals beside the plane are wired to the nearest one that has it. The
router sees vias as obstacles, and nets in parts.
"""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from padwright.base.arrays import Ints
from padwright.geometry.region import Region
from padwright.model.package import Design
from padwright.model.plane_spec import PlaneSpec
from padwright.route.planes.rails import as_seen, rail_wires
from padwright.route.problem import Net, PlaneArea, RoutingProblem, Terminal
from padwright.route.routing import Routing, Unrouted, Via, Wire

#: How many circles round a terminal are tried for its via, in steps of half a via's land.
_CIRCLES: Final = 24
_DIRECTIONS: Final = 16


@dataclass(frozen=True, slots=True)
class PlaneProblem:
    """A routing problem with the nets of planes taken apart, and the way back.

    `net_of` gives the design's net of each net that was renamed, `vias` the vias down to planes,
    and `rails` the rails as they are drawn, which are `given` to the router as wide as they stand
    out.
    """

    problem: RoutingProblem
    net_of: Mapping[str, str]
    vias: tuple[Via, ...]
    rails: tuple[Wire, ...] = ()
    given: frozenset[Wire] = frozenset()

    def answer(self, routing: Routing) -> Routing:
        """Return the router's answer in terms of the design's nets, vias included."""
        wires = (
            *self.rails,
            *(
                replace(wire, net=self._name(wire.net))
                for wire in routing.wires
                if wire not in self.given
            ),
        )
        vias = tuple(replace(via, net=self._name(via.net)) for via in routing.vias)
        open_: dict[str, Unrouted] = {}
        for each in routing.unrouted:
            name = self._name(each.net)
            open_.setdefault(name, replace(each, net=name))
        return replace(
            routing, wires=wires, vias=_stacked((*vias, *self.vias)), unrouted=tuple(open_.values())
        )

    def _name(self, net: str) -> str:
        return self.net_of.get(net, net)


def planes_levels(design: Design) -> int:
    """Return the fewest levels on which a design's planes and rails, and its signals, have room."""
    closed = {each.level for each in design.planes if each.signals == "kept out"}
    lowest_open = next(level for level in itertools.count(1) if level not in closed)
    taken = [each.level for each in design.rails] + [each.level for each in design.planes]
    return max((lowest_open, *taken))


def closed_levels(design: Design, levels: int) -> tuple[int, ...]:
    """Return the levels, counted from 0, that planes keep free of wires."""
    closed = {plane.level - 1 for plane in design.planes if plane.signals == "kept out"}
    return tuple(sorted(level for level in closed if level < levels))


def plane_problem(
    problem: RoutingProblem,
    design: Design,
    lines: Sequence[tuple[str, str]] = (),
    stranded: Mapping[tuple[str, int], Region] = MappingProxyType({}),
) -> PlaneProblem:
    """Return the problem that is left to the router beside planes and rails.

    Parameters
    ----------
    problem
        The problem of the whole plan, all nets in it.
    lines
        Pairs of terminals of one net that are to be wired besides, to mend a plane that is cut.
    stranded
        By net and level, counted from 1, where no via of a shield comes down to its plane, because
        what is there hangs on nothing.
    """
    rails = rail_wires(design, problem.levels)
    given = [as_seen(each, problem) for each in rails]
    problem = replace(problem, wires=(*problem.wires, *given))
    planes = [plane for plane in design.planes if plane.level <= problem.levels]
    if not planes:
        return PlaneProblem(problem, {}, (), rails, frozenset(given))
    task = _Drops(problem, design)
    groups: list[Net] = []
    names: dict[str, str] = {}
    nets_with_planes = {plane.net for plane in planes}
    for net in problem.nets:
        if net.name not in nets_with_planes:
            groups.append(net)
            continue
        for number, part in enumerate(task.parts(net, lines)):
            name = net.name if number == 0 else f"{net.name} #{number}"
            names[name] = net.name
            groups.append(replace(net, name=name, terminals=part))
    shields = tuple(
        replace(shield, planes=task.areas(shield.by, stranded))
        if shield.by in nets_with_planes
        else shield
        for shield in problem.shields
    )
    known = {net.name for net in groups}
    lone = {shield.by for shield in shields if shield.planes} - known
    groups += [replace(net, terminals=()) for net in problem.nets if net.name in lone]
    asked = replace(
        problem,
        terminals=(*problem.terminals, *task.terminals),
        nets=tuple(groups),
        shields=shields,
    )
    return PlaneProblem(asked, names, tuple(task.vias), rails, frozenset(given))


def mending(
    pieces: Sequence[Sequence[str]], at_nm: Mapping[str, tuple[int, int, int]]
) -> tuple[tuple[str, str], ...]:
    """Return lines that join pieces of a net, the shortest first, as pairs of terminals.

    Parameters
    ----------
    pieces
        The terminals of each piece.
    at_nm
        Where the terminals are: x, y and level.
    """
    left = [list(piece) for piece in pieces if piece]
    found = []
    while len(left) > 1:
        first = left[0]
        here = np.array([at_nm[pin][:2] for pin in first], dtype=np.float64)
        best: tuple[float, int, str, str] | None = None
        for number, other in enumerate(left[1:], 1):
            there = np.array([at_nm[pin][:2] for pin in other], dtype=np.float64)
            apart_nm = np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1))
            one, two = np.unravel_index(int(apart_nm.argmin()), apart_nm.shape)
            each = (float(apart_nm[one, two]), number, first[int(one)], other[int(two)])
            best = each if best is None else min(best, each)
        if best is None:
            break
        found.append((best[2], best[3]))
        left[0] = first + left.pop(best[1])
    return tuple(found)


class _Drops:
    """The vias of terminals down to their planes, placed one after the other."""

    def __init__(self, problem: RoutingProblem, design: Design) -> None:
        self.problem, self.design = problem, design
        self.vias: list[Via] = []
        self.terminals: list[Terminal] = []
        self.by_name = {each.name: each for each in problem.terminals}
        self.net_of = {pin: net.name for net in problem.nets for pin in net.terminals}
        rules = problem.rules
        self.via_nm = rules.via_land_nm
        every = problem.terminals
        self.centres = np.array([(t.x_nm, t.y_nm) for t in every], dtype=np.float64).reshape(-1, 2)
        self.radii = np.array([t.diameter_nm / 2 for t in every])
        self.levels = np.array([t.level for t in every], dtype=np.int64)
        self.owners = np.array([self.net_of.get(t.name, "") for t in every])
        reach_nm = self.via_nm // 2 + rules.spacing_nm
        outline = Region.polygon(problem.outline_nm)
        self.room = outline.sized(-(self.via_nm // 2 + rules.edge_clearance_nm))
        self.blocked = {
            level: Region.union(
                [
                    *(
                        Region.polygon(each.polygon_nm)
                        for each in problem.keepouts
                        if each.level in {None, level}
                    ),
                    *(
                        Region.stadiums(_pieces(wire), wire.width_nm)
                        for wire in problem.wires
                        if wire.level == level
                    ),
                ]
            ).sized(reach_nm)
            for level in range(problem.levels)
        }
        self.placed: list[tuple[float, float, int, int]] = []

    def parts(self, net: Net, lines: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the parts of a net that are to be wired, each two terminals or more."""
        pins = [self.by_name[pin] for pin in net.terminals]
        held = self._held(net.name, pins)
        joined: list[Terminal] = []
        beside: list[Terminal] = []
        links = [pair for pair in lines if pair[0] in net.terminals]
        for pin in pins:
            levels = held[pin.name]
            if pin.level in levels:
                joined.append(pin)
                continue
            drop = self._drop(net.name, pin, levels) if levels else None
            if drop is None:
                beside.append(pin)
                continue
            joined.append(pin)
            if drop is not pin:
                self.terminals.append(drop)
                links.append((pin.name, drop.name))
        links += self._lines_beside(joined, beside)
        return _groups(links)

    def _held(self, net: str, pins: Sequence[Terminal]) -> dict[str, list[int]]:
        """Return for each terminal the levels on which a plane of its net has it inside."""
        places = np.array([(pin.x_nm, pin.y_nm) for pin in pins], dtype=np.int64)
        held: dict[str, list[int]] = {pin.name: [] for pin in pins}
        for plane in self.design.planes:
            if plane.net != net or plane.level > self.problem.levels:
                continue
            inside = self.room.holds(places)
            if plane.polygon_nm:
                inside &= Region.polygon(plane.polygon_nm).holds(places)
            for other in self._before(plane):
                inside &= ~other.holds(places)
            for pin, is_inside in zip(pins, inside.tolist(), strict=True):
                if is_inside:
                    held[pin.name].append(plane.level - 1)
        return held

    def areas(self, net: str, stranded: Mapping[tuple[str, int], Region]) -> tuple[PlaneArea, ...]:
        """Return where vias may come down to planes of a net, in pieces without holes."""
        found: list[PlaneArea] = []
        for plane in self.design.planes:
            if plane.net != net or plane.level > self.problem.levels:
                continue
            area = Region.polygon(plane.polygon_nm or self.problem.outline_nm)
            area = area.minus(self._before(plane)).sized(-self.via_nm) & self.room
            if lost := stranded.get((net, plane.level)):
                area = area.minus([(lost | lost.holes()).sized(self.via_nm)])
            quads = area.trapezoids().tolist()
            found += [
                PlaneArea(tuple(dict.fromkeys(map(tuple, quad))), plane.level - 1)
                for quad in quads
                if len(set(map(tuple, quad))) > 2
            ]
        return tuple(found)

    def _before(self, plane: PlaneSpec) -> list[Region]:
        """Return where planes of other nets on the same level get the room before a plane."""
        level = [each for each in self.design.planes if each.level == plane.level]
        order = sorted(level, key=lambda each: -each.priority)
        return [
            Region.polygon(each.polygon_nm or self.problem.outline_nm)
            for each in order[: order.index(plane)]
            if each.net != plane.net
        ]

    def _lines_beside(
        self, joined: Sequence[Terminal], beside: Sequence[Terminal]
    ) -> list[tuple[str, str]]:
        """Return lines from each terminal that has no plane to the nearest one that is joined."""
        done, lines = list(joined) or list(beside[:1]), []
        for pin in beside if joined else beside[1:]:
            nearest = min(done, key=lambda each: math.dist(_at(pin), _at(each)))
            lines.append((pin.name, nearest.name))
            done.append(pin)
        return lines

    def _drop(self, net: str, pin: Terminal, levels: Sequence[int]) -> Terminal | None:
        """Return where a terminal's via to its plane stands: the terminal itself where in its land.

        None where there is no room nearby.
        """
        level = min(levels, key=lambda each: (abs(each - pin.level), each))
        low, high = sorted((level, pin.level))
        step_nm = self.via_nm / 2
        for circle in range(_CIRCLES + 1):
            for turn in range(_DIRECTIONS if circle else 1):
                angle = 2 * math.pi * turn / _DIRECTIONS
                x_nm = round(pin.x_nm + circle * step_nm * math.cos(angle))
                y_nm = round(pin.y_nm + circle * step_nm * math.sin(angle))
                if self._is_free(net, (x_nm, y_nm), (low, high), level):
                    return self._take(net, pin, (x_nm, y_nm), (low, high))
        return None

    def _take(
        self, net: str, pin: Terminal, at: tuple[int, int], levels: tuple[int, int]
    ) -> Terminal:
        """Place a via, and what the router is to see of it."""
        low, high = levels
        self.vias.append(Via(net, *at, self.via_nm, low, high))
        self.placed.append((*at, low, high))
        inside = self._inside_land(pin, at)
        for level in range(low, high + 1):
            if level != pin.level and not self._covered(net, at, level):
                name = f"{pin.name} via {level + 1}"
                self.terminals.append(Terminal(name, *at, self.via_nm, level))
        if inside:
            return pin
        return Terminal(f"{pin.name} via", *at, self.via_nm, pin.level)

    def _inside_land(self, pin: Terminal, at: tuple[int, int]) -> bool:
        return at == _at(pin) or math.dist(at, _at(pin)) + self.via_nm / 2 <= pin.diameter_nm / 2

    def _covered(self, net: str, at: tuple[int, int], level: int) -> bool:
        """Whether a land of the net covers a via on a level."""
        apart_nm = np.hypot(*(self.centres - at).T)
        covers = apart_nm + self.via_nm / 2 <= self.radii
        return bool((covers & (self.levels == level) & (self.owners == net)).any())

    def _is_free(
        self, net: str, at: tuple[int, int], between: tuple[int, int], plane_level: int
    ) -> bool:
        """Whether a via keeps its space to all lands, drops and keep-outs on its levels.

        It may lie in a land of its own net; beside one it keeps the space too, and the ring of
        spokes on the plane's level.
        """
        low, high = between
        space_nm = self.problem.rules.spacing_nm
        apart_nm = np.hypot(*(self.centres - at).T)
        here = (self.levels >= low) & (self.levels <= high)
        own = self.owners == net
        wider_nm = np.where(self.levels == plane_level, 3 * space_nm, space_nm)
        too_near = here & (
            apart_nm < self.radii + self.via_nm / 2 + np.where(own, wider_nm, space_nm)
        )
        in_own = own & ((apart_nm + self.via_nm / 2 <= self.radii) | (apart_nm < 1))
        if (too_near & ~in_own).any():
            return False
        for x_nm, y_nm, other_low, other_high in self.placed:
            if other_low <= high and other_high >= low:
                gap_nm = math.dist(at, (x_nm, y_nm)) - self.via_nm
                if gap_nm < space_nm:
                    return False
        if not self.room.contains(*at):
            return False
        return not any(
            self.blocked[level] and self.blocked[level].contains(*at)
            for level in range(low, high + 1)
        )


def _groups(links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return terminals that lines join, group by group, in the order of the lines."""
    groups: list[dict[str, None]] = []
    for pair in links:
        touched = [group for group in groups if pair[0] in group or pair[1] in group]
        merged = dict.fromkeys(pin for group in touched for pin in group) | dict.fromkeys(pair)
        groups = [group for group in groups if group not in touched] + [merged]
    return [tuple(group) for group in groups]


def _at(terminal: Terminal) -> tuple[int, int]:
    return terminal.x_nm, terminal.y_nm


def _pieces(wire: Wire) -> Ints:
    points = wire.points_nm
    return np.array([(*one, *other) for one, other in itertools.pairwise(points)], dtype=np.int64)


def _stacked(vias: Iterable[Via]) -> tuple[Via, ...]:
    """Return vias with those of one net at one place that touch or overlap as one."""
    kept: dict[tuple[str, int, int], list[Via]] = {}
    for via in vias:
        here = kept.setdefault((via.net, via.x_nm, via.y_nm), [])
        low, high = via.lower_level, via.upper_level
        for other in [
            each for each in here if each.lower_level <= high and each.upper_level >= low
        ]:
            here.remove(other)
            low, high = min(low, other.lower_level), max(high, other.upper_level)
        here.append(replace(via, lower_level=low, upper_level=high))
    return tuple(via for here in kept.values() for via in here)
