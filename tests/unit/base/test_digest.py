"""The same content has the same identity, whatever its order."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.base.digest import Provenance, canonical_json, digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_bytes_are_hashed_as_they_are() -> None:
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_canonical_json_is_sorted_and_tight() -> None:
    assert canonical_json({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


@given(st.dictionaries(st.text(), JSON))
def test_order_of_keys_does_not_count(table: dict[str, Any]) -> None:
    assert digest(table) == digest(dict(reversed(table.items())))


@given(JSON, JSON)
def test_different_content_has_different_bytes(one: Any, other: Any) -> None:
    assert (canonical_json(one) == canonical_json(other)) == (
        repr(_sorted(one)) == repr(_sorted(other))
    )


def test_a_lone_surrogate_has_an_identity() -> None:
    assert len(digest("\ud800")) == 64


def test_provenance_depends_on_each_of_its_parts() -> None:
    base = Provenance("plan", {"design": "1"}, {"padwright": "0.1.0"})
    same = Provenance("plan", {"design": "1"}, {"padwright": "0.1.0"})
    others = [
        Provenance("route", {"design": "1"}, {"padwright": "0.1.0"}),
        Provenance("plan", {"design": "2"}, {"padwright": "0.1.0"}),
        Provenance("plan", {"design": "1"}, {"padwright": "0.2.0"}),
    ]
    assert base.digest == same.digest
    assert len({base.digest, *(each.digest for each in others)}) == 4


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
