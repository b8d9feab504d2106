"""What the pages say of technologies, materials and files is true."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from padwright.model.chip import ChipSpec
from padwright.model.design import DesignSpec
from padwright.model.door import admit
from padwright.model.explain import explained_keys
from padwright.model.material import MaterialClass, load_materials
from padwright.model.routes import SECTIONS_OF_ROUTE, Route
from padwright.model.shipped import technology_names

DOCS = Path(__file__).parents[3] / "docs"
TECHNOLOGY = (DOCS / "technology.md").read_text()
DESIGN = (DOCS / "design-file.md").read_text()
BLOCKS = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", DESIGN, re.DOTALL)]


def test_the_number_of_materials_is_true() -> None:
    assert f"{len(load_materials())} materials ship" in TECHNOLOGY


def test_every_shipped_technology_and_route_has_a_line() -> None:
    table = TECHNOLOGY[TECHNOLOGY.index("| shipped | makes |") : TECHNOLOGY.index("## Routes")]
    assert set(re.findall(r"^\| `([a-z0-9-]+)` \|", table, re.MULTILINE)) == set(technology_names())
    table = TECHNOLOGY[TECHNOLOGY.index("| route | what is") : TECHNOLOGY.index("Dies of several")]
    told = dict(re.findall(r"^\| `([a-z0-9-]+)` \|.*\|(.*?)\|$", table, re.MULTILINE))
    assert set(told) == set(get_args(Route)) == set(SECTIONS_OF_ROUTE)
    for route, sections in SECTIONS_OF_ROUTE.items():
        assert set(re.findall(r"`(\w+)`", told[route])) == set(sections), route


def test_every_class_of_materials_is_told() -> None:
    told = TECHNOLOGY[TECHNOLOGY.index("### What a material belongs to") :]
    assert [each for each in get_args(MaterialClass) if f"`{each}`" not in told] == []


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_key_on_the_page_is_one(number: int) -> None:
    block = BLOCKS[number]
    if "steps" in block:
        return
    if "devices" in block:
        admit(ChipSpec, block, where="the page")
        return
    known = set(explained_keys())
    for key, value in block.items():
        tables = value if isinstance(value, list) else [value]
        for table in tables:
            inner = table if isinstance(table, dict) else {}
            assert {f"{key}.{each}" for each in inner} | {key} <= known


def test_the_example_on_the_page_is_a_design() -> None:
    whole = {**BLOCKS[0], **next(block for block in BLOCKS if "units" in block)}
    assert admit(DesignSpec, whole, where="the page").name == "caravel-fanout"
