"""The space between dies."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from padwright.check.layers import Layer, dies
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import separated_below
from padwright.model.finding import Finding


class DieSpace(Rule):
    """Dies leave room for the fill to flow between them."""

    kind: ClassVar[str] = "die_space"
    describes: ClassVar[str] = "space between dies that do not lie over one another"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return dies that are closer than ``die_space``."""
        limit = case.design.technology.rules.die_space_nm
        for (first, one), (second, other) in combinations(dies(case.built.structure).items(), 2):
            if not _near(one, other, limit.value) or one.region.overlaps(other.region):
                continue
            misses = separated_below(one.region, other.region, limit.value)
            template = says(
                self.kind, f"space between the dies of {first!r} and {second!r}", "move one away"
            )
            both = Layer(
                one.region | other.region,
                min(one.low_nm, other.low_nm),
                max(one.high_nm, other.high_nm),
                tuple(sorted({*one.made_by, *other.made_by})),
            )
            yield from shortfalls(misses, limit, template, both)


def _near(one: Layer, other: Layer, space_nm: int) -> bool:
    a, b = one.region.box_nm, other.region.box_nm
    return (
        a[0] < b[2] + space_nm
        and b[0] < a[2] + space_nm
        and a[1] < b[3] + space_nm
        and b[1] < a[3] + space_nm
    )
