"""How long the nets are of which a length was asked for, measured on the finished wires."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from padwright.base.arrays import Floats
from padwright.route.bundles.apart import least_gaps_nm
from padwright.route.problem import RoutingProblem
from padwright.route.routing import NetLength, Routing, Wire
from padwright.route.rules_at import level_spacing_nm

#: Lines run side by side where their gap is wider than it should be by no more than this part of
#: the distance of their middles; round bends and the grid need some of it.
_WIDER_PART = 0.02
_GRID_NM = 4.0
#: The distance of the places at which two lines are compared.
_STEP_NM = 2_000.0


def measured(problem: RoutingProblem, routing: Routing) -> tuple[NetLength, ...]:
    """Return the lengths of all nets of pairs, shields, groups and with a longest length.

    Only nets that are routed are in it. Lengths are those of the wires; vias have none.
    """
    open_nets = {each.net for each in routing.unrouted}
    wires: dict[str, list[Wire]] = {}
    for wire in routing.wires:
        wires.setdefault(wire.net, []).append(wire)
    length = {
        net.name: sum(wire.length_um for wire in wires.get(net.name, []))
        for net in problem.nets
        if net.name not in open_nets
    }
    rows: list[NetLength] = []
    for pair in problem.pairs:
        both = [name for name in (pair.first, pair.second) if name in length]
        limit = None if pair.skew_nm is None else pair.skew_nm / 1000
        for name in both:
            partner = pair.second if name == pair.first else pair.first
            coupled = beside_um(
                wires.get(name, []), wires.get(partner, []), level_gaps_nm(problem, pair.gap_nm)
            )
            rows.append(_row(name, "pair", pair.name, length, both, limit, coupled))
    for shield in problem.shields:
        if shield.net not in length:
            continue
        own, by = wires.get(shield.net, []), wires.get(shield.by, [])
        gaps = level_gaps_nm(problem, shield.gap_nm)
        coupled = between_um(own, by, gaps, shield.width_nm)
        rows.append(_row(shield.net, "shield", shield.by, length, [shield.net], None, coupled))
    for match in problem.matches:
        members = [name for name in match.nets if name in length]
        rows += [
            _row(name, "match", match.name, length, members, match.tolerance_nm / 1000, 0.0)
            for name in members
        ]
    for net in problem.nets:
        if net.longest_nm is not None and net.name in length:
            over = length[net.name] - net.longest_nm / 1000
            rows.append(
                NetLength(
                    net.name,
                    "longest",
                    "",
                    length[net.name],
                    over,
                    0.0,
                    net.longest_nm / 1000,
                    over <= 0,
                )
            )
    return tuple(rows)


def _row(
    name: str,
    demand: str,
    group: str,
    length: dict[str, float],
    members: Sequence[str],
    limit_um: float | None,
    coupled_um: float,
) -> NetLength:
    short = max(length[each] for each in members) - length[name]
    met = limit_um is None or short <= limit_um
    return NetLength(name, demand, group, length[name], short, coupled_um, limit_um, met)


def level_gaps_nm(problem: RoutingProblem, gap_nm: int) -> list[int]:
    """Return the gap on each level, no narrower than the spacing of the level."""
    return [max(gap_nm, level_spacing_nm(problem, level)) for level in range(problem.levels)]


def _samples(wire: Wire) -> tuple[Floats, Floats, float]:
    """Return places along a wire, the direction to the left at each, and how far they are apart."""
    points = np.array(wire.points_nm, np.float64)
    size = np.hypot(*np.diff(points, axis=0).T)
    ends = np.concatenate([[0.0], np.cumsum(size)])
    count = max(1, int(np.ceil(ends[-1] / _STEP_NM)))
    at = (np.arange(count) + 0.5) * (ends[-1] / count)
    piece = np.clip(np.searchsorted(ends, at, side="right") - 1, 0, len(size) - 1)
    along = np.diff(points, axis=0)[piece] / np.maximum(size[piece], 1e-9)[:, None]
    places = points[piece] + (at - ends[piece])[:, None] * along
    return places, np.stack([-along[:, 1], along[:, 0]], axis=1), float(ends[-1] / count)


def _pieces(wires: Sequence[Wire], level: int) -> Floats:
    rows = [(*p, *q) for wire in wires if wire.level == level for p, q in pairwise(wire.points_nm)]
    return np.array(rows, np.float64).reshape(-1, 4)


def _away_nm(places: Floats, pieces: Floats) -> Floats:
    """Return the distance of each place to the nearest piece."""
    return least_gaps_nm(pieces, np.concatenate([places, places], axis=1))


def beside_um(own: Sequence[Wire], others: Sequence[Wire], gaps_nm: Sequence[int]) -> float:
    """Return the length of wires that runs beside other ones at a gap, nowhere wider than it."""
    total = 0.0
    for wire in own:
        near = [each for each in others if each.level == wire.level]
        pieces = _pieces(near, wire.level)
        if not len(pieces):
            continue
        places, _, step = _samples(wire)
        apart = gaps_nm[wire.level] + (wire.width_nm + max(each.width_nm for each in near)) / 2
        off = _away_nm(places, pieces) - apart
        along = (off >= -_GRID_NM) & (off <= apart * _WIDER_PART + _GRID_NM)
        total += float(np.count_nonzero(along)) * step
    return total / 1000


def between_um(
    own: Sequence[Wire], others: Sequence[Wire], gaps_nm: Sequence[int], other_nm: int
) -> float:
    """Return the length of wires that has other ones of a width at a gap on both sides."""
    total = 0.0
    for wire in own:
        pieces = _pieces([each for each in others if each.width_nm == other_nm], wire.level)
        if not len(pieces):
            continue
        places, left, step = _samples(wire)
        apart = gaps_nm[wire.level] + (wire.width_nm + other_nm) / 2
        limit = apart * _WIDER_PART + _GRID_NM
        on_left = _away_nm(places + apart * left, pieces) <= limit
        on_right = _away_nm(places - apart * left, pieces) <= limit
        total += float(np.count_nonzero(on_left & on_right)) * step
    return total / 1000
