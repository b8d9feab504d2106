"""Cutting thousands of small shapes out of a plane or out of each other, faster than one boolean.

KLayout sweeps a line over all edges at once, which for thousands of shapes that are not on one grid
costs ten times as much as the shapes one by one. Where it is known that shapes do not meet, their
outlines are put together instead, and where they meet few others, they are cut group by group. The
polygons are the same.
"""

from collections.abc import Iterator
from typing import Final

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

from padwright.geometry.known import Discs

#: Fewer polygons than these are left to one boolean.
MANY: Final = 500
#: About so many polygons are cut together.
_GROUP: Final = 64
_ALL: Final = 2**31 - 1


def repeated(polygon: kdb.Polygon, discs: Discs) -> kdb.Region:
    """Return a polygon about each centre of discs that do not touch."""
    layout = kdb.Layout()
    top, cell, layer = layout.create_cell("all"), layout.create_cell("one"), layout.layer(1, 0)
    cell.shapes(layer).insert(polygon)
    index = cell.cell_index()
    for x_nm, y_nm in discs.centres_nm.tolist():
        top.insert(kdb.CellInstArray(index, kdb.Trans(x_nm, y_nm)))
    made = _apart()
    made.insert(top.begin_shapes_rec(layer))
    return made


def pierced(box: kdb.Box, holes: kdb.Region) -> kdb.Region | None:
    """Return a box without polygons that lie inside it, or None when these have holes themselves.

    Holes that meet in a corner leave the plane beside them in one polygon.
    """
    text = holes.to_s(_ALL)
    if "/" in text or "props" in text:
        return None
    sides = ((box.left, box.bottom), (box.left, box.top), (box.right, box.top))
    hull = ";".join(f"{x},{y}" for x, y in (*sides, (box.right, box.bottom)))
    return kdb.Region(kdb.Polygon.from_s(f"({hull}/{text[1:-1].replace(');(', '/')})"))


def cut(islands: kdb.Region, parts: kdb.Region) -> kdb.Region:
    """Return polygons that do not meet each other less parts, which need not be merged."""
    made = _apart()
    for some, beside in _grouped(islands, parts):
        made.insert(some if beside.is_empty() else some - beside)
    return made


def shared(islands: kdb.Region, parts: kdb.Region) -> kdb.Region:
    """Return what parts, which need not be merged, cover of polygons that do not meet."""
    made = _apart()
    for some, beside in _grouped(islands, parts):
        if not beside.is_empty():
            made.insert(some & beside)
    return made


def shrunk(islands: kdb.Region, by_nm: int) -> kdb.Region:
    """Return polygons that do not meet each other without a rim of a width."""
    made = _apart()
    for some, _ in _grouped(islands, kdb.Region()):
        made.insert(some.sized(-by_nm).merged(min_coherence=True, min_wc=0))
    return made


def _grouped(islands: kdb.Region, parts: kdb.Region) -> Iterator[tuple[kdb.Region, kdb.Region]]:
    """Yield groups of neighbouring polygons, and the parts near each group."""
    polygons = list(islands.each())
    boxes = [polygon.bbox() for polygon in polygons]
    middles = np.array([(box.left + box.right, box.bottom + box.top) for box in boxes]) // 2
    near = kdb.Shapes()
    near.insert(parts)
    for group in _groups(middles):
        some, around = _apart(), kdb.Box()
        for number in group.tolist():
            some.insert(polygons[number])
            around += boxes[number]
        beside = _apart()
        for shape in near.each_overlapping(around):
            beside.insert(shape.polygon)
        yield some, beside


def _apart() -> kdb.Region:
    """Return a region for polygons that need not be merged."""
    made = kdb.Region()
    made.merged_semantics = False
    made.min_coherence = True
    return made


def _groups(middles_nm: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the numbers of points in groups of neighbours: rows of columns of a square grid."""
    rows = max(1, round(np.sqrt(len(middles_nm) / _GROUP)))
    order = np.argsort(middles_nm[:, 1], kind="stable")
    groups: list[NDArray[np.int64]] = []
    for row in np.array_split(order, rows):
        along = row[np.argsort(middles_nm[row, 0], kind="stable")]
        groups += np.array_split(along, rows)
    return groups
