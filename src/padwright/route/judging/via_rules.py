"""Rules of vias in finished wiring: land diameter, vias in lands, vias over each other."""

import math
from itertools import combinations

import numpy as np

from padwright.route.ground.shapes import land_gap_nm
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Routing, Via
from padwright.route.rules_at import via_land_nm

#: Rule, net, level, place.
Fault = tuple[str, str, int, int, int]


def via_faults(problem: RoutingProblem, routing: Routing) -> list[Fault]:
    """Return what breaks the rules of vias; those of the problem are its own affair.

    Between a via that is given and one that is not the rules hold.
    """
    given = set(problem.vias)
    made = [via for via in routing.vias if via not in given]
    faults = [
        ("via land", v.net, level, v.x_nm, v.y_nm)
        for v in made
        for level in range(v.lower_level, v.upper_level + 1)
        if v.land_nm(level) < via_land_nm(problem, level)
    ]
    if not problem.rules.via_in_land:
        faults += _in_lands(problem, made, dict(routing.assignment))
    if not problem.rules.stacked_vias:
        faults += _stacked(problem, routing.vias, given)
    return faults


def _in_lands(problem: RoutingProblem, made: list[Via], chosen: dict[str, str]) -> list[Fault]:
    of_name = {t.name: t for t in problem.terminals}
    lands = {net.name: [of_name[name] for name in net.terminals] for net in problem.nets}
    for net, land in chosen.items():
        lands[net].append(of_name[land])
    return [
        ("via in land", via.net, t.level, via.x_nm, via.y_nm)
        for via in made
        for t in lands.get(via.net, [])
        if via.lower_level <= t.level <= via.upper_level and _overlap(via, t)
    ]


def _overlap(via: Via, terminal: Terminal) -> bool:
    at = np.array([via.x_nm, via.y_nm], np.float64)
    if terminal.corners_nm:
        gap = land_gap_nm(terminal.corners_nm, at)
    else:
        away = math.dist((via.x_nm, via.y_nm), (terminal.x_nm, terminal.y_nm))
        gap = away - terminal.diameter_nm / 2
    return gap < via.land_nm(terminal.level) / 2


def _stacked(problem: RoutingProblem, vias: tuple[Via, ...], given: set[Via]) -> list[Fault]:
    """Return vias of a net through levels that follow each other that are too near."""
    least = max(1, problem.rules.via_pitch_nm)
    of_net: dict[str, list[tuple[int, Via]]] = {}
    for via in vias:
        for level in range(via.lower_level, via.upper_level):
            of_net.setdefault(via.net, []).append((level, via))
    faults: list[Fault] = []
    for net, through in of_net.items():
        for (low, a), (high, b) in combinations(through, 2):
            if abs(low - high) != 1 or (a in given and b in given):
                continue
            if math.dist((a.x_nm, a.y_nm), (b.x_nm, b.y_nm)) < least:
                faults.append(("stacked vias", net, max(low, high), b.x_nm, b.y_nm))
    return faults
