"""Family B: the die in a pocket of a metal carrier, posts through dielectrics, traces between.

With n levels of traces there are n + 1 dielectrics, each with posts: those of the lowest stand on
the dies' pads, those of the outermost under the lands of the terminals, which are the wiring of
level n + 1 and nothing else is on it. Posts above each other are stacked, the others staggered.
"""

from padwright.model.package import Design
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.bases import attached, filled, milled
from padwright.process.flows.build_up import built_up
from padwright.process.flows.finish import finished
from padwright.process.flows.resistor_film import film_levels
from padwright.process.flows.rows import Row


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of trace levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step."""
    return [
        *milled(design),
        *attached(design),
        filled(design.technology),
        *built_up(design.technology, levels + 1, film_levels(design)),
        *finished(design),
    ]
