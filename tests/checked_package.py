"""A clean package of two dies on two wiring levels, and ways to spoil it before it is built.

Nets a and b go from one pad to one ball each, net c from a pad of either die to one ball; pad
left.p3 and ball B2 have no net.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure
from padwright.model.door import admit
from padwright.model.drawings import (
    PASSIVATION_OPENINGS,
    die_outline,
    die_pads,
    via_openings,
    wiring,
)
from padwright.model.package import Design, Die, Pad, Terminals
from padwright.model.shipped import technology_table
from padwright.model.technology import Technology
from padwright.plan.plan import PlacedBall, PlacedDie, PlacedPad, Plan
from padwright.process.built import Built
from padwright.process.engine import run
from padwright.process.flow import read_flow
from padwright.process.flows import a1_flat

Drawings = dict[str, Region]
Rows = list[dict[str, Any]]

UM = 1_000
BODY_UM = 2_000  # half of a side
#: Centres of the dies, of the pads and of the balls, in micrometres.
DIES = {"left": (-700, 0), "right": (700, 0)}
PADS = {
    "left.p1": (-900, 300, "a"),
    "left.p2": (-900, -300, "c"),
    "left.p3": (-500, 0, None),
    "right.p1": (900, 300, "b"),
    "right.p2": (900, -300, "c"),
}
BALLS = {
    "A1": (-1200, 1200, "a"),
    "A2": (1200, 1200, "b"),
    "B1": (-1200, -1200, "c"),
    "B2": (1200, -1200, None),
}
VIAS = ((-900, 600), (900, 600), (-900, -600))
LOWER = (
    (-900, 300, -900, 600),
    (900, 300, 900, 600),
    (-900, -300, -900, -600),
    (900, -300, 900, -600),
    (900, -600, -900, -600),
)
UPPER = (
    (-900, 600, -1200, 900),
    (-1200, 900, -1200, 1200),
    (900, 600, 1200, 900),
    (1200, 900, 1200, 1200),
    (-900, -600, -1200, -900),
    (-1200, -900, -1200, -1200),
)


@cache
def technology() -> Technology:
    """The shipped technology, without a least density: the sample is mostly empty."""
    table = technology_table("a1-flat")
    table["rules"] = {**table["rules"], "min_density": {"value": 0.0, "source": "the sample"}}
    return admit(Technology, table, where="sample")


def box_um(x_um: float, y_um: float, width_um: float, height_um: float | None = None) -> Region:
    """A rectangle about a centre."""
    half_x, half_y = width_um / 2, (width_um if height_um is None else height_um) / 2
    corners = (x_um - half_x, y_um - half_y, x_um + half_x, y_um + half_y)
    return Region.box(*(round(each * UM) for each in corners))


def discs_um(places_um: Any, diameter_um: int) -> Region:
    places = np.array([each[:2] for each in places_um]) * UM
    return Region.discs(places, diameter_um * UM)


def wires_um(ends_um: Any, width_um: int = 15) -> Region:
    return Region.stadiums(np.array(ends_um) * UM, width_um * UM)


@cache
def _drawings() -> Mapping[str, Region]:
    bonded = [place for place in PADS.values() if place[2]]
    made = {
        via_openings(1): discs_um(bonded, 35),
        wiring(1): Region.union(
            [discs_um(bonded, 55), discs_um(VIAS, 55), wires_um(LOWER)],
        ),
        via_openings(2): discs_um(VIAS, 35),
        wiring(2): Region.union(
            [discs_um(VIAS, 55), discs_um(BALLS.values(), 390), wires_um(UPPER)],
        ),
        PASSIVATION_OPENINGS: discs_um(BALLS.values(), 370),
    }
    for die, (x_um, y_um) in DIES.items():
        made[die_outline(die)] = box_um(x_um, y_um, 1_000)
        pads = [place for name, place in PADS.items() if name.startswith(f"{die}.")]
        made[die_pads(die)] = Region.union(box_um(x, y, 60) for x, y, _ in pads)
    return made


def drawings() -> Drawings:
    """The clean drawings, to change."""
    return dict(_drawings())


@cache
def design() -> Design:
    dies = tuple(
        Die(
            name,
            x_um * UM,
            y_um * UM,
            0,
            1_000 * UM,
            1_000 * UM,
            150 * UM,
            "logic",
            tuple(
                Pad(
                    pad.split(".")[1], net or "nc", (x - x_um) * UM, (y - y_um) * UM, 60_000, 60_000
                )
                for pad, (x, y, net) in PADS.items()
                if pad.startswith(f"{name}.")
            ),
        )
        for name, (x_um, y_um) in DIES.items()
    )
    return Design(
        name="checked",
        description="",
        width_nm=2 * BODY_UM * UM,
        height_nm=2 * BODY_UM * UM,
        wiring_levels=2,
        dies=dies,
        terminals=Terminals("ball", 2_400 * UM, 2, 2, 460 * UM),
        supplies=(),
        no_connect=("nc",),
        technology=technology(),
        source_digest="0" * 64,
    )


@cache
def plan() -> Plan:
    nets = {
        net: tuple(
            sorted(name for name, (_, _, own) in (PADS | BALLS).items() if own == net),
        )
        for net in ("a", "b", "c")
    }
    return Plan(
        dies=tuple(
            PlacedDie(
                name, (x - 500) * UM, (y - 500) * UM, (x + 500) * UM, (y + 500) * UM, 150 * UM
            )
            for name, (x, y) in DIES.items()
        ),
        pads=tuple(
            PlacedPad(pad.split(".")[1], pad.split(".")[0], net, x * UM, y * UM, 60 * UM, 60 * UM)
            for pad, (x, y, net) in PADS.items()
        ),
        balls=tuple(PlacedBall(name, net, x * UM, y * UM) for name, (x, y, net) in BALLS.items()),
        joints=(),
        nets=tuple(sorted(nets.items())),
        straight_nm=0,
        tree_nm=0,
    )


def rows() -> Rows:
    """The clean flow, to change."""
    return a1_flat.rows(design(), 2)


def build(drawn: Drawings, steps: Rows | None = None) -> Built:
    half_nm, street_nm = BODY_UM * UM, 125 * UM
    masks = Masks(
        panel=Region.box(*(side * (half_nm + street_nm) for side in (-1, -1, 1, 1))),
        body=Region.box(*(side * half_nm for side in (-1, -1, 1, 1))),
        drawings={name: Mask(region) for name, region in drawn.items()},
    )
    flow = read_flow(rows() if steps is None else steps)
    return run(flow, masks, technology().all_materials)


def case_of(built: Built) -> Case:
    return Case(built, found_nets(built, plan(), design()), design(), plan())


@cache
def clean() -> Case:
    return case_of(build(drawings()))


def drawn_case(name: str, change: Callable[[Region], Region], steps: Rows | None = None) -> Case:
    """The package with one drawing changed."""
    drawn = drawings()
    drawn[name] = change(drawn[name])
    return case_of(build(drawn, steps))


def stepped_case(change: Callable[[Rows], Rows]) -> Case:
    """The package with its flow changed."""
    return case_of(build(drawings(), change(rows())))


def rebuilt_case(change: Callable[[Structure], Structure]) -> Case:
    """The package with its finished structure changed."""
    built = clean().built
    last = built.moments[-1]
    spoiled = replace(last, structure=change(last.structure))
    return case_of(replace(built, moments=(*built.moments[:-1], spoiled)))
