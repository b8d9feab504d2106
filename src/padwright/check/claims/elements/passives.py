"""Elements about passive devices."""

from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.deciding import count, decided, listed, missing
from padwright.check.facts_passives import FAMILIES, FoundPassive

if TYPE_CHECKING:
    from padwright.check.facts import Facts


def _joined(facts: "Facts") -> list[FoundPassive]:
    return [each for each in facts.passives if not each.free and each.nets]


def _evidence(facts: "Facts", shown: list[FoundPassive]) -> Evidence:
    return Evidence(
        slabs=tuple(sorted({number for each in shown for number in each.numbers})),
        nets=tuple(facts.net_name(net) for each in shown for net in each.nets),
        measured=tuple(count(f"free ends of {each.name}", each.free) for each in shown),
        places=tuple(each.place for each in shown),
    )


def _there(facts: "Facts") -> Outcome:
    every, joined = list(facts.passives), _joined(facts)
    if not every:
        return missing("there is no passive device")
    names = listed([f"{each.name} ({each.family})" for each in joined or every])
    return decided(
        met=bool(joined),
        because=f"{names} {'is joined' if joined else 'has a free end, so is not joined'} to nets",
        evidence=_evidence(facts, joined or every),
    )


HAS_PASSIVE = Element(
    "The circuit has a passive device, all ends of which are joined to nets of the package",
    _there,
    ("passive", "wiring", "vias", "levels"),
    reading="Made in the wiring or placed on it; one is enough.",
)


def _of_list(facts: "Facts") -> Outcome:
    joined = _joined(facts)
    listed_ones = [each for each in joined if each.family in FAMILIES]
    if not joined:
        return missing("there is no passive device that is joined to nets")
    names = listed([f"{each.name} ({each.family or 'unknown'})" for each in listed_ones or joined])
    return decided(
        met=bool(listed_ones),
        because=f"{names} is {'one' if listed_ones else 'none'} of the list",
        evidence=_evidence(facts, listed_ones or joined),
    )


LISTED_PASSIVE = Element(
    "The passive is of one of six kinds: resistor, inductor, capacitor, wave-guide, filter, "
    "micromechanical sensor",
    _of_list,
    ("passive", "wiring", "vias", "levels"),
)


def _of_wiring(facts: "Facts") -> Outcome:
    joined = _joined(facts)
    own = [each for each in joined if each.in_wiring]
    if not joined:
        return missing("there is no passive device that is joined to nets")
    return decided(
        met=bool(own),
        because=f"{listed([each.name for each in own])} is metal of the wiring layers"
        if own
        else f"{listed([each.name for each in joined])} is a part of its own on the wiring",
        evidence=_evidence(facts, own or joined),
    )


PASSIVE_OF_WIRING = Element(
    "The passive is made of a part of the wiring layers",
    _of_wiring,
    ("passive", "wiring", "vias", "levels"),
    reading="Its conductors are; what insulates a capacitor may be a film.",
)
