"""The page of the virtual factory says what the code says."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows, step_kinds

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "process.md"
EXAMPLE = ROOT / "examples" / "sheets" / "design.toml"


def script():
    spec = importlib.util.spec_from_file_location("make", PAGE.with_suffix("") / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_page_is_as_the_code_has_it():
    make = script()
    page = PAGE.read_text()
    assert make.written(page) == page, "run docs/process/make.py"
    assert make.main(["--check"]) == 0


def test_a_page_that_is_out_of_date_is_found(tmp_path):
    make = script()
    page = PAGE.read_text()
    assert make.written(page.replace("| `depth` |", "| `deepth` |")) == page
    make.PAGE = tmp_path / "process.md"
    make.PAGE.write_text(page.replace("thickness 500 um", "thickness 1 mm"))
    assert make.main(["--check"]) == 1
    with pytest.raises(ValueError, match="the page has the parts"):
        make.written(page.replace("<!-- part rules -->", ""))


def test_every_step_has_a_section():
    titles = re.findall(r"^### `(.+)`$", PAGE.read_text(), re.MULTILINE)
    assert titles == sorted(step_kinds())


def test_every_row_on_the_page_is_of_a_step_that_there_is():
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    rows = [row for block in blocks for row in tomllib.loads(block)["steps"]]
    assert len(rows) > len(step_kinds())
    for row in rows:
        known = step_kinds()[row["step"]].model_fields
        assert set(row) - {"step"} <= {field.alias or name for name, field in known.items()}


@pytest.mark.parametrize(("shift", "joined", "rule"), [("60 um", 0, "netlist"), ("10 um", 14, "")])
def test_the_example_of_a_shifted_mask_goes_as_the_page_says(shift, joined, rule):
    package = Package.load(EXAMPLE)
    rows = flow_rows(package.flow())
    next(row for row in rows if row["name"] == "open via 1")["shift_x"] = shift
    made = package.build(flow=rows)
    assert made.summary.nets_connected == joined
    assert f"nets connected 0 of {made.summary.nets}" in PAGE.read_text()
    assert "via_enclosure" in {each.rule for each in made.findings}
    assert any(each.rule == "netlist" for each in made.findings) == (rule == "netlist")


@pytest.mark.parametrize(
    "picture", sorted(PAGE.with_suffix("").glob("*.svg")), ids=lambda p: p.stem
)
def test_a_picture_is_small_and_shown(picture):
    assert picture.stat().st_size < 300_000
    assert f"process/{picture.name}" in PAGE.read_text()
