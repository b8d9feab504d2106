"""Parts that lose their hold while the package is made."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.check.standing import loose_groups
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Quantity, Severity


class Support(Rule):
    """After every step each part hangs together with the rest of the panel, or it falls out.

    What holds the panel is the largest body of touching parts. Steps that cut packages apart are
    left out, and so is the finished package, which has a rule of its own.
    """

    kind: ClassVar[str] = "support"
    describes: ClassVar[str] = "parts that lose their last contact at some step"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return the groups of parts that a step has left without hold."""
        known: set[tuple[str, ...]] = set()
        for before, after in pairwise(case.built.moments[:-1]):
            if after.step.kind == "singulate":
                return
            if not _takes_away(before.structure, after.structure):
                continue
            for group in loose_groups(after.structure):
                if group.made_by in known:
                    continue
                known.add(group.made_by)
                parts = ", ".join(repr(each) for each in group.made_by)
                yield Finding(
                    rule=self.kind,
                    severity=Severity.ERROR,
                    message=f"after {after.step.name!r} nothing holds a part of {parts}",
                    place=place_of(group.box_nm, group.low_nm, group.high_nm),
                    measured=Quantity(0, "contacts"),
                    required=Quantity(1, "contacts"),
                    source="Padwright: a part without contact falls out of the panel",
                    slabs=group.made_by,
                    fix="etch or strip less, or hold the part by a film before it is cut free",
                )


def _takes_away(before: Structure, after: Structure) -> bool:
    """Return whether a step removed anything; what only adds leaves nothing without hold."""
    kept = {id(slab) for slab in after.slabs}
    return any(id(slab) not in kept for slab in before.slabs)
