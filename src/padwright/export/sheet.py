"""A picture seen from above: places of the package on a sheet, and what plan and ball map share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from padwright.export.lettering import fitted, length_words, nice_length_nm, text_width
from padwright.export.palette import FAINT, INK, MUTED, ink_on, mixed
from padwright.export.svg import element, group, label, line, number, rect, ring_path, tooltip
from padwright.geometry.region import Box, Region
from padwright.plan.plan import PlacedBall

_JEDEC: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,4})")
#: What balls without a net, and those of ordinary signals, are filled with.
NO_NET: Final = "#ffffff"
SIGNAL: Final = "#e8edf2"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How package coordinates become pixels: y goes up in the package and down on the sheet."""

    box_nm: Box
    left_px: float
    top_px: float
    px_per_nm: float

    def x(self, x_nm: float) -> float:
        """Return the place of a coordinate to the right."""
        return self.left_px + (x_nm - self.box_nm[0]) * self.px_per_nm

    def y(self, y_nm: float) -> float:
        """Return the place of a coordinate upwards."""
        return self.top_px + (self.box_nm[3] - y_nm) * self.px_per_nm

    @property
    def right_px(self) -> float:
        """Right edge of the box on the sheet."""
        return self.x(self.box_nm[2])

    @property
    def bottom_px(self) -> float:
        """Lower edge of the box on the sheet."""
        return self.y(self.box_nm[1])


def region_path(region: Region, sheet: Sheet) -> str:
    """Return the path data of a region."""
    return ring_path(
        [(sheet.x(x_nm), sheet.y(y_nm)) for x_nm, y_nm in ring.tolist()]
        for polygon in region.polygons()
        for ring in polygon
    )


def draw_body(balls: Sequence[PlacedBall], sheet: Sheet) -> str:
    """Return the outline of the body with a mark in the corner that is nearest to ball A1."""
    left, top = sheet.left_px, sheet.top_px
    side = min(16.0, 0.03 * (sheet.right_px - left))
    outline = rect(
        left,
        top,
        sheet.right_px - left,
        sheet.bottom_px - top,
        fill="#fbfaf6",
        stroke=INK,
        stroke_width=1,
    )
    first = next((ball for ball in balls if ball.name == "A1"), None)
    if first is None:
        return outline
    x, x_side = min(
        (left, side), (sheet.right_px, -side), key=lambda at: abs(at[0] - sheet.x(first.x_nm))
    )
    y, y_side = min(
        (top, side), (sheet.bottom_px, -side), key=lambda at: abs(at[0] - sheet.y(first.y_nm))
    )
    corner = [(x, y), (x + x_side, y), (x, y + y_side)]
    return outline + element("path", tooltip("corner of ball A1"), d=ring_path([corner]), fill=INK)


def draw_axes(balls: Sequence[PlacedBall], sheet: Sheet, *, size_px: float = 11) -> str:
    """Return row letters left of the body and column numbers above it, for balls on a grid."""
    rows: dict[str, float] = {}
    columns: dict[str, float] = {}
    for ball in balls:
        match = _JEDEC.fullmatch(ball.name)
        if match is None or ball.row is None or ball.column is None:
            continue
        rows.setdefault(match[1], sheet.y(ball.y_nm))
        columns.setdefault(match[2], sheet.x(ball.x_nm))
    letters = _spaced(rows, size_px * 1.1)
    numbers = _spaced(columns, size_px * 1.6)
    return group(
        [
            *(
                label(
                    sheet.left_px - 10,
                    y + size_px * 0.35,
                    name,
                    size_px=size_px,
                    anchor="end",
                    fill=MUTED,
                )
                for name, y in letters
            ),
            *(
                label(x, sheet.top_px - 9, name, size_px=size_px, anchor="middle", fill=MUTED)
                for name, x in numbers
            ),
        ]
    )


def _spaced(places: dict[str, float], least_px: float) -> Iterable[tuple[str, float]]:
    """Yield names that are far enough from the one before."""
    last = float("-inf")
    for name, place in sorted(places.items(), key=lambda each: each[1]):
        if place - last >= least_px:
            last = place
            yield name, place


def draw_ball(
    ball: PlacedBall, sheet: Sheet, diameter_nm: float, fill: str, *, opacity: float = 1
) -> str:
    """Return a ball with its name and, smaller, its net; the pointer shows both in full."""
    x, y = sheet.x(ball.x_nm), sheet.y(ball.y_nm)
    radius = diameter_nm / 2 * sheet.px_per_nm
    net = ball.net or "no net"
    ink = ink_on(fill)
    name_size, net_size = radius * 0.46, radius * 0.27
    if text_width(net, net_size) > 1.75 * radius:
        net_size = max(radius * 0.17, net_size * 1.75 * radius / text_width(net, net_size))
    circle = element(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill=fill,
        fill_opacity=opacity,
        stroke=mixed(fill, INK, 0.5),
        stroke_width=0.7,
        stroke_dasharray="2 2" if ball.net is None else None,
    )
    name = label(
        x, y + radius * 0.02, ball.name, size_px=name_size, anchor="middle", weight="600", fill=ink
    )
    words = fitted(net, 1.8 * radius, net_size) if ball.net else ""
    return group(
        [
            tooltip(f"{ball.name}: {net}"),
            circle,
            name,
            label(x, y + radius * 0.46, words, size_px=net_size, anchor="middle", fill=ink),
        ]
    )


def draw_size(sheet: Sheet) -> str:
    """Return the body's width below it and its height to the right, as dimension lines."""
    left, bottom, right, top = sheet.box_nm
    y, x = sheet.bottom_px + 20, sheet.right_px + 20
    across = _dimension(sheet.left_px, y, sheet.right_px, y) + label(
        (sheet.left_px + sheet.right_px) / 2,
        y + 16,
        length_words(right - left),
        size_px=12,
        anchor="middle",
    )
    middle = (sheet.top_px + sheet.bottom_px) / 2
    up = _dimension(x, sheet.top_px, x, sheet.bottom_px) + label(
        x + 6,
        middle,
        length_words(top - bottom),
        size_px=12,
        anchor="middle",
        transform=f"rotate(-90 {number(x + 16)} {number(middle)}) translate(10 0)",
    )
    return across + up


def _dimension(x1_px: float, y1_px: float, x2_px: float, y2_px: float) -> str:
    level = y1_px == y2_px
    ends = "".join(
        line(x, y - 5, x, y + 5, stroke=FAINT) if level else line(x - 5, y, x + 5, y, stroke=FAINT)
        for x, y in ((x1_px, y1_px), (x2_px, y2_px))
    )
    return line(x1_px, y1_px, x2_px, y2_px, stroke=FAINT, stroke_width=1) + ends


def draw_plan_scale(sheet: Sheet, x_px: float, y_px: float) -> str:
    """Return a level scale bar."""
    length_nm = nice_length_nm(150 / sheet.px_per_nm)
    end = x_px + length_nm * sheet.px_per_nm
    ends = f"M{x_px:.2f} {y_px - 4:.2f}V{y_px + 4:.2f}M{end:.2f} {y_px - 4:.2f}V{y_px + 4:.2f}"
    bar = element("path", d=f"{ends}M{x_px:.2f} {y_px:.2f}H{end:.2f}", stroke=INK, stroke_width=1.1)
    return bar + label(end + 8, y_px + 4, length_words(length_nm), size_px=11)


def draw_key(
    entries: Sequence[tuple[str, str, str]], x_px: float, y_px: float, width_px: float
) -> str:
    """Return a column of swatches: colour, name and a remark in muted ink."""
    parts = []
    for index, (colour, name, remark) in enumerate(entries):
        at = y_px + index * 22
        taken = text_width(remark, 11) + 12
        shown = fitted(name, width_px - 26 - taken, 12)
        parts += [
            rect(
                x_px,
                at,
                14,
                14,
                rx=7,
                fill=colour,
                stroke=mixed(colour, INK, 0.4),
                stroke_width=0.7,
            ),
            label(x_px + 24, at + 11.5, shown, size_px=12),
            label(x_px + width_px, at + 11.5, remark, size_px=11, fill=MUTED, anchor="end"),
        ]
    return group(parts)
