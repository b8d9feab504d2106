#!/usr/bin/env python3
"""Compare the half etch of route C with ViennaPS's geometric isotropic etch, in cross-section.

Usage: python bench/etch_profile.py [--tolerance UM] [--grid UM]

A sheet of 200 um is etched 120 um deep with the etch factor 1 (a circle round each exposed point)
through resist with a wide opening, a narrow one, and two that meet under the strip between them.
ViennaPS (`pip install padwright[etch-reference]`) does the same with its SphereDistribution on a
level set. Printed is the largest distance between the two profiles, taken both ways. The same etch
with the factor 2.5 is held to its ellipse, for which ViennaPS has no model. The exit code is 1 when
a distance is more than 3 % of the depth.
"""

import argparse
import math
import sys

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from padwright.base.units import length_text
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.steps.etch import Etch

SHEET_UM, DEPTH_UM, RESIST_UM = 200.0, 120.0, 20.0
HALF_UM = 800.0
#: Left and right of each opening.
OPENINGS_UM = ((-600.0, -300.0), (0.0, 60.0), (340.0, 440.0), (560.0, 660.0))
ALLOWED_RATIO = 0.03
#: The profiles are sampled this finely.
_FINE_UM = 0.1


def built_profile_um(tolerance_um: float, factor: float = 1.0) -> NDArray[np.float64]:
    """Return points (x, z) on the metal under the resist, as the step makes it."""
    width_nm = 100_000
    panel = Region.box(*(round(each * 1_000) for each in (-HALF_UM, -100, HALF_UM, 100)))
    openings = Region.union(
        Region.box(round(1_000 * left), -width_nm, round(1_000 * right), width_nm)
        for left, right in OPENINGS_UM
    )
    top_nm, resist_nm = round(1_000 * SHEET_UM), round(1_000 * (SHEET_UM + RESIST_UM))
    before = Structure(
        (
            Slab("c194", Role.BASE, panel, 0, top_nm, "sheet"),
            Slab("resist", Role.RESIST, panel - openings, top_nm, resist_nm, "resist"),
        )
    )
    etch = Etch(
        name="etch",
        materials=("c194",),
        depth_nm=length_text(round(1_000 * DEPTH_UM)),
        etch_factor=factor,
        tolerance_nm=length_text(round(1_000 * tolerance_um)),
    )
    after = etch.apply(before, Masks(panel, panel))
    middle = Region.box(panel.box_nm[0], -10, panel.box_nm[2], 10)
    boxes = []
    for slab in after.slabs:
        if slab.material == "c194":
            for part in slab.region & middle:
                left, _, right, _ = part.box_nm
                boxes.append((left, slab.bottom_nm, right, slab.top_nm))
    rings = [ring for part in Region.boxes(np.array(boxes)).polygons() for ring in part]
    ends = np.concatenate([np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in rings])
    return _inside(_sampled(ends / 1_000))


def reference_profile_um(grid_um: float) -> NDArray[np.float64]:
    """Return points (x, z) on the metal under the resist, as ViennaPS makes it."""
    import viennals  # noqa: PLC0415 - an optional reference, loaded when it is asked for
    import viennaps  # noqa: PLC0415 - the same

    viennaps.Logger.setLogLevel(viennaps.LogLevel.ERROR)
    level, how = viennals.d2, viennals.BooleanOperationEnum
    edges = viennals.BoundaryConditionEnum
    frame = (
        [-HALF_UM, HALF_UM, -RESIST_UM, SHEET_UM + 2 * RESIST_UM],
        [edges.REFLECTIVE_BOUNDARY, edges.INFINITE_BOUNDARY],
        grid_um,
    )

    def made(shape: object) -> viennals.d2.Domain:
        domain = level.Domain(*frame)
        level.MakeGeometry(domain, shape).apply()
        return domain

    resist = made(level.Plane([0.0, SHEET_UM + RESIST_UM], [0.0, 1.0]))
    under = made(level.Plane([0.0, SHEET_UM], [0.0, -1.0]))
    level.BooleanOperation(resist, under, how.INTERSECT).apply()
    for left, right in OPENINGS_UM:
        hole = made(level.Box([left, SHEET_UM - 1.0], [right, SHEET_UM + RESIST_UM + 1.0]))
        level.BooleanOperation(resist, hole, how.RELATIVE_COMPLEMENT).apply()
    domain = viennaps.d2.Domain(*frame)
    domain.insertNextLevelSetAsMaterial(resist, viennaps.Material.Mask)
    sheet = made(level.Plane([0.0, SHEET_UM], [0.0, 1.0]))
    domain.insertNextLevelSetAsMaterial(sheet, viennaps.Material.Cu)
    etch = viennaps.d2.SphereDistribution(-DEPTH_UM, resist)
    viennaps.d2.Process(domain, etch, 0.0).apply()
    mesh = viennals.Mesh()
    level.ToSurfaceMesh(domain.getLevelSets()[-1], mesh).apply()
    nodes = np.asarray(mesh.getNodes(), dtype=np.float64)[:, :2]
    return _inside(_sampled(nodes[np.asarray(mesh.getLines(), dtype=np.int64)]))


def ellipse_profile_um(factor: float) -> NDArray[np.float64]:
    """Return points (x, z) of the profile beside the first opening, from its formula."""
    turn = np.linspace(0.0, math.pi / 2, 2_000)
    left, right = OPENINGS_UM[0]
    across, down = DEPTH_UM / factor * np.cos(turn), DEPTH_UM * np.sin(turn)
    floor = np.linspace(left, right, 4_000)
    return _inside(
        np.concatenate(
            [
                np.stack([left - across, SHEET_UM - down], axis=1),
                np.stack([right + across, SHEET_UM - down], axis=1),
                np.stack([floor, np.full_like(floor, SHEET_UM - DEPTH_UM)], axis=1),
            ]
        )
    )


def _sampled(ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along lines of shape (n, 2, 2)."""
    count = np.maximum(2, np.ceil(np.hypot(*(ends[:, 1] - ends[:, 0]).T) / _FINE_UM)).astype(int)
    return np.concatenate(
        [
            one + (other - one) * np.linspace(0, 1, steps)[:, None]
            for (one, other), steps in zip(ends, count.tolist(), strict=True)
        ]
    )


def _inside(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points on what the etch made: neither the sheet's faces nor its ends."""
    x, z = points.T
    return points[(abs(x) < HALF_UM - 1) & (z > 1) & (z < SHEET_UM - 1)]


def apart_um(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the largest distance from a point of either profile to the other profile."""
    return max(float(cKDTree(other).query(one)[0].max()), float(cKDTree(one).query(other)[0].max()))


def main() -> int:
    """Print the comparison and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tolerance", type=float, default=4.0, help="of the step, in um")
    parser.add_argument("--grid", type=float, default=0.5, help="of the level set, in um")
    asked = parser.parse_args()
    away_um = apart_um(built_profile_um(asked.tolerance), reference_profile_um(asked.grid))
    print(f"factor 1, against ViennaPS: {away_um:.2f} um, {away_um / DEPTH_UM:.2%} of the depth")
    built = built_profile_um(asked.tolerance, 2.5)
    first = built[built[:, 0] < (OPENINGS_UM[0][1] + OPENINGS_UM[1][0]) / 2]
    formula_um = apart_um(first, ellipse_profile_um(2.5))
    share = formula_um / DEPTH_UM
    print(f"factor 2.5, against its ellipse: {formula_um:.2f} um, {share:.2%} of the depth")
    return 0 if max(away_um, formula_um) <= ALLOWED_RATIO * DEPTH_UM else 1


if __name__ == "__main__":
    sys.exit(main())
