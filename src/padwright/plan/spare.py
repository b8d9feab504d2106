"""Balls that no net needs are shared among the supplies."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from padwright.plan.assign import Distances, distances_nm, places_nm
from padwright.plan.plan import PlacedBall, PlacedPad


def share_spares(
    balls: Sequence[PlacedBall], pads: Sequence[PlacedPad], supplies: Sequence[str]
) -> tuple[PlacedBall, ...]:
    """Return the balls, those without a net given to the supplies.

    One ball after the other joins a supply: always the pair of ball and supply that lie nearest to
    each other, counted from any pad or ball that the supply has by then, so that the balls of a
    supply grow together and its wires stay short. No supply takes more than its share, which is
    by its number of pads, rounded up. Of equal distances the supply with the fewest balls for its
    pads goes first, then the order of the names.

    Parameters
    ----------
    balls
        All balls; those with a net keep it.
    pads
        Bonded pads.
    supplies
        Names of supplies; those without a pad get no ball.
    """
    spare = [place for place, ball in enumerate(balls) if ball.net is None]
    bonded = {str(pad.net) for pad in pads}
    names = sorted(bonded.intersection(supplies))
    if not spare or not names:
        return tuple(balls)
    pad_count = np.array([sum(pad.net == net for pad in pads) for net in names], dtype=np.float64)
    share = np.ceil(len(spare) * pad_count / pad_count.sum())
    at_nm = places_nm([balls[place] for place in spare])
    away_nm = np.stack([_to_net(at_nm, net, pads, balls) for net in names])
    given = np.zeros(len(names))
    free = np.ones(len(spare), dtype=np.bool_)
    shared = list(balls)
    for _ in spare:
        open_nm = np.where((given < share)[:, None] & free[None, :], away_nm, np.inf)
        supply = int(np.lexsort((given / pad_count, open_nm.min(axis=1)))[0])
        place = int(open_nm[supply].argmin())
        shared[spare[place]] = replace(shared[spare[place]], net=names[supply])
        given[supply] += 1
        free[place] = False
        grown_nm = distances_nm(at_nm, at_nm[place : place + 1])[:, 0]
        away_nm[supply] = np.minimum(away_nm[supply], grown_nm)
    return tuple(shared)


def _to_net(
    at_nm: np.ndarray, net: str, pads: Sequence[PlacedPad], balls: Sequence[PlacedBall]
) -> Distances:
    """Return how far each point is from the nearest pad or ball of a net."""
    mine = np.concatenate(
        [
            places_nm([pad for pad in pads if pad.net == net]),
            places_nm([ball for ball in balls if ball.net == net]),
        ]
    )
    return np.asarray(distances_nm(at_nm, mine).min(axis=1))
