"""Sheets: the slabs that a step made of one, and laying another one below."""

from padwright.base.errors import StepError, nearest
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure


def require_made(before: Structure, by: str, what: str = "sheet") -> list[Slab]:
    """Return the slabs that a step made, going up; `StepError` when there are none."""
    slabs = [slab for slab in before.slabs if slab.made_by == by]
    if not slabs:
        makers = {slab.made_by for slab in before.slabs}
        raise StepError(
            f"no step {by!r} left a {what}",
            fix=nearest(by, makers) if makers else f"lay the {what} before it",
        )
    return sorted(slabs, key=lambda slab: slab.bottom_nm)


def require_pair(material: str | None, thickness_nm: int | None, what: str) -> None:
    """Raise `ValueError` when only one of a glue's material and thickness is stated."""
    if (material is None) != (thickness_nm is None):
        lacking = "material" if material is None else "thickness"
        msg = f"{what} needs its {lacking} too; state both or neither"
        raise ValueError(msg)


def glued_below(
    face_nm: int, glue: Slab | None, sheet: tuple[str, Role, Region, str], thickness_nm: int
) -> list[Slab]:
    """Return a sheet below a height, with the glue between when there is one.

    Parameters
    ----------
    face_nm
        Height of the face that is glued on.
    glue
        The glue, whose top is that face; None lays the sheet against it.
    sheet
        Material, role, region and step of the sheet.
    thickness_nm
        Thickness of the sheet.
    """
    material, role, region, made_by = sheet
    top_nm = face_nm if glue is None else glue.bottom_nm
    laid = Slab(material, role, region, top_nm - thickness_nm, top_nm, made_by)
    return [laid] if glue is None else [glue, laid]
