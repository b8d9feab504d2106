"""The ball map as a picture."""

from typing import BinaryIO, ClassVar

from padwright.export.ball_picture import ball_picture
from padwright.export.exporter import Delivery, Exporter


class BallMapSvg(Exporter):
    """Every ball with its name and its net, supplies in colour, in the package's frame."""

    kind: ClassVar[str] = "ball-map-picture"
    filename: ClassVar[str] = "ballmap.svg"
    describes: ClassVar[str] = "each ball with its name and its net; it says from which side"
    loses: ClassVar[str] = "the true size of the balls, pads and wiring; nets are those of the plan"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write SVG 1.1."""
        to.write(ball_picture(delivery).to_bytes())
