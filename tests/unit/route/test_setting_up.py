"""What comes before the first line: thousands of borders and pins, and stopping it."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import CancelledError
from padwright.base.progress import Report
from padwright.route import router as router_room
from padwright.route import trials
from padwright.route.ground.mesh import survey
from padwright.route.ground.paths import cut_fine, still_paths
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route
from padwright.route.routing import STOPPED, Point, RoutingCancelledError
from padwright.route.rules_at import limits
from padwright.route.sketching import lines as lines_room
from padwright.route.sketching.lines import spanning_tree


def _field(count: int, *, pads: int = 4, size: int = 30_000) -> RoutingProblem:
    """Return a square array of keep-outs between pads on the left and on the right."""
    keepouts = []
    for i in range(count):
        for j in range(count):
            x, y = 100_000 + i * 100_000, 100_000 + j * 100_000
            ring = ((x, y), (x + size, y), (x + size, y + size), (x, y + size))
            keepouts.append(Keepout(ring))
    end = 200_000 + count * 100_000
    terminals = []
    for k in range(pads):
        y = round((k + 0.7) * end / pads)
        terminals.append(Terminal(f"a{k}", 50_000, y, 20_000, 0))
        terminals.append(Terminal(f"b{k}", end - 50_000, y, 20_000, 0))
    return RoutingProblem(
        "field",
        ((0, 0), (end, 0), (end, end), (0, end)),
        1,
        RoutingRules(10_000, 10_000, 20_000, 20_000),
        tuple(terminals),
        tuple(Net(f"n{k}", (f"a{k}", f"b{k}")) for k in range(pads)),
        tuple(keepouts),
    )


_PLACES = st.tuples(st.integers(-200_000, 200_000), st.integers(-200_000, 200_000))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(_PLACES, min_size=2, max_size=5, unique=True), min_size=1, max_size=4),
    st.lists(_PLACES, min_size=1, max_size=12),
    st.integers(20_000, 400_000),
)
def test_lines_have_the_feet_of_what_is_near(
    lines: list[list[Point]], sources: list[Point], step_nm: int
) -> None:
    """No piece is longer than two steps; every near source sees a point square to it.

    A foot takes the place of an even point up to half a step away, so that between two feet two
    even points may be missing.
    """
    keepouts = tuple(Keepout(tuple(line)) for line in lines if len(line) > 2)
    problem = RoutingProblem(
        "x",
        ((-300_000, -300_000), (300_000, -300_000), (300_000, 300_000), (-300_000, 300_000)),
        1,
        RoutingRules(10_000, 10_000, 20_000, 20_000),
        (),
        (),
        keepouts,
    )
    paths = still_paths(problem, limits(problem).edge_nm)
    at = np.array(sources, np.float64)
    cut = cut_fine(paths, at, float(step_nm))
    for path, line in zip(paths, cut, strict=True):
        assert (line[0], line[-1]) == (path.points[0], path.points[-1])
        places = np.array(line, np.float64)
        assert np.hypot(*np.diff(places, axis=0).T).max() <= 2 * step_nm + 2
        corners = np.array(path.points, np.float64)
        for start, end in pairwise(corners):
            along = end - start
            part = (at - start) @ along / (along @ along)
            foot = start + part[:, None] * along
            near = np.hypot(*(at - foot).T) < 2 * step_nm
            for place in foot[(part > 0) & (part < 1) & near]:
                assert np.hypot(*(places - place).T).min() < 1.5


@settings(max_examples=40, deadline=None)
@given(st.lists(_PLACES, min_size=4, max_size=60, unique=True))
def test_the_tree_in_the_triangles_is_the_shortest(places: list[Point]) -> None:
    at = np.array(places, np.float64)
    edges = lines_room._tree_in_triangles(at)
    shortest = spanning_tree(at)

    def length(tree: list[tuple[int, int]]) -> float:
        return float(sum(np.hypot(*(at[a] - at[b])) for a, b in tree))

    assert len(shortest) == len(places) - 1
    if edges:  # there are none where all points lie on one line
        assert len(edges) == len(shortest)
        assert length(edges) == pytest.approx(length(shortest))


def test_thousands_of_borders_and_pins_are_set_up_in_seconds() -> None:
    """CPU time, about six times what it takes alone on a machine of 2024."""
    start_s = time.process_time()
    survey(_field(50))
    count = 10_000
    places = np.random.default_rng(1).integers(0, 10**7, (count, 2)).astype(np.float64)
    assert len(spanning_tree(places)) == count - 1
    assert time.process_time() - start_s < 8


def _stop(what: str, times: int) -> Report:
    """Return a report that stops the routing when a stage is told for the so manieth time."""
    left = times

    def told(stage: str, done: int, total: int, now: str = "") -> None:
        nonlocal left
        assert stage == "route"
        assert 0 <= done <= total
        left -= now == what
        if left == 0:
            raise CancelledError("stopped")

    return told


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_setting_up_can_be_stopped(times: int) -> None:
    problem = _field(5)
    with pytest.raises(RoutingCancelledError) as stopped:
        route(problem, report=_stop("ground", times))
    reached = stopped.value.routing
    assert violations(problem, reached) == []
    left = [each.net for each in reached.unrouted]
    assert left == open_nets(problem, reached)
    assert all(each.reason == STOPPED for each in reached.unrouted)


def _kept(problem: RoutingProblem, what: str, times: int) -> None:
    """Require that stopping loses nothing of the first answer, in which a net is open."""
    first = route(problem, proofs=False)
    assert len(first.unrouted) == 1
    with pytest.raises(RoutingCancelledError) as stopped:
        route(problem, report=_stop(what, times))
    reached = stopped.value.routing
    assert [each.net for each in reached.unrouted] == [each.net for each in first.unrouted]
    assert violations(problem, reached) == []


def test_stopping_a_proof_keeps_the_answer() -> None:
    """Twelve gaps hold one line each: one of fourteen nets stays open."""
    _kept(_field(3, pads=14, size=60_000), "proofs", 1)


@pytest.mark.parametrize("what", ["ground", "strands"])
def test_stopping_another_way_keeps_the_first_answer(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "prove", lambda *_: {})
    told = {"ground": 5, "strands": 13}  # one more than the first way tells
    _kept(_field(3, pads=14, size=60_000), what, told[what])


def test_stopping_a_large_problem_while_it_is_set_up_gives_what_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(router_room, "_MOST_IMPROVED", 3)
    problem = _field(5)
    with pytest.raises(RoutingCancelledError) as stopped:
        route(problem, report=_stop("ground", 2))
    reached = stopped.value.routing
    assert reached.wires == ()
    assert [each.net for each in reached.unrouted] == [net.name for net in problem.nets]
