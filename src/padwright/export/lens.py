"""A place of a cut that is enlarged beside it, with its letter, its scale and its names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padwright.export.cutting import Cut
from padwright.export.lettering import length_words, nice_length_nm, text_width
from padwright.export.palette import ACCENT, INK, PAPER
from padwright.export.pane import draw_layer_names, draw_pane
from padwright.export.pane_frame import Materials, Pane
from padwright.export.svg import TIMES, element, label, line, pill, rect

#: Height of an enlarged window.
LENS_HEIGHT: Final = 260.0
#: Between one window with its names and the next.
_BETWEEN_PX: Final = 28


@dataclass(frozen=True, slots=True)
class Lens:
    """A window to enlarge: its letter, what it shows, and where names go.

    `mark_px` is how far over the window's mark its letter stands; below zero it stands under it.
    """

    letter: str
    says: str
    from_nm: float
    to_nm: float
    low_nm: float
    high_nm: float
    names_width_px: float
    mark_px: float = 12.0


def draw_lenses(
    lenses: Sequence[Lens],
    shown: Cut,
    strip: Pane,
    materials: Materials,
    place_px: tuple[float, float, float],
) -> str:
    """Return windows side by side, all of one width, with their marks on the strip.

    Parameters
    ----------
    place_px
        Left and upper edge of the row, and its width with the names of the last window.
    """
    left_px, top_px, width_px = place_px
    names_px = sum(each.names_width_px for each in lenses)
    gaps_px = _BETWEEN_PX * (len(lenses) - 1)
    room_px = (width_px - gaps_px - names_px) / max(1, len(lenses))
    parts = []
    for lens in lenses:
        parts.append(draw_lens(lens, shown, strip, materials, (left_px, top_px, room_px)))
        left_px += room_px + lens.names_width_px + _BETWEEN_PX
    return "".join(parts)


def draw_lens(
    lens: Lens,
    shown: Cut,
    strip: Pane,
    materials: Materials,
    place_px: tuple[float, float, float],
) -> str:
    """Return the mark of a window on the strip, and the window itself.

    Parameters
    ----------
    place_px
        Left and upper edge and width of the window.
    """
    x_px, top_px, width_px = place_px
    half_nm = (lens.high_nm - lens.low_nm) * width_px / LENS_HEIGHT / 2
    pane = Pane(
        lens.from_nm - half_nm, lens.to_nm + half_nm, lens.low_nm, lens.high_nm,
        x_px, top_px, width_px, LENS_HEIGHT,
    )  # fmt: skip
    mark_x, mark_y = strip.x(pane.from_nm), strip.y(pane.high_nm)
    wide, tall = strip.x(pane.to_nm) - mark_x, strip.y(pane.low_nm) - mark_y
    marked = rect(mark_x, mark_y, wide, tall, fill="none", stroke=ACCENT, stroke_width=1)
    letter = pill(mark_x + wide / 2, mark_y - lens.mark_px, lens.letter, fill=ACCENT)
    caption = pill(x_px + 8, top_px - 16, lens.letter, fill=ACCENT) + label(
        x_px + 24, top_px - 12, lens.says, size_px=12.5, weight="600"
    )
    times = pane.px_per_nm / strip.px_per_nm
    aside = label(
        x_px + width_px, top_px - 12, f"{times:.3g} {TIMES}", size_px=11, anchor="end", fill=INK
    )
    beside = lens.names_width_px > 0
    names = draw_layer_names(shown, pane, materials, beside=beside, room_px=6)
    window = draw_pane(shown, pane, materials, f"detail-{lens.letter}")
    return marked + letter + caption + aside + window + names + draw_bar(pane)


def draw_bar(pane: Pane, *, on_right: bool = False) -> str:
    """Return a level scale bar under a window, at its left edge or its right one."""
    across_nm = nice_length_nm(min(120, 0.35 * pane.width_px) / pane.px_per_nm)
    across_px, words = across_nm * pane.px_per_nm, length_words(across_nm)
    x, y = pane.left_px, pane.bottom_px + 10
    if on_right:
        x = pane.right_px - across_px - 6 - text_width(words, 11)
    end = x + across_px
    ends = f"M{x:.2f} {y - 3:.2f}V{y + 3:.2f}M{end:.2f} {y - 3:.2f}V{y + 3:.2f}"
    bar = element(
        "path",
        d=f"{ends}M{x:.2f} {y:.2f}H{end:.2f}",
        stroke=INK,
        stroke_width=1.1,
    )
    return bar + label(end + 6, y + 4, words, size_px=11)


def draw_knee(pane: Pane, at_nm: float) -> str:
    """Return the dashed line where the cut turns."""
    x = pane.x(at_nm)
    dashes = line(
        x, pane.top_px, x, pane.bottom_px, stroke=INK, stroke_width=0.5, stroke_dasharray="2 3"
    )
    mark = element("path", d=f"M{x - 4:.2f} {pane.top_px:.2f}h8l-4 6z", fill=INK, stroke=PAPER)
    return dashes + mark
