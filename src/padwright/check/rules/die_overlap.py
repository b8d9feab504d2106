"""Dies over one another."""

from collections.abc import Iterator
from itertools import combinations
from typing import ClassVar

from padwright.check.layers import dies
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.model.finding import Finding, Quantity, Severity


class DieOverlap(Rule):
    """No die hides another one, whose pads could then not be reached."""

    kind: ClassVar[str] = "die_overlap"
    describes: ClassVar[str] = "area that two dies share, seen from above"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return each two dies that lie over one another."""
        for (first, one), (second, other) in combinations(dies(case.built.structure).items(), 2):
            if not one.region.overlaps(other.region):
                continue
            shared = one.region & other.region
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"the dies of {first!r} and {second!r} lie over one another",
                place=place_of(
                    shared.box_nm,
                    min(one.low_nm, other.low_nm),
                    max(one.high_nm, other.high_nm),
                ),
                measured=Quantity(shared.area_nm2 / 1e6, "um2"),
                required=Quantity(0, "um2"),
                source="Padwright: a hidden die cannot be wired",
                slabs=tuple(sorted({*one.made_by, *other.made_by})),
                fix="place the dies beside each other",
            )
