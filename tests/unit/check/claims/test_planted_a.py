"""Claims of patent A, met by the checked package and not met once it is changed in fact."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

import pytest

import checked_package as package
from checked_package import box_um, clean, discs_um, rebuilt_case
from claimed_package import (
    CLEAN,
    after,
    built,
    edited,
    ids,
    in_place_of,
    met,
    told,
    via_metal_gone,
    without,
)  # fmt: skip
from padwright.check.rule import Case
from padwright.geometry.body import Wire
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.drawings import PASSIVATION_OPENINGS, via_openings, wiring


@cache
def clean_met() -> frozenset[str]:
    return frozenset(met(clean()))


def test_the_clean_package_meets_what_it_is() -> None:
    assert {each for each in clean_met() if each.startswith("A")} == CLEAN


@dataclass(frozen=True)
class Planted:
    """A change of the package: what it makes unmet, and some that have nothing to do with it."""

    what: str
    case: Callable[[], Case]
    flips: str
    keeps: str

    def __str__(self) -> str:
        return self.what


def _no_hole(drawn: package.Drawings) -> None:
    drawn[via_openings(2)] -= box_um(-900, 600, 60)


def _bare_beside(drawn: package.Drawings) -> None:
    drawn[via_openings(1)] |= box_um(0, 1_500, 3_000, 800)


def _inner_land(drawn: package.Drawings) -> None:
    drawn[via_openings(2)] |= discs_um([(0, -600)], 60)
    drawn[wiring(1)] |= discs_um([(0, -600)], 90)
    drawn[PASSIVATION_OPENINGS] |= discs_um([(0, -600)], 90)


def _one_hole(drawn: package.Drawings) -> None:
    drawn[via_openings(2)] &= box_um(-900, 600, 60)


def _no_land(drawn: package.Drawings) -> None:
    drawn[PASSIVATION_OPENINGS] -= box_um(1_200, -1_200, 400)


def _beside_first(drawn: package.Drawings) -> None:
    drawn[via_openings(2)] |= discs_um([(-1_000, 0), (1_000, 0)], 35)
    drawn[wiring(2)] |= discs_um([(-1_000, 0), (1_000, 0)], 55)


def _not_wiring_1(drawn: package.Drawings) -> None:
    drawn["not wiring 1"] = box_um(0, 0, 5_000) - drawn[wiring(1)]


def _halves(drawn: package.Drawings) -> None:
    drawn["halves"] = box_um(-1_000, 0, 1_900, 3_900) | box_um(1_000, 0, 1_900, 3_900)


def _lost_via(x_um: float, y_um: float, level: int) -> Case:
    return rebuilt_case(via_metal_gone(x_um, y_um, level))


def _blind_hole() -> Case:
    """Two micrometres of the film left at the bottom of a hole."""
    disc = discs_um([(-900, 300)], 35)

    def change(structure: Structure) -> Structure:
        emptied = via_metal_gone(-900, 300, 1)(structure)
        film = [s for s in structure.slabs if s.role == "dielectric" and s.level == 1]
        low_nm, plane_nm = film[0].bottom_nm, film[0].top_nm
        left = Slab(film[0].material, Role.DIELECTRIC, disc, low_nm, low_nm + 2_000,
                    film[0].made_by, 1)  # fmt: skip
        metal = Slab("cu", Role.VIA, disc, low_nm + 2_000, plane_nm, "plate wiring 1", 1)
        return emptied.plus([left, metal])

    return rebuilt_case(change)


def _floating_die() -> Case:
    def change(structure: Structure) -> Structure:
        kept = tuple(
            slab
            for slab in structure.slabs
            if not (slab.role is Role.ATTACH and slab.made_by == "attach left")
        )
        return Structure(kept, structure.bodies)

    return rebuilt_case(change)


def _jumper() -> Case:
    def change(structure: Structure) -> Structure:
        top_nm = structure.top_nm
        points = ((0, 0, top_nm), (0, 0, top_nm + 50_000), (500_000, 0, top_nm))
        wire = Wire("jumper", "au", points, 25_000, "bond")
        return Structure(structure.slabs, (*structure.bodies, wire))

    return rebuilt_case(change)


def _moved_balls() -> Case:
    """Balls and their solder beside the openings: they touch the passivation only."""

    def change(structure: Structure) -> Structure:
        top_nm = max(s.top_nm for s in structure.slabs if s.role == "passivation")
        slabs = tuple(slab for slab in structure.slabs if slab.role is not Role.TERMINAL)
        balls = tuple(
            replace(body, x_nm=body.x_nm // 3, foot_nm=top_nm) for body in structure.balls
        )
        return Structure(slabs, balls)

    return rebuilt_case(change)


_PASTE = {"step": "paste", "name": "paste", "material": "sac305", "mask": PASSIVATION_OPENINGS,
          "thickness": "20 um", "conductors": ["cu", "ti"]}  # fmt: skip
_BALLS = package.rows()[-2]
_FOIL = (
    {"step": "coat", "name": "foil 1", "material": "cu", "thickness": "5 um", "role": "wiring",
     "level": 1},
    {"step": "pattern", "name": "cut foil 1", "film": "foil 1", "mask": "not wiring 1"},
)  # fmt: skip
_LEVEL_1 = ("adhesion 1", "seed 1", "resist 1", "develop resist 1", "plate wiring 1",
            "strip resist 1", "etch seed 1")  # fmt: skip

PLANTED = (
    Planted("a base of glass", partial(built, edited("base", material="glass_exg")),
            "1 6 14 25 27 28 30 37 45 56 58 59 61 70 83", ""),
    Planted("a via between levels is missing", partial(built, drawn=_no_hole), "1 30 14 45", "61"),
    Planted("a die without contact to the base", _floating_die, "30 37 45 56 58 59 61 70 72 83",
            "1 6 14 25"),
    Planted("a film that leaves the base bare", partial(built, drawn=_bare_beside),
            "6-9 13 14 37-40 44 45 61 70 72", "1 25 27-31 56-60"),
    Planted("two films where one is opened",
            partial(built, after("open via 1", {
                "step": "coat", "name": "second coat", "material": "pi_lowcure",
                "thickness": "1 um", "level": 1})), "1 7 30 38 61 72", ""),
    Planted("a blind hole", _blind_hole, "7 15 38 46 72 73", ""),
    Planted("a hole without metal", partial(_lost_via, 900, -300, 1), "8 16 39 47 73",
            "1 6 7"),
    Planted("a hole without metal between levels", partial(_lost_via, 900, 600, 2),
            "1 16 30 47 85", "61 62 72 73 83"),
    Planted("a bond wire over the package", _jumper, "9 17 40 48", "1 6-8 14-16 30 37-39 61"),
    Planted("a first film of ABF", partial(built, edited("dielectric 1", material="abf")),
            "13 21 44 52 75", "1 6-9 14-17 30 61 87"),
    Planted("a second film of ABF", partial(built, edited("dielectric 2", material="abf")),
            "21 52 87", "1 6-9 13-17 30 44 61 75 88-92"),
    Planted("one hole between levels only", partial(built, drawn=_one_hole), "15 46 84", ""),
    Planted("a land on the lower wiring", partial(built, drawn=_inner_land), "1 14 30 45 90",
            "61 62 70 72 73"),
    Planted("no fill", partial(built, without("fill")), "25 26 56 57 70 71",
            "1 6-9 13-17 27-31 37-40 58-61 72"),
    Planted("a fill of copper", partial(built, edited("fill", material="cu")), "26 57 71",
            "25 31 56 62 70"),
    Planted("dies of two heights", partial(built, edited("attach left", thickness_error="30 um")),
            "56 57 70 71", ""),
    Planted("a covered land", partial(built, drawn=_no_land), "27 58 89", "1 6-9 28-31 56 61 90"),
    Planted("no passivation", partial(built, without("passivation", "balls")),
            "27-29 58-60 89-92 94", "25 26 31 56 57 61 70-73"),
    Planted("no terminals", partial(built, without("balls")), "28 29 59 60 90-92 94",
            "1 6-9 13-17 25-27 30 56-58 61 83-85 87-89"),
    Planted("balls beside their lands", _moved_balls, "28 29 59 60 90-92",
            "1 6-9 25-27 30 58 61 83 89"),
    Planted("paste for balls", partial(built, in_place_of("balls", _PASTE)), "29 60 91",
            "1 27 28 30 58 59 89 90 92 94"),
    Planted("sawn before the balls", partial(built, without("balls"), after("singulate", _BALLS)),
            "92 94", "28 29 59 60 89-91"),
    Planted("never cut", partial(built, without("singulate")), "92 94", "1 28 29 30 59 60 90 91"),
    Planted("cut into single dies", partial(built, edited("singulate", mask="halves"),
            drawn=_halves), "94", "92 93"),
    Planted("dies of two functions", partial(built, design=told({"left": "memory"})), "31 62",
            "1 30 61 32 63"),
    Planted("wiring of foil", partial(built, without(*_LEVEL_1), after("open via 1", *_FOIL),
            drawn=_not_wiring_1), "76", "61 72 73 75 88"),
    Planted("second holes on bare wiring", partial(built, drawn=_beside_first), "84 85",
            "61 72 73 87 88"),
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_change_in_fact_turns_the_claims_that_speak_of_it(planted: Planted) -> None:
    flips, keeps = ids(planted.flips), ids(planted.keeps)
    assert flips <= clean_met()
    found = met(planted.case(), *sorted(flips | keeps))
    assert flips & found == set()
    assert keeps - found == set()
