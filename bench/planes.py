"""Time what is drawn after the wires: planes, degassing holes and fill on one level.

    python bench/planes.py [LANDS ...] [--write]

A level has a square array of lands, a fifth of which lie in the plane and get four spokes each.
The fill is that of a level with the same lands and no plane.
"""

import argparse
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from tables import Table

from padwright.geometry.region import Region
from padwright.geometry.tiles import Tiles
from padwright.route.planes.degassing import Degassing, degassed
from padwright.route.planes.evening import Filling, filled
from padwright.route.planes.planes import Pour, Spokes, Surroundings, poured

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks-planes.md"
SIZES = (100, 1_024, 4_096)
COLUMNS = (
    "lands",
    "plane",
    "holes",
    "their number",
    "holes that grow",
    "their number then",
    "fill",
    "pieces",
)
HEAD = """# Planes, degassing holes and fill: bench

Written by `python bench/planes.py --write`. One level of a square array of lands of 250 um on a
pitch of 500 um, a fifth of them in the plane with four spokes each. Holes are 50 um wide; holes
that grow, to 100 um, are to leave 70 % of metal at most, which takes all their steps here. Squares
of 80 um down to 40 um fill the same level without the plane up to 30 %. Tiles are 1 mm wide.
Seconds of processor.

"""
UM = 1_000
PITCH_NM, LAND_NM, TILE_NM, SPACE_NM, LINE_NM = 500 * UM, 250 * UM, 1_000 * UM, 15 * UM, 15 * UM
#: One land in so many is in the plane.
EACH = 5


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a piece of work gives and the processor time in seconds that it took."""
    begun_s = time.process_time()
    return work(), time.process_time() - begun_s


def row(lands: int) -> dict[str, object]:
    """Measure a level with about so many lands."""
    side = math.isqrt(lands)
    at = (np.arange(side) * 2 - side + 1) * PITCH_NM // 2
    places = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2).astype(np.int64)
    mine = np.arange(len(places)) % EACH == 0
    edge_nm = (side + 1) * PITCH_NM // 2
    box = (-edge_nm, -edge_nm, edge_nm, edge_nm)
    body, none = Region.box(*box), Region.empty()
    own, foreign = (Region.discs(places[each], LAND_NM) for each in (mine, ~mine))
    sizes = np.full((int(mine.sum()), 2), LAND_NM)
    around = Surroundings(foreign, none, own, none, np.concatenate([places[mine], sizes], axis=1))
    spokes = Spokes(4, 2 * LINE_NM, 2 * SPACE_NM, 45.0)
    pour = Pour("plane", 1, body, SPACE_NM, LINE_NM, LINE_NM, SPACE_NM, spokes)
    plane, plane_s = timed(lambda: poured(pour, around))
    metal = Region.union([plane.region, own, foreign])
    tiles = Tiles.over(box, TILE_NM)
    rule = Degassing("disc", 50 * UM, 200 * UM, 100 * UM, 150 * UM, 30 * UM)
    kept_off = [own, foreign, plane.joints]
    holes, holes_s = timed(lambda: degassed(rule, metal, kept_off, tiles, 1.0))
    grown, grown_s = timed(lambda: degassed(rule, metal, kept_off, tiles, 0.7))
    squares = Filling("square", 80 * UM, 40 * UM, 30 * UM, 30 * UM, 0.35, 0.3)
    pieces, fill_s = timed(lambda: filled(squares, own | foreign, body, tiles))
    return {
        "lands": f"{len(places):,}",
        "plane": f"{plane_s:.2f}",
        "holes": f"{holes_s:.2f}",
        "their number": f"{len(holes):,}",
        "holes that grow": f"{grown_s:.2f}",
        "their number then": f"{len(grown):,}",
        "fill": f"{fill_s:.2f}",
        "pieces": f"{len(pieces):,}",
    }


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lands", nargs="*", type=int)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    asked = parser.parse_args()
    table = Table(COLUMNS)
    for lands in asked.lands or SIZES:
        table.add(row(lands))
    if asked.write:
        PAGE.write_text(HEAD + str(table))


if __name__ == "__main__":
    main()
