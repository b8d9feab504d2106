"""The factory: runs a flow on masks and keeps every moment."""

from collections.abc import Iterator, Mapping

from padwright.base.errors import InputError, PadwrightError, StepError, nearest
from padwright.base.progress import Report, silent
from padwright.base.spec import Spec
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Place, Quantity, Severity
from padwright.model.keys import shortened
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
    for number, step in enumerate(flow, start=1):
        _require_known(step, materials, f"step {number} {step.name!r} ({step.kind})")
    structure = Structure()
    moments: list[Moment] = []
    for number, step in enumerate(flow, start=1):
        report("process", number - 1, len(flow), step.name)
        try:
            after = step.apply(structure, masks)
            if not (structure.slabs or step.begins):
                raise StepError("there is no panel to work on", fix="lay a plate before it")
        except PadwrightError as error:
            error.fix = _misplaced(step, flow, number, structure) or error.fix
            raise error.within(f"step {number} {step.name!r} ({step.kind})") from None
        after.require_sound(step.name, since=structure)
        moments.append(Moment(step, after, _overheated(step, structure, materials)))
        structure = after
    report("process", len(flow), len(flow), "done")
    return Built(masks, tuple(moments))


def _misplaced(step: Step, flow: Flow, done: int, before: Structure) -> str:
    """Return the fix of a step that works on what is made later or was taken away before it.

    Empty where all parts that it names are there, or no step makes them.
    """
    there = {slab.made_by for slab in before.slabs}
    for name in (getattr(step, key, None) for key in ("sheet", "film")):
        number = next((n for n, each in enumerate(flow, start=1) if each.name == name), None)
        if number is None or name in there:
            continue
        if number > done:
            return f"step {number} makes {name!r}: move it before step {done}"
        return f"step {number} made {name!r}, but a step after it took it away: do this before"
    return ""


def _require_known(step: Step, materials: Mapping[str, Material], where: str) -> None:
    """Raise `InputError` when a step names a material of which nothing is known."""
    for key, named in _named_materials(step, ""):
        if named not in materials:
            raise InputError(
                f"there is no material {shortened(named)}",
                where=f"{where}: {key}",
                fix=nearest(named, materials),
            )


def _named_materials(spec: Spec, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield each material that a step or a part of it names, with its key."""
    for name in type(spec).model_fields:
        value = getattr(spec, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Spec):
                yield from _named_materials(each, f"{prefix}{name}.")
            elif isinstance(each, str) and (
                name in {"materials", "conductors"} or name.endswith("material")
            ):
                yield f"{prefix}{name}", each


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
