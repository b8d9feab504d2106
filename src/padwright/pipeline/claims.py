"""From a design to its claim charts: built by its own flow or by one from a file, then decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from padwright.base.digest import digest
from padwright.base.errors import InputError, nearest
from padwright.base.progress import Report, silent
from padwright.check.charts import Chart, charts, claims
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances
from padwright.export.claim_page import claim_page
from padwright.export.claim_sheet import ClaimSheet
from padwright.model.door import admit
from padwright.model.keys import key_of
from padwright.pipeline.flows import FlowSource, load_flow
from padwright.pipeline.package import Package
from padwright.process.engine import run
from padwright.process.flow import flow_rows
from padwright.readers.toml_file import parse_toml, read_toml
from padwright.route.masks.drawing import draw_masks

#: Shorter names that the settings have elsewhere.
_OTHER_NAMES = {"eq": "equal", "cover": "covered", "g_max": "gap"}


@dataclass(frozen=True, slots=True)
class ClaimCharts:
    """A built package and what the claims say of it."""

    case: Case
    charts: tuple[Chart, ...]
    digest: str

    def to_json(self) -> list[dict[str, Any]]:
        """Return the charts as plain data."""
        return [chart.to_json() for chart in self.charts]

    def to_html(self) -> bytes:
        """Return the claim chart as a page that needs nothing beside itself."""
        case = self.case
        return claim_page(
            ClaimSheet(
                name=case.design.name,
                description=case.design.description,
                built=case.built,
                materials=case.design.technology.all_materials,
                steps=tuple((moment.step.name, moment.step.kind) for moment in case.built.moments),
                charts=tuple(self.to_json()),
                digest=self.digest,
            )
        )


def decide(
    package: Package,
    *,
    flow: FlowSource | None = None,
    only: Iterable[str] | None = None,
    tolerances: Tolerances | None = None,
    report: Report = silent,
) -> ClaimCharts:
    """Return the claim charts of a design.

    Parameters
    ----------
    package
        The design on its way to a package.
    flow
        The steps that make it, their rows or the file that holds them; those that it was loaded
        with, or of its route, when None.
    only
        Ids of the claims that are wanted; all when None.
    tolerances
        How exact is exact.
    report
        Told of each room's progress; may cancel.

    Raises
    ------
    InputError
        For an unknown claim, or when there is no plan.
    StepError
        When the factory cannot do a step.
    """
    wanted = None if only is None else [known_claim(each) for each in only]
    plan, wiring = package.plan(report=report).value, package.route(report=report).value
    design = package.design
    masks = draw_masks(design, plan, wiring.routing, wiring.levels)
    steps = package.flow() if flow is None else load_flow(flow)
    built = run(steps, masks, design.technology.all_materials, report=report)
    case = Case(built, found_nets(built, plan, design), design, plan)
    return charts_of(case, only=wanted, tolerances=tolerances, report=report)


def charts_of(
    case: Case,
    *,
    only: Iterable[str] | None = None,
    tolerances: Tolerances | None = None,
    report: Report = silent,
) -> ClaimCharts:
    """Return the claim charts of what is built already; parameters as those of `decide`."""
    wanted = None if only is None else [known_claim(each) for each in only]
    made = charts(case, tolerances=tolerances, only=wanted, report=report)
    steps = flow_rows(tuple(moment.step for moment in case.built.moments))
    return ClaimCharts(case, made, digest([case.design.source_digest, steps]))


def known_claim(wanted: str) -> str:
    """Return the id of a claim as it is written.

    Raises
    ------
    InputError
        When there is none; the error names the nearest.
    """
    every = claims()
    if wanted.upper() not in every:
        near = nearest(wanted.upper(), every)
        meant = f"{near} " if near.endswith("?") else ""
        raise InputError(
            f"there is no claim {wanted!r}",
            where="--claim",
            fix=f"{meant}Claims are numbered {_ranges(every)}",
        )
    return wanted.upper()


def _ranges(every: Mapping[str, object]) -> str:
    last: dict[str, int] = {}
    for each in every:
        last[each[0]] = max(last.get(each[0], 0), int(each[1:]))
    return ", ".join(f"{patent}1 to {patent}{number}" for patent, number in last.items())


def tolerances_of(settings: Sequence[str] = (), path: Path | None = None) -> Tolerances:
    """Return the settings of a file, with single ones given on the command line over them.

    Parameters
    ----------
    settings
        Each as ``planar="5 um"``, the value as TOML writes it or as bare text; ``tol_planar`` is
        the same as ``planar``.
    path
        A TOML file with settings.

    Raises
    ------
    InputError
        For an unknown setting or a value out of range.
    """
    table = {} if path is None else read_toml(path)
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(
                f"{text!r} sets nothing", where="--set", fix='write it like --set planar="5 um"'
            )
        table |= {name.strip(): _value(value.strip())}
    known = {key_of(each): each for each in Tolerances.model_fields}
    named: dict[str, Any] = {}
    for name, value in table.items():
        short = name.removeprefix("tol_")
        short = _OTHER_NAMES.get(short, short)
        if short not in known:
            raise InputError(
                f"there is no setting {name!r}",
                where="--set" if path is None else f"{path} or --set",
                fix=nearest(short, known),
            )
        named[short] = value
    return admit(Tolerances, named, where="--set" if path is None else str(path))


def _value(text: str) -> Any:
    try:
        return parse_toml(f"value = {text}", where="--set")["value"]
    except InputError:
        return text
