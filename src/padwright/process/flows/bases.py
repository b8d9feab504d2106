"""Rows that bring dies and base together: plates, pockets, attaching and filling."""

from padwright.base.units import length_text
from padwright.model import drawings
from padwright.model.package import Design, Die
from padwright.model.pockets import pockets_of
from padwright.model.routes import Pocket
from padwright.model.technology import Technology
from padwright.process.flows.rows import Row, celsius, lacking


def plate(technology: Technology) -> Row:
    """Return the row that lays the base."""
    return {
        "step": "plate",
        "name": "base",
        "material": technology.materials.base,
        "thickness": length_text(technology.stack.base_thickness_nm.value),
    }


def milled(design: Design) -> list[Row]:
    """Return the rows that lay the base and mill a pocket for each die."""
    pocket = require_pocket(design.technology)
    film_nm = design.technology.stack.attach_thickness_nm.value
    made = [plate(design.technology)]
    for each in pockets_of(design):
        depth_nm = each.die_thickness_nm + film_nm + pocket.depth_extra_nm.value
        made.append(
            {
                "step": "mill",
                "name": f"mill {each.drawing}",
                "sheet": "base",
                "mask": each.drawing,
                "depth": length_text(depth_nm),
                "corner_radius": length_text(pocket.corner_radius_nm.value),
            }
        )
    return made


def require_pocket(technology: Technology) -> Pocket:
    """Return the pockets' figures, which the route needs.

    Raises
    ------
    InputError
        When the technology has none.
    """
    if technology.pocket is None:
        raise lacking(technology, "pocket", f"the route {technology.route!r}")
    return technology.pocket


def attached(design: Design) -> list[Row]:
    """Return the rows that attach each die, face up."""
    technology = design.technology
    film = {
        "film_material": technology.materials.attach,
        "film_thickness": length_text(technology.stack.attach_thickness_nm.value),
        "temperature": celsius(technology.temperatures.attach_cure_c.value),
    }
    return [{"step": "attach", **die_row(technology, die), **film} for die in design.dies]


def die_row(technology: Technology, die: Die) -> Row:
    """Return what a row says of a die, however it is attached."""
    return {
        "name": f"attach {die.name}",
        "outline_mask": drawings.die_outline(die.name),
        "pads_mask": drawings.die_pads(die.name),
        "die_material": technology.materials.die,
        "pad_material": technology.materials.die_pad,
        "die_thickness": length_text(die.thickness_nm),
        "pad_thickness": length_text(technology.stack.die_pad_thickness_nm.value),
    }


def filled(technology: Technology, name: str = "fill") -> Row:
    """Return the row that fills the space round the dies, flush with their fronts."""
    return {
        "step": "fill",
        "name": name,
        "material": technology.materials.fill,
        "temperature": celsius(technology.temperatures.fill_cure_c.value),
    }
