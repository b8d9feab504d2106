"""The routing problem of an etched frame: lines of ink on the second face, from peg to peg.

What is routed is the ink; the etch makes the metal of a line narrower than its ink, by the undercut
on either side. Inner pegs, from which lines start, and outer pegs are lands; the die's pad, which
lies on the same face, is kept out of.
"""

from padwright.geometry.circle import drawn_diameter_nm, wire_overhang_nm
from padwright.model.package import Design
from padwright.plan.pegs import frame_of, land_space_nm, line_mask_nm, paddle_box
from padwright.plan.plan import Plan
from padwright.route.boxes import corners_of
from padwright.route.problem import (
    ROUNDING_NM,
    Keepout,
    Net,
    RoutingProblem,
    RoutingRules,
    Terminal,
)


def frame_problem(design: Design, plan: Plan) -> RoutingProblem:
    """Return the routing problem of a plan with pegs, on one level.

    A ball without a net is an obstacle.
    """
    rules, frame = design.technology.rules, frame_of(design)
    width_nm = line_mask_nm(design)
    overhang_nm = wire_overhang_nm(width_nm)
    peg_nm = drawn_diameter_nm(frame.peg_land_nm)
    ball_nm = drawn_diameter_nm(rules.ball_land_nm.value)
    ends: dict[str, list[str]] = {}
    for peg in plan.pegs:
        ends.setdefault(peg.net, []).append(f"peg {peg.name}")
    for ball in plan.balls:
        if ball.net is not None:
            ends.setdefault(ball.net, []).append(f"ball {ball.name}")
    return RoutingProblem(
        name=design.name,
        outline_nm=corners_of(design.box_nm),
        levels=1,
        rules=RoutingRules(
            width_nm=width_nm,
            spacing_nm=land_space_nm(design),
            via_land_nm=peg_nm,
            edge_clearance_nm=rules.edge_clearance_nm.value + overhang_nm + ROUNDING_NM,
        ),
        terminals=(
            *(Terminal(f"peg {each.name}", each.x_nm, each.y_nm, peg_nm, 0) for each in plan.pegs),
            *(
                Terminal(f"ball {each.name}", each.x_nm, each.y_nm, ball_nm, 0)
                for each in plan.balls
            ),
        ),
        nets=tuple(Net(net, tuple(pins)) for net, pins in sorted(ends.items()) if len(pins) > 1),
        keepouts=(Keepout(corners_of(_grown(paddle_box(design), land_space_nm(design)))),),
    )


def _grown(box_nm: tuple[int, int, int, int], by_nm: int) -> tuple[int, int, int, int]:
    left_nm, bottom_nm, right_nm, top_nm = box_nm
    return (left_nm - by_nm, bottom_nm - by_nm, right_nm + by_nm, top_nm + by_nm)
