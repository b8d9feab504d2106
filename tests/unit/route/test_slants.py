"""Gaps that end in the open, or beside a land of which the mesh has no vertex."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.progress import silent
from padwright.route.ground.mesh import FREE, Ground, survey
from padwright.route.judging.verify import Violation
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.sketching.conflicts import find_conflicts
from padwright.route.sketching.lines import plan_lines
from padwright.route.sketching.more_room import ask_for_room
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.sketch import (
    COUNT,
    SPACE,
    STEPS,
    WIDTH,
    Sketch,
    keep_nm,
    open_lack_nm,
    start_sketch,
)
from padwright.route.sketching.slants import note_slants
from padwright.route.sketching.slide import pull

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
OUTLINE = ((0, 0), (2_000_000, 0), (2_000_000, 2_000_000), (0, 2_000_000))


def sketched(problem: RoutingProblem) -> tuple[Ground, Sketch]:
    """Return the ground of a problem and its sketch after one pass."""
    ground = survey(problem)
    task = plan_lines(problem, ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    negotiate(ground.mesh, sketch, silent, lambda: False, Effort(passes=1))
    return ground, sketch


@settings(max_examples=40)
@given(st.integers(30, 170), st.integers(30, 170))
def test_no_edge_from_a_covered_vertex_has_more_room_than_is_beside_the_land(
    x_um: int, y_um: int
) -> None:
    """Pads of one level lie in and round a land of the other one."""
    ball = Terminal("ball", 1_000_000, 1_000_000, 300_000, 1)
    far = [Terminal(f"f{i}", 400_000 * i + 200_000, 300_000, 60_000, 1) for i in range(4)]
    pads = [
        Terminal(f"p{i}{j}", 1_000_000 + 1000 * x_um + 200_000 * i, 1_000_000 + 1000 * y_um
                 + 200_000 * j, 60_000, 0)
        for i in range(-2, 3)
        for j in range(-2, 3)
    ]  # fmt: skip
    nets = (Net("A", ("f0", "f1")), Net("B", ("ball", "f2")))
    problem = RoutingProblem("covered", OUTLINE, 2, RULES, (ball, *far, *pads), nets)
    ground = survey(problem)
    task = plan_lines(problem, ground)
    sketch = start_sketch(ground, task.owner, task.lines, task.limits)
    mesh = ground.mesh
    own = int(np.flatnonzero(task.lines[:, 0] == 1)[0])
    other = int(np.flatnonzero(task.lines[:, 0] == 0)[0])
    centre = np.array([ball.x_nm, ball.y_nm])
    gap_nm = np.hypot(*(mesh.place_nm - centre).T) - ball.diameter_nm / 2
    seen = 0
    for edge, (a, b) in enumerate(mesh.edge[:, :2].tolist()):
        for end, at, away in ((0, a, b), (1, b, a)):
            if ground.cover[1, at] == FREE or gap_nm[away] <= 30_000:  # covered too
                continue
            seen += 1
            room_nm = mesh.edge_nm[edge, 0] - keep_nm.py_func(mesh, sketch, 1, edge, end, other)
            assert room_nm <= gap_nm[away] - RULES.spacing_nm + 1e-6
            assert keep_nm.py_func(mesh, sketch, 1, edge, end, own) == 0.0
    assert seen > 0


def field(turned: float) -> RoutingProblem:
    """Return parallel lines across a field of pads of another level."""
    ways = np.array([np.cos(turned), np.sin(turned)])
    ends, nets = [], []
    for i in range(12):
        middle = np.array([1_000_000, 1_000_000]) + 50_000 * (i - 5.5) * ways[::-1] * (-1, 1)
        for name, sign in (("a", -1), ("b", 1)):
            x, y = (middle + sign * 700_000 * ways).round().astype(int).tolist()
            ends.append(Terminal(f"{name}{i}", x, y, 10_000, 1))
        nets.append(Net(f"N{i}", (f"a{i}", f"b{i}")))
    spots = range(300_000, 1_800_000, 200_000)
    pads = [Terminal(f"p{x}/{y}", x, y, 60_000, 0) for x in spots for y in spots]
    return RoutingProblem("field", OUTLINE, 2, RULES, (*ends, *pads), tuple(nets))


def test_lines_at_a_slant_take_more_of_an_edge() -> None:
    """In the middle of the field every line across an edge has the same angle to it."""
    turned = 0.4
    ground, sketch = sketched(field(turned))
    mesh = ground.mesh
    assert (sketch.line[:, STEPS] > 0).all()
    pull(mesh, sketch, 200)
    lean_nm = np.zeros(sketch.edge_nm.shape[:2])
    note_slants(mesh, sketch, lean_nm)
    ends = mesh.place_nm[mesh.edge[:, :2]]
    along = np.diff(ends, axis=1)[:, 0] / mesh.edge_nm[:, :1]
    sine = np.maximum(np.abs(along @ (-np.sin(turned), np.cos(turned))), 0.8)
    central = (np.abs(ends - 1_000_000) < 350_000).all(axis=(1, 2))
    crossed = sketch.edge[1, :, COUNT]
    pitch_nm = sketch.line_nm[1, 0, WIDTH] + sketch.line_nm[1, 0, SPACE]
    assert (crossed[central] > 2).any()
    expected_nm = crossed * pitch_nm * (1 / sine - 1)
    assert np.allclose(lean_nm[1, central], expected_nm[central], rtol=0.02, atol=50)


@pytest.mark.parametrize("at_once", [False, True])
def test_room_that_is_asked_for_at_once_sends_a_line_elsewhere(*, at_once: bool) -> None:
    problem = field(0.0)
    ground, sketch = sketched(problem)
    guilty = np.zeros(len(sketch.line), np.int64)
    assert find_conflicts(ground.mesh, sketch, guilty, open_lack_nm(sketch)) == 0
    near = Violation("spacing", "N5", "N6", 1, 1_000_000, 1_000_000)
    task = plan_lines(problem, ground)
    ask_for_room(ground, sketch, task, [near], at_once=at_once)
    found = find_conflicts(ground.mesh, sketch, guilty, open_lack_nm(sketch))
    assert (found > 0) == at_once
    assert guilty.any() == at_once
