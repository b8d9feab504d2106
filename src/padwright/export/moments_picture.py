"""A package built moment by moment: the same cut after chosen steps, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padwright.base.errors import InputError, nearest
from padwright.export.cutting import Cut, cut_along
from padwright.export.lens import draw_bar
from padwright.export.lettering import fitted, text_width
from padwright.export.palette import INK, MUTED
from padwright.export.pane import draw_heading, draw_legend, draw_pane
from padwright.export.pane_frame import Materials, Pane
from padwright.export.section_picture import heights_nm
from padwright.export.svg import Picture, label, pill
from padwright.geometry.section import Point
from padwright.geometry.slab import Role, Slab
from padwright.process.built import Built

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_GAP: Final = 28.0
_CAPTION: Final = 34.0
#: How much of a base or a plate is shown beyond everything that it carries.
_BEYOND_NM: Final = 60_000
#: Parts that are broken off beyond what they carry.
_CARRIERS: Final = frozenset({Role.BASE, Role.PLATE})


@dataclass(frozen=True, slots=True)
class ShownMoment:
    """A step by its name, and a few words on what is seen after it."""

    step: str
    words: str


@dataclass(frozen=True, slots=True)
class CutLine:
    """The line of a cut, seen from above, and where the stretch of it begins that rows show.

    Wires are shown that run within a distance beside it.
    """

    points_nm: tuple[Point, ...]
    from_nm: float = 0.0
    wires_within_nm: int = 0


@dataclass(frozen=True, slots=True)
class _Moment:
    number: int
    shown: ShownMoment
    cut: Cut


def moments_svg(
    built: Built,
    materials: Materials,
    line: CutLine,
    moments: Sequence[ShownMoment],
    *,
    title: str,
    under: str = "",
) -> Picture:
    """Return the picture of a package cut along one line after each of some steps.

    All windows have one scale, and heights are those of the package's one frame. There are two in a
    row, which show a stretch of the line; the last one is as wide as the picture and shows all of
    it. Base and plate are broken off beyond what they carry.

    Parameters
    ----------
    built, materials
        What was made, and its materials by their ids.
    line
        Where it is cut.
    moments
        The steps after which it is cut, in the order in which they are shown; one or more.
    title, under
        Heading of the picture and the line of explanation under it.

    Raises
    ------
    InputError
        When the flow has no step of a name.
    """
    found = [_moment(built, each, line) for each in moments]
    low_nm = _low_nm(found)
    whole = _WIDTH - 2 * _MARGIN
    half = (whole - _GAP) / 2
    px_per_nm = whole / found[0].cut.length_nm
    *small, last = found
    rows = [small[begin : begin + 2] for begin in range(0, len(small), 2)]
    top = 84.0
    parts = [draw_heading(_MARGIN, _WIDTH - _MARGIN, title, under, "true to scale")]
    pane = None
    for row in [*rows, [last]]:
        width, begin_nm = (whole, 0.0) if row[0] is last else (half, line.from_nm)
        heights = (max(low_nm, min(heights_nm(each.cut)[0] for each in row)), _high_nm(row))
        tall_nm = 1.06 * (heights[1] - heights[0])
        for column, each in enumerate(row):
            lowest_nm, highest_nm = heights_nm(each.cut)
            pane = Pane(
                begin_nm,
                begin_nm + width / px_per_nm,
                heights[0],
                heights[0] + tall_nm,
                _MARGIN + column * (half + _GAP),
                top + _CAPTION,
                width,
                tall_nm * px_per_nm,
                broken=lowest_nm < heights[0],
                broken_above=highest_nm > heights[0] + tall_nm,
            )
            parts.append(_caption(each, pane))
            parts.append(draw_pane(each.cut, pane, materials, f"moment-{each.number}"))
        top += _CAPTION + tall_nm * px_per_nm + 12
    if pane is not None:
        parts.append(draw_bar(pane))
    legend, tall = draw_legend(_every(found), materials, _MARGIN, top + 30, whole, low_nm)
    return Picture(_WIDTH, top + 30 + tall + 12, title, "".join(parts) + legend)


def _moment(built: Built, shown: ShownMoment, line: CutLine) -> _Moment:
    numbers = {moment.step.name: number for number, moment in enumerate(built.moments, start=1)}
    if shown.step not in numbers:
        raise InputError(f"there is no step {shown.step!r}", fix=nearest(shown.step, numbers))
    number = numbers[shown.step]
    structure = built.moments[number - 1].structure
    cut = cut_along(structure, line.points_nm, wires_within_nm=line.wires_within_nm)
    return _Moment(number, shown, cut)


def _low_nm(found: list[_Moment]) -> float:
    """Return the height below which nothing but a base or a plate is ever seen."""
    lows = [float(slab.bottom_nm) for each in found for slab in _carried(each)]
    lows += [body.body.outline_nm[0][0] for each in found for body in each.cut.bodies]
    lowest = min(heights_nm(each.cut)[0] for each in found)
    return max(lowest, min(lows, default=lowest) - _BEYOND_NM)


def _high_nm(row: list[_Moment]) -> float:
    """Return the height over which a row shows nothing but a plate."""
    highs = [float(slab.top_nm) for each in row for slab in _carried(each)]
    highs += [body.body.outline_nm[-1][0] for each in row for body in each.cut.bodies]
    wires = [wire.wire for each in row for wire in each.cut.wires]
    loops = [max(up for _, up in each.points_nm) + each.wire.diameter_nm for each in wires]
    highest = max([*(heights_nm(each.cut)[1] for each in row), *loops])
    highs += loops
    return min(highest, max(highs, default=highest) + _BEYOND_NM)


def _carried(moment: _Moment) -> list[Slab]:
    return [part.slab for part in moment.cut.slabs if part.slab.role not in _CARRIERS]


def _caption(moment: _Moment, pane: Pane) -> str:
    """Return the number and name of a step over its window, and what is seen after it."""
    badge, y = f"{moment.number}", pane.top_px - 12
    half = text_width(badge, 11, bold=True) / 2 + 5
    x = pane.left_px + 2 * half + 8
    name = fitted(moment.shown.step, pane.width_px / 2, 13, bold=True)
    after = x + text_width(name, 13, bold=True) + 10
    words = fitted(moment.shown.words, pane.right_px - after, 12)
    return (
        pill(pane.left_px + half, y - 4, badge, size_px=11)
        + label(x, y, name, size_px=13, weight="600", fill=INK)
        + label(after, y, words, size_px=12, fill=MUTED)
    )


def _every(found: list[_Moment]) -> Cut:
    """Return one cut with the parts of all moments, for the legend."""
    return Cut(
        found[0].cut.points_nm,
        tuple(part for each in found for part in each.cut.slabs),
        tuple(body for each in found for body in each.cut.bodies),
        (),
        tuple(wire for each in found for wire in each.cut.wires),
    )
