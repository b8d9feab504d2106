"""Elements about dies that come to their base over a temporary plate."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome, Verdict
from padwright.check.claims.elements.fill import FILLERS, fills_round
from padwright.check.deciding import count, decided, length, listed, missing, share
from padwright.check.facts_base import RING_NM
from padwright.check.record import Entry, place_of_slabs
from padwright.geometry.region import Region

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_PLURAL = 2
_PLATES = frozenset({"glass", "silicon", "organic"})


def _names(entries: Sequence[Entry | None]) -> tuple[str, ...]:
    return tuple(entry.name for entry in entries if entry is not None)


def _on_plate(facts: "Facts") -> Outcome:
    found = facts.transfer
    if not found.attached:
        return missing("no die was attached")
    dies = found.attached[-1].after
    laid = facts.dies_in(dies)
    against = [entry for entry in found.attached if entry.number in found.touching]
    met = found.plate is not None and len(against) == len(found.attached)
    return decided(
        met=met and len(laid) >= _PLURAL,
        because=f"{len(against)} of {len(found.attached)} steps put dies with their pads against "
        f"{found.plate.name!r}"
        if found.plate
        else "no die was put with its pads against a plate",
        evidence=Evidence(
            steps=_names([found.plate, *found.attached]),
            measured=(count("dies", len(laid), _PLURAL),),
            places=tuple(die.place for die in laid),
        ),
    )


FACE_DOWN_ON_PLATE = Element(
    "Two dies or more are put on a plate, the faces with their pads against it",
    _on_plate,
    ("plate", "die", "attach", "order"),
    reading="A release film between plate and fronts is allowed.",
)


def _filled(facts: "Facts") -> Outcome:
    found = facts.transfer
    if found.fill is None:
        return missing("nothing is filled in round the dies before they have their base")
    moment = found.fill.after
    own = [slab for slab in moment.slabs if slab.made_by == found.fill.name]
    worst = 1.0
    for die in facts.dies_in(moment):
        ring = die.outline.sized(RING_NM) - die.outline
        near = [slab.region for slab in own if slab.spans(die.low_nm, die.high_nm)]
        worst = min(worst, Region.union(near).within([ring]).area_nm2 / ring.area_nm2)
    limit_ratio = facts.tolerances.covered_ratio
    return decided(
        met=worst >= limit_ratio,
        because=f"{found.fill.name!r} surrounds the dies",
        evidence=Evidence(
            steps=(found.fill.name,),
            measured=(share("filled ring round a die, at least", worst, limit_ratio),),
            places=(place_of_slabs(own),) if own else (),
        ),
    )


FIRST_FILL = Element(
    "A first fill is laid on the plate round the dies", _filled, ("fill", "die", "plate", "order")
)


def _ground(facts: "Facts") -> Outcome:
    found = facts.transfer
    if not found.ground or found.fill is None:
        return missing("no step thins the dies and the first fill together")
    step = found.ground[-1]
    before = {die.name: die for die in facts.dies_in(step.before)}
    after = facts.dies_in(step.after)
    thinner = all(die.thickness_nm < before[die.name].thickness_nm for die in after)
    backs_nm = [die.back_nm for die in after]
    fill = [slab for slab in step.after.slabs if slab.made_by == found.fill.name]
    top = bool(backs_nm) and after[0].back_nm > after[0].front_nm
    ends_nm = [max(s.top_nm for s in fill) if top else min(s.bottom_nm for s in fill)]
    apart_nm = max([*backs_nm, *ends_nm]) - min([*backs_nm, *ends_nm])
    limit_nm = facts.tolerances.planar_nm
    return decided(
        met=thinner and apart_nm <= limit_nm,
        because=f"{step.name!r} leaves backs and fill within {apart_nm / 1000:g} um of one plane",
        evidence=Evidence(
            steps=_names(found.ground),
            measured=(
                length("backs and fill apart", apart_nm, limit_nm),
                *(
                    length(
                        f"thickness of {die.name}", die.thickness_nm, before[die.name].thickness_nm
                    )
                    for die in after
                ),
            ),
            places=tuple(die.place for die in after),
        ),
    )


GROUND_FLAT = Element(
    "The first fill and the backs of the dies are ground flat together, which thins the dies",
    _ground,
    ("grind", "die", "fill", "order"),
    reading="Flat within the setting planar. Limits of the thicknesses are those before grinding.",
)


def _based(facts: "Facts") -> Outcome:
    found, base = facts.transfer, facts.base
    if found.base is None:
        return missing("no base is bonded to the dies")
    metal = all(facts.is_metal(sheet.material) for sheet in base.sheets)
    after_grind = bool(found.ground) and found.ground[-1].number < found.base.number
    after_dies = bool(found.attached) and found.attached[-1].number < found.base.number
    limit_ratio = facts.tolerances.bonded_ratio
    shares = [bond.area_ratio for bond in facts.bonds]
    held = bool(shares) and min(shares) >= limit_ratio
    when = "after the grinding" if after_grind else "but not after a grinding"
    return decided(
        met=metal and after_grind and after_dies and held,
        because=f"{found.base.name!r} adds the {'metal' if metal else 'non-metal'} base, {when}",
        evidence=Evidence(
            slabs=base.numbers,
            steps=_names([*found.ground, found.base]),
            measured=(
                share("bonded share of a back, at least", min(shares, default=0.0), limit_ratio),
            ),
            places=tuple(sheet.place for sheet in base.sheets),
        ),
    )


BASE_ON_GROUND_FACE = Element(
    "A metal base is bonded to the ground face of dies and first fill",
    _based,
    ("bond", "base", "grind", "attach", "die", "order"),
    reading="A film that adheres may lie between.",
)


def _removed(facts: "Facts") -> Outcome:
    found = facts.transfer
    if found.plate is None or found.fill is None or found.base is None or found.film is None:
        return missing("there is no plate, no first fill, no base or no film to speak of")
    left = [
        entry.name
        for entry, gone in ((found.plate, found.plate_gone), (found.fill, found.fill_gone))
        if gone is None
    ]
    if left:
        numbers = [n for n, slab in enumerate(facts.slabs) if slab.made_by in left]
        return missing(
            f"{listed(left)} is still there in the end",
            Evidence(slabs=tuple(numbers), steps=tuple(left), places=facts.place(numbers)),
        )
    gone = [entry for entry in (found.plate_gone, found.fill_gone) if entry]
    ordered = all(found.base.number < entry.number < found.film.number for entry in gone)
    return decided(
        met=ordered,
        because=f"{listed(_names(gone))} {'takes' if len(gone) == 1 else 'take'} plate and first "
        f"fill away {'' if ordered else 'not '}between {found.base.name!r} and {found.film.name!r}",
        evidence=Evidence(steps=_names([found.base, *gone, found.film])),
    )


PLATE_AND_FILL_REMOVED = Element(
    "The plate and the first fill are taken away, all of them, before the first film",
    _removed,
    ("release", "plate", "fill", "order"),
    reading="The text removes the very fill that the base was bonded to: nothing of it may stay. "
    "A second fill may take its place.",
)


def _film_then_wiring(facts: "Facts") -> Outcome:
    found, level = facts.transfer, facts.level(1)
    if level is None or found.base is None:
        return missing("no wiring was laid on a film over a base")
    ordered = found.base.number < level.films[0].step < min(level.steps)
    early = facts.build_up.below
    metal = facts.record.entries[min(level.steps) - 1]
    return decided(
        met=ordered and not early,
        because=f"{level.film.made_by!r} and then {metal.name!r} "
        f"{'follow' if ordered else 'do not follow'} the base",
        evidence=Evidence(
            slabs=level.film.numbers,
            steps=(found.base.name, level.film.made_by, metal.name),
            places=(level.film.place,),
        ),
    )


FILM_THEN_WIRING = Element(
    "Then a first film is laid over base and dies, and a first wiring on it",
    _film_then_wiring,
    ("order", "dielectric", "wiring", "levels"),
)


def _plate_material(facts: "Facts") -> Outcome:
    found = facts.transfer
    if found.plate is None:
        return missing("there was no plate")
    known = facts.classes(found.plate_material)
    return decided(
        met=bool(known & _PLATES),
        because=f"the plate is of {found.plate_material}",
        evidence=Evidence(steps=(found.plate.name,)),
    )


PLATE_MATERIAL = Element(
    "The plate is of glass, of silicon or organic",
    _plate_material,
    ("plate",),
    reading="The plate that is taken away, not the metal base.",
)


def _first_fill_material(facts: "Facts") -> Outcome:
    found = facts.transfer
    if found.fill is None:
        return missing("there was no first fill")
    return decided(
        met=bool(facts.classes(found.fill_material) & FILLERS),
        because=f"the first fill is of {found.fill_material}",
        evidence=Evidence(steps=(found.fill.name,)),
    )


FIRST_FILL_MATERIAL = Element(
    "The first fill is an epoxy or another polymer", _first_fill_material, ("fill",)
)


def _second_fill(facts: "Facts", *, literal: bool) -> Outcome:
    found = facts.transfer
    made = {fill.made_by for fill in fills_round(facts)}
    made -= set(_names([found.fill]))
    entries = [entry for name in sorted(made) if (entry := facts.record.by(name))]
    gone = [entry for entry in (found.plate_gone, found.fill_gone) if entry]
    if not entries or found.base is None or found.film is None or len(gone) < _PLURAL:
        return missing("there is no second fill round the dies in place of the first")
    numbers = [entry.number for entry in entries]
    last = max(entry.number for entry in gone)
    if literal:
        met = found.base.number < min(numbers) and max(numbers) < min(e.number for e in gone)
        when = "before" if met else "not before"
    else:
        met = last < min(numbers) and max(numbers) < found.film.number
        when = "after" if last < min(numbers) else "not after"
    slabs = [n for n, slab in enumerate(facts.slabs) if slab.made_by in made]
    return Outcome(
        Verdict.MET if met else Verdict.NOT_MET,
        f"{listed(_names(entries))} comes {when} plate and first fill are taken away",
        Evidence(
            slabs=tuple(slabs),
            steps=_names([found.base, *gone, *entries, found.film]),
            places=facts.place(slabs),
        ),
    )


SECOND_FILL = Element(
    "A second fill is laid on the base round the dies once the base is bonded",
    lambda facts: _second_fill(facts, literal=True),
    ("fill", "release", "order", "bond"),
    reading="As written it comes before plate and first fill go, while the first fill holds its "
    "place and the plate hides the fronts. Corrected: after both are gone, before the "
    "first film.",
    corrected=lambda facts: _second_fill(facts, literal=False),
)
