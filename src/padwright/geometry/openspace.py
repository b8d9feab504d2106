"""The space round a structure that a film, a light beam or a liquid can reach from one face."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure

Face = Literal["top", "bottom"]


@dataclass(frozen=True, slots=True)
class Gap:
    """An interval of height and what is open in it."""

    bottom_nm: int
    top_nm: int
    region: Region


def seen_from(structure: Structure, panel: Region, face: Face = "top") -> list[Gap]:
    """Return the space in line of sight of a face, interval by interval, going inward.

    Cost: one boolean per interval of height until everything is covered, so that a finished
    layer hides what lies beyond it.
    """
    levels_nm = structure.levels_nm()
    intervals = list(pairwise(levels_nm))
    if face == "top":
        intervals.reverse()
    gaps: list[Gap] = []
    free = panel
    for bottom_nm, top_nm in intervals:
        solid = [slab.region for slab in structure.slabs if slab.spans(bottom_nm, top_nm)]
        free = free - Region.union(solid)
        if not free:
            break
        gaps.append(Gap(bottom_nm, top_nm, free))
    return gaps


def joined(gaps: list[Gap]) -> list[Gap]:
    """Return the same space with neighbouring intervals of equal region made one, going up."""
    merged: list[Gap] = []
    for gap in sorted(gaps, key=lambda each: each.bottom_nm):
        last = merged[-1] if merged else None
        if last and last.top_nm == gap.bottom_nm and last.region == gap.region:
            merged[-1] = Gap(last.bottom_nm, gap.top_nm, gap.region)
        elif gap.region:
            merged.append(gap)
    return merged


def exposed(structure: Structure, panel: Region, slab: Slab, face: Face = "top") -> Region:
    """Return the part of a slab's outer face that lies in line of sight of a face of the panel."""
    if face == "top":
        above = (other for other in structure.slabs if other.top_nm > slab.top_nm)
    else:
        above = (other for other in structure.slabs if other.bottom_nm < slab.bottom_nm)
    return (slab.region & panel) - Region.union(other.region for other in above)
