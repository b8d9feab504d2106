"""Whatever a flow file says: it is made, or it is one clear error with step, name and fix."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from padwright.cli.app import UNUSABLE, run
from padwright.cli.inspect_commands import toml_tables
from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows

MODELS = Path(__file__).parents[3] / "examples" / "claims"
POCKET = MODELS / "a-single-pocket" / "design.toml"
FRAME = MODELS / "c-ball" / "design.toml"

Rows = list[dict[str, Any]]
Change = Callable[[Rows], Rows]


@cache
def rows_of(design: Path) -> str:
    return json.dumps(flow_rows(Package.load(design).flow(1)))


def put(name: str, /, **values: object) -> Change:
    """Change parameters of a step."""

    def change(rows: Rows) -> Rows:
        assert name in {row["name"] for row in rows}
        return [row | values if row["name"] == name else row for row in rows]

    return change


def moved(name: str, to: int) -> Change:
    """Move a step to another place, counted from 1."""

    def change(rows: Rows) -> Rows:
        kept = [row for row in rows if row["name"] != name]
        return [*kept[: to - 1], *(row for row in rows if row["name"] == name), *kept[to - 1 :]]

    return change


def repeated(name: str, to: int) -> Change:
    """Do a step once more at another place, counted from 1."""

    def change(rows: Rows) -> Rows:
        (row,) = (row for row in rows if row["name"] == name)
        return [*rows[: to - 1], row | {"name": f"{name} again"}, *rows[to - 1 :]]

    return change


def told_of(
    design: Path, text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Build a design by the text of a flow file; nothing may be delivered when it is refused."""
    file, out = folder / "flow.toml", folder / "out"
    file.write_text(text)
    code = run(["build", str(design), "-o", str(out), "--flow", str(file), "--quiet"])
    told = capsys.readouterr()
    assert not (out / "manifest.json").exists()
    assert told.out == ""
    return code, told.err


#: Design, change, place of the step, what is wrong, what to do.
SPOILED = {
    "mask of another name": (
        POCKET,
        put("mill pockets", mask="pocktes"),
        "step 2 'mill pockets' (mill)",
        "there is no mask 'pocktes'",
        "did you mean 'pockets'?",
    ),
    "mask with a path": (
        POCKET,
        put("open via 1", mask="../../etc/passwd"),
        "step 6 'open via 1' (pattern)",
        "there is no mask '../../etc/passwd'",
        "choose one of",
    ),
    "pocket deeper than its sheet": (
        POCKET,
        put("mill pockets", depth="5 mm"),
        "step 2 'mill pockets' (mill)",
        "a pocket 5 mm deep does not fit into the sheet 'base'",
        "mill less deep",
    ),
    "pocket that an error makes deeper than its sheet": (
        POCKET,
        put("mill pockets", depth_error="5 mm"),
        "step 2 'mill pockets' (mill)",
        "does not fit into the sheet 'base'",
        "mill less deep",
    ),
    "thickness of nothing": (
        POCKET,
        put("dielectric 1", thickness="0 um"),
        "step 5 'dielectric 1': thickness",
        "greater than 0 (got '0 um')",
        "write it like thickness = '10 um'",
    ),
    "thickness below nothing": (
        POCKET,
        put("base", thickness="-1 mm"),
        "step 1 'base': thickness",
        "greater than 0 (got '-1 mm')",
        "write it like",
    ),
    "thickness that is no number": (
        POCKET,
        put("base", thickness=float("nan")),
        "step 1 'base': thickness",
        "a length is text with a unit, such as '10 um'; got nan",
        "write it like",
    ),
    "share that is no number": (
        POCKET,
        put("seed 1", coverage=float("nan")),
        "step 8 'seed 1': coverage",
        "(got nan)",
        "write it like coverage = 0.3",
    ),
    "length without end": (
        POCKET,
        put("base", thickness="1e999 mm"),
        "step 1 'base': thickness",
        "beyond",
        "write it like",
    ),
    "placement error beyond all panels": (
        POCKET,
        put("attach chip", shift_x="1 m"),
        "step 3 'attach chip' (attach)",
        "under the die",
        "move the die onto the panel",
    ),
    "unknown step": (
        POCKET,
        put("fill", step="fil"),
        "step 4 'fill'",
        "no step is called 'fil'",
        "did you mean 'fill'?",
    ),
    "step far from any": (
        POCKET,
        put("fill", step="rm -rf"),
        "step 4 'fill'",
        "no step is called 'rm -rf'",
        "choose one of",
    ),
    "unknown parameter": (
        POCKET,
        put("fill", covr="1 um"),
        "step 4 'fill'",
        "'fill' has no parameter 'covr'",
        "did you mean 'cover'?",
    ),
    "unknown material": (
        POCKET,
        put("base", material="coper"),
        "step 1 'base' (plate): material",
        "there is no material 'coper'",
        "choose one of",
    ),
    "name with a path": (
        POCKET,
        put("fill", name="../fill"),
        "step 4 '../fill'",
        "no usable name",
        "none of",
    ),
    "name with a Windows path": (
        POCKET,
        put("fill", name="C:\\fill"),
        "step 4",
        "no usable name",
        "none of",
    ),
    "name with markup": (
        POCKET,
        put("fill", name="<script>"),
        "step 4 '<script>'",
        "no usable name",
        "none of",
    ),
    "mask of a very long name": (
        POCKET,
        put("open via 1", mask="x" * 1_000_000),
        "step 6 'open via 1': 'mask'",
        "a text has 1000000 characters, more than the limit of 200",
        "shorten it",
    ),
    "material of a very long name in a list": (
        POCKET,
        put("etch seed 1", materials=["cu", "x" * 1_000_000]),
        "step 13 'etch seed 1': 'materials'",
        "a text has 1000000 characters, more than the limit of 200",
        "shorten it",
    ),
    "parameter of a very long name": (
        POCKET,
        put("etch seed 1", **{"x" * 1_000_000: 1}),
        "step 13 'etch seed 1'",
        "has no parameter 'xxx",
        "choose one of",
    ),
    "film before it is coated": (
        POCKET,
        moved("open via 1", 2),
        "step 2 'open via 1' (pattern)",
        "no step 'dielectric 1' left a film",
        "step 6 makes 'dielectric 1': move it before step 2",
    ),
    "pocket before its sheet": (
        POCKET,
        moved("mill pockets", 1),
        "step 1 'mill pockets' (mill)",
        "no step 'base' left a sheet",
        "step 2 makes 'base': move it before step 1",
    ),
    "film after it was stripped": (
        POCKET,
        repeated("develop resist 1", 13),
        "step 13 'develop resist 1 again' (pattern)",
        "no step 'resist 1' left a film",
        "step 9 made 'resist 1', but a step after it took it away",
    ),
    "film before there is a sheet": (
        POCKET,
        moved("dielectric 1", 1),
        "step 1 'dielectric 1' (coat)",
        "there is no panel to work on",
        "lay a plate before it",
    ),
    "seed before there is a sheet": (
        POCKET,
        moved("seed 1", 1),
        "step 1 'seed 1' (sputter)",
        "there is nothing to sputter on",
        "lay a sheet before it",
    ),
    "pocket under the die": (
        POCKET,
        moved("mill pockets", 4),
        "step 4 'mill pockets' (mill)",
        "the tool would meet what 'attach chip' made",
        "mill the pockets before",
    ),
    "plating without a seed": (
        POCKET,
        moved("plate wiring 1", 6),
        "step 6 'plate wiring 1' (electroplate)",
        "no seed",
        "sputter a seed before it",
    ),
    "etch of a material that is not there": (
        FRAME,
        put("etch 1", materials=["sn"]),
        "step 12 'etch 1' (etch)",
        "there is no 'sn' to etch",
        "choose one of 'au', 'c194'",
    ),
    "etch of a material that is covered": (
        FRAME,
        put("etch 1", face="bottom"),
        "step 12 'etch 1' (etch)",
        "no 'c194' is open to the bottom face",
        "open the resist",
    ),
    "etch of nothing": (
        FRAME,
        put("etch 2", materials=[]),
        "'etch 2': materials",
        "at least 1 item",
        "write it like",
    ),
    "etch before there is a sheet": (
        FRAME,
        moved("etch 1", 1),
        "step 1 'etch 1' (etch)",
        "there is no 'c194' to etch",
        "lay a sheet before it",
    ),
    "die thicker than its mold": (
        FRAME,
        put("mold", cavity="0.1 mm"),
        "step 17 'mold' (mold)",
        "out of a cavity of 100 um",
        "make the cavity deeper",
    ),
    "loop higher than its mold": (
        FRAME,
        put("mold", cap="1 um"),
        "step 17 'mold' (mold)",
        "out of the mold",
        "make the cap thicker or the loop lower",
    ),
    "wire that cannot reach": (
        FRAME,
        put("wires", max_length="0.6 mm"),
        "step 16 'wires' (wire-bond)",
        "longer than 600 um",
        "move the peg nearer",
    ),
    "wire to a program of another name": (
        FRAME,
        put("wires", bonds="bonnds"),
        "step 16 'wires' (wire-bond)",
        "there is no bonder's program 'bonnds'",
        "did you mean 'bonds'?",
    ),
    "wire before the die": (
        FRAME,
        moved("wires", 15),
        "step 15 'wires' (wire-bond)",
        "wire 1 has no open metal for its first bond",
        "bond before anything covers it",
    ),
    "mold before the die": (
        FRAME,
        moved("mold", 15),
        "step 15 'mold' (mold)",
        "there is no die in the cavity",
        "attach the dies before it",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_step_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    design, change, place, problem, fix = SPOILED[case]
    text = toml_tables("steps", change(json.loads(rows_of(design))))
    code, told = told_of(design, text, tmp_path, capsys)
    assert code == UNUSABLE
    assert told.startswith("error: ")
    assert told.count("\n") == 1
    assert told.strip().isprintable()
    assert len(told) < 700
    head, found, advice = told.partition(". Fix: ")
    assert found
    assert place in head
    assert problem in head
    assert fix in advice


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text[: len(text) // 2] + '\nname = "cut', "not TOML"),
        (lambda text: text[:300].rstrip('"\n'), "not TOML"),
        (lambda text: text + "\n# " + "x" * 10_000_000, "10.0 MB, more than the limit of 5 MB"),
        (lambda text: text.replace("[[steps]]", "[[stepps]]"), "unknown key 'stepps'"),
        (lambda _: "[[steps]]\n" * 10_001, "the flow has 10001 steps"),
        (lambda _: "\x00" * 100, "not TOML"),
        (
            lambda _: '[{"step": "fill", "name": "f", "material": ' + "[" * 800 + "]" * 800 + "}]",
            "step 1 'f': material",
        ),
    ],
    ids=["cut in a name", "cut", "10 MB", "another key", "steps without end", "zeros", "deep"],
)
def test_a_spoiled_file_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Change, problem: str
) -> None:
    text = toml_tables("steps", json.loads(rows_of(POCKET)))
    code, told = told_of(POCKET, change(text), tmp_path, capsys)
    assert code == UNUSABLE
    assert told.count("\n") == 1
    assert len(told) < 700
    assert "flow.toml" in told
    assert problem in told
    assert ". Fix: " in told


def test_the_flow_itself_is_made(tmp_path: Path) -> None:
    file = tmp_path / "flow.toml"
    file.write_text(toml_tables("steps", json.loads(rows_of(POCKET))))
    out = tmp_path / "out"
    assert run(["build", str(POCKET), "-o", str(out), "--flow", str(file), "--quiet"]) == 0
    assert (out / "manifest.json").exists()
