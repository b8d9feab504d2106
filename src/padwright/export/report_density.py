"""The share of metal in the report: a table and a map of tiles by wiring level."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, section, table, tag
from padwright.export.palette import INK, MUTED, PAPER, level_colour, mixed
from padwright.export.plan_picture import levels_drawn
from padwright.export.sheet import Sheet
from padwright.export.svg import Picture, label, rect
from padwright.geometry.tiles import Tiles, windows
from padwright.model import drawings
from padwright.model.density import density_limits
from padwright.model.package import Design

#: Width of all pictures of the report, so that their letters are of one size, and of one map.
_WIDTH_PX: Final = 1200.0
_MAP_PX: Final = 340.0
_MARGIN_PX: Final = 40.0
_TOP_PX: Final = 48.0
_BELOW_PX: Final = 50.0
#: By how much tiles are drawn larger, so that no seams are seen between them.
_SEAM_PX: Final = 1.0


def _has_even_metal(design: Design) -> bool:
    """Whether a design asks for anything that the share of metal depends on."""
    wanted = design.routing
    asked = (wanted.density, wanted.fill, wanted.degassing)
    return bool(design.planes) or any(each is not None for each in asked)


def density_table(delivery: Delivery) -> Markup:
    """Return the least, the mean and the most share of each level; nothing without planes or fill.

    Tiles lie half a tile apart, as the rule of density counts them.
    """
    if not _has_even_metal(delivery.design):
        return Markup("")
    limits, masks = density_limits(delivery.design), delivery.built.masks
    tiles = Tiles.over(masks.body.box_nm, limits.tile_nm)
    shares_of = {
        level: windows(tiles.shares(masks[drawings.wiring(level)].region))
        for level in levels_drawn(delivery)
    }
    rows: list[list[Content]] = []
    for level, shares in shares_of.items():
        fill = masks.drawings.get(drawings.fill(level))
        rows.append(
            [
                f"wiring {level}",
                f"{shares.min():.3f}",
                f"{shares.mean():.3f}",
                f"{shares.max():.3f}",
                f"{int((shares < limits.least.value).sum())} of {shares.size}",
                f"{int((shares > limits.most.value).sum())} of {shares.size}",
                str(0 if fill is None else len(fill.region)),
            ]
        )
    note = tag(
        "p",
        f"Share of metal in tiles of {limits.tile_nm / 1_000:g} µm, half a tile apart; asked for "
        f"are {limits.least.value:g} to {limits.most.value:g}. Fill is metal without a net.",
    )
    heads = ["Level", "Least", "Mean", "Most", "Tiles below", "Tiles above", "Pieces of fill"]
    picture = _maps(f"{delivery.design.name}: share of metal", tiles, shares_of)
    figure = tag("figure", Markup(picture.inline()))
    content = table(heads, rows, numeric=(1, 2, 3, 4, 5, 6))
    return section("Share of metal", "density", note, figure, content)


def _maps(title: str, tiles: Tiles, shares_of: Mapping[int, NDArray[np.float64]]) -> Picture:
    """Return the maps of all levels, three in a row: the darker a tile, the more metal it has."""
    left_nm, bottom_nm, right_nm, top_nm = tiles.within
    scale = _MAP_PX / max(right_nm - left_nm, top_nm - bottom_nm)
    in_a_row = int((_WIDTH_PX - _MARGIN_PX) // (_MAP_PX + _MARGIN_PX))
    row_px = _TOP_PX + (top_nm - bottom_nm) * scale + _BELOW_PX
    parts = []
    for place, (level, shares) in enumerate(shares_of.items()):
        row, column = divmod(place, in_a_row)
        x_px = _MARGIN_PX + column * (_MAP_PX + _MARGIN_PX)
        words = f"{shares.min():.0%} to {shares.max():.0%} of a tile is metal"
        parts += [
            label(x_px, row * row_px + 32, f"wiring {level}", size_px=13, weight="600", fill=INK),
            _map(Sheet(tiles.within, x_px, row * row_px + _TOP_PX, scale), tiles, shares, level),
            label(x_px, (row + 1) * row_px - 26, words, size_px=12, fill=MUTED),
        ]
    rows = -(-len(shares_of) // in_a_row)
    return Picture(_WIDTH_PX, rows * row_px, title, "".join(parts))


def _map(sheet: Sheet, tiles: Tiles, shares: NDArray[np.float64], level: int) -> str:
    """Return the tiles of a level; they overlap by half, so that each is drawn by its middle."""
    left_nm, bottom_nm, right_nm, top_nm = tiles.within
    width_nm, height_nm = tiles.step_nm
    columns, rows = shares.shape[1], shares.shape[0]
    # those at the edge are drawn to the edge
    x_nm = [left_nm, *(left_nm + (2 * k + 1) * width_nm // 2 for k in range(1, columns)), right_nm]
    y_nm = [bottom_nm, *(bottom_nm + (2 * k + 1) * height_nm // 2 for k in range(1, rows)), top_nm]
    return "".join(
        rect(
            sheet.x(left),
            sheet.y(top),
            (right - left) * sheet.px_per_nm + _SEAM_PX,
            (top - bottom) * sheet.px_per_nm + _SEAM_PX,
            fill=mixed(PAPER, level_colour(level), min(1.0, float(shares[row, column]))),
        )
        for row, (bottom, top) in enumerate(pairwise(y_nm))
        for column, (left, right) in enumerate(pairwise(x_nm))
    )
