"""The ball map as a table."""

import csv
import io
from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.export.naming import pads_of_balls


class BallMap(Exporter):
    """One row a ball: its name, grid position, net, centre and the pads that it serves."""

    kind: ClassVar[str] = "ball-map"
    filename: ClassVar[str] = "ballmap.csv"
    describes: ClassVar[str] = "each ball with its net, its place and its pads, as a table"
    loses: ClassVar[str] = "everything but the balls; nets are those of the plan"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write RFC 4180 rows in UTF-8; positions are in micrometres from the centre, y up."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(["ball", "row", "column", "net", "x_um", "y_um", "pads"])
        pads = pads_of_balls(delivery.plan)
        for ball in delivery.plan.balls:
            row, column = ("" if each is None else each + 1 for each in (ball.row, ball.column))
            place = [f"{ball.x_nm / 1000:.3f}", f"{ball.y_nm / 1000:.3f}"]
            served = " ".join(pads[ball.name])
            table.writerow([ball.name, row, column, ball.net or "", *place, served])
        to.write(text.getvalue().encode())
