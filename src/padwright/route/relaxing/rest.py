"""Which pairs the relaxation still has to look at: those where something moved.

A pair that was far enough apart stays so until one of its points moves. What moved less than a
nanometre since it was last looked at counts as lying still; the last look is at everything.
"""

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.base.progress import Report
from padwright.route.relaxing.nearby import neighbours
from padwright.route.relaxing.relax import Chains

_STILL_NM = 1.0


class Watch:
    """Pairs of near segments and lands, and where the points were when these were looked at."""

    def __init__(self, chains: Chains, limit_nm: float, reach_nm: float, report: Report) -> None:
        self._chains, self._report = chains, report
        self._limit_nm, self._reach_nm = limit_nm, reach_nm
        self._pairs = self._lands = np.zeros((0, 2), np.int64)
        self._listed_nm = self._seen_nm = self._now()

    def all(self) -> tuple[Ints, Ints]:
        """Return every pair nearer than the limit."""
        self._list()
        self._seen_nm = self._listed_nm.copy()
        return self._pairs, self._lands

    def awake(self) -> tuple[Ints, Ints]:
        """Return the pairs in which a point moved since they were returned last."""
        now, moved = self._now(), self._moved(self._seen_nm)
        # the lists hold all that can come too near while no point moves half their reach
        if np.abs(now - self._listed_nm).max(initial=0.0) > self._reach_nm / 3:
            moved |= self._list_again()
        self._seen_nm[:, moved] = now[:, moved]
        segment = self._segments(moved)
        pairs, lands = self._pairs, self._lands
        return (
            pairs[segment[pairs[:, 0]] | segment[pairs[:, 1]]],
            lands[segment[lands[:, 1]]],
        )

    def recent(self) -> tuple[Ints, Ints]:
        """Return every pair nearer than the limit; only what moved far is looked for anew.

        Pairs of what moved less than a third of the reach since it was listed are all listed.
        """
        moved = np.abs(self._now() - self._listed_nm).max(axis=0) > self._reach_nm / 3
        if moved.any():
            self._list_pairs_of(moved)
        return self._pairs, self._lands

    def _segments(self, points: Bools) -> Bools:
        return np.asarray(points[self._chains.start] | points[self._chains.end])

    def _list(self) -> None:
        self._pairs, self._lands = neighbours(self._chains, self._limit_nm, report=self._report)
        self._listed_nm = self._now()

    def _list_again(self) -> Bools:
        """List the pairs of what moved since the list was made; return which points these are."""
        moved = self._moved(self._listed_nm)
        self._list_pairs_of(moved)
        return moved

    def _list_pairs_of(self, moved: Bools) -> None:
        some = self._segments(moved)
        pairs, lands = neighbours(self._chains, self._limit_nm, some, self._report)
        rest = ~(some[self._pairs[:, 0]] | some[self._pairs[:, 1]])
        self._pairs = np.concatenate([self._pairs[rest], pairs])
        self._lands = np.concatenate([self._lands[~some[self._lands[:, 1]]], lands])
        self._listed_nm[:, moved] = self._now()[:, moved]

    def _now(self) -> Floats:
        return np.stack([self._chains.x_nm, self._chains.y_nm])

    def _moved(self, since_nm: Floats) -> Bools:
        return np.asarray(np.abs(self._now() - since_nm).max(axis=0) > _STILL_NM)
