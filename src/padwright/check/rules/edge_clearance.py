"""Metal near the edge of the package."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.frame_layers import frame_metal
from padwright.check.layers import METAL, layer, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import enclosed_below
from padwright.model.finding import Finding


class EdgeClearance(Rule):
    """Wiring, vias and seed stay away from where the saw passes."""

    kind: ClassVar[str] = "edge_clearance"
    describes: ClassVar[str] = "distance of a level's metal to the edge of the package"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return metal closer to the body's edge than ``edge_clearance``."""
        limit = case.design.technology.rules.edge_clearance_nm
        structure, body = case.built.structure, case.built.masks.body
        rim = body - body.sized(-limit.value)
        for level in levels(structure):
            metal = layer(
                slab for slab in structure.slabs if slab.role in METAL and slab.level == level
            )
            near = (metal.region & body).touching(rim)
            misses = enclosed_below(near, body, limit.value)
            template = says(
                self.kind,
                f"wiring {level}: distance of metal to the edge",
                "move the metal inward or make the package larger",
            )
            yield from shortfalls(misses, limit, template, metal)
        frame = frame_metal(case)
        if frame is not None:
            near = (frame.widest.region & body).touching(rim)
            template = says(
                self.kind,
                "frame: distance of metal to the edge",
                "move the metal inward or make the package larger",
            )
            misses = enclosed_below(near, body, limit.value)
            yield from shortfalls(misses, limit, template, frame.widest)
