"""Where the lines of a dock begin on the level of a bundle: lands, vias in them or before them."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.bundles.bundle import Bundle
from padwright.route.bundles.clearance import Scene, piece_distance_nm
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Point, Via, Wire
from padwright.route.rules_at import (
    level_spacing_nm,
    net_spacing_nm,
    via_between,
    via_land_nm,
    width_nm,
)

#: Directions of a dock of two lands, from the normal of the line between them.
_SLANTS_DEG = (0.0, 30.0, -30.0, 50.0, -50.0)
#: Directions of a dock of one land.
_TURNS = 16
#: How far in front of the lands vias may be, in parts of the nearest that is usual.
_REACHES = (1.0, 1.5, 2.2, 3.0)
#: What is kept beyond the rules, for rounding and for the ends of lines as they are drawn.
SPARE_NM = 80.0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the lines of a dock begin on the level of the bundle: land or via of each net."""

    level: int
    place_nm: tuple[tuple[float, float], ...]
    radius_nm: tuple[float, ...]
    wires: tuple[Wire, ...] = ()
    vias: tuple[Via, ...] = ()


def directions(places: Floats) -> list[Floats]:
    """Return the directions in which lines may leave one land, or two lands together."""
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


def stands(
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
        if _vias_fit(problem, bundle, lands, stand, there, mine):
            yield stand
    if len({t.level for t in lands}) == 1 and lands[0].level not in bundle.closed_levels:
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
        vias.append(via_between(problem, net.name, (round(x), round(y)), (land.level, level)))
        radii.append(via_land_nm(problem, level) / 2)
    return Stand(level, places, tuple(radii), wires, tuple(vias))


def _vias_fit(
    problem: RoutingProblem,
    bundle: Bundle,
    lands: tuple[Terminal, ...],
    stand: Stand,
    there: Scene,
    mine: list[int],
) -> bool:
    if not _clear_of_lands(problem, bundle, lands, stand):
        return False
    for via, net in zip(
        stand.vias, [n for n in bundle.nets if n.name in {v.net for v in stand.vias}], strict=True
    ):
        at = np.array([(via.x_nm, via.y_nm)] * 2, np.float64)
        for level in range(via.lower_level, via.upper_level + 1):
            spacing = net_spacing_nm(problem, net, level)
            if there.slack_nm(at, via.land_nm(level) / 2, spacing, level, mine) < 0:
                return False
    for a, b in itertools.combinations(stand.vias, 2):
        spacing = level_spacing_nm(problem, stand.level)
        wanted = (a.land_diameter_nm + b.land_diameter_nm) / 2 + spacing
        if math.hypot(a.x_nm - b.x_nm, a.y_nm - b.y_nm) < wanted:
            return False
    return True


def _clear_of_lands(
    problem: RoutingProblem, bundle: Bundle, lands: tuple[Terminal, ...], stand: Stand
) -> bool:
    """Return whether vias and their lines keep off the land of the other net of a pair.

    Where vias may not stand in lands they keep off their own one too.
    """
    for net, land in zip(bundle.nets, lands, strict=True):
        at = np.array([[land.x_nm, land.y_nm] * 2], np.float64)
        spacing = level_spacing_nm(problem, land.level)
        near = [
            (
                np.array([(via.x_nm, via.y_nm)] * 2, np.float64),
                via.land_nm(land.level) / 2 + (0 if via.net == net.name else spacing),
            )
            for via in stand.vias
            if via.lower_level <= land.level <= via.upper_level
            and (via.net != net.name or not problem.rules.via_in_land)
        ]
        near += [
            (np.array(wire.points_nm, np.float64), wire.width_nm / 2 + spacing)
            for wire in stand.wires
            if wire.net != net.name and wire.level == land.level
        ]
        for line, reach in near:
            if piece_distance_nm(line, at).min() < land.diameter_nm / 2 + reach + SPARE_NM:
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
    spacing = level_spacing_nm(problem, land_level)
    size = max(via_land_nm(problem, each) for each in range(problem.levels))
    apart = size + spacing + SPARE_NM
    middle = places.mean(axis=0)
    least = max(t.diameter_nm for t in lands) / 2 + spacing + size / 2 + SPARE_NM
    for away in directions(places):
        across = np.array([-away[1], away[0]])  # to the left
        sides = [float((place - middle) @ across) for place in places]
        for reach in _REACHES:
            centre = middle + reach * least * away
            at = [
                centre + (math.copysign(apart / 2, side) if len(places) > 1 else 0.0) * across
                for side in sides
            ]
            wires = tuple(
                Wire(net.name, land_level, width, (whole(place), whole(spot)))
                for net, width, place, spot in zip(bundle.nets, widths, places, at, strict=True)
            )
            spots = tuple((float(round(x)), float(round(y))) for x, y in at)
            stand = _with_vias(problem, bundle, lands, level, spots, wires)
            if _wires_fit(problem, bundle, stand, there, mine) and _vias_fit(
                problem, bundle, lands, stand, there, mine
            ):
                yield stand
                break


def _wires_fit(
    problem: RoutingProblem, bundle: Bundle, stand: Stand, there: Scene, mine: list[int]
) -> bool:
    lines = [np.array(wire.points_nm, np.float64) for wire in stand.wires]
    for net, wire, line in zip(bundle.nets, stand.wires, lines, strict=True):
        spacing = net_spacing_nm(problem, net, wire.level)
        if there.slack_nm(line, wire.width_nm / 2 + SPARE_NM, spacing, wire.level, mine) < 0:
            return False
        for via in stand.vias:
            if via.net == wire.net:
                continue
            at = np.array([[via.x_nm, via.y_nm] * 2], np.float64)
            wanted = via.land_diameter_nm / 2 + wire.width_nm / 2 + spacing + SPARE_NM
            if piece_distance_nm(line, at).min() < wanted:
                return False
    return lines_apart(
        lines, [wire.width_nm for wire in stand.wires], own_gap_nm(problem, bundle, stand.level)
    )


def own_gap_nm(problem: RoutingProblem, bundle: Bundle, level: int) -> float:
    """Return the least gap between the lines of a bundle on a level."""
    spacing = level_spacing_nm(problem, level)
    return float(max(spacing, bundle.pair.gap_nm if bundle.pair else 0))


def lines_apart(lines: list[Floats], widths: list[int], gap_nm: float) -> bool:
    """Return whether two lines keep a gap; a single one does."""
    if len(lines) < 2:
        return True
    pieces = np.concatenate([lines[1][:-1], lines[1][1:]], axis=1)
    return float(piece_distance_nm(lines[0], pieces).min()) >= sum(widths) / 2 + gap_nm - 1


def whole(place: Floats) -> Point:
    """Return a place on the grid."""
    return round(float(place[0])), round(float(place[1]))
