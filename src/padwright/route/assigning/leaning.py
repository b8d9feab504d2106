"""What lines of a flow pay for crossing gaps between lands at a slant.

A gap that is full holds its lines only where they are square to it
(`padwright.route.sketching.leaning`). Which gaps are full is not known before the flow; so a first
and coarse one pays a little at every gap, and the second one in full where the first filled it.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from padwright.base.arrays import Bools, Floats
from padwright.route.assigning.flow import Way
from padwright.route.assigning.flow_slots import Links, Slots
from padwright.route.ground.mesh import Mesh
from padwright.route.sketching.leaning import MOST_COT2
from padwright.route.sketching.sketch import SOFT, Sketch

#: Parts of the price at gaps of which nothing is known, and at those that are full.
_GUESS_RATIO, _FULL_RATIO = 0.1, 0.6
#: Gaps with more places are not expected to be full.
_MANY_PLACES = 8


def filled(sketch: Sketch, slots: Slots, ways: Iterable[Way], most: int) -> Bools:
    """Return which gaps between lands (levels, edges) are full of several lines.

    A gap was given ``most`` slots at most; one that has so many may have room for more.
    """
    used = np.zeros_like(slots.count)
    at = [port for way in ways for port in way.ports if port[1] >= 0]
    level, slot = np.array(at, np.int64).reshape(-1, 2).T
    np.add.at(used, (level, slots.edge[slot]), 1)
    full = (used >= slots.count) & (used > 1) & (used < most)
    return np.asarray(full & (sketch.edge_nm[..., SOFT] == 0))


def with_leans(
    mesh: Mesh, sketch: Sketch, slots: Slots, links: Links, pitch_nm: float, full: Bools
) -> Links:
    """Return links that are longer by half of what a line pays at the gap on either end."""
    is_gap = (sketch.edge_nm[..., SOFT] == 0) & (slots.count <= _MANY_PLACES)
    ratio = np.where(full, _FULL_RATIO, np.where(is_gap, _GUESS_RATIO, 0.0))
    length = links.length_nm.copy()
    places = np.concatenate([slots.place_nm, mesh.place_nm[::-1]])
    along = mesh.place_nm[mesh.edge[:, 1]] - mesh.place_nm[mesh.edge[:, 0]]
    for near, far in ((links.start, links.end), (links.end, links.start)):
        row = np.flatnonzero(near >= 0)
        row = row[ratio[slots.level[near[row]], slots.edge[near[row]]] > 0]
        slot = near[row]
        gap = along[slots.edge[slot]]
        cot2 = _squared_cotangents(places[far[row]] - places[slot], gap)
        length[row] += ratio[slots.level[slot], slots.edge[slot]] * pitch_nm / 2 * cot2
    return replace(links, length_nm=length)


def _squared_cotangents(line: Floats, gap: Floats) -> Floats:
    across = line[:, 0] * gap[:, 1] - line[:, 1] * gap[:, 0]
    inward = (line * gap).sum(axis=1)
    return np.asarray(np.minimum(MOST_COT2, inward**2 / np.maximum(across**2, 1.0)))
