"""Elements about holes through the films and the metal in them."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Measured, Outcome
from padwright.check.deciding import count, decided, listed, missing, some
from padwright.check.facts_films import Level
from padwright.geometry.region import Region
from padwright.model.finding import Place

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_PLURAL = 2
_SHOWN = 50


def places_of(region: Region, low_nm: int, high_nm: int) -> tuple[Place, ...]:
    """Return the boxes of the first parts of a region, as evidence."""
    found = []
    for part in region:
        found.append(Place(*part.box_nm, low_nm, high_nm))
        if len(found) == _SHOWN:
            break
    return tuple(found)


def _evidence(level: Level, region: Region, measured: tuple[Measured, ...] = ()) -> Evidence:
    return Evidence(
        slabs=tuple(sorted({*level.film.numbers, *level.via_numbers})),
        steps=(level.film.made_by,),
        measured=measured,
        places=places_of(region, level.film.bottom_nm, level.plane_nm),
    )


def _through(facts: "Facts", levels: list[Level]) -> Outcome:
    if not levels:
        return missing("no film carries wiring there")
    for level in levels:
        holes = facts.holes(level)
        measured = (
            count(f"holes through {level.film.made_by}", len(holes), _PLURAL),
            count("of them blind", len(holes.blind)),
        )
        if holes.blind:
            return missing(
                f"{some(len(holes.blind), 'hole')} in {level.film.made_by!r} "
                f"{'stops' if len(holes.blind) == 1 else 'stop'} short of the bottom",
                _evidence(level, holes.blind, measured),
            )
        if len(holes) < _PLURAL:
            return missing(
                f"{level.film.made_by!r} has {some(len(holes), 'hole')} through it",
                _evidence(level, holes.through, measured),
            )
    told = [f"{len(facts.holes(each))} through {each.film.made_by!r}" for each in levels]
    return decided(
        met=True,
        because=f"holes go through at full depth: {listed(told)}",
        evidence=_evidence(levels[0], facts.holes(levels[0]).through),
    )


def _in_holes_only(facts: "Facts", levels: list[Level]) -> Outcome:
    if not levels:
        return missing("no film carries wiring there")
    for level in levels:
        contact = facts.contacts[level.number - 1]
        below = "the dies' pads" if level.number == 1 else f"wiring {level.number - 1}"
        if not contact:
            return missing(
                f"wiring {level.number} meets {below} nowhere",
                _evidence(level, facts.holes(level).through),
            )
        stray = (contact - facts.holes(level).mouths).without_slivers()
        if stray:
            return missing(
                f"wiring {level.number} meets {below} outside of holes", _evidence(level, stray)
            )
    numbers = listed([str(level.number) for level in levels])
    return decided(
        met=True,
        because=f"what is below is met in holes and nowhere else, by wiring {numbers}",
        evidence=_evidence(levels[0], facts.contacts[levels[0].number - 1]),
    )


def _filled(facts: "Facts", levels: list[Level]) -> Outcome:
    if not levels:
        return missing("no film carries wiring there")
    for level in levels:
        holes = facts.holes(level)
        lacking = holes.unfilled if facts.tolerances.vias == "solid" else holes.empty
        cut_off = holes.through.clear_of(facts.contacts[level.number - 1])
        if not holes:
            return missing(f"{level.film.made_by!r} has no hole", _evidence(level, holes.through))
        if lacking:
            return missing(
                f"{some(len(lacking), 'hole')} in {level.film.made_by!r} "
                f"{'is' if len(lacking) == 1 else 'are'} not filled with metal",
                _evidence(level, lacking),
            )
        if cut_off:
            return missing(
                f"the metal in {some(len(cut_off), 'hole')} of {level.film.made_by!r} "
                "joins nothing below",
                _evidence(level, cut_off),
            )
    told = [f"{len(facts.holes(each))} of {each.film.made_by!r}" for each in levels]
    return decided(
        met=True,
        because=f"metal is in every hole and joins what is below: {listed(told)}",
        evidence=_evidence(levels[0], levels[0].vias),
    )


def _one(facts: "Facts", number: int) -> list[Level]:
    level = facts.level(number)
    return [level] if level else []


@cache
def through_film(number: int) -> Element:
    """Return the element: the film of a level has two holes or more, all at full depth."""
    return Element(
        f"Two holes or more go through the whole of film {number}",
        lambda facts: _through(facts, _one(facts, number)),
        ("holes", "dielectric", "levels"),
    )


@cache
def joined_in_holes(number: int) -> Element:
    """Return the element: a wiring level meets what is below in the film's holes only."""
    below = "the dies' pads" if number == 1 else f"wiring {number - 1}"
    return Element(
        f"Through these holes wiring {number} meets {below}",
        lambda facts: _in_holes_only(facts, _one(facts, number)),
        ("holes", "vias", "wiring", "levels"),
    )


@cache
def filled_holes(number: int) -> Element:
    """Return the element: a via is in every hole of a level's film."""
    return Element(
        f"In every hole of film {number} a via of metal joins wiring and what is below",
        lambda facts: _filled(facts, _one(facts, number)),
        ("holes", "vias", "via-fill", "wiring", "levels"),
        reading="Metal over the whole floor of a hole is a via, or metal from wall to wall where "
        "the setting vias says solid.",
    )


EVERY_FILM_THROUGH = Element(
    "Every film has two holes or more at full depth",
    lambda facts: _through(facts, list(facts.levels)),
    ("holes", "dielectric", "levels"),
)
EVERY_LEVEL_IN_HOLES = Element(
    "Each wiring layer meets its neighbours, and the lowest the dies' pads, through these holes",
    lambda facts: _in_holes_only(facts, list(facts.levels)),
    ("holes", "vias", "wiring", "levels"),
)
EVERY_HOLE_FILLED = Element(
    "In every hole of every film a via of metal does the joining",
    lambda facts: _filled(facts, list(facts.levels)),
    ("holes", "vias", "via-fill", "wiring", "levels"),
    reading="Metal over the whole floor of a hole is a via, or metal from wall to wall where the "
    "setting vias says solid.",
)


@cache
def neighbours_joined(number: int) -> Element:
    """Return the element: a level is joined to the one below it through the film between."""
    return Element(
        f"Wiring {number} is joined to wiring {number - 1} through film {number}",
        lambda facts: _meets(facts, _one(facts, number)),
        ("vias", "wiring", "holes", "levels"),
    )


def _meets(facts: "Facts", levels: list[Level]) -> Outcome:
    if not levels:
        return missing("there is no such wiring level")
    lacking = [level for level in levels if not facts.contacts[level.number - 1]]
    shown = lacking[0] if lacking else levels[0]
    told = listed([str(level.number) for level in lacking or levels])
    return decided(
        met=not lacking,
        because=f"wiring {told} {'meets nothing' if lacking else 'stands on metal'} below",
        evidence=_evidence(shown, facts.contacts[shown.number - 1]),
    )


NEIGHBOURS_JOINED = Element(
    "Neighbouring wiring layers are joined through the film between them",
    lambda facts: _meets(facts, list(facts.levels[1:])),
    ("vias", "wiring", "holes", "levels"),
)
