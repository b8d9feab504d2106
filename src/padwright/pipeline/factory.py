"""The third stage: the factory, the nets that it made, and every check."""

from dataclasses import dataclass

from padwright.base.digest import digest
from padwright.base.progress import Report, silent
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.run import run_rules
from padwright.geometry.nets import Nets
from padwright.model.finding import Finding, Place, Severity
from padwright.model.package import Design
from padwright.pipeline.flows import flow_of
from padwright.pipeline.result import Result, provenance
from padwright.pipeline.stored import wiring_to_data
from padwright.plan.plan import Plan
from padwright.process.built import Built
from padwright.process.engine import run
from padwright.process.flow import Flow, flow_rows
from padwright.route.from_plan import Wiring
from padwright.route.masks.drawing import draw_masks
from padwright.route.routing import Unrouted


@dataclass(frozen=True, slots=True)
class Checked:
    """A built structure, the nets that were found in it, and everything that was found wrong."""

    built: Built
    nets: Nets
    findings: tuple[Finding, ...]


def checked(
    design: Design,
    plan: Plan,
    wiring: Result[Wiring],
    *,
    flow: Flow | None = None,
    report: Report = silent,
) -> Result[Checked]:
    """Return what the factory makes of a wiring, and everything that was found wrong with it.

    Parameters
    ----------
    flow
        The steps; None for those of the design's route.
    """
    report("draw", 0, 1, "masks")
    masks = draw_masks(design, plan, wiring.value.routing, wiring.value.levels)
    if flow is None:
        flow = flow_of(design, wiring.value.levels)
    built = run(flow, masks, design.technology.all_materials, report=report)
    report("check", 0, 1, "nets as built")
    nets = found_nets(built, plan, design)
    case = Case(built, nets, design, plan, wiring.value.routing)
    rules = run_rules(case, report=report)
    open_ways = (_left_open(each) for each in wiring.value.routing.unrouted)
    found = dict.fromkeys((*built.findings, *rules, *open_ways))
    inputs = {
        **wiring.provenance.inputs,
        "routing": digest(wiring_to_data(wiring.value)),
        "flow": digest(flow_rows(flow)),
    }
    return Result(
        Checked(built, nets, tuple(sorted(found, key=_worst_first))),
        provenance("package", inputs),
    )


def _worst_first(finding: Finding) -> int:
    return list(Severity).index(finding.severity)


def _left_open(net: Unrouted) -> Finding:
    """Return the router's reason for a net that it left open; the check finds the net itself."""
    place = None
    if net.cut_nm is not None:
        (x_nm, y_nm), (other_x_nm, other_y_nm) = net.cut_nm
        place = Place(
            min(x_nm, other_x_nm),
            min(y_nm, other_y_nm),
            max(x_nm, other_x_nm),
            max(y_nm, other_y_nm),
        )
    return Finding(
        rule="unrouted",
        severity=Severity.WARNING,
        message=f"the router left the net {net.net!r} open: {net.reason}",
        place=place,
        source="the router",
        nets=(net.net,),
        fix="allow more wiring levels (package.wiring_levels), a finer line, more room, or "
        "spare balls without a net (terminals.spare)",
    )
