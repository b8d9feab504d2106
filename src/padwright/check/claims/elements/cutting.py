"""Elements about cutting the panel apart."""

from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.deciding import count, decided, listed, missing, some

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_PLURAL = 2
_SCRAP = "What is cut off without a die, such as the rim of a panel, is no package."


def _cut_after_terminals(facts: "Facts") -> Outcome:
    if not facts.cuts:
        return missing("nothing is cut apart")
    if not facts.terminals.every:
        return missing("there is no terminal")
    placed = max(facts.record.number(maker) for maker in facts.terminals.makers)
    cut = facts.cuts[0]
    return decided(
        met=placed < cut.number,
        because=f"{cut.name!r} cuts {'after' if placed < cut.number else 'before'} "
        f"{listed(sorted(facts.terminals.makers))}",
        evidence=Evidence(
            steps=(*sorted(facts.terminals.makers), cut.name),
            places=tuple(unit.place for unit in facts.units),
        ),
    )


CUT_AFTER_TERMINALS = Element(
    "The packages are cut apart once the terminals are on",
    _cut_after_terminals,
    ("cutting", "order", "terminals"),
    reading="A cut is a step that goes through the base and every film.",
)


def _dies_in_units(facts: "Facts", *, single: bool) -> Outcome:
    units = [unit for unit in facts.units if unit.dies or unit.parted]
    if not units:
        return missing("nothing is cut apart")
    counts = [len(unit.dies) for unit in units]
    parted = [unit for unit in units if unit.parted]
    met = not parted and all(n == 1 if single else n >= _PLURAL for n in counts)
    held = sorted(set(counts))
    told = f"{some(len(units), 'package')} with {' or '.join(map(str, held))} "
    told += "die each" if held == [1] else "dies each"
    return decided(
        met=met,
        because=f"a cut goes through {some(len(parted), 'die')}" if parted else told,
        evidence=Evidence(
            steps=tuple(cut.name for cut in facts.cuts),
            measured=tuple(
                count(f"dies in package {row}", number) for row, number in enumerate(counts, 1)
            ),
            places=tuple(unit.place for unit in units),
        ),
    )


ONE_DIE_EACH = Element(
    "Each package that is cut out holds one die",
    lambda facts: _dies_in_units(facts, single=True),
    ("cutting", "die"),
    reading=_SCRAP,
)
SEVERAL_DIES_EACH = Element(
    "Each package that is cut out holds two dies or more",
    lambda facts: _dies_in_units(facts, single=False),
    ("cutting", "die"),
    reading=_SCRAP,
)


def _void(facts: "Facts") -> Outcome:
    units = facts.units
    return missing(
        "one package cannot hold one die and several: the claim hangs on one that asks for a "
        "single die, so that nothing can meet it as it is written",
        Evidence(places=tuple(unit.place for unit in units)),
    )


#: As it is written the claim asks for one die and for several at once.
VOID_OR_SEVERAL = Element(
    "Each package that is cut out holds two dies or more, and only one",
    _void,
    ("cutting", "die"),
    reading="Void as written. Corrected: hung on the claim that cuts after the terminals, as its "
    "four sisters are.",
    corrected=lambda facts: _dies_in_units(facts, single=False),
)
