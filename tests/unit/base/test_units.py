"""Words with units at the door."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from padwright.base.spec import Spec
from padwright.base.units import (
    LENGTH_LIMIT_NM,
    AngleDeg,
    DurationMin,
    LengthNm,
    TemperatureC,
    length_text,
    nm,
)


class Door(Spec):
    length_nm: LengthNm = 0
    temperature_c: TemperatureC = 0.0
    duration_min: DurationMin = 0.0
    angle_deg: AngleDeg = 0.0


@pytest.mark.parametrize(
    ("text", "expected_nm"),
    [
        ("10 um", 10_000),
        ("10um", 10_000),
        (" 10  um ", 10_000),
        ("10 µm", 10_000),
        ("10 μm", 10_000),
        ("0.8 mm", 800_000),
        ("3.588 mm", 3_588_000),
        ("1 in", 25_400_000),
        ("1 mil", 25_400),
        ("1e-1 um", 100),
        ("-.5 um", -500),
        ("5. nm", 5),
        ("2 m", LENGTH_LIMIT_NM),
        ("0.1 um", 100),
        ("0.3 um", 300),
    ],
)
def test_lengths_are_exact(text: str, expected_nm: int) -> None:
    assert nm(text) == expected_nm


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("10", "no unit"),
        ("10 parsec", "unknown unit 'parsec'"),
        ("10 UM", "unknown unit"),
        ("", "not a number"),
        ("um", "not a number"),
        ("nan um", "not a number"),
        ("inf um", "not a number"),
        ("1_000 um", "not a number"),
        ("१० um", "not a number"),
        ("0x10 um", "not a number"),
        ("10 um; import os", "not a number"),
        ("0.5 nm", "whole number of nanometres"),
        ("1e-9 nm", "whole number of nanometres"),
        ("2.000000001 m", "beyond the largest length"),
        ("1e999 m", "beyond the largest length"),
        ("-3 m", "beyond the largest length"),
        ("1.00000000000000000000000000000000001 um", "not a number"),
        ("1" * 100_000 + " a b", "not a number"),
    ],
)
def test_what_is_no_length_is_said(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        nm(text)
    assert len(str(caught.value)) < 200


@given(st.integers(-LENGTH_LIMIT_NM, LENGTH_LIMIT_NM))
def test_length_text_reads_back(length_nm: int) -> None:
    assert nm(length_text(length_nm)) == length_nm


@given(
    st.decimals(-1_000, 1_000, places=3, allow_nan=False),
    st.sampled_from([("um", 1_000), ("mm", 1_000_000)]),
)
def test_three_decimals_of_a_micrometre_are_nanometres(
    number: Decimal, unit: tuple[str, int]
) -> None:
    assert nm(f"{number} {unit[0]}") == int(number * unit[1])


@given(st.text())
def test_any_text_is_a_length_or_a_value_error(text: str) -> None:
    try:
        assert abs(nm(text)) <= LENGTH_LIMIT_NM
    except ValueError:
        return


@pytest.mark.parametrize(
    ("raw", "attribute", "expected"),
    [
        ({"temperature_c": "150 C"}, "temperature_c", 150.0),
        ({"temperature_c": "-40 °C"}, "temperature_c", -40.0),
        ({"temperature_c": "25 degC"}, "temperature_c", 25.0),
        ({"duration_min": "40 min"}, "duration_min", 40.0),
        ({"duration_min": "2 h"}, "duration_min", 120.0),
        ({"duration_min": "30 s"}, "duration_min", 0.5),
        ({"angle_deg": "-90 deg"}, "angle_deg", -90.0),
    ],
)
def test_other_units(raw: dict[str, str], attribute: str, expected: float) -> None:
    assert getattr(Door.model_validate(raw), attribute) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"length_nm": 10},
        {"length_nm": True},
        {"length_nm": 1.5},
        {"length_nm": None},
        {"length_nm": ["10 um"]},
        {"temperature_c": 150},
        {"temperature_c": "423 K"},
        {"temperature_c": "-274 C"},
        {"temperature_c": "1e999 C"},
        {"temperature_c": "nan C"},
        {"duration_min": "-1 min"},
        {"duration_min": "1e999 h"},
        {"duration_min": "1 year"},
        {"duration_min": 5},
        {"angle_deg": "90"},
        {"angle_deg": "1e999 deg"},
        {"angle_deg": 90},
        {"unknown": 1},
    ],
)
def test_what_has_no_unit_or_no_sense_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Door.model_validate(raw)


@given(
    st.integers(-LENGTH_LIMIT_NM, LENGTH_LIMIT_NM),
    st.integers(-27_315, 300_000).map(lambda hundredths: hundredths / 100),
    st.integers(0, 1_000_000).map(lambda tenths: tenths / 10),
    st.integers(-3_600, 3_600),
)
def test_a_record_survives_its_own_text(
    length_nm: int, temperature_c: float, duration_min: float, angle_deg: float
) -> None:
    door = Door.model_construct(
        length_nm=length_nm,
        temperature_c=temperature_c,
        duration_min=duration_min,
        angle_deg=angle_deg,
    )
    assert Door.model_validate_json(door.model_dump_json()) == door


def test_a_record_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Door().length_nm = 5  # type: ignore[misc]
