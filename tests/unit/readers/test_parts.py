"""Units, passives, components and the die's own net list, as a design file has them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from padwright.base.errors import InputError
from padwright.model.package import ChipDevice, ChipNet, Component, Passive, Unit
from padwright.readers.design_file import load_design

Spoiled = Callable[..., InputError]

UNIT = """
[[units]]
name = "one"
x = "0 um"
y = "0 um"
width = "3 mm"
height = "3.2 mm"
"""
PASSIVE = """
[[passives]]
name = "R1"
kind = "resistor"
level = 2
x = "1.4 mm"
y = "-0.2 mm"
rotation = "90 deg"
nets = ["in1", "mid"]
parameters = { width = "20 um", turns = 3, ratio = 0.5 }

[[passives]]
name = "R2"
kind = "resistor"
x = "1.4 mm"
y = "0.4 mm"
nets = ["mid", "vss"]
"""
COMPONENT = """
[[components]]
name = "C1"
kind = "chip-capacitor"
x = "0 um"
y = "1.4 mm"
rotation = "90 deg"
width = "1 mm"
height = "0.5 mm"
thickness = "0.3 mm"
nets = ["vdd", "vss"]
"""
CHIP = """
[[devices]]
name = "driver"
nets = ["n_in", "n_out"]

[[devices]]
name = "strap"
active = false
nets = ["n_out"]

[[nets]]
name = "n_in"
pads = ["P2"]
width = "400 nm"
length = "80 um"
thickness = "600 nm"

[[nets]]
name = "n_out"
pads = ["P4", "P5"]
width = "800 nm"
length = "1.2 mm"
thickness = "600 nm"
"""
WITH_CHIP = ('pad_width = "60 um"', 'netlist = "chip.toml"\npad_width = "60 um"')


@pytest.fixture
def whole(folder: Path) -> Path:
    """Return the folder of a design that has everything."""
    path = folder / "design.toml"
    text = path.read_text().replace(*WITH_CHIP) + UNIT + PASSIVE + COMPONENT
    path.write_text(text)
    (folder / "chip.toml").write_text(CHIP)
    return folder


def test_everything_is_read_into_one_frame(whole: Path) -> None:
    design = load_design(whole / "design.toml")
    assert design.units == (Unit("one", (-1_500_000, -1_600_000, 1_500_000, 1_600_000)),)
    parameters = (("width", "20 um"), ("turns", 3), ("ratio", 0.5))
    assert design.passives[0] == Passive(
        "R1", "resistor", 2, 1_400_000, -200_000, 90, ("in1", "mid"), parameters
    )
    assert design.passives[1].level == 1
    assert design.components == (
        Component("C1", "chip-capacitor", 0, 1_400_000, 90, 1_000_000, 500_000, 300_000, VDD_VSS),
    )


VDD_VSS = ("vdd", "vss")


def test_the_net_list_of_a_die_is_read(whole: Path) -> None:
    netlist = load_design(whole / "design.toml").dies[0].netlist
    assert netlist is not None
    assert netlist.devices == (
        ChipDevice("driver", active=True, nets=("n_in", "n_out")),
        ChipDevice("strap", active=False, nets=("n_out",)),
    )
    assert netlist.nets[1] == ChipNet("n_out", ("P4", "P5"), 800, 1_200_000, 600)


def test_the_net_list_of_a_die_is_part_of_the_identity(whole: Path) -> None:
    before = load_design(whole / "design.toml").source_digest
    chip = whole / "chip.toml"
    chip.write_text(chip.read_text().replace("80 um", "81 um"))
    assert load_design(whole / "design.toml").source_digest != before


def test_a_design_without_them_has_none(folder: Path) -> None:
    design = load_design(folder / "design.toml")
    assert (design.units, design.passives, design.components) == ((), (), ())
    assert design.dies[0].netlist is None
    assert design.passivation
    assert design.terminals.kind == "ball"


@pytest.mark.parametrize("kind", ["ball", "copper-ball", "bump", "pin", "paste", "land"])
def test_terminals_of_each_kind(folder: Path, kind: str) -> None:
    path = folder / "design.toml"
    path.write_text(path.read_text().replace('kind = "ball"', f'kind = "{kind}"'))
    assert load_design(path).terminals.kind == kind


@pytest.mark.parametrize(
    ("old", "new", "place", "problem", "fix"),
    [
        ('width = "3 mm"', 'width = "5 mm"', "units.one", "500 um outside", "move the unit"),
        ('width = "3 mm"', 'width = "1 mm"', "dies.chip", "in no unit as a whole", "enlarge"),
        ('name = "one"', 'name = "a/b"', "name", "no usable name", "left"),
        ('name = "R1"', 'name = "R2"', "passives.R2", "taken by one of the passives", "own"),
        ('name = "R1"', 'name = "chip"', "passives.chip", "taken by one of the dies", "own"),
        ('name = "C1"', 'name = "R1"', "components.R1", "one of the passives", "own"),
        ("level = 2", "level = 3", "passives.R1.level", "has at most 2", "wiring_levels"),
        ("level = 2", "level = 0", "passives.R1.level", "greater", "lowest"),
        ('x = "1.4 mm"\ny = "-0.2', 'x = "2.4 mm"\ny = "-0.2', "passives.R1", "400 um", "move"),
        ('"in1", "mid"', '"in7", "mid"', "passives.R1.nets", "nothing else", "'in"),
        ('["mid", "vss"]', '["vss"]', "passives.R1.nets", "'mid'", "choose"),
        ('"in1", "mid"', "", "passives.R1.nets", "cannot be used", "nets of its"),
        ("turns = 3", "turns = true", "parameters", "neither a number", "change"),
        ("no_connect = []", 'no_connect = ["in1"]', "passives.R1.nets", "not connected", "leave"),
        ('y = "1.4 mm"', 'y = "1.6 mm"', "components.C1", "100 um outside", "move"),
        ('nets = ["vdd", "vss"]', 'nets = ["vdd", "vsx"]', "components.C1.nets", "'vsx'", "'vss'"),
        ('thickness = "0.3 mm"', 'thickness = "0 mm"', "components.C1.th", "not above 0", "0.5"),
        ('thickness = "0.3 mm"', 'thickness = "3 cm"', "C1.thickness", "30 mm high", "unit"),
        ('"chip.toml"', '"../chip.toml"', "dies.chip.netlist", "leaves the project", "copy"),
        ('"chip.toml"', '"chip.tom"', "chip.tom", "no such file", "'chip.toml'"),
    ],
)
@pytest.mark.usefixtures("whole")
def test_a_spoiled_part_is_one_clear_error(
    spoiled: Spoiled, old: str, new: str, place: str, problem: str, fix: str
) -> None:
    error = spoiled((old, new))
    assert place in error.where
    assert problem in error.problem
    assert fix in error.fix


@pytest.mark.usefixtures("whole")
def test_units_that_overlap(spoiled: Spoiled) -> None:
    error = spoiled((UNIT, UNIT + UNIT.replace('"one"', '"two"').replace('x = "0', 'x = "200')))
    assert "'one' and 'two' overlap" in error.problem


@pytest.mark.usefixtures("whole")
def test_two_units_of_one_name(spoiled: Spoiled) -> None:
    assert "2 units have the name 'one'" in str(spoiled((UNIT, UNIT + UNIT)))


@pytest.mark.usefixtures("whole")
def test_components_that_overlap(spoiled: Spoiled) -> None:
    error = spoiled((COMPONENT, COMPONENT + COMPONENT.replace('"C1"', '"C2"')))
    assert "'C1' and 'C2' overlap" in error.problem


@pytest.mark.parametrize(
    ("old", "new", "place", "problem", "fix"),
    [
        ('"P2"', '"P99"', "nets.n_in.pads", "no pad 'P99'", "'P9'"),
        ('"P2"', '"P4"', "nets.n_out.pads", "already on the net 'n_in'", "one net"),
        ('name = "n_in"', 'name = "n_out"', "nets", "there 2 times", "own"),
        ('name = "strap"', 'name = "driver"', "devices", "'driver' is there 2 times", "own"),
        ('"n_in", "n_out"', '"n_in", "n_ut"', "devices.driver.nets", "'n_ut'", "'n_out'"),
        ("active = false", 'active = "no"', "devices.strap.active", "boolean", "whether"),
        ('width = "400 nm"', "", "nets.n_in.width", "missing", "400 nm"),
        ('width = "400 nm"', 'width = "-4 nm"', "nets.n_in.width", "not above 0", "400 nm"),
        ('width = "400 nm"', 'widht = "400 nm"', "nets.n_in", "unknown key 'widht'", "'width'"),
        ("[[devices]]", "[[device]]", "chip.toml", "unknown key 'device'", "'devices'"),
    ],
)
@pytest.mark.usefixtures("whole")
def test_a_spoiled_net_list_of_a_die_is_one_clear_error(
    spoiled: Spoiled, old: str, new: str, place: str, problem: str, fix: str
) -> None:
    error = spoiled((old, new), file="chip.toml")
    assert place in error.where
    assert problem in error.problem
    assert fix in error.fix


def test_a_part_may_join_a_ball_of_a_map_that_no_pad_has(folder: Path) -> None:
    path = folder / "design.toml"
    text = path.read_text().replace('pitch = "0.8 mm"\nrows = 4\ncolumns = 4', 'map = "balls.csv"')
    path.write_text(text + PASSIVE.replace('["mid", "vss"]', '["mid", "far"]'))
    nets = ["vdd", "vss", "in1", "in2", "out1", "out2", "out3", "out4", "clock", "reset", "far"]
    rows = [f"B{n},{net},{-1500 + 600 * (n % 6)},{600 * (n // 6)}" for n, net in enumerate(nets)]
    (folder / "balls.csv").write_text("ball,net,x_um,y_um\n" + "\n".join(rows) + "\n")
    assert load_design(path).passives[1].nets == ("mid", "far")
    path.write_text(text)
    with pytest.raises(InputError, match="which no connected pad has"):
        load_design(path)
