"""The masks of a planned and routed package: all that the factory is given."""

from collections.abc import Mapping
from dataclasses import replace

from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.model.terminals import land_level, land_nm, own_openings, standing_nm
from padwright.plan.plan import PlacedBall, Plan
from padwright.route.masks.base_drawing import base_masks
from padwright.route.masks.frame_drawing import draw_frame_masks
from padwright.route.masks.passives import with_parts
from padwright.route.masks.sheet import Sheet, die_masks
from padwright.route.planes.metal import with_metal
from padwright.route.routing import Routing, Via


def draw_masks(
    design: Design, plan: Plan, routing: Routing, levels: int, *, evened: bool = True
) -> Masks:
    """Return the masks of a routed package, drawn as they go to the mask shop.

    Each mask's ``labelled`` tells for which net a piece was drawn. Their names are those of
    `padwright.model.drawings`.

    Parameters
    ----------
    levels
        Number of wiring levels on which the routing was made.
    evened
        Whether degassing holes and fill are drawn, which join and part nothing.
    """
    if design.technology.frame is not None:
        masks = draw_frame_masks(design, plan, routing)
        return replace(masks, drawings={**masks.drawings, **dict(base_masks(design))})
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    street_nm = design.technology.rules.street_nm.value
    last = land_level(design, levels)
    sheets: dict[str, Sheet] = {}
    for level in range(1, last + 1):
        sheets[drawings.via_openings(level)] = Sheet()
        sheets[drawings.wiring(level)] = Sheet()
        if design.technology.inner_passivation and level < last:
            sheets[drawings.inner_openings(level)] = Sheet()
    if design.passivation:
        sheets[drawings.PASSIVATION_OPENINGS] = Sheet()
    if own_openings(design):
        sheets[drawings.TERMINALS] = Sheet()
    _draw_pads(design, plan, sheets)
    _draw_terminals(design, plan, sheets, levels)
    _draw_routing(design, routing, sheets)
    made = dict(die_masks(plan)) | dict(base_masks(design))
    made |= {name: sheet.mask() for name, sheet in sheets.items()}
    masks = Masks(
        panel=Region.box(
            left_nm - street_nm, bottom_nm - street_nm, right_nm + street_nm, top_nm + street_nm
        ),
        body=Region.box(left_nm, bottom_nm, right_nm, top_nm),
        drawings=made,
    )
    masks = with_parts(masks, design, plan, levels)
    return with_metal(masks, design, plan, routing, levels, evened=evened).masks


def _draw_pads(design: Design, plan: Plan, sheets: Mapping[str, Sheet]) -> None:
    rules = design.technology.rules
    opening, lowest = sheets[drawings.via_openings(1)], sheets[drawings.wiring(1)]
    for pad in plan.pads:
        if pad.net is not None:
            opening.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_opening_nm.value)
            lowest.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_land_nm)


def _draw_terminals(design: Design, plan: Plan, sheets: Mapping[str, Sheet], levels: int) -> None:
    """Draw lands and openings; lands on a level of their own stand on a post each."""
    rules = design.technology.rules
    last = land_level(design, levels)
    highest, routed = sheets[drawings.wiring(last)], sheets[drawings.wiring(levels)]
    names = (drawings.PASSIVATION_OPENINGS, drawings.TERMINALS)
    windows = [sheets[name] for name in names if name in sheets]
    for ball in plan.balls:
        highest.disc(ball.net, ball.x_nm, ball.y_nm, land_nm(design))
        for window in windows:
            window.disc(ball.net, ball.x_nm, ball.y_nm, standing_nm(design))
        if last > levels and ball.net is not None:
            routed.disc(ball.net, ball.x_nm, ball.y_nm, rules.via_land_nm)
            _draw_hole(design, sheets, ball, last)


def _draw_hole(
    design: Design, sheets: Mapping[str, Sheet], at: Via | PlacedBall, level: int
) -> None:
    """Draw the hole under a wiring level, and what lets it through an inner passivation."""
    rules = design.technology.rules
    diameter_nm = rules.via_opening_nm.value
    sheets[drawings.via_openings(level)].disc(at.net, at.x_nm, at.y_nm, diameter_nm)
    passed = sheets.get(drawings.inner_openings(level - 1))
    if passed is not None:
        wider_nm = diameter_nm + 2 * rules.overlay_nm.value
        passed.disc(at.net, at.x_nm, at.y_nm, wider_nm)


def _draw_routing(design: Design, routing: Routing, sheets: Mapping[str, Sheet]) -> None:
    rules = design.technology.rules
    for wire in routing.wires:
        sheets[drawings.wiring(wire.level + 1)].wire(wire.net, wire.points_nm, wire.width_nm)
    for via in routing.vias:
        for level in range(via.lower_level, via.upper_level + 1):
            land = sheets[drawings.wiring(level + 1)]
            land.disc(via.net, via.x_nm, via.y_nm, rules.via_land_nm)
            if level > via.lower_level:
                _draw_hole(design, sheets, via, level + 1)
