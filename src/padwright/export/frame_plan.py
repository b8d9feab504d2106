"""Etched frames in the plan: lines, pegs, the die's pad and wires, as their drawings have them."""

from collections.abc import Iterable
from typing import Final

from padwright.export.exporter import Delivery
from padwright.export.palette import INK, PAPER, material_colour, mixed, supply_colours
from padwright.export.sheet import Sheet, region_path
from padwright.export.svg import element, group, line, tooltip
from padwright.geometry.masks import Mask
from padwright.model import drawings

#: How far lines and pegs are paled, so that names on them can be read.
_PALE: Final = 0.25


def draw_lower_face(delivery: Delivery, sheet: Sheet) -> str:
    """Return what is etched at the second face: lines, outer pegs and the die's pad."""
    known = delivery.built.masks.drawings
    metal = _metal(delivery)
    parts = [
        *_by_net(delivery, known.get(drawings.OUTER_PEGS), sheet, "outer peg", metal),
        *_by_net(delivery, known.get(drawings.LINES), sheet, "line", mixed(metal, PAPER, _PALE)),
    ]
    paddle = known.get(drawings.DIE_PADDLE)
    if paddle is not None:
        parts.append(
            element(
                "path",
                tooltip("the die's pad"),
                d=region_path(paddle.region, sheet),
                fill=metal,
                stroke=mixed(metal, INK, 0.4),
                stroke_width=0.8,
            )
        )
    return group(parts)


def draw_inner_pegs(delivery: Delivery, sheet: Sheet) -> str:
    """Return the finishes of the inner pegs."""
    mask = delivery.built.masks.drawings.get(drawings.INNER_PEGS)
    return group(_by_net(delivery, mask, sheet, "inner peg", "#efe3c0"))


def draw_wires(delivery: Delivery, sheet: Sheet) -> str:
    """Return the wires as built, each as wide as it is."""
    parts = []
    for wire in delivery.built.structure.wires:
        (x0, y0, _), (x1, y1, _) = wire.points_nm[0], wire.points_nm[-1]
        colour = material_colour(wire.material, delivery.design.technology.all_materials)
        width = max(1.4, wire.diameter_nm * sheet.px_per_nm)
        ends = (sheet.x(x0), sheet.y(y0), sheet.x(x1), sheet.y(y1))
        edge = mixed(colour, INK, 0.6)
        parts += [
            line(*ends, stroke=edge, stroke_width=width + 1.2, stroke_linecap="round"),
            line(*ends, stroke=colour, stroke_width=width, stroke_linecap="round"),
        ]
    return group(parts)


def frame_entries(delivery: Delivery) -> list[tuple[str, str, str]]:
    """Return the key of a frame's parts: colour, name and number."""
    metal = _metal(delivery)
    wires = delivery.built.structure.wires
    known = delivery.design.technology.all_materials
    entries = [
        ("#efe3c0", "inner pegs", str(len(delivery.plan.pegs))),
        (mixed(metal, PAPER, _PALE), "lines under their ink", ""),
        (metal, "outer pegs, the die's pad", ""),
    ]
    if wires:
        entries.append((material_colour(wires[0].material, known), "wires", str(len(wires))))
    return entries


def _metal(delivery: Delivery) -> str:
    frame = delivery.design.technology.frame
    sheet = delivery.design.technology.materials.base if frame is None else frame.sheet
    return material_colour(sheet, delivery.design.technology.all_materials)


def _by_net(
    delivery: Delivery, mask: Mask | None, sheet: Sheet, what: str, colour: str
) -> Iterable[str]:
    """Yield one path a net, supplies in their tints."""
    tints = supply_colours(delivery.design.supplies)
    for net, region in () if mask is None else mask.labelled:
        fill = mixed(colour, tints[net], 0.6) if net in tints else colour
        yield element(
            "path",
            tooltip(f"{what} of {net}"),
            d=region_path(region, sheet),
            fill=fill,
            fill_rule="evenodd",
            stroke=mixed(fill, INK, 0.4),
            stroke_width=0.6,
        )
