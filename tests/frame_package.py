"""A small etched frame, planned and drawn as any design, with lines drawn by hand."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.model.package import Design, Die, FixedBall, Pad, Terminals
from padwright.plan.make import make_plan
from padwright.plan.pegs import line_mask_nm
from padwright.plan.plan import Plan
from padwright.process.built import Built
from padwright.process.engine import run
from padwright.process.flow import read_flow
from padwright.process.flows import c_frame
from padwright.readers.technology_file import load_technology
from padwright.route.masks.drawing import draw_masks
from padwright.route.routing import Routing, Wire

Rows = list[dict[str, Any]]

UM = 1_000
#: Directions from the middle of the die to its pads; the die's half side and the balls' places.
SIDES = {"e": (1, 0), "n": (0, 1), "w": (-1, 0), "s": (0, -1)}
DIE_UM = 500
BALL_UM = 1_450


@cache
def design(kind: str = "ball") -> Design:
    """A die of 1 mm with a pad at each side, and a ball on each side of the package."""
    pads = tuple(
        Pad(name, f"net_{name}", x * 425 * UM, y * 425 * UM, 80 * UM, 80 * UM)
        for name, (x, y) in SIDES.items()
    )
    balls = tuple(
        FixedBall(f"B{name}", f"net_{name}", x * BALL_UM * UM, y * BALL_UM * UM)
        for name, (x, y) in SIDES.items()
    )
    die = Die("d", 0, 0, 0, 2 * DIE_UM * UM, 2 * DIE_UM * UM, 150 * UM, "logic", pads)
    return Design(
        name="framed",
        description="",
        width_nm=3_800 * UM,
        height_nm=3_800 * UM,
        wiring_levels=1,
        dies=(die,),
        terminals=Terminals(kind, 2_000 * UM, 0, 0, 300 * UM, fixed=balls),
        supplies=(),
        no_connect=(),
        technology=load_technology("c-frame"),
        source_digest="0" * 64,
    )


@cache
def plan() -> Plan:
    return make_plan(design())


def routing() -> Routing:
    """A straight line from each peg to its ball."""
    balls = {ball.net: (ball.x_nm, ball.y_nm) for ball in plan().balls}
    wires = [
        Wire(peg.net, 0, line_mask_nm(design()), ((peg.x_nm, peg.y_nm), balls[peg.net]))
        for peg in plan().pegs
    ]
    return Routing(tuple(wires), (), ())


@cache
def masks() -> Masks:
    return draw_masks(design(), plan(), routing(), 1)


def rows(kind: str = "ball") -> Rows:
    """The clean flow, to change."""
    return c_frame.rows(design(kind), 1)


def build(steps: Rows | None = None, drawn: Masks | None = None) -> Built:
    flow = read_flow(rows() if steps is None else steps)
    return run(flow, drawn or masks(), design().technology.all_materials)


def case_of(built: Built, kind: str = "ball") -> Case:
    asked = design(kind)
    return Case(built, found_nets(built, plan(), asked), asked, plan())


@cache
def clean(kind: str = "ball") -> Case:
    return case_of(build(rows(kind)), kind)


def stepped_case(change: Callable[[Rows], Rows]) -> Case:
    """The frame with its flow changed."""
    return case_of(build(change(rows())))


def rebuilt_case(change: Callable[[Structure], Structure]) -> Case:
    """The frame with its finished structure changed."""
    built = clean().built
    last = built.moments[-1]
    spoiled = replace(last, structure=change(last.structure))
    return case_of(replace(built, moments=(*built.moments[:-1], spoiled)))
