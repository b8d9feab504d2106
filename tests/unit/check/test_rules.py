"""Each rule finds its planted fault with place, value and limit, and nothing at the limit."""

from dataclasses import replace
from typing import Any

import pytest

from checked_package import clean, stepped_case
from padwright.check.run import rules
from padwright.model.door import admit
from padwright.model.finding import Finding, Severity
from padwright.model.shipped import technology_table
from padwright.model.technology import Technology
from planted_faults import FAULTS, Planted


def found(fault: Planted) -> list[Finding]:
    return list(rules()[fault.rule]().run(fault.case))


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_is_found_with_place_value_and_limit(fault: Planted) -> None:
    findings = found(fault)
    told = [
        finding
        for finding in findings
        if finding.severity is fault.severity
        and finding.place is not None
        and finding.measured is not None
        and finding.required is not None
        and finding.measured.value == pytest.approx(fault.measured, abs=fault.within, rel=0)
        and finding.required.value == fault.required
    ]
    assert told, findings
    place = told[0].place
    assert place is not None
    x_nm, y_nm = (round(1_000 * each) for each in fault.at_um)
    margin_nm = 30_000
    assert place.left_nm - margin_nm <= x_nm <= place.right_nm + margin_nm
    assert place.bottom_nm - margin_nm <= y_nm <= place.top_nm + margin_nm


@pytest.mark.parametrize("fault", [each for each in FAULTS if each.at_limit], ids=str)
def test_the_same_at_the_limit_is_clean(fault: Planted) -> None:
    assert fault.at_limit is not None
    assert list(rules()[fault.rule]().run(fault.at_limit())) == []


@pytest.mark.parametrize("kind", rules())
def test_the_clean_package_is_left_alone(kind: str) -> None:
    assert list(rules()[kind]().run(clean())) == []


def test_sloping_walls_widen_holes_at_the_top_and_not_at_the_bottom() -> None:
    def slope(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | {"wall": "80 deg"} if "open via" in row["name"] else row for row in rows]

    case = stepped_case(slope)
    for kind in ("via_size", "via_landing", "netlist", "floating_part", "line_width"):
        assert list(rules()[kind]().run(case)) == []
    # 10 um of film at 80 degrees widen a hole by 1.76 um, drawn in two steps at 0 and 0.88 um,
    # so that its land no longer encloses it.
    short = [each for each in rules()["via_enclosure"]().run(case) if "above" in each.message]
    assert [each.measured.value for each in short if each.measured] == 7 * [9_117]


def test_a_level_too_empty_is_a_note_and_names_its_emptiest_window() -> None:
    case = clean()
    table = technology_table("a1-flat")
    table["rules"] = {**table["rules"], "min_density": {"value": 0.05, "source": "the line"}}
    line = admit(Technology, table, where="sample")
    spoiled = replace(case, design=replace(case.design, technology=line))
    found = list(rules()["density"]().run(spoiled))
    assert [each.severity for each in found] == [Severity.NOTE, Severity.NOTE]
    assert all(each.source == "the line" for each in found)
    assert all(each.measured and each.measured.value < 0.05 for each in found)


def test_a_short_and_an_open_name_their_nets() -> None:
    short = next(each for each in FAULTS if "joins two nets" in each.what).case
    [told] = rules()["netlist"]().run(short)
    assert told.nets == ("a", "c")
    assert "plate wiring 1" in told.slabs
    cut = next(each for each in FAULTS if "that is cut" in each.what).case
    [told] = rules()["netlist"]().run(cut)
    assert told.nets == ("c",)
    # The gap of 40 um less the round ends of the box cut: from end to end of the wire.
    assert told.place is not None
    assert told.place.right_nm - told.place.left_nm == 40_000
    assert "40 um" in told.fix
