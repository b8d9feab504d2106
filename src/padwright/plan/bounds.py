"""How short the wiring of a plan can be at best."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def tree_nm(at_nm: NDArray[np.int64]) -> int:
    """Return the length of the least spanning tree of points, shape (n, 2), in nanometres.

    Prim's algorithm with the distances to the tree as one array (R. C. Prim, Bell Syst. Tech. J.
    36, 1957): no matrix is kept, so that a supply with thousands of pins takes no memory, and
    coincident points are at distance zero.
    """
    if len(at_nm) < 2:
        return 0
    x_nm, y_nm = at_nm[:, 0].astype(np.float64), at_nm[:, 1].astype(np.float64)
    away_nm = np.full(len(at_nm), np.inf)
    outside = np.ones(len(at_nm), dtype=np.bool_)
    newest, total_nm = 0, 0.0
    for _ in range(len(at_nm) - 1):
        outside[newest] = False
        east_nm, north_nm = x_nm - x_nm[newest], y_nm - y_nm[newest]
        away_nm = np.minimum(away_nm, np.sqrt(east_nm * east_nm + north_nm * north_nm))
        newest = int(np.where(outside, away_nm, np.inf).argmin())
        total_nm += float(away_nm[newest])
    return round(total_nm)


def trees_nm(
    nets: Sequence[tuple[str, tuple[str, ...]]], place_nm: Mapping[str, tuple[int, int]]
) -> int:
    """Return the sum of the least spanning trees of nets whose pins stand at given places."""
    return sum(
        tree_nm(np.array([place_nm[pin] for pin in pins], dtype=np.int64)) for _, pins in nets
    )
