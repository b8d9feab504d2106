"""The size of holes."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import Layer, hole_floors, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import narrower_than
from padwright.geometry.region import Region
from padwright.model.finding import Finding


class ViaSize(Rule):
    """The bottom of each filled hole is as wide as the line can open it."""

    kind: ClassVar[str] = "via_size"
    describes: ClassVar[str] = "width of each filled hole at its bottom"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return holes narrower than ``pad_opening`` (over pads) or ``via_opening``."""
        rules, structure = case.design.technology.rules, case.built.structure
        for level in levels(structure):
            floors = hole_floors(structure, level)
            if not floors:
                continue
            limit = rules.pad_opening_nm if level == 1 else rules.via_opening_nm
            bottoms = Region.union(floor.region for floor in floors)
            made_by = {
                slab.made_by
                for slab in structure.slabs
                if slab.level == level and any(slab.bottom_nm == each.height_nm for each in floors)
            }
            layer = Layer(
                bottoms, floors[0].height_nm, floors[-1].height_nm, tuple(sorted(made_by))
            )
            template = says(self.kind, f"via {level}: width of the hole's bottom", "open it wider")
            yield from shortfalls(narrower_than(bottoms, limit.value), limit, template, layer)
