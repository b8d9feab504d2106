"""Which pieces of two slabs touch: told from how their regions were made, or tried one by one."""

from dataclasses import dataclass
from typing import Final, Literal

import klayout.db as kdb
import numpy as np

from padwright.geometry.pieces import Numbers, PieceBook, Pieces
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.slab import Slab

#: A polygon of more corners than these is looked at in fragments of so many.
_MANY_CORNERS: Final = 400
_FRAGMENT_CORNERS: Final = 100
_NONE: Final = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Pairs of pieces of two slabs, shape (n, 2): those that surely touch, and those that may."""

    kind: Literal["face", "wall"]
    sure: Numbers
    perhaps: Numbers


def contacts_of(low: Slab, high: Slab, book: PieceBook) -> Contacts | None:
    """Return the contacts of a slab with one that begins at its height or higher, or None.

    Faces touch where one slab ends at the height at which the other begins, walls where both share
    height.
    """
    one, two = low.region.known.box_nm, high.region.known.box_nm
    if one is None or two is None:
        return None
    if not (one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]):
        return None
    if low.top_nm == high.bottom_nm:
        return _faces(low.region, high.region, book)
    if low.spans(high.bottom_nm, high.top_nm):
        return Contacts("wall", _NONE, _near(low.region, high.region, book))
    return None


def _faces(low: Region, high: Region, book: PieceBook) -> Contacts | None:
    for inner, outer, order in ((low, high, 1), (high, low, -1)):
        if _is_inside(inner, outer):
            hosts = book.hosts(inner, outer)
            told = np.stack([np.arange(len(hosts)), hosts], axis=1)[hosts >= 0]
            lost = np.flatnonzero(hosts < 0)
            near = book.of(outer).cells.pairs(book.of(inner).boxes_nm[lost])
            perhaps = np.stack([lost[near[:, 0]], near[:, 1]], axis=1)
            return Contacts("face", told[:, ::order], perhaps[:, ::order])
    if low.known.lies_apart_from(high.known):
        return None
    return Contacts("face", _NONE, _near(low, high, book))


def _is_inside(inner: Region, outer: Region) -> bool:
    """Whether a region surely lies inside another."""
    if inner.known.lies_inside(outer.known):
        return True
    return (
        outer.whole is not None
        and inner.known.lies_inside(outer.whole.known)
        and all(inner.known.lies_apart_from(each.known) for each in outer.lacking)
    )


def _near(one: Region, two: Region, book: PieceBook) -> Numbers:
    """Return the pairs of pieces that are near enough to touch."""
    for inner, outer, order in ((one, two, 1), (two, one, -1)):
        # What lies inside a disc or a wire is near what is left of that, and of no other.
        whole = outer.whole
        if (
            whole is not None
            and inner.known.lies_inside(whole.known)
            and book.of(outer).base is book.of(whole).base
        ):
            hosts = book.hosts(inner, whole)
            if (hosts >= 0).all():
                return np.stack([np.arange(len(hosts)), hosts], axis=1)[:, ::order]
    few, many = book.of(one), book.of(two)
    return many.cells.pairs(few.boxes_nm + np.array([-1, -1, 1, 1]))


class Trial:
    """Tries whether two pieces of two slabs touch, by their polygons."""

    def __init__(self, kind: Literal["face", "wall"], low: Pieces, high: Pieces) -> None:
        self._kind = kind
        self._sides = (low, high)
        self._large: dict[tuple[int, int], kdb.Shapes | None] = {}

    def touch(self, lower: int, upper: int) -> bool:
        """Whether two pieces touch.

        Faces touch with area and walls along a line; corners alone do not, and neither do slivers
        of up to half of `SNAP_NM`.
        """
        boxes = [
            kdb.Box(*side.boxes_nm[number].tolist()).enlarged(SNAP_NM, SNAP_NM)
            for side, number in zip(self._sides, (lower, upper), strict=True)
        ]
        one, two = self._polygons(0, lower, boxes[1]), self._polygons(1, upper, boxes[0])
        if self._kind == "face":
            if one.count() > 1:  # fragments must not shrink away from each other
                one, two = two, one
            drawn_in = one.sized(-SNAP_NM // 2 - 1)
            return not drawn_in.interacting(two).is_empty()
        strips = one.sized(1) & two.sized(1)
        return not strips.with_bbox_max(SNAP_NM + 1, None, inverse=False).is_empty()

    def _polygons(self, side: int, number: int, near: kdb.Box) -> kdb.Region:
        """Return a piece, of a large one its fragments near a box."""
        key = (side, number)
        if key not in self._large or self._large[key] is None:
            whole = self._sides[side].region(np.array([number])).shapes
            if key not in self._large:
                self._large[key] = self._fragments(whole)
            if self._large[key] is None:
                return whole
        shapes = self._large[key]
        fragments = kdb.Region()
        fragments.merged_semantics = False
        for shape in shapes.each_touching(near) if shapes else ():
            fragments.insert(shape.polygon)
        return fragments

    def _fragments(self, whole: kdb.Region) -> kdb.Shapes | None:
        """Return a large polygon in fragments, or None for a small one."""
        if sum(each.num_points() for each in whole.each()) <= _MANY_CORNERS:
            return None
        broken = whole.dup()
        broken.break_polygons(_FRAGMENT_CORNERS)
        shapes = kdb.Shapes()
        shapes.insert(broken)
        return shapes
