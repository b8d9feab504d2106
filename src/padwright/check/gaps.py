"""Where the pieces of a broken net come nearest to each other."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from padwright.check.rule import Case
from padwright.geometry.nets import FoundNet

Point = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of metal: its corners, shape (n, 3), who made it, and its point of interest."""

    corners_nm: NDArray[np.int64] = field(repr=False)
    made_by: tuple[str, ...] = ()
    nearest_nm: Point = (0, 0, 0)

    @classmethod
    def at(cls, point_nm: Point) -> "Piece":
        """Return the piece that is one point."""
        return cls(np.array([point_nm], dtype=np.int64), (), point_nm)


def piece(case: Case, net: FoundNet) -> Piece:
    """Return a found net as a piece."""
    corners: list[NDArray[np.int64]] = []
    for index in net.slabs:
        slab = case.built.structure.slabs[index]
        for ring in (
            each for polygon in case.nets.region(net, index).polygons() for each in polygon
        ):
            corners += [
                np.column_stack([ring, np.full(len(ring), height_nm)])
                for height_nm in (slab.bottom_nm, slab.top_nm)
            ]
    made_by = sorted({case.built.structure.slabs[index].made_by for index in net.slabs})
    x_nm, y_nm = (net.box_nm[0] + net.box_nm[2]) // 2, (net.box_nm[1] + net.box_nm[3]) // 2
    middle: Point = (x_nm, y_nm, (net.low_nm + net.high_nm) // 2)
    if not corners:
        return replace(Piece.at(middle), made_by=tuple(made_by))
    return Piece(np.concatenate(corners), tuple(made_by), middle)


def nearest_pieces(pieces: list[Piece]) -> tuple[Piece, Piece, float]:
    """Return the two pieces whose corners come nearest, each with that corner, and how near.

    Corners stand for the metal: exact where a corner takes part, close elsewhere. A single piece
    is its own neighbour.
    """
    best = (pieces[0], pieces[0], float("inf"))
    for number, one in enumerate(pieces[:-1]):
        # The rest as one cloud: the nearest of all, in one search for each piece.
        rest = pieces[number + 1 :]
        cloud = np.concatenate([each.corners_nm for each in rest])
        owner = np.repeat(np.arange(len(rest)), [len(each.corners_nm) for each in rest])
        found = cKDTree(cloud).query(one.corners_nm)
        away_nm, index = np.asarray(found[0]), np.asarray(found[1])
        mine = int(np.argmin(away_nm))
        if away_nm[mine] < best[2]:
            theirs = int(index[mine])
            best = (
                replace(one, nearest_nm=_point(one.corners_nm[mine])),
                replace(rest[owner[theirs]], nearest_nm=_point(cloud[theirs])),
                float(away_nm[mine]),
            )
    return best if len(pieces) > 1 else (pieces[0], pieces[0], 0.0)


def _point(row: NDArray[np.int64]) -> Point:
    return int(row[0]), int(row[1]), int(row[2])
