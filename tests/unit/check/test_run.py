"""Running the rules: one that fails does not hide the others, and the work can be cancelled."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

import padwright.check.run as running
from checked_package import build, case_of, clean, drawings, rows
from padwright.base.errors import CancelledError
from padwright.base.progress import Cancel
from padwright.check.rule import Case, Rule
from padwright.check.run import rules, run_rules
from padwright.model.finding import Finding, Severity
from planted_faults import FAULTS


class Failing(Rule):
    kind = "failing"
    describes = "nothing"

    def run(self, case: Case) -> Iterator[Finding]:
        raise ZeroDivisionError(str(len(case.plan.pads)))
        yield  # pragma: no cover - a generator, as most rules are


def test_a_rule_that_fails_is_a_finding_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    every = {"failing": Failing, **rules()}
    monkeypatch.setattr(running, "rules", lambda: every)
    case = next(fault for fault in FAULTS if fault.rule == "line_width").plant()
    by_rule = {finding.rule: finding for finding in run_rules(case)}
    assert by_rule["failing"].severity is Severity.ERROR
    assert "ZeroDivisionError: 5" in by_rule["failing"].message
    assert "line_width" in by_rule


def test_what_the_factory_found_is_among_the_findings() -> None:
    hot = [
        row | {"temperature": "400 C"} if row["name"] == "dielectric 2" else row for row in rows()
    ]
    findings = run_rules(case_of(build(drawings(), hot)))
    assert {finding.rule for finding in findings} == {"temperature"}
    assert all(finding.place and finding.source for finding in findings)


def test_progress_names_every_rule() -> None:
    told: list[tuple[str, int, int, str]] = []
    run_rules(clean(), report=lambda *each: told.append(each))
    assert [what for _, _, _, what in told] == [*rules(), "done"]
    assert told[-1][1] == told[-1][2] == len(rules())


def test_the_work_can_be_cancelled() -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(CancelledError):
        run_rules(clean(), report=cancel)


def test_nothing_built_breaks_no_rule_but_has_no_balls_and_no_nets() -> None:
    empty = replace(build(drawings()), moments=())
    found = run_rules(case_of(empty))
    assert {finding.rule for finding in found} == {"netlist", "ball_place"}
    assert not [each for each in found if "could not be checked" in each.message]
