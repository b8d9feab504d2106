"""Problems with nets that have to stay open, family by family, with how many that are.

Lengths in whole nanometres. Lines are 10 um wide and 10 um apart unless a family says else, so that
a gap of 30 um is full with one line and one of 29,999 nm holds none.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Point, Wire

RULES = RoutingRules(10_000, 10_000, 30_000, 10_000)
SIDE_NM = 1_200_000
Land = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A problem, and how many of its nets stay open whatever is done, by construction."""

    problem: RoutingProblem
    must_open: int


def square(side_nm: int = SIDE_NM) -> tuple[Point, ...]:
    """Return the corners of a square outline."""
    return ((0, 0), (side_nm, 0), (side_nm, side_nm), (0, side_nm))


def box(left_nm: int, bottom_nm: int, right_nm: int, top_nm: int) -> tuple[Point, ...]:
    """Return the corners of a rectangle."""
    return ((left_nm, bottom_nm), (right_nm, bottom_nm), (right_nm, top_nm), (left_nm, top_nm))


def made(
    lands: list[Land],
    nets: list[Net],
    *,
    levels: int = 1,
    keepouts: tuple[Keepout, ...] = (),
    wires: tuple[Wire, ...] = (),
    outline_nm: tuple[Point, ...] | None = None,
    rules: RoutingRules = RULES,
) -> RoutingProblem:
    """Return a problem of lands (name, x, y, diameter, level)."""
    return RoutingProblem(
        "open",
        outline_nm or square(),
        levels,
        rules,
        tuple(Terminal(*land) for land in lands),
        tuple(nets),
        keepouts,
        wires=wires,
    )


def _around(low_nm: int, high_nm: int, count: int) -> list[Point]:
    """Return places round a square, as many on each side, from its lower left corner."""
    step = (high_nm - low_nm) / count
    at = [round(low_nm + step * i) for i in range(count)]
    back = [round(high_nm - step * i) for i in range(count)]
    return [
        *((x, low_nm) for x in at),
        *((high_nm, y) for y in at),
        *((x, high_nm) for x in back),
        *((low_nm, y) for y in back),
    ]


def cage(seed: int) -> Case:
    """Pads in a square of lands whose gaps are full to the nanometre, or one nanometre less."""
    chance = np.random.default_rng(seed)
    side, step, low = 7, 100_000, 250_000
    open_gaps = int(chance.integers(0, 6))
    sizes = np.full(4 * side, 70_000 + 1)
    shut = [1, 4, 8, 11, 15, 18, 22, 25]
    for k in chance.permutation(len(shut))[:open_gaps].tolist():
        sizes[shut[k]] = 69_998  # both of its gaps are half a nanometre too wide to be shut
    places = _around(low, low + side * step, side)
    lands: list[Land] = [(f"c{i}", x, y, int(sizes[i]), 0) for i, (x, y) in enumerate(places)]
    fits = sum(
        math.dist(p, q) - (sizes[i] + sizes[(i + 1) % len(places)]) / 2 >= 30_000
        for i, (p, q) in enumerate(zip(places, places[1:] + places[:1], strict=True))
    )
    count = int(chance.integers(2, 16))
    lands += [
        (f"p{i}", 380_000 + 110_000 * (i % 4), 400_000 + 110_000 * (i // 4), 20_000, 0)
        for i in range(count)
    ]
    lands += [(f"b{i}", 60_000 + 70_000 * i, 80_000, 20_000, 0) for i in range(count)]
    nets = [Net(f"n{i}", (f"p{i}", f"b{i}")) for i in range(count)]
    return Case(made(lands, nets), max(0, count - fits))


def few_slots(seed: int) -> Case:
    """A fence of lands from edge to edge with fewer places than nets that have to cross it."""
    chance = np.random.default_rng(seed)
    wide = int(chance.integers(1, 4))
    places, at = 0, 0
    lands: list[Land] = []
    y_nm = 15_000
    while y_nm < SIDE_NM - 15_000:
        lands.append((f"f{at}", 600_000, y_nm, 25_000, 0))
        extra = int(chance.choice([0, 0, 0, 0, 1, wide]))
        gap = 29_999 if not extra else 10_000 + 20_000 * extra
        y_nm, at, places = y_nm + 25_000 + gap, at + 1, places + extra
    top = y_nm - gap - 25_000 + 15_000 + 12_500
    places -= extra
    count = places + int(chance.integers(1, 4))
    step = (top - 40_000) // max(count, 1)
    for i in range(count):
        lands += [
            (f"w{i}", 120_000 + 60_000 * (i % 3), 30_000 + step * i, 20_000, 0),
            (f"e{i}", 1_080_000 - 60_000 * (i % 2), 30_000 + step * i, 20_000, 0),
        ]
    nets = [Net(f"n{i}", (f"w{i}", f"e{i}")) for i in range(count)]
    outline = box(0, 0, SIDE_NM, top)
    return Case(made(lands, nets, outline_nm=outline), count - places)


def _most_apart(partner: list[int]) -> int:
    """Return how many chords between places of a ring do not cross, at most (by trying all)."""
    ends = len(partner)
    best = [[0] * (ends + 1) for _ in range(ends + 1)]
    for width in range(1, ends + 1):
        for low in range(ends - width + 1):
            high, k = low + width, partner[low + width - 1]
            best[low][high] = best[low][high - 1]
            if low <= k < high - 1:
                best[low][high] = max(best[low][high], best[low][k] + 1 + best[k + 1][high - 1])
    return best[0][ends]


def interleaved(seed: int) -> Case:
    """Lands along the edge of one level, so near to it that no line passes behind them."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 9))
    places = _around(30_000, SIDE_NM - 30_000, 5)[: 2 * count]
    order = chance.permutation(2 * count).tolist()
    lands: list[Land] = [(f"t{i}", *places[i], 30_000, 0) for i in range(2 * count)]
    nets = [Net(f"n{k}", (f"t{order[2 * k]}", f"t{order[2 * k + 1]}")) for k in range(count)]
    partner = [0] * (2 * count)
    for k in range(count):
        a, b = order[2 * k : 2 * k + 2]
        partner[a], partner[b] = b, a
    return Case(made(lands, nets), count - _most_apart(partner))


def interleaved_round_a_die(seed: int) -> Case:
    """The same round a keep-out, with all the room outside."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 7))
    places = _around(400_000, 800_000, 3)[: 2 * count]
    order = chance.permutation(2 * count).tolist()
    die = Keepout(box(420_000, 420_000, 780_000, 780_000))
    lands: list[Land] = [(f"t{i}", *places[i], 26_000, 0) for i in range(2 * count)]
    nets = [Net(f"n{k}", (f"t{order[2 * k]}", f"t{order[2 * k + 1]}")) for k in range(count)]
    partner = [0] * (2 * count)
    for k in range(count):
        a, b = order[2 * k : 2 * k + 2]
        partner[a], partner[b] = b, a
    return Case(made(lands, nets, keepouts=(die,)), count - _most_apart(partner))


def two_rings(seed: int) -> Case:
    """From the lands of a tight ring to lands along the edge, in another order round about."""
    chance = np.random.default_rng(seed)
    side = 3
    inner = _around(510_000, 690_000, side)
    outer = _around(30_000, SIDE_NM - 30_000, side)
    count = 4 * side
    to = list(range(count))
    for _ in range(int(chance.integers(1, 4))):
        a, b = chance.choice(count, 2, replace=False).tolist()
        to[a], to[b] = to[b], to[a]
    lands: list[Land] = [(f"i{k}", *at, 40_000, 0) for k, at in enumerate(inner)]
    lands += [(f"o{k}", *at, 30_000, 0) for k, at in enumerate(outer)]
    nets = [Net(f"n{k}", (f"i{k}", f"o{to[k]}")) for k in range(count)]
    best = 0
    for first in range(count):
        row = [(to[(first + k) % count] - to[first]) % count for k in range(1, count)]
        longest: list[int] = []
        for value in row:
            longest.append(
                1 + max((n for v, n in zip(row, longest, strict=False) if v < value), default=0)
            )
        best = max(best, 1 + max(longest, default=0))
    return Case(made(lands, nets), count - best)


def pocket(seed: int) -> Case:
    """A land of the upper level in a ring of lands there, and no room for a via inside."""
    chance = np.random.default_rng(seed)
    levels = int(chance.integers(2, 4))
    top = levels - 1
    lands: list[Land] = [("a", 600_000, 600_000, 20_000, top)]
    count = 8
    for k in range(count):
        turn = math.tau * (k + 0.3) / count
        x, y = 600_000 + 45_000 * math.cos(turn), 600_000 + 45_000 * math.sin(turn)
        lands.append((f"r{k}", round(x), round(y), 20_000, top))
    under = int(chance.integers(0, 2))
    keepouts: tuple[Keepout, ...] = ()
    if under:
        lands.append(("u", 600_000, 600_000, 80_000, top - 1))
    else:
        keepouts = (Keepout(box(560_000, 560_000, 640_000, 640_000), top - 1),)
    lands.append(("b", 200_000, 300_000, 40_000, 0))
    others = int(chance.integers(0, 4))
    for i in range(others):
        lands += [
            (f"s{i}", 100_000 + 200_000 * i, 900_000, 40_000, 0),
            (f"t{i}", 900_000, 200_000 + 150_000 * i, 40_000, top),
        ]
    nets = [Net("n", ("a", "b")), *(Net(f"o{i}", (f"s{i}", f"t{i}")) for i in range(others))]
    return Case(made(lands, nets, levels=levels, keepouts=keepouts), 1)


def lid(seed: int) -> Case:
    """A ring of lands on one level; above it all is closed, but for a field somewhere else."""
    chance = np.random.default_rng(seed)
    shift = int(chance.integers(-50_000, 50_000))
    lands: list[Land] = [("a", 400_000, 600_000, 30_000, 0), ("b", 900_000, 600_000, 30_000, 0)]
    count = 18
    for k in range(count):
        turn = math.tau * (k + 0.3) / count
        x, y = 400_000 + 150_000 * math.cos(turn), 600_000 + 150_000 * math.sin(turn)
        lands.append((f"r{k}", round(x), round(y), 30_000, 0))
    shut = Keepout(box(150_000 + shift, 300_000, 650_000 + shift, 900_000), 1)
    return Case(made(lands, [Net("n", ("a", "b"))], levels=2, keepouts=(shut,)), 1)


def over_the_edge(seed: int) -> Case:
    """Lands that stick out over the outline shut the way along it."""
    chance = np.random.default_rng(seed)
    size = int(chance.integers(60_000, 90_000))
    at = int(chance.integers(2_000, 20_000))
    count = math.ceil((SIDE_NM - 2 * at) / (size + 29_000))
    lands: list[Land] = [
        (f"f{k}", 600_000, round(at + (SIDE_NM - 2 * at) * k / count), size, 0)
        for k in range(count + 1)
    ]
    nets = 1 + int(chance.integers(0, 3))
    for i in range(nets):
        lands += [
            (f"w{i}", 200_000, 200_000 + 300_000 * i, 30_000, 0),
            (f"e{i}", 1_000_000, 200_000 + 300_000 * i, 30_000, 0),
        ]
    return Case(made(lands, [Net(f"n{i}", (f"w{i}", f"e{i}")) for i in range(nets)]), nets)


def land_beyond(seed: int) -> Case:
    """A net's own land lies within the clearance of the outline, so that no line comes to it."""
    chance = np.random.default_rng(seed)
    at, size = int(chance.integers(1_000, 8_000)), int(chance.integers(4_000, 12_000))
    size = min(size, 2 * (14_999 - at))
    lands: list[Land] = [
        ("a", 600_000, at, size, 0),
        ("b", 600_000, 600_000, 40_000, 0),
        ("c", 200_000, 400_000, 40_000, 0),
        ("d", 900_000, 400_000, 40_000, 0),
    ]
    return Case(made(lands, [Net("n", ("a", "b")), Net("o", ("c", "d"))]), 1)


def keepout_slits(seed: int) -> Case:
    """Keep-outs of any shape with slits between them, each a nanometre too narrow for one more."""
    chance = np.random.default_rng(seed)
    lines = int(chance.integers(0, 3))
    gap = max(9_999, 10_000 + 20_000 * lines - 1)
    middle = int(chance.integers(300_000, 900_000))
    lean = int(chance.integers(0, 150_000))
    low = ((500_000, 0), (700_000, 0), (650_000, middle), (550_000, middle - lean))
    high = (
        (550_000, middle + gap + lean),
        (650_000, middle + gap),
        (700_000, SIDE_NM),
        (500_000, SIDE_NM),
    )
    count = lines + int(chance.integers(1, 4))
    lands: list[Land] = []
    for i in range(count):
        y = 100_000 + 1_000_000 * i // count
        lands += [(f"w{i}", 200_000, y, 30_000, 0), (f"e{i}", 1_000_000, y, 30_000, 0)]
    nets = [Net(f"n{i}", (f"w{i}", f"e{i}")) for i in range(count)]
    return Case(made(lands, nets, keepouts=(Keepout(low), Keepout(high))), count - lines)


def given_wire(seed: int) -> Case:
    """A given wire of another net as a fence, with room for no line or for one at either end."""
    chance = np.random.default_rng(seed)
    fits = [int(g) for g in chance.integers(0, 2, 2)]
    # from the outline: clearance, line, spacing, and half the wire
    ends = [35_000 - (0 if fit else 1) for fit in fits]
    bend = int(chance.integers(300_000, 900_000))
    path = ((600_000, ends[0]), (bend, 600_000), (600_000, SIDE_NM - ends[1]))
    wires = (Wire("given", 0, 10_000, path),)
    count = sum(fits) + int(chance.integers(1, 4))
    lands: list[Land] = []
    for i in range(count):
        y = 150_000 + 900_000 * i // count
        lands += [(f"w{i}", 150_000, y, 30_000, 0), (f"e{i}", 1_050_000, y, 30_000, 0)]
    nets = [Net(f"n{i}", (f"w{i}", f"e{i}")) for i in range(count)]
    return Case(made(lands, nets, wires=wires), count - sum(fits))


def own_wire(seed: int) -> Case:
    """A net with wiring of its own that is given, both ends of it shut in by lands of others."""
    chance = np.random.default_rng(seed)
    radius = int(chance.integers(70_000, 90_000))
    lands: list[Land] = [("a", 400_000, 600_000, 30_000, 0), ("b", 900_000, 600_000, 30_000, 0)]
    count = math.ceil(math.tau * radius / 55_000)
    for k in range(count):
        turn = math.tau * (k + 0.3) / count
        x, y = 400_000 + radius * math.cos(turn), 600_000 + radius * math.sin(turn)
        lands.append((f"r{k}", round(x), round(y), 26_000, 0))
    wires = (Wire("n", 0, 10_000, ((400_000, 600_000), (410_000, 620_000))),)
    return Case(made(lands, [Net("n", ("a", "b"))], wires=wires), 1)


def wide(seed: int) -> Case:
    """Nets in a field of lands, one of them with lines too wide for every gap about its land."""
    chance = np.random.default_rng(seed)
    pitch, size = 100_000, int(chance.integers(40_000, 60_000))
    lands: list[Land] = [
        (f"t{i}_{j}", 150_000 + pitch * i, 150_000 + pitch * j, size, 0)
        for i in range(10)
        for j in range(10)
    ]
    a, b = chance.choice(4, 2, replace=False).tolist()
    names = [f"t{1 + 2 * a}_{chance.integers(1, 4)}", f"t{1 + 2 * b}_{chance.integers(5, 8)}"]
    width = int(chance.integers(90_000 - size, 160_000 - size))
    return Case(made(lands, [Net("n", (names[0], names[1]), width_nm=width)]), 1)


def wide_at_its_land(seed: int) -> Case:
    """A line wider than what stands on both sides of its land leaves."""
    chance = np.random.default_rng(seed)
    off = int(chance.integers(10_000, 14_000))
    lands: list[Land] = [
        ("a", 300_000, 600_000, 20_000, 0),
        ("b", 900_000, 600_000, 80_000, 0),
        ("l", 300_000 - 30_000 - off, 600_000, 40_000, 0),
        ("r", 300_000 + 30_000 + off, 600_000, 40_000, 0),
    ]
    width = int(chance.integers(80_000, 120_000))
    return Case(made(lands, [Net("n", ("a", "b"), width_nm=width)]), 1)


def mixed_sizes(seed: int) -> Case:
    """A pocket between lands of very different sizes, with gaps that are just too narrow."""
    chance = np.random.default_rng(seed)
    lands: list[Land] = [("a", 600_000, 600_000, 20_000, 0), ("b", 60_000, 60_000, 20_000, 0)]
    ring: list[tuple[float, float, float]] = []
    angle = 0.0
    while True:
        size = float(chance.choice([16_000, 40_000, 120_000, 300_000]))
        reach = 150_000 + size / 2 + float(chance.integers(0, 20_000))
        if ring:
            x0, y0, d0 = ring[-1]
            step = 0.0
            while True:
                step += 0.002
                x = 600_000 + reach * math.cos(angle + step)
                y = 600_000 + reach * math.sin(angle + step)
                if math.dist((x, y), (x0, y0)) - (size + d0) / 2 >= 28_000:
                    break
            angle += step
        x = 600_000 + reach * math.cos(angle)
        y = 600_000 + reach * math.sin(angle)
        if angle > 4 and math.dist((x, y), ring[0][:2]) - (size + ring[0][2]) / 2 < 10_100:
            break
        ring.append((x, y, size))
        if len(ring) > 60:
            break
    lands += [(f"r{k}", round(x), round(y), round(d), 0) for k, (x, y, d) in enumerate(ring)]
    shut = math.dist(ring[-1][:2], ring[0][:2]) - (ring[-1][2] + ring[0][2]) / 2 < 29_990
    return Case(made(lands, [Net("n", ("a", "b"))]), int(shut))


def long_lands(seed: int) -> Case:
    """A fence of long lands from edge to edge, end to end."""
    chance = np.random.default_rng(seed)
    slack = int(chance.integers(-2, 1))
    terminals = [
        Terminal("w", 200_000, 500_000, 30_000, 0),
        Terminal("e", 900_000, 600_000, 30_000, 0),
    ]
    length, y, k = 180_000, 15_000, 0
    while y + length < SIDE_NM:
        ring = box(580_000, y, 620_000, y + length)
        middle = y + length // 2
        terminals.append(
            Terminal(f"f{k}", 600_000, middle, math.ceil(math.hypot(40_000, length)) + 2, 0, ring)
        )
        y, k = y + length + 30_000 - 1, k + 1
    top = y - 29_999 + 29_999 + slack
    problem = made([], [Net("n", ("w", "e"))], outline_nm=box(0, 0, SIDE_NM, top))
    return Case(replace(problem, terminals=tuple(terminals)), 1)


def array_without_vias(seed: int) -> Case:
    """An array of pads between which one line passes and no via stands; balls about it below."""
    chance = np.random.default_rng(seed)
    rows, pitch, low = 8, 90_000, 600_000 - 315_000
    pads = [(low + pitch * i, low + pitch * j) for i in range(rows) for j in range(rows)]
    lands: list[Land] = [(f"p{k}", x, y, 60_000, 0) for k, (x, y) in enumerate(pads)]
    inner = [k for k, at in enumerate(pads) if all(low < v < low + pitch * (rows - 1) for v in at)]
    count = int(chance.integers(26, 37))
    chosen = chance.permutation(inner)[:count].tolist()
    balls = _around(70_000, SIDE_NM - 70_000, 9)
    lands += [(f"b{k}", *balls[k], 60_000, 1) for k in range(count)]
    centre = SIDE_NM / 2
    turn = sorted(chosen, key=lambda k: math.atan2(pads[k][1] - centre, pads[k][0] - centre))
    nets = [Net(f"n{k}", (f"p{pad}", f"b{k}")) for k, pad in enumerate(turn)]
    rules = replace(RULES, via_land_nm=70_000, via_in_land=False)
    if chance.integers(0, 2):
        rules = replace(RULES, via_land_nm=110_000)
    gaps = 4 * (rows - 1)
    return Case(made(lands, nets, levels=2, rules=rules), max(0, count - gaps))


def closed_level(seed: int) -> Case:
    """A cage on one level; the other one is closed to the nets in it."""
    chance = np.random.default_rng(seed)
    case = cage(seed)
    closed = (1,) if chance.integers(0, 2) else ()
    nets = tuple(
        replace(net, closed_levels=closed, one_level=not closed) for net in case.problem.nets
    )
    return Case(replace(case.problem, levels=2, nets=nets), case.must_open)


def crowded(seed: int, levels: int = 1) -> Case:
    """Lands of several sizes on a raster, joined at random; nobody knows what is possible."""
    chance = np.random.default_rng(seed)
    rows, pitch = int(chance.integers(4, 8)), int(chance.choice([60_000, 75_000, 95_000]))
    spots = [(pitch * (x + 1), pitch * (y + 1)) for x in range(rows) for y in range(rows)]
    order = chance.permutation(len(spots)).tolist()
    lands: list[Land] = []
    for k, spot in enumerate(spots):
        size = int(chance.choice([20_000, 36_000, 45_001]))
        lands.append((f"t{k}", *spot, size, int(chance.integers(0, levels))))
    nets = [
        Net(f"n{k}", (f"t{order[2 * k]}", f"t{order[2 * k + 1]}")) for k in range(len(spots) // 3)
    ]
    return Case(made(lands, nets, levels=levels, outline_nm=square(pitch * (rows + 1))), 0)


def crowded_on_two(seed: int) -> Case:
    """The same on two levels."""
    return crowded(seed, 2)


def dense_field(seed: int) -> Case:
    """A field of lands with gaps for no line at all, and nets between any of them."""
    chance = np.random.default_rng(seed)
    rows, pitch = 6, 60_000
    jitter = chance.integers(-500, 500, (rows * rows, 2)).tolist()
    lands: list[Land] = [
        (f"t{k}", pitch * (1 + k % rows) + dx, pitch * (1 + k // rows) + dy, 33_000, 0)
        for k, (dx, dy) in enumerate(jitter)
    ]
    order = chance.permutation(rows * rows).tolist()
    nets = [Net(f"n{k}", (f"t{order[2 * k]}", f"t{order[2 * k + 1]}")) for k in range(8)]
    return Case(made(lands, nets, outline_nm=square(pitch * (rows + 1))), 0)


def trees(seed: int) -> Case:
    """Nets of three and four lands along the edge of one level, so that some have to cross."""
    chance = np.random.default_rng(seed)
    places = _around(30_000, SIDE_NM - 30_000, 4)
    order = chance.permutation(len(places)).tolist()
    lands: list[Land] = [(f"t{i}", *at, 30_000, 0) for i, at in enumerate(places)]
    nets, at = [], 0
    while at + 4 <= len(places):
        size = int(chance.integers(2, 5))
        nets.append(Net(f"n{len(nets)}", tuple(f"t{k}" for k in order[at : at + size])))
        at += size
    return Case(made(lands, nets), 0)


def changed(problem: RoutingProblem, chance: np.random.Generator) -> RoutingProblem:
    """Return a problem with lands moved, resized and left out, other rules, and other keep-outs."""
    aside_nm = int(chance.choice([0, 1, 500, 5_000, 20_000]))
    used = {name for net in problem.nets for name in net.terminals}
    lands = []
    for t in problem.terminals:
        dx, dy = chance.integers(-aside_nm, aside_nm + 1, 2).tolist()
        part = 1.0 if t.corners_nm else float(chance.choice([1.0, 1.0, 1.0, 0.7, 1.1]))
        level = int(chance.integers(problem.levels)) if chance.random() < 0.05 else t.level
        if t.name in used or chance.random() > 0.06:
            corners = tuple((x + dx, y + dy) for x, y in t.corners_nm)
            at = (t.x_nm + dx, t.y_nm + dy)
            lands.append(Terminal(t.name, *at, int(t.diameter_nm * part), level, corners))
    rules, nets = problem.rules, list(problem.nets)
    if chance.random() < 0.3:
        land_nm = int(chance.choice([8_000, 20_000, 30_000, 45_000]))
        rules = replace(rules, via_land_nm=land_nm)
    if chance.random() < 0.2:
        rules = replace(rules, via_in_land=False)
    which = int(chance.integers(len(nets)))
    if chance.random() < 0.3:
        width_nm = int(chance.choice([3_000, 10_000, 25_000]))
        nets[which] = replace(nets[which], width_nm=width_nm)
    if chance.random() < 0.2:
        nets[which] = replace(nets[which], spacing_nm=15_000)
    return replace(
        problem,
        levels=problem.levels + int(chance.random() < 0.15),
        rules=rules,
        terminals=tuple(lands),
        nets=tuple(nets),
        keepouts=tuple(k for k in problem.keepouts if chance.random() > 0.15),
    )


FAMILIES: tuple[Callable[[int], Case], ...] = (
    cage,
    few_slots,
    interleaved,
    interleaved_round_a_die,
    two_rings,
    trees,
    pocket,
    lid,
    closed_level,
    array_without_vias,
    over_the_edge,
    land_beyond,
    keepout_slits,
    given_wire,
    own_wire,
    wide,
    wide_at_its_land,
    mixed_sizes,
    long_lands,
    dense_field,
    crowded,
    crowded_on_two,
)
