"""Vertices of the mesh that lie in or beside a round land of one level, and are nothing there.

The mesh serves all levels, so that a pad of one level may be a vertex in a ball land of another.
No line passes between such a vertex and the land: what crosses an edge from it passes between the
land and the other end of the edge, where there is less room than along the edge.
"""

import numpy as np
from scipy.spatial import cKDTree

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.problem import RoutingProblem
from padwright.route.ragged import counted, flattened
from padwright.route.rules_at import Limits


def covers(
    problem: RoutingProblem,
    limit: Limits,
    edge: Ints,
    place_nm: Floats,
    occupied: Bools,
    land_net: Ints,
) -> tuple[Ints, Floats]:
    """Return what covers each vertex, and what edges have less room for it.

    Parameters
    ----------
    edge
        As in `padwright.route.ground.mesh.Mesh`.
    occupied
        Of shape (levels, vertices), where something stands.
    land_net
        Of shape (terminals,): the net of each land, below 0 for none.

    Returns
    -------
    net : of shape (levels, vertices), the net of the land there; -1 for no land and no net
    less_nm : of shape (levels, edges, 3), at both ends and between the corners across
    """
    net = np.full(occupied.shape, -1, np.int64)
    less_nm = np.zeros((len(occupied), len(edge), 3))
    land = np.array([(t.x_nm, t.y_nm, t.diameter_nm / 2, t.level) for t in problem.terminals])
    is_round = np.array([not t.corners_nm for t in problem.terminals])
    for level in range(problem.levels):
        here = np.flatnonzero(is_round & (land[:, 3] == level))
        bare = np.flatnonzero(~occupied[level])
        if not len(here) or not len(bare):
            continue
        spacing = float(limit.spacing_nm[-1][level])
        beside = 2 * spacing + float(limit.width_nm[:, level].min())
        near = cKDTree(place_nm[bare]).query_ball_point(land[here, :2], land[here, 2] + beside)
        row, vertex = flattened(near.tolist())
        of_land, vertex = here[row], bare[vertex]
        net[level, vertex] = land_net[of_land]
        covered = _Covered(len(place_nm), vertex, of_land)
        for column, (first, second) in enumerate(((0, 1), (1, 0), (4, 5), (5, 4))):
            at, less = covered.less_nm(edge[:, [first, second]], place_nm, land, spacing)
            np.maximum.at(less_nm[level, :, min(column, 2)], at, less)
    return net, less_nm


class _Covered:
    """Pairs of a vertex and a land that covers it, in the order of the vertices."""

    def __init__(self, vertices: int, vertex: Ints, land: Ints) -> None:
        order = np.argsort(vertex, kind="stable")
        self.land = land[order]
        self.first = np.searchsorted(vertex[order], np.arange(vertices + 1))
        self.vertices = vertices
        self.pairs = np.unique(land * vertices + vertex)

    def less_nm(
        self, ends: Ints, place_nm: Floats, land_nm: Floats, spacing_nm: float
    ) -> tuple[Ints, Floats]:
        """Return edges and by how much the room from a covered first end is less than it seems."""
        known = (ends >= 0).all(axis=1)
        count = np.where(known, np.diff(self.first)[ends[:, 0]], 0)
        at, within = counted(count)
        near, far = ends[at].T
        land = self.land[self.first[near] + within]
        length = np.hypot(*(place_nm[far] - place_nm[near]).T)
        room = np.hypot(*(place_nm[far] - land_nm[land, :2]).T) - land_nm[land, 2] - spacing_nm
        less = length - room - spacing_nm / 2
        # from one place in or beside a land to another one it leads only to the land
        apart = ~np.isin(land * self.vertices + far, self.pairs)
        use = apart & (room > 0) & (less > 0)
        return at[use], less[use]
