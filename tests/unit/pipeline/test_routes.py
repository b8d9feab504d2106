"""Every route and option of families A and B, from a design file to a checked package."""

import pytest

from padwright.base.errors import InputError
from padwright.cli.inspect_commands import toml_tables
from padwright.geometry.slab import Role
from padwright.pipeline.flows import load_flow
from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows

PADS = "pad,net,x_um,y_um\nP1,a,-150,-150\nP2,b,150,-150\nP3,c,150,150\nP4,d,-150,150\n"
ROUTES = ("a1-flat", "a1-pocket", "a1-sheets", "a2-transfer", "b-carrier")
DESIGN = """
name = "tiny"
technology = "line.toml"
[package]
width = "2.4 mm"
height = "2.4 mm"
wiring_levels = 2
{package}
[[dies]]
name = "d"
pads = "pads.csv"
width = "0.6 mm"
height = "0.6 mm"
thickness = "200 um"
pads_origin = "centre"
pad_width = "70 um"
[terminals]
kind = "{kind}"
pitch = "1.2 mm"
rows = 2
columns = 2
diameter = "{diameter}"
{more}
"""
UNIT = """
[[units]]
name = "all"
x = "0 um"
y = "0 um"
width = "2.2 mm"
height = "2.2 mm"
"""


@pytest.fixture
def load(tmp_path):
    """Return a loader of the tiny design on a line that is based on a shipped one."""

    def loaded(based_on, line="", *, package="", kind="ball", diameter="0.46 mm", more=""):
        (tmp_path / "pads.csv").write_text(PADS)
        (tmp_path / "line.toml").write_text(f'name = "line"\nbased_on = "{based_on}"\n{line}')
        text = DESIGN.format(package=package, kind=kind, diameter=diameter, more=more)
        (tmp_path / "design.toml").write_text(text)
        return Package.load(tmp_path / "design.toml")

    return loaded


def errors_of(made):
    return [each for each in made.findings if each.severity.value == "error"]


def whole(made):
    return made.summary.nets_connected == made.summary.nets == 4


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_makes_a_clean_package(load, route):
    made = load(route).build()
    assert errors_of(made) == []
    assert whole(made)


@pytest.mark.parametrize(
    ("route", "kind"), [*((each, "ball") for each in ROUTES), ("a1-flat", "land")]
)
def test_each_flow_is_written_and_read_back(load, route, kind, tmp_path):
    flow = load(route, kind=kind, diameter="0.46 mm").flow(2)
    (tmp_path / "flow.toml").write_text(toml_tables("steps", flow_rows(flow)))
    assert load_flow(tmp_path / "flow.toml") == flow


@pytest.mark.parametrize("route", ROUTES)
def test_the_front_of_the_die_is_flush_with_what_is_round_it(load, route):
    made = load(route).build()
    slabs = made.built.structure.slabs
    front_nm = max(slab.top_nm for slab in slabs if slab.role is Role.DIE)
    fill_nm = max(slab.top_nm for slab in slabs if slab.role is Role.FILL)
    assert fill_nm == front_nm
    if route in {"a1-pocket", "a1-sheets", "b-carrier"}:
        assert max(slab.top_nm for slab in slabs if slab.role is Role.BASE) == front_nm


@pytest.mark.parametrize("route", ["a1-flat", "b-carrier"])
@pytest.mark.parametrize("method", ["electroplate", "electroless", "paste"])
def test_holes_are_filled_in_a_step_of_their_own(load, route, method):
    material = "ag_paste" if method == "paste" else "cu"
    line = f'via_fill = "own step"\n[vias]\nmethod = "{method}"\nmaterial = "{material}"\n'
    made = load(route, line, package="fewest_wiring_levels = 2").build()
    assert errors_of(made) == []
    assert whole(made)
    names = [moment.step.name for moment in made.built.moments]
    levels = 3 if route == "b-carrier" else 2
    for level in range(1, levels + 1):
        order = [f"open via {level}", f"fill via {level}", f"plate wiring {level}"]
        assert sorted(order, key=names.index) == order
        filled = [each for each in made.built.structure.slabs if each.made_by == order[1]]
        assert filled
        assert {(each.role, each.material) for each in filled} == {(Role.VIA, material)}


def test_a_passivation_between_levels_is_opened_for_the_holes(load):
    made = load("a1-flat", "inner_passivation = true", package="fewest_wiring_levels = 2").build()
    assert errors_of(made) == []
    assert whole(made)
    names = [moment.step.name for moment in made.built.moments]
    order = ["etch seed 1", "passivation 1", "dielectric 2", "passivation"]
    assert sorted(order, key=names.index) == order
    assert "passivation 2" not in names


@pytest.mark.parametrize(
    ("kind", "diameter", "balls"),
    [
        ("copper-ball", "0.46 mm", 4),
        ("bump", "0.37 mm", 0),
        ("pin", "0.25 mm", 0),
        ("paste", "0.37 mm", 0),
        ("land", "0.37 mm", 0),
    ],
)
@pytest.mark.parametrize("route", ["a1-flat", "b-carrier"])
def test_terminals_of_every_kind(load, route, kind, diameter, balls):
    made = load(route, kind=kind, diameter=diameter).build()
    assert errors_of(made) == []
    assert whole(made)
    assert len(made.built.structure.balls) == balls
    role = Role.FINISH if kind == "land" else Role.TERMINAL
    assert any(slab.role is role for slab in made.built.structure.slabs)


@pytest.mark.parametrize("kind", ["bump", "paste", "land"])
def test_a_terminal_as_wide_as_its_opening_keeps_the_rule_of_openings(load, kind):
    made = load("a1-flat", kind=kind, diameter="0.30 mm").build()
    assert {each.rule for each in errors_of(made)} == {"ball_land"}
    assert {each.fix for each in errors_of(made)} == {
        "give terminals a greater diameter, or a technology with a smaller ball_opening"
    }


def test_without_the_outermost_film_the_wiring_lies_bare(load):
    made = load("a1-flat", package="passivation = false").build()
    assert {each.rule for each in errors_of(made)} == {"process_order"}
    assert whole(made)
    assert all(slab.role is not Role.PASSIVATION for slab in made.built.structure.slabs)


def test_lands_on_the_outermost_dielectric_are_covered_by_their_balls(load):
    made = load("b-carrier", package="passivation = false").build()
    assert errors_of(made) == []
    assert whole(made)


def test_dies_that_were_transferred_without_a_second_fill_stand_proud(load):
    made = load("a2-transfer", "[transfer]\nfill_2 = false\n").build()
    assert {each.rule for each in errors_of(made)} == {"planarity"}


def test_a_die_that_is_too_thin_to_be_ground_is_one_clear_error(load):
    with pytest.raises(InputError, match=r"dies\.d\.thickness.*200 um thick.*ground to 300 um"):
        load("a2-transfer", '[transfer]\ndie_thickness = "0.3 mm"\n').build()


def test_the_saw_leaves_the_units(load):
    made = load("a1-flat", more=UNIT).build()
    assert errors_of(made) == []
    assert made.built.structure.solid_nm(0, 1).box_nm == (
        -1_100_000,
        -1_100_000,
        1_100_000,
        1_100_000,
    )


def test_a_pocket_for_each_thickness(load):
    more = DESIGN[DESIGN.index("[[dies]]") : DESIGN.index("[terminals]")]
    more = more.replace('name = "d"', 'name = "e"\nx = "0.9 mm"').replace('"200 um"', '"150 um"')
    design = load("a1-pocket", more=more)
    rows = [step for step in design.flow(1) if step.kind == "mill"]
    assert [step.mask for step in rows] == ["pockets", "pockets 2"]
    assert [step.depth_nm for step in rows] == [170_000, 220_000]
