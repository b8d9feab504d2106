"""What is shown while a command works, and what it says at the end."""

import re
import sys
from pathlib import Path

import pytest

from padwright.cli.progress import Shown
from padwright.cli.told import summary_text
from padwright.model.finding import Finding, Place, Severity
from padwright.pipeline.summary import Summary


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _work(shown: Shown) -> None:
    for room in ("plan", "route"):
        for done in range(3):
            shown(room, done, 2, f"part {done} of [many]")


def test_each_room_is_a_line_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Shown() as shown:
        _work(shown)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "plan ...\nroute ...\n"
    assert set(shown.times_s) == {"start", "plan", "route"}
    assert all(time_s >= 0 for time_s in shown.times_s.values())


def test_each_room_is_a_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Shown() as shown:
        _work(shown)
    told = capsys.readouterr()
    assert told.out == ""
    assert "route" in told.err
    assert "[many]" in told.err


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with Shown(quiet=True) as shown:
        _work(shown)
    assert capsys.readouterr().err == ""
    assert set(shown.times_s) == {"start", "plan", "route"}


_TRIED = (
    {"levels": 1, "unrouted": 3, "length_um": 0.5, "refused": ""},
    {"levels": 2, "unrouted": 0, "length_um": 1.5, "refused": ""},
)


def _summary(findings: list[Finding], broken: tuple[str, ...] = ()) -> Summary:
    return Summary(
        design="d",
        nets=60,
        nets_connected=60 - len(broken),
        nets_broken=broken,
        levels=2,
        levels_allowed=2,
        wire_length_um=1_100.0,
        straight_um=900.0,
        tree_um=1_000.0,
        tree_wires_um=1_100.0,
        vias=0,
        pads_bonded=3,
        pads_unbonded=1,
        balls=4,
        tried=_TRIED,
        findings=tuple(finding.to_json() for finding in findings),
        digests={},
        files={
            "b.gds": {"bytes": 1_234_567, "sha256": "0", "describes": "masks", "loses": ""},
            "a.csv": {"bytes": 12, "sha256": "0", "describes": "balls", "loses": ""},
        },
    )


def test_findings_are_grouped_worst_first_with_their_first_place() -> None:
    place = Place(1_000, -3_000, 3_000, -1_000)
    near = Finding("space", Severity.ERROR, "14 um, less than 15 um", place, fix="move it")
    far = Finding("space", Severity.ERROR, "13 um, less than 15 um")
    thin = Finding("density", Severity.NOTE, "little metal")
    text = _plain(summary_text(_summary([thin, near, far])))
    assert "d: built with 2 errors" in text
    lines = text.splitlines()
    space = lines.index("  error   2 x space: 14 um, less than 15 um (at x 2.0 um, y -2.0 um)")
    assert lines[space + 1].strip() == "fix: move it"
    assert lines[space + 2] == "  note    density: little metal"
    assert "files in" not in text


def test_the_end_names_files_and_what_to_look_at() -> None:
    broken = tuple(f"n{number}" for number in range(12))
    text = _plain(summary_text(_summary([], broken), Path("out")))
    assert "nets connected        48 of 60" in text
    assert "not connected: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 2 more" in text
    assert "wiring levels         2 of 2 allowed; on 1 level 3 nets open" in text
    assert "a.csv       12 B  balls" in text
    assert "b.gds     1.2 MB  masks" in text
    assert text.endswith("next: open out/report.html")
    error = Finding("space", Severity.ERROR, "too near")
    assert "padwright check out" in summary_text(_summary([error]), Path("out"))
