"""Patent B, posts straight on the pads of a die in a pocket (B10 to B16)."""

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
from padwright.check.deciding import count, decided, missing, some
from padwright.check.facts_carrier import carrier_of

if TYPE_CHECKING:
    from padwright.check.facts import Facts


def _on_pads(facts: "Facts") -> Outcome:
    parts = carrier_of(facts)
    if not parts.posts:
        return missing("no dielectric lies over the dies")
    first = parts.posts[0]
    number = len(parts.on_pads)
    evidence = Evidence(
        slabs=numbers_of(facts, first.slabs),
        measured=(count("posts on pads", number, FEWEST),),
        places=(
            place_of(parts.on_pads or first.region, first.film.bottom_nm, first.film.plane_nm),
        ),
    )
    return decided(
        met=number >= FEWEST,
        because=f"{number} of {some(len(first), 'post')} of the first dielectric stand on a pad of "
        "a die",
        evidence=evidence,
    )


def _second_posts(facts: "Facts") -> Outcome:
    layers = carrier_of(facts).posts
    numbers = [len(layer) for layer in layers[1:]]
    most = max(numbers, default=0)
    evidence = Evidence(
        slabs=tuple(number for layer in layers[1:] for number in layer.film.numbers),
        measured=(
            count("further dielectrics", len(numbers), 1),
            count("posts in one of them", most, FEWEST),
        ),
        places=tuple(post_place(layer) for layer in layers[1:] if layer.region),
    )
    return decided(
        met=most >= FEWEST,
        because=f"{some(len(numbers), 'further dielectric')}, with {some(most, 'post')} at most",
        evidence=evidence,
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "B",
        10,
        None,
        "Posts straight on the pads of a die in a pocket",
        (
            Element(
                "A die has a front with several pads and a back.",
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
                "A first dielectric lies on the die's front and the carrier's face.",
                covered,
                ("dielectric", "carrier", "die"),
                reading="over the covered share of both; fill may lie between",
            ),
            Element(
                "It has several conductive posts, which stand on the die's pads.",
                _on_pads,
                ("posts", "vias", "holes", "via-fill"),
                reading="two or more of them touch a pad with their feet; a path over a trace is "
                "not enough",
            ),
        ),
    ),
    Claim(
        "B",
        11,
        10,
        "Carrier level with the die",
        (
            Element(
                "The carrier's face is level with the die's front.",
                flush,
                ("flush",),
                reading="within the tolerance for flush faces, the bond included",
            ),
        ),
    ),
    Claim(
        "B",
        12,
        10,
        "A further dielectric with posts",
        (
            Element(
                "Another dielectric at least, with posts, lies on the first.",
                _second_posts,
                ("dielectric", "posts", "levels"),
                reading="two posts or more",
            ),
        ),
    ),
    Claim(
        "B",
        13,
        12,
        "Terminals on the outermost dielectric",
        (
            Element(
                "Balls, bumps or pins stand on the outermost dielectric.",
                on_outermost,
                ("terminals",),
                reading="two or more, in openings of a mask too",
            ),
        ),
    ),
    Claim(
        "B",
        14,
        10,
        "Metal of the carrier",
        (
            Element(
                "The carrier is copper, aluminium or an alloy of them.",
                carrier_metal,
                ("carrier",),
                reading="mostly copper or mostly aluminium",
            ),
        ),
    ),
    Claim(
        "B",
        15,
        10,
        "Metal of the posts",
        (
            Element(
                "The posts are copper, aluminium or an alloy of them.",
                post_metal(only_first=True),
                ("posts",),
                reading="those of the first dielectric; thin films in them are left out",
            ),
        ),
    ),
    Claim(
        "B",
        16,
        10,
        "Materials of the dielectrics",
        (
            Element(
                "The dielectrics are polyimide, epoxy, BCB, PTFE, or a resin as in BT, FR-4 or "
                "FR-5.",
                dielectric_list(fewest=2),
                ("dielectric-material", "levels"),
                reading="as it stands several dielectrics are spoken of; corrected: all that are "
                "there, be it one",
                corrected=dielectric_list(),
            ),
        ),
        anomaly="it speaks of several dielectrics, of which its parent has only the first",
    ),
)
