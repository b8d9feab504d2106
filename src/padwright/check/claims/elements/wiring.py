"""Elements about the wiring: what it joins, how far it goes, and what it is made of."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements import dies
from padwright.check.claims.elements.each_die import DieAnswer, meeting, of_dies
from padwright.check.claims.elements.holes import places_of
from padwright.check.deciding import count, decided, listed, missing, some
from padwright.geometry.body import Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role

if TYPE_CHECKING:
    from padwright.check.facts import Facts
    from padwright.check.facts_dies import FoundPad
    from padwright.check.facts_films import Level

_PLURAL = 2
_JOINS = ("vias", "wiring", "holes", "levels", "die")


@cache
def pads_joined(*, every: bool) -> Element:
    """Return the element: the lowest wiring reaches the pads through the lowest film."""
    return Element(
        "Through the lowest film the lowest wiring is joined to pads of each die"
        if every
        else "Through the lowest film the lowest wiring is joined to pads of a die",
        of_dies(is_joined, every=every, among=meeting(dies.front_away, dies.is_bonded)),
        _JOINS,
        reading="Two pads or more, and all whose net has other pads or terminals; others may "
        "stay free.",
    )


def is_joined(facts: "Facts", number: int) -> DieAnswer:
    """Return whether the lowest wiring is joined to a die's pads that have nets."""
    die, level = facts.dies[number], facts.level(1)
    if level is None:
        return DieAnswer(met=False, because="there is no wiring over a film", places=(die.place,))
    contact = facts.contacts[0]
    joined = die.pads.touching(contact) if contact else contact
    pads = [pad for pad in facts.pads if pad.die == number]
    nets = {pad.net for pad in pads}
    boxes = {part.box_nm for part in joined}
    free = [pad for pad in pads if pad.asked_net in facts.shared_nets and _box(pad) not in boxes]
    told = f", but not pad {listed([pad.name for pad in free])}, which has a net" if free else ""
    return DieAnswer(
        met=len(joined) >= _PLURAL and not free,
        because=f"{len(joined)} of {some(len(die.pads), 'pad')} of die {die.name} "
        f"{'is' if len(joined) == 1 else 'are'} joined to wiring 1{told}",
        measured=(
            count(f"pads of {die.name} joined", len(joined), _PLURAL),
            count(f"pads of {die.name} with a net and not joined", len(free)),
        ),
        slabs=(*die.pad_numbers, *level.via_numbers),
        nets=tuple(facts.net_name(net) for net in sorted(nets) if net in facts.net_pads),
        places=tuple(pad.place for pad in free) or places_of(joined, die.front_nm, level.plane_nm),
    )


def _box(pad: "FoundPad") -> tuple[int, int, int, int]:
    return pad.place.left_nm, pad.place.bottom_nm, pad.place.right_nm, pad.place.top_nm


@cache
def fans_out(*, every: bool) -> Element:
    """Return the element: wiring that is joined to a die goes beyond the die's outline."""
    return Element(
        "The wiring is joined to each die and goes beyond its outline"
        if every
        else "The wiring is joined to the die and goes beyond its outline",
        of_dies(
            is_fanned_out, every=every, among=meeting(dies.front_away, dies.is_bonded, is_joined)
        ),
        ("fan-out", *_JOINS),
    )


def is_fanned_out(facts: "Facts", number: int) -> DieAnswer:
    """Return whether wiring that is joined to a die goes beyond its outline."""
    die = facts.dies[number]
    pads = {pad.net for pad in facts.pads if pad.die == number and pad.net >= 0}
    own = {net for pad in pads for net in facts.galvanic[pad]}
    region = _beyond(facts, facts.levels, die.outline, own)
    return DieAnswer(
        met=bool(region),
        because=f"wiring of die {die.name} {'goes' if region else 'does not go'} "
        "beyond its outline",
        slabs=tuple(sorted({n for level in facts.levels for n in level.wiring_numbers})),
        places=places_of(region, die.front_nm, facts.structure.top_nm) or (die.place,),
    )


def _beyond(facts: "Facts", levels: "Sequence[Level]", outline: Region, own: set[int]) -> Region:
    """Return the wiring of some nets beyond an outline."""
    found: list[Region] = []
    for level in levels:
        outside = (level.wiring - outline).without_slivers()
        nets = facts.nets_of(outside, level.wiring_numbers)
        found += [part for part, net in zip(outside, nets, strict=True) if net in own]
    return Region.union(found)


@cache
def level_fans_out(number: int) -> Element:
    """Return the element: one level goes beyond the area over the dies."""

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        if level is None:
            return missing(f"there is no wiring {number}")
        shadow = Region.union(die.outline for die in facts.dies)
        region = _beyond(facts, [level], shadow, set(facts.net_pads))
        return decided(
            met=bool(region),
            because=f"wiring {number} {'goes' if region else 'does not go'} beyond the dies",
            evidence=Evidence(
                slabs=level.wiring_numbers,
                places=places_of(region, level.plane_nm, level.high_nm) or (level.place,),
            ),
        )

    return Element(
        f"Wiring {number} is joined to dies and goes beyond the area over them",
        test,
        ("fan-out", *_JOINS),
        reading="Beyond the outlines of all dies together.",
    )


def _lands(facts: "Facts") -> Outcome:
    outer = facts.outer_lands
    level = facts.level(-1)
    if level is None or not outer:
        return missing("the finished package shows no land")
    number = sum(len(each) for each in outer)
    inner = [each for each in outer if each.level != level.number]
    where = f"on wiring {level.number}"
    if inner:
        where = f"also on wiring {listed([str(each.level) for each in inner])} below the last"
    shown = (inner or outer)[0].region
    return decided(
        met=not inner and number >= _PLURAL,
        because=f"the package shows {some(number, 'land')} {where}",
        evidence=Evidence(
            slabs=level.wiring_numbers,
            measured=(count("lands", number, _PLURAL),),
            places=places_of(shown, level.plane_nm, level.high_nm),
        ),
    )


OUTER_LANDS = Element(
    "Two lands or more lie on the outermost wiring, and no land lies on another",
    _lands,
    ("lands", "wiring", "passivation", "terminals", "levels", "holes"),
    reading="A land is wiring that an opening of the passivation shows; without passivation where "
    "a terminal stands, and without terminals what is wider than a line.",
)


def _lands_reach_pads(facts: "Facts") -> Outcome:
    level = facts.level(-1)
    if level is None or not facts.land_nets:
        return missing("there is no land")
    free = _free_balls(facts) if facts.tolerances.lands == "bonded" else frozenset()
    lonely = [
        row
        for row, net in enumerate(facts.land_nets)
        if not facts.reaches_pad(net) and net not in free
    ]
    parts = list(facts.lands[-1].region) if lonely else []
    bare = Region.union(parts[row] for row in lonely)
    total = len(facts.land_nets)
    asked = sum(facts.reaches_pad(net) for net in facts.land_nets)
    return decided(
        met=not lonely,
        because=f"{some(len(lonely), 'land')} of {total} "
        f"{'reaches' if len(lonely) < _PLURAL else 'reach'} no pad of a die"
        if lonely
        else f"all {asked} lands reach a pad of a die"
        + (f", but for {total - asked} without a net" if asked < total else ""),
        evidence=Evidence(
            slabs=level.wiring_numbers,
            nets=tuple(facts.net_name(net) for net in sorted(set(facts.land_nets)) if net >= 0),
            measured=(count("lands without a pad", len(lonely)),),
            places=places_of(bare or facts.lands[-1].region, level.plane_nm, level.high_nm),
        ),
    )


def _free_balls(facts: "Facts") -> frozenset[int]:
    """Return the nets of terminals that the design gives no net."""
    asked = {ball.name: ball.net for ball in facts.case.plan.balls}
    free = set()
    for net in facts.nets:
        balls = [pin for pin in net.pins if pin in asked]
        if balls and all(asked[ball] is None for ball in balls):
            free.add(net.number)
    return frozenset(free)


LANDS_REACH_PADS = Element(
    "Every land is joined to a pad of a die",
    _lands_reach_pads,
    (*_JOINS, "lands", "passivation", "terminals"),
    reading="The text leaves no room for lands that belong to nothing; with the setting lands = "
    "bonded a terminal without a net in the design is left out.",
)


def _only_wiring(facts: "Facts") -> Outcome:
    """Return whether nothing but wiring and vias carries the nets between pads and lands."""
    own = {number for level in facts.levels for number in level.numbers}
    own |= {*facts.base.numbers, *facts.build_up.later}
    other = [
        number
        for number, slab in enumerate(facts.slabs)
        if number not in own
        and facts.conducts(slab.material)
        and slab.role
        not in {Role.DIE, Role.DIE_PAD, Role.ATTACH, Role.TERMINAL, Role.COMPONENT, Role.FILL}
    ]
    wires = [body.name for body in facts.structure.bodies if isinstance(body, Wire)]
    vias = [number for level in facts.levels for number in level.via_numbers]
    makers = listed([*wires, *dict.fromkeys(repr(facts.slabs[n].made_by) for n in other)])
    return decided(
        met=bool(vias) and not other and not wires,
        because=f"besides wiring and vias there is metal of {makers}"
        if other or wires
        else "wiring and vias are all the metal between pads and lands"
        if vias
        else "there is no via",
        evidence=Evidence(
            slabs=tuple(other or sorted(own - {*facts.base.numbers})),
            bodies=tuple(wires),
            places=facts.place(other),
        ),
    )


ONLY_WIRING = Element(
    "The wiring layers and the vias are the whole circuit between pads and lands",
    _only_wiring,
    ("wiring", "vias", "levels", "wires"),
    reading="Terminals and placed parts stand on the circuit and are not of it.",
)


def _bus(facts: "Facts") -> Outcome:
    supplies = set(facts.case.design.supplies)
    if not supplies:
        return missing("the design names no supply")
    for net, pads in facts.net_pads.items():
        if not supplies & {pad.asked_net for pad in pads} or len(pads) < _PLURAL:
            continue
        for level in facts.levels:
            metal = Region.union(
                facts.case.nets.region(facts.nets[net], number) for number in level.wiring_numbers
            )
            feet = facts.contacts[level.number - 1]
            for part in metal:
                taps = len(feet.touching(part) & part) if feet.overlaps(part) else 0
                if taps >= _PLURAL:
                    return decided(
                        met=True,
                        because=f"one piece of wiring {level.number} feeds {taps} vias of supply "
                        f"{facts.net_name(net)}, which has {len(pads)} pads",
                        evidence=Evidence(
                            slabs=level.wiring_numbers,
                            nets=(facts.net_name(net),),
                            measured=(count("pads on the supply", len(pads), _PLURAL),),
                            places=places_of(part, level.plane_nm, level.high_nm),
                        ),
                    )
    return missing(f"no piece of wiring feeds two pads of {listed(sorted(supplies))}")


BUS = Element(
    "One piece of wiring feeds two pads or more of a supply",
    _bus,
    ("supply", "wiring", "vias", "levels"),
    reading="A bus is one conductor of one layer with two or more vias to pads of one supply; "
    "which nets are supplies is said by the design.",
)


@cache
def lands_of(number: int) -> Element:
    """Return the element: a wiring level has two lands or more."""

    def test(facts: "Facts") -> Outcome:
        level = facts.level(number)
        if level is None:
            return missing(f"there is no wiring {number}")
        lands = facts.lands[number - 1]
        return decided(
            met=len(lands) >= _PLURAL,
            because=f"wiring {number} has {some(len(lands), 'land')}",
            evidence=Evidence(
                slabs=level.wiring_numbers,
                measured=(count(f"lands of wiring {number}", len(lands), _PLURAL),),
                places=places_of(lands.region, level.plane_nm, level.high_nm),
            ),
        )

    return Element(
        f"Wiring {number} has two lands or more",
        test,
        ("lands", "wiring", "levels", "holes", "passivation", "terminals"),
        reading="Lands of an inner layer are where the next layer's holes end on it.",
    )


def _repeats(facts: "Facts") -> Outcome:
    strict = facts.tolerances.repeats == "strict"
    limit = 4 if strict else 3
    found = len(facts.levels)
    return decided(
        met=found >= limit,
        because=f"there {'is' if found == 1 else 'are'} {some(found, 'wiring level')}",
        evidence=Evidence(
            slabs=tuple(number for level in facts.levels for number in level.wiring_numbers),
            steps=tuple(level.film.made_by for level in facts.levels),
            measured=(count("wiring levels", found, limit),),
            places=tuple(level.place for level in facts.levels),
        ),
    )


REPEATED = Element(
    "Laying a further film and wiring on it is done again, more than once",
    _repeats,
    ("levels",),
    reading="A plurality of repeats: twice after the first pass, which makes four wiring layers; "
    "with the setting repeats = lenient once, which makes three.",
)
