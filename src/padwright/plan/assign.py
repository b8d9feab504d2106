"""Which ball each pad gets: the assignment of least total distance.

Distances are straight and rounded to whole nanometres, so that sums are exact in double precision
and the optimum is the same on every machine. The matching is that of
`scipy.optimize.linear_sum_assignment` (D. F. Crouse, "On implementing 2D rectangular assignment
algorithms", IEEE Trans. Aerosp. Electron. Syst. 52, 2016). A matching of least Euclidean length
has no two crossing straight lines, which is why it is a good start for one level of wiring.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from padwright.base.errors import InputError
from padwright.plan.plan import Joint, PlacedBall, PlacedPad

Distances = NDArray[np.float64]


def distances_nm(from_nm: NDArray[np.int64], to_nm: NDArray[np.int64]) -> Distances:
    """Return the straight distances between points (n, 2) and (m, 2), shape (n, m), whole nm."""
    away_x = (from_nm[:, None, 0] - to_nm[None, :, 0]).astype(np.float64)
    away_y = (from_nm[:, None, 1] - to_nm[None, :, 1]).astype(np.float64)
    return np.asarray(np.rint(np.sqrt(away_x * away_x + away_y * away_y)))


def places_nm(things: Sequence[PlacedPad] | Sequence[PlacedBall]) -> NDArray[np.int64]:
    """Return the centres of pads or balls, shape (n, 2)."""
    return np.array([(each.x_nm, each.y_nm) for each in things], dtype=np.int64).reshape(-1, 2)


def assign(pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]) -> tuple[Joint, ...]:
    """Return a ball for each bonded pad, so that the sum of distances is least.

    Each pad has a ball of its own where there are enough. Where there are fewer balls than pads,
    each net has at least one, the others go to the pads that gain most by them, and a pad without
    a ball of its own joins the nearest one of its net.

    Parameters
    ----------
    pads
        Pads that have a net.
    balls
        Balls that are free.

    Raises
    ------
    InputError
        When there are more nets than balls; it names the counts and the nets.
    """
    nets = sorted({str(pad.net) for pad in pads})
    if len(nets) > len(balls):
        raise InputError(
            f"{len(nets)} nets need a ball each, but {len(balls)} balls are allowed, "
            f"{len(nets) - len(balls)} too few (the nets are {_listed(nets)})",
            where="terminals",
            fix="add rows or columns, forbid fewer balls, or name nets in nets.no_connect",
        )
    if not pads:
        return ()
    pads_nm, balls_nm = places_nm(pads), places_nm(balls)
    cost = distances_nm(pads_nm, balls_nm)
    if len(pads) <= len(balls):
        own = _own_balls(pads_nm, balls_nm, cost)
    else:
        own = _shared_balls(pads, nets, cost)
    return tuple(
        Joint(str(pad.net), pad.pin, balls[ball].name, int(cost[place, ball]))
        for place, (pad, ball) in enumerate(zip(pads, own, strict=True))
    )


def join_fixed(
    pads: Sequence[PlacedPad], balls: Sequence[PlacedBall], supplies: Sequence[str] = ()
) -> tuple[Joint, ...]:
    """Return for each bonded pad the nearest ball of its net on a fixed map.

    A net without a ball joins its pads to each other and has no joint; a supply may not be one.

    Raises
    ------
    InputError
        When a ball has a net that no pad has, or a net has no ball and only one pad, or is a
        supply.
    """
    by_net: dict[str, list[PlacedBall]] = {}
    for ball in balls:
        if ball.net is not None:
            by_net.setdefault(ball.net, []).append(ball)
    _require_ways(Counter(str(pad.net) for pad in pads), set(by_net), supplies)
    joints = []
    for pad in pads:
        mine = by_net.get(str(pad.net))
        if mine:
            cost = distances_nm(places_nm([pad]), places_nm(mine))[0]
            nearest = int(cost.argmin())
            joints.append(Joint(str(pad.net), pad.pin, mine[nearest].name, int(cost[nearest])))
    return tuple(joints)


def _require_ways(pads: Counter[str], ball_nets: set[str], supplies: Sequence[str]) -> None:
    """Raise `InputError` when a net leads nowhere."""
    if dry := sorted(net for net in supplies if net in pads and net not in ball_nets):
        raise InputError(
            f"{len(dry)} of {len(supplies)} supplies have no ball on the map: {_listed(dry)}",
            where="terminals.map",
            fix="add a ball for each, or take them out of nets.supplies",
        )
    if lost := sorted(net for net, count in pads.items() if count == 1 and net not in ball_nets):
        raise InputError(
            f"{len(lost)} of {len(pads)} nets have one pad and no ball on the map: {_listed(lost)}",
            where="terminals.map",
            fix="add a ball for each, or name them in nets.no_connect",
        )
    if strange := sorted(ball_nets - set(pads)):
        raise InputError(
            f"{len(strange)} of {len(ball_nets)} nets on the map have no pad: {_listed(strange)}",
            where="terminals.map",
            fix="correct their names, or name them in nets.no_connect",
        )


def _own_balls(
    pads_nm: NDArray[np.int64], balls_nm: NDArray[np.int64], cost: Distances
) -> list[int]:
    """Return the ball of each pad by the matching of least cost; pads are not more than balls.

    Where nearly every ball is taken, the wiring leads outwards from the pads, and the matching is
    found several times faster on costs that are less by each ball's distance from the middle of
    the pads. With rows of no cost for the balls that stay free every ball is in every matching,
    so that the difference is the same for all of them and the optimum stays.
    """
    pad_count, ball_count = cost.shape
    free_count = ball_count - pad_count
    if free_count > pad_count // 2:
        _, ball = linear_sum_assignment(cost)
        return [int(each) for each in ball]
    reduced = np.zeros((ball_count, ball_count))
    reduced[free_count:] = cost
    middle_nm = np.rint(pads_nm.mean(axis=0)).astype(np.int64)[None]
    reduced -= distances_nm(middle_nm, balls_nm)
    _, ball = linear_sum_assignment(reduced)
    return [int(each) for each in ball[free_count:]]


def _shared_balls(pads: Sequence[PlacedPad], nets: list[str], cost: Distances) -> list[int]:
    """Return the ball of each pad where pads of one net have to share."""
    number = {net: place for place, net in enumerate(nets)}
    net_of = np.array([number[str(pad.net)] for pad in pads])
    net_cost = np.full((len(nets), cost.shape[1]), np.inf)
    np.minimum.at(net_cost, net_of, cost)
    owner = np.full(cost.shape[1], -1)
    for net, ball in zip(*linear_sum_assignment(net_cost), strict=True):
        owner[ball] = net
    free = np.flatnonzero(owner < 0)
    joined = np.where(owner[None, :] == net_of[:, None], cost, np.inf)
    if len(free):
        # What a pad would gain by a free ball over joining its net's ball.
        gain = np.minimum(cost[:, free] - joined.min(axis=1)[:, None], 0.0)
        for pad, place in zip(*linear_sum_assignment(gain), strict=True):
            if gain[pad, place] < 0:
                owner[free[place]] = net_of[pad]
    joined = np.where(owner[None, :] == net_of[:, None], cost, np.inf)
    return [int(each) for each in joined.argmin(axis=1)]


def _listed(names: Sequence[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
