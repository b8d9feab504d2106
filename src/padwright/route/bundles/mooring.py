"""Which docks bundles take: levels, sides and places, so that the lines of no pair cross."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from padwright.route.bundles.bundle import Bundle
from padwright.route.bundles.bundled import Moored, dock_lines
from padwright.route.bundles.clearance import Scene, piece_distance_nm, scene
from padwright.route.bundles.dock import Dock, docks, shield_line_nm
from padwright.route.bundles.stand import SPARE_NM
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Via, Wire
from padwright.route.segments import pieces

#: Ways of one bundle that are kept to be tried.
_KEEP_WAYS = 6
#: What a via costs, in widths of the bundle.
_VIA_WIDTHS = 4.0
#: What a difference in the lengths of the single lines of a dock costs, in its length.
_SKEW_FACTOR = 3.0
#: A dock that faces the other end by less than this cosine turns back, which costs so many of its
#: distances from its lands.
_BACKWARD_COSINE, _BACKWARD_REACHES = -0.2, 3.0


def ways(problem: RoutingProblem, bundle: Bundle, there: Scene) -> list[Moored]:
    """Return the ways to moor a bundle, best first, of which none breaks a rule by itself.

    The lines of a pair do not cross: seen from the first end, the first net is on one side at both
    ends.
    """
    found: list[tuple[float, Moored]] = []
    for level in _open_levels(problem, bundle):
        first = docks(problem, bundle, 0, level, there)
        second = docks(problem, bundle, 1, level, there)
        for a in first:
            for b in second:
                if len(bundle.nets) == 2 and a.first_left == b.first_left:
                    continue
                if not _apart(problem, bundle, a, b) or not _held(a, b):
                    continue
                found.append((_cost_nm(a, b), Moored(bundle, (a, b))))
    found.sort(key=lambda each: each[0])
    return _different([moored for _, moored in found])


def _held(a: Dock, b: Dock) -> bool:
    """Return whether each line of a shield comes down to a plane at one end at least.

    What is on the left seen from one end is on the right seen from the other.
    """
    return all(
        one is not None or other is not None
        for one, other in zip(a.shield_vias, b.shield_vias[::-1], strict=True)
    )


def _open_levels(problem: RoutingProblem, bundle: Bundle) -> list[int]:
    """Return the levels on which a bundle may run: not those of the planes of its shield's net."""
    planes = bundle.shield.planes if bundle.shield else ()
    closed = {*bundle.closed_levels, *(area.level for area in planes)}
    return [level for level in range(problem.levels) if level not in closed]


def in_its_planes(problem: RoutingProblem, bundle: Bundle) -> bool:
    """Return whether planes of its shield's net leave a bundle no level to run on."""
    return not _open_levels(problem, bundle) and len(bundle.closed_levels) < problem.levels


def _apart(problem: RoutingProblem, bundle: Bundle, a: Dock, b: Dock) -> bool:
    """Return whether two docks of a bundle leave the spacing between them."""
    spacing = a.profile.spacing_nm + SPARE_NM
    shapes = [
        [
            *((np.array(line), width / 2) for line, width, _ in dock_lines(problem, bundle, dock)),
            (np.array([dock.base_nm, dock.mouth_nm], np.float64), dock.profile.half_nm + 1),
            *(
                (np.array([place, place]), radius)
                for place, radius in zip(dock.stand.place_nm, dock.stand.radius_nm, strict=True)
            ),
            *(
                (np.array([at, at], np.float64), shield_line_nm(problem, bundle, dock.level) / 2)
                for at in dock.shield_ends_nm
            ),
        ]
        for dock in (a, b)
    ]
    return all(
        float(piece_distance_nm(line, pieces(other)).min()) >= half + other_half + spacing
        for line, half in shapes[0]
        for other, other_half in shapes[1]
    )


def _different(ranked: list[Moored]) -> list[Moored]:
    """Return the best ways that differ in level or sides, then the next best ones."""
    best: dict[tuple[int, bool], Moored] = {}
    for each in ranked:
        best.setdefault((each.level, each.docks[0].first_left), each)
    chosen = list(best.values())
    rest = [each for each in ranked if each not in chosen]
    return [*chosen, *rest][:_KEEP_WAYS]


def _cost_nm(a: Dock, b: Dock) -> float:
    start, end = np.array(a.mouth_nm, np.float64), np.array(b.mouth_nm, np.float64)
    way = end - start
    length = float(np.hypot(*way))
    way = way / max(length, 1.0)
    cost = length
    for dock, toward in ((a, way), (b, -way)):
        stubs = [
            sum(float(np.hypot(q[0] - p[0], q[1] - p[1])) for p, q in pairwise(stub))
            for stub in dock.stubs
        ]
        cost += max(stubs) + _SKEW_FACTOR * (max(stubs) - min(stubs))
        facing = float(np.array(dock.away) @ toward)
        cost += (1 - facing) * 2 * dock.profile.half_nm
        if facing < _BACKWARD_COSINE:  # it has to turn round its own lands
            reach = np.hypot(*(np.array(dock.mouth_nm) - np.mean(dock.stand.place_nm, axis=0)))
            cost += _BACKWARD_REACHES * float(reach)
        cost += len(dock.stand.vias) * _VIA_WIDTHS * dock.profile.half_nm
        # a shield is best held at both ends
        cost += dock.shield_vias.count(None) * 2 * _VIA_WIDTHS * dock.profile.half_nm
        cost += sum(wire.length_um for wire in dock.stand.wires) * 1000
    return cost


def with_docks(problem: RoutingProblem, moored: Sequence[Moored]) -> Scene:
    """Return the scene of a problem with the docks of bundles that have their places."""
    drawn: list[Wire] = []
    vias: list[Via] = list(problem.vias)
    for each in moored:
        for dock in each.docks:
            names = [net.name for net in each.bundle.nets]
            for index, (points, width, level) in enumerate(dock_lines(problem, each.bundle, dock)):
                corners = tuple((round(x), round(y)) for x, y in points)
                drawn.append(Wire(names[index % len(names)], level, width, corners))
            lead = tuple((round(x), round(y)) for x, y in (dock.base_nm, dock.mouth_nm))
            wide = round(2 * each.half_nm)
            drawn.append(Wire(names[0], each.level, wide, lead))
            end_nm = shield_line_nm(problem, each.bundle, each.level)
            vias += [
                Via(names[0], *at, end_nm, each.level, each.level) for at in dock.shield_ends_nm
            ]
        vias += each.vias
    return scene(problem, (*problem.wires, *drawn), vias)
