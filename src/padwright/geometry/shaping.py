"""Wide parts, and shapes that are tried one by one: what planes, fill and degassing are made of."""

from collections.abc import Callable
from typing import Final

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

from padwright.geometry.bulk import region_of_polygons
from padwright.geometry.region import SNAP_NM, Region

#: What an outline may be smoothed by before its corners are looked at.
_JOG_NM: Final = SNAP_NM
#: A polygon of more corners is broken before it is grown.
_PIECE_CORNERS: Final = 100

Corners = NDArray[np.int64]
Flags = NDArray[np.bool_]


def of_corners(corners_nm: Corners) -> Region:
    """Return polygons of equal corner count as one region.

    Parameters
    ----------
    corners_nm
        Shape (n, corners, 2).
    """
    corners_nm = np.asarray(corners_nm, dtype=np.int64)
    return Region(region_of_polygons(corners_nm)) if len(corners_nm) else Region.empty()


def opened(region: Region, width_nm: int) -> Region:
    """Return a region without its parts that are narrower than a width.

    A morphological opening, made as the closing of what the region leaves free: a plane is one
    polygon with thousands of holes, and what it leaves free are thousands of small polygons.
    Corners are KLayout's mitred ones. The half width is rounded up and gets `SNAP_NM` for the
    rounding of slanted edges, which may move by a nanometre either way.
    """
    if not region:
        return region
    half_nm = -(-width_nm // 2) + SNAP_NM
    frame = _frame(region, 2 * half_nm)
    free = frame - region.shapes
    closed = free.sized(half_nm).merged().sized(-half_nm)
    # Where a corner was cut off as it grew, less comes back than there was.
    return Region(_frame(region, half_nm) - (free + closed))


def closed(region: Region, width_nm: int) -> Region:
    """Return a region with its gaps that are narrower than a width: a morphological closing.

    Corners are KLayout's mitred ones, so that gaps between two tips may close that are wider.
    """
    half_nm = -(-width_nm // 2)
    return region | Region(region.shapes.sized(half_nm).merged().sized(-half_nm))


def grown(region: Region, by_nm: int) -> Region:
    """Return a region grown on every side, in pieces: fast where one polygon has many holes.

    The corners are KLayout's mitred ones; where a polygon was broken, they lie on its own edges'
    offsets.
    """
    shapes = region.shapes.dup()
    shapes.break_polygons(_PIECE_CORNERS)
    shapes.merged_semantics = False
    return Region(shapes.sized(by_nm))


def tips(region: Region, bend_deg: float) -> Corners:
    """Return the corners, shape (n, 2), where the outline bends outwards by more than an angle.

    Jogs of a nanometre or two, which rounding leaves, are no corners.
    """
    smooth = region.shapes.smoothed(_JOG_NM)
    dots = smooth.corners_dots(-180.0, -bend_deg)
    return np.array([(dot.x1, dot.y1) for dot in dots.each()], dtype=np.int64).reshape(-1, 2)


def _frame(region: Region, by_nm: int) -> kdb.Region:
    """Return the box round a region, wider by a distance."""
    return kdb.Region(region.shapes.bbox().enlarged(by_nm, by_nm))


def meeting(corners_nm: Corners, region: Region) -> Flags:
    """Return which polygons of equal corner count, shape (n, corners, 2), touch a region."""
    return _told(corners_nm, lambda shapes: shapes.interacting(region.shapes))


def lying_in(corners_nm: Corners, region: Region) -> Flags:
    """Return which polygons, shape (n, corners, 2), lie within a region, off its rim."""
    if not len(corners_nm):
        return np.zeros(0, dtype=np.bool_)
    reach = kdb.Region(of_corners(corners_nm).shapes.bbox().enlarged(1, 1))
    free = Region(reach - region.shapes)
    return ~meeting(corners_nm, free)


def joining(corners_nm: Corners, region: Region, count: int) -> Flags:
    """Return which polygons, shape (n, corners, 2), touch so many parts of a region or more."""
    return _told(corners_nm, lambda shapes: shapes.interacting(region.shapes, count))


def _told(corners_nm: Corners, select: Callable[[kdb.Region], kdb.Region]) -> Flags:
    """Return for each polygon whether a selection keeps it: it comes out as it went in."""
    corners_nm = np.asarray(corners_nm, dtype=np.int64)
    told = np.zeros(len(corners_nm), dtype=np.bool_)
    if not len(corners_nm):
        return told
    shapes = region_of_polygons(corners_nm)
    shapes.merged_semantics = False
    kept = {
        (box.left, box.bottom, box.right, box.top)
        for box in (polygon.bbox() for polygon in select(shapes).each())
    }
    boxes = np.concatenate([corners_nm.min(axis=1), corners_nm.max(axis=1)], axis=1)
    for number, box in enumerate(map(tuple, boxes.tolist())):
        told[number] = box in kept
    return told
