"""Elements about what fills the space round the dies."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.claimed_die import claimed
from padwright.check.claims.elements.each_die import DieAnswer, of_dies
from padwright.check.deciding import decided, length, listed, missing, share
from padwright.check.facts_base import Fill, ring_cover

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.facts_dies import FoundDie

#: What a filler may be made of: an epoxy is a polymer as well.
FILLERS = frozenset({"epoxy", "polymer"})
_SUBJECTS = ("fill", "die", "attach", "pocket", "sheets", "grind")


@cache
def flush_ring(*, every: bool) -> Element:
    """Return the element: a fill surrounds the die, its top level with the die's front."""
    return Element(
        "A fill lies between the base and the build-up all round the die, its top level with the "
        "die's front",
        of_dies(_flush_ring, every=every, among=claimed),
        _SUBJECTS,
        reading="Level within the setting planar; all round is the share covered of a narrow ring "
        "round the die.",
    )


def best_fill(facts: "Facts", die: "FoundDie") -> Fill | None:
    """Return the fill that is round a die and most nearly level with its front, or None."""
    round_it = [
        fill
        for fill in facts.fills
        if ring_cover(facts.structure, fill, die) >= facts.tolerances.covered_ratio
    ]
    return min(round_it, key=lambda fill: abs(fill.top_nm - die.front_nm), default=None)


def fills_round(facts: "Facts") -> tuple[Fill, ...]:
    """Return the fills that are round dies, each once."""
    found = [fill for die in facts.dies if (fill := best_fill(facts, die))]
    return tuple({(fill.made_by, fill.material): fill for fill in found}.values())


def _flush_ring(facts: "Facts", number: int) -> DieAnswer:
    die = facts.dies[number]
    fill = best_fill(facts, die)
    if fill is None:
        covers = [ring_cover(facts.structure, each, die) for each in facts.fills]
        return DieAnswer(
            met=False,
            because=f"nothing fills the space all round die {die.name}",
            measured=(
                share(
                    f"filled ring round {die.name}",
                    max(covers, default=0.0),
                    facts.tolerances.covered_ratio,
                ),
            ),
            slabs=tuple(number for each in facts.fills for number in each.numbers),
            places=(die.place,),
        )
    off_nm, limit_nm = fill.top_nm - die.front_nm, facts.tolerances.planar_nm
    return DieAnswer(
        met=abs(off_nm) <= limit_nm,
        because=f"{fill.made_by!r} is round die {die.name} and ends {_where(off_nm)} its front",
        measured=(length(f"fill over front of {die.name}", off_nm, limit_nm),),
        slabs=fill.numbers,
        steps=(fill.made_by,),
        places=(die.place,),
    )


def _where(off_nm: int) -> str:
    if not off_nm:
        return "level with"
    return f"{abs(off_nm) / 1000:g} um {'above' if off_nm > 0 else 'below'}"


def _level_fronts(facts: "Facts") -> Outcome:
    fronts_nm = [die.front_nm for die in facts.dies]
    if not fronts_nm:
        return missing("there is no die")
    apart_nm, limit_nm = max(fronts_nm) - min(fronts_nm), facts.tolerances.planar_nm
    return decided(
        met=apart_nm <= limit_nm,
        because=f"the fronts of the dies are up to {apart_nm / 1000:g} um apart in height",
        evidence=Evidence(
            measured=(length("fronts apart", apart_nm, limit_nm),),
            places=tuple(die.place for die in facts.dies),
        ),
    )


LEVEL_FRONTS = Element(
    "The fronts of all dies are level with each other",
    _level_fronts,
    ("fill", "die", "attach", "pocket", "sheets", "grind"),
    reading="One top of the fill can be level with all fronts only when these are.",
)


def _material(facts: "Facts") -> Outcome:
    found = fills_round(facts)
    if not found:
        return missing("there is no fill round a die")
    other = [fill.material for fill in found if not facts.classes(fill.material) & FILLERS]
    materials = sorted({fill.material for fill in found})
    return decided(
        met=not other,
        because=f"the fill is of {listed(materials)}, "
        f"{'not' if other else ''} an epoxy or another polymer".replace(",  ", ", "),
        evidence=Evidence(
            slabs=tuple(sorted(number for fill in found for number in fill.numbers)),
            steps=tuple(sorted(fill.made_by for fill in found)),
        ),
    )


POLYMER_FILL = Element("The fill is an epoxy or another polymer", _material, ("fill",))


def _filled_between(facts: "Facts") -> Outcome:
    fills = {fill.made_by for fill in fills_round(facts)}
    level = facts.level(1)
    if not fills or level is None:
        return missing("there is no fill round a die, or no film over it")
    record = facts.record
    last = max(record.number(die.made_by) for die in facts.dies)
    numbers = [record.number(each) for each in fills]
    ordered = last < min(numbers) and max(numbers) < level.films[0].step
    return decided(
        met=ordered,
        because=f"{listed(sorted(fills))} comes {'' if ordered else 'not '}after the last die and "
        f"before {level.films[0].made_by!r}",
        evidence=Evidence(
            steps=(*(die.made_by for die in facts.dies), *sorted(fills), level.films[0].made_by)
        ),
    )


FILLED_BETWEEN = Element(
    "The fill comes after the dies are bonded and before the first film",
    _filled_between,
    ("fill", "order", "dielectric", "die"),
)
