"""Small flows that together use every step of the factory, on the masks that they need.

The laws of the steps run over all of them; a step that no flow uses fails a law.
"""

from functools import cache

import numpy as np

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure
from padwright.model import drawings
from padwright.process.flow import Flow, read_flow
from padwright.process.flows import a1_flat
from small_package import design
from small_package import masks as flat_masks

METAL = ["cu", "al", "ti", "sac305"]
DIE_NM = 400_000


def two_die_masks(**more: Region) -> Masks:
    """Two dies of 0.8 mm side by side, with two pads each, and pockets 0.1 mm wider all round."""
    body = Region.box(-1_500_000, -1_000_000, 1_500_000, 1_000_000)
    drawn = {}
    pockets = []
    for name, x_nm in (("a", -700_000), ("b", 700_000)):
        outline = Region.box(x_nm - DIE_NM, -DIE_NM, x_nm + DIE_NM, DIE_NM)
        drawn[drawings.die_outline(name)] = outline
        drawn[drawings.die_pads(name)] = Region.union(
            Region.box(x_nm + at - 30_000, -30_000, x_nm + at + 30_000, 30_000)
            for at in (-200_000, 200_000)
        )
        pockets.append(outline.sized(100_000))
    drawn["pockets"] = Region.union(pockets)
    drawn |= more
    return Masks(body.sized(125_000), body, {name: Mask(region) for name, region in drawn.items()})


def die_row(name: str, **changes: object) -> dict[str, object]:
    """Attach a die of 150 um, face up."""
    return {
        "step": "attach",
        "name": f"attach {name}",
        "outline_mask": drawings.die_outline(name),
        "pads_mask": drawings.die_pads(name),
        "die_material": "si",
        "pad_material": "al",
        "film_material": "daf_nc",
        "die_thickness": "150 um",
        "pad_thickness": "2 um",
        "film_thickness": "20 um",
    } | changes


def face_down_row(name: str, **changes: object) -> dict[str, object]:
    """Attach a die of 400 um under the plate."""
    row = die_row(name, step="attach-face-down", sheet="plate", die_thickness="400 um", **changes)
    return {key: value for key, value in row.items() if not key.startswith("film")}


def sheet_row(name: str, thickness: str = "500 um", **changes: object) -> dict[str, object]:
    """Lay a sheet of copper."""
    return {"step": "plate", "name": name, "material": "cu", "thickness": thickness} | changes


POCKETS = [
    sheet_row("base"),
    {"step": "mill", "name": "pockets", "sheet": "base", "mask": "pockets", "depth": "170 um"},
    die_row("a", shift_x="10 um", turn="0.5 deg"),
    die_row("b", thickness_error="-3 um"),
    {"step": "fill", "name": "fill", "material": "epoxy_fill", "cover": "5 um"},
    {"step": "singulate", "name": "singulate"},
]

SHEETS = [
    sheet_row("sheet 1", "150 um"),
    {"step": "punch", "name": "punch", "sheet": "sheet 1", "mask": "pockets"},
    {
        "step": "laminate",
        "name": "sheet 2",
        "material": "cu",
        "thickness": "200 um",
        "glue_material": "daf_nc",
        "glue_thickness": "20 um",
    },
    die_row("a"),
    die_row("b"),
    {"step": "fill", "name": "fill", "material": "epoxy_fill"},
]

TRANSFER = [
    sheet_row("plate", "700 um", material="glass_af32", role="plate"),
    sheet_row("release film", "1 um", material="pi_lowcure", role="plate"),
    face_down_row("a"),
    face_down_row("b", thickness_error="30 um"),
    {
        "step": "fill",
        "name": "fill 1",
        "material": "epoxy_unf",
        "face": "bottom",
        "cover": "20 um",
    },
    {"step": "grind", "name": "grind", "face": "bottom", "die_thickness": "300 um"},
    {
        "step": "bond",
        "name": "base",
        "material": "cu",
        "thickness": "500 um",
        "adhesive_material": "daf_nc",
        "adhesive_thickness": "20 um",
    },
    {"step": "turn-over", "name": "turn over"},
    {"step": "release", "name": "release", "sheet": "plate", "film": "release film"},
    {"step": "strip", "name": "strip fill 1", "material": "epoxy_unf"},
    {"step": "fill", "name": "fill 2", "material": "epoxy_fill"},
]

#: Pads of the two dies, which holes and lands are drawn over.
PLACES_NM = [(x_nm + at, 0) for x_nm in (-700_000, 700_000) for at in (-200_000, 200_000)]


def carrier_masks() -> Masks:
    """Holes, traces and lands over the pads of two dies, and two units side by side."""
    at_nm = np.array(PLACES_NM)
    lands_nm = at_nm + np.array([0, 250_000])
    traces = Region.stadiums(np.concatenate([at_nm, lands_nm], axis=1), 40_000)
    return two_die_masks(
        **{
            "via 1": Region.discs(at_nm, 40_000),
            "wiring 1": traces | Region.discs(lands_nm, 200_000) | Region.discs(at_nm, 60_000),
            "posts 2": Region.discs(lands_nm, 80_000),
            "wiring 2": Region.discs(lands_nm, 260_000),
            "lands": Region.discs(lands_nm, 180_000),
            "units": Region.box(-1_450_000, -950_000, -100_000, 950_000)
            | Region.box(100_000, -950_000, 1_450_000, 950_000),
        }
    )


def resist_rows(number: int, mask: str) -> list[dict[str, object]]:
    """Coat and develop a resist."""
    film = f"resist {number}"
    return [
        {
            "step": "coat",
            "name": film,
            "material": "resist",
            "thickness": "20 um",
            "role": "resist",
        },
        {"step": "pattern", "name": f"develop {number}", "film": film, "mask": mask},
    ]


def seed_row(name: str, level: int) -> dict[str, object]:
    """Sputter copper."""
    return {
        "step": "sputter",
        "name": name,
        "material": "cu",
        "thickness": "300 nm",
        "level": level,
        "coverage_ratio": 0.5,
    }


def bare_row(number: int) -> list[dict[str, object]]:
    """Strip the resist and etch the seed."""
    return [
        {"step": "strip", "name": f"strip {number}", "material": "resist"},
        {"step": "etch-seed", "name": f"etch {number}", "materials": ["cu"]},
    ]


CARRIER = [
    *POCKETS[:4],
    {"step": "fill", "name": "fill", "material": "epoxy_fill"},
    {"step": "coat", "name": "film 1", "material": "abf", "thickness": "20 um", "level": 1},
    {"step": "laser-drill", "name": "drill 1", "film": "film 1", "mask": "via 1"},
    {
        "step": "fill-vias",
        "name": "posts 1",
        "material": "cu",
        "film": "film 1",
        "method": "electroless",
        "level": 1,
        "conductors": METAL,
    },
    seed_row("seed 1", 1),
    *resist_rows(1, "wiring 1"),
    {
        "step": "electroless-plate",
        "name": "traces 1",
        "material": "cu",
        "thickness": "8 um",
        "level": 1,
        "conductors": METAL,
    },
    *bare_row(1),
    {"step": "coat", "name": "film 2", "material": "abf", "thickness": "20 um", "level": 2},
    {"step": "pattern", "name": "open 2", "film": "film 2", "mask": "posts 2"},
    seed_row("seed 2", 2),
    *resist_rows(2, "posts 2"),
    {
        "step": "fill-vias",
        "name": "posts 2",
        "material": "cu",
        "film": "film 2",
        "method": "electroplate",
        "level": 2,
        "conductors": METAL,
    },
    *bare_row(2),
    seed_row("seed 3", 2),
    *resist_rows(3, "wiring 2"),
    {
        "step": "electroplate",
        "name": "lands",
        "material": "cu",
        "thickness": "8 um",
        "level": 2,
        "conductors": METAL,
    },
    *bare_row(3),
    {
        "step": "passivate",
        "name": "passivation",
        "material": "sm",
        "thickness": "15 um",
        "mask": "lands",
    },
]

UNITS = {"step": "singulate", "name": "singulate", "mask": "units"}


def terminal_row(step: str, **more: object) -> dict[str, object]:
    """Put terminals on the lands."""
    return {"step": step, "name": "terminals", "mask": "lands", "conductors": METAL} | more


TERMINALS = {
    "balls": terminal_row("ball-attach", material="sac305", diameter="220 um"),
    "copper balls": terminal_row(
        "copper-ball", material="cu", diameter="200 um", solder_material="sac305"
    ),
    "bumps": terminal_row(
        "bump", material="cu", height="40 um", cap_material="sac305", cap_height="20 um"
    ),
    "pins": terminal_row(
        "pin",
        material="kovar",
        diameter="80 um",
        length="1 mm",
        head_diameter="160 um",
        head_thickness="50 um",
        solder="sac305",
    ),
    "paste": terminal_row("paste", material="sac305", thickness="100 um"),
    "balls below": terminal_row("ball-attach", material="sac305", diameter="220 um", face="bottom"),
}

#: A chip over the lands of die a, and balls on those of die b.
COMPONENT = [
    {
        "step": "place-component",
        "name": "c1",
        "outline_mask": "chip outline",
        "lands_mask": "chip lands",
        "material": "alumina",
        "terminal_material": "sn",
        "thickness": "300 um",
        "joint_material": "sac305",
        "joint_thickness": "30 um",
        "conductors": METAL,
        "shift_x": "5 um",
    },
    TERMINALS["balls"] | {"mask": "lands b"},
    UNITS,
]


def component_masks() -> Masks:
    """The carrier's masks, with a chip over the lands of die a."""
    plain = carrier_masks()
    places_nm = np.array(PLACES_NM) + np.array([0, 250_000])
    return Masks(
        plain.panel,
        plain.body,
        {
            **plain.drawings,
            "chip outline": Mask(Region.box(-1_000_000, 140_000, -400_000, 360_000)),
            "chip lands": Mask(Region.discs(places_nm[:2], 190_000)),
            "lands b": Mask(Region.discs(places_nm[2:], 180_000)),
        },
    )


#: A wiring level in one row.
SHORT = [
    *CARRIER[:7],
    {
        "step": "plate-wiring",
        "name": "wiring 1",
        "mask": "wiring 1",
        "material": "cu",
        "thickness": "8 um",
        "level": 1,
        "conductors": METAL,
        "seed_material": "cu",
        "seed_thickness": "300 nm",
        "resist_material": "resist",
        "resist_thickness": "20 um",
    },
]


@cache
def _flows() -> dict[str, tuple[Flow, Masks]]:
    pockets = two_die_masks()
    return {
        "a1-flat": (a1_flat.flow(design(2, 2), 2), flat_masks(2, 2)),
        "pockets": (read_flow(POCKETS), pockets),
        "sheets": (read_flow(SHEETS), pockets),
        "carrier": (read_flow([*CARRIER, UNITS]), carrier_masks()),
        "short": (read_flow(SHORT), carrier_masks()),
        "component": (read_flow([*CARRIER, *COMPONENT]), component_masks()),
        **{name: (read_flow([*CARRIER, row]), carrier_masks()) for name, row in TERMINALS.items()},
        "transfer": (read_flow(TRANSFER), pockets),
    }


#: For each flow its steps and its masks.
FLOWS = _flows()


def structures(flow: Flow, masks: Masks) -> list[Structure]:
    """Return the structure before each step, and the last one."""
    built = [Structure()]
    for step in flow:
        after = step.apply(built[-1], masks)
        after.require_sound(step.name, since=built[-1])
        built.append(after)
    return built
