"""The first stage: from a design to its plan, kept in the run folder."""

from padwright.base.progress import Report, silent
from padwright.model.package import Design
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.identity import stage_key
from padwright.pipeline.result import Result, provenance
from padwright.pipeline.stored import plan_from_data, plan_to_data
from padwright.plan.make import make_plan
from padwright.plan.plan import Plan
from padwright.route.assigning.reassign import reassigned


def planned(
    design: Design, folder: RunFolder | None = None, *, report: Report = silent
) -> Result[Plan]:
    """Return the plan of a design."""
    inputs = {"design": design.source_digest}
    key = stage_key("plan", inputs) if folder else ""
    held = folder.load("plan", key) if folder else None
    if held is not None:
        report("plan", 1, 1, "kept from an earlier run")
        return Result(plan_from_data(held), provenance("plan", inputs))
    plan = make_plan(design, report=report)
    if design.routing.balls == "reachable":
        plan = reassigned(design, plan, report=report)
    if folder:
        folder.save("plan", key, plan_to_data(plan))
    return Result(plan, provenance("plan", inputs))
