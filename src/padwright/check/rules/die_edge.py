"""Dies near the edge of the package."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import dies
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import enclosed_below
from padwright.model.finding import Finding


class DieEdge(Rule):
    """Enough fill stands between a die and the edge of the package."""

    kind: ClassVar[str] = "die_edge"
    describes: ClassVar[str] = "distance of each die to the edge of the package"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return dies closer to the body's edge than ``die_edge``."""
        limit = case.design.technology.rules.die_edge_nm
        body = case.built.masks.body
        for step, die in dies(case.built.structure).items():
            misses = enclosed_below(die.region, body, limit.value)
            template = says(
                self.kind, f"{step}: distance of the die to the edge", "move the die inward"
            )
            yield from shortfalls(misses, limit, template, die)
