"""Faults of the process, planted in the flow of every route: each is a finding, or no such step.

The flows unchanged are clean, which `tests/examples/test_rules.py` holds.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import frame_package as frame
from padwright.base.errors import StepError
from padwright.check.run import run_rules
from padwright.model.finding import Finding, Severity
from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows

Rows = list[dict[str, Any]]
Change = Callable[[Rows], Rows]

_EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_DESIGNS: Final = {
    "a1-flat": "a-one-level-module",
    "a1-pocket": "a-single-pocket",
    "a1-sheets": "a-single-sheets",
    "a2-transfer": "a-transfer-one-level-module",
    "b-carrier": "b-one-level",
}


def without(*names: str) -> Change:
    def change(rows: Rows) -> Rows:
        assert set(names) <= {row["name"] for row in rows}
        return [row for row in rows if row["name"] not in names]

    return change


def edited(name: str, **changed: str) -> Change:
    def change(rows: Rows) -> Rows:
        assert any(row["name"] == name for row in rows)
        return [row | changed if row["name"] == name else row for row in rows]

    return change


def moved(name: str, before: str) -> Change:
    def change(rows: Rows) -> Rows:
        own = [row for row in rows if row["name"] == name]
        rest = [row for row in rows if row["name"] != name]
        at = next(number for number, row in enumerate(rest) if row["name"] == before)
        return [*rest[:at], *own, *rest[at:]]

    return change


def both(*changes: Change) -> Change:
    def change(rows: Rows) -> Rows:
        for each in changes:
            rows = each(rows)
        return rows

    return change


def with_row(before: str, **row: str) -> Change:
    def change(rows: Rows) -> Rows:
        at = next(number for number, each in enumerate(rows) if each["name"] == before)
        return [*rows[:at], dict(row), *rows[at:]]

    return change


@cache
def _package(route: str) -> Package:
    return Package.load(_EXAMPLES / "claims" / _DESIGNS[route] / "design.toml")


def findings(route: str, change: Change) -> list[Finding]:
    """What is found wrong with a package whose flow was changed; errors only."""
    if route == "c-frame":
        found = run_rules(frame.stepped_case(change))
    else:
        package = _package(route)
        rows = change([dict(row) for row in flow_rows(package.flow())])
        found = package.build(flow=rows).findings
    return [each for each in found if each.severity is Severity.ERROR]


#: The second etch while nothing holds the pegs yet.
_PARTED_EARLY = both(
    moved("line masks", "mold"), moved("etch 2", "mold"), without("side wall masks")
)
FAULTS = [
    ("temperature", "a1-flat", edited("plate wiring 1", temperature="300 C"), "plate wiring 1"),
    ("temperature", "a2-transfer", edited("base", temperature="300 C"), "fill 1"),
    ("temperature", "c-frame", moved("strip resist 2", "line masks"), "'mold' is hotter"),
    ("planarity", "a1-flat", without("fill"), "'dielectric 1' has a step"),
    ("planarity", "a1-pocket", without("fill"), "'dielectric 1' has a step"),
    ("planarity", "a1-sheets", without("fill"), "'dielectric 1' has a step"),
    ("planarity", "a2-transfer", without("fill 2"), "'dielectric 1' has a step"),
    ("planarity", "b-carrier", without("fill"), "'dielectric 1' has a step"),
    ("support", "a2-transfer", without("base"), "after 'strip fill 1' nothing holds"),
    ("support", "c-frame", _PARTED_EARLY, "after 'etch 2' nothing holds"),
    ("support", "c-frame", without("mold"), "after 'etch 2' nothing holds"),
    ("etch_cover", "c-frame", moved("strip resist 2", "etch 1"), "etches the bottom face too"),
    ("etch_cover", "c-frame", _PARTED_EARLY, "etches the top face too"),
    ("etch_cover", "c-frame", without("line masks", "side wall masks"), "etches lines"),
    ("etch_depth", "c-frame", edited("etch 2", depth="50 um"), "not as deep as the sheet"),
    ("plating_resist", "a2-transfer", edited("plate wiring 1", thickness="8.1 um"), "0.1 um above"),
    ("hole_aspect", "a2-transfer", edited("dielectric 1", thickness="50 um"), "as deep as wide"),
    ("netlist", "a2-transfer", edited("attach left", shift_x="120 um"), "open"),
    ("netlist", "b-carrier", edited("open via 1", shift_x="120 um"), "open"),
    ("wire_cover", "c-frame", edited("mold", cap="200 um"), "of mold over it"),
    ("process_order", "a1-flat", without("strip resist 1", "etch seed 1"), "resist of 'resist 1'"),
]


@pytest.mark.parametrize(("rule", "route", "change", "says"), FAULTS)
def test_a_fault_of_the_process_is_found(rule: str, route: str, change: Change, says: str) -> None:
    found = findings(route, change)
    told = [each for each in found if each.rule == rule]
    assert any(says in f"{each.message} {each.slabs}" for each in told), found
    for each in told:
        assert each.place is not None
        assert each.measured is not None
        assert each.required is not None
        assert each.fix


#: A film is laid only on what is open to its face: with the way in closed there is no such step.
CLOSED = [
    ("a1-flat", without("develop resist 1"), "plate wiring 1", "is open"),
    ("b-carrier", without("open via 1"), "fill via 1", "no open hole"),
    ("a2-transfer", without("release plate"), "fill 2", "nothing is open"),
    ("a2-transfer", without("fill 1", "strip fill 1"), "base", "not flat"),
    ("a1-sheets", without("second sheet"), "attach chip", "nothing under the die"),
    ("c-frame", without("open inner pegs"), "inner finish", "is open to the top face"),
    ("c-frame", without("open round die pad"), "etch 1", "is open to the top face"),
    ("c-frame", edited("attach d", shift_x="250 um"), "attach d", "tip over"),
]


@pytest.mark.parametrize(("route", "change", "step", "says"), CLOSED)
def test_a_step_without_access_is_refused(route: str, change: Change, step: str, says: str) -> None:
    with pytest.raises(StepError) as told:
        findings(route, change)
    assert repr(step) in told.value.where
    assert says in told.value.problem
    assert told.value.fix
