"""Rows of thin-film resistors: a film under the wiring of a level, etched to its drawing."""

from padwright.base.units import length_text
from padwright.devices.catalogue import device_kinds
from padwright.model import drawings
from padwright.model.package import Design
from padwright.model.technology import Technology
from padwright.process.flows.rows import Row, celsius, lacking


def film_levels(design: Design) -> frozenset[int]:
    """Return the wiring levels that have thin-film resistors."""
    kinds = device_kinds()
    return frozenset(
        each.level for each in design.passives if each.kind in kinds and kinds[each.kind].needs_film
    )


def film_rows(technology: Technology, level: int) -> list[Row]:
    """Return the rows that leave a resistive film on a level's dielectric where it is drawn.

    The film is sputtered everywhere, covered with resist where it is to stay, and etched straight
    down; the wiring that comes over its ends is its contact.

    Raises
    ------
    InputError
        When the technology has no film for resistors.
    """
    film = technology.resistor_film
    if film is None:
        raise lacking(technology, "resistor_film", "a thin-film resistor")
    name, resist = drawings.resistor_film(level), f"resist of film {level}"
    thickness = length_text(film.thickness_nm.value)
    heat = technology.temperatures
    return [
        {
            "step": "sputter",
            "name": name,
            "material": film.material,
            "thickness": thickness,
            "coverage": 0.0,
            "role": "wiring",
            "level": level,
            "temperature": celsius(film.sputter_c.value),
        },
        {
            "step": "coat",
            "name": resist,
            "material": technology.materials.resist,
            "thickness": length_text(technology.stack.resist_thickness_nm.value),
            "role": "resist",
            "level": level,
            "temperature": celsius(heat.resist_bake_c.value),
        },
        {"step": "pattern", "name": f"develop {resist}", "film": resist, "mask": name},
        {
            "step": "etch",
            "name": f"etch {name}",
            "materials": [film.material],
            "depth": thickness,
            "etch_factor": "straight",
        },
        {"step": "strip", "name": f"strip {resist}", "material": technology.materials.resist},
    ]
