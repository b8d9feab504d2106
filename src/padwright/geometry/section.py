"""Vertical cuts through a structure."""

import math
from dataclasses import dataclass

import klayout.db as kdb

from padwright.geometry.body import Ball, Wire
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
class CutWire:
    """A wire near the cut, seen at right angles to it: distances along the cut and heights."""

    wire: Wire
    points_nm: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What a vertical cut from one point to another shows."""

    start_nm: Point
    end_nm: Point
    slabs: tuple[CutSlab, ...]
    bodies: tuple[CutBody, ...]
    wires: tuple[CutWire, ...] = ()

    @property
    def length_nm(self) -> int:
        """Length of the cut."""
        return round(math.dist(self.start_nm, self.end_nm))


def cut(
    structure: Structure, start_nm: Point, end_nm: Point, *, wires_within_nm: int = 0
) -> Section:
    """Return the vertical cut of a structure along a straight line, at true dimensions.

    Parameters
    ----------
    wires_within_nm
        How far beside the line the axis of a wire may run that is still shown.
    """
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
    wires = [
        _seen_wire(wire, start_nm, end_nm, wires_within_nm + wire.diameter_nm // 2)
        for wire in structure.wires
    ]
    return Section(
        start_nm,
        end_nm,
        tuple(parts),
        tuple(body for body in bodies if body),
        tuple(wire for wire in wires if wire),
    )


def _seen_wire(wire: Wire, start_nm: Point, end_nm: Point, within_nm: int) -> CutWire | None:
    """Return a wire that runs beside the line as a whole, within a distance."""
    length_nm = math.dist(start_nm, end_nm)
    along_x, along_y = ((e - s) / length_nm for s, e in zip(start_nm, end_nm, strict=True))
    points: list[tuple[float, float]] = []
    for x_nm, y_nm, z_nm in wire.points_nm:
        from_x, from_y = x_nm - start_nm[0], y_nm - start_nm[1]
        if abs(from_x * along_y - from_y * along_x) > within_nm:
            return None
        points.append((from_x * along_x + from_y * along_y, float(z_nm)))
    ends = (points[0][0], points[-1][0])
    return CutWire(wire, tuple(points)) if min(ends) < length_nm and max(ends) > 0 else None


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
    high_nm = min(float(body.top_nm), body.centre_nm + rise_nm)
    if high_nm <= low_nm:
        return None
    for step in range(steps + 1):
        # Heights spaced by angle, so that the crown is as smooth as the waist.
        share = (1 - math.cos(math.pi * step / steps)) / 2
        height_nm = low_nm + (high_nm - low_nm) * share
        half_nm2 = rise_nm**2 - (height_nm - body.centre_nm) ** 2
        outline.append((height_nm, math.sqrt(max(0.0, half_nm2))))
    return CutBody(body, round(centre_nm), tuple(outline))
