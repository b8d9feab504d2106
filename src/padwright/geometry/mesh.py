"""Closed triangle meshes of slabs and bodies, with flat normals where the shape is flat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.region import Region
from padwright.geometry.slab import Ball

#: How many sides a ball's girth and a quarter of its meridian are drawn with.
_GIRTH = 48
_QUARTER = 12


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles that enclose a solid, counter-clockwise seen from outside.

    `corners_nm` and `normals` have shape (n, 3); `triangles` has shape (m, 3) and counts corners.
    """

    corners_nm: NDArray[np.float64]
    normals: NDArray[np.float64]
    triangles: NDArray[np.uint32]

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
    quads = region.trapezoids()[:, ::-1]
    shared, used = np.unique(quads.reshape(-1, 2), axis=0, return_inverse=True)
    faces = used.reshape(-1, 4)
    rings = [ring.astype(np.float64) for polygon in region.polygons() for ring in polygon]
    begins = np.concatenate(rings or [np.zeros((0, 2))])
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings] or [np.zeros((0, 2))])
    # KLayout's rings keep the inside on their right, so that a wall faces to the left.
    along = ends - begins
    out = np.stack([-along[:, 1], along[:, 0], np.zeros(len(along))], axis=1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    low, high = float(bottom_nm), float(top_nm)
    cap = shared.astype(np.float64)
    walls = np.stack(
        [_at(begins, low), _at(begins, high), _at(ends, high), _at(ends, low)], axis=1
    ).reshape(-1, 3)
    corners = np.concatenate([_at(cap, high), _at(cap, low), walls])
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), (len(cap), 3))
    wall_faces = np.arange(len(walls)).reshape(-1, 4) + 2 * len(cap)
    return Mesh(
        corners,
        np.concatenate([up, -up, np.repeat(out, 4, axis=0)]),
        _halved(corners, np.concatenate([faces, faces[:, ::-1] + len(cap), wall_faces])),
    )


def _at(points_nm: NDArray[np.float64], z_nm: float) -> NDArray[np.float64]:
    return np.concatenate([points_nm, np.full((*points_nm.shape[:-1], 1), z_nm)], axis=-1)


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
    lift_nm = ball.centre_nm - ball.bottom_nm
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
    # Rounded, because processors differ in the last digit of a sine, and the bytes must not.
    return Mesh(corners.round(3) + 0.0, all_normals.round(6) + 0.0, triangles)
