"""Filling open space up to a plane, which several steps do."""

from padwright.geometry.openspace import Gap, Skyline, joined
from padwright.geometry.slab import Role, Slab


def space_below(skyline: Skyline, plane_nm: int) -> list[Gap]:
    """Return what is open from above under a plane, and between the structure and the plane."""
    gaps = [gap for gap in skyline.gaps() if gap.bottom_nm < plane_nm]
    gaps = [Gap(gap.bottom_nm, min(gap.top_nm, plane_nm), gap.region) for gap in gaps]
    top_nm = max((slab.top_nm for slab in skyline.structure.slabs), default=0)
    if plane_nm > top_nm:
        gaps.insert(0, Gap(top_nm, plane_nm, skyline.panel))
    return joined(gaps)


def filled(
    skyline: Skyline, plane_nm: int, what: tuple[str, Role, str], level: int | None = None
) -> list[Slab]:
    """Return slabs that fill what is open from above up to a plane.

    Parameters
    ----------
    skyline, plane_nm
        What is filled, and how high.
    what
        Material, role and name of the step.
    level
        The wiring level that the slabs belong to.
    """
    material, role, made_by = what
    return [
        Slab(material, role, gap.region, gap.bottom_nm, gap.top_nm, made_by, level)
        for gap in space_below(skyline, plane_nm)
    ]


def covered_top_nm(skyline: Skyline) -> tuple[int, int]:
    """Return the lowest and the highest height of the surface that is seen from above."""
    highest_nm = max((slab.top_nm for slab in skyline.structure.slabs), default=0)
    inward = reversed(skyline.gaps())
    lowest_nm = next((gap.bottom_nm for gap in inward if gap.region.is_solid), highest_nm)
    return lowest_nm, highest_nm
