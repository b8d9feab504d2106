"""What an etchant takes out of metal from one face: a stack of slabs round each exposed place.

The model is geometric: metal goes that lies within the etch depth of an exposed place, measured
down and sideways with one scale each, so that the front round a point is an ellipsoid. With equal
scales it is the sphere of an isotropic etch. What lies behind an obstacle is reached over it as if
the obstacle were not there, unless the obstacle cuts it off altogether.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from padwright.geometry.flood import reachable
from padwright.geometry.openspace import Gap, Skyline
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure

#: How near a wall must be to the open space to be bare: more than rounding, less than any film.
_BARE_NM = SNAP_NM


@dataclass(frozen=True, slots=True)
class Spray:
    """How an etchant works: its depth, how far it goes sideways, and how finely that is drawn.

    With `undercut_nm` None it goes straight down from what is in line of sight.
    """

    depth_nm: int
    undercut_nm: int | None
    tolerance_nm: int

    def reach_nm(self, near_nm: int, far_nm: int) -> int | None:
        """Return how far the etch goes sideways between two heights from an exposed place.

        The half axes of the ellipse are depth and undercut; a straight wall stands for the slice.
        None where nothing is reached.
        """
        middle_nm = (near_nm + far_nm) / 2
        if middle_nm >= self.depth_nm:
            return None
        near_reach_nm, far_reach_nm = self._curve_nm(near_nm), self._curve_nm(far_nm)
        if far_nm - near_nm <= near_reach_nm - far_reach_nm:
            return round(self._curve_nm(middle_nm))
        return round((near_reach_nm + far_reach_nm) / 2)

    def _curve_nm(self, height_nm: float) -> float:
        share = min(height_nm / self.depth_nm, 1.0)
        return (self.undercut_nm or 0) * math.sqrt(1 - share**2)

    def cuts_nm(self) -> list[int]:
        """Return heights from an exposed place that cut the curve into slices, ascending.

        A slice is no thicker than the tolerance, or the curve goes sideways in it by no more.
        """
        cuts_nm = [0]
        while cuts_nm[-1] < self.depth_nm:
            reach_nm = max(self._curve_nm(cuts_nm[-1]) - self.tolerance_nm, 0.0)
            share = reach_nm / self.undercut_nm if self.undercut_nm else 0.0
            steep_nm = math.floor(self.depth_nm * math.sqrt(1 - share**2))
            cuts_nm.append(min(max(steep_nm, cuts_nm[-1] + self.tolerance_nm), self.depth_nm))
        return cuts_nm


@dataclass(frozen=True, slots=True)
class _Source:
    """Exposed metal: a flat place (of equal heights) or a thin strip along a wall."""

    low_nm: int
    high_nm: int
    region: Region


def etched(
    structure: Structure, panel: Region, is_etched: Callable[[Slab], bool], spray: Spray
) -> Structure:
    """Return the slabs after an etch from the top; for the bottom face pass them `upright`.

    Parameters
    ----------
    structure
        What is there; its bodies are left out.
    panel
        How far the etchant reaches.
    is_etched
        Whether a slab is of a material that the etchant takes. What it does not take stays, also
        where it is left hanging over the undercut.
    spray
        The etchant.

    Returns
    -------
    Structure
        The same structure (by identity) when nothing that is etched is exposed.
    """
    sources = (
        _in_sight(structure, panel, is_etched)
        if spray.undercut_nm is None
        else _exposed(structure, panel, is_etched)
    )
    if not sources:
        return structure
    front = _Front(sources, spray, structure, is_etched)
    parts: list[tuple[Slab, Region]] = []
    for slab in structure.slabs:
        if not is_etched(slab):
            parts.append((slab, Region.empty()))
            continue
        for bottom_nm, top_nm in pairwise(front.cuts_nm(slab)):
            part = replace(slab, bottom_nm=bottom_nm, top_nm=top_nm)
            parts.append((part, front.region(bottom_nm, top_nm) & slab.region))
    wet = reachable(Structure().plus(_without(part, gone) for part, gone in parts), panel)
    left = [_without(part, _wetted(part, gone, wet)) for part, gone in parts]
    return Structure().plus(_rejoined(left))


def _in_sight(
    structure: Structure, panel: Region, is_etched: Callable[[Slab], bool]
) -> list[_Source]:
    skyline = Skyline(structure, panel)
    seen = [(slab, skyline.exposed(slab)) for slab in structure.slabs if is_etched(slab)]
    return _merged([_Source(slab.top_nm, slab.top_nm, part) for slab, part in seen if part])


def _exposed(
    structure: Structure, panel: Region, is_etched: Callable[[Slab], bool]
) -> list[_Source]:
    """Return the metal that borders the space which the etchant reaches."""
    top_nm = structure.top_nm
    gaps = [Gap(top_nm, top_nm + 1, panel), *reachable(structure, panel)]
    found: list[_Source] = []
    for slab in filter(is_etched, structure.slabs):
        for gap in gaps:
            if slab.top_nm == gap.bottom_nm or slab.bottom_nm == gap.top_nm:
                height_nm = slab.top_nm if slab.top_nm == gap.bottom_nm else slab.bottom_nm
                # Rounding leaves gaps of less than a nanometre between covers that touch.
                bare = (slab.region & gap.region).without_slivers()
                found.append(_Source(height_nm, height_nm, bare))
            elif slab.spans(gap.bottom_nm, gap.top_nm):
                strip = _along(slab.region & gap.region.sized(_BARE_NM))
                low_nm, high_nm = max(slab.bottom_nm, gap.bottom_nm), min(slab.top_nm, gap.top_nm)
                found.append(_Source(low_nm, high_nm, strip))
    return _merged([source for source in found if source.region])


def _along(strips: Region) -> Region:
    """Return the strips that follow a wall, and not those round a corner or a rounded edge."""
    return Region(strips.shapes.with_bbox_max(4 * _BARE_NM, None, inverse=False))


def _merged(sources: list[_Source]) -> list[_Source]:
    by_height: dict[tuple[int, int], list[Region]] = {}
    for source in sources:
        by_height.setdefault((source.low_nm, source.high_nm), []).append(source.region)
    return [_Source(*span, Region.union(parts)) for span, parts in sorted(by_height.items())]


class _Front:
    """How far an etch goes at each height."""

    def __init__(
        self,
        sources: list[_Source],
        spray: Spray,
        structure: Structure,
        is_etched: Callable[[Slab], bool],
    ) -> None:
        self._sources = sources
        self._spray = spray
        self._stops = [slab for slab in structure.slabs if not is_etched(slab)]
        self._regions: dict[tuple[int, int], Region] = {}
        steps_nm = spray.cuts_nm()
        self._firm_nm = {
            height_nm
            for source in sources
            for height_nm in (source.low_nm - spray.depth_nm, source.low_nm, source.high_nm)
        }
        self._cuts_nm = {
            height_nm
            for source in sources
            for step_nm in steps_nm
            for height_nm in (source.low_nm - step_nm, source.high_nm + step_nm)
        }

    def cuts_nm(self, slab: Slab) -> list[int]:
        """Return the heights at which a slab is cut, its bottom and top among them.

        Cuts close to the slab's ends are left out, and close to each other where many sources ask
        for them.
        """
        ends_nm = {slab.bottom_nm, slab.top_nm}
        kept = {z for z in self._firm_nm if slab.bottom_nm < z < slab.top_nm} | ends_nm
        near_nm = self._spray.tolerance_nm // 4
        apart_nm = self._spray.tolerance_nm if len(self._sources) > 1 else 0
        inner = range(slab.bottom_nm + near_nm, slab.top_nm - near_nm)
        for height_nm in sorted(self._cuts_nm - kept):
            if height_nm in inner and all(abs(height_nm - z) >= apart_nm for z in kept):
                kept.add(height_nm)
        return sorted(kept)

    def region(self, bottom_nm: int, top_nm: int) -> Region:
        """Return what the etchant reaches in an interval of height, metal or not."""
        key = bottom_nm, top_nm
        if key not in self._regions:
            reached = [self._reached(source, bottom_nm, top_nm) for source in self._sources]
            self._regions[key] = Region.union(part for part in reached if part)
        return self._regions[key]

    def _reached(self, source: _Source, bottom_nm: int, top_nm: int) -> Region | None:
        below_nm, above_nm = source.low_nm - top_nm, bottom_nm - source.high_nm
        near_nm = max(below_nm, above_nm, 0)
        # A slice beside a wall is reached at no distance all through.
        beside = below_nm < 0 and above_nm < 0
        far_nm = near_nm if beside else near_nm + top_nm - bottom_nm
        reach_nm = self._spray.reach_nm(near_nm, far_nm)
        if reach_nm is None:
            return None
        if self._spray.undercut_nm is not None:
            return source.region.grown_round(reach_nm)
        if above_nm >= 0:
            return None
        shade = [s.region for s in self._stops if s.spans(bottom_nm, source.low_nm)]
        return source.region.minus(shade)


def _wetted(part: Slab, gone: Region, wet: list[Gap]) -> Region:
    """Return the pieces that the etchant comes to; others are cut off by what it does not take."""
    if not gone:
        return gone
    here = [gap.region for gap in wet if part.spans(gap.bottom_nm, gap.top_nm)]
    return gone.touching(gone.within(here).sized(-SNAP_NM // 2))


def _without(part: Slab, gone: Region) -> Slab:
    return part.within(part.region - gone) if gone else part


def _rejoined(slabs: list[Slab]) -> list[Slab]:
    """Return the slabs with those that were cut for nothing made whole again."""
    whole: list[Slab] = []
    for slab in slabs:
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.top_nm == slab.bottom_nm
            and replace(last, bottom_nm=0, top_nm=1, region=slab.region)
            == replace(slab, bottom_nm=0, top_nm=1)
            and last.region == slab.region
        ):
            whole[-1] = replace(last, top_nm=slab.top_nm)
        else:
            whole.append(slab)
    return whole
