"""Patent C, the making: two half etches of one sheet, the die between them (C15)."""

from typing import TYPE_CHECKING, Final

from padwright.check.claim import Claim, Element, Evidence, Outcome
from padwright.check.contact import is_round, on, place_of, plan_of, share_ratio, walls_ratio
from padwright.check.deciding import area, count, decided, length, missing, share, some
from padwright.check.facts_etch import etching_of, first_number, last_number, names_of
from padwright.check.facts_frame import frame_of
from padwright.geometry.slab import Role

if TYPE_CHECKING:
    from padwright.check.facts import Facts

#: An inner peg's upper part lies under what protected it, to within this.
_EDGE_NM: Final = 2_000


def _sheet(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    if frame.sheet is None:
        return missing("no step lays a metal sheet")
    laid = frame.sheet_in(frame.sheet.slabs)
    evidence = Evidence(
        steps=(frame.sheet.name,), measured=(length("sheet's thickness", frame.thickness_nm),)
    )
    alone = len(frame.sheet.before.slabs) == 0
    return decided(
        met=bool(laid) and alone,
        because=f"step {frame.sheet.name!r} lays a metal sheet{'' if alone else ' on other parts'}",
        evidence=evidence,
    )


def _spots(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    if made.first is None or made.second is None:
        return missing("the sheet is not etched from both of its faces")
    one, two = plan_of(made.first_spots), plan_of(made.second_spots)
    steps = [*made.plating("top"), *made.plating("bottom")]
    in_time = last_number(steps) < made.first.entry.number
    evidence = Evidence(
        steps=names_of(steps),
        measured=(
            count("spots on the first face", len(one), 2),
            count("spots on the second face", len(two), 2),
        ),
        places=tuple(place_of(each, *frame_of(facts).faces_nm) for each in (*one, *two)),
    )
    late = "" if in_time else "; not all of them before the first etch"
    return decided(
        met=len(one) >= 2 and len(two) >= 2 and in_time,
        because=(
            f"{some(len(one), 'plated spot')} on the first face and {len(two)} on the second{late}"
        ),
        evidence=evidence,
    )


def _zone_mask(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    if made.first is None:
        return missing("the first face is not etched")
    zone = made.zone
    if not zone:
        return missing("no mask covers a zone for the die's pad when the first face is etched")
    spots = [each for each in plan_of(made.first_spots) if not each.overlaps(zone)]
    steps = made.makers(made.zone_mask)
    plated = last_number([*made.plating("top"), *made.plating("bottom")])
    met = len(spots) >= 2 and is_round(spots, zone) and plated < first_number(steps)
    words = "after" if plated < first_number(steps) else "but not after"
    evidence = Evidence(
        steps=names_of(steps),
        measured=(
            area("the pad's zone", zone.area_nm2),
            count("first spots beside it", len(spots), 2),
        ),
        places=(place_of(zone, *frame_of(facts).faces_nm),),
    )
    return decided(
        met=met,
        because=f"a mask covers a zone with {some(len(spots), 'first spot')} beside it, "
        f"made {words} "
        "the finishes",
        evidence=evidence,
    )


def _first_etch(facts: "Facts") -> Outcome:
    made, frame = etching_of(facts), frame_of(facts)
    if made.first is None:
        return missing("no etch takes metal from the first face")
    depth_nm, sheet_nm = made.first.depth_nm, frame.thickness_nm
    shielded = plan_of(list(made.first.covers))
    left = frame.sheet_in(made.first.entry.after.slabs)
    floor_nm = frame.faces_nm[1] - depth_nm
    upper = plan_of(slab for slab in left if slab.top_nm > floor_nm + depth_nm // 2)
    stray = (upper - shielded.sized(_EDGE_NM)).without_slivers()
    pegs = upper.clear_of(made.zone) if made.zone else upper
    met = 0 < depth_nm < sheet_nm and not stray and len(pegs) >= 2 and bool(made.zone)
    evidence = Evidence(
        steps=(made.first.entry.name,),
        measured=(
            length("depth of the first etch", depth_nm, sheet_nm),
            count("inner pegs left standing", len(pegs), 2),
        ),
        places=(place_of(made.first.bare, floor_nm, frame.faces_nm[1]),),
    )
    through = "" if depth_nm < sheet_nm else "; it goes through the sheet, so that parts fall out"
    return decided(
        met=met,
        because=f"the first face is etched {depth_nm / 1000:g} um deep into "
        f"{sheet_nm / 1000:g} um and "
        f"leaves {some(len(pegs), 'peg')}{' and a pad' if made.zone else ''}{through}",
        evidence=evidence,
    )


def _mask_removed(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    if not made.zone_mask or made.first is None:
        return missing("there was no mask on the first face")
    gone = made.zone_mask_gone
    placed = first_number(made.attaching)
    met = (
        gone is not None
        and made.first.entry.number <= gone.number
        and (not placed or gone.number < placed)
    )
    steps = (gone.name,) if gone else ()
    words = f"gone after step {gone.name!r}" if gone else "still there in the end"
    return decided(met=met, because=f"the mask is {words}", evidence=Evidence(steps=steps))


def _attach(facts: "Facts") -> Outcome:
    made, frame = etching_of(facts), frame_of(facts)
    if not made.attaching or not frame.die:
        return missing("no die is attached")
    bulk = {slab.material for slab in frame.die if slab.role is Role.DIE}
    silicon = all("silicon" in facts.classes(each) for each in bulk)
    over = frame.die_outline.overlaps(made.zone) if made.zone else False
    after = made.first is not None and made.first.entry.number < first_number(made.attaching)
    connected = len(frame.joined)
    evidence = Evidence(
        slabs=frame.numbers(frame.die),
        bodies=tuple(wire.name for wire in frame.wires),
        steps=names_of([*made.attaching, *made.connecting]),
        measured=(count("inner pegs joined to the die", connected, 2),),
        places=(place_of(frame.die_outline, *frame.die_faces_nm),),
    )
    words = "over the pad" if over else "not over the pad"
    when = "after" if after else "but not after"
    return decided(
        met=silicon and over and after and connected >= 2,
        because=f"a die of {'silicon' if silicon else 'something else than silicon'} is "
        f"attached {words}, "
        f"{when} the first etch, and joined to {some(connected, 'first spot')}",
        evidence=evidence,
    )


def _larger_die(facts: "Facts") -> Outcome:
    made, frame = etching_of(facts), frame_of(facts)
    zone_nm2 = made.zone.area_nm2 if made.zone else 0
    die_nm2 = frame.die_outline.area_nm2
    evidence = Evidence(
        measured=(area("the pad's zone", zone_nm2, die_nm2),),
        places=(place_of(frame.die_outline, *frame.die_faces_nm),),
    )
    return decided(
        met=0 < zone_nm2 < die_nm2,
        because=f"the pad's zone has {zone_nm2 / 1e12:.4g} mm2, the die {die_nm2 / 1e12:.4g} mm2",
        evidence=evidence,
    )


def _pegs_clear(facts: "Facts") -> Outcome:
    frame = frame_of(facts)
    under_die = [peg for peg in frame.inner_pegs if peg.overlaps(frame.die_outline)]
    evidence = Evidence(
        measured=(count("inner pegs under the die", len(under_die)),),
        places=frame.places(under_die or frame.inner_pegs, *frame.faces_nm),
    )
    return decided(
        met=bool(frame.inner_pegs) and not under_die,
        because=f"{len(under_die)} of {some(len(frame.inner_pegs), 'inner peg')} lie under the die",
        evidence=evidence,
    )


def _molded(facts: "Facts") -> Outcome:
    made, frame, limit = etching_of(facts), frame_of(facts), facts.tolerances.covered_ratio
    if not made.molding or not frame.die or frame.floor_nm is None:
        return missing("nothing encloses die, pad and pegs")
    floor_nm, first_nm = frame.floor_nm, frame.faces_nm[1]
    low_nm, high_nm = frame.die_faces_nm
    spots = plan_of(frame.finish_1)
    tops_nm = {slab.top_nm for slab in frame.finish_1}
    ends = on(spots, max(tops_nm, default=first_nm), frame.mold)
    shares = {
        "die": walls_ratio(frame.die, frame.mold, low_nm, high_nm, frame.die_outline),
        "pad and pegs": walls_ratio(frame.metal, frame.mold, frame.bared_nm, first_nm, frame.upper),
        "first spots": share_ratio(ends, spots),
    }
    worst = min(shares, key=lambda each: shares[each])
    connected = last_number([*made.attaching, *made.connecting])
    met = shares[worst] >= limit and connected < first_number(made.molding)
    words = "after" if connected < first_number(made.molding) else "but not after"
    evidence = Evidence(
        slabs=frame.numbers(frame.mold),
        steps=names_of(made.molding),
        measured=tuple(share(f"{what} enclosed", ratio, limit) for what, ratio in shares.items()),
        places=(place_of(plan_of(frame.mold), floor_nm, frame.structure.top_nm),),
    )
    return decided(
        met=met,
        because=f"{100 * shares[worst]:.0f} % of the {worst} are enclosed, {words} the "
        "die was attached "
        "and connected",
        evidence=evidence,
    )


def _line_masks(facts: "Facts") -> Outcome:
    made = etching_of(facts)
    if made.second is None:
        return missing("the second face is not etched")
    steps = made.makers(made.line_masks)
    if not steps:
        return missing("no masks of lines lie on the second face when it is etched")
    after = last_number(made.molding) < first_number(steps)
    before = last_number(steps) < made.second.entry.number
    parts, low_nm = plan_of(made.line_masks), made.frame.faces_nm[0]
    evidence = Evidence(
        steps=names_of(steps),
        measured=(count("parts of the masks", len(parts)),),
        places=tuple(place_of(each, low_nm, low_nm) for each in parts),
    )
    order = "after the encapsulation" if after else "before the encapsulation"
    return decided(
        met=after and before and bool(made.molding),
        because=f"masks of lines come to lie on the second face {order}",
        evidence=evidence,
    )


def _second_etch(facts: "Facts") -> Outcome:
    made, frame = etching_of(facts), frame_of(facts)
    if made.first is None or made.second is None:
        return missing("the sheet is not etched from both of its faces")
    sheet_nm, tolerance_nm = frame.thickness_nm, facts.tolerances.equal_nm
    both_nm = made.first.depth_nm + made.second.depth_nm
    left_nm = made.line_thickness_nm
    due = made.first.entry.number < last_number(made.molding) < made.second.entry.number
    flat = abs(left_nm - (sheet_nm - made.first.depth_nm)) <= tolerance_nm
    parts = len(frame.outer_pegs) >= 2 and len(frame.lines) >= 2
    evidence = Evidence(
        slabs=frame.numbers(frame.metal),
        steps=(made.first.entry.name, made.second.entry.name),
        measured=(
            length("both depths together", both_nm, sheet_nm),
            length("lines and outer pegs", left_nm, sheet_nm - made.first.depth_nm),
            count("outer pegs", len(frame.outer_pegs), 2),
            count("lines", len(frame.lines), 2),
        ),
        places=(place_of(made.web, *frame.faces_nm),)
        if made.web
        else (place_of(made.second.bare, frame.faces_nm[0], frame.floor_nm),),
    )
    if made.web:
        why = "a web of the sheet is left where both faces were bare, so that parts stay joined"
    elif not due:
        why = "the second face is etched before die, pad and pegs are enclosed"
    else:
        why = f"{some(len(frame.outer_pegs), 'outer peg')} and {len(frame.lines)} lines come free"
    met = not made.web and due and flat and parts and both_nm >= sheet_nm - tolerance_nm
    return decided(met=met, because=why, evidence=evidence)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "C",
        15,
        None,
        "Making pegs and lines by two half etches",
        (
            Element("A metal sheet with two faces is provided.", _sheet, ("base",)),
            Element(
                "Several first finishes are plated on its first face, several second ones on its "
                "second.",
                _spots,
                ("finish-1", "finish-2", "order"),
                reading="two spots or more on either face before the first etch; the order of the "
                "faces is free",
            ),
            Element(
                "A mask on the first face fixes a zone for the die's pad, the first "
                "finishes round it.",
                _zone_mask,
                ("resist", "paddle", "finish-1", "order"),
                reading="spots beside it on two sides or more; one mask may have several parts",
            ),
            Element(
                "The first face is etched where neither mask nor finish shields it, "
                "which leaves the "
                "pad and several inner pegs.",
                _first_etch,
                ("etch-1", "paddle", "peg-inner", "finish-1", "resist"),
                reading="less deep than the sheet is thick, or parts fall out; what protects the "
                "second face meanwhile is left open by the text",
            ),
            Element("Then the mask is taken off.", _mask_removed, ("resist", "order")),
            Element(
                "A silicon die is attached over the pad and joined to the first finishes.",
                _attach,
                ("die", "attach", "wires", "order"),
            ),
            Element(
                "The pad's zone is smaller than the die.",
                _larger_die,
                ("die", "paddle"),
                reading="by area, the mask's against the die's outline",
            ),
            Element(
                "The die, which overhangs its pad, leaves the inner pegs free.",
                _pegs_clear,
                ("die", "peg-inner"),
                reading="not said in the text: pegs round the die cannot lie under its overhang",
            ),
            Element(
                "Die, pad, first finishes and inner pegs are enclosed over the sheet "
                "by an insulator.",
                _molded,
                ("mold", "die", "paddle", "peg-inner", "finish-1", "order"),
            ),
            Element(
                "Masks of lines are made on the second face.",
                _line_masks,
                ("line-mask", "order"),
                reading="after the encapsulation and before the second etch",
            ),
            Element(
                "The second face is etched where neither they nor the second finishes shield it, "
                "which leaves several outer pegs and several lines.",
                _second_etch,
                ("etch-2", "lines", "peg-outer", "line-mask", "finish-2", "order"),
                reading="both depths reach through the sheet where both faces were bare; lines and "
                "outer pegs are as thick as what the first etch left",
            ),
        ),
        anomaly="nothing is said of what protects the second face in the first etch and the pad in "
        "the second; the overhang of the die over inner pegs is not excluded",
    ),
)
