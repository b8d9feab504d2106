"""The package from above: die, pads, wiring of every level, vias, parts and balls."""

from collections import Counter
from typing import Final

from padwright.export.exporter import Delivery
from padwright.export.frame_plan import (
    draw_inner_pegs,
    draw_lower_face,
    draw_wires,
    frame_entries,
)
from padwright.export.lettering import length_words
from padwright.export.palette import (
    MUTED,
    PAPER,
    level_colour,
    mixed,
    supply_colours,
)
from padwright.export.pane import draw_heading
from padwright.export.plan_parts import draw_parts, draw_units, part_entries
from padwright.export.sheet import (
    NO_NET,
    SIGNAL,
    Sheet,
    draw_axes,
    draw_ball,
    draw_body,
    draw_key,
    draw_plan_scale,
    draw_size,
    region_path,
)
from padwright.export.svg import Picture, element, group, label, rect, tooltip
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model import drawings

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_KEY_WIDTH: Final = 250.0
_MOST_LEVELS: Final = 99


def plan_picture(delivery: Delivery) -> Picture:
    """Return the picture of the package in its frame; titles name nets under the pointer."""
    box_nm = delivery.built.masks.body.box_nm
    wide_nm, tall_nm = box_nm[2] - box_nm[0], box_nm[3] - box_nm[1]
    room = _WIDTH - 2 * _MARGIN - _KEY_WIDTH - 120
    scale = min(room / wide_nm, 1.2 * room / tall_nm)
    sheet = Sheet(box_nm, _MARGIN + 30, 118, scale)
    title = f"{delivery.design.name}: plan"
    under = f"{side_words(delivery)}; rest the pointer on a part to read its net"
    key_x = _WIDTH - _MARGIN - _KEY_WIDTH
    parts = [
        draw_heading(_MARGIN, _WIDTH - _MARGIN, title, under, "true to scale"),
        draw_body(delivery.plan.balls, sheet),
        *_draw_inside(delivery, sheet),
        draw_axes(delivery.plan.balls, sheet),
        draw_size(sheet),
        _draw_keys(delivery, key_x),
        draw_plan_scale(sheet, key_x, sheet.bottom_px - 6),
    ]
    height = max(sheet.bottom_px + 60, 118 + 22 * (len(delivery.design.supplies) + 12))
    return Picture(_WIDTH, height, title, "".join(parts))


def side_words(delivery: Delivery) -> str:
    """Return from which side a picture in the frame of the package looks at it."""
    if delivery.plan.pegs:
        return "seen from the die's side, through the package; the balls hang below"
    return "seen from the ball side"


def _draw_inside(delivery: Delivery, sheet: Sheet) -> list[str]:
    """Return what is in the body, from what lies lowest to what is to be seen over it."""
    dies, pads = _draw_dies(delivery, sheet), _draw_pads(delivery, sheet)
    balls = _draw_balls(delivery, sheet)
    if delivery.plan.pegs:
        lower = draw_lower_face(delivery, sheet)
        pegs, wires = draw_inner_pegs(delivery, sheet), draw_wires(delivery, sheet)
        return [lower, group([dies], opacity=0.55), balls, pegs, pads, wires]
    levels = [_draw_level(delivery, level, sheet) for level in levels_drawn(delivery)]
    units = draw_units(delivery, sheet) if delivery.design.units else ""
    placed = delivery.plan.passives or delivery.design.components
    parts = draw_parts(delivery, sheet) if placed else ""
    return [units, dies, *levels, pads, balls, parts]


def levels_drawn(delivery: Delivery) -> list[int]:
    """Return the wiring levels that have a drawing, from the die up."""
    known = delivery.built.masks.drawings
    return [level for level in range(1, _MOST_LEVELS) if drawings.wiring(level) in known]


def _draw_dies(delivery: Delivery, sheet: Sheet) -> str:
    parts = []
    for die in delivery.plan.dies:
        x, y = sheet.x(die.left_nm), sheet.y(die.top_nm)
        wide = (die.right_nm - die.left_nm) * sheet.px_per_nm
        tall = (die.top_nm - die.bottom_nm) * sheet.px_per_nm
        size = (
            f"{length_words(die.right_nm - die.left_nm)} by "
            f"{length_words(die.top_nm - die.bottom_nm)}, {length_words(die.thickness_nm)} thick"
        )
        outline = rect(x, y, wide, tall, fill="#dfe5ea", stroke="#3b4754", stroke_width=1)
        parts.append(group([tooltip(f"die {die.name}: {size}"), outline]))
    return group(parts)


def _draw_level(delivery: Delivery, level: int, sheet: Sheet) -> str:
    """Return the wiring of a level, one path a net, and the holes under it."""
    known = delivery.built.masks.drawings
    wiring = known[drawings.wiring(level)]
    tints = supply_colours(delivery.design.supplies)
    colour = level_colour(level)
    paths = [
        element(
            "path",
            tooltip(f"{net}, level {level}"),
            d=region_path(region, sheet),
            fill=mixed(colour, tints[net], 0.75) if net in tints else colour,
            fill_rule="evenodd",
        )
        for net, region in wiring.labelled
        if region
    ]
    rest = _unlabelled(wiring)
    bare = (
        [element("path", tooltip("no net"), d=region_path(rest, sheet), fill="#b9c0c7")]
        if rest
        else []
    )
    holes = known.get(drawings.via_openings(level))
    vias = (
        [
            element(
                "path",
                tooltip(f"holes under level {level}"),
                d=region_path(holes.region, sheet),
                fill=mixed(colour, "#000000", 0.55),
            )
        ]
        if holes and holes.region
        else []
    )
    return group([*bare, *paths, *vias], opacity=0.92)


def _unlabelled(mask: Mask) -> Region:
    return mask.region - Region.union(region for _, region in mask.labelled)


def _draw_pads(delivery: Delivery, sheet: Sheet) -> str:
    parts = []
    for pad in delivery.plan.pads:
        wide, tall = pad.width_nm * sheet.px_per_nm, pad.height_nm * sheet.px_per_nm
        x, y = sheet.x(pad.x_nm) - wide / 2, sheet.y(pad.y_nm) - tall / 2
        outline = rect(
            x,
            y,
            wide,
            tall,
            fill="#ffffff" if pad.net is None else "none",
            stroke="#1d2733",
            stroke_width=0.5,
        )
        parts.append(group([tooltip(f"{pad.pin}: {pad.net or 'not bonded'}"), outline]))
    return group(parts)


def _draw_balls(delivery: Delivery, sheet: Sheet) -> str:
    tints = supply_colours(delivery.design.supplies)
    diameter_nm = delivery.design.terminals.diameter_nm
    parts = []
    for ball in delivery.plan.balls:
        fill = NO_NET if ball.net is None else tints.get(ball.net, SIGNAL)
        pale = mixed(fill, PAPER, 0.45)
        parts.append(draw_ball(ball, sheet, diameter_nm, pale, opacity=0.75))
    return group(parts)


def supply_entries(delivery: Delivery) -> list[tuple[str, str, str]]:
    """Return the key of the balls: each supply with its number of balls, signals, and the rest."""
    tints = supply_colours(delivery.design.supplies)
    counts = Counter(ball.net for ball in delivery.plan.balls)
    entries = [(colour, net, _balls(counts[net])) for net, colour in tints.items() if counts[net]]
    signals = sum(count for net, count in counts.items() if net is not None and net not in tints)
    entries.append((SIGNAL, "signals", _balls(signals)))
    if counts[None]:
        entries.append((NO_NET, "no net", _balls(counts[None])))
    return entries


def _balls(count: int) -> str:
    return "1 ball" if count == 1 else f"{count} balls"


def _draw_keys(delivery: Delivery, x_px: float) -> str:
    levels = [
        (level_colour(level), f"wiring level {level}", "") for level in levels_drawn(delivery)
    ]
    holes = (mixed(level_colour(1), "#000000", 0.55), "holes to the level below", "")
    die = ("#dfe5ea", ", ".join(die.name for die in delivery.plan.dies), "die")
    parts = [die, *levels, holes, *part_entries(delivery)]
    if delivery.plan.pegs:
        parts = [die, *frame_entries(delivery)]
    balls = supply_entries(delivery)
    top = 118.0
    return (
        label(x_px, top, "Balls", size_px=12, weight="600", fill=MUTED)
        + draw_key(balls, x_px, top + 14, _KEY_WIDTH)
        + label(x_px, top + 40 + 22 * len(balls), "Parts", size_px=12, weight="600", fill=MUTED)
        + draw_key(parts, x_px, top + 54 + 22 * len(balls), _KEY_WIDTH)
    )
