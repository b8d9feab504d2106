"""Lines that cross gaps between lands at a slant: what that costs, where, and who pays."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.base.progress import silent
from padwright.route.assigning.flow import Way
from padwright.route.assigning.flow_slots import Gauge, Links, Slots, lay_links, lay_slots
from padwright.route.assigning.leaning import filled, with_leans
from padwright.route.ground.mesh import FREE, Ground, survey
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.sketching.leaning import MOST_COT2, lean_nm
from padwright.route.sketching.lines import plan_lines
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.sketch import COUNT, SOFT, Sketch, line_places, start_sketch
from padwright.route.sketching.trial import line_lengths

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
OUTLINE = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000))
LAND_NM = 60_000


def gap_problem(gap_nm: int, shift_nm: int, nets: int = 1) -> RoutingProblem:
    """Return nets that pass between two lands, shifted along the gap from end to end."""
    middle = 500_000
    away = (LAND_NM + gap_nm) // 2
    lands = [
        Terminal("west", middle - away, middle, LAND_NM, 0),
        Terminal("east", middle + away, middle, LAND_NM, 0),
    ]
    for i in range(nets):
        at = middle + round((i - (nets - 1) / 2) * 100_000)
        lands.append(Terminal(f"low{i}", at - shift_nm, middle - 200_000, 20_000, 0))
        lands.append(Terminal(f"high{i}", at + shift_nm, middle + 200_000, 20_000, 0))
    wanted = tuple(Net(f"n{i}", (f"low{i}", f"high{i}")) for i in range(nets))
    return RoutingProblem("gap", OUTLINE, 1, RULES, tuple(lands), wanted)


def sketched(problem: RoutingProblem) -> tuple[Ground, Sketch]:
    ground = survey(problem)
    task = plan_lines(problem, ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    negotiate(ground.mesh, sketch, silent, lambda: False, Effort())
    return ground, sketch


def gap_edge(ground: Ground) -> int:
    """Return the edge between the two lands."""
    ends = {int(v) for v in ground.terminal_vertex[:2]}
    return next(i for i, edge in enumerate(ground.mesh.edge[:, :2].tolist()) if set(edge) == ends)


@given(angle_deg=st.floats(5, 175), length_nm=st.floats(1e3, 1e6))
def test_square_lines_pay_nothing_and_others_by_the_square_of_their_slant(
    angle_deg: float, length_nm: float
) -> None:
    ground = survey(gap_problem(60_000, 0))
    angle = math.radians(angle_deg)
    kernel = lean_nm.py_func  # type: ignore[attr-defined]
    paid = kernel(
        ground.mesh,
        gap_edge(ground),
        length_nm * math.cos(angle),
        length_nm * math.sin(angle),
        20_000.0,
    )
    wanted = min(MOST_COT2, 1 / math.tan(angle) ** 2)
    assert paid == pytest.approx(20_000 * wanted, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize(("gap_nm", "is_full"), [(31_000, True), (49_000, True), (90_000, False)])
def test_a_slanted_line_measures_more_where_no_other_fits_beside_it(
    gap_nm: int,
    is_full: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    ground, sketch = sketched(gap_problem(gap_nm, 60_000))
    assert sketch.edge[0, gap_edge(ground), COUNT] == 1
    length = np.zeros((1, 2))
    line_lengths(ground.mesh, sketch, np.array([0]), length)
    drawn = np.hypot(*np.diff(line_places(ground.mesh, sketch, 0), axis=0).T).sum()
    more = length[0, 0] - drawn
    assert more > 1_000 if is_full else more == pytest.approx(0, abs=1)


def slots_and_links(ground: Ground, sketch: Sketch) -> tuple[Slots, Links]:
    edges = len(ground.mesh.edge)
    keep = np.full((1, edges, 2), LAND_NM / 2 + 10_000.0)
    gauge = Gauge(np.array([10_000.0]), np.full((1, edges), 10_000.0), keep)
    slots = lay_slots(ground.mesh, sketch, gauge, 9)
    return slots, lay_links(ground.mesh, slots, np.zeros((1, len(ground.mesh.place_nm)), np.bool_))


def test_links_pay_by_their_slant_and_most_at_full_gaps() -> None:
    ground = survey(gap_problem(52_000, 0, nets=2))
    task = plan_lines(gap_problem(52_000, 0, nets=2), ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    slots, links = slots_and_links(ground, sketch)
    gap = gap_edge(ground)
    assert slots.count[0, gap] == 2
    none = np.zeros_like(slots.count, dtype=np.bool_)
    full = none.copy()
    full[0, gap] = True
    guessed, priced = (
        with_leans(ground.mesh, sketch, slots, links, 20_000.0, each).length_nm
        for each in (none, full)
    )
    places = np.concatenate([slots.place_nm, ground.mesh.place_nm[::-1]])
    along = places[links.end] - places[links.start]
    at_gap = [
        (end >= 0) & (slots.edge[np.maximum(end, 0)] == gap) for end in (links.start, links.end)
    ]
    touches = at_gap[0] | at_gap[1]
    level = np.abs(along[:, 1]) > 0
    cot2 = np.minimum(MOST_COT2, (along[:, 0] / np.where(level, along[:, 1], 1.0)) ** 2)
    assert touches.any()
    assert (guessed >= links.length_nm).all()
    assert priced[~touches] == pytest.approx(guessed[~touches])
    dear = (priced - guessed)[touches]
    assert dear == pytest.approx((0.6 - 0.1) * 20_000 / 2 * cot2[touches], rel=1e-6, abs=1e-3)


@pytest.mark.parametrize(("lines", "most", "is_full"), [(1, 9, False), (2, 9, True), (2, 2, False)])
def test_a_gap_is_full_when_all_its_places_are_taken(
    lines: int,
    most: int,
    is_full: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    ground = survey(gap_problem(52_000, 0))
    task = plan_lines(gap_problem(52_000, 0), ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    slots, _ = slots_and_links(ground, sketch)
    gap = gap_edge(ground)
    first = int(slots.first[0, gap])
    ways = [Way(i, ((0, -1), (0, first + i), (0, -2)), (-1, 0, 1)) for i in range(lines)]
    found = filled(sketch, slots, ways, most)
    assert found[0, gap] == is_full
    assert found.sum() == int(is_full)


def test_gaps_that_end_in_the_open_are_never_full() -> None:
    ground, sketch = sketched(gap_problem(52_000, 0))
    owner = sketch.vertex[0, :, 0][ground.mesh.edge[:, :2]]
    assert ((owner == FREE).any(axis=1) <= (sketch.edge_nm[0, :, SOFT] > 0)).all()
