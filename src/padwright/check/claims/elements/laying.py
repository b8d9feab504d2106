"""Elements about how films, holes, vias and wiring are laid, and in which order."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome, Test
from padwright.check.claims.elements.holes import places_of
from padwright.check.deciding import count, decided, listed, missing, share, some
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.facts_films import Level
    from padwright.check.record import Entry

_PLURAL = 2
#: By which method a kind of step lays metal; a kind with a method of its own says so itself.
METHODS = {
    "sputter": ("sputter",),
    "electroplate": ("electroplate",),
    "electroless-plate": ("electroless",),
    "plate-wiring": ("sputter", "electroplate"),
}
LISTED_METHODS = frozenset({"sputter", "electroplate", "electroless"})


def methods_of(entry: "Entry") -> tuple[str, ...]:
    """Return by which methods a step lays metal; its kind where nothing more is known."""
    told = entry.parameter("method")
    return (str(told),) if told else METHODS.get(entry.kind, (entry.kind,))


def _in_turn(facts: "Facts", *, from_base: bool) -> Outcome:
    """Return whether base, dies, first film and first wiring were laid in this order."""
    record, level, base = facts.record, facts.level(1), facts.base
    if not base.sheets or not facts.dies:
        return missing("there is no base with dies on it")
    if facts.build_up.below:
        early = [facts.slabs[number].made_by for number in facts.build_up.below]
        return missing(
            f"{listed(early)} laid metal over the dies before there was a film",
            Evidence(slabs=facts.build_up.below, steps=tuple(dict.fromkeys(early))),
        )
    if level is None:
        return missing("no wiring was laid on a film")
    sheets = [record.number(sheet.made_by) for sheet in base.sheets]
    dies = [record.number(die.made_by) for die in facts.dies]
    film, metal = level.films[0].step, min(level.steps)
    ordered = (not from_base or max(sheets) < min(dies)) and max(dies) < film < metal
    steps = [*(s.made_by for s in base.sheets), *(d.made_by for d in facts.dies)]
    steps += [level.films[0].made_by, record.entries[metal - 1].name]
    return decided(
        met=ordered,
        because=("in turn: " if ordered else "not in turn: ") + listed(steps, 6),
        evidence=Evidence(steps=tuple(steps), slabs=level.film.numbers, places=(level.film.place,)),
    )


BASE_DIES_FILM_WIRING = Element(
    "First comes the base, then the dies are bonded to it, then a first film is laid over base and "
    "dies, then a first wiring on the film",
    lambda facts: _in_turn(facts, from_base=True),
    ("order", "base", "die", "dielectric", "wiring", "levels"),
    reading="Bonding is a step of its own, and a recess's floor belongs to the base's face.",
)


@cache
def opened_between(number: int) -> Element:
    """Return the element: a film is opened after it is laid and before its wiring."""

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        if level is None:
            return missing(f"there is no wiring {number}")
        film, record = level.film, facts.record
        if not film.opened_by:
            return missing(f"{film.made_by!r} was never opened")
        opened, metal = record.entries[film.opened_by - 1], record.entries[min(level.steps) - 1]
        ordered = film.step < opened.number < metal.number
        return decided(
            met=ordered,
            because=f"{opened.name!r} opens {film.made_by!r} "
            f"{'before' if ordered else 'not before'} {metal.name!r}",
            evidence=Evidence(
                slabs=film.numbers,
                steps=(film.made_by, opened.name, metal.name),
                places=places_of(facts.holes(level).through, film.bottom_nm, film.plane_nm),
            ),
        )

    return Element(
        f"Film {number} is opened after it is laid and before wiring {number} comes on it",
        test,
        ("order", "holes", "dielectric", "levels"),
    )


def _shares(facts: "Facts", level: "Level") -> tuple[dict[str, int], dict[str, int]]:
    """Return by step how much metal of a level lies in the holes, and how much on the film."""
    inside: dict[str, int] = {}
    above: dict[str, int] = {}
    for number in level.numbers:
        slab = facts.slabs[number]
        low_nm = max(0, min(slab.top_nm, level.plane_nm) - slab.bottom_nm)
        high_nm = max(0, slab.top_nm - max(slab.bottom_nm, level.plane_nm))
        area_nm2 = slab.region.area_nm2
        if low_nm:
            inside[slab.made_by] = inside.get(slab.made_by, 0) + low_nm * area_nm2
        if high_nm:
            above[slab.made_by] = above.get(slab.made_by, 0) + high_nm * area_nm2
    return inside, above


def _filling(facts: "Facts", level: "Level") -> "tuple[Entry, Entry, float] | None":
    """Return the step that filled the holes most, the one that laid most wiring, and its share."""
    inside, above = _shares(facts, level)
    filler = max(inside, key=lambda step: inside[step], default=None)
    layer = max(above, key=lambda step: above[step], default=None)
    if filler is None or layer is None:
        return None
    filling, laying = facts.record.by(filler), facts.record.by(layer)
    if filling is None or laying is None:
        return None
    return filling, laying, inside[filler] / sum(inside.values())


def _fill_test(number: int, is_met: "Callable[[Level, Entry, Entry], bool]") -> Test:
    """Return the test of which step filled the holes of a level, and which laid its wiring.

    `is_met` is asked of the level, the step that filled and the step that laid.
    """

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        found = _filling(facts, level) if level else None
        if level is None or found is None:
            return missing(f"there is no wiring {number} with metal in holes")
        filling, laying, ratio = found
        return decided(
            met=is_met(level, filling, laying),
            because=f"{filling.name!r} fills the holes, {laying.name!r} lays the wiring",
            evidence=Evidence(
                slabs=level.via_numbers,
                steps=(filling.name, laying.name),
                measured=(share(f"metal in the holes by {filling.name}", ratio),),
                places=places_of(level.vias, level.film.bottom_nm, level.plane_nm),
            ),
        )

    return test


def _by_the_wiring(_: "Level", filling: "Entry", laying: "Entry") -> bool:
    return filling.number == laying.number


def _between(level: "Level", filling: "Entry", laying: "Entry") -> bool:
    return 0 < level.film.opened_by < filling.number < laying.number


@cache
def filled_with_wiring(number: int) -> Element:
    """Return the element: the wiring's own metal fills the holes as it is laid."""
    return Element(
        f"While wiring {number} is laid, a part of its metal fills the holes of film {number}",
        _fill_test(number, _by_the_wiring),
        ("via-fill", "vias", "levels"),
        reading="The step that puts most metal into the holes is the one that lays most of the "
        "wiring; seed and adhesion films are thin.",
    )


@cache
def filled_on_its_own(number: int) -> Element:
    """Return the element: the holes are filled in a step of its own, before the wiring."""
    return Element(
        f"The holes of film {number} are filled with a conductor in a step of its own, before "
        f"wiring {number} is laid",
        _fill_test(number, _between),
        ("via-fill", "vias", "order", "levels"),
        reading="Where the text says 'when' for 'before', as its sister claims do, a filling of "
        "its own is meant: else it would say what the claim before it says.",
    )


@cache
def laid_by_listed_method(number: int) -> Element:
    """Return the element: wiring is sputtered, electroplated or plated without current."""

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        if level is None:
            return missing(f"there is no wiring {number}")
        makers = facts.record.makers(facts.slabs[each] for each in level.wiring_numbers)
        other = [entry for entry in makers if not set(methods_of(entry)) <= LISTED_METHODS]
        shown = other or list(makers)
        told = listed([f"{entry.name!r} ({' and '.join(methods_of(entry))})" for entry in shown])
        return decided(
            met=bool(makers) and not other,
            because=f"wiring {number} is laid by {told}",
            evidence=Evidence(
                slabs=level.wiring_numbers, steps=tuple(entry.name for entry in shown)
            ),
        )

    return Element(
        f"Wiring {number} is laid by sputtering, by electroplating or by electroless plating",
        test,
        ("wiring-method", "levels"),
        reading="Every step that laid metal of it.",
    )


@cache
def meets_first_holes(number: int) -> Element:
    """Return the element: holes of a film go to wiring that owns holes of the film before."""

    def test(facts: "Facts") -> Outcome:
        upper, lower = facts.level(number), facts.level(number - 1)
        if upper is None or lower is None:
            return missing(f"there is no wiring {number} over another")
        holes, first = facts.holes(upper).through, facts.holes(lower).through & lower.vias
        if facts.tolerances.second_holes == "stacked":
            target = first
        else:
            target = lower.wiring.touching(first) if first else first
        missed = holes.clear_of(target)
        if missed and facts.tolerances.second_holes == "land":
            nets = facts.nets_of(missed, lower.wiring_numbers)
            rows = [row for row, net in enumerate(nets) if not facts.reaches_pad(net)]
            parts = list(missed)
            missed = Region.union(parts[row] for row in rows)
        return _aimed(facts, upper, holes, missed, f"wiring with a hole of film {number - 1}")

    return Element(
        f"The holes of film {number}, two or more, correspond to those of film {number - 1} and "
        f"open wiring {number - 1}",
        test,
        ("holes", "wiring", "vias", "levels"),
        reading="They end on wiring of nets with such a hole somewhere, or right above one "
        "where the setting second_holes says stacked. The earlier holes are first named in "
        "a claim that this one does not hang on.",
    )


@cache
def meets_lands(number: int) -> Element:
    """Return the element: holes of a film lie over the lands of the wiring below."""

    def test(facts: "Facts") -> Outcome:
        upper, lower = facts.level(number), facts.level(number - 1)
        if upper is None or lower is None:
            return missing(f"there is no wiring {number} over another")
        holes = facts.holes(upper).through
        beside = (holes - lower.wiring).without_slivers()
        missed = holes.touching(beside) if beside else beside
        return _aimed(facts, upper, holes, missed, f"a land of wiring {number - 1}")

    return Element(
        f"The holes of film {number}, two or more, lie over lands of wiring {number - 1}",
        test,
        ("holes", "wiring", "lands", "levels"),
    )


def _aimed(facts: "Facts", upper: "Level", holes: Region, missed: Region, what: str) -> Outcome:
    return decided(
        met=len(holes) >= _PLURAL and not missed and not facts.holes(upper).blind,
        because=f"{some(len(missed), 'hole')} of {len(holes)} "
        f"{'misses' if len(missed) == 1 else 'miss'} {what}"
        if missed
        else f"all {len(holes)} holes end on {what}",
        evidence=Evidence(
            slabs=upper.film.numbers,
            steps=(upper.film.made_by,),
            measured=(count("holes", len(holes), _PLURAL), count("of them beside", len(missed))),
            places=places_of(missed or holes, upper.film.bottom_nm, upper.plane_nm),
        ),
    )
