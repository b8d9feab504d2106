"""A fault for every rule, planted in drawings, flow or structure, with what has to be found.

Where the geometry allows it the fault is one nanometre beyond the limit, and `at_limit` plants the
same thing exactly at the limit, which has to be clean.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import checked_package as package
from checked_package import UM, box_um, discs_um, drawn_case, rebuilt_case, stepped_case, wires_um
from padwright.check.rule import Case
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.drawings import (
    PASSIVATION_OPENINGS,
    die_outline,
    die_pads,
    via_openings,
    wiring,
)
from padwright.model.finding import Severity
from planted import Planted
from planted_frames import FRAME_FAULTS
from planted_nets import NET_FAULTS
from planted_passives import PASSIVE_FAULTS


def _narrow_wire(by_nm: int) -> Case:
    strip = Region.box(-20_000, -592_500 - by_nm, 20_000, -592_500)
    return drawn_case(wiring(1), lambda metal: metal - strip)


def _near_wire(space_nm: int) -> Case:
    left_nm = 1_395 * UM + space_nm
    box = Region.box(left_nm, -1_210 * UM, left_nm + 30 * UM, -1_190 * UM)
    return drawn_case(wiring(2), lambda metal: metal | box)


def _corners_touch() -> Case:
    steps = box_um(0, 0, 100) | box_um(100, 100, 100)
    return drawn_case(wiring(2), lambda metal: metal | steps)


def _slot(width_nm: int) -> Case:
    slot = Region.box(1_450 * UM, -1_200 * UM, 1_500 * UM, -1_200 * UM + width_nm)
    tab = box_um(1_400, -1_200, 200, 100) - slot
    return drawn_case(wiring(2), lambda metal: metal | tab)


def _small_hole(width_nm: int, level: int) -> Case:
    x_nm, y_nm = (-900 * UM, 300 * UM) if level == 1 else (-900 * UM, 600 * UM)
    hole = Region.box(x_nm - 17_500, y_nm - 17_500, x_nm - 17_500 + width_nm, y_nm + 17_500)
    old = Region.disc(x_nm, y_nm, 36_000)
    return drawn_case(via_openings(level), lambda holes: (holes - old) | hole)


def _land_above(beyond_nm: int) -> Case:
    cut = Region.box(-1_000 * UM, 310 * UM - 100_000, -917_500 - beyond_nm, 400 * UM)
    land = box_um(-900, 300, 70)
    return drawn_case(wiring(1), lambda metal: (metal | land) - cut)


def _pad_below(beyond_nm: int) -> Case:
    cut = Region.box(-1_000 * UM, 200 * UM, -917_500 - beyond_nm, 400 * UM)
    return drawn_case(die_pads("left"), lambda pads: pads - cut)


def _land_below(beyond_nm: int) -> Case:
    cut = Region.box(-1_000 * UM, 550 * UM, -917_500 - beyond_nm, 700 * UM)
    land = box_um(-900, 600, 70)
    return drawn_case(wiring(1), lambda metal: (metal | land) - cut)


def _off_its_pad() -> Case:
    old = Region.disc(-900 * UM, 300 * UM, 36_000)
    drawn = package.drawings()
    drawn[via_openings(1)] = (drawn[via_openings(1)] - old) | discs_um([(-860, 300)], 35)
    drawn[wiring(1)] |= discs_um([(-860, 300)], 55)
    return package.case_of(package.build(drawn))


def _near_hole(space_nm: int) -> Case:
    right_nm = -917_500 - space_nm
    hole = Region.box(right_nm - 35_000, 290 * UM, right_nm, 325 * UM)
    drawn = package.drawings()
    drawn[via_openings(1)] |= hole
    drawn[wiring(1)] |= hole.sized(10 * UM)
    return package.case_of(package.build(drawn))


def _plate(side_um: float) -> Case:
    # Alone in the middle window, which has the middle four quarters of the body.
    return drawn_case(wiring(2), lambda _: box_um(0, 0, side_um))


def _near_edge(clear_nm: int) -> Case:
    right_nm = 2_000 * UM - clear_nm
    box = Region.box(right_nm - 50 * UM, -20 * UM, right_nm, 20 * UM)
    return drawn_case(wiring(2), lambda metal: metal | box)


def _die_near_edge(clear_nm: int) -> Case:
    outline = Region.box(200 * UM, -500 * UM, 2_000 * UM - clear_nm, 500 * UM)
    return drawn_case(die_outline("right"), lambda _: outline)


def _dies_near(space_nm: int) -> Case:
    outline = Region.box(-1_200 * UM, -500 * UM, 200 * UM - space_nm, 500 * UM)
    return drawn_case(die_outline("left"), lambda _: outline)


def _with_slab(slab: Slab) -> Case:
    return rebuilt_case(lambda structure: structure.plus([slab]))


def _stacked_die() -> Case:
    top_nm = package.clean().built.structure.top_nm
    return _with_slab(
        Slab("si", Role.DIE, box_um(-700, 0, 100), top_nm, top_nm + 50_000, "attach third")
    )


def _beyond_outline(by_nm: int) -> Case:
    region = Region.box(1_990 * UM, -10 * UM, 2_000 * UM + by_nm, 10 * UM)
    top_nm = package.clean().built.structure.top_nm
    return _with_slab(Slab("pbo", Role.PASSIVATION, region, top_nm, top_nm + 1_000, "overhang"))


def _moved_ball(place: Callable[[float], tuple[int, int]]) -> Case:
    def move(structure: Structure) -> Structure:
        first, *rest = structure.bodies
        x_nm, y_nm = place(first.radius_nm)
        return Structure(structure.slabs, (replace(first, x_nm=x_nm, y_nm=y_nm), *rest))

    return rebuilt_case(move)


def _touching_balls() -> Case:
    other = package.clean().built.structure.bodies[1]
    return _moved_ball(lambda radius_nm: (other.x_nm - round(2 * radius_nm) + 50, other.y_nm))


def _ball_near_edge(clear_nm: int) -> Case:
    # The radius is no whole number of nanometres: what is clear is rounded down.
    return _moved_ball(lambda radius_nm: (0, 2_000 * UM - clear_nm - int(radius_nm + 1)))


def _closed_opening() -> Case:
    return drawn_case(PASSIVATION_OPENINGS, lambda each: each - box_um(1_200, -1_200, 400))


def _extra_opening() -> Case:
    return drawn_case(PASSIVATION_OPENINGS, lambda each: each | discs_um([(-1_000, 700)], 20))


def _narrow_opening(by_nm: int) -> Case:
    strip = Region.box(1_385 * UM - by_nm, -1_400 * UM, 1_400 * UM, -1_000 * UM)
    return drawn_case(PASSIVATION_OPENINGS, lambda each: each - strip)


def _narrow_land(by_nm: int) -> Case:
    strip = Region.box(1_395 * UM - by_nm, -1_400 * UM, 1_400 * UM, -1_000 * UM)
    return drawn_case(wiring(2), lambda metal: metal - strip)


def _without_hole() -> Case:
    return drawn_case(via_openings(2), lambda holes: holes - box_um(-900, 600, 60))


def _cut_wire() -> Case:
    return drawn_case(wiring(1), lambda metal: metal - box_um(0, -600, 40))


def _bridge() -> Case:
    return drawn_case(wiring(1), lambda metal: metal | wires_um([(-900, 300, -900, -300)]))


def _bonded_unbonded() -> Case:
    drawn = package.drawings()
    drawn[via_openings(1)] |= discs_um([(-500, 0)], 35)
    drawn[wiring(1)] |= discs_um([(-500, 0)], 55) | wires_um([(-500, 0, -500, -600)])
    return package.case_of(package.build(drawn))


def _loose_metal() -> Case:
    return drawn_case(wiring(1), lambda metal: metal | box_um(0, 1_000, 100))


def _without_pad() -> Case:
    return drawn_case(die_pads("left"), lambda pads: pads - box_um(-900, 300, 70))


def _without_steps(*names: str) -> Case:
    return stepped_case(lambda rows: [row for row in rows if row["name"] not in names])


def _balls_last(rows: package.Rows) -> package.Rows:
    return [*(row for row in rows if row["name"] != "balls"), rows[-2]]


def _plated(thickness: str) -> Case:
    def change(rows: package.Rows) -> package.Rows:
        return [
            row | {"thickness": thickness} if row["name"] == "plate wiring 1" else row
            for row in rows
        ]

    return stepped_case(change)


def _thick_film(thickness: str) -> Case:
    def change(rows: package.Rows) -> package.Rows:
        return [
            row | {"thickness": thickness} if row["name"] == "dielectric 2" else row for row in rows
        ]

    return stepped_case(change)


def _undercut_film() -> Case:
    rows: package.Rows = [
        {"step": "coat", "name": "sacrifice", "material": "resist", "thickness": "3 um",
         "role": "resist"},
        {"step": "coat", "name": "lid", "material": "pbo", "thickness": "3 um",
         "role": "passivation"},
        {"step": "pattern", "name": "open lid", "film": "lid", "mask": wiring(2)},
        {"step": "strip", "name": "strip sacrifice", "material": "resist"},
    ]  # fmt: skip
    return stepped_case(lambda before: [*before[:-3], *rows, *before[-3:]])


def _cavity(*, sealed: bool) -> Case:
    """A lid over a patch of resist that is stripped through a hole in it; then a film over all."""
    rows: package.Rows = [
        {"step": "coat", "name": "patch", "material": "resist", "thickness": "3 um",
         "role": "resist"},
        {"step": "pattern", "name": "open patch", "film": "patch", "mask": "round patch"},
        {"step": "coat", "name": "lid", "material": "pbo", "thickness": "5 um",
         "role": "passivation"},
        {"step": "pattern", "name": "open lid", "film": "lid", "mask": "hole in lid"},
        {"step": "strip", "name": "strip patch", "material": "resist"},
    ]  # fmt: skip
    seal: package.Rows = [
        {"step": "coat", "name": "seal", "material": "pbo", "thickness": "5 um",
         "role": "passivation"},
    ]  # fmt: skip
    drawn = package.drawings()
    drawn["round patch"] = box_um(0, 0, 6_000) - box_um(0, 0, 200)
    drawn["hole in lid"] = box_um(0, 0, 20)
    before = [row for row in package.rows() if row["name"] != "passivation"]
    built = package.build(drawn, [*before[:-2], *rows, *(seal if sealed else []), before[-1]])
    return package.case_of(built)


def _high_body(beyond_nm: int) -> Case:
    """The base so thick that the body is higher than wide by a length."""
    slabs = package.clean().built.structure.slabs
    base_nm = next(slab.thickness_nm for slab in slabs if slab.role is Role.BASE)
    high_nm = max(slab.top_nm for slab in slabs) - min(slab.bottom_nm for slab in slabs)
    thickness = f"{2 * package.BODY_UM * UM + beyond_nm - high_nm + base_nm} nm"

    def change(rows: package.Rows) -> package.Rows:
        return [row | {"thickness": thickness} if row["name"] == "base" else row for row in rows]

    return stepped_case(change)


def _hanging_part() -> Case:
    top_nm = package.clean().built.structure.top_nm
    return _with_slab(
        Slab("pbo", Role.PASSIVATION, box_um(0, 0, 50), top_nm + 9, top_nm + 99, "flake")
    )


def _body_um2() -> float:
    return (2.0 * package.BODY_UM) ** 2


#: Area of the body between the wires of level 2, where seed is left when it is not etched.
_FIELD_UM2 = _body_um2() - package.drawings()[wiring(2)].area_nm2 / 1e6

FAULTS = (
    Planted("line_width", "a wire 1 nm too narrow", partial(_narrow_wire, 1), (0, -600), 14_999,
            15_000, partial(_narrow_wire, 0)),
    Planted("line_space", "metal 1 nm too near", partial(_near_wire, 14_999), (1_402, -1_200),
            14_999, 15_000, partial(_near_wire, 15_000)),
    Planted("line_space", "metal that meets at a corner", _corners_touch, (50, 50), 0, 15_000),
    Planted("notch", "a slot 1 nm too narrow", partial(_slot, 14_999), (1_475, -1_193), 14_999,
            15_000, partial(_slot, 15_000), Severity.WARNING),
    Planted("via_size", "a hole over a pad 1 nm too narrow", partial(_small_hole, 34_999, 1),
            (-900, 300), 34_999, 35_000, partial(_small_hole, 35_000, 1)),
    Planted("via_size", "a hole between levels 1 nm too narrow", partial(_small_hole, 34_999, 2),
            (-900, 600), 34_999, 35_000, partial(_small_hole, 35_000, 2)),
    Planted("via_enclosure", "a land over a hole 1 nm short", partial(_land_above, 9_999),
            (-922, 300), 9_999, 10_000, partial(_land_above, 10_000)),
    Planted("via_enclosure", "a pad under a hole 1 nm short", partial(_pad_below, 7_499),
            (-921, 300), 7_499, 7_500, partial(_pad_below, 7_500)),
    Planted("via_enclosure", "a land under a hole 1 nm short", partial(_land_below, 9_999),
            (-922, 600), 9_999, 10_000, partial(_land_below, 10_000)),
    # The share of a circle of radius 17.5 beyond a chord 10 from its centre.
    Planted("via_landing", "a hole that misses its pad partly", _off_its_pad, (-860, 300), 15.71,
            100, within=0.1),
    Planted("hole_space", "a hole 1 nm too near", partial(_near_hole, 19_999), (-927, 300), 19_999,
            20_000, partial(_near_hole, 20_000)),
    Planted("density", "a window too full", partial(_plate, 1_800), (0, 0), 0.81, 0.8,
            partial(_plate, 1_788), Severity.WARNING, 1e-9),
    Planted("edge_clearance", "metal 1 nm too near the edge", partial(_near_edge, 49_999),
            (1_975, 0), 49_999, 50_000, partial(_near_edge, 50_000)),
    Planted("die_edge", "a die 1 nm too near the edge", partial(_die_near_edge, 99_999),
            (1_950, 0), 99_999, 100_000, partial(_die_near_edge, 100_000)),
    Planted("die_space", "dies 1 nm too near", partial(_dies_near, 199_999), (100, 0), 199_999,
            200_000, partial(_dies_near, 200_000)),
    Planted("die_overlap", "a die over another", _stacked_die, (-700, 0), 10_000, 0),
    Planted("body_inside", "a film beyond the outline", partial(_beyond_outline, 10_000),
            (2_005, 0), 10_000, 0, partial(_beyond_outline, 0)),
    Planted("ball_spacing", "two balls that touch", _touching_balls, (1_000, -1_200), -50, 1,
            within=1),
    Planted("ball_spacing", "a ball 1 nm too near the edge", partial(_ball_near_edge, 49_999),
            (0, 1_700), 49_999, 50_000, partial(_ball_near_edge, 50_000)),
    Planted("ball_place", "a ball off its place", partial(_moved_ball, lambda _: (-1_197_999,
            -1_200_000)), (-1_200, -1_200), 2_001, 2_000,
            partial(_moved_ball, lambda _: (-1_198_000, -1_200_000))),
    Planted("ball_land", "an opening 1 nm too narrow", partial(_narrow_opening, 1), (1_200, -1_200),
            369_999, 370_000, partial(_narrow_opening, 0)),
    Planted("ball_land", "a land 1 nm short", partial(_narrow_land, 1), (1_390, -1_200), 9_999,
            10_000, partial(_narrow_land, 0)),
    Planted("ball_land", "a land too small", partial(_narrow_land, 5_000), (1_200, -1_200), 380_000,
            390_000, within=1),
    Planted("netlist", "a hole that was not opened", _without_hole, (-900, 600), 2, 1),
    Planted("netlist", "a wire that is cut", _cut_wire, (0, -600), 2, 1),
    Planted("netlist", "a wire that joins two nets", _bridge, (-900, 0), 2, 1),
    Planted("netlist", "a pad that was to stay free", _bonded_unbonded, (-500, 0), 2, 1),
    Planted("netlist", "metal that reaches no pin", _loose_metal, (0, 1_000), 10_000, 0, None,
            Severity.WARNING),
    Planted("netlist", "a pad without metal", _without_pad, (-900, 300), 2, 1),
    Planted("process_order", "resist left", partial(_without_steps, "strip resist 2",
            "etch seed 2"), (0, 0), _FIELD_UM2, 0, within=50),
    Planted("process_order", "seed left", partial(_without_steps, "etch seed 2"), (0, 0),
            _FIELD_UM2, 0, within=50),
    Planted("process_order", "wiring left bare", partial(_without_steps, "passivation", "balls"),
            (1_200, -1_200), package.drawings()[wiring(2)].area_nm2 / 1e6, 0, within=1),
    Planted("process_order", "wiring on no dielectric", partial(_without_steps, "dielectric 1",
            "open via 1"), (0, 0), _body_um2(), 0, within=1e7),
    Planted("process_order", "balls after singulation", partial(stepped_case, _balls_last), (0, 0),
            1, 0),
    Planted("planarity", "wiring plated too thick", partial(_plated, "9.601 um"), (0, 0), 10_001,
            10_000, partial(_plated, "9.6 um")),
    Planted("plating_resist", "wiring plated 1 nm above its resist", partial(_plated, "8.001 um"),
            (0, 0), 1, 0, partial(_plated, "8 um")),
    Planted("hole_aspect", "a film 1 nm too thick for its holes", partial(_thick_film, "35.001 um"),
            (-900, -600), 1.0, 1.0, partial(_thick_film, "35 um"), within=1e-3),
    Planted("registration", "a pad 1 nm short of what die and mask may lie off",
            partial(_pad_below, 6_999), (-921, 300), 6_999, 7_000, partial(_pad_below, 7_000),
            Severity.WARNING),
    Planted("support", "a film whose hold is stripped", _undercut_film, (0, 0), 0, 1),
    # The patch lies over bare dielectric, so that it is as deep as seed, wiring and cover: 8.4 um.
    Planted("void", "a film over a cavity", partial(_cavity, sealed=True), (0, 0),
            8.4 * (200**2 - 20**2), 0, partial(_cavity, sealed=False), within=1),
    Planted("body_height", "a body 1 nm higher than wide", partial(_high_body, 1), (0, 0),
            4_000_001, 4_000_000, partial(_high_body, 0)),
    Planted("floating_part", "a flake in the air", _hanging_part, (0, 0), 0, 1),
    *FRAME_FAULTS,
    *NET_FAULTS,
    *PASSIVE_FAULTS,
)  # fmt: skip
