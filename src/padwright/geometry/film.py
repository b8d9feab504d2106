"""Conformal films: what grows on every exposed surface."""

from itertools import pairwise

from padwright.geometry.openspace import Gap, joined, seen_from
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure


def conformal(
    structure: Structure, panel: Region, thickness_nm: int, *, side_ratio: float = 1.0
) -> list[Gap]:
    """Return the film that grows on the surfaces in line of sight from above.

    Parameters
    ----------
    structure
        What the film grows on.
    panel
        How far the film reaches.
    thickness_nm
        Growth upward from each surface.
    side_ratio
        Growth sideways from each wall over growth upward (step coverage).

    Returns
    -------
    list of Gap
        The film's prisms, going up; they share no volume with the structure. A surface under an
        overhang gets none, and a hole narrower than twice the growth sideways closes.
    """
    side_nm = round(thickness_nm * side_ratio)
    gaps = seen_from(structure, panel)
    floor_nm = min((gap.bottom_nm for gap in gaps), default=structure.top_nm)
    near = [slab for slab in structure.slabs if slab.top_nm >= floor_nm]
    top_nm = max(slab.top_nm for slab in structure.slabs)
    space = [*gaps, Gap(top_nm, top_nm + thickness_nm, panel)]
    cuts_nm = sorted({slab.top_nm + thickness_nm for slab in near})
    grown: list[tuple[Region, Region]] = []  # what is alike is grown once
    film: list[Gap] = []
    for gap in space:
        inner = [z for z in cuts_nm if gap.bottom_nm < z < gap.top_nm]
        edges_nm = [gap.bottom_nm, *inner, gap.top_nm]
        for bottom_nm, top_nm_ in pairwise(edges_nm):
            reach = [
                slab
                for slab in near
                if slab.bottom_nm < top_nm_ and bottom_nm < slab.top_nm + thickness_nm
            ]
            covered = gap.region
            if covered.minus(slab.region for slab in reach):  # there are places that walls reach
                solid = Region.union(slab.region for slab in reach)
                like = next((each for each in grown if each[0].is_alike(solid)), None)
                if like is None:
                    like = (solid, solid.sized(side_nm))
                    grown.append(like)
                covered = covered & like[1]
            film.append(Gap(bottom_nm, top_nm_, covered))
    return joined(film)
