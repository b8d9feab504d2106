"""Patent B, a die in a carrier's pocket under several dielectrics (B1 to B9)."""

from typing import TYPE_CHECKING

from padwright.check.claim import Claim, Element, Evidence, Outcome
from padwright.check.claims.b_both import (
    FEWEST,
    carrier_metal,
    covered,
    die_with_pads,
    dielectric_list,
    flush,
    in_pocket,
    numbers_of,
    on_outermost,
    post_metal,
    post_place,
)
from padwright.check.contact import place_of
from padwright.check.deciding import count, decided, length, missing, share, some
from padwright.check.facts_carrier import carrier_of, fits_grid

if TYPE_CHECKING:
    from padwright.check.facts import Facts


def _several(facts: "Facts") -> Outcome:
    films = carrier_of(facts).dielectrics
    evidence = Evidence(
        slabs=tuple(number for film in films for number in film.numbers),
        steps=tuple(film.made_by for film in films),
        measured=(count("dielectrics", len(films), FEWEST),),
        places=tuple(film.place for film in films),
    )
    words = f"{some(len(films), 'dielectric')} over the dies"
    return decided(met=len(films) >= FEWEST, because=words, evidence=evidence)


def _posts_in_each(facts: "Facts") -> Outcome:
    layers = carrier_of(facts).posts
    if not layers:
        return missing("no dielectric lies over the dies")
    numbers = [len(layer.joined) for layer in layers]
    fewest = min(numbers)
    evidence = Evidence(
        slabs=numbers_of(facts, [slab for layer in layers for slab in layer.slabs]),
        nets=tuple(facts.net_name(net) for net in list(facts.net_pads)[:8]),
        measured=(count("posts in the dielectric with the fewest", fewest, FEWEST),),
        places=tuple(post_place(layer) for layer in layers if layer.region),
    )
    return decided(
        met=fewest >= FEWEST,
        because=f"posts joined to the dies' pads: {', '.join(map(str, numbers))}, going up",
        evidence=evidence,
    )


def _traces_between(facts: "Facts") -> Outcome:
    parts = carrier_of(facts)
    inner = range(len(parts.posts) - 1)
    found = {index: parts.traces(index) for index in inner}
    with_traces = [index for index, region in found.items() if region]
    heights = [parts.posts[index].film.plane_nm for index in with_traces]
    evidence = Evidence(
        slabs=numbers_of(facts, [slab for slab in parts.metal if slab.bottom_nm in heights]),
        measured=(count("layers of traces between dielectrics", len(with_traces), 1),),
        places=tuple(
            place_of(found[index], parts.posts[index].film.plane_nm) for index in with_traces
        ),
    )
    return decided(
        met=bool(with_traces),
        because=f"{some(len(with_traces), 'layer')} of traces between "
        f"{some(len(parts.posts), 'dielectric')}",
        evidence=evidence,
    )


def _stacked(facts: "Facts") -> Outcome:
    parts = carrier_of(facts)
    pairs = range(1, len(parts.posts))
    found = [(index, *parts.stacked(index)) for index in pairs]
    good = [(index, region) for index, region, _ in found if region]
    best = max((ratio for _, _, ratio in found), default=0.0)
    number = sum(len(region) for _, region in good)
    places = [
        place_of(region, parts.posts[index - 1].film.bottom_nm, parts.posts[index].film.plane_nm)
        for index, region in good
    ] or [post_place(layer) for layer in parts.posts if layer.region]
    evidence = Evidence(
        slabs=numbers_of(facts, [slab for layer in parts.posts for slab in layer.slabs]),
        measured=(
            count("posts on a post", number, 1),
            share("best overlap of a post's foot", best, facts.tolerances.stacked_ratio),
        ),
        places=tuple(places),
    )
    words = f"{some(number, 'post')} straight on a post of the dielectric below"
    return decided(met=bool(good), because=words, evidence=evidence)


def _grid(facts: "Facts") -> Outcome:
    off_nm = facts.tolerances.grid_nm
    balls = [
        each
        for each in carrier_of(facts).outer_terminals
        if each.kind == "ball" and "solder" in facts.classes(each.material)
    ]
    fits, worst_nm, words = fits_grid([(each.x_nm, each.y_nm) for each in balls], off_nm)
    evidence = Evidence(
        bodies=facts.terminals.bodies,
        measured=(
            count("solder balls", len(balls), 4),
            length("farthest ball off the grid", round(worst_nm), off_nm),
        ),
        places=tuple(each.place for each in balls),
    )
    told = f"{some(len(balls), 'solder ball')}, {words}"
    return decided(met=fits, because=told, evidence=evidence)


def _wrapped(facts: "Facts") -> Outcome:
    parts = carrier_of(facts)
    back, side = facts.tolerances.faced_back_ratio, facts.tolerances.covered_ratio
    backs = [parts.back_ratio(die) for die in facts.dies]
    sides = [min(parts.side_ratios(die), default=0.0) for die in facts.dies]
    evidence = Evidence(
        slabs=numbers_of(facts, parts.carrier),
        measured=(
            share("die's back that metal faces", min(backs, default=0.0), back),
            share("least of a die's sides that metal faces", min(sides, default=0.0), side),
            length("widest gap between", facts.tolerances.gap_nm),
        ),
        places=tuple(die.place for die in facts.dies),
    )
    met = bool(backs) and min(backs) >= back and min(sides) >= side
    return decided(
        met=met,
        because=f"metal faces {100 * min(backs, default=0):.0f} % of the back and at least "
        f"{100 * min(sides, default=0):.0f} % of each side",
        evidence=evidence,
    )


def _of(number: int, parent: int, title: str, element: Element, anomaly: str = "") -> Claim:
    return Claim("B", number, parent, title, (element,), anomaly=anomaly)


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "B",
        1,
        None,
        "Several dielectrics with posts over a die in a pocket",
        (
            Element(
                "A die has a front with several pads, a back and sides.",
                die_with_pads,
                ("die",),
                reading="two pads or more",
            ),
            Element(
                "A metal carrier has a pocket in its face, which takes the die.",
                in_pocket,
                ("carrier", "pocket", "die"),
                reading="a recess with walls on three sides at least; its floor may be open",
            ),
            Element(
                "Dielectrics lie over the die's front and the carrier's face.",
                covered,
                ("dielectric", "carrier", "die"),
                reading="the lowest of them goes over the covered share of both faces; fill may "
                "lie between",
            ),
            Element(
                "There are several dielectrics.",
                _several,
                ("dielectric", "levels"),
                reading="two or more; a mask over the outermost wiring is none",
            ),
            Element(
                "Every dielectric has several conductive posts that connect the die's pads.",
                _posts_in_each,
                ("posts", "vias", "holes", "via-fill"),
                reading="two or more in each that have a path of metal to a pad; others may be "
                "there as well",
            ),
            Element(
                "A layer of conductive traces at least lies between the dielectrics.",
                _traces_between,
                ("traces", "wiring", "levels"),
                reading="metal that leads away from the posts that it stands on",
            ),
        ),
        anomaly="every dielectric is asked to have posts, which a solder mask never has: it is "
        "left out",
    ),
    _of(
        2, 1, "Carrier level with the die",
        Element(
            "The carrier's face is level with the die's front.", flush, ("flush",),
            reading="within the tolerance for flush faces, the bond included",
        ),
    ),
    _of(
        3, 1, "Posts straight on posts",
        Element(
            "One post at least stands straight on a post of the next dielectric.", _stacked,
            ("posts",),
            reading="half of its foot or more, with metal all the way; a pad of the trace layer "
            "between belongs to the stack",
        ),
    ),
    _of(
        4, 1, "Terminals on the outermost dielectric",
        Element(
            "Several balls, bumps or pins stand on the outermost dielectric.", on_outermost,
            ("terminals",), reading="two or more, in openings of a mask too",
        ),
    ),
    _of(
        5, 4, "Balls in a grid",
        Element(
            "The solder balls lie in a grid.", _grid, ("grid", "terminals"),
            reading="balls only, two rows and columns or more of equal pitch; places may be free",
        ),
        "its parent has balls, bumps or pins, this claim speaks of balls alone",
    ),
    _of(
        6, 1, "Metal of the carrier",
        Element(
            "The carrier is copper, aluminium or an alloy of them.", carrier_metal, ("carrier",),
            reading="mostly copper or mostly aluminium",
        ),
    ),
    _of(
        7, 1, "Metal of the posts",
        Element(
            "The posts are copper, aluminium or an alloy of them.", post_metal(), ("posts",),
            reading="seeds and other thin films in them are left out",
        ),
        "a seed of titanium would break the words, though it is no part of what a post is",
    ),
    _of(
        8, 1, "Materials of the dielectrics",
        Element(
            "The dielectrics are polyimide, epoxy, BCB, PTFE, or a resin as in BT, FR-4 or FR-5.",
            dielectric_list(), ("dielectric-material",),
            reading="each of them; they may differ",
        ),
    ),
    _of(
        9, 1, "Carrier round the die",
        Element(
            "The carrier covers the die's back and sides.",
            _wrapped,
            ("carrier", "pocket", "flush"),
            reading="it faces them over a narrow gap, which adhesive or fill may take",
        ),
    ),
)  # fmt: skip
