"""The build-up over the dies: films, wiring levels and holes, told apart by conductor and order.

An insulator that rises above the fronts of the dies is a film. Metal that was laid between one
film and the next belongs to the first; where some of it stands on the film's upper plane, the film
carries a wiring level. A film on which nothing stands passivates what is below it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from padwright.check.facts_base import Base
from padwright.check.facts_dies import FoundDie
from padwright.check.record import Record, place_of_slabs
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Place

#: What is placed or hangs on as an object of its own, and is neither film nor wiring.
_OBJECTS = frozenset({Role.DIE, Role.DIE_PAD, Role.TERMINAL, Role.COMPONENT})


@dataclass(frozen=True, slots=True)
class Film:
    """An insulating film of the build-up: what one step laid and later steps opened.

    `plane_nm` is its upper plane; `open` is where all of it is missing, `mouths` where it is
    missing at its upper plane. `opened_by` is the step that first opened it, 0 when none did.
    """

    made_by: str
    step: int
    material: str
    numbers: tuple[int, ...]
    bottom_nm: int
    plane_nm: int
    region: Region
    mouths: Region
    open: Region
    opened_by: int
    place: Place


@dataclass(frozen=True, slots=True)
class Level:
    """A wiring level: its films, the metal above their plane, and the metal in their holes.

    `films` are what lies between this wiring and what is below it; the last of them carries the
    wiring. Those before it that were opened on their own are `inner`, passivation between levels.
    `wiring_numbers` and `via_numbers` are slabs above and below the plane; a slab that reaches
    through is in both. `steps` are the numbers of the steps that laid the metal.
    """

    number: int
    films: tuple[Film, ...]
    inner: tuple[Film, ...]
    wiring_numbers: tuple[int, ...]
    via_numbers: tuple[int, ...]
    wiring: Region
    vias: Region
    plane_nm: int
    high_nm: int
    steps: tuple[int, ...]

    @property
    def film(self) -> Film:
        """The film that carries the wiring."""
        return self.films[-1]

    @property
    def dielectrics(self) -> tuple[Film, ...]:
        """The films less the passivation between the levels."""
        return tuple(film for film in self.films if film not in self.inner)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All slabs of metal of the level."""
        return tuple(sorted({*self.wiring_numbers, *self.via_numbers}))

    @property
    def place(self) -> Place:
        """The box of the level's metal."""
        return Place(*self.wiring.box_nm, self.film.bottom_nm, self.high_nm)


@dataclass(frozen=True, slots=True)
class BuildUp:
    """The films and levels over the dies, going up.

    `below` are slabs of metal that were laid before the first film; `passivation` are the films
    over the last level; `later` are slabs of metal that were laid after these and stand in them.
    """

    films: tuple[Film, ...]
    levels: tuple[Level, ...]
    passivation: tuple[Film, ...]
    below: tuple[int, ...]
    later: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holes:
    """The holes in the films of one level, each region of as many parts as there are holes.

    `through` go down to what is below, `blind` stop short; of those that go through, `empty` hold
    no metal or metal over a part of their floor only, `unfilled` are not metal from wall to wall,
    `missed` end on nothing that conducts.
    """

    mouths: Region
    through: Region
    blind: Region
    empty: Region
    unfilled: Region
    missed: Region

    def __len__(self) -> int:
        return len(self.through)


def find_build_up(
    structure: Structure,
    dies: Sequence[FoundDie],
    base: Base,
    record: Record,
    footprint: Region,
    conducts: Callable[[str], bool],
) -> BuildUp:
    """Return the films and wiring levels over the fronts of the dies."""
    slabs = structure.slabs
    fronts_nm = [die.high_nm for die in dies]
    front_nm = max(fronts_nm) if fronts_nm else base.surface_nm
    kept = set(base.numbers)
    insulators: dict[str, list[int]] = {}
    metal: list[int] = []
    for number, slab in enumerate(slabs):
        if slab.role in _OBJECTS or number in kept:
            continue
        if not conducts(slab.material):
            insulators.setdefault(slab.made_by, []).append(number)
        elif slab.top_nm > front_nm:
            metal.append(number)
    films = [
        _film(slabs, made_by, numbers, record, footprint)
        for made_by, numbers in insulators.items()
        if any(slabs[number].top_nm > front_nm for number in numbers)
    ]
    films.sort(key=lambda film: film.step)
    return _levels(slabs, films, metal, record)


def _film(
    slabs: Sequence[Slab], made_by: str, numbers: list[int], record: Record, footprint: Region
) -> Film:
    plane_nm = max(slabs[number].top_nm for number in numbers)
    region = Region.union(slabs[number].region for number in numbers)
    top = Region.union(slabs[n].region for n in numbers if slabs[n].top_nm == plane_nm)
    opened = record.opening(made_by)
    return Film(
        made_by,
        record.number(made_by),
        slabs[numbers[0]].material,
        tuple(numbers),
        min(slabs[number].bottom_nm for number in numbers),
        plane_nm,
        region,
        (footprint - top).without_slivers(),
        (footprint - region).without_slivers(),
        opened.number if opened else 0,
        place_of_slabs(slabs[number] for number in numbers),
    )


def _levels(slabs: Sequence[Slab], films: list[Film], metal: list[int], record: Record) -> BuildUp:
    made = {number: record.number(slabs[number].made_by) for number in metal}
    first = films[0].step if films else len(record.entries) + 1
    below = tuple(number for number in metal if made[number] < first)
    levels: list[Level] = []
    pending: list[Film] = []
    loose: list[int] = []
    for order, film in enumerate(films):
        ends = films[order + 1].step if order + 1 < len(films) else len(record.entries) + 1
        own = [number for number in metal if film.step < made[number] < ends]
        pending.append(film)
        above = [number for number in own if slabs[number].top_nm > film.plane_nm]
        if not above:
            loose += own
            continue
        levels.append(_level(slabs, len(levels) + 1, pending, [*loose, *own], made))
        pending, loose = [], []
    return BuildUp(tuple(films), tuple(levels), tuple(pending), below, tuple(loose))


def _level(
    slabs: Sequence[Slab], number: int, films: list[Film], metal: list[int], made: dict[int, int]
) -> Level:
    plane_nm = films[-1].plane_nm
    wiring = [each for each in metal if slabs[each].top_nm > plane_nm]
    vias = [each for each in metal if slabs[each].bottom_nm < plane_nm]
    inner = tuple(
        film for film, following in pairwise(films) if 0 < film.opened_by < following.step
    )
    return Level(
        number,
        tuple(films),
        inner,
        tuple(wiring),
        tuple(vias),
        Region.union(slabs[each].region for each in wiring),
        Region.union(slabs[each].region for each in vias),
        plane_nm,
        max(slabs[each].top_nm for each in wiring),
        tuple(sorted({made[each] for each in metal})),
    )


def find_holes(structure: Structure, level: Level, below: Region) -> Holes:
    """Return the holes in the films of a level.

    Parameters
    ----------
    structure, level
        Where they are.
    below
        What conducts under the films: the pads of the dies, or the wiring of the level below.
    """
    slabs = structure.slabs
    through = level.films[0].open
    for film in level.films[1:]:
        through = through & film.open
    mouths = level.film.mouths
    metal = [slabs[number] for number in level.via_numbers]
    bare = (through - level.vias).without_slivers()
    return Holes(
        mouths=mouths,
        through=through,
        blind=mouths.clear_of(through),
        empty=through.touching(bare) if bare else bare,
        unfilled=_unfilled(metal, level, through),
        missed=through.clear_of(below & through),
    )


def _unfilled(metal: Sequence[Slab], level: Level, through: Region) -> Region:
    """Return the holes that are not metal from wall to wall at every height."""
    found: list[Region] = []
    low_nm = max(level.films[0].bottom_nm, min((slab.bottom_nm for slab in metal), default=0))
    heights_nm = sorted(
        {low_nm, level.plane_nm, *(slab.bottom_nm for slab in metal)}
        | {slab.top_nm for slab in metal}
    )
    heights_nm = [each for each in heights_nm if low_nm <= each <= level.plane_nm]
    for bottom_nm, top_nm in pairwise(heights_nm):
        here = [slab.region for slab in metal if slab.spans(bottom_nm, top_nm)]
        bare = through.minus(here).without_slivers()
        if bare:
            found.append(through.touching(bare))
    return Region.union(found)
