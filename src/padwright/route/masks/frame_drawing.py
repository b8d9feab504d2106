"""The masks of a routed etched frame: all that the factory is given."""

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.plan.pegs import frame_of, line_mask_nm, paddle_box
from padwright.plan.plan import Plan
from padwright.route.masks.sheet import Sheet, die_masks, labelled
from padwright.route.routing import Routing


def draw_frame_masks(design: Design, plan: Plan, routing: Routing) -> Masks:
    """Return the masks of a frame; nothing is mirrored, also where they lie on the second face.

    Ink covers each line and the whole outer end of the inner peg that it begins at, which the
    second etch would thin otherwise, and reaches a little over the finish of its outer peg.
    """
    frame, rules = frame_of(design), design.technology.rules
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    body = Region.box(left_nm, bottom_nm, right_nm, top_nm)
    panel = body.sized(rules.street_nm.value)
    paddle = Region.box(*paddle_box(design))
    inner, outer, ink = Sheet(), Sheet(), Sheet()
    for peg in plan.pegs:
        inner.disc(peg.net, peg.x_nm, peg.y_nm, frame.peg_diameter_nm.value)
        ink.disc(peg.net, peg.x_nm, peg.y_nm, frame.peg_land_nm)
    for ball in plan.balls:
        outer.disc(ball.net, ball.x_nm, ball.y_nm, rules.ball_land_nm.value)
    for wire in routing.wires:
        ink.wire(wire.net, wire.points_nm, line_mask_nm(design))
    outer_mask = outer.mask()
    lines = _cut(ink.mask(), outer_mask.region.sized(-frame.mask_overlap_nm.value))
    side_walls = lines.region.sized(frame.side_wall_reach_nm.value) - outer_mask.region - paddle
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in plan.pads}
    return Masks(
        panel=panel,
        body=body,
        drawings={
            **dict(die_masks(plan)),
            drawings.INNER_PEGS: inner.mask(),
            drawings.OUTER_PEGS: outer_mask,
            drawings.DIE_PADDLE: Mask(paddle),
            drawings.AROUND_PADDLE: Mask(panel - paddle),
            drawings.LINES: lines,
            drawings.SIDE_WALLS: Mask(side_walls),
            drawings.CAVITY: Mask(panel),
        },
        bonds={drawings.BONDS: tuple((*pads[peg.pad], peg.x_nm, peg.y_nm) for peg in plan.pegs)},
    )


def _cut(mask: Mask, hole: Region) -> Mask:
    """Return a mask less a region; a drawing without labels stays without."""
    return labelled({net: region - hole for net, region in mask.labelled})
