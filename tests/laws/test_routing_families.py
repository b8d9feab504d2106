"""Families of problems: what the router returns is clean, what it calls impossible is proved.

Clean by the router's own exact check, by shapely, and by both checkers of the bench where these
lie beside the project.
"""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point

from outside_checkers import ARE_THERE, faults
from padwright.base.errors import InputError
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.proving.certificate import cut_holds
from padwright.route.router import route
from padwright.route.routing import Routing, Wire

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


def _is_judged(problem: RoutingProblem) -> Routing | None:
    """Route and hold what comes to the exact check, independent ones, and the proofs.

    None stands for a problem that is refused: lands closer than the rules allow.
    """
    try:
        routing = route(problem)
    except InputError:
        return None
    assert not violations(problem, routing)
    if ARE_THERE:
        assert not faults(problem, routing)
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
    return routing


def _is_completed(problem: RoutingProblem) -> None:
    """Hold a problem to what comes of it, and to all of its nets being wired."""
    routing = _is_judged(problem)
    assert routing is not None
    assert routing.unrouted == ()


@pytest.mark.skipif(not ARE_THERE, reason="the checkers of the bench are not beside the project")
def test_both_outside_checkers_see_planted_faults() -> None:
    problem = _problem(
        [
            (0, 0, 30_000, 0),
            (300_000, 0, 30_000, 0),
            (0, 60_000, 30_000, 0),
            (300_000, 60_000, 30_000, 0),
        ],
        1,
    )
    routing = route(problem)
    first, second = routing.wires
    assert not faults(problem, routing)
    near = replace(second, points_nm=((0, 60_000), (150_000, 19_997), (300_000, 60_000)))
    found = faults(problem, replace(routing, wires=(first, near)))
    assert [line[:8] for line in found] == ["score.py", "kldrc.py"]
    short = replace(second, points_nm=((0, 60_000), (150_000, 60_000)))
    assert "1 nets are joined, 2 said" in faults(problem, replace(routing, wires=(first, short)))[0]
    far = replace(second, points_nm=((0, 60_000), (150_000, 697_000), (300_000, 60_000)))
    assert "outline" in faults(problem, replace(routing, wires=(first, far)))[0]


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


@st.composite
def _drawn_before(draw: st.DrawFn, levels: int, count: int) -> RoutingProblem:
    """Ends of random lines of two bends that keep the rules, so that all of them can be wired."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    made: list[list[tuple[object, float]]] = [[] for _ in range(levels)]
    lands: list[tuple[int, int, int, int]] = []
    for _ in range(60 * count):
        level, size = int(chance.integers(levels)), int(chance.choice([16_000, 24_000, 40_000]))
        way = chance.uniform(0, _FIELD_NM, 2) + np.cumsum(chance.normal(0, 110_000, (4, 2)), axis=0)
        points = np.clip(np.rint(way), 0, _FIELD_NM).astype(int).tolist()
        line = LineString(points)
        ends = [Point(points[0]), Point(points[-1])]
        new = [(line, 5_000.0), *((end, size / 2) for end in ends)]
        if not line.is_simple or ends[0].distance(ends[1]) < size + 10_000:
            continue
        if all(a.distance(b) >= p + q + 11_000 for a, p in new for b, q in made[level]):  # type: ignore[attr-defined]
            made[level] += new
            lands += [(*points[0], size, level), (*points[-1], size, level)]
        if len(lands) == 2 * count:
            break
    return _problem(lands, levels)


@_FAMILY
@given(_drawn_before(1, 14))
def test_what_was_drawn_on_one_level_can_be_drawn_again(problem: RoutingProblem) -> None:
    _is_completed(problem)


@_FAMILY
@given(_drawn_before(2, 25))
def test_what_was_drawn_on_two_levels_can_be_drawn_again(problem: RoutingProblem) -> None:
    _is_completed(problem)


@pytest.mark.parametrize("lines", [1, 2, 4])
@pytest.mark.parametrize("thick_nm", [2_000, 20_000, 70_000])
def test_a_way_round_the_tips_of_walls(lines: int, thick_nm: int) -> None:
    """Walls from either side in turn, of which each leaves a way at one end, just wide enough."""
    low, high = -100_000, _FIELD_NM + 100_000
    slit = 10_000 * (2 * lines + 1) + 1_000
    walls = []
    for k in range(4):
        y = 50_000 + 150_000 * k
        left, right = (low, high - slit) if k % 2 else (low + slit, high)
        walls.append(Keepout(((left, y), (right, y), (right, y + thick_nm), (left, y + thick_nm))))
    lands = [
        (100_000 + 50_000 * i, y, 20_000, 0)
        for i in range(lines)
        for y in (-40_000, _FIELD_NM + 60_000)
    ]
    _is_completed(_problem(lands, 1, tuple(walls)))


@pytest.mark.parametrize("count", [2, 7, 24])
@pytest.mark.parametrize("slant_nm", [0, 40_000, 200_000])
def test_a_bus_as_dense_as_the_rules(count: int, slant_nm: int) -> None:
    """Lands as wide as their lines, one spacing apart across the lines."""
    length = math.hypot(400_000, slant_nm)
    step = math.ceil(20_000 * length / 400_000)
    lands = [
        (k * step + side * slant_nm - 50_000, 400_000 * side, 10_000, 0)
        for k in range(count)
        for side in range(2)
    ]
    _is_completed(_problem(lands, 1))


@pytest.mark.skipif(not ARE_THERE, reason="the checkers of the bench are not beside the project")
def test_round_ends_that_stand_out_of_their_land_are_seen_as_drawn() -> None:
    """The exact distance is kept; drawn with corners round it, the end is too near."""
    lands = [(x, y, 10_000, 0) for x in (0, 20_000) for y in (0, 400_000)]
    problem = _problem(lands, 1)
    straight = [Wire(f"n{k}", 0, 10_000, ((20_000 * k, 0), (20_000 * k, 400_000))) for k in (0, 1)]
    bent = replace(straight[0], points_nm=((0, 0), (-3_000, 30_000), (0, 400_000)))
    assert not violations(problem, Routing(tuple(straight), (), ()))
    assert not faults(problem, Routing(tuple(straight), (), ()))
    spoiled = Routing((bent, straight[1]), (), ())
    found = violations(problem, spoiled)
    assert found
    assert all(v.rule == "spacing" and {v.first, v.second} == {"n0", "n1"} for v in found)
    assert [line[:8] for line in faults(problem, spoiled)] == ["kldrc.py"]


@pytest.mark.parametrize("turn", range(3))
def test_lands_of_other_nets_below_every_land(turn: int) -> None:
    """Each spot has a land of one net below a land of another one, so that vias step aside."""
    chance = np.random.default_rng(turn)
    spots = chance.permutation([(x, y) for x in range(5) for y in range(5)]) * 120_000
    lands = [
        (*spots[(k + i) % len(spots)].tolist(), size, level)
        for k in range(len(spots))
        for i, size, level in ((0, 40_000, 0), (1, 50_000, 2))
    ]
    _is_completed(_problem(lands, 3))


@pytest.mark.slow
@settings(_FAMILY, max_examples=25)
@given(_drawn_before(3, 60))
def test_much_that_was_drawn_can_be_drawn_again(problem: RoutingProblem) -> None:
    _is_completed(problem)


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
