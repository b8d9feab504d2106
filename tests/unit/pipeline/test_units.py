"""A body that is cut into units: planned and routed unit by unit, and cut as drawn."""

import pytest

from padwright.base.errors import InputError
from padwright.pipeline.package import Package

DIE = """
[[dies]]
name = "{name}"
pads = "{name}.csv"
width = "0.6 mm"
height = "0.6 mm"
thickness = "150 um"
x = "{x}"
pads_origin = "centre"
pad_width = "70 um"
"""
UNIT = """
[[units]]
name = "{name}"
x = "{x}"
y = "0 mm"
width = "2 mm"
height = "2.4 mm"
"""
HEAD = """
name = "pair"
technology = "a1-flat"
[package]
width = "4.6 mm"
height = "2.6 mm"
"""
GRID = """
[terminals]
pitch = "0.6 mm"
rows = 3
columns = 7
diameter = "0.46 mm"
[nets]
supplies = ["l_v", "r_v"]
"""


def pads(side, shared=""):
    nets = [f"{side}_v", f"{side}_a", f"{side}_b", shared or f"{side}_c"]
    places = ((-150, -150), (150, -150), (150, 150), (-150, 150))
    rows = [f"P{n},{net},{x},{y}" for n, (net, (x, y)) in enumerate(zip(nets, places, strict=True))]
    return "pad,net,x_um,y_um\n" + "\n".join(rows) + "\n"


@pytest.fixture
def load(tmp_path):
    """Return a loader of two dies, each in a unit of its own."""

    def loaded(shared="", tail=GRID):
        text = HEAD
        for side, x in (("l", "-1.2 mm"), ("r", "1.2 mm")):
            (tmp_path / f"{side}.csv").write_text(pads(side, shared))
            text += DIE.format(name=side, x=x) + UNIT.format(name=side, x=x)
        (tmp_path / "design.toml").write_text(text + tail)
        return Package.load(tmp_path / "design.toml")

    return loaded


def test_each_unit_has_its_own_balls_and_wires(load, tmp_path):
    package = load()
    made = package.build(tmp_path / "out")
    assert made.summary.clean
    assert made.summary.nets_connected == made.summary.nets == 8
    for ball in made.plan.balls:
        assert 400_000 <= abs(ball.x_nm) <= 2_200_000 - 195_000 - 50_000
        assert ball.net is None or ball.net.startswith("l" if ball.x_nm < 0 else "r")
    for wire in made.wiring.routing.wires:
        side = -1 if wire.net.startswith("l") else 1
        assert all(200_000 < side * x_nm < 2_200_000 for x_nm, _ in wire.points_nm)
    units = made.built.structure.solid_nm(0, 1)
    assert [each.box_nm for each in units] == [
        (-2_200_000, -1_200_000, -200_000, 1_200_000),
        (200_000, -1_200_000, 2_200_000, 1_200_000),
    ]
    assert package.bring_up_to_date(tmp_path / "out").digests == made.summary.digests


def test_a_net_across_the_street_stays_open(load):
    made = load(shared="both").build()
    found = {each.rule: each for each in made.findings}
    assert "both" in found["unrouted"].nets
    assert "cut apart" in found["unrouted"].message
    assert "netlist" in found
    assert made.summary.nets_broken == ("both",)


def test_a_ball_of_a_map_on_the_street_is_one_clear_error(load, tmp_path):
    nets = [f"{side}_{net}" for side in "lr" for net in "vabc"]
    rows = [f"{net},{net},{-2000 + 570 * n},0" for n, net in enumerate(nets)]
    (tmp_path / "balls.csv").write_text("ball,net,x_um,y_um\n" + "\n".join(rows) + "\n")
    with pytest.raises(InputError, match="lies in no unit"):
        load(tail='[terminals]\ndiameter = "0.46 mm"\nmap = "balls.csv"\n').plan()


def test_too_few_balls_name_the_unit(load):
    few = GRID.replace("rows = 3", 'rows = 3\nforbidden = ["A1", "A2", "A3", "B1", "B2", "B3"]')
    with pytest.raises(InputError, match=r"units\.l.*4 nets need a ball each"):
        load(tail=few).plan()
