"""Each command on the starting design, in this process or in one of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from padwright.base.errors import BrokenPromiseError, CancelledError
from padwright.cli import app as way_in
from padwright.cli.app import CANCELLED, OUR_FAULT, run
from padwright.cli.inspect_commands import toml_tables
from padwright.route.relaxing.relax import near_lands, near_segments, sweep
from padwright.route.sketching.conflicts import find_conflicts
from padwright.route.sketching.negotiate import route_lines
from padwright.route.sketching.slide import pull_some
from unit.cli.starting import write_start

_PADWRIGHT = [sys.executable, "-m", "padwright.cli"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    folder = tmp_path_factory.mktemp("built")
    design = write_start(folder / "in")
    out = folder / "out"
    return design, out, run(["build", str(design), "-o", str(out), "--quiet"])


def test_a_build_writes_its_files_and_tells_what_it_did(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    design, out, code = built
    manifest = json.loads((out / "manifest.json").read_bytes())
    names = {each.name for each in out.iterdir()} - {".padwright", "manifest.json"}
    assert set(manifest["files"]) == names
    assert {"masks.gds", "findings.json"} < names
    assert run(["build", str(design), "-o", str(out)]) == code
    told = capsys.readouterr()
    assert "up to date" in told.err
    assert "nets connected        10 of 10" in told.out
    assert "masks.gds" in told.out
    assert "next: open" in told.out


def test_a_build_gives_data(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    design, out, code = built
    assert run(["build", str(design), "-o", str(out), "--json"]) == code
    told = capsys.readouterr()
    data = json.loads(told.out)
    assert told.err == ""
    assert data["nets_connected"] == data["nets"] == 10
    assert data["clean"] == (code == 0)
    assert set(data["files"]) == set(json.loads((out / "manifest.json").read_bytes())["files"])
    assert all(finding["rule"] for finding in data["findings"])


def test_check_reads_a_finished_folder(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, code = built
    assert run(["check", str(out), "--json"]) == code
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"design", "figures", "findings"}
    assert run(["check", str(out)]) == code
    assert capsys.readouterr().out.startswith("my-package: ")


def test_check_makes_a_design_without_writing(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    design, _, code = built
    before = sorted(design.parent.iterdir())
    assert run(["check", str(design), "--json"]) == code
    assert json.loads(capsys.readouterr().out)["design"] == "my-package"
    assert sorted(design.parent.iterdir()) == before


def test_plan_shows_every_ball(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    design, _, _ = built
    assert run(["plan", str(design)]) == 0
    text = capsys.readouterr().out
    assert all(f"\n{row}{column} " in text for row in "ABCD" for column in range(1, 5))
    assert run(["plan", str(design), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert len(data["balls"]) == 16
    assert len(data["joints"]) == 12


def test_flow_prints_the_same_steps_as_toml_and_json(
    built: tuple[Path, Path, int], capsys: pytest.CaptureFixture[str]
) -> None:
    design, _, _ = built
    assert run(["flow", str(design), "--levels", "2"]) == 0
    steps = tomllib.loads(capsys.readouterr().out)["steps"]
    assert run(["flow", str(design), "--levels", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == steps
    assert [step["step"] for step in steps][:3] == ["plate", "attach", "fill"]


def test_section_draws_a_picture(built: tuple[Path, Path, int], tmp_path: Path) -> None:
    design, _, _ = built
    picture = tmp_path / "cut.svg"
    line = ["--from", "-2 mm, 0 mm", "--to", "2 mm,100 um", "--height-scale", "auto"]
    assert run(["section", str(design), "-o", str(picture), *line, "-q"]) == 0
    assert picture.read_text().rstrip().endswith("</svg>")


@pytest.mark.parametrize(
    "ends",
    [("-90 mm,0 mm", "-80 mm,0 mm"), ("-20 mm,0 mm", "0 mm,20 mm"), ("3 mm,9 mm", "4 mm,9 mm")],
)
def test_a_section_past_the_package_is_told(
    built: tuple[Path, Path, int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    ends: tuple[str, str],
) -> None:
    picture = tmp_path / "cut.svg"
    line = ["--from", ends[0], "--to", ends[1], "-q"]
    assert run(["section", str(built[0]), "-o", str(picture), *line]) == 2
    assert "goes past the package" in capsys.readouterr().err
    assert not picture.exists()


def test_route_solves_a_problem_of_the_bench(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = {
        "format": "fanout-bench-1",
        "name": "two",
        "outline": [[0, 0], [1000, 0], [1000, 1000], [0, 1000]],
        "layers": [{"index": 0}],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 20},
        "pads": [
            {"id": "p1", "x": 200, "y": 200, "d": 40, "layer": 0},
            {"id": "p2", "x": 200, "y": 800, "d": 40, "layer": 0},
        ],
        "balls": [
            {"id": "b1", "x": 800, "y": 200, "d": 40, "layer": 0},
            {"id": "b2", "x": 800, "y": 800, "d": 40, "layer": 0},
        ],
        "nets": [
            {"name": "n1", "terminals": ["p1", "b1"]},
            {"name": "n2", "terminals": ["p2", "b2"]},
        ],
    }
    file, out = tmp_path / "problem.json", tmp_path / "solution.json"
    file.write_text(json.dumps(problem))
    assert run(["route", str(file), "-o", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["routed"] == told["nets"] == 2
    assert len(json.loads(out.read_bytes())["wires"]) >= 2
    picture = tmp_path / "wiring.svg"
    assert run(["route", str(file), "-o", str(out), "--picture", str(picture), "-q"]) == 0
    assert f"solution in {out}, picture in {picture}\n" in capsys.readouterr().out
    assert picture.read_text().rstrip().endswith("</svg>")


def test_route_tells_what_is_open_and_what_was_not_met(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shut = [[-20, -500], [20, -500], [20, 500], [-20, 500]]
    ends = [(f"n{i}", -480 + 40 * i) for i in range(24)]
    problem = {
        "format": "fanout-bench-1",
        "name": "shut",
        "outline": [[-500, -500], [500, -500], [500, 500], [-500, 500]],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 1},
        "layers": [{"index": 0}],
        "pads": [{"id": f"{n} a", "x": -300, "y": y, "d": 20, "layer": 0} for n, y in ends],
        "balls": [{"id": f"{n} b", "x": 300, "y": y, "d": 20, "layer": 0} for n, y in ends],
        "obstacles": [{"polygon": shut}],
        "nets": [{"name": n, "terminals": [f"{n} a", f"{n} b"]} for n, _ in ends],
        "pairs": [{"name": "p", "first": "n0", "second": "n1", "gap": 10}],
    }
    file, out = tmp_path / "p.json", tmp_path / "s.json"
    file.write_text(json.dumps(problem))
    assert run(["route", str(file), "-o", str(out), "--quiet"]) == 1
    told = capsys.readouterr().out
    assert "0 of 24 nets routed" in told
    assert "open         24, no wiring has fewer (proved)\n" in told
    assert told.count("  open: ") == 1
    assert " and 12 more: at most 0 of 24 nets can pass: " in told
    assert "  not met: pair p: " in told


def test_prepare_compiles_what_the_router_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prepare", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    compiled = [
        kernel.signatures
        for kernel in (route_lines, find_conflicts, pull_some, sweep, near_lands, near_segments)
    ]
    assert all(compiled)


def test_the_language_of_the_files_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "package.width"]) == 0
    assert "width of the body" in capsys.readouterr().out
    assert run(["explain", "package.width", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["key"] == "package.width"
    assert run(["explain"]) == 0
    assert "rules.line_width" in capsys.readouterr().out.splitlines()
    for name in ("design", "technology"):
        assert run(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out)["$schema"]
    assert run(["materials"]) == 0
    assert "Copper" in capsys.readouterr().out
    assert run(["materials", "cu"]) == 0
    assert "conductivity" in capsys.readouterr().out
    assert run(["materials", "cu", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"cu"}


def test_new_writes_what_plan_can_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "mine")]) == 0
    assert "next: edit" in capsys.readouterr().out
    assert run(["plan", str(tmp_path / "mine" / "design.toml")]) == 0


def test_help_is_prompt_and_light() -> None:
    code = "import sys; from padwright.cli.app import run; code = run(['--help']);"
    code += "heavy = {'numpy', 'scipy', 'numba', 'klayout', 'pydantic'} & set(sys.modules);"
    code += "sys.exit(code or bool(heavy))"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    started_s = time.perf_counter()
    told = subprocess.run([*_PADWRIGHT, "--help"], check=True, capture_output=True, text=True)
    assert "build" in told.stdout
    assert time.perf_counter() - started_s < 5.0  # 0.35 s when nothing else runs


def test_a_fault_of_our_own_is_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import padwright.cli.language_commands as language  # noqa: PLC0415 - to be spoiled

    def broken(*_: object) -> None:
        raise BrokenPromiseError("two slabs share volume", where="step 'plate'")

    monkeypatch.setattr(language, "give", broken)
    assert run(["materials", "--json"]) == OUR_FAULT
    told = capsys.readouterr()
    assert "two slabs share volume" in told.err
    assert "report it" in told.err
    assert "Traceback" not in told.err
    assert json.loads(told.out)["error"]["kind"] == "fault"
    assert run(["--debug", "materials", "--json"]) == OUR_FAULT
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CancelledError("cancelled in route")])
def test_a_cancelled_command_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    import padwright.cli.language_commands as language  # noqa: PLC0415 - to be spoiled

    def cancelled(*_: object) -> None:
        raise error

    monkeypatch.setattr(language, "give", cancelled)
    assert run(["materials", "--json"]) == CANCELLED
    assert "run the same command again to resume" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_fault(built: tuple[Path, Path, int]) -> None:
    design, _, _ = built
    command = [*_PADWRIGHT, "plan", str(design), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0


def _heed_interrupts() -> None:
    """Undo what tests inherit when they run in the background: programs there ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_from_the_terminal_ends_the_run(tmp_path: Path) -> None:
    design = write_start(tmp_path / "in")
    out = tmp_path / "out"
    command = [*_PADWRIGHT, "build", str(design), "-o", str(out)]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - it takes no lock
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "plan ...\n"
        os.kill(process.pid, signal.SIGINT)
        told = process.stderr.read()
        assert process.wait() == CANCELLED, told
    assert "resume" in told
    assert "Traceback" not in told
    assert run(["build", str(design), "-o", str(out), "--quiet"]) in {0, 1}


def test_every_value_of_a_flow_is_written_as_toml() -> None:
    rows = [{"a": 'say "hi"\n\\', "b": [1, 2.5, True], "c": {"cu [x]": "1 um", "d-e_f": 1e-9}}]
    assert tomllib.loads(toml_tables("steps", rows))["steps"] == rows


def test_exit_codes_are_told_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == way_in.CLEAN
    assert "130 cancelled" in capsys.readouterr().out
    assert run([]) == way_in.CLEAN
    assert "Commands" in capsys.readouterr().out
    assert run(["--version"]) == way_in.CLEAN
    assert capsys.readouterr().out.startswith("padwright ")
