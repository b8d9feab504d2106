"""One connection as a picture."""

from typing import BinaryIO, ClassVar

from padwright.export.detail_picture import connection_detail
from padwright.export.exporter import Delivery, Exporter


class DetailSvg(Exporter):
    """One connection cut along its wire, with via, seed and ball opening enlarged."""

    kind: ClassVar[str] = "detail"
    filename: ClassVar[str] = "detail.svg"
    describes: ClassVar[str] = "one connection from pad to ball, cut along its wire, true to scale"
    loses: ClassVar[str] = "every other connection; the wire's bends are unrolled"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write SVG 1.1 with the materials' legend, thicknesses and scale bars."""
        to.write(connection_detail(delivery).to_bytes())
