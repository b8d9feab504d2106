"""`padwright route`: going on from an earlier solution, stopping, time limits, and bad files."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from padwright.cli.app import CANCELLED, CLEAN, FINDINGS, UNUSABLE, run
from padwright.route.judging.verify import open_nets, violations
from padwright.route.reading.bench_format import read_problem
from padwright.route.reading.bench_solution import read_solution
from padwright.route.routing import STOPPED

_ROWS = 5
_SIDE = 8


def _rows() -> dict[str, Any]:
    """Return five nets side by side."""
    return {
        "format": "fanout-bench-1",
        "name": "rows",
        "outline": [[0, 0], [1200, 0], [1200, 700], [0, 700]],
        "layers": [{"index": 0}],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 20},
        "pads": [
            {"id": f"p{i}", "x": 100, "y": 120 * (i + 1), "d": 40, "layer": 0} for i in range(_ROWS)
        ],
        "balls": [
            {"id": f"b{i}", "x": 1000, "y": 110 * (i + 1), "d": 40, "layer": 0}
            for i in range(_ROWS)
        ],
        "nets": [{"name": f"n{i}", "terminals": [f"p{i}", f"b{i}"]} for i in range(_ROWS)],
    }


def _crossing(side: int) -> dict[str, Any]:
    """Return an array of pads that is to be joined with balls in an order of chance."""
    count = side * side
    balls = list(range(count))
    random.Random(3).shuffle(balls)  # noqa: S311 - no secret
    places = [(k % side - (side - 1) / 2, k // side - (side - 1) / 2) for k in range(count)]
    edge = 350.0 * side
    return {
        "format": "fanout-bench-1",
        "name": "crossing",
        "outline": [[-edge, -edge], [edge, -edge], [edge, edge], [-edge, edge]],
        "layers": [{"index": 0}, {"index": 1}],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 20},
        "pads": [
            {"id": f"p{k}", "x": 200 * x, "y": 200 * y, "d": 40, "layer": 0}
            for k, (x, y) in enumerate(places)
        ],
        "balls": [
            {"id": f"b{k}", "x": 600 * x, "y": 600 * y, "d": 200, "layer": 1}
            for k, (x, y) in enumerate(places)
        ],
        "nets": [{"name": f"n{k}", "terminals": [f"p{k}", f"b{balls[k]}"]} for k in range(count)],
    }


def _written(folder: Path, data: Any, name: str = "problem.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(data))
    return file


def _wires(file: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for wire in json.loads(file.read_text())["wires"]:
        found.setdefault(wire["net"], []).append(wire)
    return found


def _is_clean(problem: Path, solution: Path) -> int:
    """Check a solution and return how many nets it leaves open."""
    task = read_problem(problem.read_text(), "problem")
    routing = read_solution(solution.read_text(), "solution", task)
    assert violations(task, routing) == []
    left = open_nets(task, routing)
    assert set(left) == {each.net for each in routing.unrouted}
    return len(left)


def test_from_its_own_solution_comes_the_same_to_the_byte(tmp_path: Path) -> None:
    problem = _written(tmp_path, _rows())
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    assert run(["route", str(problem), "-o", str(first), "-q"]) == CLEAN
    line = ["route", str(problem), "-o", str(again), "--from", str(first), "-q"]
    assert run(line) == CLEAN
    assert again.read_bytes() == first.read_bytes()


def test_only_the_net_of_a_ball_that_moved_is_other(tmp_path: Path) -> None:
    problem = _written(tmp_path, _rows())
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    run(["route", str(problem), "-o", str(first), "-q"])
    data = _rows()
    data["balls"][2]["x"] += 50
    moved = _written(tmp_path, data, "moved.json")
    assert run(["route", str(moved), "-o", str(again), "--from", str(first), "-q"]) == CLEAN
    assert _is_clean(moved, again) == 0
    old, new = _wires(first), _wires(again)
    assert [net for net in old if old[net] != new[net]] == ["n2"]


def test_a_time_limit_gives_a_clean_answer_to_go_on_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = _written(tmp_path, _crossing(5))
    part, whole = tmp_path / "part.json", tmp_path / "whole.json"
    line = ["route", str(problem), "-q"]
    code = run([*line, "-o", str(part), "--time-limit", "0"])
    left = _is_clean(problem, part)
    assert code == (FINDINGS if left else CLEAN)
    assert all(each["reason"] == STOPPED for each in json.loads(part.read_text())["unrouted"])
    assert run([*line, "-o", str(whole), "--from", str(part)]) == CLEAN
    assert _is_clean(problem, whole) == 0
    assert run([*line, "-o", str(part), "--time-limit", "-1"]) == UNUSABLE
    assert "time-limit" in capsys.readouterr().err


def test_an_interrupt_writes_the_best_until_then(tmp_path: Path) -> None:
    problem, out = _written(tmp_path, _crossing(_SIDE)), tmp_path / "out.json"
    command = [sys.executable, "-m", "padwright.cli", "route", str(problem), "-o", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "route ...\n"
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert process.wait() == CANCELLED, told
    assert f"--from {out}" in told
    assert "Traceback" not in told
    left = _is_clean(problem, out)
    assert left < _SIDE**2 / 2
    again = tmp_path / "again.json"
    line = ["route", str(problem), "-o", str(again), "--from", str(out), "-q"]
    assert run([*line, "--time-limit", "0"]) == (FINDINGS if left else CLEAN)
    assert _is_clean(problem, again) <= left
    old, new = _wires(out), _wires(again)
    assert all(new[net] == wires for net, wires in old.items())


_BAD: dict[str, Any] = {
    "cut short": None,
    "not json": "wires",
    "a list": "[]",
    "deep": "[" * 100_000,
    "many digits": '{"wires": ' + "9" * 6_000 + "}",
    "nothing in it": "{}",
    "a problem": json.dumps(_rows()),
    "wires of nobody": json.dumps(
        {
            "wires": [{"net": "zz", "layer": 0, "width": 10, "pts": [[0, 0], [1, 1]]}],
            "vias": [],
            "unrouted": [],
        }
    ),
    "no number": '{"wires": [{"net": "n0", "layer": 0, "width": NaN, "pts": [[0, 0], [1, 1]]}]}',
    "a level below": '{"wires": [{"net": "n0", "layer": -1, "width": 1, "pts": [[0, 0], [1, 1]]}]}',
    "an assignment of numbers": '{"wires": [], "vias": [], "unrouted": [], "assignment": 3}',
    "a length of words": '{"wires": [], "vias": [], "unrouted": [], "lengths": [{"net": "n0"}]}',
    "bytes": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("what", _BAD)
def test_a_bad_earlier_solution_is_told_in_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    problem = _written(tmp_path, _rows())
    first, bad, out = (tmp_path / f"{name}.json" for name in ("first", "bad", "out"))
    text = _BAD[what]
    if text is None:
        run(["route", str(problem), "-o", str(first), "-q"])
        text = first.read_text()[:-40]
    bad.write_bytes(text if isinstance(text, bytes) else text.encode())
    capsys.readouterr()
    assert run(["route", str(problem), "-o", str(out), "--from", str(bad), "-q"]) == UNUSABLE
    told = capsys.readouterr().err
    assert told.startswith(f"error: {bad}")
    assert ". Fix: " in told
    assert len(told.strip().splitlines()) == 1
    assert not out.exists()


def test_an_earlier_solution_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = _written(tmp_path, _rows())
    line = ["route", str(problem), "-o", str(tmp_path / "out.json")]
    assert run([*line, "--from", str(tmp_path / "none.json"), "-q"]) == UNUSABLE
    assert "there is no such file" in capsys.readouterr().err


def test_wiring_that_breaks_rules_or_means_nothing_is_routed_anew(tmp_path: Path) -> None:
    problem = _written(tmp_path, _rows())
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    run(["route", str(problem), "-o", str(first), "-q"])
    data = json.loads(first.read_text())
    straight = [[100, 120], [1000, 550], [1000, 110]]
    for wire in data["wires"]:
        if wire["net"] == "n0":
            wire["pts"] = straight  # across all others
        if wire["net"] == "n1":
            wire["layer"] = 10**12
        if wire["net"] == "n2":
            wire["width"] = 9
    data["wires"].append({"net": "gone", "layer": 0, "width": 10, "pts": [[0, 0], [0, 0]]})
    data["vias"].append({"net": "n4", "x": 500, "y": 500, "d": 30, "layers": [0, 10**12]})
    spoiled = _written(tmp_path, data, "spoiled.json")
    assert run(["route", str(problem), "-o", str(again), "--from", str(spoiled), "-q"]) == CLEAN
    assert _is_clean(problem, again) == 0
    assert _wires(again)["n3"] == _wires(first)["n3"]


def test_what_is_impossible_is_told_with_what_stops_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = _rows()
    task["outline"] = [[0, 0], [1200, 0], [1200, 1200], [0, 1200]]
    ends = {"s": (600, 30), "n": (600, 1170), "w": (30, 600), "e": (1170, 600)}
    task["rules"]["edge_clearance"] = 10
    task["pads"] = [
        {"id": name, "x": x, "y": y, "d": 30, "layer": 0} for name, (x, y) in ends.items()
    ]
    task["balls"] = []
    task["nets"] = [
        {"name": "up", "terminals": ["s", "n"]},
        {"name": "over", "terminals": ["w", "e"]},
    ]
    problem, out = tmp_path / "cross.json", tmp_path / "out.json"
    problem.write_text(json.dumps(task))
    assert run(["route", str(problem), "-o", str(out), "-q"]) == FINDINGS
    said = capsys.readouterr().out
    assert "open         1, no wiring has fewer (proved)" in said
    assert "at most 1 of 2 nets can be wired: their lands stand along the outline" in said
    assert "the others of these nets:" in said
    assert "at x 0.0 to 1200.0 um, y 0.0 to 1200.0 um" in said
    assert run(["route", str(problem), "-o", str(out), "--json"]) == FINDINGS
    told = json.loads(capsys.readouterr().out)
    assert told["least_open"] == 1
    assert [each["proved"] for each in told["unrouted"]] == [True]
