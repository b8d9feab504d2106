"""Pad lists and maps of balls: what is read, and what is refused by line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.readers.csv_balls import read_balls
from padwright.readers.csv_pads import PadFrame, read_pads
from padwright.readers.csv_table import ROW_LIMIT

FRAME = PadFrame(2_000_000, 1_000_000, from_lower_left=False, pad_width_nm=60_000)
HEADER = "pad,net,x_um,y_um\n"


def pads_of(path: Path, text: str | bytes, frame: PadFrame = FRAME) -> list[tuple[object, ...]]:
    path = path / "pads.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [
        (each.name, each.net, each.x_nm, each.y_nm, each.width_nm, each.height_nm)
        for each in read_pads(path, frame)[0]
    ]


def refused(path: Path, text: str | bytes, frame: PadFrame = FRAME) -> InputError:
    with pytest.raises(InputError) as caught:
        pads_of(path, text, frame)
    assert caught.value.fix
    assert "pads.csv" in caught.value.where
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "A,vss,64.6,-3\n",
        HEADER + "A,vss,64.6,-3",
        "# a note\n\npad, net ,X_UM,y_um\n  # another\nA, vss , 64.6 ,-3.0\n\n",
        "\ufeffpad,net,x_um,y_um\r\nA,vss,64.6,-3\r\n",
        'pad,net,x_um,y_um\n"A","vss",64.6,-3\n',
        "net,y_um,x_mm,pad\nvss,-3,0.0646,A\n",
        "pad,net,x_nm,y_nm\nA,vss,64600,-3000\n",
        "pad,net,x_um,y_um\nA,vss,6.46e1,-.3e1\n",
        "pad,net,x_um,y_um,width_um,height_um\nA,vss,64.6,-3,60,60\n",
    ],
)
def test_ways_to_write_one_pad(tmp_path: Path, text: str) -> None:
    assert pads_of(tmp_path, text) == [("A", "vss", 64_600, -3_000, 60_000, 60_000)]


def test_positions_count_from_the_lower_left_corner_when_asked(tmp_path: Path) -> None:
    frame = PadFrame(2_000_000, 1_000_000, from_lower_left=True, pad_width_nm=60_000)
    assert pads_of(tmp_path, HEADER + "A,vss,100,100\n", frame)[0][2:4] == (-900_000, -400_000)


def test_positions_are_rounded_to_nanometres_and_sizes_to_even_ones(tmp_path: Path) -> None:
    text = "pad,net,x_um,y_um,width_um,height_um\nA,vss,0.0004,0.0026,60.001,59.9996\n"
    assert pads_of(tmp_path, text)[0][2:] == (0, 3, 60_002, 60_000)


def test_the_height_may_be_that_of_the_frame(tmp_path: Path) -> None:
    frame = PadFrame(2_000_000, 1_000_000, from_lower_left=False, pad_height_nm=40_000)
    text = "pad,net,x_um,y_um,width_um\nA,vss,0,0,60\n"
    assert pads_of(tmp_path, text, frame)[0][4:] == (60_000, 40_000)
    without = PadFrame(2_000_000, 1_000_000, from_lower_left=False)
    assert pads_of(tmp_path, text, without)[0][4:] == (60_000, 60_000)


@pytest.mark.parametrize(
    "name",
    ["mprj_io[0]", "VDD<3>", "bus<7:0>", "top/core/vdd", "+5V", "-12V", "reset#", "n.1", "a$b"],
)
def test_names_of_real_nets_are_taken(tmp_path: Path, name: str) -> None:
    assert pads_of(tmp_path, f"{HEADER}A,{name},0,0\n")[0][1] == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a b",
        "<b>",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "a/../b",
        "/etc/passwd",
        "a\tb",
        "a\x1b[2J",
        "a\0b",
        "é",
        "a" * 101,
        "a'b",
        "a&b",
        "=1+1",
        "a\u202eb",
    ],
)
@pytest.mark.parametrize("column", ["pad", "net"])
def test_names_that_carry_more_than_a_name_are_refused(
    tmp_path: Path, name: str, column: str
) -> None:
    row = f"{name},vss,0,0" if column == "pad" else f"A,{name},0,0"
    error = refused(tmp_path, f"{HEADER}{row}\n")
    assert "no usable name" in error.problem
    assert error.where.endswith(f"line 2, {column}")


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("", "", "no header"),
        ("# only a note\n", "", "no header"),
        (HEADER, "", "no rows"),
        ("pad,net,x_um\nA,vss,0\n", "line 1", "'y_um' is missing"),
        ("pad,x_um,y_um\nA,0,0\n", "line 1", "'net' is missing"),
        ("pad,net,x_um,y_um,colour\nA,vss,0,0,1\n", "line 1", "unknown column 'colour'"),
        ("pad,net,x,y\nA,vss,0,0\n", "line 1", "unknown column 'x'"),
        ("pad,net,x_m,y_um\nA,vss,0,0\n", "line 1", "unknown column 'x_m'"),
        ("pad;net;x_um;y_um\nA;vss;0;0\n", "line 1", "unknown column"),
        ("pad,net,x_um,y_um,x_mm\nA,vss,0,0,0\n", "line 1", "'x' is given twice"),
        ("pad,net,x_um,y_um,net\nA,vss,0,0,vss\n", "line 1", "'net' is given twice"),
        (HEADER + "A,vss,0\n", "line 2", "3 values"),
        (HEADER + "\nA,vss,0,0\n# note\nB,vss,0,100,0\n", "line 5", "5 values"),
        (HEADER + "A,vss,nan,0\n", "line 2, x_um", "'nan' is not a finite number"),
        (HEADER + "A,vss,0,inf\n", "line 2, y_um", "'inf' is not a finite number"),
        (HEADER + "A,vss,0,-Infinity\n", "line 2, y_um", "not a finite number"),
        (HEADER + "A,vss,0,\n", "line 2, y_um", "'' is not a finite number"),
        (HEADER + "A,vss,1_0,0\n", "line 2, x_um", "not a finite number"),
        (HEADER + "A,vss,0x10,0\n", "line 2, x_um", "not a finite number"),
        (HEADER + "A,vss,१,0\n", "line 2, x_um", "not a finite number"),
        (HEADER + 'A,vss,"1,5",0\n', "line 2, x_um", "not a finite number"),
        (HEADER + "A,vss,1e999,0\n", "line 2, x_um", "beyond the largest length"),
        (HEADER + "A,vss,1e12,0\n", "line 2, x_um", "beyond the largest length"),
        (HEADER + f"A,vss,{'9' * 5_000},0\n", "line 2, x_um", "not a finite number"),
        (HEADER + 'A,"vss,0,0\n', "line 2", "not CSV"),
        (HEADER + '"A"x,vss,0,0\n', "line 2", "not CSV"),
        (HEADER + "A,vss,0,0\nA,vdd,100,0\n", "line 3", "'A' is there 2 times, first on line 2"),
        (HEADER + "A,vss,0,0\nB,vdd,0.0001,0\n", "line 3", "'A' and 'B' are at one place"),
        (HEADER + "A,vss,0,0\nB,vdd,971,0\n", "line 3", "'B' is 1 um outside its die of 2 x 1 mm"),
        (HEADER + "A,vss,0,-480\n", "line 2", "10 um outside its die"),
        ("pad,net,x_um,y_um,width_um\nA,vss,0,0,0\n", "line 2", "have to be above 0"),
        ("pad,net,x_um,y_um,width_um\nA,vss,0,0,-60\n", "line 2", "have to be above 0"),
        (b"\x89PNG\r\n\x1a\n\x00", "", "byte 0 is not UTF-8"),
        (HEADER.encode() + b"A,vss,0,0\nB,vd\xff", "", "byte 32 is not UTF-8"),
        (HEADER + "A,vss,0,0\nB,vd", "line 3", "2 values"),
    ],
)
def test_a_spoiled_pad_list_is_one_clear_error(
    tmp_path: Path, text: str | bytes, place: str, problem: str
) -> None:
    error = refused(tmp_path, text)
    assert place in error.where
    assert problem in error.problem


def test_pads_without_a_size_are_refused(tmp_path: Path) -> None:
    frame = PadFrame(2_000_000, 1_000_000, from_lower_left=False)
    assert "no size" in refused(tmp_path, HEADER + "A,vss,0,0\n", frame).problem


def test_ten_thousand_pads_at_one_place_are_one_error(tmp_path: Path) -> None:
    rows = "".join(f"P{each},n{each},0,0\n" for each in range(10_000))
    error = refused(tmp_path, HEADER + rows)
    assert "'P0' and 'P1' are at one place" in error.problem
    assert "(10000 are there)" in error.problem


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADER + "A,v,0,0\n" * (ROW_LIMIT + 1))
    assert f"limit of {ROW_LIMIT}" in error.problem


def test_a_list_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "pads.csv").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match=r"50\.0 MB, more than the limit of 20 MB"):
        read_pads(tmp_path / "pads.csv", FRAME)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_pads(tmp_path / "pads.csv", FRAME)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda each: HEADER.encode() + each))
def test_any_bytes_are_pads_or_an_input_error(tmp_path: Path, content: bytes) -> None:
    for read in (lambda path: read_pads(path, FRAME), read_balls):
        (tmp_path / "any.csv").write_bytes(content)
        fault = fault_of(lambda: read(tmp_path / "any.csv"))  # noqa: B023 - called at once
        assert fault is None or fault.where


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=5))
def test_any_cells_are_pads_or_an_input_error(
    tmp_path: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    text = HEADER + "".join(",".join(each) + "\n" for each in rows)
    fault = fault_of(lambda: pads_of(tmp_path, text))
    assert fault is None or fault.fix


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(-970_000, 970_000), st.integers(-470_000, 470_000)),
        min_size=1,
        max_size=20,
        unique=True,
    ),
    st.sampled_from([("um", 1_000), ("nm", 1), ("mm", 1_000_000)]),
)
def test_positions_read_back_as_they_were_written(
    tmp_path: Path, places: list[tuple[int, int]], unit: tuple[str, int]
) -> None:
    name, scale = unit
    rows = [f"P{i},n,{x / scale:.9f},{y / scale:.9f}" for i, (x, y) in enumerate(places)]
    text = f"pad,net,x_{name},y_{name}\n" + "\n".join(rows)
    assert [each[2:4] for each in pads_of(tmp_path, text)] == places


def fault_of(call: Callable[[], object]) -> InputError | None:
    try:
        call()
    except InputError as error:
        return error
    return None


def balls_of(path: Path, text: str) -> list[tuple[str, str, int, int]]:
    (path / "balls.csv").write_text(text)
    return [(b.name, b.net, b.x_nm, b.y_nm) for b in read_balls(path / "balls.csv")[0]]


def test_a_map_of_balls(tmp_path: Path) -> None:
    text = "# facts\nball,net,x_um,y_um\nA1,vss,0,0\nA2,-,500,0\nA3,,1000,0\n"
    assert balls_of(tmp_path, text) == [
        ("A1", "vss", 0, 0),
        ("A2", "", 500_000, 0),
        ("A3", "", 1_000_000, 0),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ball,net,x_um,y_um\n,vss,0,0\n", "no usable name"),
        ("ball,net,x_um,y_um\nA1,<b>,0,0\n", "no usable name"),
        ("ball,net,x_um,y_um\nA1,vss,0,0\nA1,vss,5,0\n", "'A1' is there 2 times"),
        ("ball,net,x_um,y_um\nA1,vss,0,0\nA2,vss,0,0\n", "'A1' and 'A2' are at one place"),
        ("ball,net,x_um,y_um,width_um\nA1,vss,0,0,5\n", "unknown column 'width_um'"),
    ],
)
def test_a_spoiled_map_is_one_clear_error(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem.replace("(", r"\(")) as caught:
        balls_of(tmp_path, text)
    assert "balls.csv" in caught.value.where


ReadMap = Callable[[str], InputError]


@pytest.fixture
def spoiled_map(folder: Path, spoiled: Callable[..., InputError]) -> ReadMap:
    """Return the error of a design with two pads and a map."""

    def spoil(rows: str) -> InputError:
        (folder / "balls.csv").write_text("ball,net,x_um,y_um\n" + rows)
        (folder / "pads.csv").write_text(HEADER + "A,vdd,100,100\nB,vss,1900,1900\n")
        return spoiled(('pitch = "0.8 mm"\nrows = 4\ncolumns = 4', 'map = "balls.csv"'))

    return spoil


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("1,vdd,0,0\n2,vss,400,0\n", "'1' and '2' are 400 um apart, less than their diameter"),
        ("1,vdd,0,0\n2,vss,1771,0\n", "the ball '2' is 1 um outside the package"),
        ("1,vdd,0,0\n2,vss,0,-1800\n", "the ball '2' is 30 um outside the package"),
        ("1,vdd,0,0\n2,vsss,500,0\n", "'vsss', which no connected pad has"),
        ("1,vdd,0,0\n", "the net 'vss' has one pad and no ball"),
    ],
)
def test_a_map_that_does_not_fit_is_one_clear_error(
    spoiled_map: ReadMap, rows: str, problem: str
) -> None:
    error = spoiled_map(rows)
    assert problem in error.problem
    assert error.where.endswith("terminals.map")
