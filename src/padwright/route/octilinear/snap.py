"""Octilinear wires on the grid of whole nanometres."""

from itertools import pairwise

import numpy as np

from padwright.base.arrays import Ints
from padwright.route.octilinear.lines import ACROSS, STEP, Chain, Drawing, pruned

#: Segments shorter than this after rounding have no length; offsets are put right by so much.
_NOTHING_NM = 0.5
_MOST_SHIFT_NM = 4
_ROUNDS = 3


def snapped(drawing: Drawing) -> Drawing:
    """Return the drawing with whole offsets and nodes, so that every corner is a whole point."""
    node = _whole_nodes(drawing)
    chains = []
    for trail, (a, b) in enumerate(pairwise(drawing.first.tolist())):
        way = drawing.way[a:b]
        offset = np.rint(drawing.offset_nm[a:b])
        if len(way) == 1:
            begin, end = (node[k] for k in drawing.ends[trail].tolist())
            across = ACROSS[way[0] % 4]
            if across @ begin != across @ end:
                way = _with_a_step(int(way[0]), end - begin)
                offset = np.array([ACROSS[way[0] % 4] @ begin, ACROSS[way[1] % 4] @ end])
        chains.append(Chain(way, offset.astype(np.float64)))
    whole = drawing.changed(chains, node.astype(np.float64))
    for _ in range(_ROUNDS):
        whole = pruned(_straightened(whole), _NOTHING_NM)
    return whole


def _with_a_step(way: int, span: Ints) -> Ints:
    """Return two directions that lead over a span that is almost in one direction."""
    left = STEP[way, 0] * span[1] - STEP[way, 1] * span[0] > 0
    return np.array([way, (way + (1 if left else -1)) % 8], np.int64)


def _straightened(whole: Drawing) -> Drawing:
    """Return the drawing without segments that rounding has turned round."""
    chains = list(whole.chains)
    for trail in dict.fromkeys(whole.trail[whole.steps < -_NOTHING_NM / 2].tolist()):
        a, b = (int(k) for k in whole.first[trail : trail + 2])
        offset = whole.offset_nm[a:b].copy()
        way = whole.way[a:b]
        for k in np.flatnonzero(whole.steps[a:b] < 0).tolist():
            if not 0 < k < len(way) - 1:
                continue
            if way[k - 1] == way[k + 1]:
                taken = k + 1 if k - 1 > 0 else k - 1
                offset[k - 1 if taken == k + 1 else k + 1] = offset[taken]
            else:
                offset[k] = _shifted(whole, trail, offset, k)
        chains[trail] = Chain(way, offset)
    return whole.changed(chains)


def _shifted(whole: Drawing, trail: int, offset: np.ndarray, k: int) -> float:
    """Return the offset nearest to that of a segment at which it is not turned round."""
    a = int(whole.first[trail])
    before, after = (int(whole.way[a + k + i]) for i in (-1, 1))
    own = ACROSS[int(whole.way[a + k]) % 4]
    for shift in sorted(range(-_MOST_SHIFT_NM, _MOST_SHIFT_NM + 1), key=abs):
        corners = [
            np.linalg.solve(
                np.array([ACROSS[way % 4], own], np.float64),
                np.array([offset[place], offset[k] + shift]),
            )
            for way, place in ((before, k - 1), (after, k + 1))
        ]
        if (corners[1] - corners[0]) @ STEP[int(whole.way[a + k])] >= 0:
            return float(offset[k] + shift)
    return float(offset[k])


def _whole_nodes(drawing: Drawing) -> Ints:
    """Return whole places of nodes; those joined by one segment stay on one line where they can."""
    node = np.rint(drawing.node_nm).astype(np.int64)
    done = ~drawing.free
    single = np.flatnonzero(np.diff(drawing.first) == 1)
    bonds = [(*drawing.ends[t].tolist(), int(drawing.way[drawing.first[t]])) for t in single]
    bonds += [(b, a, way) for a, b, way in bonds]
    while not done.all():
        ready = [b for a, b, _ in bonds if done[a] and not done[b]]
        this = ready[0] if ready else int(np.flatnonzero(~done)[0])
        lines = dict.fromkeys(
            (way % 4, int(ACROSS[way % 4] @ node[a]))
            for a, b, way in bonds
            if b == this and done[a]
        )
        done[this] = True
        if len(lines) == 1:
            ((kind, offset),) = lines
            x, y = node[this].tolist()
            node[this] = [(x, offset), (x, x + offset), (offset, y), (x, offset - x)][kind]
        elif lines:
            (kind, offset), (other, its) = list(lines)[:2]
            both = ACROSS[[kind, other]].astype(np.float64)
            node[this] = np.rint(np.linalg.solve(both, np.array([offset, its], np.float64)))
    return node
