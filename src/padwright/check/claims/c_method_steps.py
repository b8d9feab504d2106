"""Patent C, how single steps of the making are done (C16 to C26)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from padwright.check.claim import Claim, Element, Evidence, Outcome, Test
from padwright.check.claims.c_structure_parts import FINE_METALS, carries, elements_of
from padwright.check.contact import walls_ratios
from padwright.check.deciding import decided, listed, missing, share, some, unknown
from padwright.check.facts_etch import (
    EtchFacts,
    electroplated,
    etching_of,
    first_number,
    last_number,
    names_of,
)
from padwright.check.facts_frame import frame_of
from padwright.check.record import Entry
from padwright.geometry.body import Face
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab

if TYPE_CHECKING:
    from padwright.check.facts import Facts


def _resist_plating(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    faces: tuple[Face, ...] = ("top", "bottom")
    steps: list[Entry] = []
    lacks: list[str] = []
    untold = False
    for face, name in zip(faces, ("first", "second"), strict=True):
        plated = made.plating(face)
        coats = made.resists(face, first_number(plated))
        opened = [_opening(made, coat, first_number(plated)) for coat in coats]
        wet = [electroplated(each) for each in plated]
        steps += [*coats, *(each for each in opened if each), *plated]
        if not any(opened):
            lacks.append(f"no coat of resist on the {name} face is opened before it is plated")
        elif not plated or False in wet:
            lacks.append(f"the {name} face is not electroplated")
        untold = untold or None in wet
    evidence = Evidence(steps=names_of(steps))
    if lacks:
        return missing(listed(lacks), evidence)
    if untold:
        return unknown("the record does not say how the finishes were deposited", evidence)
    return decided(
        met=True, because="both faces are coated, opened and electroplated", evidence=evidence
    )


def _opening(made: EtchFacts, coat: Entry, before: int) -> Entry | None:
    """Return the step that opened a coat before another step; a print is not opened by light."""
    for entry in made.record.entries[coat.number : max(0, before - 1)]:
        if entry.kind == "pattern" and entry.takes_from(coat.name):
            return entry
    return None


def _first_resist_off(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    plated = made.plating("top")
    masks = made.makers(made.zone_mask)
    coats = {each.name for each in made.resists("top", first_number(plated))}
    gone = made.gone(coats) if coats else None
    if gone is None or not masks or not plated:
        words = "the resist of the first face stays" if coats else "the first face had no resist"
        return missing(words, Evidence(steps=tuple(sorted(coats))))
    met = last_number(plated) < gone.number < first_number(masks)
    return decided(
        met=met,
        because=f"the first resist goes in step {gone.number}, the plating is step "
        f"{last_number(plated)}, the "
        f"pad's mask step {first_number(masks)}",
        evidence=Evidence(steps=(plated[-1].name, gone.name, masks[0].name)),
    )


def _plated_fine(face: Face) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        made = etching_of(facts)
        steps = made.plating(face)
        if not steps:
            return missing("that face of the sheet was not plated")
        makers = {each.name for each in steps}
        films = [s for each in steps for s in each.slabs if s.made_by in makers]
        found = elements_of(facts, sorted({slab.material for slab in films}))
        wet = [electroplated(each) for each in steps]
        evidence = Evidence(steps=names_of(steps))
        if False in wet:
            return missing("the finish is deposited without current", evidence)
        if None in wet or found is None:
            return unknown("how, or of what, the finish is made is not known", evidence)
        words = f"the electroplated finish is {listed(sorted(found))}"
        return decided(met=found <= FINE_METALS, because=words, evidence=evidence)

    return test


def _photo_mask(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    steps = made.makers(made.zone_mask)
    if not steps or made.first is None:
        return missing("the first face had no mask")
    opened = [_opening(made, each, made.first.entry.number) for each in steps]
    coated = {each.name for each in made.resists("top", made.first.entry.number)}
    met = all(each is not None for each in opened) and {each.name for each in steps} <= coated
    shown = [*steps, *(each for each in opened if each)]
    return decided(
        met=met,
        because="the pad's mask is coated over the first face, exposed and developed"
        if met
        else "the pad's mask is not a coat that light and developer opened",
        evidence=Evidence(steps=names_of(shown)),
    )


def _printed(what: str) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        made = etching_of(facts)
        steps = made.makers(made.line_masks) if what == "lines" else made.walling
        if not steps:
            return missing("there are no such masks")
        kinds = [each.kind for each in steps]
        return decided(
            met=set(kinds) == {"screen-print"},
            because=f"the masks are made by {listed(kinds)}",
            evidence=Evidence(steps=names_of(steps)),
        )

    return test


def _walls_covered(facts: "Facts") -> Outcome:
    made, frame, limit = etching_of(facts), frame_of(facts), facts.tolerances.covered_ratio
    if made.second is None or not frame.lines or frame.floor_nm is None:
        return missing("there are no lines")
    names = {each.name for each in made.walling}
    inks: list[Slab] = [slab for slab in frame.inks if slab.made_by in names]
    free = Region.union([frame.outer, frame.inner])
    walls = [line - free for line in frame.lines]
    ratios = walls_ratios(frame.metal, inks, frame.faces_nm[0], frame.floor_nm, walls)
    bare = [line for line, ratio in zip(frame.lines, ratios, strict=True) if ratio < limit]
    evidence = Evidence(
        slabs=frame.numbers(inks),
        steps=names_of(made.walling),
        measured=(share("least covered line's side walls", min(ratios), limit),),
        places=frame.places(bare or frame.lines, frame.faces_nm[0], frame.floor_nm),
    )
    return decided(
        met=not bare,
        because=f"{len(frame.lines) - len(bare)} of {some(len(frame.lines), 'line')} "
        "have their side walls "
        "covered after the second etch",
        evidence=evidence,
    )


def _after_lines(kind: str, what: str) -> Callable[["Facts"], Outcome]:
    def test(facts: "Facts") -> Outcome:
        made = etching_of(facts)
        if made.second is None:
            return missing("the second face is not etched, so that there are no lines")
        steps = made.record.where(lambda each: each.kind == kind)
        late = [each for each in steps if each.number > made.second.entry.number]
        met = bool(steps) and len(late) == len(steps)
        when = "after" if met else "not after"
        words = f"{what} comes {when} the second etch" if steps else f"no step brings {what}"
        return decided(met=met, because=words, evidence=Evidence(steps=names_of(steps)))

    return test


def _one(asks: str, test: Test, subjects: tuple[str, ...], reading: str = "") -> tuple[Element]:
    return (Element(asks, test, subjects, reading),)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C",
        16,
        15,
        "Finishes plated through resists on both faces",
        _one(
            "Both faces are coated with resist, opened by light and developer where pegs come to "
            "stand, and electroplated there.",
            _resist_plating,
            ("resist", "finish-1", "finish-2", "order"),
            "one bath may plate both faces",
        ),
    ),
    Claim(
        "C",
        17,
        16,
        "The first resist goes before the pad's mask comes",
        _one(
            "The first face's resist is removed between the plating and the making of the pad's "
            "mask.",
            _first_resist_off,
            ("resist", "order"),
            "the second face's resist may stay, to protect that face in the first etch",
        ),
    ),
    Claim(
        "C",
        18,
        15,
        "Metals of the first finish",
        _one(
            "The first finish is electroplated of gold, silver, nickel or palladium, alone or "
            "together.",
            _plated_fine("top"),
            ("finish-1",),
        ),
    ),
    Claim(
        "C",
        19,
        15,
        "Metals of the second finish",
        _one(
            "The second finish is electroplated of gold, silver, nickel or palladium, alone or "
            "together.",
            _plated_fine("bottom"),
            ("finish-2",),
        ),
    ),
    Claim(
        "C",
        20,
        15,
        "The pad's mask is a photoresist",
        _one(
            "The mask is a resist coated over the first face, exposed and developed.",
            _photo_mask,
            ("resist",),
        ),
    ),
    Claim(
        "C",
        21,
        15,
        "Printed masks of lines",
        _one(
            "The masks of the lines are screen printed.", _printed("lines"), ("print", "line-mask")
        ),
    ),
    Claim(
        "C",
        22,
        15,
        "Masks on the lines' side walls",
        _one(
            "Once the lines are there, their side walls are covered.",
            _walls_covered,
            ("side-walls", "lines", "order"),
            "the covered share of each line's walls; where a line meets a peg it has none",
        ),
    ),
    Claim(
        "C",
        23,
        22,
        "Printed masks on side walls",
        _one("These masks are screen printed.", _printed("walls"), ("side-walls", "print")),
    ),
    *(
        Claim(
            "C",
            number,
            15,
            f"{what.capitalize()} after the second etch",
            (
                Element(
                    f"Once the lines are there, {what} is put on.",
                    _after_lines(kind, what),
                    ("terminals", "order"),
                ),
                Element(
                    f"Every second finish gets {what}.",
                    carries(what),
                    ("terminals", "peg-outer"),
                    reading="one on each outer peg",
                ),
            ),
        )
        for number, what, kind in (
            (24, "a solder ball", "ball-attach"),
            (25, "a copper ball", "copper-ball"),
            (26, "solder paste", "paste"),
        )
    ),
)
