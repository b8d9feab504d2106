"""How deep holes are for their width."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import film_top_nm, hole_floors, holes, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.drc import narrower_than, worst
from padwright.model.finding import Finding, Quantity, Severity

#: What is narrower is the rest of a hole that missed its land, which `via_landing` tells.
_SLIVER_NM = 1_000


class HoleAspect(Rule):
    """A hole that is deep for its width is not filled to its bottom."""

    kind: ClassVar[str] = "hole_aspect"
    describes: ClassVar[str] = "depth of each filled hole over its width at the bottom"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return holes deeper for their width than ``max_hole_aspect``."""
        structure = case.built.structure
        limit = case.design.technology.rules.max_hole_aspect_ratio
        for level in levels(structure):
            made, film_nm = holes(structure, level), film_top_nm(structure, level)
            if film_nm is None:
                continue
            for floor in hole_floors(structure, level):
                depth_nm = film_nm - floor.height_nm
                least_nm = -int(-depth_nm // limit.value)
                for miss in worst(narrower_than(floor.region, least_nm)):
                    if miss.measured_nm < _SLIVER_NM:
                        continue
                    aspect = depth_nm / max(miss.measured_nm, 1)
                    measured = Quantity(round(aspect, 3), "")
                    yield Finding(
                        rule=self.kind,
                        severity=Severity.ERROR,
                        message=f"via {level}: the hole is {measured} times as deep as wide",
                        place=place_of(miss.box_nm, floor.height_nm, film_nm),
                        measured=measured,
                        required=Quantity(limit.value, ""),
                        source=limit.source,
                        slabs=made.made_by,
                        fix="open the hole wider or make the film thinner",
                    )
