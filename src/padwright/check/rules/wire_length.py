"""The length of bond wires."""

import math
from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Wire
from padwright.model.finding import Finding, Quantity, Severity


class WireLength(Rule):
    """A wire that is too short cannot be looped, and one that is too long sags and sweeps."""

    kind: ClassVar[str] = "wire_length"
    describes: ClassVar[str] = "length of each bond wire from bond to bond, seen from above"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return wires shorter than ``wire_shortest`` or longer than ``wire_longest``."""
        frame = case.design.technology.frame
        if frame is None:
            return
        for wire in case.built.structure.wires:
            length_nm = round(math.dist(wire.points_nm[0][:2], wire.points_nm[-1][:2]))
            short = length_nm < frame.wire_shortest_nm.value
            limit = frame.wire_shortest_nm if short else frame.wire_longest_nm
            if not short and length_nm <= limit.value:
                continue
            measured, required = Quantity(length_nm, "nm"), Quantity(limit.value, "nm")
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{wire.name!r} is {measured} long, "
                f"{'less' if short else 'more'} than {required}",
                place=place_of(_box(wire), wire.bottom_nm, wire.top_nm),
                measured=measured,
                required=required,
                source=limit.source,
                slabs=(wire.made_by,),
                fix="move the peg away from the die" if short else "move the peg nearer to the die",
            )


def _box(wire: Wire) -> tuple[int, int, int, int]:
    x_nm, y_nm = [x for x, _, _ in wire.points_nm], [y for _, y, _ in wire.points_nm]
    return min(x_nm), min(y_nm), max(x_nm), max(y_nm)
