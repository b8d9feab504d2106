"""The space between wires."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.frame_layers import frame_metal
from padwright.check.layers import levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import closer_than
from padwright.model.finding import Finding


class LineSpace(Rule):
    """Separate metal of one level keeps its distance, in any direction."""

    kind: ClassVar[str] = "line_space"
    describes: ClassVar[str] = "space between separate metal of one wiring level"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return where separate metal, also of an etched frame, is closer than ``line_space``."""
        limit = case.design.technology.rules.line_space_nm
        for level in levels(case.built.structure):
            layer = wiring(case.built.structure, level)
            template = says(self.kind, f"wiring {level}: space between metal", "move one away")
            yield from shortfalls(closer_than(layer.region, limit.value), limit, template, layer)
        frame = frame_metal(case)
        if frame is not None:
            misses = closer_than(frame.widest.region, limit.value)
            template = says(self.kind, "frame: space between metal", "print the ink further apart")
            yield from shortfalls(misses, limit, template, frame.widest)
