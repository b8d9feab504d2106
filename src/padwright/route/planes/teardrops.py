"""Teardrops: where a wire meets a land it widens, and leaves no acute notch and no sharp corner.

A taper is the common tangents of two circles: one about the centre of the land, and one as wide as
the wire that stands on the wire's centre line. It is left out where it would come too close to
metal of another net.
"""

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from padwright.base.arrays import Bools, Ints
from padwright.geometry.drc import closer_than, notched_below
from padwright.geometry.region import Region
from padwright.geometry.shaping import joining, meeting, of_corners
from padwright.route.routing import Point, Wire

#: A taper follows a wire as long as that keeps within this share of its width of a straight line.
_STRAIGHT_RATIO: Final = 0.2
#: A taper shorter than this share of the wire's width would be nothing but corners.
_SHORTEST_RATIO: Final = 0.5


@dataclass(frozen=True, slots=True)
class Taper:
    """How far tapers reach and how wide they begin, as `TeardropSpec` has it."""

    length_ratio: float
    width_ratio: float
    longest_nm: int


@dataclass(frozen=True, slots=True)
class Tapers:
    """Tapers of one level: four corners each, shape (n, 4, 2), and the net of each."""

    corners_nm: Ints
    nets: tuple[str, ...]

    def by_net(self) -> Mapping[str, Region]:
        """Return the tapers of each net."""
        names = np.array(self.nets)
        return {
            str(net): of_corners(self.corners_nm[names == net]) for net in np.unique(names).tolist()
        }


def tapers(
    rule: Taper,
    wires: Iterable[Wire],
    lands: Mapping[Point, int],
    metal: Region,
    space_nm: int,
) -> Tapers:
    """Return the tapers of a level that keep the space to all metal of other nets.

    Parameters
    ----------
    wires
        The wires of the level; one that ends in the middle of a land gets a taper there.
    lands
        Diameters of the lands and vias of the level, by their centres.
    metal
        All that is drawn on the level, wires and lands included.
    space_nm
        The least space between two pieces of metal, and between two edges of one.
    """
    found: list[tuple[str, tuple[tuple[float, float], ...]]] = []
    for wire in wires:
        for points in (wire.points_nm, wire.points_nm[::-1]):
            diameter_nm = lands.get(points[0])
            if diameter_nm is not None and diameter_nm > wire.width_nm:
                shape = _taper(rule, points, wire.width_nm, diameter_nm)
                if shape is not None:
                    found.append((wire.net, shape))
    corners = np.rint(np.array([shape for _, shape in found]).reshape(-1, 4, 2)).astype(np.int64)
    good = _harmless(corners, metal, space_nm)
    return Tapers(
        corners[good],
        tuple(net for (net, _), keep in zip(found, good.tolist(), strict=True) if keep),
    )


def _taper(
    rule: Taper, points: tuple[Point, ...], width_nm: int, diameter_nm: int
) -> tuple[tuple[float, float], ...] | None:
    """Return the corners of a taper along a wire that begins in the middle of a land."""
    large_nm = max(rule.width_ratio * diameter_nm, width_nm) / 2
    small_nm = width_nm / 2
    beyond_nm = min(rule.length_ratio * diameter_nm, rule.longest_nm)
    reach_nm = _straight_reach_nm(points, diameter_nm / 2 + beyond_nm, _STRAIGHT_RATIO * width_nm)
    if reach_nm < diameter_nm / 2 + _SHORTEST_RATIO * width_nm or large_nm <= small_nm:
        return None
    end = _along(points, reach_nm)
    out_x, out_y = end[0] - points[0][0], end[1] - points[0][1]
    apart_nm = math.hypot(out_x, out_y)
    if apart_nm <= large_nm - small_nm:
        return None
    out_x, out_y = out_x / apart_nm, out_y / apart_nm
    lean = (large_nm - small_nm) / apart_nm
    side = math.sqrt(1 - lean * lean)
    corners = []
    for centre, radius_nm, turn in (
        (points[0], large_nm, -1),
        (end, small_nm, -1),
        (end, small_nm, 1),
        (points[0], large_nm, 1),
    ):
        x = centre[0] + radius_nm * (lean * out_x - turn * side * out_y)
        y = centre[1] + radius_nm * (lean * out_y + turn * side * out_x)
        corners.append((x, y))
    return tuple(corners)


def _straight_reach_nm(points: tuple[Point, ...], most_nm: float, off_nm: float) -> float:
    """Return how far along a wire its chord from the beginning stays near it."""
    travelled_nm = 0.0
    reach_nm = 0.0
    for number in range(1, len(points)):
        step_nm = math.dist(points[number - 1], points[number])
        chord = points[0], points[number]
        if any(_off_nm(point, *chord) > off_nm for point in points[1:number]):
            break
        travelled_nm += step_nm
        reach_nm = travelled_nm
        if travelled_nm >= most_nm:
            break
    return min(reach_nm, most_nm)


def _off_nm(point: Point, start: Point, end: Point) -> float:
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length_nm = math.hypot(along_x, along_y)
    if not length_nm:
        return math.dist(point, start)
    return abs(along_x * (point[1] - start[1]) - along_y * (point[0] - start[0])) / length_nm


def _along(points: tuple[Point, ...], reach_nm: float) -> tuple[float, float]:
    """Return the point of a polyline at a distance from its beginning, measured along it."""
    left_nm = reach_nm
    for one, other in itertools.pairwise(points):
        step_nm = math.dist(one, other)
        if left_nm <= step_nm and step_nm:
            share = left_nm / step_nm
            return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
        left_nm -= step_nm
    return float(points[-1][0]), float(points[-1][1])


def _harmless(corners: Ints, metal: Region, space_nm: int) -> Bools:
    """Return which tapers join no two pieces of metal and leave no space or notch too small.

    A taper lies on the metal of its own net; where it touches another piece it is a short.
    """
    good = ~joining(corners, metal, 2)
    if not good.any():
        return good
    before = _boxes(metal, space_nm, of_corners(corners[good]))
    while good.any():
        drawn = of_corners(corners[good])
        misses = _boxes(metal | drawn, space_nm, drawn) - before
        if not misses:
            break
        boxes_nm = np.array(sorted(misses), dtype=np.int64)
        bad = meeting(corners, Region.boxes(boxes_nm + np.array([-1, -1, 1, 1]))) & good
        if not bad.any():
            break
        good &= ~bad
    return good


def _boxes(metal: Region, space_nm: int, near: Region) -> set[tuple[int, int, int, int]]:
    """Return where spaces of metal are too small in reach of some of it."""
    local = metal.touching(near)
    misses = [*closer_than(metal, space_nm), *notched_below(local, space_nm)]
    return {miss.box_nm for miss in misses}
