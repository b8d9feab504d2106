"""Patent A, the packages: a thin-film build-up on a metal base, with one die or with several.

Claims 1 to 29 speak of one die, 30 to 60 of several; each of the second group but a few is the twin
of one in the first, so that both are made here from one table.
"""

from typing import Final

from padwright.check.claim import Claim, Element
from padwright.check.claims.elements import (
    base,
    chip_wiring,
    dies,
    fill,
    films,
    holes,
    hop,
    passives,
    wiring,
)
from padwright.check.claims.elements import terminals as ends

_SHARED_BUS = "The wiring has a bus for a supply"
_BETWEEN: Final = (
    "one of the films is said to lie between the build-up and the base, though it is a part of the "
    "build-up; read as between the lowest wiring and the base"
)
_FAR_SIDE: Final = (
    "the base's face is said to be the far side of the second sheet, which is its underside; the "
    "claims above name no face, so that the test is the same either way"
)


def _claim(
    number: int,
    parent: int | None,
    title: str,
    *elements: Element,
    corrected_parent: int | None = None,
    anomaly: str = "",
) -> Claim:
    return Claim("A", number, parent, title, elements, corrected_parent, anomaly)


def _package(*, every: bool) -> tuple[Element, ...]:
    """Return the elements of a package as such, asked of one die or of every die."""
    return (
        base.METAL_BASE,
        dies.fronts_away(every=every),
        dies.bonded(every=every),
        films.ABOVE,
        wiring.pads_joined(every=every),
        wiring.fans_out(every=every),
        wiring.OUTER_LANDS,
        wiring.LANDS_REACH_PADS,
    )


def _one_level(first: int, parent: int, *, every: bool) -> tuple[Claim, ...]:
    """Return the claims on one film with wiring: 6 to 13 with one die, 37 to 44 with several.

    With one die three of them hang on the film's claim though they speak of holes, vias or a
    passive that a claim between them names first; with several they hang on that one.
    """
    straight = every
    film, in_holes, vias, device = first, first + 1, first + 2, first + 4

    def later(number: int, meant: int, title: str, element: Element, lacks: str) -> Claim:
        return _claim(
            number,
            meant if straight else film,
            title,
            element,
            corrected_parent=None if straight else meant,
            anomaly="" if straight else f"speaks of {lacks}, which claim {meant} names first",
        )

    return (
        _claim(
            film,
            parent,
            "A film over base and dies, wiring on it",
            films.OVER_BASE_AND_DIES,
            wiring.pads_joined(every=every),
            wiring.OUTER_LANDS,
        ),
        _claim(
            in_holes,
            film,
            "Holes through the film",
            holes.through_film(1),
            holes.joined_in_holes(1),
        ),
        later(vias, in_holes, "A via in every hole", holes.filled_holes(1), "holes"),
        later(first + 3, vias, "Wiring and vias are the circuit", wiring.ONLY_WIRING, "vias"),
        _claim(device, film, "A passive in the circuit", passives.HAS_PASSIVE),
        later(first + 5, device, "Kind of passive", passives.LISTED_PASSIVE, "a passive"),
        _claim(first + 6, device, "A passive made of wiring", passives.PASSIVE_OF_WIRING),
        _claim(first + 7, film, "Material of the film", films.listed_film(1)),
    )


def _many_levels(first: int, parent: int, *, every: bool) -> tuple[Claim, ...]:
    """Return the claims on several levels: 14 to 21 with one die, 45 to 52 with several."""
    levels, in_holes, vias, device = first, first + 1, first + 2, first + 4
    return (
        _claim(
            levels,
            parent,
            "Several wiring layers and films by turns",
            films.ALTERNATING,
            holes.NEIGHBOURS_JOINED,
            films.LOWEST_BETWEEN,
            wiring.pads_joined(every=every),
            wiring.OUTER_LANDS,
            anomaly=_BETWEEN,
        ),
        _claim(
            in_holes,
            levels,
            "Holes through every film",
            holes.EVERY_FILM_THROUGH,
            holes.EVERY_LEVEL_IN_HOLES,
        ),
        _claim(vias, in_holes, "A via in every hole", holes.EVERY_HOLE_FILLED),
        _claim(first + 3, vias, "Wiring and vias are the circuit", wiring.ONLY_WIRING),
        _claim(device, levels, "A passive in the circuit", passives.HAS_PASSIVE),
        _claim(first + 5, device, "Kind of passive", passives.LISTED_PASSIVE),
        _claim(first + 6, device, "A passive made of wiring", passives.PASSIVE_OF_WIRING),
        _claim(
            first + 7,
            levels if every else device,
            "Material of the films",
            films.LISTED_FILMS,
            corrected_parent=None if every else levels,
            anomaly=""
            if every
            else f"hangs on claim {device}, which asks for a passive; its twin does not",
        ),
    )


def _finished(first: int, parent: int, *, every: bool) -> tuple[Claim, ...]:
    """Return the claims on fill, passivation and terminals: 25 to 29, or 56 to 60."""
    level = (fill.LEVEL_FRONTS,) if every else ()
    return (
        _claim(first, parent, "A fill flush with the dies", fill.flush_ring(every=every), *level),
        _claim(first + 1, first, "Material of the fill", fill.POLYMER_FILL),
        _claim(first + 2, parent, "Passivation with open lands", ends.passivated(-1)),
        _claim(first + 3, parent, "Terminals on the lands", ends.terminals_on(-1)),
        _claim(first + 4, first + 3, "Kind of terminals", ends.BALLS_BUMPS_PINS),
    )


_ONE_DIE: Final = (
    _claim(
        1,
        None,
        "A die on a metal base under wiring that fans out",
        *_package(every=False),
    ),
    _claim(2, 1, "A circuit on the die forms its pads", chip_wiring.chip_wiring(every=False)),
    _claim(3, 2, "A signal crosses the package", hop.signal_returns(same_die=True)),
    _claim(4, 3, "Larger traces in the package", hop.larger_traces(same_die=True)),
    _claim(5, 1, _SHARED_BUS, wiring.BUS),
    *_one_level(6, 1, every=False),
    *_many_levels(14, 1, every=False),
    _claim(22, 1, "The die in a recess of the base", base.in_recess(every=False)),
    _claim(
        23,
        1,
        "A base of two sheets, the first pierced",
        base.TWO_SHEETS,
        base.through_first_sheet(every=False),
        anomaly=_FAR_SIDE,
    ),
    _claim(24, 23, "First sheet about as thick as the die", base.sheet_like_die(every=False)),
    *_finished(25, 1, every=False),
)

_SEVERAL_DIES: Final = (
    _claim(
        30,
        None,
        "Several dies on a metal base under wiring that fans out",
        dies.SEVERAL,
        *_package(every=True),
    ),
    _claim(31, 30, "Dies that do the same", dies.SAME_FUNCTION),
    _claim(32, 30, "Dies that do different things", dies.DIFFERENT_FUNCTION),
    _claim(33, 30, "A circuit on the dies forms their pads", chip_wiring.chip_wiring(every=True)),
    _claim(34, 33, "A signal crosses the package", hop.signal_returns(same_die=False)),
    _claim(35, 34, "Larger traces in the package", hop.larger_traces(same_die=False)),
    _claim(36, 30, _SHARED_BUS, wiring.BUS),
    *_one_level(37, 30, every=True),
    *_many_levels(45, 30, every=True),
    _claim(
        53,
        30,
        "Dies in recesses of the base",
        base.SEVERAL_RECESSES,
        base.in_recess(every=True),
    ),
    _claim(
        54,
        30,
        "A base of two sheets, the first pierced",
        base.TWO_SHEETS,
        base.through_first_sheet(every=True),
        anomaly=_FAR_SIDE + "; the recesses have no earlier mention, and one opening is enough",
    ),
    _claim(55, 54, "First sheet about as thick as the dies", base.sheet_like_die(every=True)),
    *_finished(56, 30, every=True),
)

CLAIMS: Final = (*_ONE_DIE, *_SEVERAL_DIES)
