"""What is known of two flat shapes from how they were made, without comparing their polygons.

``a - b`` lies inside ``a`` and apart from ``b`` by construction, and so does everything that is cut
out of it later. The answers are sure when they are yes; no means that it is not known. As anywhere
else, slivers of up to `SNAP_NM` between slanted edges do not count.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Box = tuple[int, int, int, int]
#: Deeper than this nobody looks into unions of unions.
_DEEPEST = 4


class Discs:
    """One polygon about the origin, repeated round many centres.

    `polygon_nm` has shape (corners, 2) and is convex; `centres_nm` has shape (n, 2).
    """

    __slots__ = ("_away", "_tree", "centres_nm", "inner_nm", "outer_nm", "polygon_nm")

    def __init__(self, centres_nm: NDArray[np.int64], polygon_nm: NDArray[np.int64]) -> None:
        self.centres_nm = centres_nm
        self.polygon_nm = polygon_nm
        corners = polygon_nm.astype(np.float64)
        beyond = np.roll(corners, -1, axis=0)
        crossed = corners[:, 0] * beyond[:, 1] - corners[:, 1] * beyond[:, 0]
        self.outer_nm = float(np.hypot(*corners.T).max())
        #: Radius of the circle round the origin that fits into the polygon.
        self.inner_nm = float((np.abs(crossed) / np.hypot(*(beyond - corners).T)).min())
        self._tree: cKDTree | None = None
        self._away: dict[int, tuple[Discs, float]] = {}  # the widest way to the next of others

    @property
    def tree(self) -> cKDTree:
        """The centres, for looking up the nearest."""
        if self._tree is None:
            self._tree = cKDTree(self.centres_nm)
        return self._tree

    @property
    def are_apart(self) -> bool:
        """Whether no two of the discs touch."""
        if len(self.centres_nm) < 2:
            return True
        nearest_nm = np.asarray(self.tree.query(self.centres_nm, k=2)[0])
        return bool(nearest_nm[:, 1].min() > 2 * self.outer_nm + 1)

    @property
    def box_nm(self) -> Box:
        """Left, bottom, right and top of all discs."""
        low = self.centres_nm.min(axis=0) + self.polygon_nm.min(axis=0)
        high = self.centres_nm.max(axis=0) + self.polygon_nm.max(axis=0)
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])

    def some(self, numbers: NDArray[np.int64]) -> "Discs":
        """Return some of the discs."""
        return Discs(self.centres_nm[numbers], self.polygon_nm)

    def fit_into(self, others: "Discs", room_nm: float = 0.0) -> bool:
        """Whether each disc lies in the inner circle of another, and keeps away from it."""
        if others.inner_nm < self.inner_nm + room_nm:
            return False
        if others.centres_nm is self.centres_nm:
            return self._depth_nm(others) >= room_nm
        if id(others) not in self._away:
            away_nm = np.asarray(others.tree.query(self.centres_nm)[0])
            self._away[id(others)] = (others, float(away_nm.max()))
        away_nm_ = self._away[id(others)][1]
        if away_nm_ == 0.0:
            return self._depth_nm(others) >= room_nm
        return away_nm_ <= others.inner_nm - self.outer_nm - room_nm

    def _depth_nm(self, others: "Discs") -> float:
        """Return how far a disc lies inside another about the same centre; negative outside."""
        corners = others.polygon_nm.astype(np.float64)
        beyond = np.roll(corners, -1, axis=0)
        side = beyond - corners
        inward = np.stack([-side[:, 1], side[:, 0]], axis=1) / np.hypot(*side.T)[:, None]
        rim_nm = (inward * corners).sum(axis=1)
        turned = np.where(rim_nm > 0, -1.0, 1.0)  # whichever way round the corners go
        depths_nm = (self.polygon_nm @ inward.T - rim_nm) * turned
        return float(depths_nm.min())


class Known:
    """What is known of one shape: where it lies at most, inside and apart from what.

    Facts that are found out by computing are added later; shapes that were cut out of this one
    before do not learn them.
    """

    __slots__ = ("apart", "box_nm", "cores_of", "discs", "holds", "inside", "is_box", "parts")

    def __init__(self, box_nm: Box | None, *, is_box: bool = False) -> None:
        #: The shape reaches no further; None when it is empty.
        self.box_nm = box_nm
        #: Whether it is the whole of that box.
        self.is_box = is_box
        self.inside: set[Known] = set()
        self.apart: set[Known] = set()
        #: Shapes that lie inside this one.
        self.holds: tuple[Known, ...] = ()
        #: Shapes of which this one is the union.
        self.parts: tuple[Known, ...] = ()
        #: Shapes of which this one is what is left when their rims are taken away.
        self.cores_of: set[Known] = set()
        self.discs: Discs | None = None

    def put_inside(self, *others: "Known") -> None:
        """Note that this shape lies inside others."""
        for other in others:
            if other is not self:
                self.inside.add(other)
                self.inside |= other.inside
                self.apart |= other.apart
                self.cores_of |= other.cores_of
        self.inside.discard(self)

    def put_apart(self, others: Iterable["Known"]) -> None:
        """Note that this shape shares no area with others."""
        self.apart.update(others)

    def lies_inside(self, other: "Known", nested: int = 0) -> bool:
        """Whether this shape surely lies inside another."""
        if self is other or self.box_nm is None or other in self.inside:
            return True
        if any(other in each.inside for each in self.inside):  # learnt since
            return True
        if other.box_nm is None or not _boxes_share(self.box_nm, other.box_nm):
            return False
        if other.is_box and _boxed(self, other):
            return True
        return nested < _DEEPEST and self._parts_lie_inside(other, nested + 1)

    def _parts_lie_inside(self, other: "Known", nested: int) -> bool:
        if any(self.lies_inside(each, nested) for each in (*other.holds, *other.parts)):
            return True
        if self.parts and all(each.lies_inside(other, nested) for each in self.parts):
            return True
        if other.discs is None:
            return False
        mine = (each.discs for each in (self, *self.inside) if each.discs is not None)
        return any(each.fit_into(other.discs) for each in mine)

    def lies_apart_from(self, other: "Known", nested: int = 0) -> bool:
        """Whether this shape surely shares no area with another."""
        if self.box_nm is None or other.box_nm is None:
            return True
        return (
            not _boxes_share(self.box_nm, other.box_nm)
            or other in self.apart
            or self in other.apart
            or not self.apart.isdisjoint(other.inside)
            or not other.apart.isdisjoint(self.inside)
            or any(other in each.apart for each in self.inside)
            or any(self in each.apart for each in other.inside)
            or any(each.is_box and _boxed(other, each) for each in self.apart)
            or any(each.is_box and _boxed(self, each) for each in other.apart)
            or (nested < _DEEPEST and self._parts_lie_apart_from(other, nested + 1))
        )

    def _parts_lie_apart_from(self, other: "Known", nested: int) -> bool:
        return any(
            bool(one.parts) and all(each.lies_apart_from(two, nested) for each in one.parts)
            for one, two in ((self, other), (other, self))
        )

    def gives_room_to(self, discs: Discs, room_nm: float) -> bool:
        """Whether discs surely lie inside this shape, and keep away from its rim."""
        if self.is_box and self.box_nm is not None:
            box_nm, reach_nm = discs.box_nm, round(room_nm)
            around = (box_nm[0] - reach_nm, box_nm[1] - reach_nm)
            return _boxed(Known((*around, box_nm[2] + reach_nm, box_nm[3] + reach_nm)), self)
        return any(
            each.discs is not None and discs.fit_into(each.discs, room_nm)
            for each in (self, *self.holds, *self.parts)
        )

    def is_core_of(self, other: "Known") -> bool:
        """Whether this shape surely keeps away from the rim of another that it lies inside."""
        return other in self.cores_of

    def keeps_off_the_rim_of(self, box_nm: Box) -> bool:
        """Whether this shape surely lies inside a box without reaching its sides."""
        if self.box_nm is None:
            return True
        left, bottom, right, top = self.box_nm
        return left > box_nm[0] and bottom > box_nm[1] and right < box_nm[2] and top < box_nm[3]


def _boxes_share(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _boxed(inner: Known, outer: Known) -> bool:
    """Whether the box of one shape lies inside that of another."""
    if inner.box_nm is None or outer.box_nm is None:
        return inner.box_nm is None
    left, bottom, right, top = inner.box_nm
    most = outer.box_nm
    return left >= most[0] and bottom >= most[1] and right <= most[2] and top <= most[3]
