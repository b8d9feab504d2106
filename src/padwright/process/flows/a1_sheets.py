"""Route A1 on two sheets: the first is punched and laminated onto the second.

The openings of the first sheet are pockets whose floor is the second one. Unless it is given, the
first sheet is as thick as makes the thickest die flush with it.
"""

from padwright.base.units import length_text
from padwright.model.package import Design
from padwright.model.pockets import pockets_of
from padwright.model.routes import Sheets
from padwright.model.technology import Technology
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.bases import attached, filled, plate
from padwright.process.flows.build_up import built_up
from padwright.process.flows.finish import finished
from padwright.process.flows.resistor_film import film_levels
from padwright.process.flows.rows import Row, celsius, lacking


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of wiring levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step."""
    return [
        *_sheets(design),
        *attached(design),
        filled(design.technology),
        *built_up(design.technology, levels, film_levels(design)),
        *finished(design),
    ]


def _sheets(design: Design) -> list[Row]:
    technology = design.technology
    sheets = _require_sheets(technology)
    first: Row = plate(technology) | {
        "name": "first sheet",
        "thickness": length_text(_first_thickness_nm(design, sheets)),
    }
    punched: list[Row] = [
        {
            "step": "punch",
            "name": f"punch {each.drawing}",
            "sheet": "first sheet",
            "mask": each.drawing,
        }
        for each in pockets_of(design)
    ]
    second: Row = {
        "step": "laminate",
        "name": "second sheet",
        "material": sheets.second,
        "thickness": length_text(technology.stack.base_thickness_nm.value),
        "glue_material": sheets.glue,
        "glue_thickness": length_text(sheets.glue_thickness_nm.value),
        "temperature": celsius(sheets.glue_cure_c.value),
    }
    return [first, *punched, second]


def _require_sheets(technology: Technology) -> Sheets:
    if technology.sheets is None:
        raise lacking(technology, "sheets", f"the route {technology.route!r}")
    return technology.sheets


def _first_thickness_nm(design: Design, sheets: Sheets) -> int:
    if sheets.first_thickness_nm is not None:
        return sheets.first_thickness_nm.value
    thickest_nm = max(die.thickness_nm for die in design.dies)
    film_nm = design.technology.stack.attach_thickness_nm.value
    return thickest_nm + film_nm - sheets.glue_thickness_nm.value
