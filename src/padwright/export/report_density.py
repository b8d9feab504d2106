"""The share of metal in the report: a table and a map of tiles by wiring level."""

from typing import Final

from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, section, table, tag
from padwright.export.palette import INK, MUTED, PAPER, level_colour, mixed
from padwright.export.plan_picture import levels_drawn
from padwright.export.svg import Picture, label, rect
from padwright.geometry.tiles import Tiles, windows
from padwright.model import drawings
from padwright.model.package import Design
from padwright.route.planes.metal import density_limits

_MAP_PX: Final = 300.0
_GAP_PX: Final = 40.0
_TOP_PX: Final = 34.0


def has_even_metal(design: Design) -> bool:
    """Whether a design asks for anything that the share of metal depends on."""
    wanted = design.routing
    asked = (wanted.density, wanted.fill, wanted.degassing)
    return bool(design.planes) or any(each is not None for each in asked)


def density_table(delivery: Delivery) -> Markup:
    """Return the least, the mean and the most share of each level; nothing without planes or fill.

    Tiles lie half a tile apart, as the rule of density counts them.
    """
    if not has_even_metal(delivery.design):
        return Markup("")
    least_ratio, most_ratio, tile_nm = density_limits(delivery.design)
    masks = delivery.built.masks
    tiles = Tiles.over(masks.body.box_nm, tile_nm)
    rows: list[list[Content]] = []
    for level in levels_drawn(delivery):
        shares = windows(tiles.shares(masks[drawings.wiring(level)].region))
        fill = masks.drawings.get(drawings.fill(level))
        rows.append(
            [
                f"wiring {level}",
                f"{shares.min():.3f}",
                f"{shares.mean():.3f}",
                f"{shares.max():.3f}",
                f"{int((shares < least_ratio).sum())} of {shares.size}",
                f"{int((shares > most_ratio).sum())} of {shares.size}",
                str(0 if fill is None else len(fill.region)),
            ]
        )
    note = tag(
        "p",
        f"Share of metal in tiles of {tile_nm / 1_000:g} µm, half a tile apart; asked for are "
        f"{least_ratio:g} to {most_ratio:g}. Fill is metal without a net.",
    )
    heads = ["Level", "Least", "Mean", "Most", "Tiles below", "Tiles above", "Pieces of fill"]
    figure = tag("figure", Markup(density_picture(delivery).inline()))
    content = table(heads, rows, numeric=(1, 2, 3, 4, 5, 6))
    return section("Share of metal", "density", note, content, figure)


def density_picture(delivery: Delivery) -> Picture:
    """Return the maps of all levels side by side: the darker a tile, the more metal it has."""
    _, _, tile_nm = density_limits(delivery.design)
    masks = delivery.built.masks
    left_nm, bottom_nm, right_nm, top_nm = masks.body.box_nm
    scale = _MAP_PX / max(right_nm - left_nm, top_nm - bottom_nm)
    tiles = Tiles.over(masks.body.box_nm, tile_nm)
    parts = []
    levels = levels_drawn(delivery)
    for place, level in enumerate(levels):
        begin_px = place * (_MAP_PX + _GAP_PX)
        shares = windows(tiles.shares(masks[drawings.wiring(level)].region)).ravel()
        parts.append(label(begin_px, 20, f"wiring {level}", size_px=13, weight="600", fill=INK))
        for share, box in zip(shares.tolist(), tiles.boxes(), strict=True):
            # Tiles overlap by half: each is drawn by its middle half.
            wide, tall = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
            x_px = begin_px + (box[0] + wide / 2 - left_nm) * scale
            y_px = _TOP_PX + (top_nm - box[3] + tall / 2) * scale
            colour = mixed(PAPER, level_colour(level), min(1.0, share))
            parts.append(rect(x_px, y_px, wide * scale + 0.3, tall * scale + 0.3, fill=colour))
        tall_px = (top_nm - bottom_nm) * scale
        words = f"from {shares.min():.2f} to {shares.max():.2f}"
        parts.append(label(begin_px, _TOP_PX + tall_px + 20, words, size_px=12, fill=MUTED))
    height_px = _TOP_PX + (top_nm - bottom_nm) * scale + 30
    width_px = len(levels) * (_MAP_PX + _GAP_PX)
    return Picture(width_px, height_px, f"{delivery.design.name}: share of metal", "".join(parts))
