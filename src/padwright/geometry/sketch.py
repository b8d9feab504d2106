"""Flat shapes that are drawn when their polygons are asked for.

A shape is either drawn (a KLayout region) or a recipe: *a whole less parts*, or discs of one kind.
A plane with thousands of holes is such a recipe, and stays one as long as nobody asks for its
polygons.
"""

from collections.abc import Iterable
from typing import Final, Self

import klayout.db as kdb

from padwright.geometry import piercing
from padwright.geometry.bulk import region_of_polygons
from padwright.geometry.known import Box, Discs, Known

#: Slivers up to this width are the rounding of crossing slanted edges to the grid, not shapes.
SNAP_NM: Final = 4
#: A recipe with more parts than these is drawn, and forgotten.
MOST_PARTS: Final = 24


class Sketch:
    """A set of polygons, merged, that is drawn when its polygons are asked for."""

    __slots__ = ("_area_nm2", "_known", "_rim_nm", "drawn", "lacking", "repeated", "whole")

    def __init__(self, shapes: kdb.Region) -> None:
        """Take a KLayout region over; the caller must not change it afterwards."""
        # Merging again what a boolean left merged would double the cost of every operation.
        merged = shapes if shapes.is_merged() else shapes.merged(min_coherence=True, min_wc=0)
        merged.min_coherence = True
        self.drawn: kdb.Region | None = merged
        self.whole: Self | None = None
        self.lacking: tuple[Self, ...] = ()
        self.repeated: Discs | None = None
        self._known: Known | None = None
        self._area_nm2: int | None = None
        self._rim_nm: int | None = None

    # -- recipes ----------------------------------------------------------------------------

    @classmethod
    def _recipe(cls, known: Known) -> Self:
        self = cls.__new__(cls)
        self.drawn, self.whole, self.lacking, self.repeated = None, None, (), None
        self._area_nm2, self._rim_nm = None, None
        self._known = known
        return self

    @classmethod
    def _less(cls, whole: Self, parts: tuple[Self, ...]) -> Self:
        """Return the recipe of a drawn whole less parts."""
        known = Known(whole.known.box_nm)
        known.put_inside(whole.known)
        known.put_apart(part.known for part in parts)
        made = cls._recipe(known)
        made.whole, made.lacking = whole, parts
        if len(parts) > MOST_PARTS:
            made.draw()
            made.whole, made.lacking = None, ()
        return made

    @classmethod
    def of_discs(cls, discs: Discs) -> Self:
        """Return the recipe of discs of one kind; those that touch are drawn at once."""
        if not len(discs.centres_nm):
            return cls(kdb.Region())
        if not discs.are_apart:
            joined = cls(region_of_polygons(discs.centres_nm[:, None] + discs.polygon_nm[None]))
            joined.known.discs = discs
            return joined
        known = Known(discs.box_nm)
        known.discs = discs
        made = cls._recipe(known)
        made.repeated = discs
        return made

    @classmethod
    def of_islands(cls, islands: kdb.Region) -> Self:
        """Take over polygons that do not meet each other and need not be merged."""
        made = cls(kdb.Region())
        islands.min_coherence = True
        made.drawn = islands
        return made

    @property
    def known(self) -> Known:
        """What is known of the shape without comparing polygons."""
        if self._known is None:
            box = self.shapes.bbox()
            sides_nm = None if box.empty() else (box.left, box.bottom, box.right, box.top)
            self._known = Known(sides_nm, is_box=self.shapes.is_box())
        return self._known

    @property
    def shapes(self) -> kdb.Region:
        """The KLayout region, for the rooms that may know KLayout; not to be changed."""
        return self.draw() if self.drawn is None else self.drawn

    def draw(self) -> kdb.Region:
        """Draw the recipe, and note what comes out."""
        if self.repeated is None:
            drawn = self._cut()
        else:
            drawn = piercing.repeated(polygon_of(self.repeated), self.repeated)
        drawn.min_coherence = True
        self.drawn = drawn
        box = drawn.bbox()
        self.known.box_nm = None if box.empty() else (box.left, box.bottom, box.right, box.top)
        return drawn

    def _cut(self) -> kdb.Region:
        whole = self.whole
        if whole is None:
            return kdb.Region()
        quick = self._pierced()
        if quick is not None:
            return quick
        left = whole.shapes
        # A part that may take everything is taken first: what it holds is worth knowing.
        for part in self.lacking:
            if part.drawn is not None and part.area_nm2 > whole.area_nm2:
                before, left = left, left - part.drawn
                if left.is_empty():
                    # Parts before this one may have taken some of it.
                    if before.area() == whole.area_nm2:
                        whole.known.put_inside(part.known)
                    return left
        others = [p for p in self.lacking if p.drawn is None or p.area_nm2 <= whole.area_nm2]
        if others:
            raw = gathered(others)
            left = piercing.cut(left, raw) if left.count() >= piercing.MANY else left - raw
        if left.area() == whole.area_nm2:
            whole.known.put_apart(part.known for part in self.lacking)
            whole.known.put_inside(self.known)
            self.lacking = ()
            return whole.shapes
        return left

    def _pierced(self) -> kdb.Region | None:
        """Return the recipe drawn without a boolean, where that is possible."""
        whole, part = self.whole, self.lacking[0] if len(self.lacking) == 1 else None
        if whole is None or part is None:
            return None
        discs, core = whole.repeated, part.repeated
        if discs is not None and core is not None and discs.centres_nm is core.centres_nm:
            rings = list((kdb.Region(polygon_of(discs)) - kdb.Region(polygon_of(core))).each())
            return piercing.repeated(rings[0], discs) if len(rings) == 1 else None
        if self._is_pierced_box and len(part) >= piercing.MANY:
            return piercing.pierced(whole.shapes.bbox(), part.shapes)
        return None

    # -- measuring --------------------------------------------------------------------------

    def __bool__(self) -> bool:
        if self.drawn is None and self.least_nm2 > 0:
            return True
        return not self.shapes.is_empty()

    def __len__(self) -> int:
        if self.drawn is None and self.repeated is not None:
            return len(self.repeated.centres_nm)
        return 1 if self.is_one_piece else self.shapes.count()

    @property
    def is_one_piece(self) -> bool:
        """Whether the shape surely is in one piece; what is not drawn mostly is not known to be."""
        if self.drawn is not None:
            return self.drawn.count() == 1
        # Many islands are taken to leave the plane between them in one piece, as discs do.
        return self._is_pierced_box and self.lacking[0].are_islands

    @property
    def are_islands(self) -> bool:
        """Whether the shape surely is many pieces, none with a hole."""
        if self.repeated is not None:
            return True
        return len(self) >= piercing.MANY and not any(each.holes() for each in self.shapes.each())

    @property
    def _is_pierced_box(self) -> bool:
        """Whether the recipe is a rectangle with one part cut out of its inside."""
        whole = self.whole
        if whole is None or len(self.lacking) != 1 or not whole.known.is_box:
            return False
        box_nm = whole.known.box_nm
        return box_nm is not None and self.lacking[0].known.keeps_off_the_rim_of(box_nm)

    @property
    def area_nm2(self) -> int:
        """Covered area."""
        if self._area_nm2 is None:
            if self.drawn is None and self.repeated is not None:
                self._area_nm2 = len(self.repeated.centres_nm) * polygon_of(self.repeated).area()
            elif self.drawn is None and self.whole is not None and self._is_pierced_box:
                self._area_nm2 = self.whole.area_nm2 - self.lacking[0].area_nm2
            else:
                self._area_nm2 = self.shapes.area()
        return self._area_nm2

    @property
    def perimeter_nm(self) -> int:
        """Length of all borders, those of holes included."""
        return self.shapes.perimeter()

    @property
    def least_nm2(self) -> int:
        """An area that is surely covered; negative when nothing is sure."""
        if self.drawn is None and self.whole is not None:
            return self.whole.least_nm2 - sum(part.most_nm2 for part in self.lacking)
        return self.area_nm2

    @property
    def most_nm2(self) -> int:
        """An area that is surely not exceeded."""
        if self.drawn is None and self.whole is not None:
            gone = [p.least_nm2 for p in self.lacking if p.known.lies_inside(self.whole.known)]
            return self.whole.most_nm2 - max(0, *gone) if gone else self.whole.most_nm2
        return self.area_nm2

    @property
    def most_rim_nm(self) -> int:
        """A length that the outlines surely do not exceed."""
        if self.drawn is None and self.whole is not None:
            return self.whole.most_rim_nm + sum(part.most_rim_nm for part in self.lacking)
        if self._rim_nm is None:
            if self.drawn is None and self.repeated is not None:
                self._rim_nm = len(self.repeated.centres_nm) * polygon_of(self.repeated).perimeter()
            else:
                self._rim_nm = self.shapes.perimeter()
        return self._rim_nm

    @property
    def is_solid(self) -> bool:
        """Whether anything is there beyond slivers, the rounding of slanted edges."""
        # What is nowhere wider than a sliver has much less area than its rim times that width.
        if self.least_nm2 > 4 * SNAP_NM * (self.most_rim_nm + SNAP_NM):
            return True
        return bool(self) and not self.shapes.sized(-SNAP_NM // 2).is_empty()

    @property
    def box_nm(self) -> Box:
        """Left, bottom, right and top of the bounding box; zeros when empty."""
        known = self.known
        if self.drawn is None and not (self.repeated is not None or self._is_pierced_box):
            self.draw()
        return known.box_nm or (0, 0, 0, 0)

    def is_alike(self, other: Self) -> bool:
        """Whether two regions are made alike, so that they are surely equal."""
        if self is other or self.known is other.known:
            return True
        return (
            self.whole is not None
            and other.whole is not None
            and self.whole.known is other.whole.known
            and {id(part.known) for part in self.lacking}
            == {id(part.known) for part in other.lacking}
        )


def gathered(parts: Iterable[Sketch]) -> kdb.Region:
    """Return the polygons of shapes, not merged, for one boolean with all of them."""
    raw = kdb.Region()
    raw.merged_semantics = False
    for part in parts:
        raw.insert(part.shapes)
    return raw


def polygon_of(discs: Discs) -> kdb.Polygon:
    """Return the polygon that is repeated."""
    return kdb.Polygon([kdb.Point(x, y) for x, y in discs.polygon_nm.tolist()])
