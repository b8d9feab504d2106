"""Finished parts that are placed on the package: where their terminals lie, and on which nets."""

import math
from collections.abc import Iterable, Iterator

from padwright.base.errors import InputError
from padwright.model.package import BoxNm, Component, Design, component_box, turned
from padwright.model.terminals import land_nm
from padwright.plan.plan import PlacedBall, PlacedComponent, PlacedTerminal


def place_components(design: Design) -> tuple[PlacedComponent, ...]:
    """Return the placed parts of a design with their terminals, which lie on the highest level.

    Raises
    ------
    InputError
        When the package is an etched frame, which has no wiring over it to solder parts to.
    """
    if design.components and design.technology.frame is not None:
        raise InputError(
            "an etched frame has no wiring over it that parts could be soldered to",
            where=f"components.{design.components[0].name}",
            fix="leave it out, or take a technology of family A or B",
        )
    return tuple(
        PlacedComponent(
            component.name,
            component.kind,
            tuple(
                PlacedTerminal(
                    str(number),
                    net,
                    (left_nm + right_nm) // 2,
                    (bottom_nm + top_nm) // 2,
                    0,
                    _round_nm(right_nm - left_nm, top_nm - bottom_nm, design),
                )
                for number, (net, (left_nm, bottom_nm, right_nm, top_nm)) in enumerate(
                    zip(component.nets, terminal_boxes(component), strict=True), 1
                )
            ),
        )
        for component in design.components
    )


def require_clear_of_balls(design: Design, balls: Iterable[PlacedBall]) -> None:
    """Raise `InputError` when a placed part lies over a terminal of the package or over its land.

    Parameters
    ----------
    balls
        The terminals of the package, whether they have a net or not.
    """
    reach_nm = max(land_nm(design), design.terminals.diameter_nm) / 2
    boxes = [(each.name, component_box(each)) for each in design.components]
    for name, (left_nm, bottom_nm, right_nm, top_nm) in boxes:
        for ball in balls:
            aside_nm = max(left_nm - ball.x_nm, ball.x_nm - right_nm, 0)
            along_nm = max(bottom_nm - ball.y_nm, ball.y_nm - top_nm, 0)
            if math.hypot(aside_nm, along_nm) < reach_nm:
                raise InputError(
                    f"it lies over the terminal {ball.name!r} or over its land",
                    where=f"components.{name}",
                    fix="move it (x, y), or leave the terminal out (terminals.forbidden)",
                )


def terminal_boxes(component: Component) -> Iterator[BoxNm]:
    """Yield the terminals of a placed part, from the left end of the unturned part to the right.

    The terminals share the length of the part evenly with the gaps between them: those at the ends
    reach to the ends, and each is as wide as half its share (a chip capacitor 1 mm long has two of
    0.25 mm; uncited default).
    """
    count, half_y_nm = len(component.nets), component.height_nm // 2
    wide_nm = component.width_nm // (2 * count)
    left_nm, span_nm = -component.width_nm // 2, component.width_nm - wide_nm
    for number in range(count):
        start_nm = left_nm + (span_nm * number // (count - 1) if count > 1 else span_nm // 2)
        one = turned(start_nm, -half_y_nm, component.rotation_deg)
        other = turned(start_nm + wide_nm, half_y_nm, component.rotation_deg)
        (low_x_nm, high_x_nm), (low_y_nm, high_y_nm) = (
            sorted(pair) for pair in zip(one, other, strict=True)
        )
        yield (
            component.x_nm + low_x_nm,
            component.y_nm + low_y_nm,
            component.x_nm + high_x_nm,
            component.y_nm + high_y_nm,
        )


def _round_nm(width_nm: int, height_nm: int, design: Design) -> int:
    """Return the diameter of the circle round the land of a terminal, which the router sees."""
    more_nm = 2 * design.technology.rules.land_enclosure_nm.value
    across_nm = math.ceil(math.hypot(width_nm + more_nm, height_nm + more_nm))
    return across_nm + across_nm % 2
