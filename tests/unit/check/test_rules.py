"""Each rule finds its planted fault with place, value and limit, and nothing at the limit."""

import pytest

from checked_package import clean
from padwright.check.run import rules
from padwright.model.finding import Finding
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
