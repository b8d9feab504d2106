"""Lines of metal: how they are drawn, and how their width and length are read off metal."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.region import Region


class Measured(NamedTuple):
    """Width and length of a line as they are measured."""

    width_nm: int
    length_nm: int


def line(points_nm: Sequence[tuple[float, float]], width_nm: int) -> Region:
    """Return a line of one width along points, with mitred corners and ends cut square.

    Its area is its width times the length between the points, whatever its corners.
    """
    points = np.array(points_nm, dtype=np.float64)
    along = np.diff(points, axis=0)
    along /= np.hypot(*along.T)[:, None]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    before, after = np.vstack([normal[:1], normal]), np.vstack([normal, normal[-1:]])
    # The corner of the offset line lies on the bisector, further out the sharper the corner.
    mitre = (before + after) / (1 + (before * after).sum(axis=1))[:, None]
    offset = mitre * (width_nm / 2)
    ring = np.concatenate([points + offset, (points - offset)[::-1]])
    return Region.polygon([(x, y) for x, y in _on_grid(ring).tolist()])


def measured(metal: Region) -> Measured:
    """Return the mean width and the length of a line from its area and its perimeter.

    A line of width w and length l has the area w l and the perimeter 2 (w + l), with mitred
    corners as well as without. Metal that is too compact for a line counts as a square.
    """
    area, perimeter = float(metal.area_nm2), float(metal.perimeter_nm)
    if not area:
        return Measured(0, 0)
    width = (perimeter - math.sqrt(max(0.0, perimeter**2 - 16 * area))) / 4
    return Measured(round(width), round(area / width))


def _on_grid(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return points rounded half up, so that parallel lines keep their distances."""
    return np.floor(points + 0.5 + 1e-6).astype(np.int64)
