"""The cross-section as a picture."""

from typing import BinaryIO, ClassVar

from padwright.export.cutting import cut_along
from padwright.export.exporter import Delivery, Exporter
from padwright.export.section_line import telling_line, telling_stretch
from padwright.export.section_picture import SectionPicture, line_words, stretch_length_nm
from padwright.export.svg import Picture


class SectionsSvg(Exporter):
    """The whole package cut through, and the stretch of it that shows the most, enlarged."""

    kind: ClassVar[str] = "section"
    filename: ClassVar[str] = "cross-section.svg"
    describes: ClassVar[str] = "a vertical cut through the built structure, true to scale"
    loses: ClassVar[str] = "everything beside the line of the cut; films below half a pixel"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write SVG 1.1 with the materials' legend, thicknesses and scale bars."""
        to.write(cross_section(delivery).to_bytes())


def cross_section(delivery: Delivery) -> Picture:
    """Return the picture of the most telling cut through a package."""
    start_nm, end_nm = telling_line(delivery)
    shown = cut_along(delivery.built.structure, (start_nm, end_nm))
    length_nm = stretch_length_nm(shown)
    from_nm, to_nm = telling_stretch(delivery, start_nm, end_nm, length_nm)
    materials = delivery.design.technology.all_materials
    picture = SectionPicture(
        shown, delivery.built, materials, f"{delivery.design.name}: cross-section"
    )
    return picture.drawn(from_nm, to_nm, 1, under=line_words(start_nm, end_nm))
