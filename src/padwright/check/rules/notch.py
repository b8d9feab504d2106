"""Notches in wiring."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import notched_below
from padwright.model.finding import Finding, Severity


class Notch(Rule):
    """Resist in a narrow notch of one piece of metal may not develop; it shorts nothing."""

    kind: ClassVar[str] = "notch"
    describes: ClassVar[str] = "gap between two edges of one piece of metal that face each other"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return notches narrower than ``line_space``, as warnings."""
        limit = case.design.technology.rules.line_space_nm
        for level in levels(case.built.structure):
            layer = wiring(case.built.structure, level)
            template = says(
                self.kind, f"wiring {level}: notch", "widen or close it", Severity.WARNING
            )
            yield from shortfalls(notched_below(layer.region, limit.value), limit, template, layer)
