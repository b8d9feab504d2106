"""A package with a spiral, a meander and plates between four pads and four balls, on two levels.

The die is in the middle; pad p1 goes through the meander to ball A1, pad p2 through the spiral to
ball A2, the plates lie between p3's net and p4's; p3 and p4 have balls B1 and B2.
"""

from dataclasses import replace
from functools import cache

from checked_package import technology
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.model.package import Design, Die, FixedBall, Pad, Passive, Terminals
from padwright.pipeline.flows import flow_of
from padwright.plan.make import make_plan
from padwright.process.engine import run
from padwright.route.from_plan import route_plan
from padwright.route.masks.drawing import draw_masks
from padwright.route.router import route

UM = 1_000
PASSIVES = (
    Passive("R1", "resistor-meander", 1, -1_300 * UM, 700 * UM, 0, ("p1", "out1")),
    Passive("L1", "inductor-spiral", 1, 1_300 * UM, 600 * UM, 180, ("p2", "out2")),
    Passive("C1", "capacitor-plates", 1, 0, -1_200 * UM, 0, ("p4", "p3")),
)
PADS = {
    "p1": (-300, 200),
    "p2": (300, 200),
    "p3": (-300, -200),
    "p4": (300, -200),
}
BALLS = {
    "A1": ("out1", -1_300, 1_500),
    "A2": ("out2", 1_300, 1_500),
    "B1": ("p3", -1_300, -1_500),
    "B2": ("p4", 1_300, -1_500),
}


@cache
def design(passives=PASSIVES) -> Design:
    pads = tuple(
        Pad(name, name, x_um * UM, y_um * UM, 60 * UM, 60 * UM)
        for name, (x_um, y_um) in PADS.items()
    )
    balls = tuple(
        FixedBall(name, net, x_um * UM, y_um * UM) for name, (net, x_um, y_um) in BALLS.items()
    )
    return Design(
        name="passives",
        description="",
        width_nm=4_400 * UM,
        height_nm=4_400 * UM,
        wiring_levels=2,
        dies=(Die("d", 0, 0, 0, 1_000 * UM, 1_000 * UM, 150 * UM, "logic", pads),),
        terminals=Terminals("ball", 2_600 * UM, 0, 0, 460 * UM, fixed=balls),
        supplies=(),
        no_connect=(),
        technology=technology(),
        source_digest="0" * 64,
        passives=passives,
    )


@cache
def plan(passives=PASSIVES):
    return make_plan(design(passives))


@cache
def wiring(passives=PASSIVES):
    return routed(design(passives), plan(passives))


def routed(asked, planned):
    return route_plan(asked, planned, lambda problem, _: route(problem))


def case(passives=PASSIVES, change=None) -> Case:
    """The package as built; `change` spoils the drawings, by name, before."""
    return case_of(design(passives), plan(passives), wiring(passives), change)


def case_of(asked, planned, routing, change=None) -> Case:
    drawn = draw_masks(asked, planned, routing.routing, routing.levels)
    if change is not None:
        drawn = replace(drawn, drawings=change(dict(drawn.drawings)))
    built = run(flow_of(asked, routing.levels), drawn, asked.technology.all_materials)
    return Case(built, found_nets(built, planned, asked), asked, planned)


@cache
def clean() -> Case:
    return case()
