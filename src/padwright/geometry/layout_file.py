"""Flat drawings to and from GDSII and OASIS streams, byte for byte the same each time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import klayout.db as kdb

from padwright.base.errors import InputError
from padwright.geometry.region import Region

#: A GDSII property has a number, an OASIS property a name.
GDS_NET_PROPERTY: Final = 1
OASIS_NET_PROPERTY: Final = "net"
_OUTSIDE_A_CELL_NAME: Final = re.compile(r"[^A-Za-z0-9_.$?-]")


@dataclass(frozen=True, slots=True)
class LayoutLayer:
    """One drawing of a layout file: where it goes, what it is, and for which net each piece is."""

    layer: int
    datatype: int
    name: str
    region: Region
    labelled: tuple[tuple[str, Region], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A text in a layout file."""

    layer: int
    datatype: int
    text: str
    x_nm: int
    y_nm: int


def cell_name(name: str) -> str:
    """Return a name that both formats allow for a cell or a layer, at most 100 characters."""
    return _OUTSIDE_A_CELL_NAME.sub("_", name)[:100] or "_"


def layout_bytes(
    top_cell: str,
    layers: Sequence[LayoutLayer],
    notes: Sequence[Note] = (),
    *,
    to: Literal["gds", "oasis"],
) -> bytes:
    """Return a layout of one cell as a file's bytes, on a grid of 1 nm.

    Each labelled piece of a layer is written with its net as a property (number 1 in GDSII, ``net``
    in OASIS) and with a text inside it; what no label covers is written bare. The union of what is
    written is exactly the layer's region. No time of day is written.
    """
    layout = kdb.Layout()
    layout.dbu = 0.001
    cell = layout.create_cell(cell_name(top_cell))
    key = GDS_NET_PROPERTY if to == "gds" else OASIS_NET_PROPERTY
    for each in layers:
        index = layout.layer(kdb.LayerInfo(each.layer, each.datatype, cell_name(each.name)))
        shapes = cell.shapes(index)
        labelled = Region.union(piece for _, piece in each.labelled)
        for name, piece in _pieces(each, labelled):
            for polygon in piece.shapes.each():
                shapes.insert(kdb.PolygonWithProperties(polygon, {key: name}))
                shapes.insert(kdb.Text(name, kdb.Trans(_inside(polygon))))
        shapes.insert((each.region - labelled if labelled else each.region).shapes)
    for note in notes:
        index = layout.layer(note.layer, note.datatype)
        cell.shapes(index).insert(kdb.Text(note.text, kdb.Trans(note.x_nm, note.y_nm)))
    return bytes(layout.write_bytes(_options(to)))


def read_layout(data: bytes, *, where: str) -> dict[tuple[int, int], Region]:
    """Return what each layer of a layout file covers, by layer and datatype.

    Raises
    ------
    InputError
        When the bytes are no layout file, or its grid is not 1 nm.
    """
    layout = kdb.Layout()
    try:
        layout.read_bytes(data, kdb.LoadLayoutOptions())
    except RuntimeError as error:
        raise InputError(f"this is no layout file ({error})", where=where) from None
    if abs(layout.dbu - 0.001) > 1e-12:
        raise InputError(
            f"the grid is {layout.dbu * 1000:g} nm, not 1 nm",
            where=where,
            fix="write the file with a database unit of 1 nm",
        )
    found: dict[tuple[int, int], Region] = {}
    for index in layout.layer_indexes():
        info = layout.get_info(index)
        gathered = kdb.Region()
        for cell in layout.top_cells():
            gathered.insert(cell.begin_shapes_rec(index))
        if not gathered.is_empty():
            found[info.layer, info.datatype] = Region(gathered)
    return found


def _options(to: Literal["gds", "oasis"]) -> kdb.SaveLayoutOptions:
    options = kdb.SaveLayoutOptions()
    options.dbu = 0.001
    if to == "gds":
        options.format = "GDS2"
        options.gds2_write_timestamps = False
        options.gds2_libname = "PADWRIGHT"
    else:
        options.format = "OASIS"
        options.oasis_compression_level = 2
        options.oasis_write_cblocks = True
    return options


def _pieces(layer: LayoutLayer, labelled: Region) -> list[tuple[str, Region]]:
    """Return the labelled pieces inside the layer's region.

    Pieces are cut one by one only when they do reach beyond it: a boolean with the whole region for
    each net costs the square of their number.
    """
    if not labelled - layer.region:
        return list(layer.labelled)
    return [(name, piece & layer.region) for name, piece in layer.labelled]


def _inside(polygon: kdb.Polygon) -> kdb.Vector:
    """Return a point inside a polygon: the middle of its largest trapezoid."""
    parts = list(polygon.decompose_trapezoids())
    largest = max(parts, key=lambda part: (part.area(), -part.bbox().left, -part.bbox().bottom))
    low, high = largest.bbox().bottom, largest.bbox().top
    ends = list(largest.each_edge())
    middle_y = (low + high) // 2
    crossings = [
        edge.p1.x + (edge.p2.x - edge.p1.x) * (middle_y - edge.p1.y) / (edge.p2.y - edge.p1.y)
        for edge in ends
        if edge.p1.y != edge.p2.y
    ]
    return kdb.Vector(round((min(crossings) + max(crossings)) / 2), middle_y)
