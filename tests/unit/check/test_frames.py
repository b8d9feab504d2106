"""Etched frames under all rules: clean ones of every kind of terminal, and what they find."""

import pytest

import frame_package as frame
from padwright.check.run import rules, run_rules
from padwright.geometry.slab import Role


@pytest.mark.parametrize("kind", ["ball", "copper-ball", "paste", "land"])
def test_a_clean_frame_has_no_findings(kind: str) -> None:
    assert run_rules(frame.clean(kind)) == ()


def test_every_net_is_one_piece_from_pad_over_wire_and_line_to_ball() -> None:
    case = frame.clean()
    for net, pins in case.plan.nets:
        found = case.nets.net_of(pins[0])
        assert found is not None
        assert set(pins) <= set(found.pins), net
        assert any(body.startswith("wires") for body in found.bodies)
        assert any(body.startswith("balls") for body in found.bodies)


def test_what_hangs_on_nothing_is_found_though_it_is_cut_from_the_sheet() -> None:
    def without_mold(rows: frame.Rows) -> frame.Rows:
        return [row for row in rows if row["name"] != "mold"]

    found = {finding.rule for finding in run_rules(frame.stepped_case(without_mold))}
    assert {"support", "floating_part"} & found


def test_a_line_that_the_ink_leaves_too_narrow_is_found_where_the_metal_is() -> None:
    rule = rules()["line_width"]()
    deeper = [
        row | {"etch_factor": 2.0} if row["name"] == "etch 2" else row for row in frame.rows()
    ]
    findings = list(rule.run(frame.case_of(frame.build(deeper))))
    assert findings
    assert all(
        finding.measured is not None and finding.measured.value < 75_000 for finding in findings
    )


def test_the_first_etch_through_the_sheet_is_found() -> None:
    rows = [row | {"depth": "210 um"} if row["name"] == "etch 1" else row for row in frame.rows()]
    upto = next(number for number, row in enumerate(rows) if row["name"] == "etch 1") + 1
    structure = frame.build(rows[:upto]).structure
    assert min(s.top_nm - s.bottom_nm for s in structure.slabs if s.role is Role.PEG) > 0
