"""Elements about what closes a package: passivation and terminals."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.holes import places_of
from padwright.check.deciding import count, decided, listed, missing, share, some
from padwright.check.facts_terminals import through
from padwright.geometry.region import Region
from padwright.geometry.slab import Role

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.facts_films import Film, Level

_PLURAL = 2
#: A film that protects lies over more than this share of the package.
_COAT_RATIO = 0.5
#: A covered spot counts as a land when its core is this near in size to an open land's.
_ALIKE_RATIO = 0.1
_SUBJECTS = ("passivation", "lands", "wiring", "levels")


def _films_over(facts: "Facts", level: "Level") -> "tuple[Film, ...]":
    """Return the passivation over a level: what lies on it and carries no wiring itself."""
    if level.number < len(facts.levels):
        return facts.levels[level.number].inner[:1]
    return facts.build_up.passivation


def covered_lands(level: "Level", opened: Region) -> Region:
    """Return wiring under films that is as large as the lands that their openings show.

    What is left of the metal when it is drawn in by two fifths of the narrowest opening shows where
    a land could be; of a like size it is one. Metal over a hole is there for the hole, unless
    lands that are shown lie over holes as well.
    """
    shown = [part.box_nm for part in level.wiring & opened]
    if not shown:
        return Region.empty()
    narrow_nm = min(min(box[2] - box[0], box[3] - box[1]) for box in shown)
    cores = level.wiring.sized(-round(0.4 * narrow_nm))
    lands = [part.box_nm for part in cores.touching(opened)]
    if not lands:
        return Region.empty()
    sides_nm = [(box[2] - box[0], box[3] - box[1]) for box in lands]
    found = []
    hidden = cores.clear_of(opened)
    if not level.vias.overlaps(opened):
        hidden = hidden.clear_of(level.vias)
    for part in hidden:
        left, bottom, right, top = part.box_nm
        sides = (right - left, top - bottom)
        if any(_alike(sides[0], w) and _alike(sides[1], h) for w, h in sides_nm):
            found.append(part)
    return Region.union(found)


def _alike(one_nm: int, other_nm: int) -> bool:
    return abs(one_nm - other_nm) <= _ALIKE_RATIO * max(one_nm, other_nm)


def _passivated(facts: "Facts", level: "Level | None") -> Outcome:
    if level is None:
        return missing("there is no such wiring")
    films = _films_over(facts, level)
    if not films:
        return missing(f"no film over wiring {level.number} leaves it for lands only")
    opened = through(films)
    lands = (level.wiring & opened).without_slivers()
    hidden = covered_lands(level, opened)
    after = films[0].step > max(level.steps)
    ratio = 1 - opened.area_nm2 / max(1, facts.footprint.area_nm2)
    names = [film.made_by for film in films]
    told = f"{listed([repr(name) for name in names])} over wiring {level.number} "
    told += f"{'shows' if len(films) == 1 else 'show'} {some(len(lands), 'land')}"
    if hidden:
        told += f" and {'covers' if len(films) == 1 else 'cover'} {len(hidden)}"
    if ratio <= _COAT_RATIO:
        told += f", but lies over {ratio:.0%} of the package only"
    return decided(
        met=len(lands) >= _PLURAL and not hidden and after and ratio > _COAT_RATIO,
        because=told,
        evidence=Evidence(
            slabs=tuple(sorted(number for film in films for number in film.numbers)),
            steps=tuple(names),
            measured=(
                count("lands shown", len(lands)),
                count("lands covered", len(hidden)),
                share("package covered", ratio, _COAT_RATIO),
            ),
            places=places_of(hidden or lands, level.plane_nm, films[-1].plane_nm),
        ),
    )


@cache
def passivated(number: int) -> Element:
    """Return the element: a film is laid over a level and opened over its lands."""
    return Element(
        f"A patterned passivation is laid over film and wiring {number} and shows its lands"
        if number > 0
        else "A passivation lies over the outermost wiring and shows every land",
        lambda facts: _passivated(facts, facts.level(number)),
        _SUBJECTS,
        reading="It carries no wiring of its own and lies over more than half of the package; of "
        "several films all are opened. Over wiring that another level follows it has to be opened "
        "before the next film is laid.",
    )


def _terminals_on(facts: "Facts", number: int) -> Outcome:
    level, terminals = facts.level(number), facts.terminals
    if level is None:
        return missing("there is no such wiring")
    lands = facts.lands[level.number - 1].region
    if level.number < len(facts.levels):
        shown = [each for each in facts.outer_lands if each.level == level.number]
        lands = Region.union(each.region for each in shown)
    parts = Region.union(slab.region for slab in facts.slabs if slab.role is Role.COMPONENT)
    lands = lands.clear_of(parts) if parts else lands
    loose = [each for each in terminals.every if not each.contact]
    on_lands = terminals.contacts & lands
    off = (terminals.contacts - lands).without_slivers()
    bare = lands.clear_of(terminals.contacts) if on_lands else lands
    told = (
        f"{some(len(terminals), 'terminal')}, {some(len(lands), 'land')} on wiring {level.number}"
    )
    if loose:
        told += f"; {len(loose)} touch no metal"
    if off:
        told += f"; {len(off)} stand elsewhere"
    if bare:
        told += f"; {some(len(bare), 'land')} without one"
    places = tuple(each.place for each in loose) or places_of(
        bare or off or on_lands, level.plane_nm, facts.structure.top_nm
    )
    return decided(
        met=len(terminals) >= _PLURAL and not loose and not off and not bare and bool(on_lands),
        because=told,
        evidence=Evidence(
            slabs=(*terminals.numbers, *level.wiring_numbers),
            bodies=terminals.bodies[:50],
            steps=tuple(sorted(terminals.makers)),
            measured=(
                count("terminals", len(terminals), _PLURAL),
                count("terminals on no metal", len(loose)),
                count("lands without a terminal", len(bare)),
            ),
            places=places,
        ),
    )


@cache
def terminals_on(number: int) -> Element:
    """Return the element: terminals stand on the lands of a level."""
    which = f"wiring {number}" if number > 0 else "the outermost wiring"
    return Element(
        f"Terminals, two or more, stand on the lands of {which}",
        lambda facts: _terminals_on(facts, number),
        ("terminals", "lands", "passivation", "wiring", "levels"),
        reading="Each terminal touches the metal of a land, and each land has one; lands of placed "
        "parts are left out.",
    )


def _kinds(facts: "Facts") -> Outcome:
    terminals = facts.terminals
    if not terminals.every:
        return missing("there is no terminal")
    other = [each for each in terminals.every if each.kind not in {"ball", "bump", "pin"}]
    return decided(
        met=not other,
        because=f"the terminals are {listed(sorted(f'{kind}s' for kind in terminals.kinds))}",
        evidence=Evidence(
            slabs=terminals.numbers,
            bodies=terminals.bodies[:50],
            steps=tuple(sorted(terminals.makers)),
            places=tuple(each.place for each in (other or terminals.every)[:50]),
        ),
    )


BALLS_BUMPS_PINS = Element(
    "The terminals are balls of solder, bumps or pins",
    _kinds,
    ("terminals",),
    reading="By their shape: a sphere, a column, or a shank on a head; a flat print of paste is "
    "none of them.",
)
