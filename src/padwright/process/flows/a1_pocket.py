"""Route A1 with milled pockets: a pocket for each die, so deep that the dies come flush.

After the pockets the route is that of the flat base: the fill closes the gaps round the dies, the
wiring is built up over dies and base alike.
"""

from padwright.model.package import Design
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.bases import attached, filled, milled
from padwright.process.flows.build_up import built_up
from padwright.process.flows.finish import finished
from padwright.process.flows.resistor_film import film_levels
from padwright.process.flows.rows import Row


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of wiring levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step."""
    return [
        *milled(design),
        *attached(design),
        filled(design.technology),
        *built_up(design.technology, levels, film_levels(design)),
        *finished(design),
    ]
