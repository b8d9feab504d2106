"""Boxes of left, bottom, right and top, as outlines and keep-outs of routing problems."""

from padwright.model.package import BoxNm
from padwright.route.problem import Keepout
from padwright.route.routing import Point


def corners_of(box_nm: BoxNm) -> tuple[Point, ...]:
    """Return the corners of a box, counter-clockwise from the lower left one."""
    left_nm, bottom_nm, right_nm, top_nm = box_nm
    return ((left_nm, bottom_nm), (right_nm, bottom_nm), (right_nm, top_nm), (left_nm, top_nm))


def holds(box_nm: BoxNm, point: Point) -> bool:
    """Return whether a point lies in a box or on its border."""
    return box_nm[0] <= point[0] <= box_nm[2] and box_nm[1] <= point[1] <= box_nm[3]


def meets(box_nm: BoxNm, keepout: Keepout) -> bool:
    """Return whether the box round a keep-out meets a box, though no corner may lie in it."""
    x_nm, y_nm = zip(*keepout.polygon_nm, strict=True)
    left_nm, bottom_nm, right_nm, top_nm = box_nm
    beside = max(x_nm) < left_nm or min(x_nm) > right_nm
    return not (beside or max(y_nm) < bottom_nm or min(y_nm) > top_nm)
