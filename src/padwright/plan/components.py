"""Finished parts that are placed on the package: where their terminals lie, and on which nets."""

import math
from collections.abc import Iterator

from padwright.model.package import BoxNm, Component, Design, turned
from padwright.plan.plan import PlacedComponent, PlacedTerminal


def place_components(design: Design) -> tuple[PlacedComponent, ...]:
    """Return the placed parts of a design with their terminals, which lie on the highest level."""
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
