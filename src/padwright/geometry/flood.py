"""The open space that a liquid from one face reaches, also under overhangs."""

from itertools import pairwise

from padwright.geometry.body import Face
from padwright.geometry.openspace import Gap
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.structure import Structure


def reachable(structure: Structure, panel: Region, face: Face = "top") -> list[Gap]:
    """Return the open space that is joined to the space in front of a face.

    The space is taken interval by interval between the heights at which slabs end; open places of
    two intervals are joined where they share area. Bodies (balls, wires) take no space.

    Parameters
    ----------
    structure
        What stands in the way.
    panel
        How far the space reaches; nothing comes in at the panel's rim.
    face
        The face in front of which the liquid stands.

    Returns
    -------
    list of Gap
        One for each interval with reached space, going inward; empty intervals are left out.
    """
    intervals = list(pairwise(structure.levels_nm()))
    if face == "top":
        intervals.reverse()
    opened = [panel - structure.solid_nm(bottom_nm, top_nm) for bottom_nm, top_nm in intervals]
    reached = _flooded(opened, panel)
    return [
        Gap(bottom_nm, top_nm, region)
        for (bottom_nm, top_nm), region in zip(intervals, reached, strict=True)
        if region
    ]


def _flooded(opened: list[Region], source: Region) -> list[Region]:
    """Return of each layer of open places those that are joined to a source before the first.

    Sweeps inward and outward by turns until nothing is added: a place under an overhang is reached
    going inward, one behind a wall that ends below it going outward again.
    """
    reached = [Region.empty()] * len(opened)
    order, changed = list(range(len(opened))), True
    while changed:
        changed = False
        lit = source if order[:1] == [0] else Region.empty()
        for index in order:
            fresh = _joined_to(opened[index] - reached[index], lit)
            if fresh:
                reached[index] |= fresh
                changed = True
            lit = reached[index]
        order.reverse()
    return reached


def _joined_to(dark: Region, lit: Region) -> Region:
    """Return the connected places that share area with what is lit, beyond slivers."""
    if not dark or not lit:
        return Region.empty()
    return dark.touching((dark & lit).sized(-SNAP_NM))
