"""Faces of slabs: what lies on them, beside them and between them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.model.finding import Place

#: How far beside a wall one looks for what touches it.
BESIDE_NM = 400
#: A part that is nowhere wider is rounding, not a part.
SPECK_NM = 50


def plan_of(slabs: Iterable[Slab]) -> Region:
    """Return what slabs cover, seen from above."""
    return Region.union(slab.region for slab in slabs)


def across(slabs: Iterable[Slab], height_nm: int) -> Region:
    """Return the horizontal cut through slabs just above a height."""
    return Region.union(slab.region for slab in slabs if slab.bottom_nm <= height_nm < slab.top_nm)


def on(region: Region, height_nm: int, slabs: Iterable[Slab]) -> Region:
    """Return the part of an upper face at a height on which slabs stand."""
    return region.within(slab.region for slab in slabs if slab.bottom_nm == height_nm)


def under(region: Region, height_nm: int, slabs: Iterable[Slab]) -> Region:
    """Return the part of a lower face at a height under which slabs lie."""
    return region.within(slab.region for slab in slabs if slab.top_nm == height_nm)


def column(region: Region, low_nm: int, high_nm: int, slabs: Sequence[Slab]) -> Region:
    """Return the part of a region in which slabs fill every height from one to another."""
    here = [slab for slab in slabs if slab.spans(low_nm, high_nm)]
    ends = {low_nm, high_nm}
    ends |= {z for slab in here for z in (slab.bottom_nm, slab.top_nm) if low_nm < z < high_nm}
    for bottom_nm, top_nm in pairwise(sorted(ends)):
        region = region.within(slab.region for slab in here if slab.spans(bottom_nm, top_nm))
    return region


def share_ratio(part: Region, whole: Region) -> float:
    """Return which share of a whole a part is; zero of nothing."""
    return part.area_nm2 / whole.area_nm2 if whole else 0.0


def heights_nm(slabs: Iterable[Slab], low_nm: int, high_nm: int) -> list[tuple[int, int]]:
    """Return the intervals of height, between two heights, in which slabs do not change."""
    ends = {low_nm, high_nm}
    ends |= {z for slab in slabs for z in (slab.bottom_nm, slab.top_nm) if low_nm < z < high_nm}
    return list(pairwise(sorted(ends)))


def walls_ratio(
    body: Sequence[Slab], cover: Sequence[Slab], low_nm: int, high_nm: int, within: Region
) -> float:
    """Return which share of a body's side walls in a region touches other slabs.

    Parameters as those of `walls_ratios`, of a single region.
    """
    return walls_ratios(body, cover, low_nm, high_nm, [within])[0]


def walls_ratios(
    body: Sequence[Slab],
    cover: Sequence[Slab],
    low_nm: int,
    high_nm: int,
    parts: Sequence[Region],
) -> list[float]:
    """Return for each region which share of a body's side walls in it touches other slabs.

    Parameters
    ----------
    body, cover
        The slabs whose walls are asked about, and those that may touch them. Walls against `body`
        itself are none.
    low_nm, high_nm
        Heights between which walls count.
    parts
        Only walls in these regions count.
    """
    wider = [part.sized(BESIDE_NM) for part in parts]
    walls_nm3, touched_nm3 = np.zeros(len(parts)), np.zeros(len(parts))
    for bottom_nm, top_nm in heights_nm([*body, *cover], low_nm, high_nm):
        cut = across(body, bottom_nm)
        ring = cut.sized(BESIDE_NM) - cut
        beside = ring.within(slab.region for slab in cover if slab.spans(bottom_nm, top_nm))
        for index, part in enumerate(wider):
            walls_nm3[index] += (ring & part).area_nm2 * (top_nm - bottom_nm)
            touched_nm3[index] += (beside & part).area_nm2 * (top_nm - bottom_nm)
    shares = np.divide(touched_nm3, walls_nm3, out=np.zeros(len(parts)), where=walls_nm3 > 0)
    return [float(each) for each in shares]


def filled(region: Region) -> Region:
    """Return a region without its holes."""
    return Region.union(
        Region.polygon([(int(x), int(y)) for x, y in polygon[0]]) for polygon in region.polygons()
    )


def middle_nm(region: Region) -> tuple[int, int]:
    """Return the middle of a region's box."""
    left, bottom, right, top = region.box_nm
    return (left + right) // 2, (bottom + top) // 2


def place_of(region: Region, low_nm: int | None = None, high_nm: int | None = None) -> Place:
    """Return the box of a region, with its heights, as a place."""
    return Place(*region.box_nm, low_nm, high_nm)


def sides_met(parts: Sequence[Region], about: Region) -> set[str]:
    """Return on which sides of a region's box parts lie wholly outside it."""
    left, bottom, right, top = about.box_nm
    met: set[str] = set()
    for part in parts:
        box = part.box_nm
        met |= {
            side
            for side, beyond in (
                ("left", box[2] <= left),
                ("right", box[0] >= right),
                ("front", box[3] <= bottom),
                ("back", box[1] >= top),
            )
            if beyond
        }
    return met


def is_round(parts: Sequence[Region], about: Region) -> bool:
    """Return whether parts lie outside a region on two sides or more, its middle among them.

    The middle is among them when it lies in the convex hull of their middles, borders included.
    """
    if len(sides_met(parts, about)) < 2:
        return False
    return _in_hull(np.array([middle_nm(part) for part in parts]), np.array(middle_nm(about)))


def _in_hull(points_nm: NDArray[np.int64], at_nm: NDArray[np.int64]) -> bool:
    """Return whether a point lies in the hull of others: no half plane leaves it alone."""
    away = (points_nm - at_nm).astype(np.float64)
    if (np.hypot(away[:, 0], away[:, 1]) < 1).any():
        return True
    angles_deg = np.sort(np.degrees(np.arctan2(away[:, 1], away[:, 0])))
    gaps_deg = np.diff(np.append(angles_deg, angles_deg[0] + 360.0))
    return bool(gaps_deg.max() <= 180.0 + 1e-6)


def standing_on(
    points_nm: NDArray[np.int64], reach_nm: NDArray[np.int64], slabs: Sequence[Slab]
) -> NDArray[np.bool_]:
    """Return which points, of shape (n, 3), lie on a slab's upper face, each within a reach."""
    held = np.zeros(len(points_nm), dtype=np.bool_)
    for slab in slabs:
        near = np.abs(points_nm[:, 2] - slab.top_nm) <= reach_nm
        held |= near & slab.region.holds(points_nm[:, :2])
    return held
