"""Route C: a package whose pad, pegs and lines are etched from one metal sheet.

The order of the steps is that of the third patent's method: finishes on both faces, half etch of
the first face round the die's pad and the inner pegs, die, wires, mold, then ink on the lines and
the etch of the second face, which parts what is left. The patent does not say what covers the
second face during the first etch: the resist of its finishes stays on until this is done, and not
longer, because it would not stand the mold's heat.
"""

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.model import drawings
from padwright.model.frame import FinishLayer, Frame
from padwright.model.package import Design
from padwright.model.technology import Technology
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.finish import singulated
from padwright.process.flows.rows import Row, carrying, celsius


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design; a frame has one level of lines, whatever `levels` says."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:  # noqa: ARG001 - every route is asked alike
    """Return the flow as data, one row a step.

    Raises
    ------
    InputError
        When the technology has no frame.
    """
    technology = design.technology
    frame = technology.frame
    if frame is None:
        raise InputError(
            f"the technology {technology.name!r} has no frame",
            where="technology.frame",
            fix="add the section, or base the technology on c-frame",
        )
    return [
        {
            "step": "plate",
            "name": "sheet",
            "material": frame.sheet,
            "thickness": length_text(frame.sheet_thickness_nm.value),
            # No base: pegs and lines that the second etch parts are held by the mold alone.
            "role": "peg",
        },
        *_finishes(technology, frame),
        *_first_etch(technology, frame),
        *_assembly(design, frame),
        *_second_etch(frame),
        *_terminals(design, frame),
        singulated(design),
    ]


def _finishes(technology: Technology, frame: Frame) -> list[Row]:
    """Return resist on both faces, its openings, and the finishes plated through them."""
    made = [
        _resist(technology, "resist 1", "top"),
        _resist(technology, "resist 2", "bottom"),
        _opened("resist 1", "open inner pegs", drawings.INNER_PEGS, "top"),
        _opened("resist 2", "open outer pegs", drawings.OUTER_PEGS, "bottom"),
    ]
    if frame.die_pad_finish:
        made.append(_opened("resist 2", "open die pad", drawings.DIE_PADDLE, "bottom"))
    return [
        *made,
        _finish(technology, frame, frame.inner_finish, "inner finish", "top"),
        _finish(technology, frame, frame.outer_finish, "outer finish", "bottom"),
        _stripped(technology, "strip resist 1", "top"),
    ]


def _first_etch(technology: Technology, frame: Frame) -> list[Row]:
    return [
        _resist(technology, "resist 3", "top"),
        _opened("resist 3", "open round die pad", drawings.AROUND_PADDLE, "top"),
        _etch(frame, "etch 1", frame.etch_1_depth_nm.value, "top"),
        _stripped(technology, "strip resist 3", "top"),
        _stripped(technology, "strip resist 2", "bottom"),
    ]


def _assembly(design: Design, frame: Frame) -> list[Row]:
    technology = design.technology
    materials, stack = technology.materials, technology.stack
    die = design.dies[0]
    return [
        {
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
            "overhang": True,
            "temperature": celsius(technology.temperatures.attach_cure_c.value),
        },
        {
            "step": "wire-bond",
            "name": "wires",
            "bonds": drawings.BONDS,
            "material": frame.wire,
            "diameter": length_text(frame.wire_diameter_nm.value),
            "loop_height": length_text(frame.loop_height_nm.value),
            # What a bonder can draw at all; a rule holds wires to what the line has released.
            "min_length": length_text(frame.wire_shortest_nm.value // 2),
            "max_length": length_text(2 * frame.wire_longest_nm.value),
            "temperature": celsius(frame.wire_bond_c.value),
        },
        {
            "step": "mold",
            "name": "mold",
            "material": frame.mold,
            "mask": drawings.CAVITY,
            "cap": length_text(frame.mold_cap_nm.value),
            "face": "top",
            "temperature": celsius(frame.mold_cure_c.value),
        },
    ]


def _second_etch(frame: Frame) -> list[Row]:
    ink = {
        "step": "screen-print",
        "material": frame.line_mask,
        "thickness": length_text(frame.line_mask_thickness_nm.value),
        "face": "bottom",
        "role": "mask",
        "temperature": celsius(frame.line_mask_cure_c.value),
    }
    made: list[Row] = [
        {**ink, "name": "line masks", "mask": drawings.LINES},
        _etch(frame, "etch 2", frame.etch_2_depth_nm, "bottom"),
    ]
    if frame.side_walls:
        made.append(
            {**ink, "name": "side wall masks", "mask": drawings.SIDE_WALLS, "side_walls": True}
        )
    return made


def _terminals(design: Design, frame: Frame) -> list[Row]:
    """Return the step that puts the terminals on the outer pegs; none for bare lands."""
    technology, kind = design.technology, design.terminals.kind
    row: Row = {
        "mask": drawings.OUTER_PEGS,
        "conductors": carrying(technology, frame.materials().values()),
        "face": "bottom",
        "temperature": celsius(technology.temperatures.reflow_peak_c.value),
    }
    diameter = length_text(design.terminals.diameter_nm)
    match kind:
        case "ball":
            material = technology.materials.terminal
            own: Row = {"step": "ball-attach", "name": "balls", "material": material}
            return [{**own, **row, "diameter": diameter}]
        case "copper-ball":
            own = {"step": "copper-ball", "name": "balls", "material": frame.copper_ball}
            return [{**own, **row, "diameter": diameter, "solder_material": frame.paste}]
        case "paste":
            own = {"step": "paste", "name": "paste", "material": frame.paste}
            return [{**own, **row, "thickness": length_text(frame.paste_thickness_nm.value)}]
        case "land":
            return []
    raise InputError(
        f"terminals of kind {kind!r} are not made on an etched frame",
        where="terminals.kind",
        fix="choose ball, copper-ball, paste or land",
    )


def _resist(technology: Technology, name: str, face: str) -> Row:
    return {
        "step": "coat",
        "name": name,
        "material": technology.materials.resist,
        "thickness": length_text(technology.stack.resist_thickness_nm.value),
        "role": "resist",
        "face": face,
        "temperature": celsius(technology.temperatures.resist_bake_c.value),
    }


def _opened(film: str, name: str, mask: str, face: str) -> Row:
    return {"step": "pattern", "name": name, "film": film, "mask": mask, "face": face}


def _finish(
    technology: Technology, frame: Frame, layers: tuple[FinishLayer, ...], name: str, face: str
) -> Row:
    return {
        "step": "finish",
        "name": name,
        "layers": [
            {"material": each.material, "thickness": length_text(each.thickness_nm.value)}
            for each in layers
        ],
        "method": "electroplate",
        "conductors": carrying(technology, frame.materials().values()),
        "face": face,
        "temperature": celsius(frame.finish_bath_c.value),
    }


def _stripped(technology: Technology, name: str, face: str) -> Row:
    return {
        "step": "strip",
        "name": name,
        "material": technology.materials.resist,
        "face": face,
    }


def _etch(frame: Frame, name: str, depth_nm: int, face: str) -> Row:
    return {
        "step": "etch",
        "name": name,
        "materials": [frame.sheet],
        "depth": length_text(depth_nm),
        "etch_factor": frame.etch_factor_ratio.value,
        "face": face,
    }
