"""Patent A, the methods: dies face up on their base, and dies over a temporary plate.

Claims 61 to 101 bond the dies to the base at once, 102 to 138 over a plate. What follows on the
first film is the same in both but for the numbers, so that both are made here from one table.
"""

from dataclasses import dataclass
from typing import Final

from padwright.check.claim import Claim, Element
from padwright.check.claims.elements import (
    base,
    cutting,
    dies,
    fill,
    films,
    holes,
    laying,
    transfer,
    wiring,
)
from padwright.check.claims.elements import terminals as ends


def _claim(
    number: int,
    parent: int | None,
    title: str,
    *elements: Element,
    corrected_parent: int | None = None,
    anomaly: str = "",
) -> Claim:
    return Claim("A", number, parent, title, elements, corrected_parent, anomaly)


@dataclass(frozen=True, slots=True)
class _Route:
    """The numbers of one method: its independent claim, and where the others of it begin."""

    root: int
    first_level: int
    second_level: int
    #: What the second holes correspond to, as the text of this method has it.
    second_holes: Element
    when_filled: str = ""
    second_anomaly: str = ""
    outer_anomaly: str = ""
    void: bool = False


def _opened(level: int, number: int, parent: int, anomaly: str = "") -> Claim:
    """Return the claim on opening a film before its wiring."""
    return _claim(
        number,
        parent,
        f"Film {level} is opened before its wiring",
        laying.opened_between(level),
        holes.through_film(level),
        holes.joined_in_holes(level),
        anomaly=anomaly,
    )


def _filled(level: int, number: int, parent: int, anomaly: str = "") -> tuple[Claim, Claim]:
    """Return the two claims on how the holes of a film get their metal."""
    return (
        _claim(
            number,
            parent,
            f"The metal of wiring {level} fills the holes",
            laying.filled_with_wiring(level),
            holes.filled_holes(level),
        ),
        _claim(
            number + 1,
            parent,
            "The holes are filled in a step of their own",
            laying.filled_on_its_own(level),
            holes.filled_holes(level),
            anomaly=anomaly,
        ),
    )


def _closed(
    level: int, passivation: int, terminals: int, parent: int, *, anomaly: str = "", void: bool
) -> tuple[Claim, ...]:
    """Return the claims on passivation, terminals and cutting: seven in a row, less one gap.

    `level` is -1 for the outermost wiring.
    """
    kinds, cut = terminals + 1, terminals + 2
    single = _claim(cut + 1, cut, "One die in each package", cutting.ONE_DIE_EACH)
    several = _claim(
        cut + 2,
        cut + 1 if void else cut,
        "Several dies in each package",
        cutting.VOID_OR_SEVERAL if void else cutting.SEVERAL_DIES_EACH,
        corrected_parent=cut if void else None,
        anomaly=f"hangs on claim {cut + 1}, which asks for a single die, and so is void; meant is "
        f"claim {cut}"
        if void
        else "",
    )
    return (
        _claim(passivation, parent, "Passivation with open lands", ends.passivated(level)),
        _claim(
            terminals,
            parent,
            "Terminals on the lands",
            ends.terminals_on(level),
            anomaly=anomaly,
        ),
        _claim(kinds, terminals, "Kind of terminals", ends.BALLS_BUMPS_PINS),
        _claim(cut, terminals, "Cut apart after the terminals", cutting.CUT_AFTER_TERMINALS),
        single,
        several,
    )


def _levels(route: _Route) -> tuple[Claim, ...]:
    """Return the claims on first level, second level and their repetition."""
    root, first, second = route.root, route.first_level, route.second_level
    holes_2, repeated = second + 1, second + 12
    return (
        _opened(1, first, root),
        *_filled(1, first + 1, first, route.when_filled),
        _claim(first + 3, root, "Material of the first film", films.listed_film(1)),
        _claim(first + 4, root, "How the first wiring is laid", laying.laid_by_listed_method(1)),
        *_closed(1, first + 5, first + 6, root, void=False),
        _claim(
            second,
            root,
            "A second film and a second wiring",
            films.second_film(2),
            holes.neighbours_joined(2),
            wiring.level_fans_out(2),
            wiring.lands_of(2),
        ),
        _claim(
            holes_2,
            second,
            "The second film is opened before its wiring",
            laying.opened_between(2),
            holes.through_film(2),
            route.second_holes,
            anomaly=route.second_anomaly,
        ),
        *_filled(2, holes_2 + 1, holes_2),
        _claim(second + 4, second, "Material of the second film", films.listed_film(2)),
        _claim(
            second + 5, second, "How the second wiring is laid", laying.laid_by_listed_method(2)
        ),
        *_closed(2, second + 6, second + 7, second, void=False),
        _claim(
            repeated,
            second,
            "Further films and wirings",
            wiring.REPEATED,
            holes.NEIGHBOURS_JOINED,
            anomaly="a plurality of repeats: two after the first pass, or one if so set",
        ),
        *_closed(
            -1,
            repeated + 1,
            repeated + 2,
            repeated,
            anomaly=route.outer_anomaly,
            void=route.void,
        ),
    )


#: What the wiring over the first film has to be, in both methods.
_FIRST_WIRING: Final = (
    films.OVER_BASE_AND_DIES,
    wiring.pads_joined(every=True),
    wiring.level_fans_out(1),
    wiring.lands_of(1),
)

_FACE_UP: Final = (
    _claim(
        61,
        None,
        "Several dies bonded to a base, a film and wiring laid over them",
        laying.BASE_DIES_FILM_WIRING,
        base.METAL_BASE,
        dies.SEVERAL,
        dies.fronts_away(every=True),
        dies.bonded(every=True),
        *_FIRST_WIRING,
        anomaly="the bonding is named within the providing of the dies: a step of its own",
    ),
    _claim(62, 61, "Dies that do the same", dies.SAME_FUNCTION),
    _claim(63, 61, "Dies that do different things", dies.DIFFERENT_FUNCTION),
    _claim(
        64,
        61,
        "Dies in recesses of the base",
        base.SEVERAL_RECESSES,
        base.in_recess(every=True),
        anomaly="the dies are bonded to the face and to the floors of recesses: a floor belongs "
        "to the face",
    ),
    _claim(
        65,
        64,
        "Recesses as deep as the dies are thick",
        base.DEPTH_IS_THICKNESS,
        anomaly="equal here, about equal in its sister claim; the attach film is not counted",
    ),
    _claim(66, 64, "Recesses cut by machining", base.MACHINED),
    _claim(
        67,
        61,
        "A base of two sheets, the first pierced",
        base.TWO_SHEETS,
        base.through_first_sheet(every=True),
        anomaly="a face of the base is said to be the far side of the second sheet; the face that "
        "dies and film lie on can only be the outer face of the first, with the floors",
    ),
    _claim(68, 67, "First sheet about as thick as the dies", base.sheet_like_die(every=True)),
    _claim(69, 67, "The first sheet is punched, then laid on the second", base.PUNCHED_FIRST),
    _claim(
        70,
        61,
        "A fill flush with the dies before the first film",
        fill.FILLED_BETWEEN,
        fill.flush_ring(every=True),
        fill.LEVEL_FRONTS,
    ),
    _claim(71, 70, "Material of the fill", fill.POLYMER_FILL),
    *_levels(
        _Route(
            root=61,
            first_level=72,
            second_level=83,
            second_holes=laying.meets_first_holes(2),
            when_filled="says 'when' where its sister claims say 'before'; read as a filling of "
            "its own, since else it would say what the claim before it says",
            second_anomaly="speaks of first holes, which claim 72 names and this one does not hang "
            "on; its sister claim 121 speaks of first lands",
            outer_anomaly="speaks of lands of the outermost film; its sister claim 134 of those "
            "of the wiring on it",
            void=True,
        )
    ),
)

_OVER_A_PLATE: Final = (
    _claim(
        102,
        None,
        "Several dies face down on a plate, filled, ground, bonded to a base, released, wired",
        transfer.FACE_DOWN_ON_PLATE,
        transfer.FIRST_FILL,
        transfer.GROUND_FLAT,
        transfer.BASE_ON_GROUND_FACE,
        transfer.PLATE_AND_FILL_REMOVED,
        transfer.FILM_THEN_WIRING,
        *_FIRST_WIRING,
        anomaly="removes the very fill that the base was bonded to, which leaves a step as high as "
        "a die unless a second fill takes its place",
    ),
    _claim(103, 102, "Dies that do the same", dies.SAME_FUNCTION),
    _claim(104, 102, "Dies that do different things", dies.DIFFERENT_FUNCTION),
    _claim(105, 102, "Material of the plate", transfer.PLATE_MATERIAL),
    _claim(106, 102, "Material of the first fill", transfer.FIRST_FILL_MATERIAL),
    _claim(
        107,
        102,
        "A second fill flush with the dies",
        transfer.SECOND_FILL,
        fill.flush_ring(every=True),
        fill.LEVEL_FRONTS,
        anomaly="the second fill is said to come before the first goes, whose place it takes",
    ),
    _claim(108, 107, "Material of the second fill", fill.POLYMER_FILL),
    *_levels(
        _Route(root=102, first_level=109, second_level=120, second_holes=laying.meets_lands(2))
    ),
)

CLAIMS: Final = (*_FACE_UP, *_OVER_A_PLATE)
