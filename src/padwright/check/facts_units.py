"""The packages that a panel was cut into."""

from collections.abc import Sequence
from dataclasses import dataclass

from padwright.check.facts_base import Base
from padwright.check.facts_dies import FoundDie
from padwright.check.facts_films import BuildUp
from padwright.check.record import Entry, Record
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.model.finding import Place


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A package after cutting: its outline, and which dies it holds whole, by their order.

    `parted` are dies that the cut went through.
    """

    region: Region
    dies: tuple[int, ...]
    parted: tuple[int, ...]

    @property
    def place(self) -> Place:
        """The unit's box."""
        return Place(*self.region.box_nm)


def footprint_of(slabs: Sequence[Slab]) -> Region:
    """Return what slabs cover, seen from above.

    What lies within the box of a sheet that is one rectangle is not looked at.
    """
    if not slabs:
        return Region.empty()
    widest = max(slabs, key=lambda slab: slab.region.area_nm2).region
    left, bottom, right, top = widest.box_nm
    if widest.area_nm2 != (right - left) * (top - bottom):
        return Region.union(slab.region for slab in slabs)
    boxes = ((slab.region, slab.region.box_nm) for slab in slabs)
    beyond = [
        region
        for region, box in boxes
        if box[0] < left or box[1] < bottom or right < box[2] or top < box[3]
    ]
    return Region.union([widest, *beyond]) if beyond else widest


def find_cuts(record: Record, base: Base, build_up: BuildUp) -> tuple[Entry, ...]:
    """Return the steps that took something from every sheet of the base and every film at once."""
    needed = {sheet.made_by for sheet in base.sheets} | {film.made_by for film in build_up.films}
    if not needed or not base.sheets:
        return ()
    found = []
    for entry in record.entries:
        taken = {each.made_by for each in entry.gone}
        standing = {made_by for made_by in needed if record.number(made_by) < entry.number}
        has_base = any(sheet.made_by in standing for sheet in base.sheets)
        if has_base and len(standing) > len(base.sheets) and standing <= taken:
            found.append(entry)
    return tuple(found)


def find_units(
    cuts: Sequence[Entry], footprint: Region, dies: Sequence[FoundDie]
) -> tuple[FoundUnit, ...]:
    """Return the packages: what the cuts left in one piece, seen from above."""
    if not cuts:
        return ()
    found = []
    for part in footprint:
        whole = tuple(n for n, die in enumerate(dies) if part.covers(die.outline))
        shared = (n for n, die in enumerate(dies) if n not in whole)
        parted = tuple(n for n in shared if part.overlaps(dies[n].outline))
        found.append(FoundUnit(part, whole, parted))
    return tuple(found)
