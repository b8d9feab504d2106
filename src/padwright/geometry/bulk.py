"""Arrays of polygons to and from KLayout without a Python loop per polygon.

Inserting polygons one by one costs more than the boolean operations on them (20 to 36 us a
16-gon), so that a GDSII stream is built in memory with numpy and read by KLayout.
"""

from typing import Final

import klayout.db as kdb
import numpy as np
from numpy.typing import NDArray

_NO_DATES: Final = bytes(24)
_HEAD: Final = b"".join(
    (
        bytes.fromhex("00060002 0258"),  # HEADER 600
        bytes.fromhex("001c0102") + _NO_DATES,  # BGNLIB
        bytes.fromhex("00060206 5057"),  # LIBNAME PW
        bytes.fromhex("00140305 3e4189374bc6a7f0 3944b82fa09b5a54"),  # UNITS 1e-3 um, 1e-9 m
        bytes.fromhex("001c0502") + _NO_DATES,  # BGNSTR
        bytes.fromhex("00060606 5057"),  # STRNAME PW
    )
)
_TAIL: Final = bytes.fromhex("00040700 00040400")  # ENDSTR ENDLIB
#: A GDSII XY record holds at most 8191 points; longer rings go through Python.
_MOST_POINTS: Final = 8_190


def region_of_polygons(points_nm: NDArray[np.int64]) -> kdb.Region:
    """Return the region of many polygons of equal corner count, shape (n, corners, 2)."""
    count, corners, _ = points_nm.shape
    if count == 0:
        return kdb.Region()
    if corners > _MOST_POINTS:
        return kdb.Region(
            [kdb.Polygon([kdb.Point(int(x), int(y)) for x, y in each]) for each in points_nm]
        )
    record = np.dtype(
        [
            ("boundary", ">u2", 2),
            ("layer", ">u2", 3),
            ("datatype", ">u2", 3),
            ("xy", ">u2", 2),
            ("points", ">i4", (corners + 1, 2)),
            ("end", ">u2", 2),
        ]
    )
    stream = np.zeros(count, dtype=record)
    stream["boundary"] = (4, 0x0800)
    stream["layer"] = (6, 0x0D02, 1)
    stream["datatype"] = (6, 0x0E02, 0)
    stream["xy"] = (4 + 8 * (corners + 1), 0x1003)
    stream["points"][:, :-1] = points_nm
    stream["points"][:, -1] = points_nm[:, 0]
    stream["end"] = (4, 0x1100)
    layout = kdb.Layout()
    layout.read_bytes(_HEAD + stream.tobytes() + _TAIL, kdb.LoadLayoutOptions())
    region = kdb.Region()  # a copy: a region of the layout's own shapes would die with the layout
    region.insert(layout.top_cell().begin_shapes_rec(layout.layer(1, 0)))
    return region


def polygons_of(shapes: kdb.Region) -> list[list[NDArray[np.int64]]]:
    """Return each polygon as its outer ring and its holes, rings of shape (n, 2)."""
    found: list[list[NDArray[np.int64]]] = []
    for polygon in shapes.each_merged():
        rings = [np.array([(p.x, p.y) for p in polygon.each_point_hull()], dtype=np.int64)]
        rings += [
            np.array([(p.x, p.y) for p in polygon.each_point_hole(hole)], dtype=np.int64)
            for hole in range(polygon.holes())
        ]
        found.append(rings)
    return found
