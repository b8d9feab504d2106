"""The layout files read back by KLayout, shape for shape."""

import io
from collections.abc import Callable
from xml.etree import ElementTree as ET

import klayout.db as kdb
import pytest

from padwright.base.errors import InputError
from padwright.export.exporter import Delivery, Exporter
from padwright.export.formats.gds import Gds
from padwright.export.formats.layer_properties import LayerProperties
from padwright.export.formats.oasis import Oasis
from padwright.export.mask_layers import mask_layers
from padwright.geometry.layout_file import LayoutLayer, cell_name, layout_bytes, read_layout
from padwright.geometry.region import Region
from padwright.model import drawings
from unit.export.deliveries import Names, hostile_delivery, small_delivery


def written(exporter: type[Exporter], delivery: Delivery) -> bytes:
    to = io.BytesIO()
    exporter().write(delivery, to)
    return to.getvalue()


def loaded(data: bytes) -> kdb.Layout:
    layout = kdb.Layout()
    layout.read_bytes(data, kdb.LoadLayoutOptions())
    return layout


@pytest.mark.parametrize("exporter", [Gds, Oasis])
@pytest.mark.parametrize("make", [small_delivery, hostile_delivery])
def test_every_drawing_comes_back_exactly(
    exporter: type[Exporter], make: Callable[[], Delivery]
) -> None:
    delivery = make()
    found = read_layout(written(exporter, delivery), where="masks")
    layers = mask_layers(delivery)
    assert set(delivery.built.masks.drawings) <= {each.name for each in layers}
    for layer in layers:
        assert (layer.region.shapes ^ found[layer.layer, layer.datatype].shapes).is_empty()


@pytest.mark.parametrize("exporter", [Gds, Oasis])
def test_a_changed_drawing_is_seen(exporter: type[Exporter]) -> None:
    delivery = small_delivery()
    found = read_layout(written(exporter, delivery), where="masks")
    wiring = delivery.built.masks[drawings.wiring(1)].region
    assert found[11, 0] != wiring | Region.box(200_000, 0, 200_010, 10)


@pytest.mark.parametrize(("exporter", "key"), [(Gds, 1), (Oasis, "net")])
def test_each_piece_of_wiring_has_its_net_and_its_text(
    exporter: type[Exporter], key: str | int
) -> None:
    delivery = small_delivery()
    layout = loaded(written(exporter, delivery))
    shapes = layout.top_cell().shapes(layout.layer(11, 0))
    texts = {
        (each.text.string, each.text.x, each.text.y) for each in shapes.each(kdb.Shapes.STexts)
    }
    labelled = dict(delivery.built.masks[drawings.wiring(1)].labelled)
    for name, region in labelled.items():
        drawn = Region(kdb.Region([s.polygon for s in shapes.each() if s.property(key) == name]))
        assert drawn == region
        points = [(x, y) for text, x, y in texts if text == name]
        assert len(points) == len(region)
        assert all(region.contains(x, y) for x, y in points)


@pytest.mark.parametrize("exporter", [Gds, Oasis])
def test_the_cell_has_the_designs_name_and_the_digest_is_in_a_text(
    exporter: type[Exporter],
) -> None:
    delivery = small_delivery()
    layout = loaded(written(exporter, delivery))
    assert layout.top_cell().name == "small-fanout"
    assert layout.dbu == pytest.approx(0.001)
    (note,) = layout.top_cell().shapes(layout.layer(0, 2)).each()
    assert note.text.string == f"padwright {delivery.digest}"


def test_oasis_names_its_layers() -> None:
    delivery = small_delivery()
    layout = loaded(written(Oasis, delivery))
    names = {each.name for each in layout.layer_infos()}
    assert {cell_name(each.name) for each in mask_layers(delivery)} <= names


def test_layer_properties_name_each_layer_of_the_masks() -> None:
    delivery = small_delivery(Names(die="<b>&"))
    root = ET.fromstring(written(LayerProperties, delivery))  # noqa: S314 - our own file
    sources = {each.findtext("source"): each.findtext("name") for each in root}
    for layer in mask_layers(delivery):
        assert sources[f"{layer.layer}/{layer.datatype}@1"].startswith(layer.name)


def test_layer_numbers_do_not_depend_on_what_else_is_drawn() -> None:
    delivery = small_delivery()
    by_name = {each.name: (each.layer, each.datatype) for each in mask_layers(delivery)}
    assert by_name["wiring 1"] == (11, 0)
    assert by_name["via 1"] == (10, 0)
    assert by_name["passivation"] == (5, 0)
    assert by_name["die chip"] == (1, 0)


def test_a_region_with_holes_and_slanted_edges_survives() -> None:
    plane = Region.box(0, 0, 100_000, 100_000)
    holes = Region.discs(
        [[x, y] for x in range(10_000, 90_001, 20_000) for y in (20_001, 61_003)], 9_000
    )
    layer = LayoutLayer(
        7, 0, "plane", plane - holes, (("half", Region.box(0, 0, 50_000, 100_000)),)
    )
    for to in ("gds", "oasis"):
        found = read_layout(layout_bytes("top", [layer], to=to), where="plane")
        assert found[7, 0] == layer.region


def test_a_label_beyond_its_drawing_adds_nothing() -> None:
    drawn = Region.disc(0, 0, 9_000)
    layer = LayoutLayer(7, 0, "land", drawn, (("a", Region.box(0, -9_000, 9_000, 9_000)),))
    for to in ("gds", "oasis"):
        assert read_layout(layout_bytes("top", [layer], to=to), where="land")[7, 0] == drawn


def test_gdstk_reads_the_same_areas() -> None:
    gdstk = pytest.importorskip("gdstk")
    delivery = small_delivery()
    library = gdstk.read_gds(io.BytesIO(written(Gds, delivery)))
    (cell,) = library.top_level()
    for layer in mask_layers(delivery):
        polygons = cell.get_polygons(layer=layer.layer, datatype=layer.datatype)
        area_um2 = sum(each.area() for each in polygons)
        assert area_um2 == pytest.approx(layer.region.area_nm2 / 1e6)


def test_what_is_no_layout_or_another_grid_is_refused() -> None:
    with pytest.raises(InputError, match="no layout file"):
        read_layout(b"GIF89a", where="masks.gds")
    layout = kdb.Layout()
    layout.dbu = 0.01
    layout.create_cell("A")
    options = kdb.SaveLayoutOptions()
    options.format = "GDS2"
    with pytest.raises(InputError, match="grid is 10 nm"):
        read_layout(bytes(layout.write_bytes(options)), where="masks.gds")
