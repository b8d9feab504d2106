"""Laws over every rule of the check room."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from checked_package import clean
from frame_package import clean as framed
from padwright.base.progress import silent
from padwright.check.rule import Case
from padwright.check.run import rules, run_rules
from padwright.geometry.structure import Structure
from planted_faults import FAULTS, Planted

#: One fault of each rule.
ONE_EACH = tuple({fault.rule: fault for fault in FAULTS}.values())
#: Rules that read the nets, whose slabs are numbered, or the record of the steps.
RECORD = {
    *("etch_depth", "net_class", "net_length", "netlist", "process_order", "planarity"),
    *("plating_resist", "support"),
}


def shuffled(case: Case) -> Case:
    """The same case, its slabs and bodies in another order."""
    last = case.built.moments[-1]
    order = random.Random(1)  # noqa: S311 - any order will do
    slabs = order.sample(last.structure.slabs, len(last.structure.slabs))
    bodies = order.sample(last.structure.bodies, len(last.structure.bodies))
    moment = replace(last, structure=Structure(tuple(slabs), tuple(bodies)))
    return replace(case, built=replace(case.built, moments=(*case.built.moments[:-1], moment)))


def test_there_are_rules_and_each_says_what_it_checks() -> None:
    assert len(rules()) >= 20
    for kind, rule in rules().items():
        assert rule.kind == kind
        assert rule.describes
        assert rule.__doc__
        assert rule.__module__ == f"padwright.check.rules.{kind}"


def test_the_page_of_the_checks_lists_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    listed = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert listed == {*rules(), "temperature"}


@pytest.mark.parametrize("kind", rules())
def test_there_is_a_planted_fault_for_each_rule(kind: str) -> None:
    assert [fault for fault in FAULTS if fault.rule == kind], (
        f"plant a fault for {kind!r} in tests/planted_faults.py"
    )


def test_every_planted_fault_belongs_to_a_rule() -> None:
    assert {fault.rule for fault in FAULTS} <= set(rules())


def test_all_rules_are_silent_on_the_clean_package() -> None:
    assert run_rules(clean(), report=silent) == ()
    assert run_rules(framed(), report=silent) == ()


@pytest.mark.parametrize("fault", ONE_EACH, ids=str)
def test_findings_are_whole_sorted_and_the_same_again(fault: Planted) -> None:
    findings = run_rules(fault.case)
    assert fault.rule in {finding.rule for finding in findings}
    for finding in findings:
        assert finding.place is not None
        assert finding.source
        assert finding.fix
        assert finding.message
        assert finding.required is not None
        assert finding.place.left_nm <= finding.place.right_nm
        assert finding.place.bottom_nm <= finding.place.top_nm
        assert not finding.message.endswith(".")
    assert len(set(findings)) == len(findings)
    severities = [("error", "warning", "note").index(finding.severity) for finding in findings]
    assert severities == sorted(severities)
    assert run_rules(fault.plant()) == findings


@pytest.mark.parametrize("fault", [each for each in ONE_EACH if each.rule not in RECORD], ids=str)
def test_geometry_rules_do_not_depend_on_the_order_of_slabs(fault: Planted) -> None:
    rule = rules()[fault.rule]()
    once = {(each.message, each.place) for each in rule.run(fault.case)}
    assert {(each.message, each.place) for each in rule.run(shuffled(fault.case))} == once
