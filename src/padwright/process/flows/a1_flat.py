"""Route A1 on a flat metal base: dies face up, fill flush with them, wiring on top.

The order of the steps follows the patents' first route and thin-film practice: attach, fill, then
for each level coat, open, sputter, resist, plate, strip and etch the seed; at last passivate,
attach the balls and singulate.
"""

from typing import Any

from padwright.base.units import length_text
from padwright.model import drawings
from padwright.model.package import Design, Die
from padwright.model.technology import Technology
from padwright.process.flow import Flow, read_flow

Row = dict[str, Any]


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of wiring levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step."""
    technology = design.technology
    made = [_plate(technology)]
    made += [_attach(technology, die) for die in design.dies]
    made.append(
        {
            "step": "fill",
            "name": "fill",
            "material": technology.materials.fill,
            "temperature": _celsius(technology.temperatures.fill_cure_c.value),
        }
    )
    for level in range(1, levels + 1):
        made += _wiring_level(technology, level)
    made += _finish(design)
    return made


def _plate(technology: Technology) -> Row:
    return {
        "step": "plate",
        "name": "base",
        "material": technology.materials.base,
        "thickness": length_text(technology.stack.base_thickness_nm.value),
    }


def _attach(technology: Technology, die: Die) -> Row:
    materials, stack = technology.materials, technology.stack
    return {
        "step": "attach",
        "name": f"attach {die.name}",
        "outline_mask": drawings.die_outline(die.name),
        "pads_mask": drawings.die_pads(die.name),
        "die_material": materials.die,
        "pad_material": materials.die_pad,
        "film_material": materials.attach,
        "die_thickness": length_text(die.thickness_nm),
        "pad_thickness": length_text(stack.die_pad_thickness_nm.value),
        "film_thickness": length_text(stack.attach_thickness_nm.value),
        "temperature": _celsius(technology.temperatures.attach_cure_c.value),
    }


def _wiring_level(technology: Technology, level: int) -> list[Row]:
    materials, stack, heat = technology.materials, technology.stack, technology.temperatures
    resist = f"resist {level}"
    films = (
        ("adhesion", materials.adhesion, stack.adhesion_thickness_nm.value),
        ("seed", materials.seed, stack.seed_thickness_nm.value),
    )
    return [
        {
            "step": "coat",
            "name": f"dielectric {level}",
            "material": materials.dielectric,
            "thickness": length_text(stack.dielectric_thickness_nm.value),
            "level": level,
            "temperature": _celsius(heat.dielectric_cure_c.value),
        },
        {
            "step": "pattern",
            "name": f"open {drawings.via_openings(level)}",
            "film": f"dielectric {level}",
            "mask": drawings.via_openings(level),
        },
        *(
            {
                "step": "sputter",
                "name": f"{name} {level}",
                "material": material,
                "thickness": length_text(thickness_nm),
                "level": level,
                "temperature": _celsius(heat.sputter_c.value),
            }
            for name, material, thickness_nm in films
        ),
        {
            "step": "coat",
            "name": resist,
            "material": materials.resist,
            "thickness": length_text(stack.resist_thickness_nm.value),
            "role": "resist",
            "level": level,
            "temperature": _celsius(heat.resist_bake_c.value),
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
            "conductors": _conductors(technology),
            "temperature": _celsius(heat.plating_c.value),
        },
        {"step": "strip", "name": f"strip {resist}", "material": materials.resist},
        {
            "step": "etch-seed",
            "name": f"etch seed {level}",
            "materials": [materials.seed, materials.adhesion],
        },
    ]


def _finish(design: Design) -> list[Row]:
    technology = design.technology
    materials, heat = technology.materials, technology.temperatures
    return [
        {
            "step": "passivate",
            "name": "passivation",
            "material": materials.passivation,
            "thickness": length_text(technology.stack.passivation_thickness_nm.value),
            "mask": drawings.PASSIVATION_OPENINGS,
            "temperature": _celsius(heat.passivation_cure_c.value),
        },
        {
            "step": "ball-attach",
            "name": "balls",
            "material": materials.terminal,
            "mask": drawings.PASSIVATION_OPENINGS,
            "diameter": length_text(design.terminals.diameter_nm),
            "conductors": _conductors(technology),
            "temperature": _celsius(heat.reflow_peak_c.value),
        },
        {"step": "singulate", "name": "singulate"},
    ]


def _conductors(technology: Technology) -> list[str]:
    """Return the materials of this technology that carry current."""
    used = sorted(set(technology.materials.ids().values()))
    return [each for each in used if technology.all_materials[each].is_conductor]


def _celsius(temperature_c: float) -> str:
    return f"{temperature_c:g} C"
