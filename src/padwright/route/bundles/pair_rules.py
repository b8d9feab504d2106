"""The rules of pairs and shields that the exact check adds to those of all lines."""

import itertools

import numpy as np

from padwright.route.bundles.clearance import GRID_NM, piece_distance_nm
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Point, Routing, Wire
from padwright.route.segments import pieces


def crowded_pairs(problem: RoutingProblem, routing: Routing) -> list[tuple[str, str, int, Point]]:
    """Return where the lines of a pair are nearer than their gap: nets, level and place.

    A pair of which a note says that it could not be had is none.
    """
    found: list[tuple[str, str, int, Point]] = []
    wires: dict[str, list[Wire]] = {}
    for wire in routing.wires:
        wires.setdefault(wire.net, []).append(wire)
    told = {note.what for note in routing.notes}
    for pair in problem.pairs:
        if f"pair {pair.name}" in told:
            continue
        for a, b in itertools.product(wires.get(pair.first, []), wires.get(pair.second, [])):
            if a.level != b.level:
                continue
            points = np.array(b.points_nm, np.float64)
            apart = piece_distance_nm(np.array(a.points_nm, np.float64), pieces(points))
            gap = apart - (a.width_nm + b.width_nm) / 2
            worst = int(gap.argmin())
            if gap[worst] < pair.gap_nm - GRID_NM:
                found.append((pair.first, pair.second, a.level, b.points_nm[worst]))
    return found


def shield_lines(problem: RoutingProblem) -> set[tuple[str, int]]:
    """Return net and width of the lines of shields, which may be narrower than the net's others."""
    return {(shield.by, shield.width_nm) for shield in problem.shields}
