"""How a frame was made: its etches, resists, finishes, mold and covers, from the process record.

What was etched where and how deep is measured on the structures before and after each etch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from padwright.check.contact import SPECK_NM, across, heights_nm, on, plan_of, under
from padwright.check.facts_frame import FrameFacts, frame_of
from padwright.check.record import Entry
from padwright.geometry.body import Face, Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab

if TYPE_CHECKING:
    from padwright.check.facts import Facts


@dataclass(frozen=True, slots=True)
class FoundEtch:
    """One etch of the sheet from one face.

    `bare` is where the sheet's face lay open when it began, `covers` the slabs on that face that
    did not; `depth_nm` is the greatest depth at which sheet metal went.
    """

    entry: Entry
    face: Face
    depth_nm: int
    bare: Region
    covers: tuple[Slab, ...]


class EtchFacts:
    """The making of a frame; what was not done is None or empty."""

    def __init__(self, frame: FrameFacts) -> None:
        self.frame = frame
        self.record = frame.record

    # -- etches -----------------------------------------------------------------------------

    @cached_property
    def etches(self) -> tuple[FoundEtch, ...]:
        """Every etch that took metal from the sheet's faces, in order."""
        found = []
        for entry in self.record.entries:
            if entry.kind == "etch":
                etch = self._etch(entry)
                if etch is not None:
                    found.append(etch)
        return tuple(found)

    def _etch(self, entry: Entry) -> FoundEtch | None:
        before = self.frame.sheet_in(entry.before.slabs)
        after = self.frame.sheet_in(entry.after.slabs)
        low_nm, high_nm = self.frame.faces_nm
        lost = [
            (bottom_nm, top_nm)
            for bottom_nm, top_nm in heights_nm([*before, *after], low_nm, high_nm)
            if (across(before, bottom_nm) - across(after, bottom_nm)).solid_parts(SPECK_NM)
        ]
        if not lost:
            return None
        from_top = bool(_taken_at(before, after, high_nm))
        depth_nm = high_nm - lost[0][0] if from_top else lost[-1][1] - low_nm
        open_face, covers = self._open(entry, before, "top" if from_top else "bottom")
        return FoundEtch(entry, "top" if from_top else "bottom", depth_nm, open_face, covers)

    def _open(self, entry: Entry, metal: list[Slab], face: Face) -> tuple[Region, tuple[Slab, ...]]:
        """Return where a face of the sheet lies open before a step, and what covers it."""
        low_nm, high_nm = self.frame.faces_nm
        if face == "top":
            whole = plan_of(slab for slab in metal if slab.top_nm == high_nm)
            covers = [s for s in entry.before.slabs if s.bottom_nm == high_nm]
        else:
            whole = plan_of(slab for slab in metal if slab.bottom_nm == low_nm)
            covers = [s for s in entry.before.slabs if s.top_nm == low_nm]
        covers = [slab for slab in covers if slab.region.overlaps(whole)]
        return whole.minus(slab.region for slab in covers), tuple(covers)

    @cached_property
    def first(self) -> FoundEtch | None:
        """The first etch from the face that carries the die."""
        return next((each for each in self.etches if each.face == "top"), None)

    @cached_property
    def second(self) -> FoundEtch | None:
        """The last etch from the other face."""
        found = [each for each in self.etches if each.face == "bottom"]
        return found[-1] if found else None

    @cached_property
    def web(self) -> Region:
        """Where both faces lay open to their etches and sheet metal is left all the same."""
        if self.first is None or self.second is None:
            return Region.empty()
        both = self.first.bare & self.second.bare
        left = plan_of(self.frame.sheet_in(self.second.entry.after.slabs))
        return (both & left).solid_parts(SPECK_NM)

    @property
    def line_thickness_nm(self) -> int:
        """Greatest height of the lines and outer pegs over the second face."""
        frame = self.frame
        parts = Region.union([frame.line_plan, frame.outer])
        tops = [s.top_nm for s in frame.metal if s.region.overlaps(parts - frame.inner)]
        return max(tops, default=frame.faces_nm[0]) - frame.faces_nm[0]

    # -- what covers the first face in the first etch ---------------------------------------

    @cached_property
    def first_spots(self) -> list[Slab]:
        """Metal on the first face when the first etch began."""
        covers = self.first.covers if self.first else ()
        return [slab for slab in covers if self.frame.is_metal(slab.material)]

    @cached_property
    def zone_mask(self) -> list[Slab]:
        """What else covered the first face then: the mask that fixes the pad's zone."""
        covers = self.first.covers if self.first else ()
        return [slab for slab in covers if not self.frame.is_metal(slab.material)]

    @cached_property
    def zone(self) -> Region:
        """The part of that mask that the die came to lie over."""
        masked = plan_of(self.zone_mask)
        return masked.touching(self.frame.die_outline) if self.frame.die else masked

    @cached_property
    def second_spots(self) -> list[Slab]:
        """Metal on the second face when the second etch began."""
        covers = self.second.covers if self.second else ()
        return [slab for slab in covers if self.frame.is_metal(slab.material)]

    @cached_property
    def line_masks(self) -> list[Slab]:
        """What else covered the second face then: the masks of the lines."""
        covers = self.second.covers if self.second else ()
        return [slab for slab in covers if not self.frame.is_metal(slab.material)]

    # -- steps ------------------------------------------------------------------------------

    def makers(self, slabs: list[Slab]) -> tuple[Entry, ...]:
        """Return the steps that made slabs, in order."""
        return self.record.makers(slabs)

    @cached_property
    def zone_mask_gone(self) -> Entry | None:
        """The step after which nothing of the zone's mask was left."""
        names = {slab.made_by for slab in self.zone_mask}
        return self.gone(names)

    def gone(self, names: set[str]) -> Entry | None:
        """Return the step after which nothing was left of what some steps had made."""
        seen = False
        for entry in self.record.entries:
            here = any(slab.made_by in names for slab in entry.after.slabs)
            if seen and not here:
                return entry
            seen = seen or here
        return None

    @cached_property
    def attaching(self) -> tuple[Entry, ...]:
        """The steps that placed dies."""
        return self.record.where(lambda each: each.adds(lambda slab: slab.role is Role.DIE))

    @cached_property
    def connecting(self) -> tuple[Entry, ...]:
        """The steps that drew wires."""
        return self.record.where(lambda each: any(isinstance(b, Wire) for b in each.bodies))

    @cached_property
    def molding(self) -> tuple[Entry, ...]:
        """The steps that made the encapsulant."""
        return self.makers(self.frame.mold)

    @cached_property
    def walling(self) -> tuple[Entry, ...]:
        """The steps after the second etch that left insulators beside the lines."""
        after = self.second.entry.number if self.second else len(self.record.entries)
        return tuple(each for each in self.makers(self.frame.inks) if each.number > after)

    def resists(self, face: Face, before: int) -> tuple[Entry, ...]:
        """Return the steps before a step that coated a whole face of the sheet with an insulator.

        Whole is more than half of the face: a print or a spot is no coat.
        """
        low_nm, high_nm = self.frame.faces_nm
        found = []
        for entry in self.record.entries[: max(0, before - 1)]:
            metal = self.frame.sheet_in(entry.before.slabs)
            film = [slab for slab in entry.slabs if not self.frame.is_metal(slab.material)]
            if face == "top":
                whole = plan_of(slab for slab in metal if slab.top_nm == high_nm)
                laid = on(whole, high_nm, film)
            else:
                whole = plan_of(slab for slab in metal if slab.bottom_nm == low_nm)
                laid = under(whole, low_nm, film)
            if film and whole and 2 * laid.area_nm2 > whole.area_nm2:
                found.append(entry)
        return tuple(found)

    def plating(self, face: Face) -> tuple[Entry, ...]:
        """Return the steps that brought the metal on a face of the sheet before its etch."""
        return self.makers(self.first_spots if face == "top" else self.second_spots)


def _taken_at(before: list[Slab], after: list[Slab], high_nm: int) -> Region:
    """Return what a step took from the sheet right below its first face."""
    return (across(before, high_nm - 1) - across(after, high_nm - 1)).solid_parts(SPECK_NM)


def electroplated(entry: Entry) -> bool | None:
    """Return whether a step deposits by electric current; None where the record does not say."""
    if entry.kind == "electroplate":
        return True
    method = entry.parameter("method")
    return None if method is None else method == "electroplate"


@lru_cache(maxsize=8)
def etching_of(facts: "Facts") -> EtchFacts:
    """Return how the frame of a built package was made; read once for all claims."""
    return EtchFacts(frame_of(facts))


def names_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the names of steps, each once."""
    return tuple(dict.fromkeys(entry.name for entry in entries))


def first_number(entries: Sequence[Entry]) -> int:
    """Return the number of the first of some steps; 0 of none."""
    return min((entry.number for entry in entries), default=0)


def last_number(entries: Sequence[Entry]) -> int:
    """Return the number of the last of some steps; 0 of none."""
    return max((entry.number for entry in entries), default=0)
