"""Shipped materials: every figure with unit and source, as the facts have it."""

import csv
from pathlib import Path

import pytest
from pydantic import ValidationError

from padwright.model.material import PROPERTY_UNITS, Material, Property, load_materials
from padwright.model.shipped import material_tables

FACTS = Path(__file__).parents[4] / "shared" / "facts" / "materials.csv"
COLUMNS = {
    "k_W_mK": "conductivity_w_per_mk",
    "cp_J_kgK": "heat_capacity_j_per_kgk",
    "rho_kg_m3": "density_kg_per_m3",
    "cte1_ppm_K": "expansion_ppm_per_k",
    "cte2_ppm_K": "expansion_above_tg_ppm_per_k",
    "Tg_or_Tm_C": "transition_c",
    "E_GPa": "modulus_gpa",
    "nu": "poisson_ratio",
    "resistivity_ohm_m": "resistivity_ohm_m",
    "eps_r": "permittivity_ratio",
    "tan_d": "loss_tangent_ratio",
    "max_service_C": "service_limit_c",
}
MATERIALS = sorted(load_materials())
MINIMAL = {"id": "gel", "name": "Gel", "kind": "fill", "color": "#aabbcc"}


@pytest.mark.parametrize("name", MATERIALS)
def test_every_figure_has_unit_and_source(name: str) -> None:
    material = load_materials()[name]
    assert material.id == name
    for attribute, unit in PROPERTY_UNITS.items():
        figure = getattr(material, attribute)
        if figure is None:
            continue
        assert figure.unit == unit
        assert figure.source not in {"", "this file"}, attribute
        assert figure.cited != figure.source.startswith("uncited default"), attribute


@pytest.mark.parametrize("name", sorted(set(MATERIALS) - {"air"}))
def test_everything_solid_has_a_process_limit(name: str) -> None:
    material = load_materials()[name]
    assert material.process_limit_c is not None
    if material.melts and material.transition_c is not None:
        assert material.process_limit_c.value == material.transition_c.value


def test_colours_are_distinct() -> None:
    colours = [each.color for each in load_materials().values()]
    assert len(set(colours)) == len(colours)
    assert load_materials()["cu"].color == "#b87333"


def test_conductors_are_the_metals_and_the_films_filled_with_silver() -> None:
    for name, material in load_materials().items():
        filled = name in {"daf_c", "daf_hik", "ag_paste", "ag_ink"}
        assert material.is_conductor == (material.kind in {"metal", "solder"} or filled), name


def test_classes_agree_with_each_other() -> None:
    for name, material in load_materials().items():
        classes = set(material.classes)
        metal = material.kind in {"metal", "solder"}
        assert ("metal" in classes) == metal, name
        assert bool(material.base_element) == metal, name
        assert ("solder" in classes) == (material.kind == "solder"), name
        assert ("polymer" in classes) <= ("organic" in classes), name
        assert ("resin" in classes) <= ("polymer" in classes), name
        assert bool(classes) == (name != "air"), name
        assert material.cure is None or not metal, name


@pytest.mark.parametrize(
    ("name", "element"),
    [("c194", "Cu"), ("al6061", "Al"), ("alloy42", "Fe"), ("steel", "Fe"), ("sac305", "Sn")],
)
def test_an_alloy_has_a_main_element(name: str, element: str) -> None:
    assert load_materials()[name].base_element == element


def test_a_filler_makes_no_metal() -> None:
    paste = load_materials()["ag_paste"]
    assert paste.elements == ("Ag",)
    assert paste.base_element == ""
    assert paste.is_conductor


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValidationError, match="classes"):
        Material.model_validate(MINIMAL | {"classes": ["epoxi"]})
    with pytest.raises(ValidationError, match="elements"):
        Material.model_validate(MINIMAL | {"elements": ["copper"]})


def test_cured_thermosets_stand_the_reflow_of_the_standard() -> None:
    limit = load_materials()["epoxy_fill"].process_limit_c
    assert limit is not None
    assert limit.value == 260.0
    assert "J-STD-020" in limit.source
    assert not limit.cited


def test_the_materials_are_read_once_and_cannot_be_changed() -> None:
    assert load_materials() is load_materials()
    with pytest.raises(TypeError):
        load_materials()["cu"] = load_materials()["al"]  # type: ignore[index]
    with pytest.raises(ValidationError, match="frozen"):
        load_materials()["cu"].name = "x"  # type: ignore[misc]


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts are not beside this checkout")
def test_all_facts_are_carried_over_and_no_other_figure_is_cited() -> None:
    with FACTS.open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["id"] for row in rows} <= set(MATERIALS)
    for name in set(MATERIALS) - {row["id"] for row in rows}:
        figures = (getattr(load_materials()[name], attribute) for attribute in PROPERTY_UNITS)
        assert not any(figure.cited for figure in figures if figure is not None), name
    for row in rows:
        material = load_materials()[row["id"]]
        unsourced = "no stored source" in row["source"] or row["uncited_fields"].startswith("all")
        uncited = set(row["uncited_fields"].split(";"))
        if row["id"] == "nanoglass":
            unsourced = True
        for column, attribute in COLUMNS.items():
            figure = getattr(material, attribute)
            place = f"{row['id']}.{attribute}"
            assert (figure is None) == (row[column] == ""), place
            if figure is not None:
                assert figure.value == float(row[column]), place
                assert figure.cited == (not unsourced and column not in uncited), place


def test_sources_can_be_found_by_others() -> None:
    for name, table in material_tables().items():
        assert "stored text" not in str(table), name


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("391 W/(m K)", 391.0, "W/(m K)"),
        (" 1.71e-8  ohm m ", 1.71e-8, "ohm m"),
        ("0.34", 0.34, ""),
        (0.34, 0.34, ""),
        (3, 3.0, ""),
        ({"value": "5 C", "source": "x"}, 5.0, "C"),
        ({"value": 5, "unit": "C"}, 5.0, "C"),
    ],
)
def test_ways_to_write_a_property(raw: object, value: float, unit: str) -> None:
    figure = Property.model_validate(raw)
    assert (figure.value, figure.unit) == (value, unit)
    assert Property.model_validate(figure.model_dump()) == figure


def test_a_property_reads_as_it_is_written() -> None:
    assert str(Property(value=391, unit="W/(m K)")) == "391 W/(m K)"
    assert str(Property(value=0.34)) == "0.34"


@pytest.mark.parametrize("raw", [None, True, [], {}, "x", "nan", "1_0 C", "1" * 99, float("inf")])
def test_what_is_no_property_is_refused(raw: object) -> None:
    with pytest.raises(ValidationError):
        Property.model_validate(raw)


def test_the_source_of_a_material_is_that_of_its_cited_figures() -> None:
    material = Material.model_validate(
        MINIMAL
        | {
            "source": "data sheet",
            "density": "1 kg/m3",
            "poisson": {"value": "0.3", "cited": False},
            "modulus": {"value": "2 GPa", "source": "measured"},
        }
    )
    assert material.density_kg_per_m3 is not None
    assert material.poisson_ratio is not None
    assert material.modulus_gpa is not None
    assert material.density_kg_per_m3.source == "data sheet"
    assert material.poisson_ratio.source == "uncited default"
    assert material.modulus_gpa.source == "measured"
    assert not material.is_conductor
    assert not material.melts


def test_a_material_survives_its_own_text() -> None:
    for material in load_materials().values():
        assert Material.model_validate_json(material.model_dump_json()) == material
