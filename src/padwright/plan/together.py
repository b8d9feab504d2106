"""Balls of nets that belong together: neighbours for a pair, like distances for a matched group.

The least sum of distances knows nothing of pairs and groups. Starting from it, nets of pairs move
to balls that are neighbours, and nets of groups to balls about as far away as those of the others,
while the nets that had these balls take those that become free. One price tells what a move is
worth: the sum of straight distances, with what pairs and groups lack of being even.
"""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from padwright.base.arrays import Bools, Floats, Ints

#: What two balls of a pair cost that are no neighbours, in what their distance is too much: so far
#: each line runs alone, and round what stands between them.
_APART_PRICE = 4.0
#: What it costs a pair to turn back round its own lands, in half the distance of these two.
_BACK_PRICE = 4.0
#: What a difference of lengths costs, in its length, for which bumps have to make up. Where it is
#: dearer than length itself, all go as far as the one that is worst off.
_UNEVEN_PRICE = 0.9
#: What it costs that two straight ways cross, in distances of neighbours.
_CROSSING_PITCHES = 2.0
#: Balls are neighbours up to so many times the distance of the nearest two.
_NEIGHBOUR_RATIO = 1.05
#: Balls about a ball that are looked at, and moves of which the whole price is counted.
_NEAREST, _COUNTED = 32, 24
#: Rounds over all pairs and groups at most; two or three are usual.
_ROUNDS = 8
#: A move is made when it is worth more than this.
_WORTH_NM = 1.0
#: The others are given balls anew while pads times balls are no more than this.
_MOST_OTHERS = 25_000_000


def together(
    pads_nm: Ints,
    balls_nm: Ints,
    ball_of: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    groups: Sequence[Sequence[int]],
) -> list[int]:
    """Return balls for pads, each its own, such that pairs and groups are nearer to being even.

    Parameters
    ----------
    pads_nm, balls_nm
        Centres, shapes (n, 2) and (m, 2); there are no fewer balls than pads.
    ball_of
        The ball that each pad has now, by its number.
    pairs, groups
        Numbers of the pads of nets that belong together.
    """
    groups = [group for group in groups if len(group) > 1]
    if not pairs and not groups:
        return list(ball_of)
    board = _Board(pads_nm, balls_nm, ball_of, pairs, groups)
    for _ in range(_ROUNDS):
        moved = [board.move_pair(a, b) for a, b in pairs]
        moved += [board.move_one(pad) for pad in board.alone]
        if not any(moved):
            break
        board.settle_others()
    return [int(ball) for ball in board.ball]


#: New balls of some pads.
_Move = dict[int, int]


class _Board:
    """Pads, balls, who has which, and what that costs."""

    def __init__(
        self,
        pads_nm: Ints,
        balls_nm: Ints,
        ball_of: Sequence[int],
        pairs: Sequence[tuple[int, int]],
        groups: Sequence[Sequence[int]],
    ) -> None:
        self._pads_nm = np.asarray(pads_nm, np.float64)
        self._balls_nm = np.asarray(balls_nm, np.float64)
        self.ball = np.array(ball_of, np.int64)
        self._owner = np.full(len(balls_nm), -1, np.int64)
        self._owner[self.ball] = np.arange(len(pads_nm))
        self._pairs, self._groups = list(pairs), [np.array(each, np.int64) for each in groups]
        self._pair_of = {pad: k for k, pair in enumerate(pairs) for pad in pair}
        self._groups_of = _lists(groups)
        #: Nets of groups that are in no pair.
        self.alone = [pad for pad in sorted(self._groups_of) if pad not in self._pair_of]
        self._near_nm = _nearest_nm(self._balls_nm)
        self._crossing_nm = _CROSSING_PITCHES * float(np.median(self._near_nm))
        self._crossed: dict[int, Bools] = {}
        self._length_nm = self._far_nm(np.arange(len(self.ball)), self.ball)
        if pairs:
            first, second = np.array(pairs, np.int64).T
            x, y = self.ball[first], self.ball[second]
            length_nm, apart_nm = self._beside_nm(first, second, x, y), self._apart_nm(x, y)
            self._length_nm[first] = self._length_nm[second] = length_nm
            self._pair_nm = [
                2 * one + other for one, other in zip(length_nm, apart_nm, strict=True)
            ]

    def move_pair(self, a: int, b: int) -> bool:
        """Give a pair the two balls that are worth most; return whether they are others."""
        middle_nm = self._pads_nm[[a, b]].mean(axis=0)
        places = (*self._balls_nm[self.ball[[a, b]]], middle_nm)
        balls = np.unique(np.concatenate([self._nearest(place) for place in places]))
        x, y = (each.ravel() for each in np.meshgrid(balls, balls, indexing="ij"))
        x, y = x[x != y], y[x != y]
        length_nm = self._beside_nm(np.full(len(x), a), np.full(len(x), b), x, y)
        price_nm = 2 * length_nm + self._apart_nm(x, y) + self._groups_nm((a, b), length_nm)
        price_nm += sum(self._displaced_nm(ball, (a, b)) for ball in (x, y))
        order = np.argsort(price_nm, kind="stable")[:_COUNTED]
        wanted = ({a: int(x[k]), b: int(y[k])} for k in order.tolist())
        return self._best([move for each in wanted for move in self._whole_moves(each)])

    def move_one(self, pad: int) -> bool:
        """Give a net of a group the ball that is worth most; return whether it is another one."""
        fellows = np.concatenate([self._groups[k] for k in self._groups_of[pad]])
        near = [self._nearest(at) for at in (self._balls_nm[self.ball[pad]], self._pads_nm[pad])]
        balls = np.unique(np.concatenate([*near, self.ball[fellows[:_NEAREST]]]))
        balls = balls[balls != self.ball[pad]]
        length_nm = self._far_nm(pad, balls)
        price_nm = length_nm + self._groups_nm((pad,), length_nm)
        price_nm += self._displaced_nm(balls, (pad,))
        order = np.argsort(price_nm, kind="stable")[:_COUNTED]
        wanted = ({pad: int(balls[k])} for k in order.tolist())
        return self._best([move for each in wanted for move in self._whole_moves(each)])

    def settle_others(self) -> None:
        """Give pads of no pair and no group the balls of least distance that are left to them."""
        bound = np.array(sorted({*self._pair_of, *self._groups_of}), np.int64)
        others = np.setdiff1d(np.arange(len(self.ball)), bound)
        free = np.setdiff1d(np.arange(len(self._owner)), self.ball[bound])
        if len(others) * len(free) > _MOST_OTHERS:
            return
        gaps_nm = self._pads_nm[others, None] - self._balls_nm[None, free]
        rows, columns = linear_sum_assignment(np.rint(np.hypot(gaps_nm[..., 0], gaps_nm[..., 1])))
        pairs = zip(others[rows].tolist(), free[columns].tolist(), strict=True)
        self._best([{pad: ball for pad, ball in pairs if self.ball[pad] != ball}])

    def _best(self, moves: Sequence[_Move]) -> bool:
        """Make the move that is worth most, the first of equals, where one is worth it."""
        best_nm, best = _WORTH_NM, None
        worth_nm = self._worth_nm(moves)
        for k in sorted(range(len(moves)), key=lambda each: -worth_nm[each]):
            now = self._crossings_now(list(moves[k]))
            if worth_nm[k] + self._crossing_nm * now <= best_nm:
                continue  # not even without any crossing
            then_nm = worth_nm[k] - self._crossing_nm * (self._crossings_then(moves[k]) - now)
            if then_nm > best_nm:
                best_nm, best = then_nm, moves[k]
        if best is not None:
            self._make(best)
        return best is not None

    def _make(self, move: _Move) -> None:
        pads = np.array(list(move), np.int64)
        self._owner[self.ball[pads]] = -1
        self.ball[pads] = list(move.values())
        self._owner[self.ball[pads]] = pads
        self._crossed.clear()
        self._length_nm[pads] = self._far_nm(pads, self.ball[pads])
        for k in sorted({self._pair_of[pad] for pad in move if pad in self._pair_of}):
            both = list(self._pairs[k])
            a, b = (np.array([each]) for each in both)
            x, y = self.ball[a], self.ball[b]
            self._length_nm[both] = length_nm = float(self._beside_nm(a, b, x, y)[0])
            self._pair_nm[k] = 2 * length_nm + float(self._apart_nm(x, y)[0])

    def _whole_moves(self, wanted: _Move) -> list[_Move]:
        """Return moves that give pads the balls that they want, and their owners other ones."""
        pads, wished = list(wanted), set(wanted.values())
        owners = [int(self._owner[ball]) for ball in wanted.values()]
        owners = [pad for pad in owners if pad >= 0 and pad not in wanted]
        left = [int(self.ball[pad]) for pad in pads if int(self.ball[pad]) not in wished]
        return [
            wanted | dict(zip(owners, balls, strict=True))
            for balls in permutations(left, len(owners))
        ]

    def _worth_nm(self, moves: Sequence[_Move]) -> list[float]:
        """Return by how much moves make lengths, and what pairs and groups lack, less."""
        rows = [
            (number, k, *(move.get(pad, int(self.ball[pad])) for pad in self._pairs[k]))
            for number, move in enumerate(moves)
            for k in sorted({self._pair_of[pad] for pad in move if pad in self._pair_of})
        ]
        lengths: list[dict[int, float]] = [{} for _ in moves]
        worth_nm = [0.0] * len(moves)
        if rows:
            _, which, x, y = np.array(rows, np.int64).T
            a, b = np.array(self._pairs, np.int64)[which].T
            beside_nm, apart_nm = self._beside_nm(a, b, x, y), self._apart_nm(x, y)
            for row, (m, k, *_) in enumerate(rows):
                for pad in self._pairs[k]:
                    lengths[m][pad] = float(beside_nm[row])
                worth_nm[m] += self._pair_nm[k] - float(2 * beside_nm[row] + apart_nm[row])
        for m, move in enumerate(moves):
            single = [pad for pad in move if pad not in self._pair_of]
            far_nm = self._far_nm(
                np.array(single, np.int64), np.array([move[pad] for pad in single], np.int64)
            )
            lengths[m] |= dict(zip(single, far_nm.tolist(), strict=True))
            worth_nm[m] += float(self._length_nm[single].sum() - far_nm.sum())
            touched = sorted({k for pad in lengths[m] for k in self._groups_of.get(pad, ())})
            for k in touched:
                group = self._groups[k]
                before_nm = self._length_nm[group]
                after_nm = np.array(
                    [
                        lengths[m].get(pad, was)
                        for pad, was in zip(group.tolist(), before_nm.tolist(), strict=True)
                    ]
                )
                worth_nm[m] += _UNEVEN_PRICE * (_lacking_nm(before_nm) - _lacking_nm(after_nm))
        return worth_nm

    def _crossings_now(self, pads: list[int]) -> int:
        """Return how many straight ways those of some pads cross."""
        start, end = self._pads_nm, self._balls_nm[self.ball]
        for pad in pads:
            if pad not in self._crossed:
                self._crossed[pad] = _crosses(start[pad], end[pad], start, end)
        return _count([self._crossed[pad] for pad in pads], pads)

    def _crossings_then(self, move: _Move) -> int:
        """Return how many straight ways those of the pads of a move cross after it."""
        pads, ball = list(move), self.ball.copy()
        ball[pads] = list(move.values())
        start, end = self._pads_nm, self._balls_nm[ball]
        return _count([_crosses(start[pad], end[pad], start, end) for pad in pads], pads)

    def _far_nm(self, pads: Ints | int, balls: Ints) -> Floats:
        gaps_nm = self._pads_nm[pads] - self._balls_nm[balls]
        return np.asarray(np.hypot(gaps_nm[..., 0], gaps_nm[..., 1]))

    def _beside_nm(self, a: Ints, b: Ints, x: Ints, y: Ints) -> Floats:
        """Return about how long the lines of pairs a, b to balls x, y are, all of shape (n,).

        They come together in front of the pads and part in front of the balls, on sides on which
        the first of them is the left one at both ends, so that they do not cross.
        """
        pads_nm = self._pads_nm[a], self._pads_nm[b]
        balls_nm = self._balls_nm[x], self._balls_nm[y]
        middle_nm, goal_nm = (np.add(*both) / 2 for both in (pads_nm, balls_nm))
        own, out = _normal(*pads_nm), _normal(*balls_nm[::-1])
        reaches_nm = [_sizes(one - other)[:, None] / 2 for one, other in (pads_nm, balls_nm)]
        ways_nm = []
        for side in (1.0, -1.0):
            start_nm = middle_nm + side * reaches_nm[0] * own
            way_nm = goal_nm + side * reaches_nm[1] * out - start_nm
            long_nm = _sizes(way_nm)
            along = way_nm / np.maximum(long_nm, 1.0)[:, None]
            for reach_nm, away in zip(reaches_nm, (-side * own, side * out), strict=True):
                back = np.maximum((along * away).sum(axis=1), 0.0)
                long_nm = long_nm + _BACK_PRICE * back * reach_nm[:, 0]
            ways_nm.append(long_nm)
        return np.asarray(np.minimum(*ways_nm) + np.sqrt(2.0) * np.add(*reaches_nm)[:, 0])

    def _groups_nm(self, pads: tuple[int, ...], length_nm: Floats) -> Floats:
        """Return what the groups of some pads lack when these have lengths, shape (n,)."""
        lacks_nm = np.zeros(len(length_nm))
        for k in sorted({k for pad in pads for k in self._groups_of.get(pad, ())}):
            others = np.setdiff1d(self._groups[k], pads)
            if len(others):
                longest_nm = float(self._length_nm[others].max())
                over_nm = length_nm - longest_nm
                mine = len(self._groups[k]) - len(others)
                lacks_nm += np.where(over_nm > 0, len(others) * over_nm, -mine * over_nm)
        return _UNEVEN_PRICE * lacks_nm

    def _apart_nm(self, x: Ints, y: Ints) -> Floats:
        """Return what two balls of a pair cost by being too far from each other."""
        gaps_nm = self._balls_nm[x] - self._balls_nm[y]
        enough_nm = _NEIGHBOUR_RATIO * np.maximum(self._near_nm[x], self._near_nm[y])
        return _APART_PRICE * np.maximum(np.hypot(gaps_nm[:, 0], gaps_nm[:, 1]) - enough_nm, 0.0)

    def _displaced_nm(self, balls: Ints, pads: tuple[int, ...]) -> Floats:
        """Return what it costs the owners of balls, at least, to take those of some pads."""
        owner = self._owner[balls]
        other = (owner >= 0) & ~np.isin(owner, pads)
        ways = [self._far_nm(owner, np.full(len(balls), self.ball[pad])) for pad in pads]
        return np.where(other, np.minimum.reduce(ways) - self._far_nm(owner, balls), 0.0)

    def _nearest(self, place_nm: Floats) -> Ints:
        gaps_nm = self._balls_nm - place_nm
        away = np.argsort(np.hypot(gaps_nm[:, 0], gaps_nm[:, 1]), kind="stable")
        return np.asarray(away[:_NEAREST])


def _lists(sets: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """Return the numbers of the sets that each pad is in."""
    found: dict[int, list[int]] = {}
    for number, pads in enumerate(sets):
        for pad in pads:
            found.setdefault(pad, []).append(number)
    return found


def _lacking_nm(lengths_nm: Floats) -> float:
    """Return by how much the lines of a group are shorter than the longest, together."""
    return float(len(lengths_nm) * lengths_nm.max() - lengths_nm.sum())


def _sizes(ways_nm: Floats) -> Floats:
    return np.asarray(np.hypot(ways_nm[:, 0], ways_nm[:, 1]))


def _count(crossed: Sequence[Bools], pads: list[int]) -> int:
    """Return how many lines those of some pads cross, of which two that cross count once."""
    every = sum(int(np.count_nonzero(each)) for each in crossed)
    return every - sum(int(np.count_nonzero(each[pads])) for each in crossed) // 2


def _normal(p_nm: Floats, q_nm: Floats) -> Floats:
    """Return the direction square to the way from p to q, to the left, shapes (n, 2)."""
    way_nm = q_nm - p_nm
    left_nm = np.stack([-way_nm[:, 1], way_nm[:, 0]], axis=1)
    return np.asarray(left_nm / np.maximum(_sizes(way_nm), 1.0)[:, None])


def _nearest_nm(places_nm: Floats) -> Floats:
    """Return the distance of each place to the nearest other one, 0 of a single one."""
    if len(places_nm) < 2:
        return np.zeros(len(places_nm))
    away_nm, _ = cKDTree(places_nm).query(places_nm, k=2)
    return np.asarray(away_nm)[:, 1]


def _crosses(p: Floats, q: Floats, start: Floats, end: Floats) -> Bools:
    """Return which lines from start to end, shapes (n, 2), the line from p to q crosses."""

    def side(a: Floats, b: Floats, c: Floats) -> Floats:
        along, to = b - a, c - a
        return np.sign(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])

    return np.asarray(
        (side(p, q, start) * side(p, q, end) < 0) & (side(start, end, p) * side(start, end, q) < 0)
    )
