"""Rows of the wiring levels: dielectric, holes, the filling of holes, wiring, inner passivation."""

from padwright.base.units import length_text
from padwright.model import drawings
from padwright.model.routes import Vias
from padwright.model.technology import Technology
from padwright.process.flows.resistor_film import film_rows
from padwright.process.flows.rows import Row, celsius, conductors, lacking


def built_up(technology: Technology, levels: int, films: frozenset[int] = frozenset()) -> list[Row]:
    """Return the rows of wiring levels 1 to ``levels``, from the dielectric to the etched seed.

    Holes are filled with the wiring or before it, as the technology's ``via_fill`` says; where it
    says ``inner_passivation``, each level but the last is passivated and opened under the next
    level's holes. Levels in ``films`` get the film of their thin-film resistors under the wiring.
    """
    made: list[Row] = []
    for level in range(1, levels + 1):
        made += [_dielectric(technology, level), _opened(technology, level)]
        made += _filled_holes(technology, level)
        made += film_rows(technology, level) if level in films else []
        made += _wiring(technology, level)
        if technology.inner_passivation and level < levels:
            made.append(_inner_passivation(technology, level))
    return made


def _dielectric(technology: Technology, level: int) -> Row:
    return {
        "step": "coat",
        "name": f"dielectric {level}",
        "material": technology.materials.dielectric,
        "thickness": length_text(technology.stack.dielectric_thickness_nm.value),
        "level": level,
        "temperature": celsius(technology.temperatures.dielectric_cure_c.value),
    }


def _opened(technology: Technology, level: int) -> Row:
    vias = technology.vias
    own = technology.via_fill == "own step" and vias is not None
    return {
        "step": "laser-drill"
        if own and vias is not None and vias.drilling == "laser"
        else "pattern",
        "name": f"open {drawings.via_openings(level)}",
        "film": f"dielectric {level}",
        "mask": drawings.via_openings(level),
    }


def _filled_holes(technology: Technology, level: int) -> list[Row]:
    """Return the rows that fill holes before the wiring: with a seed of their own if plated."""
    if technology.via_fill != "own step":
        return []
    vias = _require_vias(technology)
    fill: Row = {
        "step": "fill-vias",
        "name": f"fill {drawings.via_openings(level)}",
        "material": vias.material,
        "film": f"dielectric {level}",
        "method": vias.method,
        "level": level,
        "conductors": conductors(technology, [vias.material]),
        "temperature": celsius(vias.fill_c.value),
    }
    seeds = _seeds(technology, level, "via ") if vias.method == "electroplate" else []
    return [*seeds, fill]


def _require_vias(technology: Technology) -> Vias:
    if technology.vias is None:
        raise lacking(technology, "vias", "filling holes in a step of its own")
    return technology.vias


def _seeds(technology: Technology, level: int, of: str = "") -> list[Row]:
    materials, stack = technology.materials, technology.stack
    films = (
        ("adhesion", materials.adhesion, stack.adhesion_thickness_nm.value),
        ("seed", materials.seed, stack.seed_thickness_nm.value),
    )
    return [
        {
            "step": "sputter",
            "name": f"{of}{name} {level}",
            "material": material,
            "thickness": length_text(thickness_nm),
            "level": level,
            "temperature": celsius(technology.temperatures.sputter_c.value),
        }
        for name, material, thickness_nm in films
    ]


def _wiring(technology: Technology, level: int) -> list[Row]:
    materials, stack, heat = technology.materials, technology.stack, technology.temperatures
    resist = f"resist {level}"
    vias = technology.vias
    own_seed = (
        technology.via_fill == "own step" and vias is not None and vias.method == "electroplate"
    )
    # the seed on which the holes were plated lies under that of the wiring
    seeds = [materials.seed, materials.adhesion] * (2 if own_seed else 1)
    return [
        *_seeds(technology, level),
        {
            "step": "coat",
            "name": resist,
            "material": materials.resist,
            "thickness": length_text(stack.resist_thickness_nm.value),
            "role": "resist",
            "level": level,
            "temperature": celsius(heat.resist_bake_c.value),
        },
        {
            "step": "pattern",
            "name": f"develop {resist}",
            "film": resist,
            "mask": drawings.wiring(level),
        },
        {
            "step": "electroplate",
            "name": f"plate {drawings.wiring(level)}",
            "material": materials.wiring,
            "thickness": length_text(stack.wiring_thickness_nm.value),
            "level": level,
            "conductors": conductors(technology),
            "temperature": celsius(heat.plating_c.value),
        },
        {"step": "strip", "name": f"strip {resist}", "material": materials.resist},
        {"step": "etch-seed", "name": f"etch seed {level}", "materials": seeds},
    ]


def _inner_passivation(technology: Technology, level: int) -> Row:
    return {
        "step": "passivate",
        "name": drawings.inner_openings(level),
        "material": technology.materials.passivation,
        "thickness": length_text(technology.stack.passivation_thickness_nm.value),
        "mask": drawings.inner_openings(level),
        "temperature": celsius(technology.temperatures.passivation_cure_c.value),
    }
