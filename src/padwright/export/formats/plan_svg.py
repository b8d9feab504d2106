"""The plan of the package as a picture."""

from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.export.plan_picture import plan_picture


class PlanSvg(Exporter):
    """Body, dies, pads, wires, wiring of each level, vias and balls, in the package's frame."""

    kind: ClassVar[str] = "plan"
    filename: ClassVar[str] = "plan.svg"
    describes: ClassVar[str] = (
        "the package in plan, true to scale, with names; it says from which side"
    )
    loses: ClassVar[str] = "heights; lengths below a hundredth of a pixel"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write SVG 1.1; titles give the net of what the pointer rests on."""
        to.write(plan_picture(delivery).to_bytes())
