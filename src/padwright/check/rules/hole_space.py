"""The space between holes of one film."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import holes, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import closer_than
from padwright.model.finding import Finding


class HoleSpace(Rule):
    """The film between two holes is wide enough to stand."""

    kind: ClassVar[str] = "hole_space"
    describes: ClassVar[str] = "space between filled holes of one dielectric"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return where holes are closer than ``hole_space``."""
        limit = case.design.technology.rules.hole_space_nm
        for level in levels(case.built.structure):
            layer = holes(case.built.structure, level)
            template = says(self.kind, f"via {level}: space between holes", "move one away")
            yield from shortfalls(closer_than(layer.region, limit.value), limit, template, layer)
