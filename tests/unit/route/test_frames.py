"""Etched frames: the routing problem and the drawings, held against the rules they are made for."""

from functools import cache
from pathlib import Path

from padwright.geometry.drc import closer_than, narrower_than
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.plan.make import make_plan
from padwright.plan.pegs import frame_of, line_mask_nm, paddle_box
from padwright.plan.plan import Plan
from padwright.readers.design_file import load_design
from padwright.route.frame_problem import frame_problem
from padwright.route.from_plan import Wiring, route_plan
from padwright.route.judging.verify import open_nets, violations
from padwright.route.masks.drawing import draw_masks
from padwright.route.router import route


@cache
def made() -> tuple[Design, Plan, Wiring, Masks]:
    folder = Path(__file__).parents[3] / "examples" / "frame-qfn"
    design = load_design(folder / "design.toml")
    plan = make_plan(design)
    wiring = route_plan(design, plan, lambda problem, report: route(problem, report=report))
    return design, plan, wiring, draw_masks(design, plan, wiring.routing, wiring.levels)


def drawn(name: str) -> Region:
    return made()[3].drawings[name].region


def test_the_wiring_has_one_level_and_is_legal() -> None:
    design, plan, wiring, _ = made()
    problem = frame_problem(design, plan)
    assert wiring.levels == 1
    assert not violations(problem, wiring.routing)
    assert not open_nets(problem, wiring.routing)
    assert {net.name for net in problem.nets} == {peg.net for peg in plan.pegs}


def test_ink_is_as_wide_and_as_far_apart_as_it_has_to_be() -> None:
    design = made()[0]
    rules = design.technology.rules
    wanted_nm = frame_of(design).mask_for_nm(rules.line_width_nm.value)
    assert line_mask_nm(design) == wanted_nm == 75_000 + 2 * 38_000
    ink = drawn(drawings.LINES)
    covers = Region.union([ink, drawn(drawings.OUTER_PEGS), drawn(drawings.DIE_PADDLE)])
    assert not closer_than(covers, rules.line_space_nm.value)
    assert not narrower_than(covers, frame_of(design).mask_width_nm.value)


def test_ink_covers_every_inner_peg_and_reaches_over_its_outer_peg() -> None:
    design, plan, _, masks = made()
    ink, outer = drawn(drawings.LINES), drawn(drawings.OUTER_PEGS)
    assert ink.covers(drawn(drawings.INNER_PEGS))
    overlap_nm = frame_of(design).mask_overlap_nm.value
    assert not (ink & outer.sized(-overlap_nm - 1))
    lines = dict(masks.drawings[drawings.LINES].labelled)
    pegs = dict(masks.drawings[drawings.OUTER_PEGS].labelled)
    for peg in plan.pegs:
        assert lines[peg.net].overlaps(pegs[peg.net])
        others = Region.union(region for net, region in pegs.items() if net != peg.net)
        assert not lines[peg.net].overlaps(others)


def test_the_print_on_side_walls_leaves_finishes_free() -> None:
    side_walls, ink = drawn(drawings.SIDE_WALLS), drawn(drawings.LINES)
    assert not side_walls.overlaps(drawn(drawings.OUTER_PEGS))
    assert not side_walls.overlaps(drawn(drawings.DIE_PADDLE))
    assert side_walls.covers(ink - drawn(drawings.OUTER_PEGS))


def test_the_pad_and_what_is_round_it_are_the_panel() -> None:
    design, _, _, masks = made()
    pad, rest = drawn(drawings.DIE_PADDLE), drawn(drawings.AROUND_PADDLE)
    assert pad == Region.box(*paddle_box(design))
    assert not pad.overlaps(rest)
    assert pad | rest == masks.panel


def test_the_bonder_goes_from_each_pad_to_its_peg() -> None:
    _, plan, _, masks = made()
    places = {pad.pin: (pad.x_nm, pad.y_nm) for pad in plan.pads}
    assert masks.bonds[drawings.BONDS] == tuple(
        (*places[peg.pad], peg.x_nm, peg.y_nm) for peg in plan.pegs
    )
