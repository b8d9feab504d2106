"""Pictures and files of an etched frame: wires, hanging balls, pegs and lines."""

import io
import re
from functools import cache
from xml.etree import ElementTree as ET

import pygltflib
import pytest

import frame_package as frame
from padwright.export.ball_picture import ball_picture
from padwright.export.detail_picture import connection_detail
from padwright.export.exporter import Delivery
from padwright.export.formats.glb import Glb
from padwright.export.frame_line import outward_ways, stepped_line
from padwright.export.plan_picture import plan_picture
from padwright.export.report_page import report_page
from padwright.export.section_picture import cross_section, section_svg
from padwright.export.stackup import stackup
from padwright.export.svg import Picture
from padwright.geometry.slab import Role

SVG = "{http://www.w3.org/2000/svg}"


@cache
def delivery() -> Delivery:
    case = frame.clean()
    return Delivery(
        case.design, case.plan, frame.routing(), case.built, case.nets, (), "0" * 64, {}
    )


def titles(picture: Picture) -> list[str]:
    root = ET.fromstring(picture.to_bytes())  # noqa: S314 - our own file
    return [each.text or "" for each in root.iter(f"{SVG}title")]


def words(picture: Picture) -> str:
    root = ET.fromstring(picture.to_bytes())  # noqa: S314 - our own file
    return " | ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def test_ways_lead_from_the_pad_over_the_peg_to_the_ball() -> None:
    ways = outward_ways(delivery())
    assert len(ways) == 4
    for way in ways:
        x, y = frame.SIDES[way.joint.net.removeprefix("net_")]
        assert way.points[0] == (x * 425_000, y * 425_000)
        assert way.points[1] == (way.peg.x_nm, way.peg.y_nm)
        assert way.points[-1] == (x * 1_450_000, y * 1_450_000)


def test_the_stepped_line_runs_from_edge_to_edge_through_two_ways() -> None:
    found = stepped_line(delivery())
    assert found is not None
    points, ends = found
    assert points[0] == (-1_900_000, 0)
    assert points[-1] == (1_900_000, 0)
    assert ends == "Bw and Be"


def test_the_section_shows_wires_hanging_balls_frame_and_ink() -> None:
    shown = titles(cross_section(delivery()))
    assert sum(title.startswith("wire wires") for title in shown) >= 2
    assert sum(title.startswith("ball balls") for title in shown) >= 2
    for part in ("frame: Cu alloy C194", "line mask: ", "encapsulant: "):
        assert any(title.startswith(part) for title in shown), part


def test_no_coordinate_of_a_picture_lies_outside_of_it() -> None:
    for picture in (cross_section(delivery()), connection_detail(delivery())):
        for path in re.findall(rb' d="([^"]+)"', picture.to_bytes()):
            assert b"nan" not in path


def test_the_detail_follows_one_wire_and_enlarges_three_places() -> None:
    picture = connection_detail(delivery())
    said = words(picture)
    assert "along the wire to inner peg" in said
    for place in ("the wire on the die's pad", "the wire on its inner peg", "outer peg"):
        assert place in said


def test_plan_and_ball_map_say_from_which_side_they_look() -> None:
    for picture in (plan_picture(delivery()), ball_picture(delivery())):
        assert "seen from the die's side" in words(picture)
        assert "seen from the ball side" not in words(picture)
    shown = titles(plan_picture(delivery()))
    for part in ("line of net_e", "inner peg of net_e", "outer peg of net_e", "the die's pad"):
        assert part in shown


def test_the_model_has_a_tube_for_each_wire_and_balls_below() -> None:
    to = io.BytesIO()
    Glb().write(delivery(), to)
    model = pygltflib.GLTF2.load_from_bytes(to.getvalue())
    wires = [node for node in model.nodes if (node.extras or {}).get("wire")]
    assert len(wires) == 4
    assert {node.extras["net"] for node in wires} == {f"net_{side}" for side in frame.SIDES}
    balls = [node for node in model.nodes if (node.extras or {}).get("ball")]
    assert len(balls) == 4
    for node in balls:
        position = model.meshes[node.mesh].primitives[0].attributes.POSITION
        accessor = model.accessors[position]
        assert accessor.max[2] == pytest.approx(0, abs=1e-12)
        assert accessor.min[2] < -1e-4
        assert node.translation[2] < 0


def test_the_stack_names_the_thickness_of_sheet_ink_finish_and_cap() -> None:
    layers = {(each.shade.role, each.shade.material): each for each in stackup(delivery())}
    asked = {key: layer.asked_nm for key, layer in layers.items()}
    assert asked[Role.PEG, "c194"] == layers[Role.PEG, "c194"].built_nm == 200_000
    assert asked[Role.ENCAPSULANT, "emc_qfn"] == 350_000
    assert layers[Role.ENCAPSULANT, "emc_qfn"].built_nm == 350_000
    assert asked[Role.MASK, "ink"] == layers[Role.MASK, "ink"].built_nm == 20_000
    assert asked[Role.FINISH, "ni"] == layers[Role.FINISH, "ni"].built_nm == 1_000


def test_the_report_has_the_rules_of_frames_and_none_of_holes() -> None:
    page = report_page(delivery()).decode()
    assert "Etched frame" in page
    assert "etch 1 depth" in page
    assert "hole space" not in page


def test_a_straight_cut_shows_the_wires_beside_it() -> None:
    built, materials = delivery().built, delivery().design.technology.all_materials
    picture = section_svg(built, materials, (-1_900_000, 120_000), (1_900_000, 120_000))
    assert sum(title.startswith("wire wires") for title in titles(picture)) == 2
    assert "with wires up to 250 µm beside it" in words(picture)
    far = section_svg(built, materials, (-1_900_000, 300_000), (1_900_000, 300_000))
    assert "with wires" not in words(far)
