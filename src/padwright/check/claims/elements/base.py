"""Elements about the base: its metal, its recesses, its sheets."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.claimed_die import claimed
from padwright.check.claims.elements.each_die import DieAnswer, of_dies
from padwright.check.deciding import count, decided, length, listed, missing, some
from padwright.check.facts_base import Recess
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.record import Entry

#: Steps that cut with a tool or a beam; etching, plating and punching are no machining.
MACHINING = frozenset({"mill", "grind", "laser-drill"})
_PLURAL = 2


def _metal(facts: "Facts") -> Outcome:
    sheets = facts.base.sheets
    if not sheets:
        return missing("nothing lies under the dies")
    other = [sheet.material for sheet in sheets if not facts.is_metal(sheet.material)]
    materials = listed([sheet.material for sheet in sheets])
    return decided(
        met=not other,
        because=f"the base is of {listed(other)}, no metal"
        if other
        else f"the base is of {materials}",
        evidence=Evidence(
            slabs=facts.base.numbers,
            steps=tuple(sheet.made_by for sheet in sheets),
            places=tuple(sheet.place for sheet in sheets),
        ),
    )


METAL_BASE = Element("The base is of metal", _metal, ("base",))


def recess_of(facts: "Facts", number: int) -> Recess | None:
    """Return the recess that holds a die whose back is bonded to its floor, or None."""
    die, bond = facts.dies[number], facts.bonds[number]
    for recess in facts.base.recesses:
        if recess.region.covers(die.outline) and bond.floor_nm == recess.floor_nm:
            return recess
    return None


def used_recesses(facts: "Facts") -> tuple[Recess, ...]:
    """Return the recesses that hold dies, each once."""
    held = (recess_of(facts, number) for number in range(len(facts.dies)))
    return tuple({id(recess): recess for recess in held if recess is not None}.values())


@cache
def in_recess(*, every: bool) -> Element:
    """Return the element: the die stands on the floor of a recess."""
    return Element(
        "Each die lies in a recess of the base, its back bonded to the floor"
        if every
        else "The base has a recess, and the die's back is bonded to its floor",
        of_dies(_in_recess, every=every, among=claimed),
        ("pocket", "sheets", "die", "attach", "base"),
        reading="A recess is walled in on every side.",
    )


def _in_recess(facts: "Facts", number: int) -> DieAnswer:
    die, bond = facts.dies[number], facts.bonds[number]
    recess = recess_of(facts, number)
    held = recess is not None and bond.area_ratio >= facts.tolerances.bonded_ratio
    return DieAnswer(
        met=held,
        because=f"die {die.name} lies in a recess {recess.depth_nm / 1000:g} um deep"
        if recess
        else f"die {die.name} lies in no recess",
        measured=(length(f"depth under {die.name}", recess.depth_nm),) if recess else (),
        slabs=facts.base.numbers,
        places=(recess.place if recess else die.place,),
    )


def _several_recesses(facts: "Facts") -> Outcome:
    recesses = used_recesses(facts)
    empty = len(facts.base.recesses) - len(recesses)
    told = f"the base has {some(len(recesses), 'recess', 'recesses')} with dies in"
    if empty:
        told += f", and {empty} without"
    return decided(
        met=len(recesses) >= _PLURAL,
        because=told,
        evidence=Evidence(
            slabs=facts.base.numbers,
            measured=(count("recesses with dies", len(recesses), _PLURAL),),
            places=tuple(recess.place for recess in recesses or facts.base.recesses),
        ),
    )


SEVERAL_RECESSES = Element(
    "The base has two recesses or more",
    _several_recesses,
    ("pocket", "sheets", "base", "die", "attach"),
    reading="Recesses that dies are bonded in; one may hold more than one die.",
)


def _depth(facts: "Facts", number: int) -> DieAnswer:
    die, recess = facts.dies[number], recess_of(facts, number)
    if recess is None:
        return DieAnswer(met=False, because=f"die {die.name} lies in no recess")
    off_nm, with_film_nm, limit_nm = (
        recess.depth_nm - die.thickness_nm,
        recess.depth_nm - die.thickness_nm - facts.bonds[number].film_nm,
        facts.tolerances.equal_nm,
    )
    counted_nm = with_film_nm if facts.tolerances.attach_film == "counted" else off_nm
    return DieAnswer(
        met=abs(counted_nm) <= limit_nm,
        because=f"the recess of {die.name} is {recess.depth_nm / 1000:g} um deep, the die "
        f"{die.thickness_nm / 1000:g} um thick",
        measured=(
            length(f"depth less thickness of {die.name}", off_nm, limit_nm),
            length(f"depth less thickness and film of {die.name}", with_film_nm, limit_nm),
        ),
        places=(recess.place,),
    )


DEPTH_IS_THICKNESS = Element(
    "Each recess is as deep as its die is thick",
    of_dies(_depth, every=True),
    ("pocket", "die", "sheets"),
    reading="Equal within the tolerance of a depth. The attach film is left out unless the setting "
    "attach_film counts it; both figures are given.",
)


def recess_makers(facts: "Facts") -> tuple["Entry", ...]:
    """Return the steps that took the dies' recesses out of the sheets, before a die was there.

    A mark or a hole for tooling elsewhere in the base is no recess of a die.
    """
    first = min((facts.record.number(die.made_by) for die in facts.dies), default=0)
    makers = {sheet.made_by for sheet in facts.base.sheets}
    recesses = Region.union(recess.region for recess in used_recesses(facts))

    def digs(entry: "Entry") -> bool:
        if entry.number >= first or not any(map(entry.takes_from, makers)):
            return False
        return facts.record.taken_in(entry, makers).overlaps(recesses)

    return facts.record.where(digs)


def _machined(facts: "Facts") -> Outcome:
    if not facts.base.recesses:
        return missing("the base has no recess")
    made = recess_makers(facts)
    other = [entry for entry in made if entry.kind not in MACHINING]
    if not made:
        return missing("no step took the recesses out of the base")
    return decided(
        met=not other,
        because=f"the recesses are made by {listed([f'{e.name!r} ({e.kind})' for e in made])}",
        evidence=Evidence(
            slabs=facts.base.numbers,
            steps=tuple(entry.name for entry in made),
            places=tuple(recess.place for recess in facts.base.recesses),
        ),
    )


MACHINED = Element(
    "The recesses are cut by machining",
    _machined,
    ("pocket", "sheets"),
    reading="Milling, grinding and cutting with a beam; neither etching nor punching.",
)


def _two_sheets(facts: "Facts") -> Outcome:
    sheets = facts.base.sheets
    evidence = Evidence(
        slabs=facts.base.numbers,
        steps=tuple(sheet.made_by for sheet in sheets),
        measured=(count("sheets", len(sheets), _PLURAL),),
        places=tuple(sheet.place for sheet in sheets),
    )
    if len(sheets) < _PLURAL:
        return missing(f"the base is {some(len(sheets), 'sheet')}", evidence)
    first, second = sheets[0], sheets[1]
    metal = facts.is_metal(first.material) and facts.is_metal(second.material)
    over = first.bottom_nm >= second.top_nm and first.region.overlaps(second.region)
    return decided(
        met=metal and over,
        because="two sheets of metal lie on each other"
        if metal and over
        else "the two sheets do not lie on each other as metal on metal",
        evidence=evidence,
    )


TWO_SHEETS = Element(
    "The base is two sheets of metal that lie on each other",
    _two_sheets,
    ("sheets", "base"),
    reading="A glue between them is allowed. The text names as the base's face the far side of the "
    "second sheet; what carries dies and films can only be the outer face of the first, "
    "with the floors of the pockets.",
)


@cache
def through_first_sheet(*, every: bool) -> Element:
    """Return the element: an opening pierces the first sheet, down to the second."""
    return Element(
        "An opening goes right through the first sheet and makes the pocket; the die's back is "
        "bonded to its floor, the second sheet",
        of_dies(_through_first, every=every, among=claimed),
        ("sheets", "pocket", "die", "attach", "base"),
        reading="One opening is enough; each of several may hold one die or more.",
    )


def _through_first(facts: "Facts", number: int) -> DieAnswer:
    die, bond = facts.dies[number], facts.bonds[number]
    recess = recess_of(facts, number)
    pierced = recess is not None and recess.floor == _PLURAL and bond.sheet == _PLURAL
    held = bond.area_ratio >= facts.tolerances.bonded_ratio
    told = "through an opening on the second sheet" if pierced else "not on the second sheet"
    return DieAnswer(
        met=pierced and held,
        because=f"die {die.name} stands {told}",
        slabs=facts.base.numbers,
        places=(recess.place if recess else die.place,),
    )


@cache
def sheet_like_die(*, every: bool) -> Element:
    """Return the element: the first sheet is about as thick as the die."""
    return Element(
        "The first sheet is about as thick as the die",
        of_dies(_sheet_like_die, every=every, among=claimed),
        ("sheets", "die"),
        reading="Within a share of the die's thickness. The attach film is left out unless the "
        "setting attach_film counts it; both figures are given.",
    )


def _sheet_like_die(facts: "Facts", number: int) -> DieAnswer:
    die, bond, sheets = facts.dies[number], facts.bonds[number], facts.base.sheets
    if len(sheets) < _PLURAL:
        return DieAnswer(met=False, because="the base has no first sheet over a second")
    off_nm = sheets[0].thickness_nm - die.thickness_nm
    with_film_nm = off_nm - bond.film_nm
    counted_nm = with_film_nm if facts.tolerances.attach_film == "counted" else off_nm
    limit_nm = round(facts.tolerances.approx_ratio * die.thickness_nm)
    return DieAnswer(
        met=abs(counted_nm) <= limit_nm,
        because=f"the first sheet has {sheets[0].thickness_nm / 1000:g} um, die {die.name} "
        f"{die.thickness_nm / 1000:g} um",
        measured=(
            length(f"sheet less {die.name}", off_nm, limit_nm),
            length(f"sheet less {die.name} and film", with_film_nm, limit_nm),
        ),
        slabs=(*sheets[0].numbers, *die.numbers),
        places=(sheets[0].place, die.place),
    )


def _punched(facts: "Facts") -> Outcome:
    sheets = facts.base.sheets
    if len(sheets) < _PLURAL:
        return missing("the base is not two sheets")
    made = [entry for entry in recess_makers(facts) if entry.takes_from(sheets[0].made_by)]
    joined = facts.record.number(sheets[1].made_by)
    steps = (*(entry.name for entry in made), sheets[1].made_by)
    punched = bool(made) and all(entry.kind == "punch" for entry in made)
    before = bool(made) and max(entry.number for entry in made) < joined
    how = listed([f"{entry.name!r} ({entry.kind})" for entry in made]) or "no step"
    return decided(
        met=punched and before,
        because=f"the first sheet is opened by {how}, "
        f"{'before' if before else 'not before'} {sheets[1].made_by!r} adds the second",
        evidence=Evidence(
            slabs=facts.base.numbers, steps=steps, places=tuple(s.place for s in sheets)
        ),
    )


PUNCHED_FIRST = Element(
    "The first sheet is punched, and only then laid on the second",
    _punched,
    ("sheets", "pocket", "order"),
)
