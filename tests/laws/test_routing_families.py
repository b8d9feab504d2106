"""Families of problems: what the router returns is clean, what it calls impossible is proved."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from padwright.base.errors import InputError
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.proving.certificate import cut_holds
from padwright.route.router import route
from padwright.route.routing import Routing

_FIELD_NM = 600_000
_ROUNDING_NM = 1e-3
_FAMILY = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def _problem(
    lands: list[tuple[int, int, int, int]], levels: int, keepouts: tuple[Keepout, ...] = ()
) -> RoutingProblem:
    """Return a problem that joins lands (x, y, diameter, level) in the order given, two by two."""
    terminals = tuple(Terminal(f"t{i}", *land) for i, land in enumerate(lands))
    nets = tuple(Net(f"n{i}", (f"t{2 * i}", f"t{2 * i + 1}")) for i in range(len(lands) // 2))
    low, high = -100_000, _FIELD_NM + 100_000
    outline = ((low, low), (high, low), (high, high), (low, high))
    rules = RoutingRules(10_000, 10_000, 30_000, 10_000)
    return RoutingProblem("family", outline, levels, rules, terminals, nets, keepouts)


def _shapes(problem: RoutingProblem, routing: Routing) -> list[tuple[int, str, object, float]]:
    owner = {t: net.name for net in problem.nets for t in net.terminals}
    shapes: list[tuple[int, str, object, float]] = [
        (t.level, owner.get(t.name, t.name), Point(t.x_nm, t.y_nm), t.diameter_nm / 2)
        for t in problem.terminals
    ]
    made = len(shapes)
    shapes += [(w.level, w.net, LineString(w.points_nm), w.width_nm / 2) for w in routing.wires]
    shapes += [
        (level, via.net, Point(via.x_nm, via.y_nm), via.land_nm(level) / 2)
        for via in routing.vias
        for level in range(via.lower_level, via.upper_level + 1)
    ]
    return shapes[made:] + shapes[:made]


def _is_judged(problem: RoutingProblem) -> None:
    """Route and hold what comes to the exact check, an independent one, and the proofs."""
    try:
        routing = route(problem)
    except InputError:
        return  # refused: lands closer than the rules allow
    assert not violations(problem, routing)
    assert sorted(open_nets(problem, routing)) == sorted(each.net for each in routing.unrouted)
    shapes = _shapes(problem, routing)
    made = len(shapes) - len(problem.terminals)
    spacing = problem.rules.spacing_nm
    for i in range(made):
        for j in range(i + 1, len(shapes)):
            one, other = shapes[i], shapes[j]
            if one[0] == other[0] and one[1] != other[1]:
                gap = one[2].distance(other[2]) - one[3] - other[3]  # type: ignore[attr-defined]
                assert gap >= spacing - _ROUNDING_NM
    for each in routing.unrouted:
        assert each.proof is None or cut_holds(problem, each.proof)


@st.composite
def _field(draw: st.DrawFn, levels: int) -> RoutingProblem:
    """Lands of several sizes on a grid with random steps aside, joined at random."""
    step = 100_000
    places = [(x, y) for x in range(0, _FIELD_NM, step) for y in range(0, _FIELD_NM, step)]
    count = 2 * draw(st.integers(2, 6))
    chosen = draw(st.permutations(places))[:count]
    aside = st.integers(-15_000, 15_000)
    lands = [
        (
            x + draw(aside),
            y + draw(aside),
            draw(st.sampled_from([20_000, 30_000, 45_000])),
            draw(st.integers(0, levels - 1)),
        )
        for x, y in chosen
    ]
    keepouts = ()
    if draw(st.booleans()):
        x, y = draw(st.sampled_from([p for p in places if p not in chosen] or [(0, 0)]))
        box = ((x, y), (x + 20_000, y), (x + 20_000, y + 20_000), (x, y + 20_000))
        keepouts = (Keepout(box),)
    return _problem(lands, levels, keepouts)


@_FAMILY
@given(_field(1))
def test_random_fields_on_one_level(problem: RoutingProblem) -> None:
    _is_judged(problem)


@_FAMILY
@given(_field(3))
def test_random_fields_on_three_levels(problem: RoutingProblem) -> None:
    _is_judged(problem)


@pytest.mark.parametrize("count", [2, 5, 8])
def test_collinear_lands(count: int) -> None:
    row = [(i * 60_000, 0, 30_000, 0) for i in range(2 * count)]
    _is_judged(_problem(row, 1))


@pytest.mark.parametrize("count", [4, 8, 12])
def test_a_ring_of_lands_joined_through_its_middle(count: int) -> None:
    around = [
        (
            round(300_000 + 250_000 * math.cos(math.tau * k / count)),
            round(300_000 + 250_000 * math.sin(math.tau * k / count)),
            30_000,
            0,
        )
        for k in range(count)
    ]
    lands = [land for k in range(count // 2) for land in (around[k], around[k + count // 2])]
    _is_judged(_problem(lands, 1))
    _is_judged(_problem([(x, y, d, i % 2) for i, (x, y, d, _) in enumerate(lands)], 2))


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("more_nm", [-1, 0])
def test_a_gap_that_is_exactly_full(lines: int, more_nm: int) -> None:
    """Two keep-outs leave a gap for so many lines, or one nanometre less."""
    gap = lines * 10_000 + (lines - 1) * 10_000 + more_nm
    middle = _FIELD_NM // 2
    low, high = -100_000, _FIELD_NM + 100_000
    walls = (
        Keepout(((290_000, low), (310_000, low), (310_000, middle), (290_000, middle))),
        Keepout(
            ((290_000, middle + gap), (310_000, middle + gap), (310_000, high), (290_000, high))
        ),
    )
    lands = [
        (x, middle + (2 * i - lines + 1) * 30_000, 20_000, 0)
        for i in range(lines)
        for x in (50_000, 550_000)
    ]
    _is_judged(_problem(lands, 1, walls))


@pytest.mark.slow
@settings(_FAMILY, max_examples=40)
@given(st.integers(1, 4).flatmap(_field))
def test_many_random_fields(problem: RoutingProblem) -> None:
    _is_judged(problem)


@pytest.mark.slow
def test_three_dies_and_irregular_balls() -> None:
    chance = np.random.default_rng(4)
    dies = [
        (x + 60_000 * i, y + 60_000 * j, 30_000, 0)
        for x, y in ((0, 0), (400_000, 0), (200_000, 400_000))
        for i in range(3)
        for j in range(3)
    ]
    balls = [
        (int(x), int(y), 60_000, 1)
        for x in range(0, 600_000, 110_000)
        for y in range(0, 600_000, 110_000)
    ]
    balls = [(x + int(chance.integers(-10_000, 10_000)), y, d, level) for x, y, d, level in balls]
    pairs = zip(dies, chance.permutation(balls).tolist(), strict=False)
    _is_judged(_problem([tuple(land) for pair in pairs for land in pair], 2))
