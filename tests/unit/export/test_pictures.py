"""The pictures, read back as XML; and the geometry behind them."""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.export.ball_picture import ball_picture
from padwright.export.cutting import cut_along, layer_dimensions, shaded
from padwright.export.detail_picture import connection_detail
from padwright.export.lettering import (
    fitted,
    length_words,
    nice_length_nm,
    spread,
    text_width,
)
from padwright.export.plan_picture import plan_picture
from padwright.export.section_line import telling_line, telling_stretch
from padwright.export.section_picture import cross_section, section_svg
from padwright.export.stackup import stackup
from padwright.export.svg import TIMES, Picture, element, label, number
from padwright.export.wire_path import extended, shortest_way, telling_joint
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.readers.technology_file import load_technology
from padwright.route.routing import Wire
from unit.export.deliveries import BODY_NM, small_delivery

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {
    "section": cross_section,
    "detail": connection_detail,
    "plan": plan_picture,
    "balls": ball_picture,
}


def root_of(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.to_bytes())  # noqa: S314 - our own file


def texts(picture: Picture) -> list[str]:
    return ["".join(each.itertext()) for each in root_of(picture).iter(f"{SVG}text")]


def text_boxes(picture: Picture) -> Iterator[tuple[str, float, float, float, float]]:
    for each in root_of(picture).iter(f"{SVG}text"):
        if each.get("transform"):
            continue
        words, size = "".join(each.itertext()), float(each.get("font-size", "12"))
        x, y = float(each.get("x", "0")), float(each.get("y", "0"))
        wide = text_width(words, size, bold=each.get("font-weight") == "600")
        x -= {"middle": wide / 2, "end": wide}.get(each.get("text-anchor", ""), 0)
        yield words, x, y - 0.72 * size, x + wide, y


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_no_text_runs_into_another_or_leaves_the_picture(make) -> None:
    picture = make(small_delivery())
    boxes = list(text_boxes(picture))
    for (one, *a), (two, *b) in itertools.combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one!r} and {two!r}"
    for words, left, top, right, bottom in boxes:
        assert left >= 0, words
        assert right <= picture.width_px + 1, words
        assert top >= 0, words
        assert bottom <= picture.height_px, words


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_a_picture_loads_nothing_and_its_ids_are_its_own(make) -> None:
    data = make(small_delivery()).to_bytes().decode()
    assert not re.search(r"\b(href|src)=", data)
    assert set(re.findall(r"https?://[^\"]+", data)) == {"http://www.w3.org/2000/svg"}
    ids = re.findall(r' id="([^"]+)"', data)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", data)) <= set(ids)


def test_the_cross_section_names_layers_with_their_thickness() -> None:
    words = texts(cross_section(small_delivery()))
    joined = " ".join(words)
    for layer in ("passivation 10 µm", "wiring 1 5 µm", "dielectric 1 10 µm", "die 150 µm"):
        assert layer in joined
    assert "base 500 µm" in joined
    assert "true to scale" in words
    assert "Silicon" in words


def test_exaggerated_heights_are_stated_and_drawn() -> None:
    delivery = small_delivery()
    line = ((-BODY_NM // 2, 0), (BODY_NM // 2, 0))
    materials = delivery.design.technology.all_materials
    true = section_svg(delivery.built, materials, *line)
    taller = section_svg(delivery.built, materials, *line, height_scale=3, title="Cut")
    assert "heights \N{MULTIPLICATION SIGN} 3" in texts(taller)
    assert taller.height_px > true.height_px + 400
    auto = section_svg(delivery.built, materials, *line, height_scale="auto")
    assert auto.height_px >= true.height_px


def test_a_straight_and_a_bent_cut_see_the_same_lengths() -> None:
    structure = small_delivery().built.structure
    straight = cut_along(structure, ((-1_400_000, 7_000), (1_400_000, 7_000)))
    bent = cut_along(structure, ((-1_400_000, 7_000), (11_000, 7_000), (1_400_000, 7_000)))
    assert bent.length_nm == straight.length_nm == 2_800_000
    assert bent.knees_nm == (1_411_000,)
    areas = [{s: r.area_nm2 for s, r in shaded(each)} for each in (straight, bent)]
    assert areas[0] == areas[1]


def test_dimensions_are_those_of_the_slabs() -> None:
    structure = small_delivery().built.structure
    shown = cut_along(structure, ((-1_400_000, 525_000), (1_400_000, 525_000)))
    found = {
        (each.shade.role, each.shade.material): each.thickness_nm
        for each in layer_dimensions(shown, 0, shown.length_nm)
    }
    assert found[Role.PASSIVATION, "pbo"] == 10_000
    assert found[Role.DIE, "si"] == 150_000
    assert found[Role.WIRING, "cu"] == 5_000
    assert found[Role.SEED, "ti"] == 100
    assert found[Role.BASE, "cu"] == 500_000


def test_the_stack_is_what_was_built_beside_what_was_asked_for() -> None:
    layers = stackup(small_delivery())
    names = [layer.shade.role for layer in layers]
    assert names[0] is Role.PASSIVATION
    assert names[-1] is Role.BASE
    by_role = {(layer.shade.role, layer.shade.material): layer for layer in layers}
    assert by_role[Role.DIE, "si"].built_nm == by_role[Role.DIE, "si"].asked_nm == 150_000
    assert by_role[Role.SEED, "ti"].asked_nm == 100_000 // 1000
    assert by_role[Role.SEED, "cu"].built_nm == by_role[Role.SEED, "cu"].asked_nm == 300
    assert not by_role[Role.BASE, "cu"].cited
    assert by_role[Role.WIRING, "cu"].cited


def test_the_line_cuts_pads_and_balls_and_the_stretch_shows_a_pad() -> None:
    delivery = small_delivery()
    start, end = telling_line(delivery)
    assert start[1] == end[1]
    assert any(abs(pad.y_nm - start[1]) < 10_000 for pad in delivery.plan.pads)
    cut_balls = [b for b in delivery.plan.balls if abs(b.y_nm - start[1]) < 100_000]
    assert len(cut_balls) == 5
    from_nm, to_nm = telling_stretch(delivery, start, end, 1_400_000)
    assert to_nm - from_nm == 1_400_000
    pads = [p.x_nm - start[0] for p in delivery.plan.pads if abs(p.y_nm - start[1]) < 10_000]
    assert any(from_nm < pad < to_nm for pad in pads)


def test_the_way_follows_the_wires_and_takes_the_shortest() -> None:
    def wire(*points: tuple[int, int]) -> Wire:
        return Wire("a", 0, 15_000, points)

    long_way = wire((0, 0), (0, 900_000), (500_000, 0))
    wires = [long_way, wire((0, 0), (250_000, 10_000)), wire((500_000, 0), (250_000, 10_000))]
    assert shortest_way(wires, (0, 0), (500_000, 0)) == ((0, 0), (250_000, 10_000), (500_000, 0))
    assert shortest_way(wires[:1], (0, 0), (500_000, 0)) == long_way.points_nm
    assert shortest_way(wires[1:2], (0, 0), (500_000, 0)) is None


def test_the_telling_joint_is_short_and_its_way_ends_on_pad_and_ball() -> None:
    delivery = small_delivery()
    found = telling_joint(delivery)
    assert found is not None
    joint, points = found
    pad = next(each for each in delivery.plan.pads if each.pin == joint.pad)
    ball = next(each for each in delivery.plan.balls if each.name == joint.ball)
    assert points[0] == (pad.x_nm, pad.y_nm)
    assert points[-1] == (ball.x_nm, ball.y_nm)
    longer = extended(points, 5_000, 7_000)
    assert math.dist(longer[0], points[0]) == pytest.approx(5_000, abs=1)
    assert math.dist(longer[-1], points[-1]) == pytest.approx(7_000, abs=1)


def test_plan_and_ball_map_show_each_ball_with_its_net() -> None:
    delivery = small_delivery()
    for picture in (plan_picture(delivery), ball_picture(delivery)):
        titles = {each.text for each in root_of(picture).iter(f"{SVG}title")}
        for ball in delivery.plan.balls:
            assert f"{ball.name}: {ball.net or 'no net'}" in titles
            assert ball.name in texts(picture)
        assert any("seen from the ball side" in each for each in texts(picture))
        assert "corner of ball A1" in titles
    pads = {f"{pad.pin}: {pad.net}" for pad in delivery.plan.pads}
    assert pads <= {each.text for each in root_of(plan_picture(delivery)).iter(f"{SVG}title")}


@given(
    st.lists(st.floats(-1e4, 1e4), max_size=20).map(sorted),
    st.floats(1, 50),
)
def test_spread_labels_keep_their_order_and_their_gap(wanted: list[float], gap_px: float) -> None:
    places = spread(wanted, gap_px)
    assert len(places) == len(wanted)
    assert all(two - one >= gap_px - 1e-6 for one, two in itertools.pairwise(places))


@given(st.lists(st.floats(0, 300), max_size=8).map(sorted))
def test_spread_labels_stay_inside_where_there_is_room(wanted: list[float]) -> None:
    assert all(-1e-6 <= each <= 300 + 1e-6 for each in spread(wanted, 20, 0, 300))


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([10, 50, 90], 18) == [10, 50, 90]


@given(st.text(max_size=60), st.floats(5, 200))
def test_fitted_text_fits(text: str, width_px: float) -> None:
    shown = fitted(text, width_px, 12)
    assert text_width(shown, 12) <= width_px or shown == "…"


@given(st.floats(1, 1e9))
def test_scale_bars_have_nice_lengths(most_nm: float) -> None:
    length = nice_length_nm(most_nm)
    assert length <= most_nm
    assert str(length).rstrip("0") in {"1", "2", "5"}
    assert length * 2.5001 >= most_nm or length >= most_nm / 2.5001


@pytest.mark.parametrize(
    ("length_nm", "words"),
    [
        (100, "100 nm"), (5_000, "5 µm"), (1_078_000, "1.078 mm"), (999_999, "1 mm"),
        (-1_363_000, "\N{MINUS SIGN}1.363 mm"), (170_000, "170 µm"), (0, "0 nm"),
    ],
)  # fmt: skip
def test_lengths_in_words(length_nm: int, words: str) -> None:
    assert length_words(length_nm) == words


def test_elements_escape_values_and_numbers_are_short() -> None:
    assert element("a", b='"<', c=None, stroke_width=1.0) == '<a b="&quot;&lt;" stroke-width="1"/>'
    assert ">&lt;b&gt;<" in label(0, 0, "<b>")
    assert [number(each) for each in (0.001, -0.001, 1.50, 1200, 3.14159)] == [
        "0", "0", "1.5", "1200", "3.14",
    ]  # fmt: skip


def test_a_long_pin_does_not_shrink_what_is_enlarged() -> None:
    made = small_delivery()
    solid = made.built.structure
    pin_nm = Region.box(-100_000, -100_000, 100_000, 100_000)
    tall = Slab("kovar", Role.TERMINAL, pin_nm, solid.top_nm, solid.top_nm + 1_500_000, "pins")
    last = replace(made.built.moments[-1], structure=solid.plus([tall]))
    longer = replace(made, built=replace(made.built, moments=(*made.built.moments, last)))

    def times(picture: Picture) -> float:
        return max(float(each.split()[0]) for each in texts(picture) if each.endswith(TIMES))

    assert times(connection_detail(longer)) > 0.3 * times(connection_detail(made))


def test_the_telling_line_goes_through_terminals_that_are_no_balls() -> None:
    made = small_delivery()
    bare = replace(made.built.structure, bodies=())
    last = replace(made.built.moments[-1], structure=bare)
    pins = replace(made, built=replace(made.built, moments=(last,)))
    assert not pins.built.structure.balls
    assert telling_line(pins) == telling_line(made)


def test_the_stack_asks_for_the_film_of_resistors_and_for_dies_as_they_are_ground() -> None:
    made = small_delivery()
    film = load_technology("a1-flat").resistor_film
    assert film is not None
    ground = load_technology("a2-transfer").transfer
    assert ground is not None
    thin = Slab(film.material, Role.WIRING, Region.box(0, 0, 90_000, 90_000), 0, 50, "film 1", 1)
    last = replace(made.built.moments[-1], structure=made.built.structure.plus([thin]))
    technology = made.design.technology.model_copy(
        update={"resistor_film": film, "transfer": ground}
    )
    changed = replace(
        made,
        built=replace(made.built, moments=(last,)),
        design=replace(made.design, technology=technology),
    )
    asked = {each.shade.material: each.asked_nm for each in stackup(changed)}
    assert asked[film.material] == film.thickness_nm.value
    assert asked["si"] == ground.die_thickness_nm.value
