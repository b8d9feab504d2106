"""The routing problem of a plan, in figures that make the drawn masks keep the rules exactly.

Circles are drawn as polygons round them, and wires one nanometre wider on either side with round
ends drawn the same way. The router is therefore told the diameters that lands really take, and a
spacing that is wider by what two wires may stand out; whatever it returns keeps the rules of the
technology on the mask, without tolerance.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from padwright.base.errors import InputError
from padwright.base.progress import Report, silent
from padwright.geometry.circle import drawn_diameter_nm, wire_overhang_nm
from padwright.geometry.region import Region
from padwright.model.package import Design
from padwright.model.terminals import routed_land_nm
from padwright.plan.passives import fewest_levels
from padwright.plan.plan import Plan
from padwright.route.boxes import corners_of
from padwright.route.frame_problem import frame_problem
from padwright.route.masks.passives import keep_outs, part_terminals
from padwright.route.net_demands import (
    classed,
    left_out,
    widest_line_nm,
    with_demands,
    within,
)
from padwright.route.planes.drops import closed_levels, mending, plane_problem, planes_levels
from padwright.route.planes.joined import joined_nets, pin_places, with_cut_planes
from padwright.route.problem import ROUNDING_NM, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Routing
from padwright.route.units import apart, merged, unit_problems

#: What `padwright.route.router.route` promises.
Router = Callable[[RoutingProblem, Report], Routing]

#: How often all is routed again with wires between the pieces of planes.
MOST_MENDINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to route a plan: its number of levels, the nets left open, and its length.

    `refused` says why the try could not even be made, such as a pad under the ball of another
    net on one level; all its nets are open then. `unmet` counts what was asked for of pairs,
    shields and lengths and could not be had.
    """

    levels: int
    unrouted: int
    length_um: float
    refused: str = ""
    unmet: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the router gave back for one problem, by the problem's name and levels."""

    problem: str
    levels: int
    routing: Routing


@dataclass(frozen=True, slots=True)
class Wiring:
    """The wiring of a package: the best routing, its levels, and all that was tried.

    ``answers`` are those of the router to the problems that the routing was made of.
    """

    routing: Routing
    levels: int
    tried: tuple[Attempt, ...]
    answers: tuple[Answer, ...] = ()


def routing_problem(design: Design, plan: Plan, levels: int) -> RoutingProblem:
    """Return the routing problem of a plan on a number of wiring levels.

    Bonded pads have their lands on the lowest level and balls on the highest. A ball without a net
    is an obstacle; a pad without a net lies under the dielectric and is none. Passives keep wiring
    out, and their lands are terminals of their nets.

    Parameters
    ----------
    levels
        Number of wiring levels, one or more.
    """
    rules = design.technology.rules
    overhang_nm = wire_overhang_nm(rules.line_width_nm.value)
    pad_land_nm = drawn_diameter_nm(rules.pad_land_nm)
    ball_land_nm = drawn_diameter_nm(routed_land_nm(design))
    terminals = [
        Terminal(pad.pin, pad.x_nm, pad.y_nm, pad_land_nm, 0)
        for pad in plan.pads
        if pad.net is not None
    ]
    terminals += [
        Terminal(ball.name, ball.x_nm, ball.y_nm, ball_land_nm, levels - 1) for ball in plan.balls
    ]
    terminals += part_terminals(plan, levels)
    widest_nm = wire_overhang_nm(widest_line_nm(design))
    problem = RoutingProblem(
        name=design.name,
        outline_nm=corners_of(design.box_nm),
        levels=levels,
        rules=RoutingRules(
            width_nm=rules.line_width_nm.value,
            spacing_nm=rules.line_space_nm.value + 2 * overhang_nm + ROUNDING_NM,
            via_land_nm=drawn_diameter_nm(rules.via_land_nm),
            edge_clearance_nm=rules.edge_clearance_nm.value + widest_nm + ROUNDING_NM,
        ),
        terminals=tuple(terminals),
        nets=tuple(
            replace(net, closed_levels=closed_levels(design, levels))
            for net in classed(design, plan.nets)
        ),
        keepouts=keep_outs(design, plan, levels),
    )
    return with_demands(problem, design)


def levels_to_try(design: Design, plan: Plan) -> range:
    """Return the numbers of wiring levels on which a plan may be routed, the fewest first."""
    if design.technology.frame is not None:
        return range(1, 2)
    fewest = max(design.fewest_wiring_levels, fewest_levels(plan.passives), planes_levels(design))
    return range(fewest, design.wiring_levels + 1)


def route_plan(
    design: Design,
    plan: Plan,
    router: Router,
    *,
    at_least: int = 1,
    report: Report = silent,
) -> Wiring:
    """Return the wiring of a plan on as few levels as complete it.

    One level is tried first, then more as far as the design allows. Where none completes all nets
    and meets all that was asked for of pairs, shields and lengths, the try with the fewest open
    nets is kept, of those the one that meets most, and of those the one with the fewest levels.
    Lines of an etched frame have one level.

    Parameters
    ----------
    at_least
        Fewer levels are not tried where the design allows so many.

    Raises
    ------
    InputError
        When the lands of two nets are closer than the spacing on every number of levels.
    """
    framed = design.technology.frame is not None
    best: Wiring | None = None
    tried: list[Attempt] = []
    refusal = InputError("a design has one wiring level or more", where="package.wiring_levels")
    numbers = levels_to_try(design, plan)
    for levels in numbers:
        if levels < min(at_least, numbers[-1]):
            continue
        answers: list[Answer] = []
        asked = _remembering(router, answers)
        try:
            problem = (
                frame_problem(design, plan) if framed else routing_problem(design, plan, levels)
            )
            routing = _with_planes(problem, design, plan, asked, report)
        except InputError as error:
            refusal = error
            tried.append(Attempt(levels, len(plan.nets), 0.0, error.problem))
            continue
        lacks = len(routing.unrouted), routing.unmet
        tried.append(Attempt(levels, lacks[0], routing.length_um, unmet=lacks[1]))
        if best is None or lacks < (len(best.routing.unrouted), best.routing.unmet):
            best = Wiring(routing, levels, (), tuple(answers))
        if lacks == (0, 0):
            break
    if best is None:
        raise refusal
    return replace(best, tried=tuple(tried))


def _remembering(router: Router, answers: list[Answer]) -> Router:
    """Return a router that puts down what it gave back."""

    def asked(problem: RoutingProblem, report: Report) -> Routing:
        routing = router(problem, report)
        answers.append(Answer(problem.name, problem.levels, routing))
        return routing

    return asked


def _with_planes(
    problem: RoutingProblem, design: Design, plan: Plan, router: Router, report: Report
) -> Routing:
    """Return a routing in which the nets of planes are joined as drawn, as far as can be.

    A plane that signals cut into pieces is mended by wires between them, and all is routed again;
    shields then keep off pieces that no pin of their net is on.
    """
    if not design.planes and not design.rails:
        return _routed(problem, design, router, report)
    lines: tuple[tuple[str, str], ...] = ()
    stranded: dict[tuple[str, int], Region] = {}
    turn = 0
    while True:
        asked = plane_problem(problem, design, lines, stranded)
        name = f"{problem.name}-mended-{turn}" if turn else problem.name
        answer = _routed(within(replace(asked.problem, name=name)), design, router, report)
        routing = asked.answer(answer)
        routing = replace(routing, notes=(*routing.notes, *left_out(asked.problem)))
        cut = joined_nets(design, plan, routing, problem.levels)
        more = tuple(
            line
            for each in cut.values()
            for line in mending(each.pins, pin_places(design, plan, problem.levels))
            if line not in lines
        )
        lost = {
            (net, level): metal
            for net, each in cut.items()
            for level, metal in each.stranded.items()
        }
        turn += 1
        if not (more or lost) or turn > MOST_MENDINGS:
            return with_cut_planes(design, routing, cut)
        lines += more
        for key, metal in lost.items():
            stranded[key] = metal | stranded.get(key, Region.empty())


def _routed(problem: RoutingProblem, design: Design, router: Router, report: Report) -> Routing:
    """Return the routing of a problem, unit by unit where the body is cut into units."""
    if not design.units:
        return router(problem, report)
    problems = unit_problems(problem, design.units)
    return merged((router(each, report) for each in problems), apart(problem, design.units))
