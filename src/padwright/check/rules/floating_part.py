"""Parts without support."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.check.standing import loose_groups
from padwright.model.finding import Finding, Quantity, Severity


class FloatingPart(Rule):
    """Every part touches, through others, what the package stands on."""

    kind: ClassVar[str] = "floating_part"
    describes: ClassVar[str] = "parts that touch nothing that is held"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return each group of touching parts that is apart from what holds the package."""
        for group in loose_groups(case.built.structure):
            parts = [*(repr(each) for each in group.made_by), *group.bodies]
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"nothing holds a part of {', '.join(parts)}",
                place=place_of(group.box_nm, group.low_nm, group.high_nm),
                measured=Quantity(0, "contacts"),
                required=Quantity(1, "contacts"),
                source="Padwright: a part without contact falls off",
                slabs=group.made_by,
                fix="keep what it stood on, or remove it too",
            )
