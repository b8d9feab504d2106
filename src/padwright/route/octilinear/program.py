"""One step towards the shortest octilinear wires: a linear program over offsets.

Lengths, and distances in a given direction, are linear in the offsets of the lines, so that the
shortest wires that keep all distances, each in the direction chosen for it, are found by a linear
program (HiGHS: Q. Huangfu and J. A. J. Hall, Math. Prog. Comp. 10, 2018). What is too near to begin
with may stay so at a price. Pairs that get near only by the step are added until none is left out.
Longer segments cost a little less than shorter ones, so that stairs melt into few long segments
(reweighted l1 norm: E. J. Candes, M. B. Wakin and S. P. Boyd, J. Fourier Anal. Appl. 14, 2008).
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.octilinear.lines import STEP, STEP_LENGTH, Drawing
from padwright.route.octilinear.near import MISSING_NM, Room, Ties

_MOST_ROUNDS = 6
#: Pairs that have so much to spare or less are in the program from the start. All that could come
#: too near within a step are more than ten times as many in a dense field; hardly any do.
_NEAR_PITCHES = 0.5
#: Price of a missing nanometre of distance, and of one of a segment that should be longer, against
#: one of length.
_PRICE, _SHORT_PRICE = 30.0, 3.0
#: Price of a nanometre of the margin, where it may be given up.
_MARGIN_PRICE = 8.0
#: How much more the shortest segments cost; so little that hardly any length is given for corners.
_MELTING = 0.01
_UM = 1000.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What one step asks for."""

    reach_nm: float  # how far an offset may move
    pitch_nm: float
    turn_nm: float  # least length of what cuts a right angle
    least_nm: float  # what other segments should have at least, 0 for no matter


class _Program:
    """Rows of the program; each keeps something at least as long as it needs to be."""

    def __init__(self, drawing: Drawing, room: Room, pitch_nm: float) -> None:
        self.drawing, self.room, self.pitch_nm = drawing, room, pitch_nm
        self.by: list[sp.csr_matrix] = []
        self.least: list[Floats] = []
        self.slack: list[Ints] = []
        self.spare: list[Ints] = []
        self.most: list[Floats] = []
        self.prices: list[Floats] = []
        self.slacks = 0
        self.known: dict[bool, set[tuple[int, int]]] = {False: set(), True: set()}

    def priced(self, lacking: Bools, price_ratio: float, most_nm: float = np.inf) -> Ints:
        """Return columns of slack for what lacks something now, -1 for the rest."""
        at = np.full(len(lacking), -1, np.int64)
        count = int(lacking.sum())
        at[lacking] = self.slacks + np.arange(count)
        self.slacks += count
        self.prices.append(np.full(count, price_ratio))
        self.most.append(np.full(count, most_nm / _UM))
        return at

    def add_lengths(self, terms: Terms, fresh: Bools) -> None:
        """Keep segments from turning round, and those that cut a right angle from vanishing."""
        drawing = self.drawing
        need = np.zeros(len(drawing.way))
        middle = np.flatnonzero(drawing.trail[2:] == drawing.trail[:-2]) + 1
        square = (drawing.way[middle + 1] - drawing.way[middle - 1]) % 4 == 2
        middle = middle[square & ~fresh[middle]]
        need[middle] = terms.turn_nm / STEP_LENGTH[drawing.way[middle]]
        slack = self.priced(drawing.steps < need - 1e-6, _PRICE)
        self._add(drawing.steps_by, need - drawing.steps, slack)
        if terms.least_nm > 0:
            least = terms.least_nm / STEP_LENGTH[drawing.way]
            short = np.flatnonzero((drawing.steps < least) & (need == 0) & ~fresh)
            slack = self.priced(np.ones(len(short), np.bool_), _SHORT_PRICE)
            self._add(drawing.steps_by[short], (least - drawing.steps)[short], slack)

    def add_ties(self, ties: Ties) -> int:
        """Keep pairs apart that are not yet; return how many were new."""
        known = self.known[ties.staked]
        pairs = list(zip(ties.first.tolist(), ties.second.tolist(), strict=True))
        new = np.array([pair not in known for pair in pairs], np.bool_)
        if not new.any():
            return 0
        known.update(pairs)
        ties = Ties(ties.first[new], ties.second[new], ties.staked)
        drawing, corner_by = self.drawing, self.drawing.corner_by
        apart = self.room.apart(drawing, ties)
        slack = self.priced(apart.gap_nm < apart.need_nm - 1e-6, _PRICE)
        spare_nm = self.room.yielding_nm
        spare = self.priced(np.full(len(slack), spare_nm > 0), _MARGIN_PRICE, spare_nm)
        flat = _along(drawing.way[ties.first], apart.normal)
        level = flat if ties.staked else _along(drawing.way[ties.second], apart.normal)
        every = np.ones(len(flat), np.bool_)
        second = self.room.second_ends(drawing, ties)
        for one in range(2):
            for other in range(1 if ties.staked else 2):
                rows = np.flatnonzero((~flat if one else every) & (~level if other else every))
                if not len(rows):
                    continue
                normal = apart.normal[rows]
                mine = drawing.corner[ties.first[rows]] + one
                by = sum(sp.diags(normal[:, k]) @ corner_by[k][mine] for k in range(2))
                now = (normal * drawing.corner_nm[mine]).sum(axis=1)
                if ties.staked:
                    now -= np.maximum(*((normal * end[rows]).sum(axis=1) for end in second))
                else:
                    its = drawing.corner[ties.second[rows]] + other
                    by -= sum(sp.diags(normal[:, k]) @ corner_by[k][its] for k in range(2))
                    now -= (normal * drawing.corner_nm[its]).sum(axis=1)
                self._add(by, apart.need_nm[rows] - now, slack[rows], spare[rows])
        return len(ties.first)

    def _add(
        self, by: sp.csr_matrix, least: Floats, slack: Ints, spare: Ints | None = None
    ) -> None:
        self.by.append(sp.csr_matrix(by))
        self.least.append(least)
        self.slack.append(slack)
        self.spare.append(np.full(len(slack), -1, np.int64) if spare is None else spare)

    def solve(self, reach_nm: float) -> Floats:
        """Return by how much to move, in nm; nothing moves when the program has no answer."""
        drawing, slacks = self.drawing, self.slacks
        by, least = sp.vstack(self.by).tocsr(), np.concatenate(self.least)
        slack = np.concatenate(self.slack)
        loose = np.asarray(abs(by).sum(axis=1)).ravel() * reach_nm < -least
        kept = np.flatnonzero(~loose & ((np.diff(by.indptr) > 0) | (slack >= 0)))
        extra = sp.csr_matrix((len(kept), slacks))
        for column in (slack, np.concatenate(self.spare)):
            has = np.flatnonzero(column[kept] >= 0)
            shape = (len(kept), slacks)
            extra = extra + sp.csr_matrix((np.ones(len(has)), (has, column[kept[has]])), shape)
        if not drawing.variables:
            return np.zeros(0)
        held, now = drawing.held()
        length = STEP_LENGTH[drawing.way]
        size_nm = np.maximum(drawing.steps * length, 0.0)
        weight = length * (1 + _MELTING / (1 + size_nm / self.pitch_nm))
        cost = np.concatenate([drawing.steps_by.T @ weight, *self.prices])
        most = np.full(drawing.variables, reach_nm / _UM)
        kinds = [LinearConstraint(sp.hstack([by[kept], extra]), least[kept] / _UM, np.inf)]
        if len(now):
            equal = sp.hstack([held, sp.csr_matrix((len(now), slacks))])
            kinds.append(LinearConstraint(equal, -now / _UM, -now / _UM))
        answer = milp(
            cost,
            constraints=kinds if len(kept) else kinds[1:],
            bounds=Bounds(
                np.concatenate([-most, np.zeros(slacks)]),
                np.concatenate([most, *self.most]),
            ),
        )
        if answer.x is None:
            return np.zeros(drawing.variables)
        return np.asarray(answer.x[: drawing.variables] * _UM)


def _along(way: Ints, normal: Floats) -> Bools:
    """Return which directions are square to a normal."""
    return np.asarray(np.abs((STEP[way] * normal).sum(axis=1)) < 1e-9)


def shortened(drawing: Drawing, room: Room, terms: Terms, fresh: Bools) -> Drawing:
    """Return the shortest drawing within reach.

    ``fresh`` are segments without length that were just put in to make room.
    """
    program = _Program(drawing, room, terms.pitch_nm)
    program.add_lengths(terms, fresh)
    for ties in room.ties(drawing, _NEAR_PITCHES * terms.pitch_nm):
        program.add_ties(ties)
    for _ in range(_MOST_ROUNDS):
        move = program.solve(terms.reach_nm)
        new = drawing.moved(move)
        if not sum(program.add_ties(ties) for ties in room.ties(new, -MISSING_NM)):
            break
    return new
