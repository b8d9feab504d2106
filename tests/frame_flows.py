"""A small etched frame (route C) on masks made by hand: eight wires, eight lines, eight balls."""

from functools import cache

import numpy as np

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.process.built import Built
from padwright.process.engine import run
from padwright.process.flow import read_flow
from padwright.readers.technology_file import load_technology

UM = 1_000
SHEET_NM = 200 * UM
ETCH_1_NM = 120 * UM
ETCH_2_NM = 100 * UM
ETCH_FACTOR = 2.5
INK_NM = 20 * UM
FINGER_NM = 200 * UM
BALL_LAND_NM = 300 * UM

#: Two pegs on each side: the place of a die's pad, of the inner peg and of the outer one.
_SIDE = np.array([[-300, 550, -350, 1_050, -500, 1_550], [300, 550, 350, 1_050, 500, 1_550]]) * UM


def _all_sides(side):
    turned = [side]
    for _ in range(3):
        x, y = turned[-1][:, 0::2], turned[-1][:, 1::2]
        turned.append(np.stack([-y, x], axis=2).reshape(side.shape))
    return np.concatenate(turned)


#: Columns: x and y of the die's pad, of the inner peg, of the outer peg.
PLACES_NM = _all_sides(_SIDE)


def _square(half_nm):
    return Region.box(-half_nm, -half_nm, half_nm, half_nm)


def masks():
    pads, inner, outer = PLACES_NM[:, :2], PLACES_NM[:, 2:4], PLACES_NM[:, 4:]
    body, paddle = _square(1_850 * UM), _square(450 * UM)
    panel = body.sized(150 * UM)
    balls = Region.discs(outer, BALL_LAND_NM)
    lines = Region.union(
        [
            Region.stadiums(np.concatenate([inner, outer], axis=1), 160 * UM),
            Region.discs(inner, 300 * UM),
        ]
    ) - balls.sized(-30 * UM)
    drawn = {
        drawings.die_outline("d"): _square(650 * UM),
        drawings.die_pads("d"): Region.boxes(np.concatenate([pads - 40 * UM, pads + 40 * UM], 1)),
        drawings.INNER_PEGS: Region.discs(inner, FINGER_NM),
        drawings.OUTER_PEGS: balls,
        drawings.DIE_PADDLE: paddle,
        drawings.AROUND_PADDLE: panel - paddle,
        drawings.LINES: lines,
        drawings.CAVITY: panel,
    }
    return Masks(
        panel=panel,
        body=body,
        drawings={name: Mask(region) for name, region in drawn.items()},
        bonds={drawings.BONDS: tuple(map(tuple, PLACES_NM[:, :4].tolist()))},
    )


_FINISH = {
    "step": "finish",
    "layers": [
        {"material": "ni", "thickness": "1 um"},
        {"material": "pd", "thickness": "50 nm"},
        {"material": "au", "thickness": "10 nm"},
    ],
    "method": "electroplate",
    "conductors": ["c194"],
}
_RESIST = {"step": "coat", "material": "resist", "thickness": "20 um", "role": "resist"}
_ETCH = {"step": "etch", "materials": ["c194"], "etch_factor": ETCH_FACTOR}
_INK = {
    "step": "screen-print",
    "material": "ink",
    "face": "bottom",
    "mask": drawings.LINES,
    "thickness": "20 um",
}
ROWS = [
    {"step": "plate", "name": "sheet", "material": "c194", "thickness": "200 um"},
    {**_RESIST, "name": "resist 1"},
    {**_RESIST, "name": "resist 2", "face": "bottom"},
    {"step": "pattern", "name": "open 1", "film": "resist 1", "mask": drawings.INNER_PEGS},
    {
        "step": "pattern",
        "name": "open 2",
        "film": "resist 2",
        "mask": drawings.OUTER_PEGS,
        "face": "bottom",
    },
    {
        "step": "pattern",
        "name": "open pad",
        "film": "resist 2",
        "mask": drawings.DIE_PADDLE,
        "face": "bottom",
    },
    {**_FINISH, "name": "finish 1"},
    {**_FINISH, "name": "finish 2", "face": "bottom"},
    {"step": "strip", "name": "strip 1", "material": "resist"},
    {**_RESIST, "name": "resist 3"},
    {"step": "pattern", "name": "open 3", "film": "resist 3", "mask": drawings.AROUND_PADDLE},
    {**_ETCH, "name": "etch 1", "depth": "120 um"},
    {"step": "strip", "name": "strip 3", "material": "resist"},
    {
        "step": "attach",
        "name": "attach",
        "outline_mask": drawings.die_outline("d"),
        "pads_mask": drawings.die_pads("d"),
        "die_material": "si",
        "pad_material": "al",
        "film_material": "daf_c",
        "die_thickness": "150 um",
        "pad_thickness": "1 um",
        "film_thickness": "20 um",
        "overhang": True,
    },
    {
        "step": "wire-bond",
        "name": "wires",
        "bonds": drawings.BONDS,
        "material": "au",
        "diameter": "25 um",
        "loop_height": "150 um",
    },
    {
        "step": "mold",
        "name": "mold",
        "material": "emc_qfn",
        "mask": drawings.CAVITY,
        "cap": "300 um",
    },
    {"step": "strip", "name": "strip 2", "material": "resist", "face": "bottom"},
    {**_INK, "name": "line masks"},
    {**_ETCH, "name": "etch 2", "depth": "100 um", "face": "bottom"},
    {**_INK, "name": "side walls", "side_walls": True, "wall": "15 um"},
    {
        "step": "ball-attach",
        "name": "balls",
        "material": "sac305",
        "mask": drawings.OUTER_PEGS,
        "diameter": "300 um",
        "conductors": ["au", "pd", "ni"],
        "face": "bottom",
    },
    {"step": "singulate", "name": "singulate"},
]
FLOWS = {"c-frame by hand": (read_flow(ROWS), masks())}


@cache
def materials():
    return load_technology("a1-flat").all_materials


@cache
def built() -> Built:
    return run(*FLOWS["c-frame by hand"], materials())


def after(name):
    return next(m.structure for m in built().moments if m.step.name == name)


def is_conductor(material):
    return materials()[material].is_conductor


def pins(structure):
    """The pads of the die in their fronts, the inner and the outer pegs in their finishes."""
    front_nm = max((s.top_nm for s in structure.slabs if s.role == "die-pad"), default=0)
    pads = [Pin(f"pad {n}", int(x), int(y), front_nm) for n, (x, y) in enumerate(PLACES_NM[:, :2])]
    top = [
        Pin(f"inner {n}", int(x), int(y), SHEET_NM + UM // 2)
        for n, (x, y) in enumerate(PLACES_NM[:, 2:4])
    ]
    bottom = [
        Pin(f"outer {n}", int(x), int(y), -UM // 2) for n, (x, y) in enumerate(PLACES_NM[:, 4:])
    ]
    return [*(pads if front_nm else []), *top, *bottom, Pin("die pad", 0, 0, SHEET_NM // 2)]
