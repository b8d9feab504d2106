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
#: A polygon of more corners than these is not sent through a GDSII record.
_MOST_CORNERS: Final = 2_000
#: Second words of the records that begin a polygon and end a cell.
_BOUNDARY: Final = 0x0800
_END_OF_CELL: Final = 0x0700
#: A polygon of three corners: its XY record in bytes, and all its records in words.
_BYTES_OF_TRIANGLE: Final = 4 + 8 * 4
_WORDS_OF_TRIANGLE: Final = 28
_WORDS_OF_QUAD: Final = 32


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
    for polygon in shapes.each_merged() if shapes.merged_semantics else shapes.each():
        rings = [np.array([(p.x, p.y) for p in polygon.each_point_hull()], dtype=np.int64)]
        rings += [
            np.array([(p.x, p.y) for p in polygon.each_point_hole(hole)], dtype=np.int64)
            for hole in range(polygon.holes())
        ]
        found.append(rings)
    return found


def quads_of(shapes: kdb.Region) -> NDArray[np.int64]:
    """Return polygons of three or four corners without holes, shape (n, 4, 2).

    A triangle has its last corner twice. KLayout writes them as a GDSII stream, in which each
    takes 28 or 32 words of 16 bits; only the walk from one to the next is a loop.
    """
    layout = kdb.Layout()
    layout.dbu = 0.001
    layout.create_cell("PW").shapes(layout.layer(1, 0)).insert(shapes)
    options = kdb.SaveLayoutOptions()
    options.format = "GDS2"
    options.gds2_write_timestamps = False
    stream = np.frombuffer(layout.write_bytes(options), dtype=">u2")
    words = stream.tolist()
    at, found = 0, []
    while words[at + 1] != _BOUNDARY and words[at + 1] != _END_OF_CELL:
        at += words[at] // 2
    while words[at + 1] == _BOUNDARY:
        found.append(at)
        at += _WORDS_OF_TRIANGLE if words[at + 8] == _BYTES_OF_TRIANGLE else _WORDS_OF_QUAD
    begins = np.array(found, dtype=np.int64)
    high = stream[begins[:, None] + np.arange(10, 26, 2)[None]].astype(np.int64)
    low = stream[begins[:, None] + np.arange(11, 27, 2)[None]].astype(np.int64)
    unsigned: NDArray[np.int64] = high << 16 | low
    corners = ((unsigned ^ 0x80000000) - 0x80000000).reshape(-1, 4, 2)
    triangles = stream[begins + 8] == _BYTES_OF_TRIANGLE
    corners[triangles, 3] = corners[triangles, 2]
    return corners


def outlines_of(polygons: list[kdb.Polygon]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the edges of polygons, hulls and holes, polygon by polygon.

    The edges have shape (n, 4), x and y of one end and of the other; the second array has where the
    edges of each polygon begin, and at last n.
    """
    plain = [each.holes() == 0 and each.num_points() <= _MOST_CORNERS for each in polygons]
    small = kdb.Region([each for each, is_plain in zip(polygons, plain, strict=True) if is_plain])
    small.merged_semantics = False
    corners, counts = _rings_of(small)
    firsts = np.cumsum(counts) - counts
    beyond = np.roll(corners, -1, axis=0)
    beyond[firsts + counts - 1] = corners[firsts]
    edges = np.concatenate([corners, beyond], axis=1)
    if all(plain):
        return edges, np.concatenate([[0], np.cumsum(counts)])
    rings = iter(np.split(edges, firsts[1:])) if len(firsts) else iter(())
    every = [
        next(rings) if is_plain else _edges_of(each)
        for each, is_plain in zip(polygons, plain, strict=True)
    ]
    lengths = [len(each) for each in every]
    return np.concatenate(every), np.concatenate([[0], np.cumsum(lengths)])


def _edges_of(polygon: kdb.Polygon) -> NDArray[np.int64]:
    every = [(edge.x1, edge.y1, edge.x2, edge.y2) for edge in polygon.each_edge()]
    return np.array(every, dtype=np.int64)


def _rings_of(shapes: kdb.Region) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return corners and numbers of corners of polygons without holes, in their order.

    Each has to fit into a GDSII record.
    """
    layout = kdb.Layout()
    layout.dbu = 0.001
    layout.create_cell("PW").shapes(layout.layer(1, 0)).insert(shapes)
    options = kdb.SaveLayoutOptions()
    options.format = "GDS2"
    options.gds2_write_timestamps = False
    options.gds2_max_vertex_count = _MOST_POINTS
    stream = layout.write_bytes(options)
    at, begins, counts = 0, [], []
    while (kind := stream[at + 2]) != _BOUNDARY >> 8 and kind != _END_OF_CELL >> 8:
        at += stream[at] << 8 | stream[at + 1]
    while stream[at + 2] == _BOUNDARY >> 8:
        length_bytes = stream[at + 16] << 8 | stream[at + 17]  # of the XY record, head included
        begins.append(at + 20)
        counts.append((length_bytes - 4) // 8 - 1)  # the first corner comes again at the end
        at += 20 + length_bytes
    if not begins:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64)
    numbers = np.array(counts, dtype=np.int64)
    firsts = np.cumsum(numbers) - numbers
    first_at = np.array(begins, dtype=np.int64)
    words = np.frombuffer(stream[begins[0] % 4 :][: (len(stream) - begins[0] % 4) // 4 * 4], ">i4")
    place = np.arange(numbers.sum()) - np.repeat(firsts, numbers)
    word = np.repeat((first_at - begins[0] % 4) // 4, numbers) + 2 * place
    return np.stack([words[word], words[word + 1]], axis=1).astype(np.int64), numbers
