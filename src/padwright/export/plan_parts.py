"""What the plan shows beside dies, wiring and balls: units, passives and placed parts."""

from typing import Final

from padwright.export.exporter import Delivery
from padwright.export.lettering import length_words
from padwright.export.palette import INK, PAPER
from padwright.export.sheet import Sheet, region_path
from padwright.export.svg import element, group, haloed, rect, tooltip
from padwright.geometry.region import Box, Region
from padwright.model.package import component_box
from padwright.plan.passives import drawing_of

_FILM: Final = "#5b4a3a"
_PART: Final = "#7d6f45"
_PASSIVE: Final = "#2b6b57"


def draw_units(delivery: Delivery, sheet: Sheet) -> str:
    """Return the outlines of the packages that the body is cut into; nothing where it is one."""
    return group(
        group(
            [
                tooltip(f"unit {unit.name}: {_size(unit.box_nm)}"),
                _outline(unit.box_nm, sheet, INK, "6 3"),
            ]
        )
        for unit in delivery.design.units
    )


def draw_parts(delivery: Delivery, sheet: Sheet) -> str:
    """Return outlines and names of passives and placed parts, and the film of resistors."""
    technology = delivery.design.technology
    shown = []
    for passive in delivery.plan.passives:
        drawing = drawing_of(passive, technology)
        box_nm = Region.union(drawing.keep_out.values()).box_nm
        film = Region.union(drawing.films.values())
        shown.append(
            group(
                [
                    tooltip(f"{passive.kind} {passive.name}: {_size(box_nm)} kept free of wiring"),
                    element("path", d=region_path(film, sheet), fill=_FILM) if film else "",
                    _outline(box_nm, sheet, _PASSIVE, "2 2"),
                    _name(passive.name, box_nm, sheet, _PASSIVE),
                ]
            )
        )
    for part in delivery.design.components:
        box_nm = component_box(part)
        shown.append(
            group(
                [
                    tooltip(f"{part.kind} {part.name}: {_size(box_nm)}"),
                    _outline(box_nm, sheet, _PART, None),
                    _name(part.name, box_nm, sheet, _PART),
                ]
            )
        )
    return group(shown)


def part_entries(delivery: Delivery) -> list[tuple[str, str, str]]:
    """Return the key of what these drawings show: colour, names and what they are."""
    design = delivery.design
    kinds = (
        (_PASSIVE, [each.name for each in delivery.plan.passives], "passive"),
        (_PART, [each.name for each in design.components], "part"),
        (PAPER, [each.name for each in design.units], "unit"),
    )
    return [
        (colour, ", ".join(names), what if len(names) == 1 else f"{what}s")
        for colour, names, what in kinds
        if names
    ]


def _outline(box_nm: Box, sheet: Sheet, colour: str, dashes: str | None) -> str:
    left, top = sheet.x(box_nm[0]), sheet.y(box_nm[3])
    return rect(
        left,
        top,
        sheet.x(box_nm[2]) - left,
        sheet.y(box_nm[1]) - top,
        fill="none",
        pointer_events="all",
        stroke=colour,
        stroke_width=1,
        stroke_dasharray=dashes,
    )


def _name(name: str, box_nm: Box, sheet: Sheet, colour: str) -> str:
    """Return a name over the upper left corner of a part, with paper behind its letters."""
    x, y = sheet.x(box_nm[0]), sheet.y(box_nm[3]) - 3
    return haloed(x, y, name, size_px=10, weight="600", fill=colour)


def _size(box_nm: Box) -> str:
    return f"{length_words(box_nm[2] - box_nm[0])} by {length_words(box_nm[3] - box_nm[1])}"
