"""Patent C, the package: pegs cut from one sheet, joined by covered lines (C1)."""

from typing import TYPE_CHECKING

from padwright.check.claim import Claim, Element, Evidence, Outcome
from padwright.check.contact import (
    across,
    is_round,
    on,
    place_of,
    share_ratio,
    sides_met,
    walls_ratio,
    walls_ratios,
)
from padwright.check.deciding import count, decided, listed, missing, share, some
from padwright.check.facts_frame import FrameFacts, frame_of
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts


def _die_on_pad(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    if not frame.die:
        return missing("there is no die")
    if not frame.pad:
        return missing("no part of a metal sheet with an etched floor lies under the die")
    first_nm = frame.faces_nm[1]
    held = [s for s in frame.slabs if s.made_by in frame.die_steps and s.bottom_nm == first_nm]
    if frame.floor_nm is None:
        return missing("the sheet under the die was not etched to a pad")
    bonded = on(frame.pad, first_nm, held) if held else Region.empty()
    ratio = share_ratio(bonded, frame.pad & frame.die_outline)
    evidence = Evidence(
        slabs=frame.numbers([*frame.die, *held]),
        measured=(share("pad under the die that is bonded", ratio, facts.tolerances.bonded_ratio),),
        places=(place_of(frame.pad, frame.pad_second_face[1], first_nm),),
    )
    return decided(
        met=ratio >= facts.tolerances.bonded_ratio,
        because=(
            f"the die lies on the pad's first face, bonded over {100 * ratio:.0f} % "
            "of what it covers"
        ),
        evidence=evidence,
    )


def _enclosed(facts: "Facts") -> Outcome:
    frame, limit = frame_of(facts), facts.tolerances.covered_ratio
    if not frame.die or not frame.pad or frame.floor_nm is None:
        return missing("there is no die on a pad to enclose")
    low_nm, high_nm = frame.die_faces_nm
    front = across(frame.die, high_nm - 1)
    shares = {
        "die's front in the insulator": share_ratio(on(front, high_nm, frame.mold), front),
        "die's sides in the insulator": walls_ratio(
            frame.die, frame.mold, low_nm, high_nm, frame.die_outline
        ),
        "pad's sides in the insulator": walls_ratio(
            frame.metal, frame.mold, frame.bared_nm, frame.faces_nm[1], frame.pad
        ),
    }
    worst = min(shares, key=lambda each: shares[each])
    evidence = Evidence(
        slabs=frame.numbers(frame.mold),
        measured=tuple(share(what, ratio, limit) for what, ratio in shares.items()),
        places=(place_of(frame.die_outline, low_nm, high_nm),),
    )
    return decided(
        met=shares[worst] >= limit,
        because=f"{100 * shares[worst]:.0f} % of the {worst}",
        evidence=evidence,
    )


def _second_face_bare(facts: "Facts") -> Outcome:
    frame, limit = frame_of(facts), 1 - facts.tolerances.covered_ratio
    if not frame.pad or frame.floor_nm is None:
        return missing("there is no die's pad")
    face, height_nm = frame.pad_second_face
    covered = face.within(s.region for s in frame.insulators if s.top_nm <= height_nm)
    ratio = share_ratio(covered, face)
    evidence = Evidence(
        slabs=frame.numbers(frame.pad_slabs),
        measured=(share("second face under an insulator", ratio, limit),),
        places=(place_of(face, height_nm, height_nm),),
    )
    return decided(
        met=ratio <= limit,
        because=f"insulators cover {100 * ratio:.0f} % of the pad's second face",
        evidence=evidence,
    )


def _pegs_sunk(facts: "Facts") -> Outcome:
    frame, limit = frame_of(facts), facts.tolerances.covered_ratio
    pegs = frame.inner_pegs
    if len(pegs) < 2 or frame.floor_nm is None:
        return missing(f"{some(len(pegs), 'inner peg')} beside the die's pad; two are needed",
            Evidence(measured=(count("inner pegs", len(pegs), 2),)),
        )  # fmt: skip
    first_nm = frame.faces_nm[1]
    walls = walls_ratios(frame.metal, frame.mold, frame.bared_nm, first_nm, pegs)
    ratios = [min(wall, _end_ratio(frame, peg)) for peg, wall in zip(pegs, walls, strict=True)]
    bad = [peg for peg, ratio in zip(pegs, ratios, strict=True) if ratio < limit]
    evidence = Evidence(
        slabs=frame.numbers(frame.mold),
        measured=(
            count("inner pegs", len(pegs), 2),
            share("least part of a peg's end and walls in the insulator", min(ratios), limit),
        ),
        places=frame.places(bad or pegs, frame.floor_nm, frame.faces_nm[1]),
    )
    words = f"{len(bad)} of {len(pegs)} stand bare" if bad else "each with its end in the insulator"
    return decided(met=not bad, because=f"{len(pegs)} inner pegs, {words}", evidence=evidence)


def _end_ratio(frame: FrameFacts, peg: Region) -> float:
    """Return the share of a peg's end that the encapsulant touches."""
    first_nm = frame.faces_nm[1]
    finish = [slab for slab in frame.finish_1 if slab.region.overlaps(peg)]
    top_nm = max((slab.top_nm for slab in finish), default=first_nm)
    end = across([*finish, *frame.metal], top_nm - 1) & peg
    return share_ratio(on(end, top_nm, frame.mold), end)


def _inner_round(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    pegs = [each for each in frame.inner_pegs if not each.overlaps(frame.die_outline)]
    met = len(pegs) >= 2 and bool(frame.die) and is_round(pegs, frame.die_outline)
    sides = sorted(sides_met(pegs, frame.die_outline)) if frame.die else []
    low_nm = frame.faces_nm[0] if frame.floor_nm is None else frame.floor_nm
    evidence = Evidence(
        measured=(
            count("inner pegs beside the die", len(pegs), 2),
            count("sides of the die with pegs", len(sides), 2),
        ),
        places=frame.places(pegs, low_nm, frame.faces_nm[1]),
    )
    where = listed(sides) or "no side"
    return decided(
        met=met,
        because=f"{some(len(pegs), 'inner peg')} beside the die: {where}",
        evidence=evidence,
    )


def _inner_joined(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    joined = list(frame.joined)
    asked = [each for each in frame.inner_pegs if not each.overlaps(frame.die_outline)]
    met = len(asked) >= 2 and len(joined) >= len(asked)
    loose = [each for each in asked if not each.overlaps(frame.joined)]
    evidence = Evidence(
        bodies=tuple(wire.name for wire in frame.wires),
        measured=(count("inner pegs joined to the die", len(joined), max(2, len(asked))),),
        places=frame.places(loose or joined, frame.faces_nm[0], frame.faces_nm[1]),
    )
    return decided(
        met=met and not loose,
        because=f"{len(joined)} of {some(len(asked), 'inner peg')} joined to a pad of the die",
        evidence=evidence,
    )


def _outer_round(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    pegs = frame.outer_pegs
    met = len(pegs) >= 2 and bool(frame.pad) and is_round(pegs, frame.pad)
    sides = sorted(sides_met(pegs, frame.pad)) if frame.pad else []
    low_nm = frame.faces_nm[0]
    evidence = Evidence(
        measured=(
            count("outer pegs", len(pegs), 2),
            count("sides of the die's pad with pegs", len(sides), 2),
        ),
        places=frame.places(pegs, low_nm, frame.floor_nm or low_nm),
    )
    where = listed(sides) or "no side"
    return decided(
        met=met,
        because=f"{some(len(pegs), 'outer peg')} round the die's pad: {where}",
        evidence=evidence,
    )


def _lines_join(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    loose = [each for each in frame.lines if not (frame.inner_of(each) and frame.outer_of(each))]
    low_nm, high_nm = frame.faces_nm[0], frame.floor_nm or frame.faces_nm[0]
    evidence = Evidence(
        slabs=frame.numbers([s for s in frame.metal if s.bottom_nm < high_nm]),
        measured=(
            count("lines", len(frame.lines), 2),
            count("lines that end short of a peg", len(loose)),
        ),
        places=frame.places(loose or frame.lines, low_nm, high_nm),
    )
    words = "; each runs from an inner to an outer peg"
    if loose:
        words = f"; {len(loose)} do not run from an inner peg to an outer one"
    return decided(
        met=len(frame.lines) >= 2 and not loose,
        because=(
            f"{some(len(frame.lines), 'line')} at the second face{words if frame.lines else ''}"
        ),
        evidence=evidence,
    )


def _lines_covered(facts: "Facts") -> Outcome:
    frame, limit = frame_of(facts), facts.tolerances.covered_ratio
    if not frame.lines:
        return missing("there is no line to cover")
    ratios = [
        share_ratio(frame.covered_below(each), each & frame.second_face) for each in frame.lines
    ]
    bare = [line for line, ratio in zip(frame.lines, ratios, strict=True) if ratio < limit]
    covers = [slab for slab in frame.inks if slab.region.overlaps(frame.line_plan)]
    low_nm = frame.faces_nm[0]
    evidence = Evidence(
        slabs=frame.numbers(covers),
        measured=(
            count("covered lines", len(frame.lines) - len(bare), 2),
            share("least covered line's lower face", min(ratios), limit),
        ),
        places=frame.places(bare or frame.lines, low_nm, low_nm),
    )
    return decided(
        met=not bare and len(frame.lines) >= 2,
        because=f"{len(frame.lines) - len(bare)} of {some(len(frame.lines), 'line')} under a cover",
        evidence=evidence,
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C",
        1,
        None,
        "Package of pegs joined by covered lines",
        (
            Element(
                "A pad with a first and a second face; a die lies on the first.",
                _die_on_pad,
                ("die", "paddle", "attach"),
                reading="a film of adhesive may lie between",
            ),
            Element(
                "An insulator goes round die and pad.",
                _enclosed,
                ("mold", "die", "paddle"),
                reading="it touches the covered share of the die's front and sides and of the "
                "pad's sides, in the upper half of what the first etch bared",
            ),
            Element(
                "It leaves the pad's second face free.",
                _second_face_bare,
                ("mold", "paddle", "line-mask"),
                reading="neither encapsulant nor print lies under it; a metal finish may",
            ),
            Element(
                "Several inner pegs have one end sunk in the insulator.",
                _pegs_sunk,
                ("peg-inner", "mold"),
                reading="two or more; the end, and the upper half of the walls that the first "
                "etch bared, touch the encapsulant",
            ),
            Element(
                "The inner pegs stand about the die.",
                _inner_round,
                ("peg-inner", "die"),
                reading="outside its outline on two sides or more, its middle among them",
            ),
            Element(
                "The inner pegs are joined to the die electrically.",
                _inner_joined,
                ("wires", "peg-inner", "die"),
                reading="each has a path of metal to a bonding pad",
            ),
            Element(
                "Several outer pegs lie at the second face, about the pad.",
                _outer_round,
                ("peg-outer", "paddle"),
                reading="two or more, outside the pad's outline on two sides or more, its middle "
                "among them",
            ),
            Element(
                "Several flat lines lie at the second face; each joins an inner and an outer peg.",
                _lines_join,
                ("lines", "peg-inner", "peg-outer"),
                reading="two or more; each line has both ends, a peg need not have a line",
            ),
            Element(
                "Covers lie over the lines.",
                _lines_covered,
                ("line-mask", "lines"),
                reading=(
                    "a cover for each line; one film over several lines counts for each of them"
                ),
            ),
        ),
        anomaly="the covers are several, yet one print may hold them all: they are counted by line",
    ),
)
