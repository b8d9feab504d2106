"""Findings are data that a person can read."""

import json

import pytest

from padwright.model.finding import Finding, Place, Quantity, Severity, count_by_severity


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12_500, "nm", "12.5 um"),
        (15_000, "nm", "15 um"),
        (50, "nm", "50 nm"),
        (100, "nm", "0.1 um"),
        (800_000, "nm", "800 um"),
        (3_588_000, "nm", "3.588 mm"),
        (1_234_567, "nm", "1234.567 um"),
        (-12_500, "nm", "-12.5 um"),
        (0, "nm", "0 nm"),
        (245.0, "C", "245 C"),
        (0.123456789, "", "0.123457"),
        (3, "nets", "3 nets"),
    ],
)
def test_a_quantity_reads_in_the_unit_of_the_trade(value: float, unit: str, text: str) -> None:
    assert str(Quantity(value, unit)) == text


def test_a_place_reads_as_its_centre() -> None:
    assert str(Place(-20_000, 0, -10_000, 30_000)) == "x -15 um, y 15 um"


def test_a_full_finding_is_plain_data() -> None:
    finding = Finding(
        rule="space",
        severity=Severity.ERROR,
        message="two lines are too close",
        place=Place(0, 0, 10, 20, 5, 6),
        measured=Quantity(9_000, "nm"),
        required=Quantity(15_000, "nm"),
        source="a data sheet",
        nets=("vdd", "vss"),
        slabs=("plate-1",),
        fix="move one",
    )
    data = finding.to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["severity"] == "error"
    assert data["place"]["high_nm"] == 6
    assert data["required"] == {"value": 15_000, "unit": "nm", "text": "15 um"}
    assert data["nets"] == ["vdd", "vss"]


def test_a_bare_finding_has_the_same_keys() -> None:
    bare = Finding("order", Severity.NOTE, "a remark").to_json()
    full = Finding("order", Severity.NOTE, "a remark", place=Place(0, 0, 1, 1)).to_json()
    assert set(bare) == set(full)
    assert bare["place"] is None
    assert set(full["place"]) == {"left_nm", "bottom_nm", "right_nm", "top_nm"}


def test_findings_are_counted_with_every_severity_present() -> None:
    findings = [Finding("a", Severity.ERROR, "x"), Finding("b", Severity.ERROR, "y")]
    assert count_by_severity(findings) == {
        Severity.ERROR: 2,
        Severity.WARNING: 0,
        Severity.NOTE: 0,
    }
