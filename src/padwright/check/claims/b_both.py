"""What both kinds of pocket packages of patent B ask: die, pocket, first dielectric, metals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from padwright.check.claim import Evidence, Outcome, Test
from padwright.check.contact import place_of
from padwright.check.deciding import count, decided, length, listed, missing, share, some
from padwright.check.facts_carrier import Posts, carrier_of
from padwright.geometry.slab import Slab
from padwright.model.finding import Place

if TYPE_CHECKING:
    from padwright.check.facts import Facts

#: What dielectrics are to be made of; each is a class of materials.
_LISTED: Final = ("polyimide", "epoxy", "bt", "fr4", "fr5", "bcb", "ptfe")
#: How many are several.
FEWEST: Final = 2


def numbers_of(facts: "Facts", slabs: Sequence[Slab]) -> tuple[int, ...]:
    """Return the numbers of slabs in the finished structure."""
    wanted = {id(slab) for slab in slabs}
    return tuple(number for number, slab in enumerate(facts.slabs) if id(slab) in wanted)


def post_place(layer: Posts) -> Place:
    """Return the box round the posts of a dielectric."""
    return place_of(layer.region, layer.film.bottom_nm, layer.film.plane_nm)


def die_with_pads(facts: "Facts") -> Outcome:
    """Whether there is a die with a front, a back, and two pads on the front."""
    pads = [len(die.pads) for die in facts.dies]
    evidence = Evidence(
        slabs=tuple(n for die in facts.dies for n in (*die.numbers, *die.pad_numbers)),
        measured=(count("pads of a die", max(pads, default=0), FEWEST),),
        places=tuple(die.place for die in facts.dies),
    )
    up = [die for die in facts.dies if die.looks == "up" and len(die.pads) >= FEWEST]
    words = f"{some(len(facts.dies), 'die')} with {' and '.join(map(str, pads))} pads"
    return decided(met=bool(up) and len(up) == len(facts.dies), because=words, evidence=evidence)


def in_pocket(facts: "Facts") -> Outcome:
    """Whether a metal carrier's face has a pocket that takes the die."""
    parts = carrier_of(facts)
    if not parts.carrier:
        return missing("the dies stand on no metal")
    out = [die for die in facts.dies if not parts.in_pocket(die)]
    evidence = Evidence(
        slabs=numbers_of(facts, parts.carrier),
        measured=(count("dies in a pocket", len(facts.dies) - len(out), len(facts.dies)),),
        places=tuple(die.place for die in out or facts.dies),
    )
    used = listed(sorted({slab.material for slab in parts.carrier}))
    return decided(
        met=bool(facts.dies) and not out,
        because=f"{len(facts.dies) - len(out)} of {some(len(facts.dies), 'die')} in a pocket of "
        f"the carrier of {used}",
        evidence=evidence,
    )


def covered(facts: "Facts") -> Outcome:
    """Whether the first dielectric lies on the dies' fronts and on the carrier's face."""
    parts, limit = carrier_of(facts), facts.tolerances.covered_ratio
    if not parts.dielectrics:
        return missing("no dielectric lies over the dies")
    if not parts.carrier:
        return missing("there is no carrier")
    first = parts.dielectrics[0]
    shares = [
        share("die's front under the first dielectric", ratio, limit)
        for ratio in (parts.lies_over(first, die.outline, die.high_nm) for die in facts.dies)
    ]
    on_face = parts.lies_over(first, parts.face, parts.face_nm)
    measured = (*shares, share("carrier's face under the first dielectric", on_face, limit))
    worst = min(measured, key=lambda each: each.value.value)
    evidence = Evidence(
        slabs=first.numbers, measured=measured, places=(place_of(parts.face, parts.face_nm),)
    )
    return decided(
        met=worst.value.value >= 100 * limit and bool(facts.dies),
        because=f"{worst.value} of the {worst.what}",
        evidence=evidence,
    )


def flush(facts: "Facts") -> Outcome:
    """Whether the carrier's face and the dies' fronts are level."""
    parts, limit_nm = carrier_of(facts), facts.tolerances.planar_nm
    if not parts.carrier or not facts.dies:
        return missing("there are no die and carrier to compare")
    steps_nm = [die.high_nm - parts.face_nm for die in facts.dies]
    worst_nm = max(steps_nm, key=abs)
    evidence = Evidence(
        measured=(length("die's front over the carrier's face", worst_nm, limit_nm),),
        places=tuple(die.place for die in facts.dies),
    )
    return decided(
        met=abs(worst_nm) <= limit_nm,
        because=f"the die's front lies {worst_nm / 1000:+g} um from the carrier's face",
        evidence=evidence,
    )


def on_outermost(facts: "Facts") -> Outcome:
    """Whether balls, bumps or pins stand on the outermost dielectric."""
    found = carrier_of(facts).outer_terminals
    evidence = Evidence(
        slabs=facts.terminals.numbers,
        bodies=facts.terminals.bodies,
        measured=(count("terminals on the outermost dielectric", len(found), FEWEST),),
        places=tuple(each.place for each in found),
    )
    kinds = listed(sorted({f"{each.kind}s" for each in found}))
    words = f"{some(len(found), 'terminal')} on the outermost dielectric{kinds and ': '}{kinds}"
    return decided(met=len(found) >= FEWEST, because=words, evidence=evidence)


def carrier_metal(facts: "Facts") -> Outcome:
    """Whether the carrier is copper, aluminium or an alloy of either."""
    parts = carrier_of(facts)
    used = sorted({slab.material for slab in parts.carrier})
    if not used:
        return missing("there is no carrier of metal")
    metals = [facts.materials[each].base_element for each in used]
    return decided(
        met=set(metals) <= {"Cu", "Al"},
        because=f"the carrier is {listed(used)}, mostly {listed(metals)}",
        evidence=Evidence(slabs=numbers_of(facts, parts.carrier)),
    )


def post_metal(only_first: bool = False) -> Test:  # noqa: FBT001, FBT002 - one choice, named where it is made
    """Return the test whether posts are copper, aluminium or an alloy of either."""

    def test(facts: "Facts") -> Outcome:
        parts = carrier_of(facts)
        layers = parts.posts[:1] if only_first else parts.posts
        volumes_nm3: dict[str, int] = {}
        for layer in layers:
            for slab in parts.body_of(layer):
                volumes_nm3[slab.material] = volumes_nm3.get(slab.material, 0) + slab.volume_nm3
        whole_nm3 = sum(volumes_nm3.values())
        if not whole_nm3:
            return missing("there are no posts")
        limit = facts.tolerances.thin_film_ratio
        bulk = sorted(m for m, v_nm3 in volumes_nm3.items() if v_nm3 > limit * whole_nm3)
        metals = [facts.materials[each].base_element or each for each in bulk]
        thin = sorted(set(volumes_nm3) - set(bulk))
        evidence = Evidence(
            slabs=numbers_of(facts, [slab for layer in layers for slab in layer.slabs]),
            measured=tuple(
                share(f"{each} in the posts", v_nm3 / whole_nm3, limit if each in thin else None)
                for each, v_nm3 in sorted(volumes_nm3.items())
            ),
            places=tuple(post_place(layer) for layer in layers if layer.region),
        )
        left_out = f"; thin films of {listed(thin)} left out" if thin else ""
        return decided(
            met=set(metals) <= {"Cu", "Al"},
            because=f"the posts are {listed(bulk)}{left_out}",
            evidence=evidence,
        )

    return test


def dielectric_list(fewest: int = 1) -> Test:
    """Return the test whether every dielectric is of a listed material, and there are enough."""

    def test(facts: "Facts") -> Outcome:
        films = carrier_of(facts).dielectrics
        evidence = Evidence(
            slabs=tuple(number for film in films for number in film.numbers),
            measured=(count("dielectrics", len(films), fewest),),
        )
        if len(films) < fewest:
            return missing(f"{some(len(films), 'dielectric')}; {fewest} are spoken of", evidence)
        used = [film.material for film in films]
        alien = [each for each in used if not facts.classes(each).intersection(_LISTED)]
        words = f"the dielectrics are {listed(used)}"
        if alien:
            words += f"; {listed(alien)} is not listed"
        return decided(met=not alien, because=words, evidence=evidence)

    return test
