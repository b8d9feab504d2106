"""The masks of a planned and routed package: all that the factory is given."""

from collections.abc import Mapping

from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.plan.plan import Plan
from padwright.route.frame_drawing import draw_frame_masks
from padwright.route.routing import Routing
from padwright.route.sheet import Sheet, die_masks


def draw_masks(design: Design, plan: Plan, routing: Routing, levels: int) -> Masks:
    """Return the masks of a routed package, drawn as they go to the mask shop.

    Each mask's ``labelled`` tells for which net a piece was drawn. Their names are those of
    `padwright.model.drawings`.

    Parameters
    ----------
    levels
        Number of wiring levels on which the routing was made.
    """
    if design.technology.frame is not None:
        return draw_frame_masks(design, plan, routing)
    rules = design.technology.rules
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    street_nm = rules.street_nm.value
    sheets: dict[str, Sheet] = {}
    for level in range(1, levels + 1):
        sheets[drawings.via_openings(level)] = Sheet()
        sheets[drawings.wiring(level)] = Sheet()
    sheets[drawings.PASSIVATION_OPENINGS] = Sheet()
    _draw_lands(design, plan, sheets, levels)
    _draw_routing(design, routing, sheets)
    made = dict(die_masks(plan))
    made |= {name: sheet.mask() for name, sheet in sheets.items()}
    return Masks(
        panel=Region.box(
            left_nm - street_nm, bottom_nm - street_nm, right_nm + street_nm, top_nm + street_nm
        ),
        body=Region.box(left_nm, bottom_nm, right_nm, top_nm),
        drawings=made,
    )


def _draw_lands(design: Design, plan: Plan, sheets: Mapping[str, Sheet], levels: int) -> None:
    rules = design.technology.rules
    opening, lowest = sheets[drawings.via_openings(1)], sheets[drawings.wiring(1)]
    for pad in plan.pads:
        if pad.net is not None:
            opening.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_opening_nm.value)
            lowest.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_land_nm)
    highest, window = sheets[drawings.wiring(levels)], sheets[drawings.PASSIVATION_OPENINGS]
    for ball in plan.balls:
        highest.disc(ball.net, ball.x_nm, ball.y_nm, rules.ball_land_nm.value)
        window.disc(ball.net, ball.x_nm, ball.y_nm, rules.ball_opening_nm.value)


def _draw_routing(design: Design, routing: Routing, sheets: Mapping[str, Sheet]) -> None:
    rules = design.technology.rules
    for wire in routing.wires:
        sheets[drawings.wiring(wire.level + 1)].wire(wire.net, wire.points_nm, wire.width_nm)
    for via in routing.vias:
        for level in range(via.lower_level, via.upper_level + 1):
            land = sheets[drawings.wiring(level + 1)]
            land.disc(via.net, via.x_nm, via.y_nm, rules.via_land_nm)
            if level > via.lower_level:
                hole = sheets[drawings.via_openings(level + 1)]
                hole.disc(via.net, via.x_nm, via.y_nm, rules.via_opening_nm.value)
