"""What the factory can do, told on the command line."""

import json
import tomllib

import pytest

from padwright.cli.app import UNUSABLE, run
from padwright.process.flow import read_flow, step_kinds

KINDS = sorted(step_kinds())


def told_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["steps", *words]) == 0
    return capsys.readouterr().out


def test_every_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told_of(capsys).splitlines()
    assert [line.split()[0] for line in lines[: len(KINDS)]] == KINDS
    assert all(len(line.split()) > 3 and len(line) < 120 for line in lines[: len(KINDS)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_told_with_its_parameters_and_a_row_that_is_read(
    capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    text = told_of(capsys, kind)
    words, _, row = text.partition("[[steps]]")
    assert words.startswith(f"{kind}: ")
    for name, field in step_kinds()[kind].model_fields.items():
        assert f"\n  {field.alias or name} " in words
    (step,) = read_flow(tomllib.loads(f"[[steps]]{row}")["steps"])
    assert step.kind == kind
    assert all(len(line) <= 130 for line in words.splitlines())


def test_a_step_is_data_when_data_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(told_of(capsys, "etch", "--json"))
    by_key = {each["key"]: each for each in told["parameters"]}
    assert by_key["depth"]["default"] == ""
    assert by_key["depth"]["takes"].startswith("length")
    assert by_key["depth_error"]["default"] == "0 nm"
    assert by_key["etch_factor"]["takes"] == "number, or straight"
    assert by_key["face"]["takes"] == "one of top, bottom"
    assert by_key["materials"]["takes"] == "list of names"
    assert read_flow([told["example"]])
    every = json.loads(told_of(capsys, "--json"))
    assert [each["kind"] for each in every] == KINDS
    assert told in every


def test_a_default_is_shown_as_a_flow_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    every = {each["kind"]: each["parameters"] for each in json.loads(told_of(capsys, "--json"))}
    shown = {
        (kind, each["key"]): each["default"] for kind, words in every.items() for each in words
    }
    assert shown["mill", "corner_radius"] == "250 um"
    assert shown["laser-drill", "wall"] == "80 deg"
    assert shown["attach", "temperature"] == "25 C"
    assert shown["attach", "overhang"] == "false"
    assert shown["coat", "role"] == "dielectric"
    assert shown["coat", "level"] == "not given"
    assert shown["sputter", "coverage"] == "0.3"


@pytest.mark.parametrize("words", [["ecth"], ["ecth", "--json"]])
def test_an_unknown_step_is_told_with_its_nearest(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(["steps", *words]) == UNUSABLE
    assert "did you mean 'etch'?" in capsys.readouterr().err
