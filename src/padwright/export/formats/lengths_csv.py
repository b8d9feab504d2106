"""The lengths of the nets as a table."""

import csv
import io
from collections import Counter, defaultdict
from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter


class LengthsCsv(Exporter):
    """One row a net and demand: length, vias, and what was asked of it and met."""

    kind: ClassVar[str] = "lengths"
    filename: ClassVar[str] = "lengths.csv"
    describes: ClassVar[str] = (
        "each net with its length, its vias, and what was asked of pairs, groups and lengths"
    )
    loses: ClassVar[str] = "everything but the lengths of the wires; vias have none"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write RFC 4180 rows in UTF-8; lengths are in micrometres along the middle of wires."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(
            [
                *("net", "length_um", "vias", "demand", "group"),
                *("short_um", "coupled_um", "limit_um", "met"),
            ]
        )
        length: defaultdict[str, float] = defaultdict(float)
        for wire in delivery.routing.wires:
            length[wire.net] += wire.length_um
        vias = Counter(via.net for via in delivery.routing.vias)
        asked = defaultdict(list)
        for row in delivery.routing.lengths:
            asked[row.net].append(row)
        for net, _ in delivery.plan.nets:
            own = [net, f"{length[net]:.3f}", vias[net]]
            if not asked[net]:
                table.writerow([*own, "", "", "", "", "", ""])
            for row in asked[net]:
                limit = "" if row.limit_um is None else f"{row.limit_um:.3f}"
                figures = [f"{row.short_um:.3f}", f"{row.coupled_um:.3f}", limit]
                met = "yes" if row.met else "no"
                table.writerow([*own, row.demand, row.group, *figures, met])
        to.write(text.getvalue().encode())
