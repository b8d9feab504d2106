"""An edited flow is made as it says, and a spoiled one is one clear error."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError, PadwrightError, StepError
from padwright.cli.app import run
from padwright.cli.inspect_commands import toml_tables
from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows

PADS = "pad,net,x_um,y_um\nP1,a,-150,-150\nP2,b,150,-150\nP3,c,150,150\nP4,d,-150,150\n"
DESIGN = """
name = "tiny"
technology = "a1-flat"
[package]
width = "2.4 mm"
height = "2.4 mm"
[[dies]]
name = "d"
pads = "pads.csv"
width = "0.6 mm"
height = "0.6 mm"
thickness = "200 um"
pads_origin = "centre"
pad_width = "70 um"
[terminals]
pitch = "1.2 mm"
rows = 2
columns = 2
diameter = "0.46 mm"
"""


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    """Return the file of a tiny design."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "pads.csv").write_text(PADS)
    (folder / "design.toml").write_text(DESIGN)
    return folder / "design.toml"


@pytest.fixture(scope="module")
def package(design):
    """Return the package, planned and routed once."""
    made = Package.load(design)
    made.route()
    return made


@pytest.fixture
def rows(package):
    """Return the rows of its flow, to change."""
    return flow_rows(package.flow())


def row_of(rows, name):
    return next(row for row in rows if row["name"] == name)


def rules_of(made):
    return {each.rule for each in made.findings if each.severity.value == "error"}


def test_the_flow_itself_makes_the_same_package(package, rows):
    own, edited = package.build(), package.build(flow=rows)
    assert edited.built.structure == own.built.structure
    assert edited.provenance.digest == own.provenance.digest
    assert package.build(flow=package.flow()).provenance.digest == own.provenance.digest


def test_a_via_mask_that_lies_off_its_pad_is_an_open_net(package, rows):
    row_of(rows, "open via 1")["shift_x"] = "80 um"
    made = package.build(flow=rows)
    assert "netlist" in rules_of(made)
    assert made.summary.nets_connected < 4
    found = next(each for each in made.findings if each.rule == "netlist")
    assert set(found.nets) & {"a", "b", "c", "d"}


def test_a_die_that_lies_off_its_place_is_an_open_net(package, rows):
    row_of(rows, "attach d")["shift_y"] = "-90 um"
    assert package.build(flow=rows).summary.nets_connected < 4


def test_a_terminal_that_misses_its_land_is_found(package, rows):
    row_of(rows, "balls")["shift_x"] = "0.5 mm"
    made = package.build(flow=rows)
    assert "ball_place" in rules_of(made)


def test_a_step_that_is_left_out_is_not_made(package, rows):
    rows.remove(row_of(rows, "strip resist 1"))
    rows.remove(row_of(rows, "etch seed 1"))
    assert "process_order" in rules_of(package.build(flow=rows))


def test_the_digest_tells_the_flow(package, rows):
    row_of(rows, "fill")["cover"] = "1 um"
    own, edited = package.build(), package.build(flow=rows)
    assert edited.provenance.digest != own.provenance.digest
    assert edited.summary.digests["flow"] != own.summary.digests["flow"]
    assert edited.summary.digests["routing"] == own.summary.digests["routing"]


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_flow_file_is_read_back(design, package, rows, tmp_path, suffix):
    file = tmp_path / f"flow.{suffix}"
    text = toml_tables("steps", rows) if suffix == "toml" else json.dumps(rows)
    file.write_text(text)
    assert Package.load(design, file).flow() == package.flow()
    file.write_text(json.dumps({"steps": rows}))
    assert Package.load(design, str(file)).flow() == package.flow()


def test_a_package_keeps_the_flow_that_it_was_given(design, package, rows, tmp_path):
    row_of(rows, "open via 1")["shift_x"] = "80 um"
    given_flow = Package.load(design, rows)
    given_flow.route()
    assert given_flow.build(tmp_path / "out").summary.nets_connected < 4
    assert given_flow.flow(1) == package.flow()
    assert given_flow.flow() != package.flow()
    again = given_flow.bring_up_to_date(tmp_path / "out")
    assert again.nets_connected < 4
    own = package.bring_up_to_date(tmp_path / "out")
    assert own.nets_connected == 4


def test_the_command_line_exports_and_runs_a_flow(design, tmp_path, capsys):
    assert run(["flow", str(design)]) == 0
    text = capsys.readouterr().out
    file = tmp_path / "flow.toml"
    file.write_text(text)
    assert run(["check", str(design), "--flow", str(file), "-q"]) == 0
    before, after = text.split('name = "open via 1"')
    file.write_text(
        before + 'name = "open via 1"' + after.replace('shift_x = "0 nm"', 'shift_x = "80 um"', 1)
    )
    assert run(["check", str(design), "--flow", str(file), "-q"]) == 1
    assert "netlist" in capsys.readouterr().out
    out = tmp_path / "out"
    assert run(["build", str(design), "-o", str(out), "--flow", str(file), "-q"]) == 1
    assert run(["build", str(design), "-o", str(out), "-q"]) == 0
    cut = ["section", str(design), "-o", str(tmp_path / "cut.svg"), "--flow", str(file), "-q"]
    assert run([*cut, "--from", "-1 mm,0 mm", "--to", "1 mm,0 mm"]) == 0
    capsys.readouterr()
    assert run(["check", str(out), "--flow", str(file)]) == 2
    assert "made already" in capsys.readouterr().err


SPOILED = [
    # step, parameter, value, place, what the problem says, what the fix says
    ("fill", "step", "fil", "step 3 'fill'", "no step is called 'fil'", "'fill'"),
    ("fill", "covr", "1 um", "step 3 'fill'", "no parameter 'covr'", "'cover'"),
    ("fill", "cover", "1", "step 3 'fill': cover", "no unit", "cover = "),
    ("fill", "cover", "-1 um", "step 3 'fill': cover", "greater", "cover = "),
    ("fill", "name", "base", "step 3 'base'", "same name", "own name"),
    ("fill", "name", "", "step 3 ''", "no usable name", "characters"),
    ("fill", "name", "\x1b[2J", "step 3", "no usable name", "characters"),
    ("fill", "face", "left", "step 3 'fill': face", "'top' or 'bottom'", "face is"),
    ("balls", "diameter", "0 mm", "'balls': diameter", "greater than 0", "diameter = "),
    ("balls", "mask", "pasivation", "step 14 'balls'", "no mask 'pasivation'", "'passivation'"),
    ("open via 1", "film", "dielectric 7", "step 5 'open via 1'", "dielectric 7", "'dielectric 1'"),
    ("attach d", "die_thickness", "1 um", "step 2 'attach d'", "pads of 1 um", "thicker"),
    ("strip resist 1", "material", "cheese", "'strip resist 1'", "'cheese'", "choose"),
    ("strip resist 1", "material", "sn", "'strip resist 1'", "no 'sn' to strip", "there"),
]


@pytest.mark.parametrize(("step", "key", "value", "place", "problem", "fix"), SPOILED)
def test_a_spoiled_step_is_one_clear_error(  # noqa: PLR0917 - one argument for each column
    package, rows, step, key, value, place, problem, fix
):
    row_of(rows, step)[key] = value
    with pytest.raises((InputError, StepError)) as caught:
        package.build(flow=rows)
    error = caught.value
    assert place in error.where
    assert problem in error.problem
    assert fix in error.fix
    assert error.exit_code == 2
    assert str(error).isprintable()


def test_steps_out_of_order_are_one_clear_error(package, rows):
    rows.insert(0, rows.pop(rows.index(row_of(rows, "fill"))))
    with pytest.raises(StepError, match=r"step 1 'fill' \(fill\): there is no die"):
        package.build(flow=rows)


@pytest.mark.parametrize("steps", [[], [5], ["fill"], [[]], [{}], [{"step": None}], [{"step": []}]])
def test_rows_that_are_none_are_one_clear_error(package, steps):
    with pytest.raises(InputError) as caught:
        package.build(flow=steps)
    assert caught.value.fix


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no steps"),
        ("[]", "no steps"),
        ("{}", "no steps"),
        ("steps = 5", "no steps"),
        ("[[step]]\nname = 'x'", "unknown key 'step'"),
        ("[[steps]]\nname = 'x'\n[other]", "unknown key 'other'"),
        ("[1, 2]", "1 is no table"),
        ("[NaN]", "not JSON"),
        ('{"a": ' + "[" * 100_000, "not usable JSON"),
        ('[{"step": "fill", "name": "f", "material": "x", "cover": 1e999}]', "text with a unit"),
        ("[[steps]\n", "not TOML"),
        ("[steps]\nstep = 'plate'\n", "no steps"),
        ('[[steps]]\nstep = "plate"\nname = "b"\nmaterial = "cu"\n', "'thickness' is missing"),
    ],
)
def test_a_spoiled_flow_file_is_one_clear_error(design, tmp_path, text, says, capsys):
    file = tmp_path / "flow.toml"
    file.write_text(text)
    assert run(["check", str(design), "--flow", str(file), "-q"]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert "flow.toml" in told
    assert len(told.strip().splitlines()) == 1


def test_a_flow_file_that_is_not_there(design, tmp_path, capsys):
    assert run(["check", str(design), "--flow", str(tmp_path / "none.toml"), "-q"]) == 2
    assert "no such file" in capsys.readouterr().err


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_value_at_any_parameter_is_made_or_is_one_clear_error(package, data):
    steps = flow_rows(package.flow())
    row = data.draw(st.sampled_from(steps))
    key = data.draw(st.sampled_from(list(row)))
    row[key] = data.draw(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text(max_size=6)
        | st.sampled_from(["1 um", "-1 um", "3 mm", "cu", "top", "wiring 1", "via 1", [], {}])
    )
    error = error_of(package, steps)
    if error is not None:
        assert error.exit_code == 2
        assert len(str(error)) < 2_000
        assert "step" in error.where


def error_of(package, steps):
    try:
        package.build(flow=steps)
    except PadwrightError as error:
        return error
    return None


def test_nothing_but_the_flow_file_is_read(design, tmp_path):
    outside = Path("/etc/passwd")
    with pytest.raises(InputError):
        Package.load(design, outside)
    assert not list(tmp_path.iterdir())
