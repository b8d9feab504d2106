"""A window on a cut: parts in their colours, scale bars and the names of layers beside it."""

from typing import Final

import numpy as np

from padwright.export.cutting import Cut, LayerDimension, Shade, layer_dimensions, shaded
from padwright.export.lettering import fitted, length_words, nice_length_nm, spread, text_width
from padwright.export.palette import (
    FAINT,
    HAIR,
    INK,
    MUTED,
    PANE,
    PAPER,
    ROLE_NAMES,
    ink_on,
    material_colour,
    material_name,
    mixed,
)
from padwright.export.pane_bodies import draw_ball, draw_wire
from padwright.export.pane_frame import Materials, Pane
from padwright.export.svg import (
    Value,
    element,
    group,
    label,
    line,
    number,
    rect,
    ring_path,
    tooltip,
)
from padwright.geometry.region import Region
from padwright.geometry.slab import Role

#: How much ink is mixed into a material's colour, so that parts of one material are told apart.
_DARKER: Final = {Role.SEED: 0.3, Role.BASE: 0.06, Role.ATTACH: 0.0, Role.LAND: 0.1}
#: Layers thinner than this are not named; parts thinner than the next are not lined.
_LEAST_PX: Final = 0.5
_THIN_PX: Final = 3.5


def shade_colour(shade: Shade, materials: Materials) -> str:
    """Return the colour of parts of one look."""
    colour = material_colour(shade.material, materials)
    return mixed(colour, INK, _DARKER.get(shade.role, 0.0))


def layer_name(shade: Shade, materials: Materials) -> str:
    """Return the name of a layer on drawings: its role, its level, and a film's material."""
    level = "" if shade.level is None else f" {shade.level}"
    if shade.role is Role.SEED:
        return f"seed{level} ({_in_a_sentence(short_name(shade.material, materials))})"
    return f"{ROLE_NAMES[shade.role]}{level}"


def short_name(material: str, materials: Materials) -> str:
    """Return a material's name without what stands in brackets."""
    return material_name(material, materials).split("(")[0].strip() or material


def _in_a_sentence(name: str) -> str:
    """Return a name without its capital, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def draw_pane(shown: Cut, pane: Pane, materials: Materials, ident: str) -> str:
    """Return the ground, the parts within the window, the balls and a hairline frame.

    `ident` tells this pane's clip paths from others in the same page.
    """
    window = Region.box(
        round(pane.from_nm), round(pane.low_nm), round(pane.to_nm), round(pane.high_nm)
    )
    parts = [_draw_part(shade, region & window, pane, materials) for shade, region in shaded(shown)]
    balls = [
        draw_ball(each, pane, materials, f"{ident}-ball{index}")
        for index, each in enumerate(shown.bodies)
        if each.to_nm > pane.from_nm and each.from_nm < pane.to_nm
    ]
    wires = [
        draw_wire(each, pane, materials, f"{ident}-wire{index}")
        for index, each in enumerate(shown.wires)
        if each.to_nm > pane.from_nm and each.from_nm < pane.to_nm
    ]
    clip = element("clipPath", _frame(pane), id=ident)
    return (
        clip
        + _frame(pane, fill=PANE)
        + group([*parts, *balls, *wires], clip_path=f"url(#{ident})")
        + _frame(pane, fill="none", stroke=FAINT, stroke_width=0.75)
        + (_torn_edge(pane, pane.bottom_px, -1) if pane.broken else "")
        + (_torn_edge(pane, pane.top_px, 1) if pane.broken_above else "")
    )


def _frame(pane: Pane, **attributes: Value) -> str:
    return rect(pane.left_px, pane.top_px, pane.width_px, pane.height_px, **attributes)


def _draw_part(shade: Shade, region: Region, pane: Pane, materials: Materials) -> str:
    if not region:
        return ""
    colour = shade_colour(shade, materials)
    rings = [
        [(pane.x(x_nm), pane.y(y_nm)) for x_nm, y_nm in ring.tolist()]
        for polygon in region.polygons()
        for ring in polygon
    ]
    thinnest = min(max(y for _, y in ring) - min(y for _, y in ring) for ring in rings)
    lined = thinnest > _THIN_PX and shade.role is not Role.TERMINAL
    names = f"{layer_name(shade, materials)}: {material_name(shade.material, materials)}"
    return element(
        "path",
        tooltip(names),
        d=ring_path(rings),
        fill=colour,
        fill_rule="evenodd",
        stroke=mixed(colour, INK, 0.45) if lined else colour,
        stroke_width=0.5 if lined else 0.25,
    )


def draw_scale(pane: Pane, left_px: float, bottom_px: float, *, most_px: float = 120) -> str:
    """Return bars for both directions, an upright and a level one from one corner."""
    across_nm = nice_length_nm(most_px / pane.px_per_nm)
    px_up_per_nm = pane.px_per_nm * pane.height_scale
    up_nm = nice_length_nm(min(most_px, 70.0) / px_up_per_nm)
    if abs(pane.height_scale - 1) < 1e-6:
        up_nm = across_nm = min(across_nm, up_nm)
    right, top = left_px + across_nm * pane.px_per_nm, bottom_px - up_nm * px_up_per_nm
    bars = f"M{left_px:.2f} {top:.2f}V{bottom_px:.2f}H{right:.2f}"
    ends = f"M{left_px - 3:.2f} {top:.2f}H{left_px + 3:.2f}"
    ends += f"M{right:.2f} {bottom_px - 3:.2f}V{bottom_px + 3:.2f}"
    drawn = element("path", d=bars + ends, fill="none", stroke=INK, stroke_width=1.1)
    if up_nm == across_nm:
        return drawn + label(left_px + 8, bottom_px - 8, length_words(across_nm), size_px=11)
    return (
        drawn
        + label(left_px + 8, bottom_px - 8, length_words(across_nm), size_px=11)
        + label(left_px + 8, top + 8, length_words(up_nm), size_px=11)
    )


def draw_layer_names(
    shown: Cut, pane: Pane, materials: Materials, *, beside: bool = True, room_px: float = 100
) -> str:
    """Return the layers' names and thicknesses: inside where they fit, else right of the pane.

    The names to the right leave some room free above the pane's lower edge; without `beside` they
    are left out.
    """
    size = 12.0
    seen = [
        each
        for each in layer_dimensions(shown, pane.from_nm, pane.to_nm)
        if each.thickness_nm * pane.px_per_nm * pane.height_scale >= _LEAST_PX
        and each.bottom_nm + each.thickness_nm > pane.low_nm
        and each.middle_nm < pane.high_nm
    ]
    seen.reverse()  # from the top down, as they are read
    inside = [text for each in seen if (text := _name_inside(each, pane, materials, size))]
    outside = [each for each in seen if beside and not _name_inside(each, pane, materials, size)]
    wanted = [pane.y(_middle_seen_nm(each, pane)) for each in outside]
    places = spread(wanted, size * 1.5, pane.top_px + size, pane.bottom_px - room_px)
    return group(
        [
            *inside,
            *(
                _name_beside(each, pane, place, materials, size)
                for each, place in zip(outside, places, strict=True)
            ),
        ]
    )


def _middle_seen_nm(layer: LayerDimension, pane: Pane) -> float:
    """Return the middle of what the pane shows of a layer's thickness."""
    low_nm = max(layer.bottom_nm, pane.low_nm)
    return (low_nm + min(layer.bottom_nm + layer.thickness_nm, pane.high_nm)) / 2


def _thickness_words(layer: LayerDimension, pane: Pane) -> str:
    """Return the thickness, or nothing where the pane cuts the layer off and so may not show it."""
    whole = pane.low_nm <= layer.bottom_nm or pane.broken
    return length_words(layer.thickness_nm) if whole else ""


def _name_inside(layer: LayerDimension, pane: Pane, materials: Materials, size_px: float) -> str:
    """Return a layer's name on the layer itself, or nothing where it does not fit."""
    name, thickness = layer_name(layer.shade, materials), _thickness_words(layer, pane)
    width = text_width(name, size_px) + 8 + text_width(thickness, size_px, bold=True)
    begin, end = max(pane.left_px, pane.x(layer.begin_nm)), min(pane.right_px, pane.x(layer.end_nm))
    middle = pane.y(_middle_seen_nm(layer, pane))
    half = min(middle - pane.top_px, pane.y(layer.bottom_nm) - middle)
    if end - begin < width + 24 or half < size_px * 0.7:
        return ""
    ink = ink_on(shade_colour(layer.shade, materials))
    x = (begin + end - width) / 2
    return label(x, middle + size_px * 0.35, name, size_px=size_px, fill=ink) + label(
        x + text_width(name, size_px) + 8,
        middle + size_px * 0.35,
        thickness,
        size_px=size_px,
        weight="600",
        fill=ink,
    )


def _name_beside(
    layer: LayerDimension, pane: Pane, place_px: float, materials: Materials, size_px: float
) -> str:
    begin, end = pane.x(layer.begin_nm), min(pane.right_px, pane.x(layer.end_nm))
    at_x, at_y = max(end - 6, (begin + end) / 2), pane.y(_middle_seen_nm(layer, pane))
    edge = pane.right_px
    text_x = edge + 30
    leader = element(
        "path",
        d=f"M{at_x:.2f} {at_y:.2f}H{edge + 4:.2f}L{edge + 20:.2f} {place_px:.2f}H{text_x - 4:.2f}",
        fill="none",
        stroke=INK,
        stroke_width=0.6,
    )
    dot = element("circle", cx=at_x, cy=at_y, r=1.6, fill=INK, stroke=PAPER, stroke_width=0.5)
    name = layer_name(layer.shade, materials)
    baseline = place_px + size_px * 0.35
    thickness_x = text_x + text_width(name, size_px) + 8
    thickness = _thickness_words(layer, pane)
    return (
        leader
        + dot
        + label(text_x, baseline, name, size_px=size_px)
        + label(thickness_x, baseline, thickness, size_px=size_px, weight="600")
    )


def _torn_edge(pane: Pane, edge_px: float, inward: int) -> str:
    """Return a torn edge of a pane; inward is 1 at the upper edge and -1 at the lower one."""
    count = max(8, round(pane.width_px / 14))
    step = pane.width_px / count
    teeth = [
        (pane.left_px + index * step, edge_px + inward * (7 if index % 2 else 2))
        for index in range(count + 1)
    ]
    beyond = edge_px - inward
    edge = [*teeth, (pane.right_px + 1, beyond), (pane.left_px - 1, beyond)]
    zigzag = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in teeth)
    return element("path", d=ring_path([edge]), fill=PAPER) + element(
        "path", d=zigzag, fill="none", stroke=INK, stroke_width=0.7
    )


def draw_legend(
    shown: Cut, materials: Materials, left_px: float, top_px: float, width_px: float, low_nm: float
) -> tuple[str, float]:
    """Return swatches with the materials' names and what they are here, and the height it takes.

    Materials that lie wholly below a height are not in the picture and are left out.
    """
    roles: dict[str, list[str]] = {}
    for part in shown.slabs:
        if part.slab.top_nm > low_nm:
            names = roles.setdefault(part.slab.material, [])
            name = ROLE_NAMES[part.slab.role]
            if name not in names:
                names.append(name)
    for body in shown.bodies:
        roles.setdefault(body.body.body.material, ["ball"])
    for wire in shown.wires:
        names = roles.setdefault(wire.wire.wire.material, [])
        if ROLE_NAMES[Role.WIRE] not in names:
            names.append(ROLE_NAMES[Role.WIRE])
    columns = max(1, min(4, int(width_px // 270)))
    cell, row = width_px / columns, 34
    parts = []
    for index, (material, names) in enumerate(roles.items()):
        x, y = left_px + index % columns * cell, top_px + index // columns * row
        colour = material_colour(material, materials)
        parts += [
            rect(
                x, y, 22, 22, rx=3, fill=colour, stroke=mixed(colour, INK, 0.45), stroke_width=0.5
            ),
            label(
                x + 32, y + 9, fitted(material_name(material, materials), cell - 44, 12), size_px=12
            ),
            label(
                x + 32, y + 23, fitted(", ".join(names), cell - 44, 10.5), size_px=10.5, fill=MUTED
            ),
        ]
    lines = int(np.ceil(len(roles) / columns))
    return group(parts), lines * row


def draw_heading(left_px: float, right_px: float, title: str, under: str, aside: str = "") -> str:
    """Return the title of a picture with a line of explanation and a hairline below."""
    return (
        label(
            left_px, 38, fitted(title, right_px - left_px, 22, bold=True), size_px=22, weight="600"
        )
        + label(
            left_px, 60, fitted(under, right_px - left_px - 260, 12.5), size_px=12.5, fill=MUTED
        )
        + label(right_px, 60, aside, size_px=12.5, fill=MUTED, anchor="end")
        + line(left_px, 74, right_px, 74, stroke=HAIR, stroke_width=1)
    )
