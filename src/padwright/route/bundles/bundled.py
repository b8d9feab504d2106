"""The problem with each bundle as one thick line, and back: its lines at exact distances.

The lands of a bundle and the short lines of its docks are obstacles there; the thick line joins the
mouths of its docks. The lines into which it is split lie within it, so that what keeps the rules to
the thick line keeps them to all of its lines.
"""

import itertools
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.bundles.bundle import Bundle, Track
from padwright.route.bundles.dock import Dock
from padwright.route.bundles.offset import offset_line
from padwright.route.ground.given import given_nets
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.routing import Point, Routing, Via, Wire
from padwright.route.rules_at import width_nm

#: How much of a stub may be kept.
_PARTS = tuple(k / 40 for k in range(41))


@dataclass(frozen=True, slots=True)
class Moored:
    """A bundle with a dock at either end; the docks agree on the sides of its nets."""

    bundle: Bundle
    docks: tuple[Dock, Dock]

    @property
    def level(self) -> int:
        """The level on which the bundle runs."""
        return self.docks[0].level

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The lines from left to right, seen from the first end."""
        return self.docks[0].profile.tracks

    @property
    def half_nm(self) -> float:
        """Half the width of the thick line."""
        return self.docks[0].profile.half_nm

    @property
    def vias(self) -> tuple[Via, ...]:
        """The vias at both ends, those of a shield too."""
        vias = [via for dock in self.docks for via in (*dock.stand.vias, *dock.shield_vias)]
        return tuple(via for via in vias if via is not None)

    def shield_end(self, end: int, track: int) -> Point:
        """Return where the shield that is the first or last track ends."""
        at = self.docks[end].shield_ends_nm
        return at[0] if (track == 0) == (end == 0) else at[1]


def reduced(
    problem: RoutingProblem,
    moored: Sequence[Moored],
    joined: Mapping[str, Collection[tuple[int, int]]],
) -> RoutingProblem:
    """Return the problem with every moored bundle as one thick line.

    Parameters
    ----------
    joined
        Of each bundle by name the ends of shields that are to be joined to their net: number of
        the dock, and place in it.
    """
    gone = {net.name for each in moored for net in each.bundle.nets}
    terminals = list(problem.terminals)
    wired = given_nets(problem)
    nets = [
        net
        for net in problem.nets
        if net.name not in gone and (net.terminals or net.pool or net.name in wired)
    ]
    wires, vias = list(problem.wires), list(problem.vias)
    more: dict[str, list[str]] = {}
    mates: list[tuple[str, str]] = list(problem.mates)
    by_nm = {
        (net.name, level): width_nm(problem, net, level)
        for net in problem.nets
        for level in range(problem.levels)
    }
    for each in moored:
        name, shield, wide_nm = each.bundle.name, each.bundle.shield, math.ceil(2 * each.half_nm)
        spacing_nm = each.docks[0].profile.spacing_nm
        for end, dock in enumerate(each.docks):
            for net, land in zip(each.bundle.nets, each.bundle.ends[end], strict=True):
                label = _end_name(net.name, end)
                own_wires, own_vias, tip = _still(problem, each.bundle, dock, net)
                mine = replace(net, name=label, terminals=(land.name, f"{label} tip"))
                nets.append(replace(mine, spacing_nm=spacing_nm, longest_nm=None))
                terminals.append(replace(tip, name=f"{label} tip"))
                wires += [replace(wire, net=label) for wire in own_wires]
                vias += [replace(via, net=label) for via in own_vias]
            terminals.append(Terminal(f"{name}, mouth {end}", *dock.mouth_nm, wide_nm, dock.level))
            if shield is None:
                continue
            for k, place in enumerate(dock.shield_ends_nm):
                label = f"{name}, shield {end} {k}"
                if shield.planes:
                    level, width = dock.level, shield.width_nm
                    via = dock.shield_vias[k] or Via("", *place, width, level, level)
                    terminals += [
                        Terminal(f"{label} {level}", *place, via.land_nm(level), level)
                        for level in range(via.lower_level, via.upper_level + 1)
                    ]
                    continue
                terminals.append(Terminal(label, *place, by_nm[shield.by, dock.level], dock.level))
                if (end, k) in joined.get(name, ()):
                    more.setdefault(shield.by, []).append(label)
        company = [[_end_name(net.name, end) for net in each.bundle.nets] for end in (0, 1)]
        if shield is not None:
            mates += [(one, shield.by) for names in company for one in (*names, name)]
        mates += [pair for names in company for pair in itertools.combinations(names, 2)]
        ends = (f"{name}, mouth 0", f"{name}, mouth 1")
        closed = each.bundle.closed_levels
        nets.append(Net(name, ends, wide_nm, spacing_nm, one_level=True, closed_levels=closed))
    return replace(
        problem,
        terminals=tuple(terminals),
        nets=tuple(
            replace(net, terminals=(*net.terminals, *more.get(net.name, ())), longest_nm=None)
            for net in nets
        ),
        pairs=(),
        matches=(),
        shields=(),
        wires=tuple(wires),
        vias=tuple(vias),
        mates=tuple(mates),
    )


def still_names(moored: Sequence[Moored]) -> set[str]:
    """Return the names of the nets that stand for the docks in the reduced problem."""
    return {
        _end_name(net.name, end) for each in moored for net in each.bundle.nets for end in (0, 1)
    }


def _end_name(net: str, end: int) -> str:
    return f"{net}, end {end}"


def _still(
    problem: RoutingProblem, bundle: Bundle, dock: Dock, net: Net
) -> tuple[list[Wire], list[Via], Terminal]:
    """Return the lines and vias of one net of a dock, and where they end before the mouth."""
    wires = [wire for wire in dock.stand.wires if wire.net == net.name]
    vias = [via for via in dock.stand.vias if via.net == net.name]
    start, end = (np.array(p) for p in dock.stubs[bundle.nets.index(net)])
    width = width_nm(problem, net, dock.level)
    clear = dock.profile.half_nm + 1 + dock.profile.spacing_nm + width / 2
    way, mouth = end - start, np.array(dock.mouth_nm, np.float64)
    # between the ends of shields a line would come too near to the mouth
    parts = [part for part in _PARTS if math.dist(start + part * way, mouth) >= clear]
    tip = _whole((start + max(parts, default=0.0) * way).tolist())
    first = _whole(start.tolist())
    if tip != first:
        wires.append(Wire(net.name, dock.level, width, (first, tip)))
    return wires, vias, Terminal("", *tip, width, dock.level)


def dock_lines(
    problem: RoutingProblem, bundle: Bundle, dock: Dock
) -> Iterator[tuple[tuple[tuple[float, float], ...], int, int]]:
    """Yield corners, width and level of the single lines of a dock."""
    for wire in dock.stand.wires:
        yield wire.points_nm, wire.width_nm, wire.level
    for net, stub in zip(bundle.nets, dock.stubs, strict=True):
        yield stub, width_nm(problem, net, dock.level), dock.level


def middle_line(moored: Moored, routing: Routing) -> Floats | None:
    """Return the middle of a bundle from base to base, or None when it was not routed."""
    pieces = [wire.points_nm for wire in routing.wires if wire.net == moored.bundle.name]
    if not pieces or any(via.net == moored.bundle.name for via in routing.vias):
        return None
    start, end = (dock.mouth_nm for dock in moored.docks)
    way = [start]
    left = [list(piece) for piece in pieces]
    while left:
        k = next((i for i, piece in enumerate(left) if way[-1] in {piece[0], piece[-1]}), None)
        if k is None:
            return None
        piece = left.pop(k)
        way += (piece if piece[0] == way[-1] else piece[::-1])[1:]
    if way[-1] != end:
        return None
    return np.array([moored.docks[0].base_nm, *way, moored.docks[1].base_nm], np.float64)


def split(moored: Moored, middle_nm: Floats) -> tuple[Wire, ...] | None:
    """Return the lines of a bundle, lands and vias included; None where it bends too sharply.

    The first ones are those of the bundle's nets in their order.
    """
    places = [
        dict(zip((n.name for n in moored.bundle.nets), dock.stand.place_nm, strict=True))
        for dock in moored.docks
    ]
    wires: dict[str, Wire] = {}
    shields: list[Wire] = []
    for index, track in enumerate(moored.tracks):
        line = offset_line(middle_nm, track.left_nm)
        if line is None:
            return None
        points = [_whole(p) for p in line.tolist()]
        if track.shields:
            points = [moored.shield_end(0, index), *points, moored.shield_end(1, index)]
        else:
            ends = [_whole(place[track.net]) for place in places]
            points = [ends[0], *points, ends[1]]
        points = list(dict.fromkeys(points))
        wire = Wire(track.net, moored.level, track.width_nm, tuple(points))
        if track.shields:
            shields.append(wire)
        else:
            wires[track.net] = wire
    stands = [wire for dock in moored.docks for wire in dock.stand.wires]
    return (*(wires[net.name] for net in moored.bundle.nets), *stands, *shields)


def _whole(place: Sequence[float]) -> Point:
    return round(place[0]), round(place[1])
