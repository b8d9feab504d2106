#!/usr/bin/env python3
"""Measure the whole journey: wall and CPU time, peak memory, time by room, KLayout's share.

Usage: python bench/journey.py [--write] [--large]

Each case runs in a fresh interpreter, first with an empty cache of compiled kernels (first use),
then again (warm), and once more under the profiler for KLayout's share. The generated cases are
dies with n x n pads on a 400 um grid under n x n balls on a 500 um grid. ``--large`` adds the
2,500-pad die, warm only; ``--write`` stores the table in docs/benchmarks.md.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from routing import BEGIN
from tables import Table

ROOT = Path(__file__).parents[1]
#: Length of the wiring that the authors of the bump map drew by hand, on one level.
HAND_MM = 70.82
TIMES = ("case", "first use, wall s", "wall s", "CPU s", "peak MB", "in KLayout", "errors")
LENGTHS = (
    "case",
    "nets",
    "levels",
    "unrouted",
    "wiring mm",
    "straight mm",
    "tree mm",
    "wiring / tree",
)


def area_array(folder: Path, count: int) -> Path:
    """Write a design of a die with count x count pads and as many balls, and return its path."""
    pitch_um, ball_um = 400, 500
    side_um = count * pitch_um
    rows = ["pad,net,x_um,y_um"]
    for row in range(count):
        for column in range(count):
            x_um, y_um = (200 + pitch_um * each for each in (column, row))
            rows.append(f"P{row}_{column},N{row}_{column},{x_um},{y_um}")
    body_um = count * ball_um + 500
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pads.csv").write_text("\n".join(rows) + "\n")
    (folder / "design.toml").write_text(
        f"""name = "area-{count * count}"
technology = "fine.toml"
[package]
width = "{body_um} um"
height = "{body_um} um"
wiring_levels = 2
[[dies]]
name = "d"
pads = "pads.csv"
width = "{side_um} um"
height = "{side_um} um"
thickness = "150 um"
pads_origin = "lower-left"
pad_width = "60 um"
pad_height = "60 um"
[terminals]
pitch = "{ball_um} um"
rows = {count}
columns = {count}
diameter = "0.3 mm"
"""
    )
    (folder / "fine.toml").write_text(
        """name = "fine"
based_on = "a1-flat"
[rules]
line_width = "10 um"
line_space = "10 um"
ball_land = "270 um"
ball_opening = "240 um"
"""
    )
    return folder / "design.toml"


def journey(design: Path, out: Path) -> dict[str, object]:
    """Build a package in this process and return what was measured."""
    began = time.perf_counter()
    from padwright import Package  # noqa: PLC0415 - importing is part of the journey

    rooms: dict[str, float] = {}
    now = {"room": "read", "since": began}

    def report(room: str, _done: int, _total: int, _what: str) -> None:
        moment = time.perf_counter()
        rooms[now["room"]] = rooms.get(now["room"], 0.0) + moment - now["since"]
        now.update(room=room, since=moment)

    package = Package.load(design)
    finished = package.build(out, report=report)
    report("end", 0, 0, "")
    wiring = package.route().value
    plan = package.plan().value
    return {
        "rooms_s": {room: round(spent, 3) for room, spent in rooms.items()},
        "length_mm": wiring.routing.length_um / 1_000,
        "straight_mm": plan.straight_nm / 1e6,
        "tree_mm": plan.tree_nm / 1e6,
        "levels": wiring.levels,
        "nets": len(plan.nets),
        "unrouted": len(wiring.routing.unrouted),
        "verdict": finished.summary.verdict,
        "findings": sum(1 for each in finished.findings if each.severity == "error"),
    }


def klayout_share(profile: cProfile.Profile) -> float:
    """Return the share of the time that was spent inside KLayout's own code."""
    import klayout.db  # noqa: PLC0415 - only here

    classes = {name for name in dir(klayout.db) if name[0].isupper()}
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    total = sum(row[2] for row in stats.values())
    inside = sum(
        row[2]
        for (_file, _line, name), row in stats.items()
        if name.startswith("<method") and any(f"'{each}' objects" in name for each in classes)
    )
    return inside / total if total else 0.0


def one(design: Path, *, profiled: bool) -> None:
    """Run one case in this process and print what was measured, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        profile = cProfile.Profile()
        if profiled:
            profile.enable()
        measured = journey(design, Path(folder) / "out")
        profile.disable()
        measured["klayout"] = round(klayout_share(profile), 3) if profiled else None
    print(json.dumps(measured))


def run(design: Path, cache: Path, *words: str) -> dict[str, object]:
    """Run one case in a fresh interpreter and add its wall time, CPU time and peak memory."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--one", str(design), *words],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        check=True,
    )
    wall_s = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    measured = json.loads(done.stdout.splitlines()[-1])
    # The peak is that of the largest child so far; each case is larger than the one before.
    return measured | {"wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": after.ru_maxrss / 1_000}


def table(rows: list[tuple[str, dict[str, object] | None, dict[str, object], float]]) -> str:
    """Return the measured cases as two Markdown tables."""
    spent = Table(TIMES, shown=False)
    lengths = Table(LENGTHS, shown=False)
    rooms = ["", "Time by room in seconds:", ""]
    for name, cold, warm, share in rows:
        spent.add(
            {
                "case": name,
                "first use, wall s": f"{cold['wall_s']:.1f}" if cold else "-",
                "wall s": f"{warm['wall_s']:.1f}",
                "CPU s": f"{warm['cpu_s']:.1f}",
                "peak MB": f"{warm['peak_mb']:.0f}",
                "in KLayout": f"{share:.0%}",
                "errors": warm["findings"],
            }
        )
        lengths.add(
            {
                "case": name,
                **{column: warm[column] for column in ("nets", "levels", "unrouted")},
                "wiring mm": f"{warm['length_mm']:.2f}",
                "straight mm": f"{warm['straight_mm']:.2f}",
                "tree mm": f"{warm['tree_mm']:.2f}",
                "wiring / tree": f"{warm['length_mm'] / warm['tree_mm']:.4f}",
            }
        )
        times = ", ".join(f"{room} {s:.2f}" for room, s in warm["rooms_s"].items())
        rooms.append(f"- {name}: {times}")
    hand = f"The hand wiring of the bump map is {HAND_MM} mm long, on one level."
    return "\n".join([str(spent), str(lengths), hand, *rooms]) + "\n"


def main() -> None:
    """Run the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=Path)
    parser.add_argument("--profiled", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    if asked.one:
        one(asked.one, profiled=asked.profiled)
        return
    with tempfile.TemporaryDirectory() as folder:
        cases = {
            name: ROOT / "examples" / name / "design.toml"
            for name in ("caravel-bumps", "caravel-fanout")
        }
        for count in (16, 50) if asked.large else (16,):
            cases[f"area array, {count * count:,} pads"] = area_array(
                Path(folder) / f"area-{count}", count
            )
        rows = []
        for name, design in cases.items():
            cache = Path(folder) / (f"cache-{len(rows)}" if "2,500" not in name else "cache-0")
            small = "2,500" not in name
            cold = run(design, cache) if small else None
            warm = run(design, cache, "--profiled") if not small else run(design, cache)
            share = run(design, cache, "--profiled")["klayout"] if small else warm["klayout"]
            rows.append((name, cold, warm, float(share)))
            print(name, json.dumps(warm), flush=True, file=sys.stderr)
    text = table(rows)
    print(text)
    if asked.write:
        page = ROOT / "docs" / "benchmarks.md"
        old = page.read_text() if page.exists() else ""
        begin = old.find(BEGIN)  # what bench/routing.py wrote stays
        page.write_text(
            "# Benchmarks\n\nWritten by `bench/journey.py --large --write` on 2 cores. Every case "
            "starts a fresh Python, importing included. First use also compiles the router, which "
            "`padwright prepare` does ahead; the 2,500-pad case runs under the profiler. How the "
            "router does on its own is in [benchmarks-routing.md](benchmarks-routing.md).\n\n"
            + text
            + ("\n" + old[begin:] if begin >= 0 else "")
        )


if __name__ == "__main__":
    main()
