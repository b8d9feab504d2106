"""The cross-section as a picture."""

from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.export.section_picture import cross_section


class SectionsSvg(Exporter):
    """The whole package cut through, and the stretch of it that shows the most, enlarged."""

    kind: ClassVar[str] = "section"
    filename: ClassVar[str] = "cross-section.svg"
    describes: ClassVar[str] = "a vertical cut through the built structure, true to scale"
    loses: ClassVar[str] = "everything beside the line of the cut; films below half a pixel"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write SVG 1.1 with the materials' legend, thicknesses and scale bars."""
        to.write(cross_section(delivery).to_bytes())
