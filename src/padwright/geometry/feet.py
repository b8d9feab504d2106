"""Where bodies stand on what was built, as thin slabs, and which bodies touch each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from padwright.geometry.body import Ball, Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.wire_gaps import near_pairs


def feet_of(balls: Sequence[Ball]) -> list[Slab]:
    """Return the feet of balls as thin slabs beyond them, one for each height and face."""
    feet: list[Slab] = []
    for face, height_nm in sorted({(ball.face, ball.foot_nm) for ball in balls}):
        standing = [ball for ball in balls if (ball.face, ball.foot_nm) == (face, height_nm)]
        places_nm = np.array([(ball.x_nm, ball.y_nm) for ball in standing], dtype=np.int64)
        diameters_nm = np.array([max(2, round(2 * ball.foot_radius_nm)) for ball in standing])
        region = _discs(places_nm, diameters_nm)
        low_nm = height_nm if face == "top" else height_nm - 1
        feet.append(Slab("", Role.TERMINAL, region, low_nm, low_nm + 1, standing[0].made_by))
    return feet


def bonds_of(wires: Sequence[Wire]) -> list[Slab]:
    """Return the ends of wires as thin slabs on what they are bonded to, one for each height."""
    ends = [(*wire.points_nm[end], wire) for wire in wires for end in (0, -1)]
    bonds: list[Slab] = []
    for height_nm in sorted({z_nm for _, _, z_nm, _ in ends}):
        here = [each for each in ends if each[2] == height_nm]
        places_nm = np.array([(x_nm, y_nm) for x_nm, y_nm, _, _ in here], dtype=np.int64)
        region = _discs(places_nm, np.array([wire.diameter_nm for *_, wire in here]))
        made_by = here[0][3].made_by
        bonds.append(Slab("", Role.WIRE, region, height_nm, height_nm + 1, made_by))
    return bonds


def _discs(places_nm: NDArray[np.int64], diameters_nm: NDArray[np.int64]) -> Region:
    return Region.union(
        Region.discs(places_nm[diameters_nm == each], int(each)) for each in np.unique(diameters_nm)
    )


def touching_balls(balls: Sequence[Ball]) -> list[tuple[int, int]]:
    """Return the numbers of each two balls that touch."""
    if len(balls) < 2:
        return []
    centres_nm = np.array([(ball.x_nm, ball.y_nm, ball.centre_nm) for ball in balls])
    radii_nm = np.array([ball.radius_nm for ball in balls])
    near = cKDTree(centres_nm).query_pairs(2 * float(radii_nm.max()), output_type="ndarray")
    apart_nm = np.linalg.norm(centres_nm[near[:, 0]] - centres_nm[near[:, 1]], axis=1)
    touching = near[apart_nm <= radii_nm[near].sum(axis=1)]
    return [(int(one), int(other)) for one, other in touching]


def touching_wires(wires: Sequence[Wire]) -> list[tuple[int, int]]:
    """Return the numbers of each two wires that run into each other somewhere."""
    return [(one, other) for one, other, gap_nm, _ in near_pairs(wires, 1) if gap_nm <= 0]
