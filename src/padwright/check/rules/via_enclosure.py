"""The metal round holes."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import below_wiring, hole_floors, holes, levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.circle import corner_excess_nm
from padwright.geometry.drc import enclosed_below
from padwright.geometry.region import Region
from padwright.model.finding import Finding


class ViaEnclosure(Rule):
    """The metal above a hole covers and the metal below it holds it, however masks may shift."""

    kind: ClassVar[str] = "via_enclosure"
    describes: ClassVar[str] = "metal beyond the edge of each hole, above it and below it"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return holes whose land above or pad or land below reaches too little beyond them.

        Limits are ``capture_enclosure`` above, ``pad_enclosure`` or ``via_enclosure`` below.
        """
        rules, structure = case.design.technology.rules, case.built.structure
        for level in levels(structure):
            tops = holes(structure, level)
            bottoms = Region.union(each.region for each in hole_floors(structure, level))
            first = level == 1
            opening_nm = (rules.pad_opening_nm if first else rules.via_opening_nm).value
            slack_nm = corner_excess_nm(opening_nm)
            above, below = wiring(structure, level), below_wiring(structure, level)
            limit_below = rules.pad_enclosure_nm if first else rules.via_enclosure_nm
            for hole, metal, limit, what in (
                (tops.region, above, rules.capture_enclosure_nm, "above"),
                (bottoms, below, limit_below, "below"),
            ):
                misses = enclosed_below(hole, metal.region, limit.value, slack_nm=slack_nm)
                template = says(
                    self.kind,
                    f"via {level}: metal {what} the hole, beyond its edge,",
                    "make the land larger or centre it on the hole",
                )
                yield from shortfalls(misses, limit, template, metal or tops)
