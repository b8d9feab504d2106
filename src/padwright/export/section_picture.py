"""The picture of a cross-section along any line, at true or exaggerated height."""

from typing import Final, Literal

from padwright.export.cutting import Cut, cut_along
from padwright.export.exporter import Delivery
from padwright.export.frame_line import stepped_line
from padwright.export.lens import draw_knee
from padwright.export.lettering import length_words
from padwright.export.palette import ACCENT, MUTED
from padwright.export.pane import (
    draw_heading,
    draw_layer_names,
    draw_legend,
    draw_pane,
    draw_scale,
)
from padwright.export.pane_frame import Materials, Pane
from padwright.export.section_line import telling_line, telling_stretch
from padwright.export.svg import TIMES, Picture, label, line, rect
from padwright.geometry.section import Point
from padwright.process.built import Built

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_NAMES_WIDTH: Final = 220.0
#: The strip of the whole package is made narrower rather than higher than this.
_STRIP_HEIGHT: Final = 170.0
#: Shape of the main window: width over height.
_ASPECT: Final = 2.3
#: A thicker base than this share of what stands on it is broken off in the main window.
_BASE_SHARE: Final = 0.3
#: Wires this near to a straight cut are shown in it, seen across.
_WIRES_WITHIN_NM: Final = 250_000
_SCALES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

HeightScale = float | Literal["auto"]


def section_svg(
    built: Built,
    materials: Materials,
    start_nm: Point,
    end_nm: Point,
    *,
    height_scale: HeightScale = 1,
    title: str = "Cross-section",
) -> Picture:
    """Return the picture of what was built, cut along a straight line.

    Parameters
    ----------
    built, materials
        What was made, and its materials by their ids.
    start_nm, end_nm
        The ends of the line, seen from above.
    height_scale
        How much taller than true the picture is; ``"auto"`` chooses the round number that gives a
        picture about half as high as wide.
    title
        Heading of the picture.
    """
    shown = cut_along(built.structure, (start_nm, end_nm), wires_within_nm=_WIRES_WITHIN_NM)
    picture = SectionPicture(shown, built, materials, title)
    under = line_words(start_nm, end_nm)
    if shown.wires:
        under += f", with wires up to {length_words(_WIRES_WITHIN_NM)} beside it"
    return picture.drawn(0.0, shown.length_nm, height_scale, under=under)


def cross_section(delivery: Delivery) -> Picture:
    """Return the picture of the most telling cut through a package."""
    stepped = stepped_line(delivery) if delivery.plan.pegs else None
    if stepped is not None:
        return _stepped(delivery, *stepped)
    start_nm, end_nm = telling_line(delivery)
    shown = cut_along(delivery.built.structure, (start_nm, end_nm))
    length_nm = stretch_length_nm(shown)
    from_nm, to_nm = telling_stretch(delivery, start_nm, end_nm, length_nm)
    materials = delivery.design.technology.all_materials
    picture = SectionPicture(
        shown, delivery.built, materials, f"{delivery.design.name}: cross-section"
    )
    return picture.drawn(from_nm, to_nm, 1, under=line_words(start_nm, end_nm))


def _stepped(delivery: Delivery, points_nm: tuple[Point, ...], ends: str) -> Picture:
    """Return the picture of a frame cut along a stepped line, its first stretch enlarged."""
    shown = cut_along(delivery.built.structure, points_nm)
    materials = delivery.design.technology.all_materials
    picture = SectionPicture(
        shown, delivery.built, materials, f"{delivery.design.name}: cross-section"
    )
    under = f"stepped cut through the ways from balls {ends} to the die, unrolled at its bends"
    return picture.drawn(0.0, stretch_length_nm(shown), 1, under=under)


def line_words(start_nm: Point, end_nm: Point) -> str:
    """Return where a line lies, for people."""
    (x0, y0), (x1, y1) = start_nm, end_nm
    if y0 == y1:
        return f"cut along y = {length_words(y0)}, seen towards +y"
    if x0 == x1:
        return f"cut along x = {length_words(x0)}, from low to high y"
    ends = [f"({length_words(x)}, {length_words(y)})" for x, y in (start_nm, end_nm)]
    return f"cut from {ends[0]} to {ends[1]}"


def stretch_length_nm(shown: Cut) -> float:
    """Return how long a stretch of a cut fills the main window at true height."""
    return min(shown.length_nm, _ASPECT * 1.06 * (heights_nm(shown)[1] - broken_nm(shown)))


def broken_nm(shown: Cut) -> float:
    """Return the height at which a thick base is broken off, to leave room for the rest."""
    low_nm, high_nm = heights_nm(shown)
    bases = [part.slab.top_nm for part in shown.slabs if part.slab.bottom_nm == low_nm]
    top_nm = min(bases, default=low_nm)
    return max(low_nm, top_nm - _BASE_SHARE * (high_nm - top_nm))


def heights_nm(shown: Cut) -> tuple[float, float]:
    """Return the lowest and the highest point in a cut."""
    lows = [float(part.slab.bottom_nm) for part in shown.slabs]
    lows += [each.body.outline_nm[0][0] for each in shown.bodies]
    highs = [float(part.slab.top_nm) for part in shown.slabs]
    highs += [each.body.outline_nm[-1][0] for each in shown.bodies]
    return min(lows, default=0), max(highs, default=1.0)


class SectionPicture:
    """One cut, with an overview strip when only a stretch of it is shown large."""

    def __init__(self, shown: Cut, built: Built, materials: Materials, title: str) -> None:
        self.shown = shown
        self.materials = materials
        self.title = title
        self.after = built.moments[-1].step.name if built.moments else "nothing"

    def drawn(
        self, from_nm: float, to_nm: float, height_scale: HeightScale, *, under: str
    ) -> Picture:
        """Return the picture of the stretch between two distances."""
        left, right = _MARGIN, _WIDTH - _MARGIN
        low_nm, high_nm = heights_nm(self.shown)
        parts: list[str] = []
        top = 96.0
        main_width = right - left - _NAMES_WIDTH
        if to_nm - from_nm < 0.999 * self.shown.length_nm:
            strip, top = self._overview(left, right, top, (from_nm, to_nm), main_width)
            parts.append(strip)
            low_nm = broken_nm(self.shown)
        knees = [each for each in self.shown.knees_nm if from_nm < each < to_nm]
        tall_nm = 1.06 * (high_nm - low_nm)
        scale = self._height_scale(height_scale, to_nm - from_nm, tall_nm)
        height = tall_nm * main_width / (to_nm - from_nm) * scale
        broken = low_nm > heights_nm(self.shown)[0]
        pane = Pane(from_nm, to_nm, low_nm, low_nm + tall_nm, left, top, main_width, height, broken)
        parts += [
            draw_pane(self.shown, pane, self.materials, "section-main"),
            *(draw_knee(pane, each) for each in knees),
            draw_layer_names(self.shown, pane, self.materials),
            draw_scale(pane, pane.right_px + 34, pane.bottom_px - 8),
        ]
        legend, legend_height = draw_legend(
            self.shown, self.materials, left, pane.bottom_px + 28, right - left, low_nm
        )
        aside = "true to scale" if scale == 1 else f"heights {TIMES} {scale:g}"
        heading = draw_heading(
            left, right, self.title, f"{under}; as built, after step {self.after}", aside
        )
        bottom = pane.bottom_px + 28 + legend_height + 16
        return Picture(_WIDTH, bottom, self.title, heading + "".join(parts) + legend)

    def _height_scale(self, wanted: HeightScale, length_nm: float, tall_nm: float) -> float:
        if wanted != "auto":
            return wanted
        ideal = length_nm / tall_nm / _ASPECT
        return max((each for each in _SCALES if each <= max(1.0, ideal)), default=1)

    def _overview(
        self,
        left_px: float,
        right_px: float,
        top_px: float,
        stretch: tuple[float, float],
        main_width_px: float,
    ) -> tuple[str, float]:
        """Return the strip of the whole cut, with the stretch marked and led to the main window."""
        low_nm, high_nm = heights_nm(self.shown)
        length_nm = self.shown.length_nm
        width = min(right_px - left_px, _STRIP_HEIGHT * length_nm / (high_nm - low_nm))
        height = (high_nm - low_nm) / length_nm * width
        pane = Pane(0, length_nm, low_nm, high_nm, left_px, top_px, width, height)
        begin, end = pane.x(stretch[0]), pane.x(stretch[1])
        below = pane.bottom_px + 44
        marked = rect(
            begin,
            top_px - 5,
            end - begin,
            height + 10,
            fill="none",
            stroke=ACCENT,
            stroke_width=1.2,
        )
        for x, to in ((begin, left_px), (end, left_px + main_width_px)):
            marked += line(x, pane.bottom_px + 5, to, below, stroke=ACCENT, stroke_width=0.8)
        words = f"the whole package, {length_words(length_nm)}"
        across = length_words(stretch[1] - stretch[0])
        words_y = pane.bottom_px + 20
        if pane.right_px + 200 < right_px:
            said = label(pane.right_px + 16, pane.bottom_px - 4, words, size_px=11, fill=MUTED)
        else:
            said = _beside(left_px, right_px, begin, end, words, words_y)
        said += label(
            (begin + end) / 2,
            words_y,
            across,
            size_px=11,
            fill=ACCENT,
            anchor="middle",
            weight="600",
        )
        return draw_pane(self.shown, pane, self.materials, "section-strip") + marked + said, below


def _beside(
    left_px: float, right_px: float, begin_px: float, end_px: float, text: str, y_px: float
) -> str:
    """Put a text under the strip on the side where the leaders leave more room."""
    if begin_px - left_px > right_px - end_px:
        return label(left_px, y_px, text, size_px=11, fill=MUTED)
    return label(right_px, y_px, text, size_px=11, fill=MUTED, anchor="end")
