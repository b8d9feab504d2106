"""Elements of SVG pictures: text is escaped, and numbers are as short as can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from padwright.export.lettering import text_width
from padwright.export.palette import INK, PAPER
from padwright.export.xml_text import escaped

#: The faces of a system that have the widths that `lettering` reckons with, or nearly.
FONTS: Final = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', system-ui, sans-serif"
#: The multiplication sign, which looks like the letter x in code.
TIMES: Final = "\N{MULTIPLICATION SIGN}"
#: An attribute's value; None leaves the attribute out.
Value: TypeAlias = str | float | None


def number(value: float) -> str:
    """Return a number with at most two decimals, as short as can be."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def element(tag: str, *children: str, **attributes: Value) -> str:
    """Return an element; an underscore in an attribute's name stands for a hyphen.

    Children are markup and must be escaped already; attribute values are escaped here.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="'
        f'{escaped(value) if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def label(x_px: float, y_px: float, text: str, *, size_px: float = 12, **attributes: Value) -> str:
    """Return a text with its baseline at a height; `anchor` and `weight` are short names."""
    renamed = {"anchor": "text_anchor", "weight": "font_weight"}
    given = {renamed.get(name, name): value for name, value in attributes.items()}
    return element("text", escaped(text), x=x_px, y=y_px, font_size=size_px, **given)


def haloed(x_px: float, y_px: float, text: str, *, size_px: float = 12, **attributes: Value) -> str:
    """Return a text that stays readable on any ground: with a rim in the colour of paper."""
    rim: dict[str, Value] = {
        "stroke": PAPER,
        "stroke_width": 3,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
        "stroke_opacity": 0.85,
    }
    return label(x_px, y_px, text, size_px=size_px, **(rim | attributes))


def line(x1_px: float, y1_px: float, x2_px: float, y2_px: float, **attributes: Value) -> str:
    """Return a straight line."""
    return element("line", x1=x1_px, y1=y1_px, x2=x2_px, y2=y2_px, **attributes)


def rect(x_px: float, y_px: float, width_px: float, height_px: float, **attributes: Value) -> str:
    """Return a rectangle."""
    return element("rect", x=x_px, y=y_px, width=width_px, height=height_px, **attributes)


def group(children: Iterable[str], **attributes: Value) -> str:
    """Return a group, or nothing when it has no children."""
    joined = "".join(children)
    return element("g", joined, **attributes) if joined else ""


def ring_path(rings: Iterable[Iterable[tuple[float, float]]]) -> str:
    """Return the data of a path of closed rings."""
    parts = []
    for ring in rings:
        points = [f"{number(x)} {number(y)}" for x, y in ring]
        if points:
            parts.append(f"M{'L'.join(points)}Z")
    return "".join(parts)


def tooltip(text: str) -> str:
    """Return a title, which viewers show while the pointer rests on its parent."""
    return element("title", escaped(text))


def pill(x_px: float, y_px: float, text: str, *, size_px: float = 11, fill: str = INK) -> str:
    """Return a short white text on a rounded ground, centred at a point."""
    width = text_width(text, size_px, bold=True) + 10
    ground = rect(
        x_px - width / 2, y_px - size_px * 0.78, width, size_px * 1.5, rx=size_px * 0.75, fill=fill
    )
    return ground + label(
        x_px,
        y_px + size_px * 0.33,
        text,
        size_px=size_px,
        anchor="middle",
        weight="600",
        fill=PAPER,
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture: its size in pixels, what it shows, and its elements."""

    width_px: float
    height_px: float
    title: str
    body: str

    def inline(self) -> str:
        """Return the picture for a page of HTML."""
        return self._element(xmlns=None)

    def to_bytes(self) -> bytes:
        """Return the picture as a file of its own."""
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return (head + self._element(xmlns="http://www.w3.org/2000/svg") + "\n").encode()

    def _element(self, xmlns: str | None) -> str:
        return element(
            "svg",
            tooltip(self.title),
            rect(0, 0, self.width_px, self.height_px, fill=PAPER),
            self.body,
            xmlns=xmlns,
            viewBox=f"0 0 {number(self.width_px)} {number(self.height_px)}",
            width=self.width_px,
            height=self.height_px,
            role="img",
            font_family=FONTS,
            fill=INK,
        )
