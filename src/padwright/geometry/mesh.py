"""Closed triangle meshes of slabs and bodies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.body import Ball
from padwright.geometry.region import Region

#: How many sides a ball's girth and a quarter of its meridian are drawn with.
_GIRTH = 48
_QUARTER = 12


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles that enclose a solid, counter-clockwise seen from outside.

    `corners_nm` and `normals` have shape (n, 3); `triangles` has shape (m, 3) and counts corners.
    Without normals the faces are flat.
    """

    corners_nm: NDArray[np.float64]
    triangles: NDArray[np.uint32]
    normals: NDArray[np.float64] | None = None

    @property
    def volume_nm3(self) -> float:
        """Enclosed volume, by the divergence theorem; a gap in the mesh would falsify it."""
        if not len(self.triangles):
            return 0.0
        corners = self.corners_nm - self.corners_nm.mean(axis=0)
        one, two, three = (corners[self.triangles[:, side]] for side in range(3))
        return float(np.einsum("ij,ij->i", one, np.cross(two, three)).sum() / 6)


def prism_mesh(region: Region, bottom_nm: int, top_nm: int) -> Mesh:
    """Return the mesh of a vertical prism over a region.

    The caps are cut into trapezoids, whose corners may lie on a neighbour's side: the mesh encloses
    the exact volume, and is for looking at rather than for computing on.
    """
    quads = region.trapezoids()[:, ::-1].reshape(-1, 2)
    rings = [ring for polygon in region.polygons() for ring in polygon]
    lengths = np.array([len(ring) for ring in rings], dtype=np.int64)
    places = np.concatenate([quads, *rings])
    shared, used = np.unique(places, axis=0, return_inverse=True)
    used = used.reshape(-1)
    caps = used[: len(quads)].reshape(-1, 4)
    begins = used[len(quads) :]
    ends = _next_in_ring(begins, lengths)
    # KLayout's rings keep the inside on their right, so that a wall faces to the left.
    above = len(shared)
    walls = np.stack([begins, begins + above, ends + above, ends], axis=1)
    flat = shared.astype(np.float64)
    corners = np.concatenate([_at(flat, float(bottom_nm)), _at(flat, float(top_nm))])
    faces = np.concatenate([caps + above, caps[:, ::-1], walls])
    return Mesh(corners, _halved(corners, faces))


def _next_in_ring(used: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each corner of rings in a row the corner that follows in its ring."""
    following = np.roll(used, -1)
    lasts = np.cumsum(lengths) - 1
    following[lasts] = used[lasts - lengths + 1]
    return following


def _at(points_nm: NDArray[np.float64], z_nm: float) -> NDArray[np.float64]:
    return np.concatenate([points_nm, np.full((len(points_nm), 1), z_nm)], axis=1)


def _halved(corners_nm: NDArray[np.float64], quads: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return two triangles for each quad, without those of no area."""
    pairs = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    sides = corners_nm[pairs]
    spans = np.cross(sides[:, 1] - sides[:, 0], sides[:, 2] - sides[:, 0])
    kept: NDArray[np.uint32] = pairs[np.linalg.norm(spans, axis=1) > 0].astype(np.uint32)
    return kept


def ball_mesh(ball: Ball) -> Mesh:
    """Return the mesh of a ball about the middle of its foot, with smooth normals but at the foot.

    The mesh is inscribed: its volume is about 0.4 % below the ball's.
    """
    hangs = ball.face == "bottom"
    lift_nm = (ball.centre_nm - ball.foot_nm) * (-1 if hangs else 1)
    lowest = np.arccos(np.clip(-lift_nm / ball.radius_nm, -1.0, 1.0))
    count = max(4, round(_QUARTER * lowest / (np.pi / 2)))
    tilt = np.linspace(lowest, 0.0, count + 1)  # from the foot to the crown
    turn = np.arange(_GIRTH) * (2 * np.pi / _GIRTH)
    around = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    normals = np.concatenate(
        [np.sin(tilt)[:, None, None] * around[None], np.zeros((count + 1, _GIRTH, 1))], axis=2
    )
    normals[:, :, 2] = np.cos(tilt)[:, None]
    shell = normals * ball.radius_nm + np.array([0.0, 0.0, lift_nm])
    rim = np.concatenate([shell[0] * [1, 1, 0], np.zeros((1, 3))])
    corners = np.concatenate([shell.reshape(-1, 3), rim])
    down = np.broadcast_to(np.array([0.0, 0.0, -1.0]), rim.shape)
    here = np.arange(_GIRTH)
    beside = (here + 1) % _GIRTH
    low = np.arange(count)[:, None] * _GIRTH
    a, b, c, d = low + here, low + beside, low + _GIRTH + beside, low + _GIRTH + here
    base = len(corners) - len(rim)
    foot = np.stack([base + beside, base + here, np.full(_GIRTH, base + _GIRTH)], axis=1)
    # The uppermost ring is one point: its second triangles have no area.
    lower = np.stack([a, b, c], axis=2).reshape(-1, 3)
    upper = np.stack([a, c, d], axis=2)[:-1].reshape(-1, 3)
    triangles = np.concatenate([lower, upper, foot]).astype(np.uint32)
    all_normals = np.concatenate([normals.reshape(-1, 3), down])
    if hangs:  # a standing ball upside down; the triangles turn over with it
        corners, all_normals = corners * [1, 1, -1], all_normals * [1, 1, -1]
        triangles = triangles[:, ::-1]
    # Rounded, because processors differ in the last digit of a sine, and the bytes must not.
    return Mesh(corners.round(3) + 0.0, triangles, all_normals.round(6) + 0.0)
