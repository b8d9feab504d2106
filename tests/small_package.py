"""A small package that many tests start from: a grid of pads, each fanned out to its ball."""

from functools import cache

import numpy as np

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design, Die, Pad, Terminals
from padwright.process.built import Built
from padwright.process.engine import run
from padwright.process.flows import a1_flat
from padwright.readers.technology_file import load_technology

#: Pads lie on a grid of this pitch, balls on one of three times it.
PITCH_NM = 200_000
DIE_THICKNESS_NM = 150_000


@cache
def technology():
    return load_technology("a1-flat")


def grid_nm(count, pitch_nm=PITCH_NM):
    steps = np.arange(count) * pitch_nm - (count - 1) * pitch_nm // 2
    return np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)


def design(count=2, levels=1):
    half_nm = count * PITCH_NM
    pads = tuple(
        Pad(f"p{number}", f"n{number}", int(x), int(y), 60_000, 60_000)
        for number, (x, y) in enumerate(grid_nm(count))
    )
    die = Die("d", 0, 0, 0, half_nm, half_nm, DIE_THICKNESS_NM, "logic", pads)
    return Design(
        name="small",
        description="",
        width_nm=4 * half_nm,
        height_nm=4 * half_nm,
        wiring_levels=levels,
        dies=(die,),
        terminals=Terminals("ball", 3 * PITCH_NM, count, count, 250_000),
        supplies=(),
        no_connect=(),
        technology=technology(),
        source_digest="0" * 64,
    )


def masks(count=2, levels=1):
    """Masks of straight wires from each pad to its ball, which do not cross for 2 by 2."""
    half_nm = count * PITCH_NM
    pads, balls = grid_nm(count), grid_nm(count, 3 * PITCH_NM)
    size_nm = 30_000
    drawn = {
        drawings.die_outline("d"): Region.box(*(side * half_nm // 2 for side in (-1, -1, 1, 1))),
        drawings.die_pads("d"): Region.boxes(np.concatenate([pads - size_nm, pads + size_nm], 1)),
        drawings.PASSIVATION_OPENINGS: Region.discs(balls, 150_000),
    }
    fan_out = [
        Region.discs(pads, 56_000),
        Region.discs(balls, 170_000),
        Region.stadiums(np.concatenate([pads, balls], axis=1), 15_000),
    ]
    for level in range(1, levels + 1):
        drawn[drawings.via_openings(level)] = Region.discs(pads, 35_000)
        drawn[drawings.wiring(level)] = (
            Region.union(fan_out) if level == levels else Region.discs(pads, 60_000)
        )
    body = Region.box(-2 * half_nm, -2 * half_nm, 2 * half_nm, 2 * half_nm)
    return Masks(
        panel=body.sized(125_000), body=body, drawings={k: Mask(v) for k, v in drawn.items()}
    )


@cache
def built(count=2, levels=1) -> Built:
    flow = a1_flat.flow(design(count, levels), levels)
    return run(flow, masks(count, levels), technology().all_materials)


def is_conductor(material):
    return technology().all_materials[material].is_conductor


def pins(count=2):
    """The pads of the die, at their fronts, and the balls, in their solder."""
    top_nm = max(slab.top_nm for slab in built(count).structure.slabs if slab.role == "die-pad")
    solder_nm = built(count).structure.balls[0].foot_nm
    pads = [Pin(f"d.p{n}", int(x), int(y), top_nm) for n, (x, y) in enumerate(grid_nm(count))]
    balls = [
        Pin(f"b{n}", int(x), int(y), solder_nm - 1)
        for n, (x, y) in enumerate(grid_nm(count, 3 * PITCH_NM))
    ]
    return pads + balls
