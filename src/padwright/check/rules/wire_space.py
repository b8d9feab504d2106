"""The space between bond wires."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from scipy.spatial import cKDTree

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Wire
from padwright.geometry.wire_gaps import cross_in_plan, near_pairs
from padwright.model.finding import Finding, Quantity, Severity


class WireSpace(Rule):
    """Wires keep apart all along, also where one passes over another, and so do their bonds."""

    kind: ClassVar[str] = "wire_space"
    describes: ClassVar[str] = "gap between bond wires in three dimensions, and between bonds"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return wires nearer than ``wire_space`` and bonds nearer than ``wire_pitch``."""
        frame = case.design.technology.frame
        wires = case.built.structure.wires
        if frame is None or len(wires) < 2:
            return
        for one, other, gap_nm, at_nm in near_pairs(wires, frame.wire_space_nm.value):
            x_nm, y_nm, z_nm = (round(float(each)) for each in at_nm)
            measured = Quantity(round(gap_nm), "nm")
            required = Quantity(frame.wire_space_nm.value, "nm")
            touch = "run into each other" if gap_nm <= 0 else f"come within {measured}"
            if gap_nm > 0 and cross_in_plan(wires[one], wires[other]):
                touch = f"cross, seen from above, with a gap of {measured} between them"
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{wires[one].name!r} and {wires[other].name!r} {touch}, "
                f"less than {required}",
                place=place_of((x_nm, y_nm, x_nm, y_nm), z_nm, z_nm),
                measured=measured,
                required=required,
                source=frame.wire_space_nm.source,
                slabs=tuple(sorted({wires[one].made_by, wires[other].made_by})),
                fix="move their pegs or pads apart, or give them loops of different heights",
            )
        for end, what in ((0, "first"), (-1, "second")):
            yield from self._bonds(case, wires, end, what)

    def _bonds(self, case: Case, wires: tuple[Wire, ...], end: int, what: str) -> Iterator[Finding]:
        frame = case.design.technology.frame
        if frame is None:
            return
        limit = frame.wire_pitch_nm
        places_nm = np.array([wire.points_nm[end] for wire in wires], dtype=np.float64)
        pairs = cKDTree(places_nm).query_pairs(limit.value, output_type="ndarray")
        for one, other in pairs:
            apart_nm = float(np.linalg.norm(places_nm[one] - places_nm[other]))
            if apart_nm >= limit.value:
                continue
            x_nm, y_nm, z_nm = (round(float(each)) for each in places_nm[one])
            measured, required = Quantity(round(apart_nm), "nm"), Quantity(limit.value, "nm")
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"the {what} bonds of {wires[one].name!r} and {wires[other].name!r} are "
                f"{measured} apart, less than {required}",
                place=place_of((x_nm, y_nm, x_nm, y_nm), z_nm, z_nm),
                measured=measured,
                required=required,
                source=limit.source,
                slabs=tuple(sorted({wires[one].made_by, wires[other].made_by})),
                fix="move the bonds apart",
            )
