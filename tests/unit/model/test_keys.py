"""Keys, names and the walk through a schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.model.design import DesignSpec, DieSpec
from padwright.model.door import admit, dotted
from padwright.model.fields import all_keys, field_at, record_at
from padwright.model.keys import UNIT_SUFFIXES, is_signal_name, key_of, shortened
from padwright.model.technology import Technology


@pytest.mark.parametrize(
    ("attribute", "key"),
    [
        ("width_nm", "width"),
        ("rotation_deg", "rotation"),
        ("reflow_peak_c", "reflow_peak"),
        ("min_density_ratio", "min_density"),
        ("expansion_above_tg_ppm_per_k", "expansion_above_tg"),
        ("conductivity_w_per_mk", "conductivity"),
        ("name", "name"),
        ("no_connect", "no_connect"),
    ],
)
def test_a_key_is_an_attribute_less_its_unit(attribute: str, key: str) -> None:
    assert key_of(attribute) == key


@pytest.mark.parametrize("spec", [DesignSpec, Technology])
def test_no_two_attributes_share_a_key_and_none_keeps_a_unit(spec: type) -> None:
    keys = [each.dotted for each in all_keys(spec)]
    assert len(set(keys)) == len(keys)
    assert not [each for each in keys if each.endswith(UNIT_SUFFIXES)]


@pytest.mark.parametrize("spec", [DesignSpec, Technology])
def test_every_key_has_a_description_and_a_value_an_example(spec: type) -> None:
    for key in all_keys(spec):
        assert key.field.description, key.dotted
        assert key.section is not None or key.field.examples, key.dotted


def test_places_lead_to_records_and_fields() -> None:
    assert record_at(DesignSpec, ("dies", 0)) is DieSpec
    assert record_at(DesignSpec, ()) is DesignSpec
    assert record_at(DesignSpec, ("nowhere", 0)) is None
    field = field_at(DesignSpec, ("dies", 3, "width"))
    assert field is not None
    assert field.alias == "width"
    assert field_at(Technology, ("material", "cu", "conductivity")) is not None
    assert field_at(Technology, ("material", "cu", "nothing")) is None
    assert field_at(DesignSpec, ()) is None


def test_places_are_shown_with_names_where_there_are_some() -> None:
    raw = {"dies": [{"name": "chip"}, {"name": "a\nb"}, 5]}
    assert dotted(raw, ("dies", 0, "width")) == "dies.chip.width"
    assert dotted(raw, ("dies", 1, "width")) == "dies[1].width"
    assert dotted(raw, ("dies", 2)) == "dies[2]"
    assert dotted(raw, ("dies", 9, "x")) == "dies[9].x"
    assert dotted(raw, ("a\0b",)) == repr("a\0b")


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be used"):
        admit(DesignSpec, [], where="design.json")


@given(st.text())
def test_a_signal_name_can_carry_nothing_else(text: str) -> None:
    if is_signal_name(text):
        assert text.isascii()
        assert text.isprintable()
        assert not set(text) & set(" \"'&;,\\`(){}=|^%@?*")
        assert ".." not in text
        assert not text.startswith(("/", "#"))
        assert len(text) <= 100


@pytest.mark.parametrize("text", ["<b>", "a<", "a>", "<1:2", "</b>", "<1><b>", "<1>" * 34])
def test_angle_brackets_hold_numbers_only(text: str) -> None:
    assert not is_signal_name(text)


@given(st.text() | st.integers() | st.lists(st.integers()))
def test_what_is_shown_in_an_error_is_short_and_printable(value: object) -> None:
    assert len(shortened(value)) <= 60
    assert shortened(value).isprintable()
