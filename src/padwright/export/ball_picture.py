"""The ball map as a picture: each ball at its place with its name and its net."""

from typing import Final

from padwright.export.exporter import Delivery
from padwright.export.lettering import length_words
from padwright.export.palette import FAINT, MUTED, supply_colours
from padwright.export.pane import draw_heading
from padwright.export.plan_picture import side_words, supply_entries
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
)
from padwright.export.svg import Picture, group, label, rect

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_KEY_WIDTH: Final = 230.0
#: Balls are drawn this much of the pitch wide, so that names have room.
_SHARE: Final = 0.86


def ball_picture(delivery: Delivery) -> Picture:
    """Return the picture of the ball map in the package's frame; balls are larger than true."""
    box_nm = delivery.built.masks.body.box_nm
    wide_nm, tall_nm = box_nm[2] - box_nm[0], box_nm[3] - box_nm[1]
    room = _WIDTH - 2 * _MARGIN - _KEY_WIDTH - 120
    sheet = Sheet(box_nm, _MARGIN + 30, 118, min(room / wide_nm, 1.2 * room / tall_nm))
    terminals = delivery.design.terminals
    title = f"{delivery.design.name}: ball map"
    count = len(delivery.plan.balls)
    under = (
        f"{side_words(delivery)}; {count} balls of {length_words(terminals.diameter_nm)}, "
        f"{length_words(terminals.pitch_nm)} apart, drawn larger than they are"
    )
    tints = supply_colours(delivery.design.supplies)
    balls = [
        draw_ball(
            ball,
            sheet,
            _SHARE * terminals.pitch_nm,
            NO_NET if ball.net is None else tints.get(ball.net, SIGNAL),
        )
        for ball in delivery.plan.balls
    ]
    dies = [
        rect(
            sheet.x(die.left_nm),
            sheet.y(die.top_nm),
            (die.right_nm - die.left_nm) * sheet.px_per_nm,
            (die.top_nm - die.bottom_nm) * sheet.px_per_nm,
            fill="none",
            stroke=FAINT,
            stroke_width=1,
            stroke_dasharray="5 4",
        )
        for die in delivery.plan.dies
    ]
    key_x = _WIDTH - _MARGIN - _KEY_WIDTH
    entries = supply_entries(delivery)
    parts = [
        draw_heading(_MARGIN, _WIDTH - _MARGIN, title, under),
        draw_body(delivery.plan.balls, sheet),
        *dies,
        group(balls),
        draw_axes(delivery.plan.balls, sheet),
        draw_size(sheet),
        label(key_x, 118, "Nets", size_px=12, weight="600", fill=MUTED),
        draw_key(entries, key_x, 132, _KEY_WIDTH),
        label(
            key_x,
            160 + 22 * len(entries),
            "dashed: outline of the die" if len(dies) == 1 else "dashed: outlines of the dies",
            size_px=11,
            fill=MUTED,
        ),
        draw_plan_scale(sheet, key_x, sheet.bottom_px - 6),
    ]
    height = max(sheet.bottom_px + 60, 200 + 22 * len(entries))
    return Picture(_WIDTH, height, title, "".join(parts))
