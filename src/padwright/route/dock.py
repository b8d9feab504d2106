"""How a bundle is joined to its lands: short single lines from each land to where all are parallel.

A dock stands in front of the lands of one end. Its lines leave the lands, meet at the base, and go
on side by side to the mouth, where the thick line of the bundle begins. Lands on another level than
the bundle get vias, in the lands or side by side in front of them.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from padwright.route.bundle import Bundle, Profile, profile
from padwright.route.clearance import Scene, piece_distance_nm
from padwright.route.mesh import Floats
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Point, Via, Wire
from padwright.route.rules_at import net_spacing_nm, via_land_nm, width_nm

#: Directions of a dock of two lands, from the normal of the line between them.
_SLANTS_DEG = (0.0, 30.0, -30.0, 50.0, -50.0)
#: Directions of a dock of one land.
_TURNS = 16
#: How far in front of the lands the base may be, in parts of the shortest that is usual.
_REACHES = (1.0, 0.6, 1.5, 2.2, 3.0)
#: What is kept beyond the rules, for rounding and for the ends of lines as they are drawn.
SPARE_NM = 80.0
_KEEP_DOCKS = 4


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the lines of a dock begin on the level of the bundle: land or via of each net."""

    level: int
    place_nm: tuple[tuple[float, float], ...]
    radius_nm: tuple[float, ...]
    wires: tuple[Wire, ...] = ()
    vias: tuple[Via, ...] = ()


@dataclass(frozen=True, slots=True)
class Dock:
    """One way to join a bundle to its lands at one end.

    ``first_left`` tells on which side the first net of a pair is, looking away from the lands.
    ``stubs`` are the single lines of the nets, in the order of the bundle's nets.
    """

    stand: Stand
    base_nm: tuple[float, float]
    mouth_nm: Point
    away: tuple[float, float]
    first_left: bool
    profile: Profile
    stubs: tuple[tuple[tuple[float, float], ...], ...]
    shield_ends_nm: tuple[Point, ...] = field(default=())

    @property
    def level(self) -> int:
        """The level of the bundle."""
        return self.stand.level


def docks(
    problem: RoutingProblem, bundle: Bundle, end: int, level: int, there: Scene
) -> list[Dock]:
    """Return the docks of one end of a bundle on a level that break no rule, best first."""
    number = {net.name: i for i, net in enumerate(problem.nets)}
    mine = [number[net.name] for net in bundle.nets]
    other = np.mean([(t.x_nm, t.y_nm) for t in bundle.ends[1 - end]], axis=0)
    found: list[tuple[float, Dock]] = []
    for stand in _stands(problem, bundle, end, level, there, mine):
        places = np.array(stand.place_nm)
        middle = places.mean(axis=0)
        for away in _directions(places):
            dock = _fitted(problem, bundle, stand, away, there, mine)
            if dock is None:
                continue
            way = other - middle
            turn = math.acos(float(np.clip(away @ way / max(np.hypot(*way), 1.0), -1, 1)))
            reach = float(np.hypot(*(np.array(dock.mouth_nm) - middle)))
            cost = reach + turn * 4 * dock.profile.half_nm + (turn > 1.8) * 4 * reach
            found.append((cost, dock))
        if len(found) > 2 * len(_SLANTS_DEG):
            break
    found.sort(key=lambda each: each[0])
    return _of_both_sides([dock for _, dock in found])


def _of_both_sides(ranked: list[Dock]) -> list[Dock]:
    """Return the best docks with the first net on either side."""
    return [
        dock
        for side in (True, False)
        for dock in [each for each in ranked if each.first_left == side][:_KEEP_DOCKS]
    ]


def _directions(places: Floats) -> list[Floats]:
    if len(places) == 1:
        angles = 2 * math.pi * np.arange(_TURNS) / _TURNS
        return [np.array([math.cos(a), math.sin(a)]) for a in angles.tolist()]
    along = places[1] - places[0]
    normal = np.array([-along[1], along[0]]) / np.hypot(*along)
    result = []
    for side, slant in itertools.product((1.0, -1.0), _SLANTS_DEG):
        a = math.radians(slant)
        turned = [
            math.cos(a) * normal[0] - math.sin(a) * normal[1],
            math.sin(a) * normal[0] + math.cos(a) * normal[1],
        ]
        result.append(side * np.array(turned))
    return result


def _stands(
    problem: RoutingProblem,
    bundle: Bundle,
    end: int,
    level: int,
    there: Scene,
    mine: list[int],
) -> Iterator[Stand]:
    """Yield where the lines may begin: the lands, vias in them, vias in front of them."""
    lands = bundle.ends[end]
    places = tuple((float(t.x_nm), float(t.y_nm)) for t in lands)
    if all(t.level == level for t in lands):
        yield Stand(level, places, tuple(t.diameter_nm / 2 for t in lands))
        return
    far = max(abs(t.level - level) for t in lands)
    if far > 1 and not problem.rules.stacked_vias:
        return
    if problem.rules.via_in_land:
        stand = _with_vias(problem, bundle, lands, level, places, ())
        if _vias_fit(problem, bundle, stand, there, mine):
            yield stand
    if len({t.level for t in lands}) == 1:
        yield from _in_front(problem, bundle, lands, level, there, mine)


def _with_vias(
    problem: RoutingProblem,
    bundle: Bundle,
    lands: tuple[Terminal, ...],
    level: int,
    places: tuple[tuple[float, float], ...],
    wires: tuple[Wire, ...],
) -> Stand:
    vias, radii = [], []
    for net, land, (x, y) in zip(bundle.nets, lands, places, strict=True):
        if land.level == level:
            radii.append(land.diameter_nm / 2)
            continue
        low, high = min(land.level, level), max(land.level, level)
        sizes = [via_land_nm(problem, each) for each in range(low, high + 1)]
        vias.append(Via(net.name, round(x), round(y), max(sizes), low, high))
        radii.append(via_land_nm(problem, level) / 2)
    return Stand(level, places, tuple(radii), wires, tuple(vias))


def _vias_fit(
    problem: RoutingProblem, bundle: Bundle, stand: Stand, there: Scene, mine: list[int]
) -> bool:
    for via, net in zip(
        stand.vias, [n for n in bundle.nets if n.name in {v.net for v in stand.vias}], strict=True
    ):
        own = [mine[bundle.nets.index(net)]]
        at = np.array([(via.x_nm, via.y_nm)] * 2, np.float64)
        for level in range(via.lower_level, via.upper_level + 1):
            spacing = net_spacing_nm(problem, net, level)
            if there.slack_nm(at, via.land_diameter_nm / 2, spacing, level, own) < 0:
                return False
    for a, b in itertools.combinations(stand.vias, 2):
        spacing = max(net_spacing_nm(problem, net, stand.level) for net in bundle.nets)
        wanted = (a.land_diameter_nm + b.land_diameter_nm) / 2 + spacing
        if math.hypot(a.x_nm - b.x_nm, a.y_nm - b.y_nm) < wanted:
            return False
    return True


def _in_front(
    problem: RoutingProblem,
    bundle: Bundle,
    lands: tuple[Terminal, ...],
    level: int,
    there: Scene,
    mine: list[int],
) -> Iterator[Stand]:
    """Yield vias side by side in front of the lands, with their lines."""
    land_level = lands[0].level
    places = np.array([(t.x_nm, t.y_nm) for t in lands], np.float64)
    widths = [width_nm(problem, net, land_level) for net in bundle.nets]
    spacing = max(net_spacing_nm(problem, net, land_level) for net in bundle.nets)
    size = max(via_land_nm(problem, each) for each in range(problem.levels))
    apart = size + spacing + SPARE_NM
    middle = places.mean(axis=0)
    least = max(t.diameter_nm for t in lands) / 2 + spacing + size / 2 + SPARE_NM
    for away in _directions(places):
        across = np.array([-away[1], away[0]])  # to the left
        sides = [float((place - middle) @ across) for place in places]
        for reach in _REACHES:
            centre = middle + reach * least * away
            at = [
                centre + (math.copysign(apart / 2, side) if len(places) > 1 else 0.0) * across
                for side in sides
            ]
            wires = tuple(
                Wire(net.name, land_level, width, (_whole(place), _whole(spot)))
                for net, width, place, spot in zip(bundle.nets, widths, places, at, strict=True)
            )
            spots = tuple((float(round(x)), float(round(y))) for x, y in at)
            stand = _with_vias(problem, bundle, lands, level, spots, wires)
            if _wires_fit(problem, bundle, stand, there, mine) and _vias_fit(
                problem, bundle, stand, there, mine
            ):
                yield stand
                break


def _wires_fit(
    problem: RoutingProblem, bundle: Bundle, stand: Stand, there: Scene, mine: list[int]
) -> bool:
    lines = [np.array(wire.points_nm, np.float64) for wire in stand.wires]
    for own, net, wire, line in zip(mine, bundle.nets, stand.wires, lines, strict=True):
        spacing = net_spacing_nm(problem, net, wire.level)
        if there.slack_nm(line, wire.width_nm / 2 + SPARE_NM, spacing, wire.level, [own]) < 0:
            return False
        for via in stand.vias:
            if via.net == wire.net:
                continue
            at = np.array([[via.x_nm, via.y_nm] * 2], np.float64)
            wanted = via.land_diameter_nm / 2 + wire.width_nm / 2 + spacing + SPARE_NM
            if piece_distance_nm(line, at).min() < wanted:
                return False
    return _lines_apart(
        lines, [wire.width_nm for wire in stand.wires], _own_gap(problem, bundle, stand.level)
    )


def _own_gap(problem: RoutingProblem, bundle: Bundle, level: int) -> float:
    spacing = max(net_spacing_nm(problem, net, level) for net in bundle.nets)
    return float(max(spacing, bundle.pair.gap_nm if bundle.pair else 0))


def _lines_apart(lines: list[Floats], widths: list[int], gap_nm: float) -> bool:
    if len(lines) < 2:
        return True
    pieces = np.concatenate([lines[1][:-1], lines[1][1:]], axis=1)
    return float(piece_distance_nm(lines[0], pieces).min()) >= sum(widths) / 2 + gap_nm - 1


def _fitted(
    problem: RoutingProblem,
    bundle: Bundle,
    stand: Stand,
    away: Floats,
    there: Scene,
    mine: list[int],
) -> Dock | None:
    """Return the shortest dock in a direction that breaks no rule."""
    places = np.array(stand.place_nm)
    across = np.array([-away[1], away[0]])
    middle = places.mean(axis=0)
    first_left = len(places) == 1 or float((places[0] - places[1]) @ across) > 0
    shape = profile(problem, bundle, stand.level, first_left=first_left)
    outer = shape.tracks[0]
    lead = math.sqrt(
        max(
            0.0,
            (shape.half_nm + shape.spacing_nm + outer.width_nm / 2 + 2 * SPARE_NM) ** 2
            - outer.left_nm**2,
        )
    )
    left_of = {track.net: track.left_nm for track in shape.tracks if not track.shields}
    lefts = [left_of[net.name] for net in bundle.nets]
    sides = [float((place - middle) @ across) for place in places]
    usual = max(
        *(abs(side - left) for side, left in zip(sides, lefts, strict=True)),
        max(stand.radius_nm) * 0.7,
        outer.width_nm,
    )
    for reach in _REACHES:
        base = middle + reach * usual * away
        ends = [base + left * across for left in lefts]
        lines = [np.array([place, spot]) for place, spot in zip(places, ends, strict=True)]
        mouth = np.rint(base + lead * away)
        shield_ends = tuple(
            _whole(base + track.left_nm * across) for track in shape.tracks if track.shields
        )
        dock = Dock(
            stand,
            (float(base[0]), float(base[1])),
            _whole(mouth),
            (float(away[0]), float(away[1])),
            first_left,
            shape,
            tuple(tuple(map(tuple, line.tolist())) for line in lines),
            shield_ends,
        )
        if _fits(problem, bundle, dock, lines, there, mine):
            return dock
    return None


def _fits(
    problem: RoutingProblem,
    bundle: Bundle,
    dock: Dock,
    lines: list[Floats],
    there: Scene,
    mine: list[int],
) -> bool:
    level, shape = dock.level, dock.profile
    widths = [width_nm(problem, net, level) for net in bundle.nets]
    for own, net, width, line in zip(mine, bundle.nets, widths, lines, strict=True):
        spacing = net_spacing_nm(problem, net, level)
        if there.slack_nm(line, width / 2 + SPARE_NM, spacing, level, [own]) < 0:
            return False
    if not _lines_apart(lines, widths, _own_gap(problem, bundle, level)):
        return False
    lead = np.array([dock.base_nm, dock.mouth_nm], np.float64)
    if there.slack_nm(lead, shape.half_nm + SPARE_NM, shape.spacing_nm, level, mine) < 0:
        return False
    for place, radius in zip(dock.stand.place_nm, dock.stand.radius_nm, strict=True):
        wanted = radius + math.ceil(2 * shape.half_nm) / 2 + shape.spacing_nm
        if math.dist(place, dock.mouth_nm) < wanted:
            return False
    # every line of the bundle against the lands and vias of the others
    base = np.array(dock.base_nm)
    across = np.array([-dock.away[1], dock.away[0]])
    for track in shape.tracks:
        line = np.stack([base, lead[1]]) + track.left_nm * across
        for net, place, radius in zip(
            bundle.nets, dock.stand.place_nm, dock.stand.radius_nm, strict=True
        ):
            if net.name == track.net:
                continue
            at = np.array([[*place, *place]])
            wanted = radius + track.width_nm / 2 + shape.spacing_nm + SPARE_NM / 2
            if piece_distance_nm(line, at).min() < wanted:
                return False
    for net, line in zip(bundle.nets, lines, strict=True):
        for other, place, radius in zip(
            bundle.nets, dock.stand.place_nm, dock.stand.radius_nm, strict=True
        ):
            if other.name == net.name:
                continue
            at = np.array([[*place, *place]])
            wanted = radius + width_nm(problem, net, level) / 2 + shape.spacing_nm
            if piece_distance_nm(line, at).min() < wanted:
                return False
    return True


def _whole(place: Floats) -> Point:
    return round(float(place[0])), round(float(place[1]))
