"""The open space that a liquid from one face reaches, and the one that nothing reaches."""

from itertools import pairwise

from padwright.geometry.body import Face
from padwright.geometry.openspace import Gap
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.structure import Structure

#: How far beyond the panel the space outside it is looked at.
_RIM_NM = 1_000
#: Open area of less than 1 um2 in a whole panel is rounding.
_TINY_NM2 = 1_000_000


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


def enclosed(structure: Structure, panel: Region) -> list[Gap]:
    """Return the open space that is joined to no space outside: above, below or beside a panel.

    Taken interval by interval as in `reachable`. Bodies (balls, wires) take no space and close
    nothing. What is nowhere wider than twice the rounding of slanted edges is left out.

    Cost: one boolean for each interval in which slabs leave anything open at all, which sums of
    areas tell; nothing more where no open place is shut in its own interval.
    """
    wide = panel.sized(_RIM_NM)
    rim = wide - panel
    intervals = list(pairwise(structure.levels_nm()))
    lit: list[Region] = []
    dark: list[Region] = []
    ends = {0, len(intervals) - 1}  # what is open there is open to the outside
    for number, (bottom_nm, top_nm) in enumerate(intervals):
        here = [slab.region for slab in structure.slabs if slab.spans(bottom_nm, top_nm)]
        # Slabs share no volume, so that their areas add up.
        full = sum(region.area_nm2 for region in here) > panel.area_nm2 - _TINY_NM2
        opened = rim if full else wide.minus(here)
        shut = Region.empty()
        if not full and number not in ends:
            shut = opened.clear_of(rim).solid_parts()
        dark.append(shut)
        lit.append(opened - shut if shut else opened)
    if any(dark):
        _light_up(dark, lit, wide)
    return [
        Gap(bottom_nm, top_nm, region)
        for (bottom_nm, top_nm), region in zip(intervals, dark, strict=True)
        if region
    ]


def _light_up(dark: list[Region], lit: list[Region], outside: Region) -> None:
    """Move what is joined to lit places of the intervals next to it from dark to lit, in place.

    Before the first and after the last interval all is lit.
    """
    every = range(len(dark))
    order, changed = list(every), True
    while changed:
        changed = False
        for index in order:
            for beside in (index - 1, index + 1):
                light = lit[beside] if beside in every else outside
                fresh = _joined_to(dark[index], light)
                if fresh:
                    dark[index] = dark[index].clear_of(fresh)
                    lit[index] |= fresh
                    changed = True
        order.reverse()


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
