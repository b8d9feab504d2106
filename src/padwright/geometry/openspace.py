"""The space round a structure that a film, a light beam or a liquid can reach from one face."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from padwright.geometry.body import Face
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure


@dataclass(frozen=True, slots=True)
class Gap:
    """An interval of height and what is open in it."""

    bottom_nm: int
    top_nm: int
    region: Region


class Skyline:
    """What is open over each height, seen from one face of a structure.

    Slabs that `passing` picks are looked through: a film that is removed does not shade itself.

    Cost: one boolean for each height at which a slab ends, from the face inward, until everything
    is covered; a height is asked for as often as one likes.
    """

    def __init__(
        self,
        structure: Structure,
        panel: Region,
        face: Face = "top",
        passing: Callable[[Slab], bool] = lambda _: False,
    ) -> None:
        self.structure = structure
        self.panel = panel
        self._face = face
        self._free: list[tuple[int, Region]] = []  # heights from the face inward, open beyond each
        self._shading = tuple(slab for slab in structure.slabs if not passing(slab))
        ends: dict[int, list[Region]] = {}
        for slab in self._shading:
            ends.setdefault(self._inward(self._end_nm(slab)), []).append(slab.region)
        self._ends = sorted(ends.items())

    def _end_nm(self, slab: Slab) -> int:
        return slab.top_nm if self._face == "top" else slab.bottom_nm

    def _inward(self, height_nm: int) -> int:
        return -height_nm if self._face == "top" else height_nm

    def beyond(self, height_nm: int) -> Region:
        """Return what no slab covers that ends beyond a height, towards the face."""
        limit = self._inward(height_nm)
        taken = len(self._free)
        while taken < len(self._ends) and self._ends[taken][0] < limit:
            depth, regions = self._ends[taken]
            free = self._free[-1][1] if self._free else self.panel
            self._free.append((depth, free.minus(regions) if free else free))
            taken += 1
        open_regions = [free for depth, free in self._free if depth < limit]
        return open_regions[-1] if open_regions else self.panel

    def gaps(self) -> list[Gap]:
        """Return the space in line of sight, interval by interval, going inward."""
        intervals = list(pairwise(Structure(self._shading).levels_nm()))
        if self._face == "top":
            intervals.reverse()
        gaps: list[Gap] = []
        for bottom_nm, top_nm in intervals:
            free = self.beyond(bottom_nm if self._face == "top" else top_nm)
            if not free:
                break
            gaps.append(Gap(bottom_nm, top_nm, free))
        return gaps

    def exposed(self, slab: Slab) -> Region:
        """Return the part of a slab's outer face that is in line of sight."""
        free = self.beyond(self._end_nm(slab))
        return slab.region & free if free else free


def seen_from(structure: Structure, panel: Region, face: Face = "top") -> list[Gap]:
    """Return the space in line of sight of a face; for several questions ask one `Skyline`."""
    return Skyline(structure, panel, face).gaps()


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
    """Return the part of a slab's outer face that is seen; for many slabs ask one `Skyline`."""
    return Skyline(structure, panel, face).exposed(slab)
