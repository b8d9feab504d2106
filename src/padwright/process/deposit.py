"""Filling open space from one face up to a plane, which several steps do."""

from padwright.geometry.body import Face
from padwright.geometry.facing import outermost_nm, span_nm, towards_nm
from padwright.geometry.openspace import Gap, Skyline, joined
from padwright.geometry.slab import Role, Slab


def space_below(skyline: Skyline, plane_nm: int, face: Face = "top") -> list[Gap]:
    """Return what is open to a face inside a plane, and between the structure and the plane.

    The skyline is the one of that face.
    """
    gaps: list[Gap] = []
    limit_nm = towards_nm(face, plane_nm)
    for gap in skyline.gaps():
        inner_nm, outer_nm = span_nm(face, gap.bottom_nm, gap.top_nm)
        if inner_nm < limit_nm:
            gaps.append(Gap(*span_nm(face, inner_nm, min(outer_nm, limit_nm)), gap.region))
    built_nm = towards_nm(face, outermost_nm(skyline.structure.slabs, face))
    if limit_nm > built_nm:
        gaps.insert(0, Gap(*span_nm(face, built_nm, limit_nm), skyline.panel))
    return joined(gaps)


def filled(
    skyline: Skyline,
    plane_nm: int,
    what: tuple[str, Role, str],
    level: int | None = None,
    face: Face = "top",
) -> list[Slab]:
    """Return slabs that fill what is open to a face up to a plane.

    Parameters
    ----------
    skyline, plane_nm
        What is filled, seen from the face, and how far out.
    what
        Material, role and name of the step.
    level
        The wiring level that the slabs belong to.
    face
        The face from which it is filled.
    """
    material, role, made_by = what
    return [
        Slab(material, role, gap.region, gap.bottom_nm, gap.top_nm, made_by, level)
        for gap in space_below(skyline, plane_nm, face)
    ]


def covered_top_nm(skyline: Skyline, face: Face = "top") -> tuple[int, int]:
    """Return the innermost and the outermost height of the surface that is seen from a face.

    On the top face these are the lowest and the highest, on the bottom face the other way round.
    """
    furthest_nm = outermost_nm(skyline.structure.slabs, face)
    inward = reversed(skyline.gaps())
    deepest = next((gap for gap in inward if gap.region.is_solid), None)
    if deepest is None:
        return furthest_nm, furthest_nm
    return (deepest.bottom_nm if face == "top" else deepest.top_nm), furthest_nm
