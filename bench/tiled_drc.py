"""The spacing check of ``kldrc.py`` in tiles, for wirings whose wires are too long for it.

KLayout compares polygons whose boxes overlap, and the boxes of slanted wires of a centimetre nearly
all do: on 10,000 nets the whole wiring is not done in an hour. Here the drawing is broken into
pieces of small boxes, which keep the net that they belong to, and looked at tile by tile with as
much beside each as the rule reaches. Breaking moves an edge by less than a nanometre, within the
two that are taken off the rule.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import Any

import klayout.db as kdb

#: Wirings of more straight pieces are checked in tiles.
MANY_PIECES = 200_000
_DBU_UM = 0.001
_TILE_NM = 1_000_000
_CORNERS = 128
#: A piece is broken when its box has more than this times its area.
_BOX_RATIO = 30.0


def pieces(solution: dict[str, Any]) -> int:
    """Return how many straight pieces the wires have."""
    return sum(len(wire["pts"]) - 1 for wire in solution["wires"])


def spacing_faults(data: dict[str, Any], solution: dict[str, Any], limit_um: float) -> list[int]:
    """Return for each level how often two nets are nearer than a limit.

    What lies where tiles meet counts more than once; nothing counts only where nothing is.
    """
    levels = range(len(data["layers"]))
    with ProcessPoolExecutor() as pool:
        tasks = [pool.submit(_on_level, data, solution, limit_um, level) for level in levels]
        return [task.result() for task in tasks]


def _on_level(data: dict[str, Any], solution: dict[str, Any], limit_um: float, level: int) -> int:
    limit_nm = round(limit_um / _DBU_UM)
    layout = kdb.Layout()
    layout.dbu = _DBU_UM
    cell, layer = layout.create_cell("WIRING"), layout.layer(1, 0)
    for number, polygons in enumerate(_by_net(data, solution, level).values()):
        drawn = kdb.Region([polygon.to_itype(_DBU_UM) for polygon in polygons])
        drawn.merged_semantics = False
        drawn.break_polygons(_CORNERS + 1, _BOX_RATIO)
        net = layout.properties_id({"net": number})
        for polygon in drawn.each():
            cell.shapes(layer).insert(polygon, net)
    box = cell.bbox()
    faults = 0
    for y in range(box.bottom, box.top, _TILE_NM):
        for x in range(box.left, box.right, _TILE_NM):
            tile = kdb.Box(x, y, x + _TILE_NM, y + _TILE_NM).enlarged(2 * limit_nm, 2 * limit_nm)
            near = kdb.Region(cell.begin_shapes_rec_touching(layer, tile))
            near.enable_properties()
            faults += near.isolated_check(
                limit_nm,
                metrics=kdb.Region.Euclidian,
                property_constraint=kdb.Region.DifferentPropertiesConstraint,
            ).count()
    return faults


def _by_net(
    data: dict[str, Any], solution: dict[str, Any], level: int
) -> dict[str, list[kdb.DPolygon]]:
    """Draw a level in micrometres: wires, vias and lands by net, a land of no net by itself."""
    given = {net["name"]: net["terminals"] for net in data["nets"]}
    ends = given | solution.get("assignment", {})
    net_of = {end: net for net, own in ends.items() for end in own}
    drawn: dict[str, list[kdb.DPolygon]] = {}
    for wire in solution["wires"]:
        if wire["layer"] == level:
            drawn.setdefault(wire["net"], []).extend(_strokes(wire))
    for via in solution.get("vias", ()):
        if level in via["layers"]:
            drawn.setdefault(via["net"], []).append(_disc(via))
    for land in (*data["pads"], *data["balls"]):
        if land["layer"] == level:
            drawn.setdefault(net_of.get(land["id"], land["id"]), []).append(_disc(land))
    return drawn


def _strokes(wire: dict[str, Any]) -> Iterator[kdb.DPolygon]:
    half = wire["width"] / 2
    for start, end in pairwise(wire["pts"]):
        if start != end:
            path = kdb.DPath([kdb.DPoint(*start), kdb.DPoint(*end)], wire["width"])
            path.round = True
            path.bgn_ext = path.end_ext = half
            yield path.polygon()


def _disc(land: dict[str, Any]) -> kdb.DPolygon:
    x, y, half = land["x"], land["y"], land["d"] / 2
    return kdb.DPolygon.ellipse(kdb.DBox(x - half, y - half, x + half, y + half), _CORNERS)
