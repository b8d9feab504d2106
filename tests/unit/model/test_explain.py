"""Every key explains itself; the schemas are current; the starting design is whole."""

import json
import tomllib
from pathlib import Path

import pytest

from padwright.base.errors import InputError
from padwright.model.explain import explain, explained_keys
from padwright.model.schema import design_schema, technology_schema
from padwright.model.template import starting_design

SCHEMA = Path(__file__).parents[3] / "schema"


@pytest.mark.parametrize("key", explained_keys())
def test_every_key_has_description_unit_and_example(key: str) -> None:
    found = explain(key)
    assert found.key == key
    assert found.description
    assert found.unit
    assert found.example
    assert bool(found.default) == bool(found.default_source)
    assert str(found).startswith(key)
    assert "()" not in str(found)


@pytest.mark.parametrize(
    ("key", "unit", "default", "source"),
    [
        ("package.width", "length: nm, um, mm, mil or in", "", ""),
        ("package.wiring_levels", "whole number", "2", "Padwright"),
        ("dies.x", "length: nm, um, mm, mil or in", "0 um", "Padwright"),
        ("dies.rotation", "angle: deg", "0 deg", "Padwright"),
        ("terminals.spare", "one of supplies, unconnected", "supplies", "Padwright"),
        ("rules.line_width", "length: nm, um, mm, mil or in", "15 um", "Lau"),
        ("rules.edge_clearance", "length: nm, um, mm, mil or in", "50 um", "uncited default"),
        ("temperatures.reflow_peak", "temperature: C", "245 C", "uncited default"),
        ("materials.wiring", "text", "cu", "shipped technology a1-flat"),
        ("material.cu.conductivity", "W/(m K)", "391 W/(m K)", "MorePET"),
        ("material.silk.conductivity", "W/(m K)", "0.19 W/(m K)", "uncited default"),
        ("material.cu.permittivity", "a number", "not known", "shipped materials"),
    ],
)
def test_defaults_are_given_with_their_source(
    key: str, unit: str, default: str, source: str
) -> None:
    found = explain(key)
    assert found.unit == unit
    assert found.default == default
    assert source in found.default_source


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("package.widht", "'package.width'"),
        ("rules.linewidth", "'rules.line_width'"),
        ("material.cu.conductivty", "'material.conductivity'"),
        ("material.unobtainium.conductivity", "'material.conductivity'"),
        ("\x1b[2J" * 1_000, "choose one of"),
    ],
)
def test_an_unknown_key_gets_the_nearest(key: str, fix: str) -> None:
    with pytest.raises(InputError) as caught:
        explain(key)
    assert fix in caught.value.fix
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("file", "schema"),
    [("design.schema.json", design_schema()), ("technology.schema.json", technology_schema())],
)
def test_the_schemas_in_the_repository_are_current(file: str, schema: object) -> None:
    text = json.dumps(schema, indent=2) + "\n"
    assert (SCHEMA / file).read_text() == text, (
        f"write json.dumps(schema, indent=2) and a line end into schema/{file}"
    )


def test_the_schema_speaks_in_keys_and_texts() -> None:
    die = design_schema()["$defs"]["DieSpec"]["properties"]
    assert die["width"]["type"] == "string"
    assert die["x"]["default"] == "0 um"
    assert "width_nm" not in die
    assert technology_schema()["required"] == ["name"]


def test_the_starting_design_has_each_key_explained() -> None:
    files = starting_design("my-chip")
    assert set(files) == {"design.toml", "pads.csv"}
    design = tomllib.loads(files["design.toml"])
    assert design["name"] == "my-chip"
    keys = {f"{section}.{key}" for section in ("package", "terminals") for key in design[section]}
    keys |= {f"dies.{key}" for key in design["dies"][0]}
    assert keys <= set(explained_keys())
