"""Technologies: shipped, based on shipped ones, and spoiled."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.model.shipped import technology_names, technology_text
from padwright.model.technology import Technology
from padwright.readers.technology_file import load_technology

MINE = 'name = "mine"\nbased_on = "a1-flat"\n'


def mine(folder: Path, text: str) -> Technology:
    (folder / "line.toml").write_text(text)
    return load_technology("line.toml", folder, where="design.toml: technology")


@pytest.mark.parametrize("name", technology_names())
def test_each_shipped_technology_loads_under_its_own_name(name: str) -> None:
    assert load_technology(name).name == name


@pytest.mark.parametrize("name", technology_names())
def test_each_shipped_figure_has_a_source_of_its_own(name: str) -> None:
    technology = load_technology(name)
    for section in (technology.stack, technology.rules, technology.temperatures):
        for attribute in type(section).model_fields:
            assert getattr(section, attribute).source not in {"", "this file"}, attribute


def test_the_rules_are_those_of_the_examples() -> None:
    flat, bumps = load_technology("a1-flat").rules, load_technology("a1-flat-bumps").rules
    assert (flat.line_width_nm.value, flat.line_space_nm.value) == (15_000, 15_000)
    assert flat.pad_opening_nm.value == 35_000
    assert (bumps.line_width_nm.value, bumps.line_space_nm.value) == (40_000, 35_000)
    assert bumps.ball_land_nm.value == 270_000
    assert bumps.pad_opening_nm == flat.pad_opening_nm


@pytest.mark.parametrize("name", technology_names())
def test_lands_enclose_their_holes(name: str) -> None:
    technology = load_technology(name)
    if technology.frame is not None:
        pytest.skip("an etched frame has no holes")
    rules = technology.rules
    enclosed_nm = rules.capture_enclosure_nm.value
    assert rules.pad_land_nm >= rules.pad_opening_nm.value + 2 * enclosed_nm
    assert rules.via_land_nm >= rules.via_opening_nm.value + 2 * enclosed_nm
    assert rules.via_land_nm >= rules.via_opening_nm.value + 2 * rules.via_enclosure_nm.value
    assert min(rules.pad_land_nm, rules.via_land_nm) >= rules.capture_land_nm.value
    assert enclosed_nm >= rules.die_shift_nm.value + rules.overlay_nm.value


@pytest.mark.parametrize("name", technology_names())
def test_every_material_stands_the_steps_that_come_after_it(name: str) -> None:
    technology = load_technology(name)
    at = technology.temperatures
    cures = [at.fill_cure_c, at.dielectric_cure_c, at.passivation_cure_c, at.reflow_peak_c]
    hottest_c = max(each.value for each in cures)
    for role in ("base", "die", "attach", "fill", "dielectric", "passivation", "wiring"):
        limit = technology.material_of(role).process_limit_c
        assert limit is not None
        assert limit.value >= hottest_c, role
    solder = technology.material_of("terminal").transition_c
    assert solder is not None
    assert solder.value < at.reflow_peak_c.value
    resist = technology.material_of("resist").process_limit_c
    assert resist is not None
    assert resist.value >= at.resist_bake_c.value


@pytest.mark.parametrize("name", technology_names())
def test_metal_roles_conduct_and_the_others_do_not(name: str) -> None:
    technology = load_technology(name)
    metals = {"base", "die_pad", "adhesion", "seed", "wiring", "terminal"}
    for role in technology.materials.ids():
        assert technology.material_of(role).is_conductor == (role in metals), role


def test_a_file_changes_what_it_names_and_keeps_the_rest(tmp_path: Path) -> None:
    text = MINE + '[rules]\nline_width = "10 um"\n[temperatures]\nplating = "30 C"\n'
    technology = mine(tmp_path, text)
    assert technology.rules.line_width_nm.value == 10_000
    assert technology.rules.line_width_nm.source == "this file"
    assert technology.rules.line_width_nm.cited
    assert technology.rules.line_space_nm.value == 15_000
    assert not technology.rules.edge_clearance_nm.cited
    assert technology.temperatures.plating_c.value == 30.0
    assert technology.based_on == "a1-flat"
    assert technology.description == ""


def test_a_complete_file_needs_no_other(tmp_path: Path) -> None:
    technology = mine(tmp_path, technology_text("a1-flat"))
    assert technology == load_technology("a1-flat")


def test_a_shipped_material_is_changed_by_what_differs(tmp_path: Path) -> None:
    technology = mine(tmp_path, MINE + '[material.cu]\nresistivity = "2e-8 ohm m"\n')
    mine_cu, shipped = (
        technology.material_of("wiring"),
        load_technology("a1-flat").all_materials["cu"],
    )
    assert mine_cu.resistivity_ohm_m is not None
    assert mine_cu.resistivity_ohm_m.value == 2e-8
    assert mine_cu.resistivity_ohm_m.source == "this file"
    assert mine_cu.conductivity_w_per_mk == shipped.conductivity_w_per_mk
    assert mine_cu.color == shipped.color


def test_a_new_material_plays_a_role(tmp_path: Path) -> None:
    technology = mine(
        tmp_path,
        MINE
        + '[materials]\nfill = "gel"\n[material.gel]\nname = "Gel"\nkind = "fill"\n'
        + 'color = "#aabbcc"\nconductivity = { value = "1 W/(m K)", source = "measured" }\n'
        + 'process_limit = { value = "260 C", cited = false }\n',
    )
    gel = technology.material_of("fill")
    assert gel.name == "Gel"
    assert gel.conductivity_w_per_mk is not None
    assert (gel.conductivity_w_per_mk.source, gel.conductivity_w_per_mk.cited) == ("measured", True)
    assert gel.process_limit_c is not None
    assert (gel.process_limit_c.source, gel.process_limit_c.cited) == ("uncited default", False)
    assert gel.density_kg_per_m3 is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name: the key is missing"),
        ('name = "x"\n', "the key is missing"),
        ('name = "x"\nbased_on = "a1-flt"\n', "did you mean 'a1-flat'?"),
        ('name = "x"\nbased_on = 5\n', "based_on"),
        (MINE + '[materials]\nfill = "epoxi_fill"\n', "did you mean 'epoxy_fill'?"),
        (MINE + "[materials]\nfill = 5\n", "materials.fill"),
        (MINE + '[rules]\nline_widht = "5 um"\n', "did you mean 'line_width'?"),
        (MINE + "[rules]\nline_width = 5\n", "rules.line_width: a length is text with a unit"),
        (MINE + '[rules]\nline_width = "5"\n', "rules.line_width: '5' has no unit"),
        (MINE + '[rules]\nline_width = "0 um"\n', "not above 0"),
        (MINE + '[rules]\nline_width = { source = "x" }\n', "rules.line_width: the key is missing"),
        (MINE + '[rules]\nline_width = { value = "5 um", src = "x" }\n', "unknown key 'src'"),
        (MINE + '[rules]\nvia_enclosure = "-1 um"\n', "below 0"),
        (MINE + "[rules]\nmin_density = 1.5\n", "outside 0 to 1"),
        (MINE + "[rules]\nmin_density = true\n", "rules.min_density"),
        (MINE + '[rules]\nmin_density = "0.5"\n', "rules.min_density"),
        (MINE + "[rules]\nmin_density = 0.9\n", "min_density 0.9 is above max_density 0.8"),
        (MINE + '[rules]\nball_land = "370 um"\n', "does not enclose ball_opening"),
        (MINE + '[temperatures]\nplating = "25 K"\n', "not in degrees Celsius"),
        (MINE + "rules = 5\n", "rules"),
        (MINE + 'route = "z9"\n', "route"),
        (MINE + 'route = "b-carrier"\n', "family B, not A"),
        (MINE + 'route = "a1-pocket"\n', "needs the section [pocket]"),
        (MINE + 'route = "a1-sheets"\n', "needs the section [sheets]"),
        (MINE + 'route = "a2-transfer"\n', "needs the section [transfer]"),
        (MINE + 'via_fill = "own stp"\n', "did you mean 'own step'?"),
        (MINE + "inner_passivation = 1\n", "inner_passivation"),
        (MINE + '[vias]\nmaterial = "unobtainium"\n', "the role 'vias.material' names the unk"),
        (MINE + '[vias]\nmethod = "brush"\n', "vias.method"),
        (MINE + "[terminals]\npin_head = 0.0\n", "is not above 0"),
        (MINE + "material = 5\n", "material"),
        (MINE + "[material]\ncu = 5\n", "material.cu"),
        (MINE + '[material.cu]\nconductivity = "5 W"\n', "has to be in W/(m K)"),
        (MINE + "[material.cu]\nconductivity = 5\n", "has to be in W/(m K)"),
        (MINE + '[material.cu]\nconductivity = "much"\n', "not a number with a unit"),
        (MINE + '[material.cu]\npoisson = "0.3 mm"\n', "without a unit"),
        (MINE + "[material.cu]\npoisson = inf\n", "poisson"),
        (MINE + '[material.cu]\nconductivity = "1e99 W/(m K)"\n', "beyond the largest figure"),
        (MINE + '[material.cu]\ncolor = "red"\n', "material.cu.color"),
        (MINE + '[material.cu]\nkind = "metl"\n', "did you mean 'metal'?"),
        (MINE + '[material.cu]\nconductivty = "1"\n', "did you mean 'conductivity'?"),
        (MINE + '[material."../x"]\nname = "x"\n', "material"),
        (MINE + '[material.new]\nname = "x"\n', "the key is missing"),
    ],
)
def test_a_spoiled_technology_is_one_clear_error(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        mine(tmp_path, text)
    assert says in str(caught.value)
    assert "line.toml" in caught.value.where
    assert caught.value.fix
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("name", technology_names())
def test_each_shipped_figure_of_a_section_has_a_source_of_its_own(name: str) -> None:
    technology = load_technology(name)
    for section in technology.sections():
        if section is None:
            continue
        for attribute in type(section).model_fields:
            value = getattr(section, attribute)
            assert getattr(value, "source", "given") not in {"", "this file"}, attribute


def test_a_technology_without_its_section_is_one_clear_error(tmp_path: Path) -> None:
    text = technology_text("a1-flat").split("[vias]")[0]
    with pytest.raises(InputError, match=r"via_fill = 'own step' needs the section \[vias\]"):
        mine(tmp_path, text.replace("[materials]", 'via_fill = "own step"\n[materials]', 1))


@pytest.mark.parametrize(
    ("name", "family", "sections"),
    [
        ("a1-pocket", "A", {"pocket"}),
        ("a1-sheets", "A", {"sheets"}),
        ("a2-transfer", "A", {"transfer"}),
        ("b-carrier", "B", {"pocket", "vias"}),
    ],
)
def test_a_route_has_its_family_and_its_sections(
    name: str, family: str, sections: set[str]
) -> None:
    technology = load_technology(name)
    assert (technology.family, technology.route) == (family, name)
    assert all(getattr(technology, section) is not None for section in sections)


def test_a_technology_that_is_not_shipped() -> None:
    with pytest.raises(InputError, match="did you mean 'a1-flat'"):
        load_technology("a1_flat")


@pytest.mark.parametrize("name", ["../x.toml", "/etc/x.toml", "none.toml", "a\0.toml"])
def test_a_file_that_is_not_beside_the_design(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        load_technology(name, tmp_path, where="design.toml: technology")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_an_input_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "line.toml").write_bytes(MINE.encode() + b"[rules]\n=" + content)
    with pytest.raises(InputError):
        load_technology("line.toml", tmp_path, where="design.toml: technology")
