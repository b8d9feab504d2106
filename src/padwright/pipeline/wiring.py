"""The second stage: from a plan to its wiring, kept in the run folder."""

from padwright.base.digest import digest
from padwright.base.progress import Report, silent
from padwright.model.package import Design
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.identity import stage_key
from padwright.pipeline.result import Result, provenance
from padwright.pipeline.stored import plan_to_data, wiring_from_data, wiring_to_data
from padwright.plan.plan import Plan
from padwright.route.from_plan import Router, Wiring, route_plan
from padwright.route.problem import RoutingProblem
from padwright.route.reading.wiring_file import EarlierWiring, read_wiring
from padwright.route.router import route
from padwright.route.routing import Routing


def routed(
    design: Design,
    plan: Result[Plan],
    folder: RunFolder | None = None,
    *,
    report: Report = silent,
) -> Result[Wiring]:
    """Return the wiring of a plan."""
    inputs = {**plan.provenance.inputs, "plan": digest(plan_to_data(plan.value))}
    key = stage_key("routing", inputs) if folder else ""
    held = folder.load("routing", key) if folder else None
    if held is not None:
        report("route", 1, 1, "kept from an earlier run")
        return Result(wiring_from_data(held), provenance("routing", inputs))
    earlier = None
    if design.routing.keep is not None:
        nets = [name for name, _ in plan.value.nets]
        earlier = read_wiring(design.earlier_wiring, design.routing.keep, nets)
    router = _router(design, earlier)
    stages: list[str] = []
    router = _keeping(router, folder, key, stages) if folder else router
    fewest = 1 if earlier is None else earlier.levels
    wiring = route_plan(design, plan.value, router, at_least=fewest, report=report)
    if folder:
        folder.save("routing", key, wiring_to_data(wiring))
        for stage in dict.fromkeys(stages):
            folder.drop(stage, key)
    return Result(wiring, provenance("routing", inputs))


def _keeping(plain: Router, folder: RunFolder, key: str, stages: list[str]) -> Router:
    """Return the router with each try kept, because one may take minutes; adds to ``stages``."""

    def router(problem: RoutingProblem, report: Report) -> Routing:
        stage = f"routing-of-{problem.name}-on-{problem.levels}"
        stages.append(stage)
        held = folder.load(stage, key)
        if held is not None:
            return wiring_from_data(held).routing
        routing = plain(problem, report)
        held = wiring_to_data(Wiring(routing, problem.levels, ()))
        folder.save(stage, key, held)
        return routing

    return router


def _router(design: Design, earlier: EarlierWiring | None) -> Router:
    """Return the router, which keeps what can stay of an earlier wiring of the same problem."""

    def router(problem: RoutingProblem, report: Report) -> Routing:
        before = None if earlier is None else earlier.of(problem, design.name)
        return route(problem, angles=design.routing.angles, before=before, report=report)

    return router
