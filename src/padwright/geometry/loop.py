"""The line that a bond wire takes from its first bond to its second."""

import numpy as np
from numpy.typing import NDArray

#: How many points the rise and the descent have beside the top, which they share.
_RISE = 4
_FALL = 8
#: Where the top of the loop lies, as a share of the span.
_TOP_SHARE = 0.12
#: How square the rise is: 2 is an ellipse, more stands steeper on the ball.
_RISE_POWER = 2.5


def loops_nm(
    first_nm: NDArray[np.int64], second_nm: NDArray[np.int64], height_nm: int
) -> NDArray[np.int64]:
    """Return the axes of bond wires as points.

    A wire rises steeply from the ball on the die, turns over near to it and falls as a parabola
    towards its second bond, where it comes in flat: the common forward loop. The curve is no fit
    to a bonder; its height over the first bond, its ends and its order of length are what counts.

    Parameters
    ----------
    first_nm, second_nm
        First and second bonds, shape (n, 3); heights count outward.
    height_nm
        Height of the loop over the first bond.

    Returns
    -------
    array
        Shape (n, 13, 3), from the first bond to the second; integer nanometres.
    """
    rise = np.linspace(0.0, 1.0, _RISE + 1)
    # Points on the superellipse at even turns, so that they lie close where it bends.
    along_rise = (1 - np.cos(rise * np.pi / 2) ** (2 / _RISE_POWER)) * _TOP_SHARE
    up_rise = np.sin(rise * np.pi / 2) ** (2 / _RISE_POWER)
    fall = np.linspace(0.0, 1.0, _FALL + 1)[1:]
    along = np.concatenate([along_rise, _TOP_SHARE + (1 - _TOP_SHARE) * fall])
    start, end = (
        np.asarray(each, dtype=np.float64).reshape(-1, 1, 3) for each in (first_nm, second_nm)
    )
    flat = start[..., :2] + (end - start)[..., :2] * along[None, :, None]
    top = start[..., 2] + height_nm
    rising = start[..., 2] + height_nm * up_rise[None]
    falling = top + (end[..., 2] - top) * (fall**2)[None]
    points: NDArray[np.float64] = np.concatenate(
        [flat, np.concatenate([rising, falling], axis=1)[..., None]], axis=2
    )
    return _on_grid(points)


def lengths_nm(points_nm: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the lengths of lines of points, shape (n, points, 3)."""
    steps: NDArray[np.float64] = np.linalg.norm(np.diff(points_nm, axis=1), axis=2)
    total: NDArray[np.float64] = steps.sum(axis=1)
    return total


def filled_in_nm(points_nm: NDArray[np.int64], pieces: int) -> NDArray[np.int64]:
    """Return lines of shape (n, points, 3) with each stretch cut into so many pieces."""
    share = np.arange(pieces) / pieces
    starts, ends = points_nm[:, :-1, None, :], points_nm[:, 1:, None, :]
    inner = starts + (ends - starts) * share[None, None, :, None]
    inner = inner.reshape(len(points_nm), -1, 3)
    return _on_grid(np.concatenate([inner, points_nm[:, -1:]], axis=1))


def _on_grid(points: NDArray[np.float64]) -> NDArray[np.int64]:
    whole: NDArray[np.int64] = np.rint(points).astype(np.int64)
    return whole
