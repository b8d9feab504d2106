"""What holes land on."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import METAL, hole_floors, levels
from padwright.check.pins import conducts
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.region import Region
from padwright.model.finding import Finding, Quantity, Severity


class ViaLanding(Rule):
    """Every filled hole stands on metal with its whole bottom."""

    kind: ClassVar[str] = "via_landing"
    describes: ClassVar[str] = "share of each hole's bottom that stands on metal"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return holes of which some part of the bottom stands on something else than metal."""
        structure, conductor = case.built.structure, conducts(case.design)
        for level in levels(structure):
            floors = hole_floors(structure, level)
            landing = [
                slab
                for slab in structure.slabs
                if conductor(slab.material) and not (slab.role in METAL and slab.level == level)
            ]
            landed = Region.union(
                floor.region.within(
                    slab.region for slab in landing if slab.top_nm == floor.height_nm
                )
                for floor in floors
            )
            bottoms = Region.union(floor.region for floor in floors)
            missed = (bottoms - landed).without_slivers()
            for hole in bottoms.touching(missed) if missed else ():
                share = (hole & landed).area_nm2 / hole.area_nm2
                low_nm = min(each.height_nm for each in floors if each.region & hole)
                high_nm = max(each.height_nm for each in floors if each.region & hole)
                yield Finding(
                    rule=self.kind,
                    severity=Severity.ERROR,
                    message=f"via {level}: {share:.1%} of the hole's bottom stands on metal",
                    place=place_of(hole.box_nm, low_nm, high_nm),
                    measured=Quantity(100 * share, "%"),
                    required=Quantity(100, "%"),
                    source="Padwright: metal beside its land is no contact and cuts into the film",
                    slabs=tuple(
                        sorted(
                            {
                                slab.made_by
                                for slab in structure.slabs
                                if slab.level == level and slab.bottom_nm in {low_nm, high_nm}
                            }
                        )
                    ),
                    fix="move the hole or its land so that the land encloses the hole",
                )
