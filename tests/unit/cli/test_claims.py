"""The command that decides claims, and the settings that it takes."""

import json
from pathlib import Path

import pytest

from padwright.base.errors import InputError
from padwright.cli.app import run
from padwright.pipeline.claims import known_claim, tolerances_of

CARRIER = str(Path(__file__).parents[3] / "examples" / "carrier" / "design.toml")


def test_claims_are_told_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", CARRIER, "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "180 claims" in told
    assert "B3     not met" in told
    assert "as they stand" in told.splitlines()[-2]


def test_one_claim_is_told_with_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "chart.html"
    assert run(["claims", CARRIER, "--claim", "b2", "-q", "-o", str(page)]) == 0
    told = capsys.readouterr()
    assert "B2  Carrier level with the die: met" in told.out
    assert "die's front over the carrier's face: 0 nm (limit 5 um)" in told.out
    assert "planar 5 um" in told.out
    assert page.read_text().startswith("<!DOCTYPE html>")


def test_charts_are_data(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(
        ["claims", CARRIER, "--json", "--claim", "B2", "--claim", "B16", "--set", "planar=0 um"]
    )
    assert code == 0
    charts = json.loads(capsys.readouterr().out)
    assert [(each["id"], each["verdict"], each["corrected"]) for each in charts] == [
        ("B2", "met", None),
        ("B16", "met", "met"),
    ]
    assert charts[0]["tolerances"]["planar"] == "0 nm"
    assert charts[0]["elements"][0]["evidence"]["measured"][0]["limit"]["value"] == 0


def test_an_unknown_claim_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", CARRIER, "--claim", "B61"]) == 2
    told = capsys.readouterr().err
    assert "there is no claim 'B61'" in told
    assert "did you mean 'B" in told
    assert "A1 to A138, B1 to B16, C1 to C26" in told
    with pytest.raises(InputError, match="no claim 'Z1'"):
        known_claim("Z1")


def test_a_flow_from_a_file_is_what_is_built(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["flow", CARRIER]) == 0
    text = capsys.readouterr().out
    flow = tmp_path / "flow.toml"
    first, *rest = text.split("[[steps]]")[1:]
    assert 'material = "cu"' in first
    steps = [first.replace('"cu"', '"alloy42"'), *rest]
    flow.write_text("".join(f"[[steps]]{step}" for step in steps))
    assert run(["claims", CARRIER, "--flow", str(flow), "--claim", "B6", "-q"]) == 0
    assert "B6  Metal of the carrier: not met" in capsys.readouterr().out


def test_settings_come_from_a_file_and_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text('planar = "7 um"\ncovered = 0.9\n')
    made = tolerances_of(
        ['tol_planar="9 um"', "repeats=lenient", "tol_eq=3 um"], tmp_path / "set.toml"
    )
    assert (made.planar_nm, made.covered_ratio, made.repeats, made.equal_nm) == (
        9_000, 0.9, "lenient", 3_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("plannar=5 um", "no setting 'plannar'.*'planar'"),
        ("planar", "sets nothing"),
        ("planar=5", "planar"),
        ("covered=1.5", "covered"),
        ("repeats=often", "repeats"),
    ],
)
def test_a_setting_that_cannot_be_is_told(setting: str, said: str) -> None:
    with pytest.raises(InputError, match=said.split(".*", maxsplit=1)[0]) as told:
        tolerances_of([setting])
    assert all(part in str(told.value) for part in said.split(".*"))
