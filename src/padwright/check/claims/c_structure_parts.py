"""Patent C, the package's parts: metals, finishes, covers, wires, mold, terminals (C2 to C14)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from padwright.check.claim import Claim, Element, Evidence, Outcome
from padwright.check.contact import share_ratio
from padwright.check.deciding import count, decided, listed, missing, share, some, unknown
from padwright.check.facts_frame import FrameFacts, frame_of
from padwright.geometry.body import Ball
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab

if TYPE_CHECKING:
    from padwright.check.facts import Facts

#: The metals that finishes are to be of, alone or together.
FINE_METALS: Final = frozenset({"Au", "Ag", "Ni", "Pd"})
#: A print that is cured cooler than this is not set by heat: an uncited default.
_CURE_C: Final = 100.0


def _sheet_metal(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    parts = Region.union([frame.pad, frame.inner, frame.outer])
    used = sorted({slab.material for slab in frame.metal if slab.region.overlaps(parts)})
    metals = [facts.materials[each].base_element for each in used]
    evidence = Evidence(slabs=frame.numbers(frame.metal))
    if not used:
        return missing("there are no pad and pegs", evidence)
    met = len(used) == 1 and metals[0] in {"Cu", "Fe"}
    words = f"pad and pegs are of {listed(used)}, mostly {listed(metals)}"
    return decided(met=met, because=words, evidence=evidence)


_Ends = Callable[[FrameFacts, Region], tuple[Region, Region]]


def _finished(which: str, ends: _Ends) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        frame, limit = frame_of(facts), facts.tolerances.covered_ratio
        pegs = frame.inner_pegs if which == "inner" else frame.outer_pegs
        films = frame.finish_1 if which == "inner" else frame.finish_2
        height_nm = frame.faces_nm[1] if which == "inner" else frame.faces_nm[0]
        ratios = [share_ratio(film, end) for end, film in (ends(frame, peg) for peg in pegs)]
        bare = [peg for peg, ratio in zip(pegs, ratios, strict=True) if ratio < limit]
        evidence = Evidence(
            slabs=frame.numbers(films),
            steps=tuple(sorted({slab.made_by for slab in films})),
            measured=(
                count(f"{which} pegs with a finish", len(pegs) - len(bare), len(pegs)),
                share("least finished end", min(ratios, default=0.0), limit),
            ),
            places=frame.places(bare or pegs, height_nm, height_nm),
        )
        return decided(
            met=bool(pegs) and not bare,
            because=(
                f"{len(pegs) - len(bare)} of {some(len(pegs), f'{which} peg')} "
                "carry a plated finish"
            ),
            evidence=evidence,
        )

    return test


def _fine(which: str) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        frame = frame_of(facts)
        films = frame.finish_1 if which == "inner" else frame.finish_2
        used = sorted({slab.material for slab in films})
        evidence = Evidence(slabs=frame.numbers(films))
        if not used:
            return missing("there is no finish", evidence)
        found = elements_of(facts, used)
        if found is None:
            return unknown(f"the elements of {listed(used)} are not known", evidence)
        return decided(
            met=found <= FINE_METALS,
            because=f"the finish is {listed(sorted(found))}",
            evidence=evidence,
        )

    return test


def elements_of(facts: "Facts", materials: Sequence[str]) -> frozenset[str] | None:
    """Return the chemical elements of metals; None where those of one are not known."""
    found: set[str] = set()
    for each in materials:
        known = facts.materials[each].elements
        if not known:
            return None
        found |= set(known)
    return frozenset(found)


def _heat_set_covers(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    covers = [slab for slab in frame.inks if slab.region.overlaps(frame.line_plan)]
    if not covers or not frame.lines:
        return missing("the lines have no covers")
    used = sorted({slab.material for slab in covers})
    steps = frame.record.makers(covers)
    first = min(each.number for each in steps)
    hottest_c = max(each.step.temperature_c for each in frame.record.entries[first - 1 :])
    sets = [facts.materials[each].cure in {"thermal", "uv and thermal"} for each in used]
    evidence = Evidence(slabs=frame.numbers(covers), steps=tuple(each.name for each in steps))
    met = all(sets) and hottest_c >= _CURE_C
    return decided(
        met=met,
        because=f"the covers are {listed(used)}, "
        f"{'set by heat' if all(sets) else 'not set by heat'}; "
        f"the hottest step from then on has {hottest_c:g} C",
        evidence=evidence,
    )


def _wired(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    good = [name for name, ends in frame.bonded.items() if ends == (True, True)]
    lost = [name for name, ends in frame.bonded.items() if ends != (True, True)]
    evidence = Evidence(bodies=tuple(lost or good), measured=(count("wires", len(good), 2),))
    words = f", {len(lost)} do not end on a die's pad and an inner peg" if lost else ""
    return decided(
        met=len(good) >= 2 and not lost,
        because=f"{some(len(good), 'wire')} from the die's pads to inner pegs{words}",
        evidence=evidence,
    )


def _gold(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    gold = [wire.name for wire in frame.wires if facts.materials[wire.material].elements == ("Au",)]
    evidence = Evidence(bodies=tuple(gold), measured=(count("gold wires", len(gold), 1),))
    words = f"{len(gold)} of {some(len(frame.wires), 'wire')} are gold"
    return decided(met=bool(gold), because=words, evidence=evidence)


def _resin(which: str) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        frame = frame_of(facts)
        used = sorted({slab.material for slab in frame.mold})
        evidence = Evidence(slabs=frame.numbers(frame.mold))
        if not used:
            return missing("there is no encapsulant", evidence)
        wanted = [each for each in used if which in facts.classes(each)]
        words = f"the encapsulant is {listed(used)}, {'with' if wanted else 'without'} {which}"
        return decided(met=bool(wanted), because=words, evidence=evidence)

    return test


def carries(what: str) -> Callable[["Facts"], Outcome]:
    """Return the test whether each outer peg carries one kind of terminal."""

    def test(facts: "Facts") -> Outcome:
        frame = frame_of(facts)
        carrying = [_has(what, facts, *each) for each in frame.hanging]
        pairs = list(zip(frame.outer_pegs, carrying, strict=True))
        good = [peg for peg, has in pairs if has]
        bad = [peg for peg, has in pairs if not has]
        low_nm = frame.faces_nm[0]
        evidence = Evidence(
            bodies=tuple(ball.name for balls, _ in frame.hanging for ball in balls),
            measured=(count(f"outer pegs with {what}", len(good), len(frame.outer_pegs)),),
            places=frame.places(bad or good, frame.structure.bottom_nm, low_nm),
        )
        return decided(
            met=bool(frame.outer_pegs) and not bad,
            because=f"{len(good)} of {some(len(frame.outer_pegs), 'outer peg')} carry {what}",
            evidence=evidence,
        )

    return test


def _has(what: str, facts: "Facts", balls: Sequence[Ball], pastes: Sequence[Slab]) -> bool:
    if what == "solder paste":
        return not balls and any("solder" in facts.classes(slab.material) for slab in pastes)
    if what == "a copper ball":
        return any(facts.materials[ball.material].base_element == "Cu" for ball in balls)
    return any("solder" in facts.classes(ball.material) for ball in balls)


def _of_finish(number: int, which: str, side: str, ends: _Ends, first: int) -> tuple[Claim, Claim]:
    """Return the claim to a finish on the ends of one kind of pegs, and that to its metals."""
    subject = f"finish-{side}"
    return (
        Claim(
            "C",
            number,
            first,
            f"Finish on the {which} pegs",
            (
                Element(
                    f"The end of every {which} peg carries a plated finish.",
                    _finished(which, ends),
                    (subject, f"peg-{which}"),
                    reading="plated metal on at least the covered share of each end",
                ),
            ),
        ),
        Claim(
            "C",
            number + 1,
            number,
            f"Metals of the {which} pegs' finish",
            (
                Element(
                    "That finish is gold, silver, nickel or palladium, alone or together.",
                    _fine(which),
                    (subject,),
                    reading="every layer of the stack is one of the four",
                ),
            ),
        ),
    )


def _of_terminals(number: int, what: str) -> Claim:
    return Claim(
        "C",
        number,
        5,
        f"{what.capitalize()} on each outer peg",
        (
            Element(
                f"On the finish of every outer peg sits {what}.",
                carries(what),
                ("terminals", "peg-outer"),
                reading="one on each peg; a solder joint under a copper ball belongs to it, and "
                "paste under a ball is that ball's joint",
            ),
        ),
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C",
        2,
        1,
        "Metal of pad and pegs",
        (
            Element(
                "The pad and both kinds of pegs are copper, iron, or an alloy of either.",
                _sheet_metal,
                ("base", "paddle", "peg-inner", "peg-outer"),
                reading="one and the same metal, since all are cut from one sheet; Alloy 42, "
                "Kovar and Invar are alloys of iron",
            ),
        ),
        anomaly="the lines are not named, though they are of the same sheet",
    ),
    *_of_finish(3, "inner", "1", FrameFacts.finish_1_on, 1),
    *_of_finish(5, "outer", "2", FrameFacts.finish_2_on, 1),
    Claim(
        "C",
        7,
        1,
        "Covers that heat sets",
        (
            Element(
                "The lines' covers are an insulating paint that heat hardens.",
                _heat_set_covers,
                ("line-mask",),
                reading="a thermosetting material that saw 100 C or more",
            ),
        ),
    ),
    Claim(
        "C",
        8,
        1,
        "Wires to the inner pegs",
        (
            Element(
                "Several wires join die and inner pegs.",
                _wired,
                ("wires",),
                reading="two or more; every wire runs from a die's pad to an inner peg's end",
            ),
        ),
    ),
    Claim(
        "C",
        9,
        8,
        "Gold wires",
        (
            Element(
                "There are gold wires among them.",
                _gold,
                ("wires",),
                reading="gold all through; a flash of gold on another metal is not",
            ),
        ),
    ),
    Claim(
        "C",
        10,
        1,
        "Resin in the encapsulant",
        (Element("The insulator has resin in it.", _resin("resin"), ("mold",)),),
    ),
    Claim(
        "C",
        11,
        1,
        "Epoxy in the encapsulant",
        (Element("The insulator has epoxy in it.", _resin("epoxy"), ("mold",)),),
    ),
    _of_terminals(12, "a solder ball"),
    _of_terminals(13, "a copper ball"),
    _of_terminals(14, "solder paste"),
)
