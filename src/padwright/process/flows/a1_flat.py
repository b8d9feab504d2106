"""Route A1 on a flat metal base: dies face up, fill flush with them, wiring on top.

The order of the steps follows the patents' first route and thin-film practice: attach, fill, then
for each level coat, open, sputter, resist, plate, strip and etch the seed; at last passivate,
attach the terminals and singulate.
"""

from padwright.model.package import Design
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.bases import attached, filled, plate
from padwright.process.flows.build_up import built_up
from padwright.process.flows.finish import finished
from padwright.process.flows.resistor_film import film_levels
from padwright.process.flows.rows import Row


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of wiring levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step."""
    technology = design.technology
    return [
        plate(technology),
        *attached(design),
        filled(technology),
        *built_up(technology, levels, film_levels(design)),
        *finished(design),
    ]
