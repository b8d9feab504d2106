"""What a cut along a line, straight or with knees, shows of a structure, laid flat."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from padwright.geometry.region import Region
from padwright.geometry.section import CutBody, CutSlab, CutWire, Point, cut
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure

#: Films that are counted over the highest surface that they cover.
COATS = frozenset({Role.DIELECTRIC, Role.PASSIVATION, Role.RESIST, Role.ENCAPSULANT})


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body in the cut, and the stretch of the cut in which it is to be seen."""

    body: CutBody
    from_nm: float
    to_nm: float


@dataclass(frozen=True, slots=True)
class ShownWire:
    """A wire near the cut, and the stretch of the cut in which it is to be seen."""

    wire: CutWire
    from_nm: float
    to_nm: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut laid flat: distances run along the line, from its first point to its last.

    `knees_nm` are the distances at which the line turns.
    """

    points_nm: tuple[Point, ...]
    slabs: tuple[CutSlab, ...]
    bodies: tuple[ShownBody, ...]
    knees_nm: tuple[float, ...]
    wires: tuple[ShownWire, ...] = ()

    @property
    def length_nm(self) -> float:
        """Length of the line."""
        return sum(math.dist(one, two) for one, two in pairwise(self.points_nm))


def cut_along(structure: Structure, points_nm: Sequence[Point], *, wires_within_nm: int = 0) -> Cut:
    """Return the cut along a line of two or more points; parts in a row are joined.

    Parameters
    ----------
    wires_within_nm
        How far beside the line a wire may run that is shown.
    """
    slabs: list[CutSlab] = []
    bodies: list[ShownBody] = []
    wires: list[ShownWire] = []
    knees: list[float] = []
    begin = 0.0
    for start, end in pairwise(points_nm):
        section = cut(structure, start, end, wires_within_nm=wires_within_nm)
        length = float(section.length_nm)  # whole, so that parts of a stepped cut meet
        shift = round(begin)
        slabs += [
            replace(each, begin_nm=each.begin_nm + shift, end_nm=each.end_nm + shift)
            for each in section.slabs
        ]
        bodies += [
            ShownBody(replace(each, centre_nm=each.centre_nm + shift), begin, begin + length)
            for each in section.bodies
        ]
        for each in section.wires:
            moved = tuple((along + shift, height) for along, height in each.points_nm)
            wires.append(ShownWire(CutWire(each.wire, moved), begin, begin + length))
        begin += length
        knees.append(begin)
    return Cut(tuple(points_nm), tuple(slabs), tuple(bodies), tuple(knees[:-1]), tuple(wires))


@dataclass(frozen=True, slots=True)
class Shade:
    """Parts of a cut that look the same: of one material, made as one thing."""

    material: str
    role: Role
    level: int | None


def shaded(shown: Cut) -> list[tuple[Shade, Region]]:
    """Return what each shade covers in the plane of the cut: distance and height, in nanometres."""
    boxes: dict[Shade, list[tuple[int, int, int, int]]] = {}
    for part in shown.slabs:
        role = Role.WIRING if part.slab.role is Role.VIA else part.slab.role
        shade = Shade(part.slab.material, role, part.slab.level)
        box = (part.begin_nm, part.slab.bottom_nm, part.end_nm, part.slab.top_nm)
        boxes.setdefault(shade, []).append(box)
    return [(shade, Region.boxes(np.array(each))) for shade, each in boxes.items()]


@dataclass(frozen=True, slots=True)
class LayerDimension:
    """The thickness of a layer in a cut, and the last column in which it has it."""

    shade: Shade
    thickness_nm: int
    bottom_nm: int
    begin_nm: float
    end_nm: float

    @property
    def middle_nm(self) -> float:
        """Height of the layer's middle where it is shown."""
        return self.bottom_nm + self.thickness_nm / 2


def layer_dimensions(shown: Cut, from_nm: float, to_nm: float) -> list[LayerDimension]:
    """Return the thickness of each layer between two distances, going up.

    A coat's thickness is the least that it has over what it covers, any other layer's the one that
    it has over the longest stretch; what is below one part in a hundred of the layer is left out.
    """
    by_shade: dict[Shade, list[CutSlab]] = {}
    for part in shown.slabs:
        if part.slab.role in {Role.VIA, Role.TERMINAL} or part.end_nm <= from_nm:
            continue
        if part.begin_nm < to_nm:
            shade = Shade(part.slab.material, part.slab.role, part.slab.level)
            by_shade.setdefault(shade, []).append(part)
    found = [
        dimension
        for shade, parts in by_shade.items()
        if (dimension := _dimension(shade, parts, from_nm, to_nm))
    ]
    return sorted(found, key=lambda each: (each.middle_nm, each.shade.role.value))


def _dimension(
    shade: Shade, parts: Sequence[CutSlab], from_nm: float, to_nm: float
) -> LayerDimension | None:
    """Go over the columns of a layer and pick the thickness that a drawing states."""
    edges = sorted(
        {min(max(edge, from_nm), to_nm) for part in parts for edge in (part.begin_nm, part.end_nm)}
    )
    columns: list[tuple[float, float, int, int]] = []  # begin, end, bottom, thickness
    for begin, end in pairwise(edges):
        here = [part for part in parts if part.begin_nm <= begin and part.end_nm >= end]
        runs = _runs((part.slab.bottom_nm, part.slab.top_nm) for part in here)
        if shade.role is Role.ENCAPSULANT:  # a mold's thickness is that of its cap
            runs = runs[-1:]
        columns += [(begin, end, low, high - low) for low, high in runs]
    lengths: dict[int, float] = {}
    for begin, end, _, thickness in columns:
        lengths[thickness] = lengths.get(thickness, 0.0) + end - begin
    counted = {
        thickness: length
        for thickness, length in lengths.items()
        if length > 0.01 * sum(lengths.values())
    }
    if not counted:
        return None
    if shade.role in COATS:
        chosen = min(counted)
    else:
        chosen = max(counted, key=lambda thickness: (counted[thickness], -thickness))
    begin, end, bottom, _ = max(each for each in columns if each[3] == chosen)
    for column in sorted((each for each in columns if each[3] == chosen), reverse=True):
        if column[1] == begin and column[2] == bottom:
            begin = column[0]
    return LayerDimension(shade, chosen, bottom, begin, end)


def _runs(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans with those that touch made one."""
    runs: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if runs and low <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], high))
        else:
            runs.append((low, high))
    return runs
