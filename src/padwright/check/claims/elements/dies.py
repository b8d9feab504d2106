"""Elements about the dies: how they lie, what they do, and what is wired on them."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.each_die import DieAnswer, meeting, of_dies
from padwright.check.deciding import count, decided, listed, missing, share, some, unknown

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_PLURAL = 2


@cache
def fronts_away(*, every: bool) -> Element:
    """Return the element: two or more pads on the face that looks away from the base."""
    return Element(
        "Each die has its pads, two or more, on the face that looks away from the base"
        if every
        else "A die has its pads, two or more, on the face that looks away from the base",
        of_dies(front_away, every=every),
        ("die",),
    )


def front_away(facts: "Facts", number: int) -> DieAnswer:
    """Return whether a die has its pads on the face that looks away from the base."""
    die = facts.dies[number]
    pads = len(die.pads)
    told = f"looks {die.looks}" if die.looks else "shows no pad"
    return DieAnswer(
        met=die.looks == "up" and pads >= _PLURAL,
        because=f"die {die.name} {told} and has {some(pads, 'pad')}",
        measured=(count(f"pads of {die.name}", pads, _PLURAL),),
        slabs=(*die.numbers, *die.pad_numbers),
        places=(die.place,),
    )


@cache
def bonded(*, every: bool) -> Element:
    """Return the element: the backs are held by the base."""
    return Element(
        "The back of each die is bonded to the base"
        if every
        else "The back of a die is bonded to the base",
        of_dies(is_bonded, every=every, among=meeting(front_away)),
        ("attach", "die", "base", "bond"),
        reading="A film that adheres may lie between; the share of the back over the base counts."
        + ("" if every else " What is asked of a die has to be true of one and the same."),
    )


def is_bonded(facts: "Facts", number: int) -> DieAnswer:
    """Return whether a die's back is held by the base."""
    die, bond = facts.dies[number], facts.bonds[number]
    limit_ratio = facts.tolerances.bonded_ratio
    film = f" through {bond.film_nm / 1000:g} um of film" if bond.film_nm else ""
    held = f"is bonded over {bond.area_ratio:.0%} of its back{film}"
    floats = "touches the base nowhere with its back"
    return DieAnswer(
        met=bond.area_ratio >= limit_ratio,
        because=f"die {die.name} {held if bond.area_ratio else floats}",
        measured=(share(f"bonded share of {die.name}", bond.area_ratio, limit_ratio),),
        slabs=(*die.numbers, *bond.numbers),
        places=(die.place,),
    )


def _several(facts: "Facts") -> Outcome:
    dies = facts.dies
    return decided(
        met=len(dies) >= _PLURAL,
        because=f"there {'is' if len(dies) == 1 else 'are'} {some(len(dies), 'die')}",
        evidence=Evidence(
            slabs=tuple(number for die in dies for number in die.numbers),
            measured=(count("dies", len(dies), _PLURAL),),
            places=tuple(die.place for die in dies),
        ),
    )


SEVERAL = Element("There are two dies or more", _several, ("die",))


def _functions(facts: "Facts", *, same: bool) -> Outcome:
    dies = facts.dies
    told = {die.name: die.function for die in dies}
    places = Evidence(places=tuple(die.place for die in dies))
    if not dies:
        return missing("there is no die")
    if not all(told.values()):
        silent = [name for name, function in told.items() if not function]
        return unknown(f"what {listed(silent)} does is not said", places)
    different = sorted(set(told.values()))
    met = (len(different) == 1) == same
    because = (
        f"all dies do one thing: {different[0]}"
        if len(different) == 1
        else f"the dies do different things: {listed(different)}"
    )
    return decided(met=met, because=because, evidence=places)


SAME_FUNCTION = Element(
    "All dies do the same",
    lambda facts: _functions(facts, same=True),
    ("die", "die-function"),
    reading="What a die does is said by the design.",
)
DIFFERENT_FUNCTION = Element(
    "Not all dies do the same",
    lambda facts: _functions(facts, same=False),
    ("die", "die-function"),
    reading="What a die does is said by the design; two that differ are enough.",
)
