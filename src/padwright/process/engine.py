"""The factory: runs a flow on masks and keeps every moment."""

from collections.abc import Mapping

from padwright.base.errors import PadwrightError
from padwright.base.progress import Report, silent
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Place, Quantity, Severity
from padwright.model.material import Material
from padwright.process.built import Built, Moment
from padwright.process.flow import Flow
from padwright.process.step import Step


def run(
    flow: Flow, masks: Masks, materials: Mapping[str, Material], *, report: Report = silent
) -> Built:
    """Return what a flow makes of masks.

    After each step the engine asserts that no two slabs share volume, and finds every material
    that was present and cannot stand the step's temperature.

    Parameters
    ----------
    flow
        The steps, in order.
    masks
        The drawings that the steps name.
    materials
        What is known of each material, by its id.
    report
        Told of each step; may cancel.

    Raises
    ------
    StepError, InputError
        When a step cannot be done; the error names the step by number and name.
    """
    structure = Structure()
    moments: list[Moment] = []
    for number, step in enumerate(flow, start=1):
        report("process", number - 1, len(flow), step.name)
        try:
            after = step.apply(structure, masks)
        except PadwrightError as error:
            raise error.within(f"step {number} {step.name!r} ({step.kind})") from None
        after.require_sound(step.name, since=structure)
        moments.append(Moment(step, after, _overheated(step, structure, materials)))
        structure = after
    report("process", len(flow), len(flow), "done")
    return Built(masks, tuple(moments))


def _overheated(
    step: Step, before: Structure, materials: Mapping[str, Material]
) -> tuple[Finding, ...]:
    """Return a finding for each material that is present and does not stand the step."""
    held_by: dict[str, list[str]] = {}
    for slab in before.slabs:
        if slab.material not in step.new_materials():
            held_by.setdefault(slab.material, []).append(slab.made_by)
    findings = []
    for material_id in sorted(held_by):
        material = materials.get(material_id)
        limit = material.process_limit_c if material else None
        if material is None or limit is None or step.temperature_c <= limit.value:
            continue
        left, bottom, right, top = before.solid_nm(before.bottom_nm, before.top_nm).box_nm
        findings.append(
            Finding(
                rule="temperature",
                severity=Severity.ERROR,
                message=f"step {step.name!r} is hotter than {material.name} stands",
                place=Place(left, bottom, right, top, before.bottom_nm, before.top_nm),
                measured=Quantity(step.temperature_c, "C"),
                required=Quantity(limit.value, "C"),
                source=limit.source,
                slabs=tuple(sorted(set(held_by[material_id]))),
                fix="cure it cooler, or use a material that stands the step",
            )
        )
    return tuple(findings)
