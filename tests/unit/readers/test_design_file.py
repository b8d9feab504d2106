"""What a design file means once it is read."""

import pickle
import shutil
from pathlib import Path

import pytest

from padwright.model.package import bonded_nets, die_box, placed_pads
from padwright.readers.design_file import load_design

MAP = 'map = "balls.csv"\n'
GRID = 'pitch = "0.8 mm"\nrows = 4\ncolumns = 4\n'


def edit(path: Path, *edits: tuple[str, str]) -> None:
    text = path.read_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def test_the_starting_design_is_read_in_the_frame_of_the_package(folder: Path) -> None:
    design = load_design(folder / "design.toml")
    assert design.name == "my-package"
    assert design.box_nm == (-2_000_000, -2_000_000, 2_000_000, 2_000_000)
    assert design.technology.rules.line_width_nm.value == 15_000
    (die,) = design.dies
    assert die_box(die) == (-1_000_000, -1_000_000, 1_000_000, 1_000_000)
    first = placed_pads(die)[0]
    assert (first.name, first.net) == ("P1", "vdd")
    assert (first.x_nm, first.y_nm) == (-500_000, -900_000)
    assert (first.width_nm, first.height_nm) == (60_000, 60_000)
    assert (design.terminals.rows, design.terminals.columns) == (4, 4)
    assert len(bonded_nets(design)) == 10


def test_a_path_may_be_text(folder: Path) -> None:
    assert load_design(str(folder / "design.toml")).wiring_levels == 2


def test_the_same_content_has_the_same_digest_in_any_folder(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    for each in folder.iterdir():
        (other / each.name).write_bytes(each.read_bytes().replace(b"\n", b"\r\n"))
    here = load_design(folder / "design.toml")
    assert load_design(other / "design.toml").source_digest == here.source_digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("design.toml", 'width = "4 mm"', 'width = "4.2 mm"'),
        ("design.toml", 'thickness = "150 um"', 'thickness = "160 um"'),
        ("design.toml", 'technology = "a1-flat"', 'technology = "a1-flat-bumps"'),
        ("pads.csv", "clock", "clk"),
        ("pads.csv", "P1,vdd,500", "P1,vdd,501"),
    ],
)
def test_any_change_of_meaning_changes_the_digest(
    folder: Path, file: str, old: str, new: str
) -> None:
    before = load_design(folder / "design.toml").source_digest
    edit(folder / file, (old, new))
    assert load_design(folder / "design.toml").source_digest != before


def test_the_technology_beside_the_design_counts_into_the_digest(folder: Path) -> None:
    edit(folder / "design.toml", ('"a1-flat"', '"line.toml"'))
    line = 'name = "mine"\nbased_on = "a1-flat"\n[material.cu]\nconductivity = "%s W/(m K)"\n'
    (folder / "line.toml").write_text(line % 380)
    first = load_design(folder / "design.toml")
    (folder / "line.toml").write_text(line % 381)
    second = load_design(folder / "design.toml")
    assert first.technology.name == "mine"
    assert first.source_digest != second.source_digest


@pytest.mark.parametrize(
    ("rotation", "expected_nm"),
    [
        ("0 deg", (-500_000, -900_000)),
        ("90 deg", (900_000, -500_000)),
        ("180 deg", (500_000, 900_000)),
        ("-90 deg", (-900_000, 500_000)),
        ("450 deg", (900_000, -500_000)),
    ],
)
def test_a_die_is_turned_and_then_moved(
    folder: Path, rotation: str, expected_nm: tuple[int, int]
) -> None:
    edit(
        folder / "design.toml",
        ('rotation = "0 deg"', f'rotation = "{rotation}"'),
        ('x = "0 um"', 'x = "100 um"'),
        ('y = "0 um"', 'y = "-50 um"'),
    )
    pad = placed_pads(load_design(folder / "design.toml").dies[0])[0]
    assert (pad.x_nm, pad.y_nm) == (expected_nm[0] + 100_000, expected_nm[1] - 50_000)


def test_pads_turn_with_their_die(folder: Path) -> None:
    edit(
        folder / "design.toml",
        ('rotation = "0 deg"', 'rotation = "90 deg"'),
        ('pad_width = "60 um"', 'pad_width = "60 um"\npad_height = "40 um"'),
    )
    pad = placed_pads(load_design(folder / "design.toml").dies[0])[0]
    assert (pad.width_nm, pad.height_nm) == (40_000, 60_000)


def test_positions_may_count_from_the_centre(folder: Path) -> None:
    edit(folder / "design.toml", ('"lower-left"', '"centre"'))
    (folder / "pads.csv").write_text("pad,net,x_mm,y_nm\nA,vdd,-0.1,5\nB,vss,0.1,-5\n")
    pads = load_design(folder / "design.toml").dies[0].pads
    assert [(each.x_nm, each.y_nm) for each in pads] == [(-100_000, 5), (100_000, -5)]


def fixed(folder: Path, balls: str, *more: str) -> None:
    lines = "\n".join([MAP.strip(), *more]) + "\n"
    edit(folder / "design.toml", (GRID, lines))
    (folder / "balls.csv").write_text("ball,net,x_um,y_um\n" + balls)
    (folder / "pads.csv").write_text("pad,net,x_um,y_um\nA,vdd,100,100\nB,vss,1900,1900\n")


def test_a_fixed_map_takes_the_place_of_the_grid(folder: Path) -> None:
    fixed(folder, "1,vdd,0,0\n2,vss,500,0\n3,-,0,600\n4,,600,600\n")
    terminals = load_design(folder / "design.toml").terminals
    assert (terminals.rows, terminals.columns, terminals.pitch_nm) == (0, 0, 500_000)
    assert [each.net for each in terminals.fixed] == ["vdd", "vss", "", ""]


@pytest.mark.parametrize(
    ("origin", "expected_nm"),
    [
        ("centre", (200_000, 100_000)),
        ("lower-left", (-1_800_000, -1_900_000)),
        ("die-centre", (0, 200_000)),
        ("die-lower-left", (1_000_000, -800_000)),
    ],
)
def test_a_map_counts_from_package_or_die(
    folder: Path, origin: str, expected_nm: tuple[int, int]
) -> None:
    fixed(folder, "1,vdd,200,100\n2,vss,1200,800\n", f'map_origin = "{origin}"')
    edit(
        folder / "design.toml",
        ('rotation = "0 deg"', 'rotation = "90 deg"'),
        ('x = "0 um"', 'x = "100 um"'),
        ('diameter = "0.46 mm"', 'diameter = "2 um"'),
    )
    ball = load_design(folder / "design.toml").terminals.fixed[0]
    assert (ball.x_nm, ball.y_nm) == expected_nm


def test_the_die_of_a_map_may_be_named(folder: Path) -> None:
    fixed(folder, "1,vdd,0,0\n2,vss,500,0\n", 'map_origin = "die-centre"', 'map_die = "chip"')
    assert load_design(folder / "design.toml").terminals.fixed[1].x_nm == 500_000


def test_ten_thousand_pads_are_read(folder: Path) -> None:
    edit(
        folder / "design.toml",
        ('"4 mm"', '"60 mm"'),
        ('"2 mm"', '"20 mm"'),
        ("rows = 4\ncolumns = 4", "rows = 70\ncolumns = 70"),
        ('supplies = ["vdd", "vss"]', "supplies = []"),
    )
    rows = (
        f"P{each},n{each % 4_900},{each % 100 * 150 + 100},{each // 100 * 150 + 100}"
        for each in range(10_000)
    )
    (folder / "pads.csv").write_text("pad,net,x_um,y_um\n" + "\n".join(rows))
    assert len(load_design(folder / "design.toml").dies[0].pads) == 10_000


def test_a_design_travels_to_another_process(folder: Path) -> None:
    design = load_design(folder / "design.toml")
    other = pickle.loads(pickle.dumps(design))  # noqa: S301 - our own bytes
    assert other == design
    assert other.technology.material_of("wiring").is_conductor


def test_spare_balls_share_the_supplies_but_on_an_etched_frame(tmp_path):
    examples = Path(__file__).parents[3] / "examples"
    for name, spare in (("caravel-fanout", "supplies"), ("frame-qfn", "unconnected")):
        folder = tmp_path / name
        shutil.copytree(examples / name, folder)
        design = folder / "design.toml"
        lines = [each for each in design.read_text().splitlines() if not each.startswith("spare")]
        design.write_text("\n".join(lines))
        assert load_design(design).terminals.spare == spare
