"""Each unusable design is one clear error: file and key, value, limit, fix."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.model.design import DesignSpec
from padwright.model.door import admit
from padwright.model.template import starting_design
from padwright.readers.design_file import load_design

Spoiled = Callable[..., InputError]
CASES = [
    # old text, new text, place, what the problem says, what the fix says
    ('width = "4 mm"', 'widht = "4 mm"', "package", "unknown key 'widht'", "'width'"),
    ('width = "4 mm"', "", "package.width", "missing", 'width = "7.2 mm"'),
    ('width = "4 mm"', "width = 4", "package.width", "text with a unit", "7.2 mm"),
    ('width = "4 mm"', 'width = "4"', "package.width", "no unit", "7.2 mm"),
    ('width = "4 mm"', 'width = "4 furlong"', "package.width", "unknown unit", "7.2 mm"),
    ('width = "4 mm"', 'width = "nan mm"', "package.width", "not a number", "7.2 mm"),
    ('width = "4 mm"', "width = nan", "package.width", "got nan", "7.2 mm"),
    ('width = "4 mm"', "width = inf", "package.width", "got inf", "7.2 mm"),
    ('width = "4 mm"', 'width = "0 mm"', "package.width", "not above 0", "7.2 mm"),
    ('width = "4 mm"', 'width = "-4 mm"', "package.width", "-4 mm is not above 0", "7.2 mm"),
    ('width = "4 mm"', 'width = "4000001 nm"', "package.width", "odd", "7.2 mm"),
    ('width = "4 mm"', 'width = "1e300 mm"', "package.width", "beyond the largest", "7.2 mm"),
    ('width = "4 mm"', "width = [1]", "package.width", "text with a unit", "7.2 mm"),
    ('width = "4 mm"', 'width_nm = "4 mm"', "package", "unknown key 'width_nm'", "'width'"),
    ("wiring_levels = 2", "wiring_levels = 0", "package.wiring_levels", "greater", "2"),
    ("wiring_levels = 2", "wiring_levels = 9", "package.wiring_levels", "less", "2"),
    ("wiring_levels = 2", "wiring_levels = true", "package.wiring_levels", "whole number", "2"),
    ("wiring_levels = 2", "wiring_levels = 2.0", "package.wiring_levels", "whole number", "2"),
    ("wiring_levels = 2", 'wiring_levels = "2"', "package.wiring_levels", "whole number", "2"),
    ("[package]", "[packge]", "design.toml", "unknown key 'packge'", "'package'"),
    ("[[dies]]", "[dies]", "dies", "cannot be used", "dies"),
    ('name = "chip"', 'name = ""', "dies[0].name", "no usable name", "caravel"),
    ('name = "chip"', 'name = "<b>chip"', "dies.<b>chip.name", "no usable name", "caravel"),
    ('name = "chip"', 'name = "../chip"', "name", "no usable name", "caravel"),
    ('name = "chip"', 'name = "a\\u0007"', "dies[0].name", "no usable name", "caravel"),
    ('name = "my-package"', 'name = "my/package"', "name", "no usable name", "fanout"),
    ('name = "my-package"', f'name = "{"n" * 101}"', "name", "no usable name", "fanout"),
    ('description = "a', 'description = "\\u001b[2J', "description", "cannot be printed", "what"),
    ('"a starting', f'"{"n" * 2_001}', "description", "limit of 2000", "what"),
    ('rotation = "0 deg"', 'rotation = "45 deg"', "dies.chip.rotation", "multiple of 90", "90"),
    ('rotation = "0 deg"', 'rotation = "1e99 deg"', "dies.chip.rotation", "beyond", "90 deg"),
    ('"lower-left"', '"lower-lift"', "dies.chip.pads_origin", "cannot be used", "'lower-left'"),
    ('kind = "ball"', 'kind = "bal"', "terminals.kind", "cannot be used", "'ball'"),
    ('pads = "pads.csv"', 'pads = "pads.cvs"', "pads.cvs", "no such file", "'pads.csv'"),
    ('pads = "pads.csv"', 'pads = "../p.csv"', "dies.chip.pads", "leaves the project", "copy"),
    ('pads = "pads.csv"', 'pads = "/etc/passwd"', "dies.chip.pads", "leaves the pro", "copy"),
    ('pads = "pads.csv"', 'pads = "."', "", "not a file", "file"),
    ('"a1-flat"', '"a1-flatt"', "technology", "no shipped technology", "'a1-flat'"),
    ('"a1-flat"', '"none.toml"', "none.toml", "no such file", "design.toml"),
    ('"a1-flat"', '"../a1-flat.toml"', "technology", "leaves the project folder", "copy"),
    ('x = "0 um"', 'x = "1.1 mm"', "dies.chip", "100 um outside the package", "move"),
    ("rows = 4", "rows = 5000000", "terminals.rows", "less than or equal", "10"),
    ("rows = 4\ncolumns = 4", "rows = 900\ncolumns = 900", "terminals", "810000 balls", "explain"),
    ("rows = 4", "rows = 40", "terminals.rows", "more than the package's height", "fewer"),
    ("rows = 4", "", "terminals", "needs rows", "explain"),
    ("rows = 4\ncolumns = 4", "rows = 3\ncolumns = 3", "terminals", "10 nets need a ball", "1 b"),
    ('pitch = "0.8 mm"', 'pitch = "0.4 mm"', "terminals", "run into each other", "terminals"),
    ('pitch = "0.8 mm"', 'pitch = "0.8 mm"\nmap = "b.csv"', "terminals", "'map' fixes", "term"),
    ("columns = 4", 'columns = 4\nforbidden = ["A1", "A1"]', "terminals.forbidden", "2 tim", "on"),
    ("columns = 4", 'columns = 4\nforbidden = ["<b>"]', "terminals.forbidden", "no usable", "out"),
    (
        "columns = 4",
        'columns = 4\nforbidden = ["B12"]',
        "toml: terminals.fo",
        "of A1 to D4",
        "'B2'",
    ),
    ('thickness = "150 um"', 'thickness = "150 mm"', "chip.thickness", "150 mm thick", "unit"),
    ('"vdd", "vss"', '"vdd", "vsss"', "nets.supplies", "no pins", "'vss'"),
    ('"vdd", "vss"', '"vdd", "vdd"', "nets.supplies", "listed 2 times", "once"),
    ('"vdd", "vss"', '"vdd", "<img>"', "nets.supplies", "no usable name", "nets that"),
    ("no_connect = []", 'no_connect = ["nowhere"]', "nets.no_connect", "no pins", "choose"),
    ("no_connect = []", 'no_connect = ["vdd"]', "nets", "supply and not connected", "leave"),
]


@pytest.mark.parametrize(("old", "new", "place", "problem", "fix"), CASES)
def test_a_spoiled_design_is_one_clear_error(
    spoiled: Spoiled, old: str, new: str, place: str, problem: str, fix: str
) -> None:
    error = spoiled((old, new))
    assert place in error.where
    assert problem in error.problem
    assert fix in error.fix


def test_two_dies_of_one_name(spoiled: Spoiled) -> None:
    error = spoiled(("[terminals]", die("chip", "0 um") + "[terminals]"))
    assert "2 dies have the name 'chip'" in str(error)


def test_two_dies_that_overlap(spoiled: Spoiled) -> None:
    error = spoiled(
        ('width = "4 mm"', 'width = "9 mm"'),
        ("[terminals]", die("other", "1.999 mm") + "[terminals]"),
    )
    assert "'chip' and 'other' overlap by 1 um x 2 mm about x 999.5 um, y 0 nm" in error.problem
    assert error.where.endswith("dies.other")


def test_dies_that_touch_do_not_overlap(folder: Path) -> None:
    text = starting_design()["design.toml"].replace('width = "4 mm"', 'width = "9 mm"')
    text = text.replace("[terminals]", die("other", "2 mm") + "[terminals]")
    (folder / "design.toml").write_text(text)
    assert len(load_design(folder / "design.toml").dies) == 2


def test_a_map_that_does_not_say_which_die(spoiled: Spoiled, folder: Path) -> None:
    (folder / "balls.csv").write_text("ball,net,x_um,y_um\nA1,vss,0,0\n")
    edits = [
        ('width = "4 mm"', 'width = "9 mm"'),
        ("[terminals]", die("other", "2 mm") + "[terminals]"),
        ('pitch = "0.8 mm"\nrows = 4\ncolumns = 4', 'map = "balls.csv"\n%s'),
    ]
    error = spoiled(*edits, ("%s", 'map_origin = "die-centre"'))
    assert "which of the 2 dies" in error.problem
    error = spoiled(('map_origin = "die-centre"', 'map_origin = "die-centre"\nmap_die = "chap"'))
    assert error.fix == "did you mean 'chip'?"


def test_more_than_one_fault_is_counted(spoiled: Spoiled) -> None:
    error = spoiled(('width = "4 mm"', "width = 4"), ("rows = 4", "rows = -4"))
    assert "the first of 2 faults" in error.problem


def test_a_fault_of_toml_has_its_line(spoiled: Spoiled) -> None:
    error = spoiled(('width = "4 mm"', 'width = "4 mm'))
    assert "line 10" in error.problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = " + "[" * 20_000,
        "a = " + "9" * 10_000,
        "a = 1\na = 2",
        "x = 1979-05-27",
        "\0",
        'dies = "x"',
        "dies = [1, 2]",
        "dies = []",
        "[dies]\nname = 1",
        'package = "x"',
        "name = 1\n[[package]]\n[[package]]",
        '"<script>" = 1',
        '"a\\u0000b" = 1',
        "k" * 100_000 + " = 1",
    ],
)
def test_odd_files_are_one_clear_error(folder: Path, text: str) -> None:
    (folder / "design.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_design(folder / "design.toml")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 2_000


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01\x00", b"\xff\xfe\x00", b'name = "\xe9"'])
def test_binary_files_are_refused(folder: Path, content: bytes) -> None:
    (folder / "design.toml").write_bytes(content)
    with pytest.raises(InputError):
        load_design(folder / "design.toml")


def test_a_large_design_is_refused(folder: Path) -> None:
    (folder / "design.toml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="more than the limit of 1 MB"):
        load_design(folder / "design.toml")


def test_a_link_that_leaves_the_folder_is_refused(
    spoiled: Spoiled, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "pads.csv"
    elsewhere.write_text((folder / "pads.csv").read_text())
    (folder / "link.csv").symlink_to(elsewhere)
    assert "leaves the project folder" in str(spoiled(('"pads.csv"', '"link.csv"')))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_as_design_are_an_input_error(folder: Path, content: bytes) -> None:
    (folder / "design.toml").write_bytes(content)
    with pytest.raises(InputError):
        load_design(folder / "design.toml")


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(["design.toml", "pads.csv"]), st.data())
def test_a_damaged_file_loads_or_is_an_input_error(
    folder: Path, file: str, data: st.DataObject
) -> None:
    for name, text in starting_design().items():
        (folder / name).write_text(text)
    content = bytearray((folder / file).read_bytes())
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    content[start:end] = data.draw(st.binary(max_size=8) | st.sampled_from([b"nan", b'"', b","]))
    (folder / file).write_bytes(content)
    fault = fault_of(lambda: load_design(folder / "design.toml"))
    assert fault is None or fault.where


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.data())
def test_any_value_at_any_key_is_taken_or_an_input_error(data: st.DataObject) -> None:
    raw: dict[str, Any] = tomllib.loads(starting_design()["design.toml"])
    table: Any = raw
    while True:
        key = data.draw(st.sampled_from(list(table) if isinstance(table, dict) else [0]))
        inner = table[key]
        if not (isinstance(inner, (dict, list)) and inner) or data.draw(st.booleans()):
            break
        table = inner
    table[key] = data.draw(VALUES)
    fault = fault_of(lambda: admit(DesignSpec, raw, where="design.toml"))
    assert fault is None or (fault.where.startswith("design.toml") and len(str(fault)) < 1_000)


def fault_of(call: Callable[[], object]) -> InputError | None:
    try:
        call()
    except InputError as error:
        return error
    return None


def die(name: str, x: str) -> str:
    return (
        f'[[dies]]\nname = "{name}"\npads = "pads.csv"\nwidth = "2 mm"\nheight = "2 mm"\n'
        f'thickness = "150 um"\nx = "{x}"\npad_width = "60 um"\n'
    )
