"""Vertical cuts through a structure."""

import math
from dataclasses import dataclass

import klayout.db as kdb

from padwright.geometry.body import Ball
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CutSlab:
    """Where the cut goes through a slab: distances along the cut, from its start."""

    slab: Slab
    begin_nm: int
    end_nm: int


@dataclass(frozen=True, slots=True)
class CutBody:
    """The outline of a body in the cut: half widths about a centre, by height.

    `outline_nm` has (height, half width) pairs, going up.
    """

    body: Ball
    centre_nm: int
    outline_nm: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What a vertical cut from one point to another shows."""

    start_nm: Point
    end_nm: Point
    slabs: tuple[CutSlab, ...]
    bodies: tuple[CutBody, ...]

    @property
    def length_nm(self) -> int:
        """Length of the cut."""
        return round(math.dist(self.start_nm, self.end_nm))


def cut(structure: Structure, start_nm: Point, end_nm: Point) -> Section:
    """Return the vertical cut of a structure along a straight line, at true dimensions."""
    length_nm = math.dist(start_nm, end_nm)
    if length_nm == 0:
        msg = "a section needs two different points"
        raise ValueError(msg)
    line = kdb.Edges([kdb.Edge(kdb.Point(*start_nm), kdb.Point(*end_nm))])
    parts: list[CutSlab] = []
    for slab in structure.slabs:
        spans = sorted(
            tuple(sorted(round(math.dist(start_nm, (p.x, p.y))) for p in (edge.p1, edge.p2)))
            for edge in (line & slab.region.shapes).merged().each()
        )
        parts += [CutSlab(slab, begin, end) for begin, end in spans if end > begin]
    bodies = [_cut_body(body, start_nm, end_nm, length_nm) for body in structure.balls]
    return Section(start_nm, end_nm, tuple(parts), tuple(body for body in bodies if body))


def _cut_body(body: Ball, start_nm: Point, end_nm: Point, length_nm: float) -> CutBody | None:
    along_x, along_y = ((e - s) / length_nm for s, e in zip(start_nm, end_nm, strict=True))
    from_x, from_y = body.x_nm - start_nm[0], body.y_nm - start_nm[1]
    centre_nm = from_x * along_x + from_y * along_y
    aside_nm = abs(from_x * along_y - from_y * along_x)
    if aside_nm >= body.radius_nm or not -body.radius_nm < centre_nm < length_nm + body.radius_nm:
        return None
    steps = 48
    outline: list[tuple[float, float]] = []
    rise_nm = math.sqrt(body.radius_nm**2 - aside_nm**2)  # a plane cuts a sphere in a circle
    low_nm = max(float(body.bottom_nm), body.centre_nm - rise_nm)
    high_nm = body.centre_nm + rise_nm
    if high_nm <= low_nm:
        return None
    for step in range(steps + 1):
        # Heights spaced by angle, so that the crown is as smooth as the waist.
        share = (1 - math.cos(math.pi * step / steps)) / 2
        height_nm = low_nm + (high_nm - low_nm) * share
        half_nm2 = rise_nm**2 - (height_nm - body.centre_nm) ** 2
        outline.append((height_nm, math.sqrt(max(0.0, half_nm2))))
    return CutBody(body, round(centre_nm), tuple(outline))
