"""Pairs, shields and matched lengths: exact gaps, reported lengths, clean results."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.route.bundles.clearance import piece_distance_nm
from padwright.route.bundles.lengths import measured
from padwright.route.bundles.meander import Shape, bump, gained_nm, lengthened
from padwright.route.bundles.offset import line_length_nm, offset_line
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import (
    Match,
    Net,
    Pair,
    RoutingProblem,
    RoutingRules,
    Shield,
    Terminal,
)
from padwright.route.reading.bench_format import read_problem
from padwright.route.reading.bench_solution import write_solution
from padwright.route.router import route
from padwright.route.routing import Routing, Wire

#: Nets of a small problem and how far up their pads are, in um.
_ENDS = {"a": 90, "b": 30, "c": -30, "d": -90}


def _row(
    names: tuple[str, ...], *, levels: int = 1, pad_pitch: int = 60_000, ball_level: int = 0
) -> RoutingProblem:
    """Return pads in a column on the left and a column of balls on the right."""
    terminals: list[Terminal] = []
    nets: list[Net] = []
    for k, name in enumerate(names):
        off = k - (len(names) - 1) / 2
        terminals.append(Terminal(f"pad {name}", 0, round(off * pad_pitch), 40_000, 0))
        terminals.append(
            Terminal(f"ball {name}", 1_500_000, round(off * 400_000), 200_000, ball_level)
        )
        nets.append(Net(name, (f"pad {name}", f"ball {name}")))
    high = max(len(names) * 200_000, 300_000) + 200_000
    return RoutingProblem(
        "row",
        ((-300_000, -high), (1_900_000, -high), (1_900_000, high), (-300_000, high)),
        levels,
        RoutingRules(10_000, 10_000, 30_000, 20_000),
        tuple(terminals),
        tuple(nets),
    )


def _gap_nm(a: Wire, b: Wire) -> float:
    points = np.array(b.points_nm, np.float64)
    pieces = np.concatenate([points[:-1], points[1:]], axis=1)
    near = piece_distance_nm(np.array(a.points_nm, np.float64), pieces)
    return float(near.min()) - (a.width_nm + b.width_nm) / 2


def _is_clean(problem: RoutingProblem, routing: Routing) -> None:
    assert violations(problem, routing) == []
    assert set(open_nets(problem, routing)) <= {each.net for each in routing.unrouted}
    assert routing.lengths == measured(problem, routing)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-0.7, 0.7), min_size=1, max_size=8),
    st.lists(st.integers(60_000, 200_000), min_size=9, max_size=9),
    st.integers(5_000, 15_000),
)
def test_offsets_keep_their_distance(turns: list[float], sizes: list[int], left: int) -> None:
    """To either side of a line that does not come back, offsets are exactly two distances apart."""
    angle = np.cumsum([0.0, *turns]) - sum(turns) / 2
    angle = np.clip(angle, -1.5, 1.5)  # never backwards
    size = np.array(sizes[: len(angle)], np.float64)
    steps = np.stack([size * np.cos(angle), size * np.sin(angle)], axis=1)
    line = np.rint(np.concatenate([[[0.0, 0.0]], np.cumsum(steps, axis=0)]))
    sides = [offset_line(line, left), offset_line(line, -left)]
    one, other = (np.rint(side) for side in sides if side is not None)
    for a, b in ((one, other), (other, one)):
        apart = piece_distance_nm(a, np.concatenate([b[:-1], b[1:]], axis=1))
        assert abs(apart.min() - 2 * left) < 2
        assert apart.max() < 2 * left * 1.35
    for side in (one, other):  # all of it lies at the distance or nearer
        own = np.concatenate([side[:-1], side[1:]], axis=1)
        assert abs(piece_distance_nm(line, own).min() - left) < 4


def test_a_hairpin_has_no_offset() -> None:
    """A line that turns back within the distance cannot be split."""
    line = np.array([[0, 0], [50_000, 0], [50_000, 3_000], [0, 3_000]], np.float64)
    assert offset_line(line, 10_000) is None


@settings(max_examples=60, deadline=None)
@given(st.floats(100.0, 400_000.0), st.integers(1_000, 10_000))
def test_a_bump_is_as_long_as_it_says(height: float, cut: int) -> None:
    """What a bump is said to gain is what its corners are longer than the straight way."""
    shape = Shape(30_000.0, float(cut), 1e6)
    corners = bump(height, shape)
    straight = corners[-1, 0] - corners[0, 0]
    gain = line_length_nm(corners) - straight
    assert gained_nm(height, shape) == pytest.approx(gain, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(st.floats(1_000.0, 3e6), st.floats(0, 2 * math.pi), st.integers(2, 4))
def test_lengthened_exactly_and_apart(more: float, angle: float, spacings: int) -> None:
    """A line in free room gets what it lacks, and its legs keep apart."""
    pitch = 10_000.0 * (1 + spacings)
    end = 2e6 * np.array([math.cos(angle), math.sin(angle)])
    line = np.stack([np.zeros(2), end])
    longer, gained = lengthened(line, more, Shape(pitch, 5_000.0, 2e6), lambda _: True)
    assert gained == pytest.approx(more, abs=2)
    sizes = np.hypot(*np.diff(longer, axis=0).T)
    assert (sizes > 0).all()
    pieces = np.concatenate([longer[:-1], longer[1:]], axis=1)
    far = [
        piece_distance_nm(longer[i : i + 2], pieces[i + 9 :]).min() for i in range(len(pieces) - 9)
    ]
    assert min(far, default=pitch) >= pitch - 2 * 5_000.0 - 1


def test_pairs_keep_their_gap_and_their_length() -> None:
    """Two pairs on one level: gap exact, lengths even, all clean."""
    problem = replace(
        _row(("ap", "an", "bp", "bn")),
        pairs=(Pair("a", "ap", "an", 10_000, 3_000), Pair("b", "bp", "bn", 15_000, 3_000)),
    )
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes
    wires = {wire.net: wire for wire in routing.wires}
    for pair in problem.pairs:
        assert abs(_gap_nm(wires[pair.first], wires[pair.second]) - pair.gap_nm) < 3
    for row in routing.lengths:
        assert row.met
        assert row.length_um == pytest.approx(wires[row.net].length_um)
        assert row.coupled_um > 0.6 * row.length_um


def test_a_pair_changes_its_level_in_its_lands() -> None:
    """Balls on another level get vias, and the lines of the pair do not cross."""
    problem = replace(
        _row(("ap", "an", "x"), levels=2, ball_level=1),
        pairs=(Pair("a", "ap", "an", 10_000, 1_000),),
    )
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes
    assert {via.net for via in routing.vias} >= {"ap", "an"}


def test_vias_stand_in_front_where_lands_may_have_none() -> None:
    """Without vias in lands the pair has two vias side by side in front of them."""
    problem = _row(("ap", "an"), levels=2, ball_level=1)
    problem = replace(
        problem,
        rules=replace(problem.rules, via_in_land=False),
        pairs=(Pair("a", "ap", "an", 10_000, 5_000),),
    )
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    lands = {(t.x_nm, t.y_nm) for t in problem.terminals}
    vias = [via for via in routing.vias if via.net in {"ap", "an"}]
    assert len(vias) == 2
    assert not lands & {(via.x_nm, via.y_nm) for via in vias}


def test_a_pair_whose_lands_are_the_other_way_round_does_not_cross() -> None:
    """On one level the pair goes round its lands; it is clean or told, never twisted."""
    problem = _row(("ap", "an"))
    swapped = {"ball ap": "ball an", "ball an": "ball ap"}
    nets = tuple(
        replace(net, terminals=tuple(swapped.get(name, name) for name in net.terminals))
        for net in problem.nets
    )
    problem = replace(problem, nets=nets, pairs=(Pair("a", "ap", "an", 10_000),))
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes


def test_a_pair_without_room_is_told_and_still_routed() -> None:
    """A gap as wide as the package cannot be had; the nets are routed on their own."""
    problem = replace(_row(("ap", "an")), pairs=(Pair("a", "ap", "an", 3_000_000),))
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert [note.what for note in routing.notes] == ["pair a"]
    assert all(row.coupled_um < 10 for row in routing.lengths)


def test_a_shield_runs_on_both_sides_and_is_joined() -> None:
    """The lines beside the net belong to the net of the shield and hang on its lands."""
    problem = replace(_row(("vss", "clk", "d")), shields=(Shield("clk", "vss", 10_000, 10_000),))
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes
    (row,) = routing.lengths
    assert row.coupled_um > 0.7 * row.length_um
    # without its shields the net of the shield falls apart or was never needed elsewhere
    marks = {p for wire in routing.wires if wire.net == "vss" for p in wire.points_nm}
    assert (0, -60_000) in marks
    assert sum(wire.net == "vss" for wire in routing.wires) >= 4


def test_groups_are_even() -> None:
    """Shorter members get bumps until all are within the tolerance."""
    names = ("d0", "d1", "d2", "d3")
    problem = _row(names, pad_pitch=200_000)
    # one ball further away
    terminals = tuple(
        replace(t, x_nm=1_100_000) if t.name in {"ball d0", "ball d2"} else t
        for t in problem.terminals
    )
    problem = replace(problem, terminals=terminals, matches=(Match("bus", names, 1_000),))
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes
    lengths = [row.length_um for row in routing.lengths]
    assert len(lengths) == 4
    assert max(lengths) - min(lengths) <= 1.0


def test_a_group_that_cannot_be_even_says_what_lacks() -> None:
    """Two lines hemmed in by keep-outs have no room for bumps."""
    problem = _row(("a", "b"), pad_pitch=400_000)
    terminals = tuple(
        replace(t, x_nm=900_000) if t.name == "ball a" else t for t in problem.terminals
    )
    problem = replace(
        problem,
        terminals=terminals,
        matches=(Match("bus", ("a", "b"), 1_000, highest_nm=1_000),),
    )
    routing = route(problem)
    _is_clean(problem, routing)
    (note,) = routing.notes
    assert note.what == "group bus"
    assert "'a'" in note.reason
    assert [row.met for row in routing.lengths if row.net == "a"] == [False]


def test_pairs_are_members_of_groups() -> None:
    """Both lines of a pair get the bumps of their middle and stay at their gap."""
    problem = _row(("ap", "an", "d"), pad_pitch=100_000)
    terminals = tuple(
        replace(t, x_nm=900_000) if t.name in {"ball ap", "ball an"} else t
        for t in problem.terminals
    )
    problem = replace(
        problem,
        terminals=terminals,
        pairs=(Pair("a", "ap", "an", 10_000, 2_000),),
        matches=(Match("bus", ("ap", "an", "d"), 2_000),),
    )
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.notes
    wires = {wire.net: wire for wire in routing.wires}
    assert _gap_nm(wires["ap"], wires["an"]) > 10_000 - 3
    assert all(row.met for row in routing.lengths)


def test_longest_lengths_are_told() -> None:
    """A net longer than allowed is data, not silence."""
    problem = _row(("a", "b"))
    nets = tuple(replace(net, longest_nm=1_000_000) for net in problem.nets)
    routing = route(replace(problem, nets=nets))
    assert [row.demand for row in routing.lengths] == ["longest", "longest"]
    assert not any(row.met for row in routing.lengths)
    assert all(row.short_um > 0 for row in routing.lengths)


@pytest.mark.parametrize("short", ["a", "b"])
def test_a_net_that_may_not_be_long_goes_first(short: str) -> None:
    """Of two nets that cross on one level, the one that may not be long goes straight."""
    ends = {"a": ((-400_000, 0), (400_000, 0)), "b": ((0, -400_000), (0, 400_000))}
    terminals = tuple(
        Terminal(f"{net} {k}", *place, 60_000, 0)
        for net, places in ends.items()
        for k, place in enumerate(places)
    )
    square = ((-900_000, -900_000), (900_000, -900_000), (900_000, 900_000), (-900_000, 900_000))
    nets = tuple(
        Net(net, (f"{net} 0", f"{net} 1"), longest_nm=810_000 if net == short else None)
        for net in ends
    )
    rules = RoutingRules(10_000, 10_000, 30_000, 20_000)
    problem = RoutingProblem("cross", square, 1, rules, terminals, nets)
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert [row.met for row in routing.lengths] == [True]


def test_a_planted_narrow_gap_is_found() -> None:
    """The exact check knows the gap of a pair, though the spacing is kept."""
    problem = replace(_row(("ap", "an")), pairs=(Pair("a", "ap", "an", 20_000),))
    routing = route(problem)
    assert violations(problem, routing) == []
    wires = {wire.net: wire for wire in routing.wires}
    first = wires["ap"]
    moved = Wire("an", 0, first.width_nm, tuple((x, y + 22_000) for x, y in first.points_nm))
    planted = replace(routing, wires=(first, moved))
    assert "pair" in {each.rule for each in violations(problem, planted)}


def _family(seed: int, levels: int, pairs: int) -> RoutingProblem:
    """Return pairs with lands side by side, a matched bus and a shielded clock at random places."""
    random = np.random.default_rng(seed)
    taken: list[tuple[int, int]] = []

    def place(near: tuple[int, int] | None = None) -> tuple[int, int]:
        while True:
            x, y = (int(v) for v in random.integers(-850_000, 850_000, 2))
            if near is not None:
                angle = random.uniform(0, 2 * math.pi)
                x = near[0] + round(160_000 * math.cos(angle))
                y = near[1] + round(160_000 * math.sin(angle))
            clear = all(math.hypot(x - a, y - b) > 140_000 for a, b in taken)
            if clear and max(abs(x), abs(y)) <= 900_000:
                taken.append((x, y))
                return x, y

    terminals = []
    for end, level in ((0, 0), (1, levels - 1)):
        for k in range(pairs):
            first = place()
            terminals.append(Terminal(f"{end} {k}p", *first, 60_000, level))
            terminals.append(Terminal(f"{end} {k}n", *place(first), 60_000, level))
        terminals += [Terminal(f"{end} {n}", *place(), 60_000, level) for n in ("c", "v", "d", "e")]
    names = [t.name[2:] for t in terminals if t.name[0] == "0"]
    far = 1_000_000
    return RoutingProblem(
        "random",
        ((-far, -far), (far, -far), (far, far), (-far, far)),
        levels,
        RoutingRules(10_000, 10_000, 40_000, 20_000, via_in_land=seed % 5 != 0),
        tuple(terminals),
        tuple(
            Net(
                name,
                (f"0 {name}", f"1 {name}"),
                width_nm=20_000 if name == "v" and seed % 2 else None,
                spacing_nm=20_000 if name[-1] in "pn" and seed % 3 == 0 else None,
            )
            for name in names
        ),
        pairs=tuple(Pair(str(k), f"{k}p", f"{k}n", 12_000, 2_000) for k in range(pairs)),
        matches=(Match("bus", ("d", "e"), 1_000),),
        shields=(Shield("c", "v", 10_000, 10_000),),
    )


@settings(max_examples=5, deadline=None)
@example(13, 1, 1)  # the end of a shield lay beside the mouth of the other end
@given(st.integers(0, 2**31), st.integers(1, 2), st.integers(1, 3))
def test_families_are_clean_and_told(seed: int, levels: int, pairs: int) -> None:
    """Whatever is asked for at random places: nothing breaks a rule, what lacks is told."""
    problem = _family(seed, levels, pairs)
    routing = route(problem)
    _is_clean(problem, routing)
    left_open = {each.net for each in routing.unrouted}
    told = {note.what for note in routing.notes}
    wires: dict[str, list[Wire]] = {}
    for wire in routing.wires:
        wires.setdefault(wire.net, []).append(wire)
    for pair in problem.pairs:
        if {pair.first, pair.second} & left_open or f"pair {pair.name}" in told:
            continue
        gaps = [
            _gap_nm(a, b)
            for a in wires[pair.first]
            for b in wires[pair.second]
            if a.level == b.level
        ]
        assert abs(min(gaps) - pair.gap_nm) < 3
    for row in routing.lengths:
        total = sum(wire.length_um for wire in wires[row.net])
        assert row.length_um == pytest.approx(total)
        what = {f"group {row.group}", f"pair {row.group}", f"skew of pair {row.group}"}
        assert row.met or what & told


def test_a_routing_with_demands_is_the_same_again() -> None:
    """No clock and no chance in it."""
    problem = _family(4, 2, 2)
    assert route(problem) == route(problem)


def test_a_class_keeps_others_away_and_not_the_two_of_a_pair() -> None:
    """The spacing of a class is for what is beside a pair; the pair has its own gap."""
    problem = _row(("x", "ap", "an", "y"), pad_pitch=120_000)
    nets = tuple(
        replace(net, spacing_nm=40_000) if net.name in {"ap", "an"} else net for net in problem.nets
    )
    problem = replace(problem, nets=nets, pairs=(Pair("a", "ap", "an", 10_000, 2_000),))
    routing = route(problem)
    _is_clean(problem, routing)
    assert not routing.unrouted
    assert not routing.notes
    wires = {wire.net: wire for wire in routing.wires}
    assert _gap_nm(wires["ap"], wires["an"]) < 10_010
    for name in ("x", "y"):
        assert min(_gap_nm(wires[name], wires[pair]) for pair in ("ap", "an")) > 39_999


def test_planted_metal_beside_a_pair_is_found_at_the_spacing_of_its_class() -> None:
    """What is forgiven inside a pair is not forgiven beside it."""
    problem = _row(("x", "ap", "an", "y"), pad_pitch=120_000)
    nets = tuple(
        replace(net, spacing_nm=40_000) if net.name in {"ap", "an"} else net for net in problem.nets
    )
    problem = replace(problem, nets=nets, pairs=(Pair("a", "ap", "an", 10_000),))
    routing = route(problem)
    wires = {wire.net: wire for wire in routing.wires}
    near = Wire("y", 0, 10_000, tuple((x, y + 30_000) for x, y in wires["an"].points_nm))
    planted = replace(routing, wires=(*routing.wires, near))
    found = violations(problem, planted)
    assert {"an", "y"} in [{each.first, each.second} for each in found]
    crossing = Wire("ap", 0, 10_000, ((700_000, -300_000), (700_000, 300_000)))
    found = violations(problem, replace(routing, wires=(*routing.wires, crossing)))
    assert {"an", "ap"} in [{each.first, each.second} for each in found]


@pytest.mark.parametrize(
    "asked",
    [
        {"pairs": (Pair("a", "a", "q", 10_000),)},
        {"pairs": (Pair("a", "a", "a", 10_000),)},
        {"pairs": (Pair("a", "a", "b", 0),)},
        {"pairs": (Pair("a", "a", "b", 1), Pair("b", "b", "c", 1))},
        {"matches": (Match("m", ("a",), 1),)},
        {"matches": (Match("m", ("a", "b"), -1),)},
        {"matches": (Match("m", ("a", "b"), 1, own_spacings=0),)},
        {"shields": (Shield("a", "a", 10_000, 10_000),)},
        {"shields": (Shield("a", "b", 0, 10_000),)},
        {"shields": (Shield("a", "b", 1, 1), Shield("b", "c", 1, 1))},
    ],
)
def test_what_means_nothing_is_refused(asked: dict[str, Any]) -> None:
    """One clear error with place and fix, before anything is routed."""
    with pytest.raises(InputError) as caught:
        route(replace(_row(("a", "b", "c")), **asked))
    assert "routing problem 'row'" in caught.value.where
    assert caught.value.fix


def test_the_bench_format_asks_and_tells() -> None:
    """Pairs, groups, shields and longest lengths come in with a problem and go out measured."""
    pads = [{"id": f"p{n}", "x": 0, "y": y, "d": 40, "layer": 0} for n, y in _ENDS.items()]
    balls = [{"id": f"b{n}", "x": 1500, "y": 4 * y, "d": 80, "layer": 0} for n, y in _ENDS.items()]
    data: dict[str, Any] = {
        "format": "fanout-bench-1",
        "name": "asked",
        "layers": [{"index": 0}],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30, "edge_clearance": 20},
        "outline": [[-300, -900], [1800, -900], [1800, 900], [-300, 900]],
        "pads": pads,
        "balls": balls,
        "nets": [{"name": n, "terminals": [f"p{n}", f"b{n}"], "longest": 5000} for n in _ENDS],
        "pairs": [{"name": "x", "first": "a", "second": "b", "gap": 12, "skew": 3}],
        "matches": [{"name": "m", "nets": ["c", "d"], "tolerance": 1, "own_spacings": 3}],
        "shields": [{"net": "c", "by": "d", "width": 10, "gap": 10}],
    }
    problem = read_problem(json.dumps(data), "asked.json")
    assert problem.pairs == (Pair("x", "a", "b", 12_000, 3_000),)
    assert problem.matches == (Match("m", ("c", "d"), 1_000, 3),)
    assert problem.shields == (Shield("c", "d", 10_000, 10_000),)
    assert {net.longest_nm for net in problem.nets} == {5_000_000}
    routing = route(replace(problem, matches=(), shields=()))
    told = json.loads(write_solution("asked", routing))
    assert {row["demand"] for row in told["lengths"]} == {"pair", "longest"}
    with pytest.raises(InputError, match="is not a name"):
        read_problem(json.dumps({**data, "matches": [{**data["matches"][0], "nets": [1]}]}), "x")
