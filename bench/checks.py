"""Time of the nets and of each rule on area arrays of 100, 1,000 and 10,000 pads.

Each pad has its ball above it, over two wiring levels. Prints processor seconds and the exponent
from the second largest to the largest array (1 is linear); a number or more gives the sizes.
"""

import math
import sys
import time

import numpy as np

from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.run import rules
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design, Die, Pad, Terminals
from padwright.plan.plan import PlacedBall, PlacedPad, Plan
from padwright.process.engine import run
from padwright.process.flows import a1_flat
from padwright.readers.technology_file import load_technology

PITCH_NM = 800_000


def places_nm(count: int) -> np.ndarray:
    """Return the centres of about so many pads on a square grid."""
    side = round(math.sqrt(count))
    steps = np.arange(side) * PITCH_NM - (side - 1) * PITCH_NM // 2
    return np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)


def made(count: int) -> tuple[Design, Plan, Masks]:
    """Return the design of an array, its plan and its masks."""
    places = places_nm(count)
    named = [(f"p{number}", int(x), int(y)) for number, (x, y) in enumerate(places)]
    half_nm = int(places.max()) + PITCH_NM
    technology = load_technology("a1-flat")
    die_nm = 2 * half_nm - 400_000
    pads = tuple(Pad(name, name, x, y, 60_000, 60_000) for name, x, y in named)
    design = Design(
        name=f"array {len(named)}",
        description="",
        width_nm=2 * half_nm,
        height_nm=2 * half_nm,
        wiring_levels=2,
        dies=(Die("d", 0, 0, 0, die_nm, die_nm, 150_000, "logic", pads),),
        terminals=Terminals("ball", PITCH_NM, 1, 1, 460_000),
        supplies=(),
        no_connect=(),
        technology=technology,
        source_digest="0" * 64,
    )
    plan = Plan(
        dies=(),
        pads=tuple(PlacedPad(name, "d", name, x, y, 60_000, 60_000) for name, x, y in named),
        balls=tuple(PlacedBall(f"b{name}", name, x, y) for name, x, y in named),
        joints=(),
        nets=tuple(
            sorted((name, tuple(sorted((f"d.{name}", f"b{name}")))) for name, _, _ in named)
        ),
        straight_nm=0,
        tree_nm=0,
    )
    rules_ = technology.rules
    drawn = {
        drawings.die_outline("d"): Region.box(*(side * die_nm // 2 for side in (-1, -1, 1, 1))),
        drawings.die_pads("d"): Region.boxes(np.hstack([places - 30_000, places + 30_000])),
        drawings.via_openings(1): Region.discs(places, rules_.pad_opening_nm.value),
        drawings.wiring(1): Region.discs(places, rules_.via_land_nm),
        drawings.via_openings(2): Region.discs(places, rules_.via_opening_nm.value),
        drawings.wiring(2): Region.discs(places, rules_.ball_land_nm.value),
        drawings.PASSIVATION_OPENINGS: Region.discs(places, rules_.ball_opening_nm.value),
    }
    body = Region.box(-half_nm, -half_nm, half_nm, half_nm)
    panel = body.sized(rules_.street_nm.value // 2)
    return design, plan, Masks(panel, body, {name: Mask(each) for name, each in drawn.items()})


def timed(count: int) -> tuple[int, dict[str, float]]:
    """Return the number of pads and the processor seconds of each part of the work."""
    design, plan, masks = made(count)
    took_s: dict[str, float] = {}
    begun_s = time.process_time()
    built = run(a1_flat.flow(design, 2), masks, design.technology.all_materials)
    took_s["(factory)"] = time.process_time() - begun_s
    begun_s = time.process_time()
    case = Case(built, found_nets(built, plan, design), design, plan)
    took_s["(nets)"] = time.process_time() - begun_s
    for kind, rule in rules().items():
        begun_s = time.process_time()
        findings = list(rule().run(case))
        took_s[kind] = time.process_time() - begun_s
        if findings:
            print(f"  {len(plan.pads)} pads: {kind} found {len(findings)}: {findings[0].message}")
    whole = {name: took for name, took in took_s.items() if not name.startswith("(")}
    took_s["all rules"] = sum(whole.values())
    return len(plan.pads), took_s


def main() -> None:
    """Print the table."""
    sizes = [int(each) for each in sys.argv[1:]] or [100, 1_000, 10_000]
    rows = [timed(size) for size in sizes]
    print(f"{'CPU s':16}" + "".join(f"{count:>10}" for count, _ in rows) + "  exponent")
    for name in rows[0][1]:
        took = [each[name] for _, each in rows]
        line = f"{name:16}" + "".join(f"{each:10.3f}" for each in took)
        if len(rows) > 1 and min(took[-2:]) > 0.005:
            ratio = math.log(took[-1] / took[-2]) / math.log(rows[-1][0] / rows[-2][0])
            line += f"{ratio:10.2f}"
        print(line)


if __name__ == "__main__":
    main()
