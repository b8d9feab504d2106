"""Errors say what, where and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.base.errors import (
    BrokenPromiseError,
    CancelledError,
    InputError,
    PadwrightError,
    StepError,
    nearest,
)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [
        (PadwrightError, 3),
        (InputError, 2),
        (StepError, 2),
        (BrokenPromiseError, 3),
        (CancelledError, 130),
    ],
)
def test_each_kind_has_its_exit_code(kind: type[PadwrightError], exit_code: int) -> None:
    assert kind("anything").exit_code == exit_code
    assert issubclass(kind, PadwrightError)


def test_the_text_has_place_problem_and_fix_in_this_order() -> None:
    error = InputError("5 um is below 15 um", where="width", fix="widen it").within("design.toml")
    assert str(error) == "design.toml: width: 5 um is below 15 um. Fix: widen it"
    assert (error.problem, error.where, error.fix) == (
        "5 um is below 15 um",
        "design.toml: width",
        "widen it",
    )


def test_place_and_fix_may_be_absent() -> None:
    assert str(InputError("bad")) == "bad"
    assert str(InputError("bad").within("a.csv")) == "a.csv: bad"


def test_the_nearest_name_is_given_for_a_misspelt_one() -> None:
    assert nearest("widht", ["width", "height"]) == "did you mean 'width'?"


def test_all_names_are_given_when_none_is_near() -> None:
    assert nearest("zzz", ["b", "a"]) == "choose one of 'a', 'b'"
    assert nearest("zzz", []) == "none is known here"
    assert nearest("zzz", [f"n{each:02}" for each in range(15)]).endswith("'n11' and 3 more")


@given(st.text(), st.lists(st.text(max_size=20)))
def test_nearest_always_answers(name: str, known: list[str]) -> None:
    assert nearest(name, known)
