"""The router: sketch, relax, finish, verify; what could not be placed cleanly is data.

No violation is ever returned: what the exact check of `padwright.route.judging.verify` finds
sends the lines back to the sketch with more room asked for, and at last takes nets out.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from padwright.base.arrays import Floats
from padwright.base.errors import CancelledError
from padwright.base.progress import Report, silent
from padwright.model.routing_spec import Angles
from padwright.route.again.rerouting import route_again
from padwright.route.assigning.assignment import assigned
from padwright.route.assigning.free import Choice, choose, settled
from padwright.route.assigning.suited import choices
from padwright.route.bundles.demands import has_demands, route_with_demands
from padwright.route.ground.mesh import Ground, survey
from padwright.route.judging.clean import Gap, as_stopped, untouched, with_straight, without
from padwright.route.judging.validity import check
from padwright.route.judging.verify import Violation, open_nets, violations
from padwright.route.octilinear.tries import straightened
from padwright.route.problem import RoutingProblem
from padwright.route.relaxing.necks import pins
from padwright.route.relaxing.rounding import smoothed
from padwright.route.relaxing.settle import ROUGH_PART, settle
from padwright.route.relaxing.steiner import weave
from padwright.route.relaxing.taut import tauten
from padwright.route.relaxing.thinning import thin
from padwright.route.relaxing.wiring import Joint, Land, draw, loosen, point_step_nm, wall_pieces
from padwright.route.routing import (
    STOPPED,
    Routing,
    RoutingCancelledError,
    Unrouted,
    Via,
    Wire,
)
from padwright.route.rules_at import Limits, margin_nm, via_between, without_classes_of_mates
from padwright.route.sketching.cuts import first_full_gap
from padwright.route.sketching.improve import complete, improve
from padwright.route.sketching.lines import Task, plan_lines
from padwright.route.sketching.more_room import ask_for_room
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.sketch import (
    STEPS,
    Sketch,
    start_sketch,
)
from padwright.route.sketching.slide import pull
from padwright.route.sketching.ways import plant_courses
from padwright.route.trials import Approach, best_of

_ATTEMPTS = 4
_SMOOTHING_SWEEPS = 30
#: Improvement tries lines one by one, and what it finds is drawn anew: not for more than so many.
_MOST_IMPROVED = 2000
#: A sketch of more lines is drawn no more than twice: what is too near then goes.
_MOST_REDRAWN, _LARGE_ATTEMPTS = 5000, 2
#: A sketch that is shorter by less than this part is not drawn again.
_WORTH = 1.5e-4
#: What is reported before the lines relax: their chains, trees, and trees drawn taut.
_DRAWING_STEPS = 3
#: The second and later negotiations only mend what the first one left too near.
_REPAIR = Effort(passes=20, patience=4)
#: With one repair alone, more is put into it: passes over few lines are quick.
_LARGE_REPAIR = Effort(passes=40, patience=12)


def route(
    problem: RoutingProblem,
    *,
    angles: Angles = "any",
    before: Routing | None = None,
    report: Report = silent,
    time_limit_s: float | None = None,
    proofs: bool = True,
) -> Routing:
    """Route a problem; the result has no violation, and what is missing in it is listed.

    Parameters
    ----------
    problem
        What to route; see `RoutingProblem`.
    angles
        "octilinear" for segments at 0, 45, 90 and 135 degrees alone.
    before
        Wiring of an earlier state of the problem, of which as much stays as can
        (`padwright.route.again.rerouting`).
    report
        Told of progress; may raise `CancelledError`.
    time_limit_s
        Wall time after which no further round is begun. Without it, or when it is not reached,
        equal problems give equal results.
    proofs
        Whether a proof is searched for each net that stays open, and other ways where there is
        none.

    Raises
    ------
    InputError
        When the problem cannot be used (see `padwright.route.judging.validity.check`).
    RoutingCancelledError
        When the report raised a `CancelledError`; it carries the best clean wiring until then.
    """
    check(problem)
    end_s = np.inf if time_limit_s is None else time.monotonic() + time_limit_s

    def router(its_angles: Angles, *, proved: bool) -> Callable[[RoutingProblem], Routing]:
        def rest(other: RoutingProblem) -> Routing:
            left_s = max(0.0, end_s - time.monotonic())
            return route(
                other, angles=its_angles, report=report, time_limit_s=left_s, proofs=proved
            )

        return rest

    def out_of_time() -> bool:
        return time.monotonic() > end_s

    if before is not None:
        afresh, partly = (router(angles, proved=proved) for proved in (True, False))
        return route_again(
            problem, before, afresh, partly, report, angles=angles, out_of_time=out_of_time
        )
    plain = router("any", proved=proofs)
    if angles == "octilinear":
        return _octilinear(problem, plain, report)
    if not problem.nets:
        return Routing(problem.wires, problem.vias, ())
    asks_more = has_demands(problem)

    @cache
    def with_demands(*, thoroughly: bool) -> Routing:
        return _with_demands(problem, router("any", proved=thoroughly), report, out_of_time)

    def tried(approach: Approach) -> Routing:
        try:
            if asks_more:
                return with_demands(thoroughly=approach != Approach())
            return _tried(problem, approach, report, out_of_time)
        except RoutingCancelledError:
            raise
        except CancelledError as stopped:  # before anything was placed
            reached = untouched(problem)
            if not asks_more and len(problem.terminals) <= 2 * _MOST_IMPROVED:  # takes no second
                reached = _tried(problem, approach, silent, lambda: True)
            raise RoutingCancelledError.of(stopped, reached) from stopped

    # what is proved of thick lines that stand for several nets says nothing of the nets
    asked = without_classes_of_mates(problem) if asks_more else problem
    # without proofs nobody can tell whether another way would help
    return best_of(asked, tried, report, out_of_time) if proofs else tried(Approach())


def _tried(
    problem: RoutingProblem, approach: Approach, report: Report, out_of_time: Callable[[], bool]
) -> Routing:
    """Route nets without demands in one way."""
    ground = survey(problem, many_sites=approach.many_sites, report=report)
    choice = choose(problem, ground, report, out_of_time)
    problem = choice.problem
    task = plan_lines(problem, ground)
    if not len(task.lines):
        return _with_choice(Routing(problem.wires, problem.vias, ()), choice)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    plant_courses(ground.mesh, sketch, choice.courses)
    reached = untouched(problem)
    is_drawn = False
    is_large = len(task.lines) > _MOST_REDRAWN
    attempts = _LARGE_ATTEMPTS if is_large else _ATTEMPTS
    try:
        for attempt in range(attempts):
            report("route", attempt, attempts, "topology")
            repair = _LARGE_REPAIR if is_large else _REPAIR
            effort = approach.effort if attempt == 0 else repair
            negotiate(ground.mesh, sketch, report, out_of_time, effort)
            complete(ground.mesh, sketch, report, out_of_time)
            pull(ground.mesh, sketch, _SMOOTHING_SWEEPS, report)
            report("route", attempt, attempts, "geometry")
            drawn = _drawn(problem, ground, task, sketch, report, out_of_time)
            found = violations(problem, drawn, report)
            clean = without(problem, drawn, found, _gaps(ground, sketch, task))
            if not is_drawn or len(clean.unrouted) < len(reached.unrouted):
                reached, is_drawn = clean, True
            if out_of_time():
                break
            if not found:
                reached = _shortened(problem, ground, task, sketch, reached, report, out_of_time)
                break
            if attempt + 1 < attempts:
                ask_for_room(ground, sketch, task, found, at_once=is_large)
        if not out_of_time() and not is_large:
            reached = smoothed(problem, with_straight(problem, reached), report)
        report("route", attempts, attempts, "done")
    except CancelledError as error:
        if not is_drawn and len(task.lines) <= _MOST_IMPROVED:  # it takes no second
            negotiate(ground.mesh, sketch, silent, lambda: True, Effort(passes=0))
            drawn = _drawn(problem, ground, task, sketch, silent, lambda: True)
            reached = without(problem, drawn, violations(problem, drawn), {})
        reached = as_stopped(problem, reached)
        raise RoutingCancelledError.of(error, _with_choice(reached, choice)) from error
    result = _with_choice(reached, choice)
    if out_of_time():  # what was not tried to the end is tried again when it goes on from here
        left = (replace(each, reason=STOPPED) for each in result.unrouted)
        result = replace(result, unrouted=tuple(left))
    return result


def _octilinear(
    problem: RoutingProblem, plain: Callable[[RoutingProblem], Routing], report: Report
) -> Routing:
    """Route at any angle and straighten; nets of pools keep the lands that they got."""
    first = plain(problem)
    fixed = assigned(problem, first)
    known = {net.name for net in fixed.nets}
    left = tuple(each for each in first.unrouted if each.net not in known)
    start = replace(
        first,
        unrouted=tuple(each for each in first.unrouted if each.net in known),
        assignment=(),
    )

    def judged(drawn: Routing, found: list[Violation]) -> Routing:
        return without(fixed, drawn, found, {})

    result = straightened(fixed, start, judged, plain, report)
    missing = {each.net for each in result.unrouted}
    return replace(
        result,
        unrouted=(*result.unrouted, *left),
        assignment=tuple(pair for pair in first.assignment if pair[0] not in missing),
    )


def _with_demands(
    problem: RoutingProblem,
    plain: Callable[[RoutingProblem], Routing],
    report: Report,
    out_of_time: Callable[[], bool],
) -> Routing:
    """Route a problem with pairs and the like; nets of pools get their lands beforehand.

    Lands that suit pairs and groups are tried first; where they leave nets open, the nearest ones.
    """
    best: Routing | None = None
    for choice in choices(problem, survey(problem, report=report), report, out_of_time):
        try:
            result = route_with_demands(settled(choice), plain, report)
        except RoutingCancelledError as stopped:
            reached = best if best is not None else _with_choice(stopped.routing, choice)
            raise RoutingCancelledError.of(stopped, reached) from stopped
        result = _with_choice(result, choice)
        if best is None or len(result.unrouted) < len(best.unrouted):
            best = result
        if not best.unrouted or out_of_time():
            break
    return best if best is not None else Routing(problem.wires, problem.vias, ())


def _with_choice(routing: Routing, choice: Choice) -> Routing:
    """Return a routing with the lands that nets of pools got, and the nets that got none."""
    reason = "no land of its pool can be reached between the lines that are placed"
    left = tuple(Unrouted(name, reason, None) for name in choice.left)
    missing = {each.net for each in routing.unrouted}
    return replace(
        routing,
        unrouted=(*routing.unrouted, *left),
        assignment=tuple(pair for pair in choice.assignment if pair[0] not in missing),
    )


def _shortened(
    problem: RoutingProblem,
    ground: Ground,
    task: Task,
    sketch: Sketch,
    legal: Routing,
    report: Report,
    out_of_time: Callable[[], bool],
) -> Routing:
    """Return the legal routing of a sketch, or a shorter one when there is one that is as good."""
    if len(task.lines) > _MOST_IMPROVED:
        return legal
    gained_nm = improve(ground.mesh, sketch, report, out_of_time)
    if gained_nm < _WORTH * 1000 * legal.length_um:
        return legal
    pull(ground.mesh, sketch, _SMOOTHING_SWEEPS, report)
    drawn = _drawn(problem, ground, task, sketch, report, out_of_time)
    if drawn.length_um >= legal.length_um or violations(problem, drawn):
        return legal
    left = open_nets(problem, drawn)
    if left != [each.net for each in legal.unrouted]:
        return legal
    return replace(drawn, unrouted=legal.unrouted)


def _drawn(
    problem: RoutingProblem,
    ground: Ground,
    task: Task,
    sketch: Sketch,
    report: Report,
    out_of_time: Callable[[], bool],
) -> Routing:
    """Return the wiring of the sketch at full clearance, as far as that went."""
    report("route", 0, _DRAWING_STEPS, "strands")
    pinned = pins(ground, sketch)
    strands, lands = draw(ground, sketch, pinned)
    joints: dict[tuple[int, int], Joint] = {}
    if problem.rules.via_in_land and problem.rules.stacked_vias:
        joints = loosen(ground, strands, lands, task.limits)
    report("route", 1, _DRAWING_STEPS, "strands")
    strands, lands = weave(ground, sketch, strands, lands, joints, pinned)
    still = [land for land in lands if (land.net, land.vertex) not in joints]
    discs = np.concatenate([task.discs, _via_discs(ground, task.limits, still)])
    step_nm = point_step_nm(ground, sketch)
    walls = wall_pieces(problem, ground, task.limits, step_nm)
    report("route", 2, _DRAWING_STEPS, "strands")
    strands = tauten(strands, joints, discs, walls, step_nm)
    settle(strands, discs, task.corners_nm, walls, report, out_of_time, tuple(joints.values()))
    wires = tuple(
        Wire(
            problem.nets[s.net].name,
            s.level,
            round(2 * s.half_nm),
            tuple(
                map(
                    tuple,
                    thin(
                        np.rint(s.points_nm).astype(np.int64),
                        ROUGH_PART * margin_nm(s.half_nm),
                        s.pinned,
                    ).tolist(),
                )
            ),
        )
        for s in strands
    )
    # a line whose ends a moving fork brought together is no wire
    wires = tuple(wire for wire in wires if len(set(wire.points_nm)) > 1)
    vias = _vias(problem, ground, lands, joints)
    return Routing(problem.wires + wires, problem.vias + vias, ())


def _via_discs(ground: Ground, limits: Limits, lands: list[Land]) -> Floats:
    rows = [
        (
            *ground.mesh.place_nm[v.vertex],
            limits.via_land_nm[v.level] / 2,
            v.net,
            v.level,
            limits.spacing_nm[v.net, v.level],
            0,
            0,
        )
        for v in lands
    ]
    return np.array(rows, np.float64).reshape(-1, 8)


def _vias(
    problem: RoutingProblem,
    ground: Ground,
    lands: list[Land],
    joints: dict[tuple[int, int], Joint],
) -> tuple[Via, ...]:
    levels: dict[tuple[int, int], list[int]] = {}
    for land in lands:
        levels.setdefault((land.net, land.vertex), []).append(land.level)
    vias = []
    for (net, vertex), at in levels.items():
        key = net, vertex
        place = joints[key].place_nm if key in joints else ground.mesh.place_nm[vertex].tolist()
        x_nm, y_nm = map(round, place)
        name = problem.nets[net].name
        vias.append(via_between(problem, name, (x_nm, y_nm), (min(at), max(at))))
    return tuple(vias)


def _gaps(ground: Ground, sketch: Sketch, task: Task) -> dict[str, Gap]:
    """Return the full gap that stops each net of which a line has no place."""
    gaps: dict[str, Gap] = {}
    for line in np.flatnonzero(sketch.line[:, STEPS] == 0).tolist():
        gap = first_full_gap(ground.mesh, sketch, line)
        if gaps.get(task.net_names[line]) is None:
            gaps[task.net_names[line]] = gap
    return gaps
