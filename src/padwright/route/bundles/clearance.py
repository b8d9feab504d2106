"""How much room a line that is not drawn yet would leave: distances to all that is there.

Everything on a level is a round-ended straight piece with half a width: wires, sides of walls, and
lands as pieces without a length. The distances are exact, as in `padwright.route.judging.verify`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from padwright.base.arrays import Bools, Floats, Ints
from padwright.route.bundles.apart import least_gaps_nm
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Via, Wire
from padwright.route.rules_at import edge_clearance_nm, net_spacing_nm
from padwright.route.segments import pieces

#: Two lines on the grid come nearer by rounding by less than this.
GRID_NM = 1.5
#: Owner of the outline, of keep-outs and of terminals without a net.
NOBODY = -1


def piece_distance_nm(line: Floats, others: Floats) -> Floats:
    """Return the distance of each piece (n, 4) to a polyline (m, 2), shape (n,)."""
    return least_gaps_nm(
        np.asarray(pieces(line), np.float64), np.ascontiguousarray(others, np.float64)
    )


@dataclass(slots=True)
class Scene:
    """All metal and all walls of a routing, piece by piece."""

    ends_nm: Floats  # (n, 4)
    half_nm: Floats  # (n,)
    spacing_nm: Floats  # (n,) what the piece itself asks for
    level: Ints
    owner: Ints  # number of the net or NOBODY
    wire: Ints  # number of the wire in the routing, or -1
    wall: Bools

    def chosen(self, rows: Bools | Ints) -> "Scene":
        """Return the scene with some of its rows."""
        return Scene(
            self.ends_nm[rows],
            self.half_nm[rows],
            self.spacing_nm[rows],
            self.level[rows],
            self.owner[rows],
            self.wire[rows],
            self.wall[rows],
        )

    def replaced(self, wire: int, points_nm: Floats) -> "Scene":
        """Return the scene with other corners for one wire."""
        row = int(np.flatnonzero(self.wire == wire)[0])
        new = self.chosen(np.full(len(points_nm) - 1, row, np.int64))
        new.ends_nm = pieces(points_nm)
        old = self.chosen(self.wire != wire)
        return Scene(
            np.concatenate([old.ends_nm, new.ends_nm]),
            np.concatenate([old.half_nm, new.half_nm]),
            np.concatenate([old.spacing_nm, new.spacing_nm]),
            np.concatenate([old.level, new.level]),
            np.concatenate([old.owner, new.owner]),
            np.concatenate([old.wire, new.wire]),
            np.concatenate([old.wall, new.wall]),
        )

    def near(self, line_nm: Floats, reach_nm: float, level: int) -> "Scene":
        """Return what lies on a level within a reach of the box round a line."""
        low, high = line_nm.min(axis=0), line_nm.max(axis=0)
        x, y = self.ends_nm[:, [0, 2]], self.ends_nm[:, [1, 3]]
        far = reach_nm + self.half_nm + self.spacing_nm
        return self.chosen(
            (self.level == level)
            & (x.max(axis=1) > low[0] - far)
            & (x.min(axis=1) < high[0] + far)
            & (y.max(axis=1) > low[1] - far)
            & (y.min(axis=1) < high[1] + far)
        )

    def without(self, nets: Iterable[int]) -> "Scene":
        """Return the scene without the metal of some nets."""
        return self.chosen(~np.isin(self.owner, list(nets)))

    def without_wires(self, nets: Iterable[int], wires: Iterable[int] = ()) -> "Scene":
        """Return the scene without the wires of some nets, but with their lands, and without wires.

        ``wires`` are numbers of wires of other nets.
        """
        mine = np.isin(self.owner, list(nets)) & (self.wire >= 0)
        return self.chosen(~mine & ~np.isin(self.wire, list(wires)))

    def slack_nm(
        self, line_nm: Floats, half_nm: float, spacing_nm: float, level: int, mine: Iterable[int]
    ) -> float:
        """Return what a line of half a width has beyond the rules, below 0 where it lacks.

        ``mine`` are the nets whose metal is no obstacle.
        """
        close = self.near(line_nm, half_nm + spacing_nm, level).without(mine)
        if not len(close.level):
            return float("inf")
        apart = piece_distance_nm(line_nm, close.ends_nm) - close.half_nm - half_nm
        wider = np.maximum(close.spacing_nm, spacing_nm)
        return float((apart - np.where(close.wall, close.spacing_nm, wider)).min())


def scene(
    problem: RoutingProblem,
    wires: Sequence[Wire] = (),
    vias: Sequence[Via] = (),
    assignment: Sequence[tuple[str, str]] = (),
) -> Scene:
    """Return the scene of a problem with the wires and vias that are there."""
    number = {net.name: i for i, net in enumerate(problem.nets)}
    owner_of = {name: i for i, net in enumerate(problem.nets) for name in net.terminals}
    owner_of |= {land: number[net] for net, land in assignment}
    asked = [
        [net_spacing_nm(problem, net, level) for level in range(problem.levels)]
        for net in (*problem.nets, None)
    ]
    rows: list[tuple[float, ...]] = []  # ends, half, spacing, level, owner, wire, wall
    for t in problem.terminals:
        mine = owner_of.get(t.name, NOBODY)
        place = (t.x_nm, t.y_nm) * 2
        rows.append((*place, t.diameter_nm / 2, asked[mine][t.level], t.level, mine, -1, 0))
    for via in vias:
        mine = number.get(via.net, NOBODY)
        for level in range(via.lower_level, via.upper_level + 1):
            half = via.land_nm(level) / 2
            rows.append((*(via.x_nm, via.y_nm) * 2, half, asked[mine][level], level, mine, -1, 0))
    for index, wire in enumerate(wires):
        mine = number.get(wire.net, NOBODY)
        rows += [
            (*p, *q, wire.width_nm / 2, asked[mine][wire.level], wire.level, mine, index, 0)
            for p, q in pairwise(wire.points_nm)
        ]
    for level in range(problem.levels):
        edge = edge_clearance_nm(problem, level)
        walls = [(problem.outline_nm, edge)]
        walls += [(k.polygon_nm, 0) for k in problem.keepouts if k.level in {None, level}]
        rows += [
            (*p, *q, 0.0, clearance, level, NOBODY, -1, 1)
            for polygon, clearance in walls
            for p, q in pairwise((*polygon, polygon[0]))
        ]
    table = np.array(rows, np.float64).reshape(-1, 10)
    whole = table[:, 6:9].astype(np.int64)
    return Scene(
        table[:, :4],
        table[:, 4],
        table[:, 5],
        whole[:, 0],
        whole[:, 1],
        whole[:, 2],
        table[:, 9] > 0,
    )
