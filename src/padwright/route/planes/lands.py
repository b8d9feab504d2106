"""The lands of a package by wiring level: pads, terminals, parts and vias, with their nets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Ints
from padwright.model.package import Design
from padwright.model.terminals import land_level, land_nm
from padwright.plan.plan import Plan
from padwright.route.routing import Routing


@dataclass(frozen=True, slots=True)
class Land:
    """Metal that a wire ends on or a hole stands on; `level` counts from 1.

    A land that is not round has the diameter of the circle round it.
    """

    net: str
    x_nm: int
    y_nm: int
    diameter_nm: int
    level: int
    is_round: bool = True
    is_via: bool = False


def lands_of(design: Design, plan: Plan, routing: Routing, levels: int) -> tuple[Land, ...]:
    """Return all lands, as `padwright.route.masks.drawing` draws them.

    Parameters
    ----------
    levels
        Number of wiring levels on which the routing was made.
    """
    return (*_of_pins(design, plan, levels), *_of_vias(design, plan, routing, levels))


def _of_pins(design: Design, plan: Plan, levels: int) -> Iterator[Land]:
    pad_nm = design.technology.rules.pad_land_nm
    last, ball_nm = land_level(design, levels), land_nm(design)
    for pad in plan.pads:
        if pad.net is not None:
            yield Land(pad.net, pad.x_nm, pad.y_nm, pad_nm, 1)
    for ball in plan.balls:
        yield Land(ball.net or "", ball.x_nm, ball.y_nm, ball_nm, last)
    for passive in plan.passives:
        for each in passive.terminals:
            yield Land(each.net, each.x_nm, each.y_nm, each.diameter_nm, each.level)
    for part in plan.components:
        for each in part.terminals:
            yield Land(each.net, each.x_nm, each.y_nm, each.diameter_nm, last, is_round=False)


def _of_vias(design: Design, plan: Plan, routing: Routing, levels: int) -> Iterator[Land]:
    via_nm = design.technology.rules.via_land_nm
    if land_level(design, levels) > levels:
        for ball in plan.balls:
            if ball.net is not None:
                yield Land(ball.net, ball.x_nm, ball.y_nm, via_nm, levels, is_via=True)
    for via in routing.vias:
        for level in range(via.lower_level, via.upper_level + 1):
            yield Land(via.net, via.x_nm, via.y_nm, via_nm, level + 1, is_via=True)


def ringed(lands: Iterable[Land]) -> Ints:
    """Return lands as `planes.planes` takes those that get spokes, each place once."""
    rows = {
        (each.x_nm, each.y_nm): (each.diameter_nm, each.diameter_nm if each.is_round else 0)
        for each in lands
        if not each.is_via
    }
    table = [(*place, *size) for place, size in sorted(rows.items())]
    return np.array(table, dtype=np.int64).reshape(-1, 4)
