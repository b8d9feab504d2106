"""Route A2: dies are placed face down on a temporary plate and come onto their base from behind.

The plate lies above the dies, whose fronts it holds in one plane. From below they are filled round,
ground together with the fill and bonded to the base; the plate is released, the first fill removed
and, where the technology says so, a second one put in its place, flush with the fronts. Then the
wiring is built up as on the other routes. Nothing is mirrored.
"""

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.model.package import Design
from padwright.model.routes import Transfer
from padwright.model.technology import Technology
from padwright.process.flow import Flow, read_flow
from padwright.process.flows.bases import die_row, filled
from padwright.process.flows.build_up import built_up
from padwright.process.flows.finish import finished
from padwright.process.flows.resistor_film import film_levels
from padwright.process.flows.rows import Row, celsius, lacking


def flow(design: Design, levels: int) -> Flow:
    """Return the flow of a design with a number of wiring levels."""
    return read_flow(rows(design, levels), where=f"flow {design.technology.route}")


def rows(design: Design, levels: int) -> list[Row]:
    """Return the flow as data, one row a step.

    Raises
    ------
    InputError
        When a die is no thicker than all of them are to be after grinding.
    """
    technology = design.technology
    transfer = _require_transfer(technology)
    _require_thick(design, transfer)
    refill = [filled(technology, "fill 2")] if transfer.fill_2 else []
    return [
        *_placed(design, transfer),
        *_transferred(technology, transfer),
        *refill,
        *built_up(technology, levels, film_levels(design)),
        *finished(design),
    ]


def _require_transfer(technology: Technology) -> Transfer:
    if technology.transfer is None:
        raise lacking(technology, "transfer", f"the route {technology.route!r}")
    return technology.transfer


def _require_thick(design: Design, transfer: Transfer) -> None:
    ground_nm = transfer.die_thickness_nm.value
    for die in design.dies:
        if die.thickness_nm <= ground_nm:
            raise InputError(
                f"the die {die.name!r} is {length_text(die.thickness_nm)} thick, but all dies are "
                f"to be ground to {length_text(ground_nm)}",
                where=f"dies.{die.name}.thickness",
                fix="take a thicker die, or grind to less (transfer.die_thickness)",
            )


def _placed(design: Design, transfer: Transfer) -> list[Row]:
    """Return the rows from the temporary plate to the first fill."""
    technology = design.technology
    placed_c = celsius(transfer.place_c.value)
    return [
        {
            "step": "plate",
            "name": "temporary plate",
            "material": transfer.plate,
            "thickness": length_text(transfer.plate_thickness_nm.value),
            "role": "plate",
        },
        {
            "step": "coat",
            "name": "release film",
            "material": transfer.release_film,
            "thickness": length_text(transfer.release_film_thickness_nm.value),
            "role": "plate",
            "face": "bottom",
        },
        *(
            {
                "step": "attach-face-down",
                **die_row(technology, die),
                "sheet": "temporary plate",
                "temperature": placed_c,
            }
            for die in design.dies
        ),
        {
            "step": "fill",
            "name": "fill 1",
            "material": transfer.fill_1,
            "cover": length_text(transfer.fill_1_cover_nm.value),
            "face": "bottom",
            "temperature": celsius(transfer.fill_1_cure_c.value),
        },
    ]


def _transferred(technology: Technology, transfer: Transfer) -> list[Row]:
    """Return the rows from grinding to the bare fronts of the dies on their base."""
    return [
        {
            "step": "grind",
            "name": "grind",
            "face": "bottom",
            "die_thickness": length_text(transfer.die_thickness_nm.value),
        },
        {
            "step": "bond",
            "name": "base",
            "material": technology.materials.base,
            "thickness": length_text(technology.stack.base_thickness_nm.value),
            "adhesive_material": transfer.adhesive,
            "adhesive_thickness": length_text(transfer.adhesive_thickness_nm.value),
            "temperature": celsius(transfer.bond_c.value),
        },
        {"step": "turn-over", "name": "turn over"},
        {
            "step": "release",
            "name": "release plate",
            "sheet": "temporary plate",
            "film": "release film",
            "temperature": celsius(transfer.release_c.value),
        },
        {
            "step": "strip",
            "name": "strip fill 1",
            "material": transfer.fill_1,
            "temperature": celsius(transfer.strip_c.value),
        },
    ]
