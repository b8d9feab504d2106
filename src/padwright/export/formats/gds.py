"""The masks as GDSII."""

from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.export.mask_layers import mask_layers, mask_notes
from padwright.geometry.layout_file import layout_bytes


class Gds(Exporter):
    """Every mask drawing on its layer, with net names as property 1 and as texts."""

    kind: ClassVar[str] = "gds"
    filename: ClassVar[str] = "masks.gds"
    describes: ClassVar[str] = "mask drawings on a 1 nm grid, one layer each, with net names"
    loses: ClassVar[str] = (
        "heights, materials and the order of the steps; layer names (see masks.lyp); "
        "circles are polygons"
    )

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write one cell, named after the design; a text on layer 0/2 has the digest."""
        layers, notes = mask_layers(delivery), mask_notes(delivery)
        to.write(layout_bytes(delivery.design.name, layers, notes, to="gds"))
