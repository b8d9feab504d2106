"""How a bundle is joined to its lands: short single lines from each land to where all are parallel.

A dock stands in front of the lands of one end. Its lines leave the lands, meet at the base, and go
on side by side to the mouth, where the thick line of the bundle begins. Lands on another level than
the bundle get vias, in the lands or side by side in front of them.
"""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.bundles.bundle import Bundle, Profile, profile
from padwright.route.bundles.clearance import Scene, piece_distance_nm, scene
from padwright.route.bundles.stand import (
    SPARE_NM,
    Stand,
    directions,
    lines_apart,
    own_gap_nm,
    stands,
    whole,
)
from padwright.route.ground.paths import inside
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point, Via
from padwright.route.rules_at import (
    level_spacing_nm,
    net_spacing_nm,
    via_between,
    via_land_nm,
    width_nm,
)

#: How far in front of the lands the base may be, in parts of the shortest that is usual.
_REACHES = (1.0, 0.6, 1.5, 2.2, 3.0)
#: The base is at least this part of the largest land's radius in front of the lands.
_LEAST_RADII = 0.7
#: Docks with the first net on either side that are kept to be tried.
_KEEP_DOCKS = 4
#: The least cosine of the angle between a single line and the direction of its dock.
_LEAST_FACING = 0.35
#: What each radian by which a dock faces away from the other end costs, in half widths of the
#: bundle; and, in its length, what it costs to turn back round its own lands, from this angle on.
_TURN_HALVES, _BACKWARD_REACHES, _BACKWARD_RAD = 4.0, 4.0, 1.8
#: With so many docks found no further kind of vias is tried.
_ENOUGH_DOCKS = 10


@dataclass(frozen=True, slots=True)
class Dock:
    """One way to join a bundle to its lands at one end.

    ``first_left`` tells on which side the first net of a pair is, looking away from the lands.
    ``stubs`` are the single lines of the nets, in the order of the bundle's nets.
    ``shield_vias`` come down from the ends of a shield to a plane of its net, where it lies in one
    and there is room.
    """

    stand: Stand
    base_nm: tuple[float, float]
    mouth_nm: Point
    away: tuple[float, float]
    first_left: bool
    profile: Profile
    stubs: tuple[tuple[tuple[float, float], ...], ...]
    shield_ends_nm: tuple[Point, ...] = field(default=())
    shield_vias: tuple[Via | None, ...] = field(default=())

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
    for stand in stands(problem, bundle, end, level, there, mine):
        places = np.array(stand.place_nm)
        middle = places.mean(axis=0)
        for away in directions(places):
            dock = _fitted(problem, bundle, end, stand, away, there, mine)
            if dock is None:
                continue
            way = other - middle
            turn = math.acos(float(np.clip(away @ way / max(np.hypot(*way), 1.0), -1, 1)))
            reach = float(np.hypot(*(np.array(dock.mouth_nm) - middle)))
            cost = reach + turn * _TURN_HALVES * dock.profile.half_nm
            cost += _BACKWARD_REACHES * reach if turn > _BACKWARD_RAD else 0.0
            found.append((cost, dock))
        if len(found) > _ENOUGH_DOCKS:
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


def _fitted(
    problem: RoutingProblem,
    bundle: Bundle,
    end: int,
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
    # lines of the shield's net may be wider than those of the shield; these end further out
    wide_nm = shield_line_nm(problem, bundle, stand.level)
    wider_nm = wide_nm - outer.width_nm
    out = wider_nm / 2 + 2 * SPARE_NM if wider_nm > 0 else 0.0
    ends_left = [
        track.left_nm + math.copysign(out, track.left_nm) for track in shape.tracks if track.shields
    ]
    if ends_left:
        reach = shape.half_nm + shape.spacing_nm + wide_nm / 2 + 2 * SPARE_NM
        lead = max(lead, math.sqrt(max(0.0, reach**2 - ends_left[0] ** 2)))
    left_of = {track.net: track.left_nm for track in shape.tracks if not track.shields}
    lefts = [left_of[net.name] for net in bundle.nets]
    sides = [float((place - middle) @ across) for place in places]
    usual = max(
        *(abs(side - left) for side, left in zip(sides, lefts, strict=True)),
        max(stand.radius_nm) * _LEAST_RADII,
        outer.width_nm,
    )
    best: Dock | None = None
    reaches: tuple[float, ...] = _REACHES
    if bundle.shield is not None and bundle.shield.planes:
        # beyond the lands, which may be wide on the level of the plane
        lands_nm = max(land.diameter_nm for land in bundle.ends[end]) / 2
        vias_nm = max(via_land_nm(problem, other) for other in range(problem.levels)) / 2
        reaches += ((lands_nm + vias_nm + shape.spacing_nm + 2 * SPARE_NM) / usual,)
    for reach in reaches:
        base = middle + reach * usual * away
        ends = [base + left * across for left in lefts]
        lines = [np.array([place, spot]) for place, spot in zip(places, ends, strict=True)]
        mouth = np.rint(base + lead * away)
        shield_ends = tuple(whole(base + left * across) for left in ends_left)
        dock = Dock(
            stand,
            (float(base[0]), float(base[1])),
            whole(mouth),
            (float(away[0]), float(away[1])),
            first_left,
            shape,
            tuple(tuple(map(tuple, line.tolist())) for line in lines),
            shield_ends,
            _plane_vias(problem, bundle, stand, shield_ends, there),
        )
        if _fits(problem, bundle, dock, lines, there, mine):
            # further out there may be room for more vias of a shield
            if best is None or dock.shield_vias.count(None) < best.shield_vias.count(None):
                best = dock
            if None not in best.shield_vias:
                break
    return best


def shield_line_nm(problem: RoutingProblem, bundle: Bundle, level: int) -> int:
    """Return the width of the lines that are to join a shield, 0 without one."""
    if bundle.shield is None:
        return 0
    if bundle.shield.planes:
        return max(bundle.shield.width_nm, via_land_nm(problem, level))
    by = next(net for net in problem.nets if net.name == bundle.shield.by)
    return max(width_nm(problem, by, level), bundle.shield.width_nm)


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
    for net, width, line in zip(bundle.nets, widths, lines, strict=True):
        spacing = net_spacing_nm(problem, net, level)
        if there.slack_nm(line, width / 2 + SPARE_NM, spacing, level, mine) < 0:
            return False
    away = np.array(dock.away)
    if any(float((q - p) @ away) < _LEAST_FACING * np.hypot(*(q - p)) for p, q in lines):
        return False  # a line that turns back makes a notch
    if bundle.shield is not None:
        by = [i for i, net in enumerate(problem.nets) if net.name == bundle.shield.by]
        half = shield_line_nm(problem, bundle, level) / 2 + SPARE_NM
        for place in dock.shield_ends_nm:
            at = np.array([place, place], np.float64)
            if there.slack_nm(at, half, shape.spacing_nm, level, mine + by) < 0:
                return False
    lead = np.array([dock.base_nm, dock.mouth_nm], np.float64)
    return (
        lines_apart(lines, widths, own_gap_nm(problem, bundle, level))
        and there.slack_nm(lead, shape.half_nm + SPARE_NM, shape.spacing_nm, level, mine) >= 0
        and _clear_of_own_lands(problem, bundle, dock, lines, widths)
    )


def _plane_vias(
    problem: RoutingProblem,
    bundle: Bundle,
    stand: Stand,
    ends_nm: tuple[Point, ...],
    there: Scene,
) -> tuple[Via | None, ...]:
    """Return the vias from the ends of a shield to a plane of its net, the nearest one.

    None stands for an end that has no plane or no room there; there are none at all where the net
    lies in no plane. On their own level the vias are judged as the ends of these lines.
    """
    shield = bundle.shield
    if shield is None or not shield.planes:
        return ()
    by = [i for i, net in enumerate(problem.nets) if net.name == shield.by]
    level = stand.level
    own = scene(replace(problem, terminals=()), stand.wires, stand.vias)
    found: list[Via | None] = []
    for place in ends_nm:
        at = np.array([place, place], np.float64)
        levels = [area.level for area in shield.planes if inside(at, area.polygon_nm)[0]]
        vias = [
            via_between(problem, shield.by, place, (level, other))
            for other in sorted(set(levels), key=lambda other: (abs(other - level), other))
        ]
        fit = (
            via for via in vias if all(_passes(problem, via, level, at, by) for at in (there, own))
        )
        found.append(next(fit, None))
    return tuple(found)


def _passes(
    problem: RoutingProblem, via: Via, own_level: int, there: Scene, mine: list[int]
) -> bool:
    """Return whether a via keeps its space on all levels but one."""
    at = np.array([(via.x_nm, via.y_nm)] * 2, np.float64)
    return all(
        level == own_level
        or there.slack_nm(
            at, via.land_nm(level) / 2 + SPARE_NM, level_spacing_nm(problem, level), level, mine
        )
        >= 0
        for level in range(via.lower_level, via.upper_level + 1)
    )


def _clear_of_own_lands(
    problem: RoutingProblem,
    bundle: Bundle,
    dock: Dock,
    lines: list[Floats],
    widths: list[int],
) -> bool:
    """Return whether the lines keep the spacing to the land or via of the other net."""
    shape, base = dock.profile, np.array(dock.base_nm)
    spacing = level_spacing_nm(problem, dock.level)
    across = np.array([-dock.away[1], dock.away[0]])
    lead = np.stack([base, np.array(dock.mouth_nm, np.float64)])
    tracks = [
        (track.net, lead + track.left_nm * across, track.width_nm / 2 + SPARE_NM / 2)
        for track in shape.tracks
    ]
    tracks += [
        (net.name, line, width / 2)
        for net, line, width in zip(bundle.nets, lines, widths, strict=True)
    ]
    shield_half = shield_line_nm(problem, bundle, dock.level) / 2 + SPARE_NM
    for tip in dock.shield_ends_nm if dock.shield_vias else ():
        at = np.array([[*tip, *tip]], np.float64)
        for line, width in zip(lines, widths, strict=True):
            if piece_distance_nm(line, at).min() < shield_half + width / 2 + spacing:
                return False  # lines that come together from wide lands pass the lands of vias
    tracks += [("", np.array([tip, tip], np.float64), shield_half) for tip in dock.shield_ends_nm]
    for net, place, radius in zip(
        bundle.nets, dock.stand.place_nm, dock.stand.radius_nm, strict=True
    ):
        if math.dist(place, dock.mouth_nm) < radius + shape.half_nm + 1 + shape.spacing_nm:
            return False
        at = np.array([[*place, *place]])
        for name, line, half in tracks:
            wanted = radius + half + spacing
            if name != net.name and piece_distance_nm(line, at).min() < wanted:
                return False
    return True
