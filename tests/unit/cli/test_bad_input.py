"""Whatever a user gives: one clear error, exit code 2, no traceback, nothing written."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from padwright.cli.app import UNUSABLE, run
from unit.cli.starting import swap, write_start

_SPOILED: list[tuple[str, Callable[[str], str], tuple[str, ...]]] = [
    ("design", swap('width = "4 mm"', "width = 4"), ("package.width", "4", "10 um")),
    ("design", swap('width = "4 mm"', 'width = "4 furlongs"'), ("package.width", "furlongs")),
    ("design", swap('width = "4 mm"', 'width = "nan mm"'), ("package.width", "nan")),
    ("design", swap('width = "4 mm"', 'width = "inf mm"'), ("package.width", "inf")),
    ("design", swap('width = "4 mm"', "width = nan"), ("package.width", "nan")),
    ("design", swap('pitch = "0.8 mm"', 'pich = "0.8 mm"'), ("'pich'", "pitch")),
    ("design", swap("rows = 4", "rows = true"), ("terminals.rows", "True")),
    ("design", swap("rows = 4", "rows = 2"), ("nets need a ball", "8")),
    ("design", swap('technology = "a1-flat"', 'technology = "a1-flaat"'), ("a1-flat",)),
    ("design", swap('pads = "pads.csv"', 'pads = "../pads.csv"'), ("leaves the project folder",)),
    ("design", swap('pads = "pads.csv"', 'pads = "pad.csv"'), ("pad.csv", "pads.csv")),
    ("design", swap("no_connect = []", 'no_connect = ["gnd"]'), ("'gnd'", "no pins")),
    ("design", swap('x = "0 um"', 'x = "2 mm"'), ("dies.chip", "outside the package")),
    ("design", swap('pitch = "0.8 mm"', 'pitch = "0.4 mm"'), ("pitch",)),
    ("design", swap("[package]", "[package"), ("design.toml",)),
    ("pads", swap("P1,vdd,500,100", "P1,vdd,nan,100"), ("pads.csv", "nan")),
    ("pads", swap("P1,vdd,500,100", "P1,vdd,1e400,100"), ("pads.csv",)),
    ("pads", swap("P1,vdd,500,100", "P1,vdd,5000,100"), ("pads.csv", "P1")),
    ("pads", swap("P1,vdd,500,100", "P1,vdd,1000,100"), ("P1", "P2")),
    ("pads", swap("P1,vdd,500,100", "P2,vdd,500,100"), ("P2",)),
    ("pads", swap("P1,vdd,500,100", "P1,vdd,500"), ("pads.csv",)),
    ("pads", swap("pad,net,x_um,y_um", "pad,nett,x_um,y_um"), ("nett", "net")),
    ("pads", lambda _: "", ("pads.csv",)),
    ("pads", lambda text: text + "x" * 50_000_000, ("50.0 MB", "limit")),
]


@pytest.mark.parametrize(("file", "change", "words"), _SPOILED)
def test_a_spoiled_file_is_one_clear_error(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    change: Callable[[str], str],
    words: tuple[str, ...],
) -> None:
    design = write_start(tmp_path / "in", **{file: change})
    code = run(["build", str(design), "-o", str(tmp_path / "out"), "--quiet"])
    told = capsys.readouterr()
    assert code == UNUSABLE
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert told.err.count("\n") == 1
    assert len(told.err) < 700
    assert "Fix: " in told.err
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err
    assert not (tmp_path / "out").exists()


def test_two_dies_that_overlap_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = '\n[[dies]]\nname = "other"\npads = "pads.csv"\nwidth = "2 mm"\nheight = "2 mm"\n'
    second += 'thickness = "150 um"\npad_width = "60 um"\nx = "1 mm"\n\n[terminals]\n'
    design = write_start(tmp_path, design=swap("[terminals]\n", second))
    assert run(["build", str(design), "-o", str(tmp_path / "out")]) == UNUSABLE
    told = capsys.readouterr().err
    assert "'chip' and 'other' overlap" in told


def test_a_technology_without_its_material_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = write_start(tmp_path, design=swap('"a1-flat"', '"mine.toml"'))
    own = 'name = "mine"\nbased_on = "a1-flat"\n[materials]\nwiring = "copper"\n'
    (tmp_path / "mine.toml").write_text(own)
    assert run(["build", str(design), "-o", str(tmp_path / "out")]) == UNUSABLE
    told = capsys.readouterr().err
    assert "mine.toml" in told
    assert "'copper'" in told


@pytest.mark.parametrize("name", ["absent.toml", "folder", "binary.toml"])
def test_a_design_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.toml").write_bytes(bytes(range(128, 256)))
    assert run(["build", str(tmp_path / name), "-o", str(tmp_path / "out")]) == UNUSABLE
    assert name in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = write_start(tmp_path)
    assert run(["build", str(design), "-o", str(design / "out"), "--quiet"]) == UNUSABLE
    told = capsys.readouterr().err
    assert str(design / "out") in told
    assert "choose another output folder" in told


def test_an_error_is_data_when_data_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["build", str(tmp_path / "absent.toml"), "-o", str(tmp_path / "out"), "--json"])
    assert code == UNUSABLE
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "input"
    assert error["where"].endswith("absent.toml")
    assert error["problem"]
    assert error["fix"]


def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    """The system itself refuses to write on, as a full disk does."""
    design = write_start(tmp_path / "in")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "padwright.cli", "build", str(design), "-o", str(out)]

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    first = subprocess.run(
        command, preexec_fn=small_disk, capture_output=True, text=True, check=False
    )
    assert first.returncode == UNUSABLE, first.stderr
    assert "cannot be written" in first.stderr
    assert "Traceback" not in first.stderr
    assert [each.name for each in out.iterdir()] == [".padwright"]
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode in {0, 1}, again.stderr
    assert (out / "manifest.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["buidl"], "build"),
        (["build"], "DESIGN"),
        (["build", "x.toml"], "--out"),
        (["explain", "package.widht"], "package.width"),
        (["materials", "copper"], "materials"),
        (["schema", "desing"], "design"),
        (["flow", "x.toml", "--levels", "0"], "levels"),
        (["section", "x.toml", "-o", "y.svg", "--from", "1 mm", "--to", "2 mm,0 mm"], "--from"),
        (["section", "x.toml", "-o", "y.svg", "--from", "1,2", "--to", "2 mm,0 mm"], "unit"),
        (["check", "absent"], "absent"),
        (["route", "absent.json", "-o", "y.json"], "absent.json"),
    ],
)
def test_wrong_arguments_are_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(arguments) == UNUSABLE
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert "Traceback" not in told.err


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert run(["new", str(folder)]) == 0
    (folder / "design.toml").write_text("precious")
    os.unlink(folder / "pads.csv")  # noqa: PTH108 - as a user would
    assert run(["new", str(folder)]) == UNUSABLE
    assert (folder / "design.toml").read_text() == "precious"
    assert not (folder / "pads.csv").exists()
    assert "not overwritten" in capsys.readouterr().err


def test_lines_wider_than_any_gap_leave_nets_open_and_do_not_hang(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = write_start(tmp_path / "in")
    (design.parent / "wide.toml").write_text(
        'name = "wide"\nbased_on = "a1-flat"\n[rules]\nline_width = "2 mm"\n'
    )
    design.write_text(design.read_text().replace('"a1-flat"', '"wide.toml"'))
    assert run(["check", str(design), "--quiet"]) == 1
    assert "the router left the net" in capsys.readouterr().out
