"""The width of wiring."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.frame_layers import frame_metal
from padwright.check.layers import levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import narrower_than
from padwright.model.finding import Finding


class LineWidth(Rule):
    """Wiring of every level is nowhere narrower than the line can be made."""

    kind: ClassVar[str] = "line_width"
    describes: ClassVar[str] = "width of wiring, between edges that face each other"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return where wiring, or metal of an etched frame, is narrower than ``line_width``."""
        limit = case.design.technology.rules.line_width_nm
        for level in levels(case.built.structure):
            layer = wiring(case.built.structure, level)
            template = says(self.kind, f"wiring {level}: width of metal", "draw the line wider")
            yield from shortfalls(narrower_than(layer.region, limit.value), limit, template, layer)
        frame = frame_metal(case)
        if frame is not None:
            misses = narrower_than(frame.narrowest.region, limit.value)
            template = says(
                self.kind, "frame: width of metal at its second face", "print the ink wider"
            )
            yield from shortfalls(misses, limit, template, frame.narrowest)
