"""Names and colours of the mask layers, for KLayout."""

from typing import BinaryIO, ClassVar
from xml.etree import ElementTree as ET

from padwright.export.exporter import Delivery, Exporter
from padwright.export.mask_layers import NOTE_LAYER, mask_layers, steps_of_drawings
from padwright.export.palette import FAINT, MUTED, level_colour
from padwright.export.xml_text import printable
from padwright.geometry.layout_file import LayoutLayer


class LayerProperties(Exporter):
    """A KLayout layer-properties file that goes with ``masks.gds`` and ``masks.oas``."""

    kind: ClassVar[str] = "layer-properties"
    filename: ClassVar[str] = "masks.lyp"
    describes: ClassVar[str] = "names and colours of the mask layers, for KLayout"
    loses: ClassVar[str] = "everything but the layers' names and looks"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write one entry a layer, the uppermost drawing first."""
        root = ET.Element("layer-properties")
        steps = steps_of_drawings(delivery)
        for layer in reversed(mask_layers(delivery)):
            used = ", ".join(steps.get(layer.name, ()))
            name = f"{layer.name} ({used})" if used else layer.name
            _add(root, layer.layer, layer.datatype, name, _look(layer))
        _add(root, *NOTE_LAYER, "note", (MUTED, 1))
        ET.indent(root, " ")
        to.write(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _look(layer: LayoutLayer) -> tuple[str, int]:
    """Return the colour and the number of KLayout's dither pattern: 0 is solid, 1 hollow."""
    if layer.layer == 0:
        return (MUTED if layer.datatype == 0 else FAINT, 1)
    if layer.layer == 1:
        return ("#3b4754", 1)
    if layer.layer == 2:
        return ("#7d8794", 9)
    if layer.layer == 5:
        return ("#5b6fc0", 4)
    if layer.layer < 1000:
        colour = level_colour(layer.layer // 10)
        return (colour, 0 if layer.layer % 10 == 0 else 5)
    return ("#777777", 9)


def _add(root: ET.Element, layer: int, datatype: int, name: str, look: tuple[str, int]) -> None:
    colour, pattern = look
    entry = ET.SubElement(root, "properties")
    for key, value in (
        ("frame-color", colour),
        ("fill-color", colour),
        ("frame-brightness", "0"),
        ("fill-brightness", "0"),
        ("dither-pattern", f"I{pattern}"),
        ("line-style", "I0"),
        ("valid", "true"),
        ("visible", "true"),
        ("transparent", "false"),
        ("width", "1"),
        ("marked", "false"),
        ("xfill", "false"),
        ("animation", "0"),
        ("name", printable(name)),
        ("source", f"{layer}/{datatype}@1"),
    ):
        ET.SubElement(entry, key).text = value
