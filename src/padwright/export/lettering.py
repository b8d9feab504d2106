"""How wide text is, and where labels go so that they do not run into each other."""

from collections.abc import Sequence
from typing import Final

#: Advance widths of Helvetica in thousandths of its size, from space to tilde (Adobe's metrics).
_WIDTHS: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
#: The minus sign, as long as a plus.
MINUS: Final = "\N{MINUS SIGN}"
_OTHER: Final = 600
_BOLD: Final = 1.07


def text_width(text: str, size_px: float, *, bold: bool = False) -> float:
    """Return the width of a text in pixels, near enough for placing it."""
    thousandths = sum(_WIDTHS[ord(char) - 32] if 32 <= ord(char) < 127 else _OTHER for char in text)
    return thousandths * size_px / 1000 * (_BOLD if bold else 1.0)


def fitted(text: str, width_px: float, size_px: float, *, bold: bool = False) -> str:
    """Return a text, cut short with an ellipsis where it is wider than a width."""
    if text_width(text, size_px, bold=bold) <= width_px:
        return text
    while text and text_width(text + "…", size_px, bold=bold) > width_px:
        text = text[:-1]
    return text.rstrip() + "…"


def spread(
    wanted: Sequence[float],
    gap_px: float,
    low_px: float = float("-inf"),
    high_px: float = float("inf"),
) -> list[float]:
    """Return places at least a gap apart, in the given order, with the least sum of squared moves.

    Isotonic regression by pooling adjacent violators (Ayer et al. 1955) on the places less their
    gaps; the limits are kept where there is room, the lower one first.
    """
    pools: list[tuple[float, int]] = []
    for index, place in enumerate(wanted):
        total, count = place - index * gap_px, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier, members = pools.pop()
            total, count = total + earlier, count + members
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    last = high_px - (len(wanted) - 1) * gap_px
    return [max(low_px, min(last, place)) + index * gap_px for index, place in enumerate(flat)]


def nice_length_nm(most_nm: float) -> int:
    """Return the largest of 1, 2 or 5 times a power of ten nanometres within a length."""
    power = 1
    while power * 10 <= most_nm:
        power *= 10
    return max(each for each in (1, power, 2 * power, 5 * power) if each <= max(most_nm, 1))


def length_words(length_nm: float) -> str:
    """Return a length as a reader of drawings expects it, to four digits at most."""
    unit, per_nm = ("nm", 1.0)
    if abs(length_nm) >= 999.95:
        unit, per_nm = ("µm", 1e-3) if abs(length_nm) < 999_950 else ("mm", 1e-6)
    return f"{length_nm * per_nm:.4g} {unit}".replace("-", MINUS)
