"""Improvement never lengthens, never takes a line away and leaves nothing in conflict."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padwright.base.progress import silent
from padwright.route.ground.mesh import Mesh, survey
from padwright.route.judging.verify import violations
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.sketching.conflicts import find_conflicts
from padwright.route.sketching.improve import complete, improve
from padwright.route.sketching.lines import plan_lines
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.placing import remove_line
from padwright.route.sketching.sketch import STEPS, Sketch, open_lack_nm, start_sketch
from padwright.route.sketching.slide import pull
from padwright.route.sketching.trial import line_lengths

_OUTLINE = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000))


def crossed(shift: int, levels: int) -> RoutingProblem:
    """Return a row of pads whose nets end on a row of balls in another order."""
    pads = [Terminal(f"p{i}", 120_000 + 70_000 * i, 300_000, 30_000, 0) for i in range(10)]
    balls = [
        Terminal(f"b{i}", 100_000 + 80_000 * i, 800_000, 40_000, levels - 1) for i in range(10)
    ]
    nets = [Net(f"N{i}", (f"p{i}", f"b{(i * 7 + shift) % 10}")) for i in range(10)]
    rules = RoutingRules(8_000, 8_000, 24_000, 8_000)
    return RoutingProblem("crossed", _OUTLINE, levels, rules, (*pads, *balls), tuple(nets))


def sketched(task: RoutingProblem) -> tuple[Mesh, Sketch]:
    ground = survey(task)
    plan = plan_lines(task, ground)
    sketch = start_sketch(ground, plan.owner, plan.lines, plan.limits)
    negotiate(ground.mesh, sketch, silent, lambda: False, Effort())
    pull(ground.mesh, sketch, 30)
    return ground.mesh, sketch


def total_nm(mesh: Mesh, sketch: Sketch) -> float:
    length = np.zeros((len(sketch.line), 2))
    line_lengths(mesh, sketch, np.arange(len(sketch.line)), length)
    return float(length[:, 0].sum())


def conflicts(mesh: Mesh, sketch: Sketch) -> int:
    guilty = np.zeros(len(sketch.line), np.int64)
    return find_conflicts(mesh, sketch, guilty, open_lack_nm(sketch))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 9), st.integers(1, 2))
def test_improvement_keeps_all_lines_and_only_shortens(shift: int, levels: int) -> None:
    mesh, sketch = sketched(crossed(shift, levels))
    before, placed = total_nm(mesh, sketch), sketch.line[:, STEPS] > 0
    assert conflicts(mesh, sketch) == 0
    gained = improve(mesh, sketch, silent, lambda: False)
    pull(mesh, sketch, 30)
    assert gained >= 0
    assert (sketch.line[:, STEPS] > 0).tolist() == placed.tolist()
    assert conflicts(mesh, sketch) == 0
    assert total_nm(mesh, sketch) <= before + 1_000
    for line in range(len(sketch.line)):
        remove_line(mesh, sketch, line)
    assert not sketch.edge[:, :, 1].any()
    assert not sketch.chord[:, :, 0, 0].any()
    assert sketch.counts[0] == len(sketch.crossing)


def test_a_line_that_went_round_for_no_reason_comes_back() -> None:
    task = crossed(0, 2)
    free = RoutingProblem(
        task.name,
        task.outline_nm,
        task.levels,
        task.rules,
        task.terminals,
        tuple(Net(f"N{i}", (f"p{i}", f"b{i}")) for i in range(10)),
    )
    result = route(free)
    assert not result.unrouted
    straight = sum(np.hypot(20_000 - 10_000 * i, 500_000) for i in range(10)) / 1000
    assert result.length_um == pytest.approx(straight, rel=2e-3)


@pytest.mark.parametrize("shift", range(3))
def test_improved_wiring_is_clean_and_the_same_each_time(shift: int) -> None:
    task = crossed(shift, 2)
    result = route(task)
    assert violations(task, result) == []
    assert not result.unrouted
    assert route(task) == result


def test_lines_without_a_place_are_placed_where_others_can_go_round() -> None:
    mesh, sketch = sketched(crossed(3, 2))
    remove_line(mesh, sketch, 4)
    complete(mesh, sketch, silent, lambda: False)
    assert sketch.line[:, STEPS].all()
    assert conflicts(mesh, sketch) == 0


def test_out_of_time_nothing_is_tried() -> None:
    mesh, sketch = sketched(crossed(3, 2))
    before = sketch.step.copy()
    assert improve(mesh, sketch, silent, lambda: True) == 0.0
    assert (sketch.step == before).all()
