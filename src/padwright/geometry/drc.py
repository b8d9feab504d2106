"""The measuring primitives of design rules, each returning what it found as plain data.

Distances are those of the drawn polygons. Edges that are parallel to an axis lie on the grid, so
that they are held to the nanometre; slanted edges are rounded to it, so that a distance between
them counts as too small only when it is so by `SNAP_NM` or more.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

from padwright.geometry.region import SNAP_NM, Box, Region


@dataclass(frozen=True, slots=True)
class Miss:
    """A place where a distance is below its limit."""

    box_nm: Box
    measured_nm: int


#: KLayout's usual 90 degrees leave out some tips of sharp shapes that point at each other.
_EVERY_ANGLE: Final = 180.0


class _Check(Protocol):
    """A KLayout check with its distance left open, and whether it is to give whole edges."""

    def __call__(self, limit_nm: int, *, whole: bool) -> kdb.EdgePairs: ...


def _misses(check: _Check, limit_nm: int, slack_nm: int = 0) -> list[Miss]:
    """Return what a check finds: between edges on the axes all, between others what is clear.

    Asking twice leaves the many near misses between the sides of circles inside KLayout.
    """
    on_axis, slanted_limit_nm = kdb.Edges.OrthoEdges, limit_nm - SNAP_NM - slack_nm + 1
    # Whole edges, because a clipped end of a slanted edge can come to lie on an axis.
    straight = check(limit_nm, whole=True).with_angle_both(on_axis, inverse=False)
    found = [_straight_miss(pair) for pair in straight.each()]
    if slanted_limit_nm > 0:
        slanted = check(slanted_limit_nm, whole=False).with_angle(on_axis, inverse=True)
        found += [_slanted_miss(pair) for pair in slanted.each()]
    found = [miss for miss in found if miss.measured_nm < limit_nm]
    return sorted(found, key=lambda miss: (miss.box_nm, miss.measured_nm))


def _straight_miss(pair: kdb.EdgePair) -> Miss:
    """Return the miss between two edges on one axis: where they face, or their nearest ends."""
    one, other = pair.first.bbox(), pair.second.bbox()
    left, right = max(one.left, other.left), min(one.right, other.right)
    bottom, top = max(one.bottom, other.bottom), min(one.top, other.top)
    apart_nm = math.hypot(max(0, left - right), max(0, bottom - top))
    box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return Miss(box, round(apart_nm))


def _slanted_miss(pair: kdb.EdgePair) -> Miss:
    box = pair.bbox()
    one, other = pair.first, pair.second
    # `EdgePair.distance` is zero for edges that were clipped to points.
    apart_nm = min(
        *(_to_point_nm(one, point) for point in (other.p1, other.p2)),
        *(_to_point_nm(other, point) for point in (one.p1, one.p2)),
    )
    return Miss((box.left, box.bottom, box.right, box.top), round(apart_nm))


def _to_point_nm(edge: kdb.Edge, point: kdb.Point) -> float:
    """Return the distance from a point to the nearest point of a segment."""
    along_x, along_y = edge.x2 - edge.x1, edge.y2 - edge.y1
    from_x, from_y = point.x - edge.x1, point.y - edge.y1
    length2 = along_x**2 + along_y**2
    share = (from_x * along_x + from_y * along_y) / length2 if length2 else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(from_x - share * along_x, from_y - share * along_y)


def narrower_than(region: Region, width_nm: int) -> list[Miss]:
    """Return where facing edges of a shape are less than a width apart.

    Distances are measured by projection: the sides of a polygon that stands for a circle do not
    count as facing each other unless they do, over more than the jogs that rounding leaves.
    """
    return _misses(
        lambda limit_nm, *, whole: region.shapes.width_check(
            limit_nm, whole, kdb.Region.Projection, None, SNAP_NM + 1
        ),
        width_nm,
    )


def closer_than(region: Region, space_nm: int) -> list[Miss]:
    """Return where two separate shapes are less than a distance apart, in any direction.

    `isolated_check` finds what `space_check` finds between shapes, at a seventh of its cost.
    """
    return _misses(
        lambda limit_nm, *, whole: region.shapes.isolated_check(
            limit_nm, whole, kdb.Region.Euclidian, _EVERY_ANGLE
        ),
        space_nm,
    )


def notched_below(region: Region, space_nm: int) -> list[Miss]:
    """Return where two facing edges of one shape leave a notch narrower than a distance.

    Edges face each other when they are parallel within 45 degrees: a wire that meets a land a
    little off its centre makes a corner, not a notch.
    """
    return _misses(
        lambda limit_nm, *, whole: region.shapes.notch_check(
            limit_nm, whole, kdb.Region.Projection, 45, SNAP_NM + 1
        ),
        space_nm,
    )


def separated_below(one: Region, other: Region, space_nm: int) -> list[Miss]:
    """Return where shapes of one region come closer than a distance to those of another.

    Where they overlap the distance is zero.
    """
    near = _misses(
        lambda limit_nm, *, whole: one.shapes.separation_check(
            other.shapes, limit_nm, whole, kdb.Region.Euclidian, _EVERY_ANGLE
        ),
        space_nm,
    )
    return near + [Miss(part.box_nm, 0) for part in one & other]


def enclosed_below(
    inner: Region, outer: Region, enclosure_nm: int, *, slack_nm: int = 0
) -> list[Miss]:
    """Return where an outer region reaches less than a distance beyond an inner one.

    Where the inner region lies bare the distance is zero.

    Parameters
    ----------
    inner, outer
        What is to be enclosed, and by what.
    enclosure_nm
        The least distance from the edge of the inner region to that of the outer one.
    slack_nm
        What slanted edges may lack, beside rounding: a circle's polygon bulges at its corners
        (see `corner_excess_nm`).
    """
    near = _misses(
        lambda limit_nm, *, whole: inner.shapes.enclosed_check(
            outer.shapes, limit_nm, whole, kdb.Region.Euclidian, _EVERY_ANGLE
        ),
        enclosure_nm,
        slack_nm,
    )
    bare = inner.shapes - outer.shapes
    rounded = Region(bare.non_rectilinear()).without_slivers((SNAP_NM + slack_nm) // 2)
    parts = (*Region(bare.rectilinear()), *rounded)
    return near + [Miss(part.box_nm, 0) for part in parts]


def worst(misses: Iterable[Miss]) -> list[Miss]:
    """Return one miss for each place: those whose boxes meet are one, with the least distance."""
    misses = list(misses)
    if not misses:
        return []
    boxes_nm = np.array([miss.box_nm for miss in misses], dtype=np.int64)
    index = kdb.Shapes()
    for number, place in enumerate(Region.boxes(boxes_nm + np.array([-1, -1, 1, 1])).shapes.each()):
        index.insert(place, number)
    found: dict[int, list[Miss]] = {}
    for miss in misses:
        box = kdb.Box(*miss.box_nm)
        held = (
            shape.prop_id
            for shape in index.each_touching(box)
            if shape.polygon.inside(box.center())
        )
        found.setdefault(next(held), []).append(miss)
    groups = [Miss(_hull(each), min(m.measured_nm for m in each)) for each in found.values()]
    return sorted(groups, key=lambda miss: (miss.box_nm, miss.measured_nm))


def _hull(misses: list[Miss]) -> Box:
    left, bottom, right, top = zip(*(miss.box_nm for miss in misses), strict=True)
    return min(left), min(bottom), max(right), max(top)


def covered_share(region: Region, window: Box) -> float:
    """Return the share of a window that a region covers, from 0 to 1."""
    left, bottom, right, top = window
    area_nm2 = (right - left) * (top - bottom)
    return (region & Region.box(*window)).area_nm2 / area_nm2 if area_nm2 else 0.0


def areas_by_tile(region: Region, tile_nm: tuple[int, int], within: Box) -> NDArray[np.float64]:
    """Return the covered area of each tile of a grid laid over a box from its lower left, in nm2.

    The array has shape (rows, columns), rows going up. Tiles that reach beyond the box count what
    lies in it. One pass over the region, whatever the number of tiles.
    """
    left, bottom, right, top = within
    width_nm, height_nm = tile_nm
    columns, rows = -(-(right - left) // width_nm), -(-(top - bottom) // height_nm)
    inside = region & Region.box(*within)
    if not inside:
        return np.zeros((rows, columns))
    areas_nm2 = inside.shapes.rasterize(
        kdb.Point(left, bottom), kdb.Vector(width_nm, height_nm), columns, rows
    )
    return np.array(areas_nm2, dtype=np.float64)
