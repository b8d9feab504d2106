"""The models of the claim matrix, and packages that are built from them with one thing changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from padwright.check.charts import charts
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.model.package import Design
from padwright.pipeline.flows import flow_of
from padwright.pipeline.package import Package
from padwright.plan.plan import Plan
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow
from padwright.route.from_plan import Wiring
from padwright.route.masks.drawing import draw_masks

FOLDER = Path(__file__).parents[1] / "examples" / "claims"

Rows = list[dict[str, Any]]
Drawings = dict[str, Region]
#: What each claim says of a package: literal and corrected verdict.
Verdicts = dict[str, tuple[str, str | None]]


@dataclass(frozen=True)
class Model:
    """A model as it is designed, routed and drawn."""

    name: str
    design: Design
    plan: Plan
    wiring: Wiring
    masks: Masks
    rows: tuple[Mapping[str, Any], ...]

    def row(self, name: str) -> dict[str, Any]:
        """A row of the flow, to change."""
        return dict(next(row for row in self.rows if row["name"] == name))


@dataclass(frozen=True)
class Change:
    """One change of a model: of its design, of its drawings or of its flow.

    A changed design is planned, routed and drawn again when `again` says so; otherwise it changes
    only what was told of the parts, such as the function of a die.
    """

    design: Callable[[Design], Design] | None = None
    drawings: Callable[[Drawings], Drawings] | None = None
    rows: Callable[[Rows], Rows] | None = None
    bonds: Callable[[dict[str, tuple[tuple[int, int, int, int], ...]]], Any] | None = None
    again: bool = False


NOTHING = Change()


@dataclass(frozen=True)
class Mutation:
    """A change of a model that turns some claims from met to not met.

    `touches` are the subjects that it changes: a claim that speaks of none of them, itself or
    through its parents, keeps its verdict.
    """

    model: str
    why: str
    touches: frozenset[str]
    change: Change = field(repr=False)

    def __str__(self) -> str:
        return f"{self.model}: {self.why}"


def mutation(model_name: str, why: str, touches: str, change: Change) -> Mutation:
    """A mutation, with its subjects as words."""
    return Mutation(model_name, why, frozenset(touches.split()), change)


def names() -> list[str]:
    """The models, in alphabetical order."""
    return sorted(each.parent.name for each in FOLDER.glob("*/design.toml"))


@cache
def model(name: str) -> Model:
    """A model of examples/claims."""
    package = Package.load(FOLDER / name / "design.toml")
    return _drawn(name, package.design)


def _drawn(name: str, design: Design) -> Model:
    package = Package(design)
    plan, wiring = package.plan().value, package.route().value
    masks = draw_masks(design, plan, wiring.routing, wiring.levels)
    flow = flow_of(design, wiring.levels)
    return Model(name, design, plan, wiring, masks, tuple(flow_rows(flow)))


def case(name: str, change: Change = NOTHING) -> Case:
    """A model built with one thing changed."""
    start = model(name)
    if change.design:
        design = change.design(start.design)
        start = _drawn(name, design) if change.again else replace(start, design=design)
    masks, rows = start.masks, [dict(row) for row in start.rows]
    if change.drawings:
        drawn = change.drawings({key: each.region for key, each in masks.drawings.items()})
        masks = replace(masks, drawings={key: Mask(each) for key, each in drawn.items()})
    if change.bonds:
        masks = replace(masks, bonds=change.bonds(dict(masks.bonds)))
    if change.rows:
        rows = change.rows(rows)
    built = run(read_flow(rows), masks, start.design.technology.all_materials)
    return Case(built, found_nets(built, start.plan, start.design), start.design, start.plan)


def verdicts(made: Case) -> Verdicts:
    """What the 180 claims say of a built package."""
    return {
        chart.id: (str(chart.verdict), None if chart.corrected is None else str(chart.corrected))
        for chart in charts(made)
    }


@cache
def clean_verdicts(name: str) -> Verdicts:
    """What the claims say of a model as it is."""
    return verdicts(case(name))


def is_met(verdict: tuple[str, str | None]) -> bool:
    """Whether a claim is met, in its corrected reading where the text is faulty."""
    literal, corrected = verdict
    return (literal if corrected is None else corrected) == "met"
