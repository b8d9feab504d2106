"""How dies came to their base over a temporary plate, from the process record."""

from collections.abc import Sequence
from dataclasses import dataclass

from padwright.check.facts_base import RING_NM, Base
from padwright.check.facts_dies import FoundDie
from padwright.check.facts_films import BuildUp
from padwright.check.record import Entry, Record
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab


@dataclass(frozen=True, slots=True)
class Transfer:
    """The steps of a transfer, each None where there was none.

    `plate` laid what the fronts of the dies lay against, `fill` the first fill round them. `ground`
    are the steps that took from dies and fill alike, `base` the first that laid a sheet of the base
    and `film` the first film with wiring. `plate_gone` and `fill_gone` took the last of each; they
    are None while something of it is left.
    """

    attached: tuple[Entry, ...]
    plate: Entry | None
    plate_material: str
    touching: tuple[int, ...]
    fill: Entry | None
    fill_material: str
    ground: tuple[Entry, ...]
    base: Entry | None
    plate_gone: Entry | None
    fill_gone: Entry | None
    film: Entry | None


def find_transfer(
    record: Record, dies: Sequence[FoundDie], base: Base, build_up: BuildUp
) -> Transfer:
    """Return the steps of a transfer, as far as they were done."""
    attached = tuple(e for die in dies if (e := record.by(die.made_by)) is not None)
    attached = tuple({entry.number: entry for entry in attached}.values())
    last = attached[-1] if attached else None
    makers = [e for sheet in base.sheets if (e := record.by(sheet.made_by)) is not None]
    base_entry = min(makers, key=lambda entry: entry.number, default=None)
    level = build_up.levels[0] if build_up.levels else None
    film = record.entries[level.films[0].step - 1] if level else None
    plate, touching = _plate(record, attached, last)
    fill = _first_fill(record, dies, last, base_entry)
    names = {die.made_by for die in dies}
    ground = record.where(
        lambda entry: (
            fill is not None
            and names <= {gone.made_by for gone in entry.gone if gone.role is Role.DIE}
            and entry.takes_from(fill.name)
        )
    )
    ground = tuple(e for e in ground if base_entry is None or e.number < base_entry.number)
    return Transfer(
        attached,
        plate,
        _material(plate),
        touching,
        fill,
        _material(fill),
        ground,
        base_entry,
        _gone(record, plate),
        _gone(record, fill),
        film,
    )


def _material(entry: Entry | None) -> str:
    if entry is None or not entry.slabs:
        return ""
    return max(entry.slabs, key=lambda slab: slab.volume_nm3).material


def _plate(
    record: Record, attached: Sequence[Entry], last: Entry | None
) -> tuple[Entry | None, tuple[int, ...]]:
    """Return the step that laid the plate, and which attached dies have their fronts against it.

    The plate is what the fronts lie against, through films that were there before the dies, and
    the thickest of it.
    """
    if last is None:
        return None, ()
    before = [slab for slab in last.after.slabs if record.number(slab.made_by) < attached[0].number]
    touching: list[int] = []
    found: dict[str, int] = {}
    for entry in attached:
        pads = [slab for slab in entry.slabs if slab.role is Role.DIE_PAD]
        body = [slab for slab in entry.slabs if slab.role is Role.DIE]
        if not pads or not body:
            continue
        for up in (True, False):
            face_nm = max(s.top_nm for s in body) if up else min(s.bottom_nm for s in body)
            has_pads = any((pad.top_nm if up else pad.bottom_nm) == face_nm for pad in pads)
            held = _against(before, face_nm, Region.union(s.region for s in body), up=up)
            if has_pads and held:
                touching.append(entry.number)
                for slab in held:
                    found[slab.made_by] = max(found.get(slab.made_by, 0), slab.thickness_nm)
                break
    if not found:
        return None, ()
    thickest = max(found, key=lambda name: found[name])
    return record.by(thickest), tuple(touching)


def _against(slabs: Sequence[Slab], face_nm: int, outline: Region, *, up: bool) -> list[Slab]:
    """Return what a face lies against, and what lies behind that, film by film."""
    held: list[Slab] = []
    height_nm = face_nm
    while True:
        here = [
            slab
            for slab in slabs
            if (slab.bottom_nm if up else slab.top_nm) == height_nm
            and slab.region.overlaps(outline)
        ]
        if not here:
            return held
        held += here
        height_nm = here[0].top_nm if up else here[0].bottom_nm


def _first_fill(
    record: Record, dies: Sequence[FoundDie], last: Entry | None, base: Entry | None
) -> Entry | None:
    """Return the first step after the last die that put beside dies what the base came upon.

    What was taken away again before there was a base, such as a resist, is no fill.
    """
    if last is None:
        return None
    beside = Region.union(die.outline.sized(RING_NM) - die.outline for die in dies)
    until = base.number if base else len(record.entries) + 1
    kept = {slab.made_by for slab in record.after(until - 1).slabs}
    for entry in record.entries[last.number : until - 1]:
        if entry.name in kept and any(slab.region.overlaps(beside) for slab in entry.slabs):
            return entry
    return None


def _gone(record: Record, entry: Entry | None) -> Entry | None:
    """Return the step after which nothing is left of what another made, or None."""
    if entry is None or not record.entries:
        return None
    if any(slab.made_by == entry.name for slab in record.entries[-1].after.slabs):
        return None
    return record.last_taking(entry.name)
