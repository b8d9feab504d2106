"""Flat shapes: an immutable set of polygons on the integer-nanometre grid."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

from padwright.base.digest import digest
from padwright.geometry.algebra import Algebra
from padwright.geometry.bulk import polygons_of, quads_of, region_of_polygons
from padwright.geometry.circle import circle_nm
from padwright.geometry.known import Box, Discs
from padwright.geometry.sketch import SNAP_NM

__all__ = ["SNAP_NM", "Box", "Region"]

#: For more points than these a polygon is broken into pieces of so many corners at most.
_FEW_POINTS: Final = 16
_PIECE_CORNERS: Final = 200
#: The strongest bend between two edges that are drawn for one arc (see `circle_nm`).
_ARC_BEND_RAD: Final = 2 * math.pi / 32


class Region(Algebra):
    """A set of polygons, merged, in nanometres.

    Build it in one go with `discs`, `boxes`, `stadiums` or `union`: a loop of ``|`` over many
    shapes costs the square of their number.
    """

    __slots__ = ()

    # -- making -----------------------------------------------------------------------------

    @classmethod
    def empty(cls) -> "Region":
        """Return the region without shapes."""
        return cls(kdb.Region())

    @classmethod
    def box(cls, left_nm: int, bottom_nm: int, right_nm: int, top_nm: int) -> "Region":
        """Return a rectangle."""
        return cls(kdb.Region(kdb.Box(left_nm, bottom_nm, right_nm, top_nm)))

    @classmethod
    def boxes(cls, boxes_nm: NDArray[np.int64]) -> "Region":
        """Return rectangles from an array of shape (n, 4): left, bottom, right, top."""
        left, bottom, right, top = np.asarray(boxes_nm, dtype=np.int64).reshape(-1, 4).T
        corners = np.stack([left, bottom, left, top, right, top, right, bottom], axis=1)
        return cls(region_of_polygons(corners.reshape(-1, 4, 2)))

    @classmethod
    def polygon(cls, points_nm: Sequence[tuple[int, int]]) -> "Region":
        """Return one polygon from its corners."""
        polygon = kdb.Polygon([kdb.Point(x, y) for x, y in points_nm])
        return cls(kdb.Region(polygon).merged(min_coherence=True, min_wc=0))

    @classmethod
    def disc(cls, x_nm: int, y_nm: int, diameter_nm: int) -> "Region":
        """Return a disc, drawn as the regular polygon round it (see `circle_nm`)."""
        return cls.discs(np.array([[x_nm, y_nm]]), diameter_nm)

    @classmethod
    def discs(cls, centres_nm: NDArray[np.int64], diameter_nm: int) -> "Region":
        """Return discs of one diameter round centres of shape (n, 2)."""
        centres_nm = np.asarray(centres_nm, dtype=np.int64).reshape(-1, 2)
        return cls.of_discs(Discs(centres_nm, circle_nm(diameter_nm)))

    @classmethod
    def stadiums(cls, ends_nm: NDArray[np.int64], width_nm: int) -> "Region":
        """Return straight wires with round ends.

        Parameters
        ----------
        ends_nm
            Shape (n, 4): x and y of one end, x and y of the other; equal ends give a disc.
        width_nm
            Width of each wire; the ends are the halves of `circle_nm` of this diameter, so the
            drawn wire is nowhere narrower.
        """
        ends_nm = np.asarray(ends_nm, dtype=np.int64).reshape(-1, 4)
        along = (ends_nm[:, 2:] - ends_nm[:, :2]).astype(np.float64)
        # One nanometre more on either side of a slanted wire, whose edges are rounded to the grid.
        slanted = (along != 0).all(axis=1)
        parts = [
            cls._stadiums(ends_nm[kind], along[kind], -(-width_nm // 2) + extra_nm)
            for kind, extra_nm in ((~slanted, 0), (slanted, 1))
            if kind.any()
        ]
        return cls.union(parts)

    @classmethod
    def _stadiums(
        cls, ends_nm: NDArray[np.int64], along: NDArray[np.float64], radius_nm: int
    ) -> "Region":
        """Return straight wires of one half width, rounded to the grid."""
        circle = circle_nm(2 * radius_nm).astype(np.float64)
        length_nm = np.hypot(along[:, 0], along[:, 1])
        unit = np.where(length_nm[:, None] > 0, along / np.maximum(length_nm, 1)[:, None], [1.0, 0])
        turn = np.stack([unit[:, 0], -unit[:, 1], unit[:, 1], unit[:, 0]], axis=1).reshape(-1, 2, 2)
        # Half of the polygon to the right of the y axis, turned into the wire's direction; its
        # first and last corner lie on the wire's edges, at exactly half the width.
        half = circle[circle[:, 0] > 0]
        half = half[np.argsort(np.arctan2(half[:, 1], half[:, 0]))]
        half = np.concatenate([[[0.0, -radius_nm]], half, [[0.0, radius_nm]]])
        cap = np.einsum("nij,kj->nki", turn, half)
        corners = np.concatenate([ends_nm[:, None, 2:] + cap, ends_nm[:, None, :2] - cap], axis=1)
        return cls(region_of_polygons(np.rint(corners).astype(np.int64)))

    # -- comparing, going through -----------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Region):
            return NotImplemented
        if self.is_alike(other):
            return True
        if self.least_nm2 > other.most_nm2 or other.least_nm2 > self.most_nm2:
            return False
        if self.box_nm != other.box_nm or self.area_nm2 != other.area_nm2:
            return False
        return (self.shapes ^ other.shapes).is_empty()

    __hash__ = None  # type: ignore[assignment]  # equal regions may be written differently

    def __iter__(self) -> Iterator["Region"]:
        """Go through the connected parts, each a region of its own."""
        for polygon in self.shapes.each():
            yield Region(kdb.Region(polygon))

    def __repr__(self) -> str:
        return f"Region({len(self)} polygons, {self.area_nm2 / 1e6:g} um2)"

    def grown_round(self, by_nm: int) -> "Region":
        """Return what lies no further than a distance from the region: outside corners are round.

        It is made of a strip along each edge and a disc on each corner. Corners of a drawn arc get
        longer strips in place of a disc. Nothing is missing; the excess is below 0.5 % of the
        distance.
        """
        if by_nm <= 0 or not self:
            return self
        longer_nm = round(by_nm * math.tan(_ARC_BEND_RAD / 2))
        raw = kdb.Region()
        raw.merged_semantics = False
        raw.insert(self.shapes)
        raw.insert(self.shapes.edges().extended(longer_nm, longer_nm, by_nm, SNAP_NM, False))  # noqa: FBT003 - KLayout's own order
        sharp = self.shapes.corners_dots(-180.0, -math.degrees(_ARC_BEND_RAD) - 1.0)
        dots = np.array([(dot.x1, dot.y1) for dot in sharp.each()], dtype=np.int64)
        raw.insert(Region.discs(dots, 2 * by_nm).shapes)
        return Region(raw)

    def without_slivers(self, width_nm: int = SNAP_NM) -> "Region":
        """Return the region without what is narrower than twice a small width."""
        kept = self.shapes.sized(-width_nm).sized(width_nm)
        return Region(self.shapes & kept)

    def solid_parts(self, width_nm: int = SNAP_NM) -> "Region":
        """Return the parts that are somewhere wider than twice a small width, corners and all."""
        core = self.shapes.sized(-width_nm)
        return Region(self.shapes.interacting(core))

    def moved(self, x_nm: int, y_nm: int) -> "Region":
        """Return the region shifted."""
        return Region(self.shapes.moved(x_nm, y_nm))

    def turned(self, angle_deg: float, x_nm: int, y_nm: int) -> "Region":
        """Return the region turned counter-clockwise about a point, rounded to the grid."""
        if not angle_deg:
            return self
        about = kdb.ICplxTrans(1.0, angle_deg, False, x_nm, y_nm)  # noqa: FBT003 - no mirror
        turn = about * kdb.ICplxTrans(kdb.Trans(-x_nm, -y_nm))
        return Region(self.shapes.transformed(turn).merged(min_coherence=True, min_wc=0))

    def rounded(self, radius_nm: int) -> "Region":
        """Return what a disc of this radius reaches inside the region: its inside corners round.

        Parts that the disc does not fit into are lost (the morphological opening).
        """
        if not radius_nm:
            return self
        disc = kdb.Polygon([kdb.Point(x, y) for x, y in circle_nm(2 * radius_nm).tolist()])
        swept = self.shapes.sized(-radius_nm).minkowski_sum(disc)
        return Region(self.shapes & swept)

    def holes(self) -> "Region":
        """Return what the parts enclose without covering it."""
        return Region(self.shapes.holes())

    # -- measuring --------------------------------------------------------------------------

    def contains(self, x_nm: int, y_nm: int) -> bool:
        """Whether a point lies inside or on the border."""
        return bool(self.holds(np.array([[x_nm, y_nm]]))[0])

    def holds(self, points_nm: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for points of shape (n, 2) whether each lies inside or on the border."""
        points = np.asarray(points_nm, dtype=np.int64).reshape(-1, 2).tolist()
        texts = [kdb.Text(str(each), kdb.Trans(x, y)) for each, (x, y) in enumerate(points)]
        # Each point is asked of a whole polygon, and a film with many holes is one polygon.
        pieces = self.shapes.dup()
        if len(texts) > _FEW_POINTS:
            pieces.break_polygons(_PIECE_CORNERS)
        pieces.merged_semantics = False
        held = np.zeros(len(texts), dtype=np.bool_)
        held[[int(text.string) for text in (kdb.Texts(texts) & pieces).each()]] = True
        return held

    def polygons(self) -> list[list[NDArray[np.int64]]]:
        """Return each polygon as its outer ring and its holes, rings of shape (n, 2)."""
        return polygons_of(self.shapes)

    def trapezoids(self) -> NDArray[np.int64]:
        """Return the region cut into trapezoids of shape (n, 4, 2), for pictures and meshes."""
        return quads_of(self.shapes.decompose_trapezoids_to_region())

    def digest(self) -> str:
        """Return the identity of the covered area, whatever way it was built."""
        rings = sorted(
            tuple(tuple(map(int, point)) for ring in polygon for point in ring)
            for polygon in self.polygons()
        )
        return digest(rings)
