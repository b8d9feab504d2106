"""Whether holes still land where dies and masks lie off their places."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import below_wiring, hole_floors, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.circle import corner_excess_nm
from padwright.geometry.drc import enclosed_below
from padwright.geometry.region import Region
from padwright.model.finding import Finding, Severity
from padwright.model.sourced import Sourced


class Registration(Rule):
    """What a hole lands on is larger than the hole by what die and masks may lie off.

    A pad has to hold its hole although the die has shifted and the mask lies off, a land although
    two masks lie off. The limits are ``die_shift`` and ``overlay``.
    """

    kind: ClassVar[str] = "registration"
    describes: ClassVar[str] = "metal beyond a hole's bottom against die shift and overlay"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return holes that can miss their pad or land within what the line may lie off."""
        rules, structure = case.design.technology.rules, case.built.structure
        for level in levels(structure):
            bottoms = Region.union(each.region for each in hole_floors(structure, level))
            first = level == 1
            opening_nm = (rules.pad_opening_nm if first else rules.via_opening_nm).value
            off_nm = rules.overlay_nm.value + (rules.die_shift_nm.value if first else 0)
            sources = [rules.die_shift_nm.source] * first + [rules.overlay_nm.source]
            limit = Sourced[int](value=off_nm, source="; ".join(dict.fromkeys(sources)))
            metal = below_wiring(structure, level)
            slack_nm = corner_excess_nm(opening_nm)
            misses = enclosed_below(bottoms, metal.region, off_nm, slack_nm=slack_nm)
            template = says(
                self.kind,
                f"via {level}: metal round the hole that die and masks may lie off,",
                "make the pad or land larger, the hole smaller, or measure the dies' places",
                Severity.WARNING,
            )
            yield from shortfalls(misses, limit, template, metal)
