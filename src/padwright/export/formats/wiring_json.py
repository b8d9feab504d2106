"""The wiring as data, from which a later build can go on."""

from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.route.reading.wiring_file import write_wiring


class WiringJson(Exporter):
    """Wires and vias of each routing problem, in the format of solutions of the router's bench."""

    kind: ClassVar[str] = "wiring"
    filename: ClassVar[str] = "wiring.json"
    describes: ClassVar[str] = (
        "wires and vias as the router gave them, for [routing] keep of the next build"
    )
    loses: ClassVar[str] = "planes, fill, teardrops and everything that is no wire or via"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write JSON of the format ``padwright-wiring-1``; lengths are in micrometres."""
        to.write(write_wiring(delivery.design.name, delivery.levels, delivery.answers).encode())
