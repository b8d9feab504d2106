"""The algebra of flat shapes: what can be told from how shapes were made is not computed.

Cutting a film out of a plane with thousands of holes, or putting back what was cut out, is a change
of the recipe. What is `known` of the shapes decides; where it does not, KLayout computes, and what
it found is noted.
"""

from collections.abc import Iterable
from typing import Final, Self, TypeVar

import klayout.db as kdb
import numpy as np

from padwright.geometry import piercing
from padwright.geometry.known import Discs
from padwright.geometry.sketch import MOST_PARTS, Sketch, gathered, polygon_of

#: A union of more shapes than these is computed without looking at each two of them.
_FEW: Final = 8
_Kind = TypeVar("_Kind", bound=Sketch)


class Algebra(Sketch):
    """A set of polygons that can be cut, joined, grown and compared."""

    __slots__ = ()

    def __and__(self, other: Self) -> Self:
        if self.known.lies_inside(other.known):
            return self
        if other.known.lies_inside(self.known):
            return other
        if self.known.lies_apart_from(other.known):
            return self._none()
        for one, two in ((self, other), (other, self)):
            if one.whole is not None and two.known.lies_inside(one.whole.known):
                left = two.minus(one.lacking)
                if left is two:
                    two.known.put_inside(one.known)
                return left
        return self._shared([other])

    def _shared(self, others: list[Self]) -> Self:
        """Return by computing what any of others covers too."""
        raw = others[0].shapes if len(others) == 1 else gathered(others)
        if self.shapes.count() >= piercing.MANY:
            made = type(self).of_islands(piercing.shared(self.shapes, raw))
        else:
            made = type(self)(self.shapes & raw)
        known = [other.known for other in others] if len(others) == 1 else []
        if made.area_nm2 == self.area_nm2:
            self.known.put_inside(*known)
            return self
        if known and made.area_nm2 == others[0].area_nm2:
            known[0].put_inside(self.known)
            return others[0]
        if not made.area_nm2:
            self.known.put_apart(known)
        made.known.put_inside(self.known, *known)
        return made

    def __or__(self, other: Self) -> Self:
        return self.union((self, other))

    def __sub__(self, other: Self) -> Self:
        return self.minus((other,))

    def minus(self, parts: Iterable[Self]) -> Self:
        """Return what no part covers, in one go: the parts need not be merged first."""
        taken: list[Self] = []
        for part in parts:
            if self.known.lies_inside(part.known):
                return self._none()
            if not self.known.lies_apart_from(part.known):
                taken.append(part)
        for at, part in enumerate(taken):
            # What is left beside a complement is what it lacks.
            if part.whole is not None and self.known.lies_inside(part.whole.known):
                rest = taken[:at] + taken[at + 1 :]
                return self.within(part.lacking).minus(rest)
        # A part that turns out to be empty would hide how two recipes are alike.
        taken = [part for part in taken if part]
        if not taken:
            return self
        if self.whole is None:
            return self._less(self, _uncovered(taken))
        return self._less(self.whole, _uncovered([*self.lacking, *taken]))

    def within(self, parts: Iterable[Self]) -> Self:
        """Return what any part covers too, in one go: the parts need not be merged first."""
        near: list[Self] = []
        for part in parts:
            if self.known.lies_inside(part.known):
                return self
            if not self.known.lies_apart_from(part.known):
                near.append(part)
        if not near:
            return self._none()
        if len(near) == 1:
            return self & near[0]
        if len(near) <= _FEW and all(each.known.lies_inside(self.known) for each in near):
            return self.union(near)
        return self._shared(near)

    @classmethod
    def union(cls, parts: Iterable[Self]) -> Self:
        """Return everything that any part covers, in one merge."""
        every = [part for part in parts if part.drawn is None or not part.drawn.is_empty()]
        if len(every) <= _FEW:
            every = list(_uncovered(every))
            if len(every) == 1:
                return every[0]
            for at, part in enumerate(every):
                others = every[:at] + every[at + 1 :]
                if part.whole is not None and all(
                    other.known.lies_inside(part.whole.known) for other in others
                ):
                    lacking = [each.minus(others) for each in part.lacking]
                    lacking = [each for each in lacking if each]
                    return cls._less(part.whole, tuple(lacking)) if lacking else part.whole
        raw = kdb.Region()
        for part in every:
            raw.insert(part.shapes)
        made = cls(raw)
        if len(every) <= _FEW:
            made.known.parts = tuple(part.known for part in every)
        return made

    def _none(self) -> Self:
        return type(self)(kdb.Region())

    def sized(self, by_nm: int) -> Self:
        """Return the region grown on every side; a negative amount shrinks it."""
        if not by_nm:
            return self
        made = self._sized_recipe(by_nm)
        if made is None and by_nm < 0 and self.shapes.count() >= piercing.MANY:
            made = type(self).of_islands(piercing.shrunk(self.shapes, -by_nm))
        elif made is None:
            made = type(self)(self.shapes.sized(by_nm))
        if by_nm > 0:
            made.known.holds = (*made.known.holds, self.known)
        else:
            made.known.put_inside(self.known)
            made.known.cores_of.add(self.known)
        return made

    def _sized_recipe(self, by_nm: int) -> Self | None:
        if self.repeated is not None:
            [*polygons] = kdb.Region(polygon_of(self.repeated)).sized(by_nm).each()
            if len(polygons) == 1:
                corners = np.array([(p.x, p.y) for p in polygons[0].each_point_hull()])
                return self.of_discs(Discs(self.repeated.centres_nm, corners))
        whole = self.whole
        if whole is None or not whole.known.is_box or whole.known.box_nm is None:
            return None
        if not all(p.known.keeps_off_the_rim_of(whole.known.box_nm) for p in self.lacking):
            return None
        return whole.sized(by_nm) - self.union(self.lacking).sized(-by_nm)

    def touching(self, other: Self) -> Self:
        """Return the parts that touch or overlap another region."""
        if self.known.lies_inside(other.known):
            return self
        if other.known.lies_inside(self.known) and self.is_one_piece:
            return self if other else other
        whole = other.whole
        if (
            whole is not None
            and self.known.lies_inside(whole.known)
            and all(each.known.is_core_of(self.known) for each in other.lacking)
        ):
            return self  # every part has a rim, and that is left when only cores are taken away
        if other.shapes is self.shapes:  # a recipe that took nothing away is drawn as its whole
            return self
        made = type(self)(self.shapes.interacting(other.shapes))
        return self if made.area_nm2 == self.area_nm2 else made

    def clear_of(self, other: Self) -> Self:
        """Return the parts that neither touch nor overlap another region."""
        if self.known.lies_inside(other.known) or other.shapes is self.shapes:
            # KLayout takes no region to meet itself, and what lies inside may be the same one; a
            # recipe that took nothing away is drawn as its whole.
            return type(self)(kdb.Region())
        return type(self)(self.shapes.not_interacting(other.shapes))

    def overlaps(self, other: Self) -> bool:
        """Whether two regions share area beyond the rounding of slanted edges."""
        if self.known.lies_apart_from(other.known):
            return False
        if (self & other).is_solid:
            return True
        self.known.put_apart([other.known])
        return False

    def covers(self, other: Self) -> bool:
        """Whether another region lies inside this one, but for the rounding of slanted edges."""
        if other.known.lies_inside(self.known):
            return True
        outside = other - self
        if outside:
            return not outside.is_solid
        other.known.put_inside(self.known)
        return True


def _uncovered(parts: list[_Kind]) -> tuple[_Kind, ...]:
    """Return parts without those that lie inside another."""
    if not 1 < len(parts) <= MOST_PARTS:
        return tuple(parts)
    kept: list[_Kind] = []
    for part in parts:
        if not any(part.known.lies_inside(each.known) for each in kept):
            kept = [each for each in kept if not each.known.lies_inside(part.known)]
            kept.append(part)
    return tuple(kept)
