"""Filling open space up to a plane, which several steps do."""

from padwright.geometry.openspace import Gap, joined, seen_from
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure


def space_below(structure: Structure, panel: Region, plane_nm: int) -> list[Gap]:
    """Return what is open from above under a plane, and between the structure and the plane."""
    gaps = [gap for gap in seen_from(structure, panel) if gap.bottom_nm < plane_nm]
    gaps = [Gap(gap.bottom_nm, min(gap.top_nm, plane_nm), gap.region) for gap in gaps]
    top_nm = max(slab.top_nm for slab in structure.slabs) if structure.slabs else 0
    if plane_nm > top_nm:
        gaps.insert(0, Gap(top_nm, plane_nm, panel))
    return joined(gaps)


def filled(
    structure: Structure,
    panel: Region,
    plane_nm: int,
    what: tuple[str, Role, str],
    level: int | None = None,
) -> list[Slab]:
    """Return slabs that fill what is open from above up to a plane.

    Parameters
    ----------
    structure, panel, plane_nm
        What is filled, how far, and how high.
    what
        Material, role and name of the step.
    level
        The wiring level that the slabs belong to.
    """
    material, role, made_by = what
    return [
        Slab(material, role, gap.region, gap.bottom_nm, gap.top_nm, made_by, level)
        for gap in space_below(structure, panel, plane_nm)
    ]


def covered_top_nm(structure: Structure, panel: Region) -> tuple[int, int]:
    """Return the lowest and the highest height of the surface that is seen from above."""
    highest_nm = max((slab.top_nm for slab in structure.slabs), default=0)
    inward = reversed(seen_from(structure, panel))
    lowest_nm = next((gap.bottom_nm for gap in inward if gap.region.is_solid), highest_nm)
    return lowest_nm, highest_nm
