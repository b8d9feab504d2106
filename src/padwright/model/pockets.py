"""The pockets of a design: which dies lie in them, and by which drawing they are made."""

from dataclasses import dataclass

from padwright.model import drawings
from padwright.model.package import Design, Die


@dataclass(frozen=True, slots=True)
class PocketGroup:
    """The pockets that are made as deep as each other, and the thickness of their dies."""

    drawing: str
    die_thickness_nm: int
    dies: tuple[Die, ...]


def pockets_of(design: Design) -> tuple[PocketGroup, ...]:
    """Return the pockets of a design, the shallowest first.

    Dies of one thickness share a drawing. The first drawing is `padwright.model.drawings.POCKETS`,
    whatever the number of thicknesses.
    """
    thicknesses_nm = sorted({die.thickness_nm for die in design.dies})
    return tuple(
        PocketGroup(
            drawings.pockets(number),
            thickness_nm,
            tuple(die for die in design.dies if die.thickness_nm == thickness_nm),
        )
        for number, thickness_nm in enumerate(thicknesses_nm, start=1)
    )


def pocket_gap_nm(design: Design) -> int | None:
    """Return the gap from a die to the wall of its pocket; None where the base has no pockets."""
    technology = design.technology
    match technology.route:
        case "a1-pocket" | "b-carrier":
            return None if technology.pocket is None else technology.pocket.gap_nm.value
        case "a1-sheets":
            return None if technology.sheets is None else technology.sheets.gap_nm.value
        case _:
            return None
