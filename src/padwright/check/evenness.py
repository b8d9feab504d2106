"""Why a tile has too much or too little metal, in shares of it, and what would help."""

import numpy as np

from padwright.check.layers import levels
from padwright.check.rule import Case
from padwright.geometry.region import Box, Region
from padwright.model.terminals import land_nm


def why_thick(case: Case, level: int, metal: Region, box_nm: Box) -> tuple[str, str]:
    """Return why a tile of a level has too much metal, and what would help.

    Lands get no holes: what they take is told, and what is left beside them.
    """
    tile = Region.box(*box_nm)
    here, lands = metal & tile, _lands(case, level) & tile
    reason = f"lands are {_share(lands & here, tile)} of it"
    if case.design.routing.degassing is None:
        return f"{reason} and it has no holes", "open the metal there (routing.degassing)"
    reason += f", other metal {_share(here - lands, tile)}, and holes do not grow further"
    fix = (
        "let holes be larger (routing.degassing.largest) or closer (clearance), or widen the "
        "clearance of the plane"
    )
    return reason, fix


def why_thin(case: Case, metal: Region, box_nm: Box) -> tuple[str, str]:
    """Return why a tile has too little metal, and what would help."""
    wanted, tile = case.design.routing.fill, Region.box(*box_nm)
    if wanted is None:
        return "it has no fill", "add unconnected metal there (routing.fill)"
    near = (metal & tile.sized(wanted.clearance_nm)).sized(wanted.clearance_nm) & tile
    reason = f"{_share(near - metal, tile)} of it are nearer to metal than fill may be"
    fix = (
        "take smaller pieces of fill (routing.fill.smallest) that stand closer (space, "
        "clearance), or a larger tile"
    )
    return reason, fix


def _lands(case: Case, level: int) -> Region:
    """Return the lands of pads and terminals on a level."""
    design, plan = case.design, case.plan
    kinds: list[tuple[list[tuple[int, int]], int]] = []
    if level == 1:
        pads = [(pad.x_nm, pad.y_nm) for pad in plan.pads if pad.net is not None]
        kinds.append((pads, design.technology.rules.pad_land_nm))
    if level == max(levels(case.built.structure)):
        kinds.append(([(ball.x_nm, ball.y_nm) for ball in plan.balls], land_nm(design)))
    return Region.union(
        Region.discs(np.array(places, np.int64), size_nm) for places, size_nm in kinds if places
    )


def _share(part: Region, tile: Region) -> str:
    return f"{part.area_nm2 / tile.area_nm2:.2f}"
