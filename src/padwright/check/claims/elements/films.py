"""Elements about the films of the build-up: where they lie and what they are made of."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.deciding import count, decided, listed, missing, share, some
from padwright.check.facts_films import Film, Level
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts

#: What the list of dielectrics names.
LISTED = frozenset({"polyimide", "bcb", "porous-low-k", "stress-buffer"})
_NAMES = "polyimide, benzocyclobutene, a porous dielectric or a stress buffer"
_PLURAL = 2
_COVER = ("dielectric", "die", "base", "fill")


def covered_by(level: Level, on: Region) -> float:
    """Return the share of an area over which a level's films lie, the metal in their holes too."""
    if not on:
        return 1.0
    films = Region.union([*(film.region for film in level.films), level.vias])
    return films.within([on]).area_nm2 / on.area_nm2


def _over_base_and_dies(facts: "Facts") -> Outcome:
    level = facts.level(1)
    if level is None:
        return missing("no film carries wiring")
    shadow = Region.union(die.outline for die in facts.dies)
    shares = [("base beside the dies", covered_by(level, facts.footprint - shadow))]
    shares += [(f"die {die.name}", covered_by(level, die.outline)) for die in facts.dies]
    limit_ratio = facts.tolerances.covered_ratio
    bare = [what for what, ratio in shares if ratio < limit_ratio]
    film = level.film
    return decided(
        met=not bare,
        because=f"{film.made_by!r} "
        + (f"leaves {listed(bare)} bare" if bare else "lies over the base and every die"),
        evidence=Evidence(
            slabs=film.numbers,
            steps=(film.made_by,),
            measured=tuple(share(f"covered: {what}", ratio, limit_ratio) for what, ratio in shares),
            places=(film.place,),
        ),
    )


OVER_BASE_AND_DIES = Element(
    "A dielectric film with wiring on it lies over the base and the dies' fronts",
    _over_base_and_dies,
    (*_COVER, "levels", "wiring"),
    reading="Over the share set as covered; metal in the holes counts to the film.",
)


def _above(facts: "Facts") -> Outcome:
    level = facts.level(1)
    if level is None:
        return missing("no film carries wiring")
    slabs = facts.slabs
    lowest_nm = min(slabs[number].bottom_nm for number in level.numbers)
    floor_nm = min([facts.base.surface_nm, *(die.front_nm for die in facts.dies)])
    return decided(
        met=lowest_nm >= floor_nm and not facts.build_up.below,
        because="the wiring begins above base and dies"
        if lowest_nm >= floor_nm
        else "the wiring reaches below the base's face and the dies' fronts",
        evidence=Evidence(slabs=level.numbers, places=(level.place,)),
    )


ABOVE = Element(
    "A thin-film build-up with wiring lies on top of the base and the dies",
    _above,
    ("levels", "wiring", "dielectric", "die", "base", "order"),
)


def _alternating(facts: "Facts") -> Outcome:
    levels = facts.levels
    stray = [
        f"levels {level.number - 1} and {level.number}"
        for level, contact in zip(levels[1:], facts.contacts[1:], strict=True)
        if (contact - facts.holes(level).mouths).without_slivers()
    ]
    met = len(levels) >= _PLURAL and not stray
    return decided(
        met=met,
        because=f"there {'is' if len(levels) == 1 else 'are'} {some(len(levels), 'wiring level')}, "
        "each on a film of its own"
        + (f", but {listed(stray)} touch outside of holes" if stray else ""),
        evidence=Evidence(
            slabs=tuple(number for level in levels for number in level.film.numbers),
            steps=tuple(level.film.made_by for level in levels),
            measured=(count("wiring levels", len(levels), _PLURAL),),
            places=tuple(level.place for level in levels),
        ),
    )


ALTERNATING = Element(
    "Two wiring layers or more and as many dielectric films lie on each other by turns",
    _alternating,
    ("levels", "dielectric", "wiring", "holes"),
    reading="A film over the last wiring is passivation and does not count.",
)


def _lowest_between(facts: "Facts") -> Outcome:
    level = facts.level(1)
    if level is None:
        return missing("no film carries wiring")
    shadow = Region.union(die.outline for die in facts.dies)
    ratio = covered_by(level, facts.footprint - shadow)
    limit_ratio = facts.tolerances.covered_ratio
    return decided(
        met=ratio >= limit_ratio,
        because=f"{level.film.made_by!r} parts the lowest wiring from the base",
        evidence=Evidence(
            slabs=level.film.numbers,
            steps=(level.film.made_by,),
            measured=(share("base covered by the lowest film", ratio, limit_ratio),),
            places=(level.film.place,),
        ),
    )


LOWEST_BETWEEN = Element(
    "One of the films lies between the build-up and the base",
    _lowest_between,
    (*_COVER, "levels"),
    reading="The lowest film is a part of the build-up itself: read as between the lowest wiring "
    "and the base.",
)


def _listed_material(facts: "Facts", films: list[Film], *, every: bool) -> Outcome:
    if not films:
        return missing("no film carries wiring there")
    other = [film for film in films if not facts.classes(film.material) & LISTED]
    met = not other if every else len(other) < len(films)
    shown = other if other and not met else films
    told = listed(sorted({film.material for film in shown}))
    return decided(
        met=met,
        because=f"{listed([film.made_by for film in shown])} "
        f"{'is' if len(shown) == 1 else 'are'} of {told}, "
        f"{'one' if met else 'none'} of the list",
        evidence=Evidence(
            slabs=tuple(number for film in shown for number in film.numbers),
            steps=tuple(film.made_by for film in shown),
        ),
    )


@cache
def listed_film(number: int) -> Element:
    """Return the element: the film under a wiring level is of the list."""

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        return _listed_material(facts, list(level.dielectrics) if level else [], every=True)

    return Element(
        f"The film under wiring level {number} is {_NAMES}", test, ("dielectric-material",)
    )


def _listed_films(facts: "Facts") -> Outcome:
    films = [film for level in facts.levels for film in level.dielectrics]
    return _listed_material(facts, films, every=facts.tolerances.film_choice == "all")


LISTED_FILMS = Element(
    f"The films between the wiring layers are {_NAMES}",
    _listed_films,
    ("dielectric-material",),
    reading="The text speaks of one film where there are several: all of them, or any if so set.",
)


@cache
def second_film(number: int) -> Element:
    """Return the element: a further film lies over the film and the wiring before it."""

    def test(facts: "Facts") -> Outcome:
        level, under = facts.level(number), facts.level(number - 1)
        if level is None or under is None:
            return missing(
                f"there {'is' if len(facts.levels) == 1 else 'are'} "
                f"{some(len(facts.levels), 'wiring level')} only"
            )
        ratio = covered_by(level, facts.footprint)
        limit_ratio = facts.tolerances.covered_ratio
        ordered = max(under.steps) < level.films[0].step < min(level.steps)
        return decided(
            met=ratio >= limit_ratio and ordered,
            because=f"{level.film.made_by!r} covers {ratio:.0%} of what is below it",
            evidence=Evidence(
                slabs=level.film.numbers,
                steps=(level.film.made_by,),
                measured=(share("covered", ratio, limit_ratio),),
                places=(level.film.place,),
            ),
        )

    return Element(
        f"Film {number} is laid over film and wiring {number - 1}, and wiring {number} on it",
        test,
        ("dielectric", "levels", "order"),
    )
