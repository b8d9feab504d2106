"""Lands and given wiring that lie too near to each other, found before anything is routed."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Floats
from padwright.base.errors import InputError
from padwright.route.ground.given import segments_of
from padwright.route.ground.shapes import outlines_gap_nm
from padwright.route.problem import Net, RoutingProblem, Terminal
from padwright.route.routing import Via, Wire
from padwright.route.rules_at import level_spacing_nm, mates_of, spacing_nm
from padwright.route.segments import gaps_nm

_ROUNDING_NM = 1e-3


def check_spacing(problem: RoutingProblem, place: str) -> None:
    """Compare lands of different nets on one level; lands in pools belong to none yet."""
    net_of = {name: net for net in problem.nets for name in net.terminals}
    choices = {name for pool in problem.pools for name in pool.terminals}
    for level in range(problem.levels):
        here = _largest([t for t in problem.terminals if t.level == level], net_of, choices)
        if len(here) < 2:
            continue
        _check_one_spot(here, place, {*net_of, *choices})
        centres = np.array([(t.x_nm, t.y_nm) for t in here], np.float64)
        radii = np.array([t.diameter_nm / 2 for t in here])
        # a class may ask its lines for more than its lands have
        wanted = level_spacing_nm(problem, level)
        for i, j in _near_pairs(centres, radii, wanted):
            a, b = here[i], here[j]
            first, second = net_of.get(a.name), net_of.get(b.name)
            if first is second and first is not None:
                continue
            if not {a.name, b.name} & {*net_of, *choices}:
                continue
            gap = _gap_nm(a, b)
            if gap < wanted - _ROUNDING_NM:
                raise InputError(
                    f"{max(gap, 0.0):.0f} nm from terminal {b.name!r} of another net, closer than"
                    f" the spacing {wanted} nm",
                    where=f"{place}: terminal {a.name!r}",
                    fix="move one of them, make it smaller or reduce the spacing",
                )


def _largest(lands: list[Terminal], net_of: dict[str, Net], choices: set[str]) -> list[Terminal]:
    """Return the largest of the lands of one net, or of none, on each spot."""
    kept: dict[tuple[str, int, int], Terminal] = {}
    for t in sorted(lands, key=lambda t: -t.diameter_nm):
        net = net_of.get(t.name)
        owner = f"net {net.name}" if net else (t.name if t.name in choices else "")
        kept.setdefault((owner, t.x_nm, t.y_nm), t)
    return list(kept.values())


def _check_one_spot(here: list[Terminal], place: str, wanted: set[str]) -> None:
    """Refuse lands on one spot before pairs are looked at: there may be a great many."""
    spots = Counter((t.x_nm, t.y_nm) for t in here)
    spot, count = spots.most_common(1)[0]
    names = [t.name for t in here if (t.x_nm, t.y_nm) == spot] if count > 1 else []
    if wanted.intersection(names):
        raise InputError(
            f"{names[1]!r} and it are both at ({spot[0]}, {spot[1]}) nm on level {here[0].level},"
            " closer than the spacing",
            where=f"{place}: terminal {names[0]!r}",
            fix="give each land its own place",
        )


def _gap_nm(a: Terminal, b: Terminal) -> float:
    """Return the distance of the metal of two lands, below 0 where round ones overlap."""
    centre = np.array([[a.x_nm, a.y_nm], [b.x_nm, b.y_nm]], np.float64)
    rings = [np.array(t.corners_nm, np.float64) for t in (a, b)]
    shapes = [r if len(r) else centre[k : k + 1] for k, r in enumerate(rings)]
    round_nm = sum(t.diameter_nm / 2 for t in (a, b) if not t.corners_nm)
    if not a.corners_nm and not b.corners_nm:
        return math.dist(centre[0].tolist(), centre[1].tolist()) - round_nm
    first, second = shapes if a.corners_nm else shapes[::-1]
    return outlines_gap_nm(first, second) - round_nm


def _near_pairs(centres: Floats, radii: Floats, reach_nm: float) -> Iterable[tuple[int, int]]:
    """Return pairs nearer than the spacing; radii in bins, so that one big land costs little."""
    size = np.ceil(np.log2(np.maximum(radii, 1.0))).astype(np.int64)
    bins = {int(s): np.flatnonzero(size == s) for s in np.unique(size)}
    trees = {s: cKDTree(centres[index]) for s, index in bins.items()}
    for s, r in itertools.combinations_with_replacement(sorted(bins), 2):
        far_nm = 2.0**s + 2.0**r + reach_nm
        # looked up one by one, so that the first bad pair ends the search
        for a in bins[s].tolist():
            for b in bins[r][trees[r].query_ball_point(centres[a], far_nm)].tolist():
                if s == r and b <= a:
                    continue
                gap = np.hypot(*(centres[a] - centres[b]))
                if gap < radii[a] + radii[b] + reach_nm:
                    yield a, b


def check_given(problem: RoutingProblem, place: str) -> None:
    """Refuse given wiring that is malformed or nearer to foreign metal than the rules allow."""
    for index, wire in enumerate(problem.wires):
        at = f"{place}: given wire {index} of net {wire.net!r}"
        if not 0 <= wire.level < problem.levels:
            raise InputError(
                f"level {wire.level} does not exist", where=at, fix=f"use 0 to {problem.levels - 1}"
            )
        if wire.width_nm < 1:
            raise InputError(f"width of {wire.width_nm} nm", where=at, fix="give a width above 0")
        if len(set(wire.points_nm)) < 2:
            raise InputError(
                "fewer than two different points", where=at, fix="give its points in order"
            )
    for index, via in enumerate(problem.vias):
        at = f"{place}: given via {index} of net {via.net!r}"
        if not 0 <= via.lower_level <= via.upper_level < problem.levels:
            raise InputError(
                f"levels {via.lower_level} to {via.upper_level} do not exist",
                where=at,
                fix=f"use 0 to {problem.levels - 1}",
            )
        lands = via.land_diameters_nm
        if via.land_diameter_nm < 1 or min(lands, default=1) < 1:
            raise InputError(
                f"land of {via.land_diameter_nm} nm", where=at, fix="give a diameter above 0"
            )
        if lands and len(lands) != via.upper_level - via.lower_level + 1:
            raise InputError(
                f"{len(lands)} land diameters",
                where=at,
                fix="give one for each of its levels, or none",
            )
    _check_given_gaps(problem, place)


def _check_given_gaps(problem: RoutingProblem, place: str) -> None:
    if not problem.wires and not problem.vias:
        return
    items: tuple[Terminal | Wire | Via, ...] = (
        *problem.terminals,
        *problem.wires,
        *problem.vias,
    )
    net_of = {name: net.name for net in problem.nets for name in net.terminals}
    owners = [
        net_of.get(item.name, f"\0{item.name}") if isinstance(item, Terminal) else item.net
        for item in items
    ]
    nets, mates = {net.name: net for net in problem.nets}, mates_of(problem)
    segment, half, level, piece = segments_of(items)
    middle = (segment[:, :2] + segment[:, 2:]) / 2
    radius = np.hypot(*(segment[:, 2:] - segment[:, :2]).T) / 2 + half
    for at_level in range(problem.levels):
        rows = np.flatnonzero(level == at_level)
        most = max(spacing_nm(problem, net, None, at_level) for net in [*problem.nets, None])
        near = [
            (rows[i], rows[j])
            for i, j in _near_pairs(middle[rows], radius[rows], most)
            if owners[piece[rows[i]]] != owners[piece[rows[j]]]
            and max(piece[rows[i]], piece[rows[j]]) >= len(problem.terminals)
        ]
        first, second = np.array(near, np.int64).reshape(-1, 2).T
        gap = gaps_nm(segment[first], segment[second]) - half[first] - half[second]
        for k in np.flatnonzero(gap < most - _ROUNDING_NM).tolist():
            a, b = int(piece[first[k]]), int(piece[second[k]])
            wanted = spacing_nm(problem, nets.get(owners[a]), nets.get(owners[b]), at_level)
            if frozenset((owners[a], owners[b])) in mates:
                wanted = level_spacing_nm(problem, at_level)
            if gap[k] < wanted - _ROUNDING_NM:
                one, other = sorted((owners[a].removeprefix("\0"), owners[b].removeprefix("\0")))
                x_nm, y_nm = middle[first[k]].round().astype(int).tolist()
                raise InputError(
                    f"given wiring of {one!r} and {other!r} is {max(float(gap[k]), 0.0):.0f} nm"
                    f" apart near ({x_nm}, {y_nm}) nm on level {at_level}, closer than the spacing"
                    f" {wanted} nm",
                    where=place,
                    fix="take one of them out of what is given, or move it",
                )
