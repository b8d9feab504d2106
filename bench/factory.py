#!/usr/bin/env python3
"""Measure the virtual factory on area arrays of 100 to 10,000 pads and 12 wiring levels.

Usage: python bench/factory.py [SIZE ...] [--levels N] [--flow short|full] [--write]

Two flows are run on the same masks. *short* has three rows a level (coat, pattern, plate-wiring:
36 rows for 12 levels, and three rows for base, die and fill before them); *full* is the
semi-additive sequence of route A1, with nine rows a level. *plain* is the short flow with masks as
they are read from a file: nothing is known of how their shapes were drawn. On every level each pad
has a via and a wire: stubs over stacked vias, short slanted wires to staggered vias, and on every
fourth level slanted wires of three and a half pitches; no two wires have quite the same direction.
The nets are then found, and each pad has to be joined to the end of its wire on the last level and
to nothing else. Each size runs in a fresh interpreter, on one core. The exponent is the slope of
the straight line through log(CPU seconds) over log(pads), by least squares. The unit of cost is one
KLayout boolean of the same run: a square less as many discs of 32 corners as there are pads.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure
from padwright.model import drawings
from padwright.model.package import Design, Die, Terminals
from padwright.process.engine import run
from padwright.process.flow import Flow, flow_rows, read_flow
from padwright.process.flows import a1_flat
from padwright.readers.technology_file import load_technology

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks-factory.md"
SIZES = (100, 300, 1_000, 3_000, 10_000)
PITCH_NM = 400_000
LAND_NM = 60_000
VIA_NM = 35_000
LINE_NM = 15_000
DIE_NM = 150_000
#: Steps in pitches of the long wires, which pass between the lands of other nets.
LONG = ((3.5, 0.5), (-0.5, 3.5), (-3.5, -0.5))


def places_nm(count: int, levels: int) -> list[NDArray[np.int64]]:
    """Return the places of each net's vias, one array of shape (n, 2) for each level, and its end.

    Every level has its own jitter of up to 3 um, so that no two wires are parallel.
    """
    side = math.ceil(math.sqrt(count))
    steps = np.arange(side) * PITCH_NM - (side - 1) * PITCH_NM // 2
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)[:count].astype(np.int64)
    random = np.random.default_rng(20_240_101)
    places, moved = [grid], np.zeros(2, dtype=np.int64)
    for level in range(1, levels + 1):
        if level % 4 == 0:
            shift = np.array(LONG[level // 4 % len(LONG)]) * PITCH_NM
        elif level % 2 == 0:
            shift = np.array((60_000, 35_000 * (-1) ** (level // 2)))
        else:
            shift = np.zeros(2)  # the next via stands on this one
        if shift.any():
            moved = moved + np.rint(shift).astype(np.int64)
            places.append(grid + moved + random.integers(-3_000, 3_001, grid.shape))
        else:
            places.append(places[-1])
    return places


def made(count: int, levels: int) -> tuple[Masks, list[NDArray[np.int64]]]:
    """Return the masks of an array and the places of its vias, level by level."""
    places = places_nm(count, levels)
    every = np.concatenate(places)
    low, high = every.min(axis=0) - 2 * PITCH_NM, every.max(axis=0) + 2 * PITCH_NM
    body = Region.box(*low.tolist(), *high.tolist())
    drawn = {
        drawings.die_outline("d"): body.sized(-PITCH_NM),
        drawings.die_pads("d"): Region.boxes(
            np.concatenate([places[0] - 30_000, places[0] + 30_000], axis=1)
        ),
    }
    for level in range(1, levels + 1):
        begin, end = places[level - 1], places[level]
        if (begin == end).all():
            stub = np.array((80_000, 45_000))
            ends = np.concatenate([begin, begin + stub], axis=1)
        else:
            ends = np.concatenate([begin, end], axis=1)
        drawn[drawings.via_openings(level)] = Region.discs(begin, VIA_NM)
        drawn[drawings.wiring(level)] = Region.union(
            [
                Region.discs(begin, LAND_NM),
                Region.discs(end, LAND_NM),
                Region.stadiums(ends, LINE_NM),
            ]
        )
    panel = body.sized(125_000)
    return Masks(panel, body, {name: Mask(each) for name, each in drawn.items()}), places


def design(levels: int) -> Design:
    """Return a design that the flow of route A1 can be written from."""
    return Design(
        name="array",
        description="",
        width_nm=PITCH_NM,
        height_nm=PITCH_NM,
        wiring_levels=levels,
        dies=(Die("d", 0, 0, 0, PITCH_NM, PITCH_NM, DIE_NM, "logic", ()),),
        terminals=Terminals("ball", PITCH_NM, 1, 1, 250_000),
        supplies=(),
        no_connect=(),
        technology=load_technology("a1-flat"),
        source_digest="0" * 64,
    )


def full_flow(levels: int) -> Flow:
    """Return route A1 up to its last wiring level: nine rows a level."""
    rows = flow_rows(a1_flat.flow(design(levels), levels))
    last = next(n for n, row in enumerate(rows) if row["name"] == f"etch seed {levels}")
    return read_flow(rows[: last + 1])


def short_flow(levels: int) -> Flow:
    """Return the same package with three rows a level."""
    rows = flow_rows(full_flow(levels))
    kept = [row for row in rows if row["step"] in {"plate", "attach", "fill"}]
    for level in range(1, levels + 1):
        kept += [
            next(row for row in rows if row["name"] == f"dielectric {level}"),
            next(row for row in rows if row["name"] == f"open {drawings.via_openings(level)}"),
        ]
        plated = next(row for row in rows if row["name"] == f"plate {drawings.wiring(level)}")
        kept.append(
            plated
            | {
                "step": "plate-wiring",
                "mask": drawings.wiring(level),
                "seed_material": "cu",
                "seed_thickness": "300 nm",
                "resist_material": "resist",
                "resist_thickness": "8 um",
            }
        )
    return read_flow(kept)


FLOWS: Mapping[str, Callable[[int], Flow]] = {
    "short": short_flow,
    "plain": short_flow,
    "full": full_flow,
}


def as_from_a_file(masks: Masks) -> Masks:
    """Return masks of which nothing but their polygons is known."""
    plain = {name: Mask(Region(mask.region.shapes.dup())) for name, mask in masks.drawings.items()}
    return Masks(masks.panel, masks.body, plain)


def cost_unit_s(count: int) -> float:
    """Return the CPU seconds of one KLayout boolean: a square less so many discs."""
    [discs_at] = places_nm(count, 0)
    discs = Region.discs(discs_at, LAND_NM).shapes
    box = discs.bbox().enlarged(PITCH_NM, PITCH_NM)
    plane = type(discs)(box)
    plane.merge()
    begun_s = time.process_time()
    left = plane - discs
    took_s = time.process_time() - begun_s
    if left.area() != box.area() - discs.area():
        raise SystemExit("the boolean is wrong")
    return took_s


def factory(kind: str, count: int, levels: int) -> dict[str, object]:
    """Run one flow in this process and return what was measured."""
    unit_s = cost_unit_s(count)
    masks, places = made(count, levels)
    if kind == "plain":
        masks = as_from_a_file(masks)
    flow = FLOWS[kind](levels)
    materials = design(levels).technology.all_materials
    marks: list[float] = []
    began_wall_s = time.perf_counter()
    built = run(
        flow,
        masks,
        materials,
        report=lambda *_: marks.append(time.process_time()),
    )
    wall_s = time.perf_counter() - began_wall_s
    by_kind: dict[str, float] = {}
    for step, begun_s, ended_s in zip(flow, marks[:-1], marks[1:], strict=True):
        by_kind[step.kind] = by_kind.get(step.kind, 0.0) + ended_s - begun_s
    begun_s = time.process_time()
    # A film is drawn when its polygons are asked for: the factory's work is done when all are.
    polygons = sum(slab.region.shapes.count() for slab in built.structure.slabs)
    drawn_s = time.process_time() - begun_s
    factory_mb = peak_mb()
    begun_s = time.process_time()
    nets_right = joined_as_drawn(built.structure, places, materials)
    return {
        "flow": kind,
        "pads": count,
        "rows": len(flow),
        "unit_s": unit_s,
        "cpu_s": marks[-1] - marks[0],
        "wall_s": wall_s,
        "steps": by_kind,
        "drawn_s": drawn_s,
        "polygons": polygons,
        "factory_mb": factory_mb,
        "nets_s": time.process_time() - begun_s,
        "peak_mb": peak_mb(),
        "nets_right": nets_right,
        "slabs": len(built.structure.slabs),
    }


def joined_as_drawn(
    structure: Structure, places: list[NDArray[np.int64]], materials: Mapping[str, object]
) -> bool:
    """Return whether each pad is joined to the end of its own wire, and to nothing else."""
    front_nm = max(slab.top_nm for slab in structure.slabs if slab.role == "die-pad")
    pins = [Pin(f"p{n}", int(x), int(y), front_nm) for n, (x, y) in enumerate(places[0])]
    pins += [Pin(f"e{n}", int(x), int(y), structure.top_nm) for n, (x, y) in enumerate(places[-1])]
    nets = extract(structure, lambda material: materials[material].is_conductor, pins)  # type: ignore[attr-defined]
    found = {net.pins for net in nets.nets if net.pins}
    return found == {(f"e{n}", f"p{n}") for n in range(len(places[0]))} and not nets.bare_pins


def peak_mb() -> float:
    """Return the largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exponent(sizes: list[int], took_s: list[float]) -> float:
    """Return the slope of log(seconds) over log(pads), by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(took_s, 1e-4)), 1)[0])


def measured(kind: str, count: int, levels: int) -> dict[str, object]:
    """Return what a fresh interpreter on one core measures."""
    words = [sys.executable, __file__, "--one", kind, str(count), "--levels", str(levels)]
    one_core = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=one_core)
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict[str, object] = json.loads(done.stdout)
    print(
        f"  {kind:5} {count:6} pads {result['rows']:4} rows: factory {result['cpu_s']:8.2f} CPU s "
        f"{result['wall_s']:8.2f} wall s, drawing {result['drawn_s']:6.2f} CPU s, "
        f"{result['factory_mb']:6.0f} MB; nets "
        f"{result['nets_s']:7.2f} CPU s, {result['peak_mb']:6.0f} MB, "
        f"{'as drawn' if result['nets_right'] else 'NOT AS DRAWN'}; "
        f"unit {result['unit_s']:.3f} s",
        flush=True,
    )
    return result


def table(kind: str, rows: list[dict[str, object]], levels: int) -> list[str]:
    """Return the page's part on one flow."""
    sizes = [int(row["pads"]) for row in rows]  # type: ignore[call-overload]
    head = ["", *(f"{size:,} pads" for size in sizes), "exponent"]
    lines: list[list[str]] = []

    def add(name: str, values: list[float], digits: int, *, fit: bool = True) -> None:
        slope = f"{exponent(sizes, values):.2f}" if fit and len(sizes) > 1 else ""
        lines.append([name, *(f"{value:.{digits}f}" for value in values), slope])

    def of(key: str) -> list[float]:
        return [float(row[key]) for row in rows]  # type: ignore[arg-type]

    add("factory, CPU s", of("cpu_s"), 2)
    add("factory, wall s", of("wall_s"), 2)
    for step in rows[0]["steps"]:  # type: ignore[attr-defined]
        add(f"of it {step}, CPU s", [row["steps"][step] for row in rows], 2)  # type: ignore[index]
    add("drawing every slab, CPU s", of("drawn_s"), 2)
    both = [made + drawn for made, drawn in zip(of("cpu_s"), of("drawn_s"), strict=True)]
    add("**factory and drawing, CPU s**", both, 2)
    add("factory, peak MB", of("factory_mb"), 0, fit=False)
    add("nets, CPU s", of("nets_s"), 2)
    add("with nets, peak MB", of("peak_mb"), 0, fit=False)
    add("one boolean (unit), CPU s", of("unit_s"), 4)
    units = [cpu / unit for cpu, unit in zip(both, of("unit_s"), strict=True)]
    add("factory and drawing, units a level", [each / levels for each in units], 1, fit=False)
    right = "as drawn" if all(row["nets_right"] for row in rows) else "NOT AS DRAWN"
    said = (
        f"{rows[-1]['slabs']} slabs, of {rows[-1]['polygons']:,} polygons at the largest size. "
        f"The nets are {right}."
    )
    return [
        f"## Flow *{kind}*: {rows[0]['rows']} rows, {levels} levels",
        "",
        said,
        "",
        "| " + " | ".join(head) + " |",
        "|---" * len(head) + "|",
        *("| " + " | ".join(line) + " |" for line in lines),
        "",
    ]


def main() -> None:
    """Print the table, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=None)
    parser.add_argument("--levels", type=int, default=12)
    parser.add_argument("--flow", choices=sorted(FLOWS), action="append")
    parser.add_argument("--write", action="store_true", help="update docs/benchmarks-factory.md")
    parser.add_argument("--one", nargs=2, metavar=("FLOW", "PADS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(factory(given.one[0], int(given.one[1]), given.levels)))
        return
    sizes = sorted(given.sizes or SIZES)
    head = (
        f"Written by `python bench/factory.py --write`: each run on one of {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}. What is built and counted is "
        "said at the head of the script. Target: the short flow with 10,000 pads in under 20 s and "
        "2,048 MB, its nets in under 10 s."
    )
    page = ["# Benchmark of the virtual factory", "", head, ""]
    for kind in given.flow or ("short", "plain", "full"):
        rows = [measured(kind, size, given.levels) for size in sizes]
        page += table(kind, rows, given.levels)
    print("\n".join(page))
    if given.write:
        PAGE.write_text("\n".join(page).rstrip() + "\n")


if __name__ == "__main__":
    main()
