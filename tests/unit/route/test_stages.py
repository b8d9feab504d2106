"""The stages of the router, each by itself."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from padwright.base.progress import silent
from padwright.route.distance import nearest_parts
from padwright.route.ground.mesh import ACROSS, SIDE, TRIANGLE, survey, triangulate
from padwright.route.ground.paths import inside
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.relaxing import nearby
from padwright.route.relaxing.nearby import neighbours
from padwright.route.relaxing.relax import Chains, Terms, sweep
from padwright.route.relaxing.rest import Watch
from padwright.route.relaxing.thinning import thin
from padwright.route.relaxing.wiring import resample
from padwright.route.sketching.lines import plan_lines, spanning_tree
from padwright.route.sketching.negotiate import Effort, negotiate
from padwright.route.sketching.placing import remove_line
from padwright.route.sketching.sketch import (
    COUNT,
    STEPS,
    Sketch,
    alternate,
    needed_nm,
    start_sketch,
)

COORDINATE = st.integers(-50, 50)
POINT = st.tuples(COORDINATE, COORDINATE)


def field() -> RoutingProblem:
    lands = [
        Terminal(f"{i}_{j}", 100_000 + 150_000 * i, 100_000 + 150_000 * j, 60_000, 0)
        for i in range(6)
        for j in range(6)
    ]
    nets = [Net(f"N{j}", (f"1_{j}", f"5_{j}")) for j in range(6)]
    hole = ((810_000, 930_000), (880_000, 930_000), (850_000, 960_000))
    return RoutingProblem(
        "field",
        ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000)),
        1,
        RoutingRules(10_000, 10_000, 30_000, 10_000),
        tuple(lands),
        tuple(nets),
        (Keepout(hole),),
    )


def sketched() -> tuple[RoutingProblem, Sketch]:
    task = field()
    ground = survey(task)
    plan = plan_lines(task, ground)
    sketch = start_sketch(ground, plan.owner, plan.lines, plan.limits)
    negotiate(ground.mesh, sketch, silent, lambda: False, Effort())
    return task, sketch


@given(st.lists(POINT, min_size=4, max_size=40, unique=True))
def test_a_triangulation_is_consistent(points: list[tuple[int, int]]) -> None:
    corners = [(-100, -100), (100, -100), (100, 100), (-100, 100)]
    mesh = triangulate(np.array(corners + points, np.int64) * 1000)
    a, b, c = (mesh.place_nm[mesh.triangle[:, k]] for k in range(3))
    area = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    assert (area > 0).all()
    assert area.sum() == pytest.approx(2 * 200 * 200 * 1e6)
    for t, row in enumerate(mesh.triangle.tolist()):
        for k in range(3):
            edge = mesh.edge[row[SIDE + k]]
            assert set(edge[:2]) == {row[k], row[(k + 1) % 3]}
            side = int(edge[TRIANGLE + 1] == t)
            assert edge[TRIANGLE + side] == t
            assert edge[ACROSS + side] == row[(k + 2) % 3]
    for v in range(len(mesh.place_nm)):
        fan = mesh.fan[mesh.fan[v] : mesh.fan[v + 1]]
        assert sorted(fan) == np.flatnonzero((mesh.triangle[:, :3] == v).any(axis=1)).tolist()


def test_walls_are_edges_and_keep_points_inside() -> None:
    ground = survey(field())
    length = ground.mesh.edge_nm[ground.wall[0] > 0, 0].sum()
    hole = 70_000 + 2 * math.hypot(35_000, 30_000) + 100
    assert length == pytest.approx(4_000_000 + hole, rel=1e-3)


def test_inside_follows_the_even_odd_rule() -> None:
    points = np.array([(5.0, 5.0), (15.0, 5.0), (-1.0, 5.0)])
    assert inside(points, ((0, 0), (10, 0), (10, 10), (0, 10))).tolist() == [True, False, False]


@given(st.lists(POINT, min_size=2, max_size=12, unique=True))
def test_a_spanning_tree_joins_all_points_and_no_swap_makes_it_shorter(
    points: list[tuple[int, int]],
) -> None:
    places = np.array(points, np.float64)
    tree = spanning_tree(places)
    assert len(tree) == len(points) - 1
    group = {i: {i} for i in range(len(points))}
    for a, b in sorted(tree, key=lambda e: math.dist(points[e[0]], points[e[1]])):
        for i in group[a]:
            for j in group[b]:
                assert math.dist(points[i], points[j]) >= math.dist(points[a], points[b]) - 1e-9
        merged = group[a] | group[b]
        for i in merged:
            group[i] = merged
    assert group[0] == set(range(len(points)))


@given(POINT, POINT, POINT, POINT)
def test_the_distance_of_segments_agrees_with_shapely(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]
) -> None:
    kernel = nearest_parts.py_func  # type: ignore[attr-defined]
    numbers = [float(v) for p in (a, b, c, d) for v in p]
    s, t, gap = kernel(*numbers)
    assert math.sqrt(gap) == pytest.approx(LineString([a, b]).distance(LineString([c, d])))
    p = np.array(a) + s * (np.array(b) - np.array(a))
    q = np.array(c) + t * (np.array(d) - np.array(c))
    assert math.dist(p, q) == pytest.approx(math.sqrt(gap), abs=1e-9)


@given(st.floats(0, 6.283), st.floats(1e3, 1e7), st.floats(1.0, 1e6), st.floats(-1e7, 1e7))
def test_segments_of_one_line_are_as_far_apart_as_they_are(
    angle: float, length_nm: float, away_nm: float, from_nm: float
) -> None:
    kernel = nearest_parts.py_func  # type: ignore[attr-defined]
    along = np.array([math.cos(angle), math.sin(angle)])
    stops = np.array([0.0, length_nm, length_nm + away_nm, 2 * length_nm + away_nm])
    ends = from_nm + stops[:, None] * along
    _, _, gap = kernel(*ends.ravel().tolist())
    assert math.sqrt(gap) == pytest.approx(away_nm, abs=1e-3)


def test_chords_cross_when_their_ends_alternate() -> None:
    kernel = alternate.py_func  # type: ignore[attr-defined]
    assert kernel((0.5, 1.5), (1.0, 2.0))
    assert not kernel((0.5, 1.5), (1.6, 2.0))
    assert not kernel((0.5, 1.5), (0.5, 2.0))
    assert kernel((2.5, 0.5), (0.2, 1.0))


def test_a_negotiated_sketch_has_room_on_every_edge() -> None:
    task, sketch = sketched()
    assert (sketch.line[:, STEPS] > 0).all()
    mesh = survey(task).mesh
    used = np.flatnonzero(sketch.edge[0, :, COUNT])
    assert len(used)
    for edge in used.tolist():
        assert needed_nm(mesh, sketch, 0, edge) <= mesh.edge_nm[edge, 0] + 1e-6


def test_removing_all_lines_leaves_an_empty_sketch() -> None:
    task, sketch = sketched()
    mesh = survey(task).mesh
    for line in range(len(sketch.line)):
        remove_line(mesh, sketch, line)
    assert not sketch.line[:, STEPS].any()
    assert not sketch.edge[:, :, COUNT].any()
    assert not sketch.chord[:, :, 0, 0].any()
    assert np.abs(sketch.edge_nm[:, :, 0]).max() < 1e-6
    assert sketch.counts[0] == len(sketch.crossing)


def two_chains(gap_nm: float) -> Chains:
    x = np.linspace(0.0, 200_000.0, 11)
    points = np.concatenate([x, x])
    y = np.concatenate([np.zeros(11), np.full(11, gap_nm)])
    y[[0, 10]] = -20_000.0
    y[[11, 21]] = gap_nm + 20_000.0
    free = np.ones(22)
    free[[0, 10, 11, 21]] = 0.0
    start = np.array([*range(10), *range(11, 21)])
    middle = np.flatnonzero(free)
    return Chains(
        points,
        y,
        free,
        np.stack([middle, middle - 1, middle + 1], axis=1),
        np.zeros((0, 2), np.int64),
        start,
        start + 1,
        np.full(20, 5_000.0),
        np.full(20, 10_000.0),
        np.repeat([0, 1], 10),
        np.zeros(20, np.int64),
        np.zeros(20, np.int64),
        np.zeros(0),
        np.zeros(0),
        np.zeros(0),
        np.zeros(0),
        np.zeros(0, np.int64),
        np.zeros(0, np.int64),
        np.zeros((0, 2), np.int64),
        np.zeros((0, 2)),
    )


def test_relaxation_parts_lines_that_are_too_near() -> None:
    chains = two_chains(4_000.0)
    terms = Terms(10.0, 1_000.0, 4_000.0, (1.0, 1.0), (0.0, 0.0))
    for _ in range(40):
        pairs, lands = neighbours(chains, 5_000.0)
        assert len(lands) == 0
        worst = sweep(chains, pairs, lands, 10, terms)
    assert worst < 1.0
    assert len(neighbours(chains, -10.0)[0]) == 0


def test_relaxation_leaves_fixed_points_alone() -> None:
    chains = two_chains(4_000.0)
    before = chains.y_nm[[0, 10, 11, 21]].copy()
    pairs, lands = neighbours(chains, 5_000.0)
    sweep(chains, pairs, lands, 50, Terms(10.0, 1_000.0, 4_000.0, (0.3, 1.0), (0.5, 0.0)))
    assert (chains.y_nm[[0, 10, 11, 21]] == before).all()


def test_lists_of_near_pairs_follow_what_moved_far() -> None:
    chains = two_chains(24_000.0)
    watch = Watch(chains, 3_000.0, 3_000.0, silent)
    assert len(watch.all()[0]) == 0
    chains.y_nm[11:15] -= 8_000.0
    listed = {tuple(pair) for pair in watch.recent()[0].tolist()}
    near = {tuple(pair) for pair in neighbours(chains, 3_000.0)[0].tolist()}
    assert near
    assert listed == near


def test_near_pairs_are_the_same_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    chains = two_chains(4_000.0)
    whole = neighbours(chains, 5_000.0)[0]
    told: list[int] = []
    monkeypatch.setattr(nearby, "_BLOCK", 3)
    parts = neighbours(chains, 5_000.0, report=lambda *now: told.append(now[1]))[0]
    assert (parts == whole).all()
    assert told == [3, 6, 9, 12, 15, 18]


@given(st.lists(POINT, min_size=2, max_size=20, unique=True), st.integers(1, 20))
def test_resampling_keeps_ends_and_step(points: list[tuple[int, int]], step: int) -> None:
    line = np.array(points, np.float64)
    fine = resample(line, float(step))
    assert (fine[[0, -1]] == line[[0, -1]]).all()
    assert np.hypot(*np.diff(fine, axis=0).T).max() <= step + 1e-9


@settings(deadline=None)
@given(st.lists(POINT, min_size=2, max_size=20, unique=True), st.integers(0, 20))
def test_thinning_stays_within_its_tolerance(points: list[tuple[int, int]], tolerance: int) -> None:
    line = np.array(points, np.int64)
    thinned = thin(line, float(tolerance))
    left = LineString(thinned)
    assert (thinned[[0, -1]] == line[[0, -1]]).all()
    assert all(left.distance(LineString([p, p])) <= tolerance + 1e-9 for p in points)
