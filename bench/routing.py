"""Route every problem of the fan-out bench and both Caravel examples, score, and print one table.

    python bench/routing.py [NAME ...] [--all] [--peers] [--write]

The problems and their two checkers lie in ``../shared/bench`` beside the project (the Caravel
data in ``../shared/data``); without them there is nothing to do. Every problem runs in a process
of its own, so that its peak memory is its own. Compiled kernels come from the cache: the smallest
problem runs once before all, and that time is printed apart. ``--write`` puts what was measured
into the page; rows of other problems stay.
"""

import argparse
import csv
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from routing_goals import GOALS, PEERS
from routing_peers import found, run_peer
from tables import Table
from tiled_drc import MANY_PIECES, pieces, spacing_faults

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
#: Problems whose nets choose their balls; the others keep those of the file.
FREE = {"area64_1L", "area256_1L", "area256_1L_cut", "area576_2L"}
BIG = {"area576_2L", "area10k_4L"}
#: What is routed once to have the kernels compiled.
_SMALLEST = "ring64_1L"
PAGE = ROOT / "docs" / "benchmarks-routing.md"
COLUMNS = (
    "problem",
    "routed",
    "violations",
    "vias",
    "length mm",
    "length / bound",
    "length / geodesic",
    "CPU s",
    "wall s",
    "peak MB",
    "target",
    "best peers",
)
#: The section of the page of benchmarks that this script writes.
BENCHMARKS = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- routing: begin -->", "<!-- routing: end -->"


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "data" / "caravel" / name).open() as file:
        return list(csv.DictReader(file))


def _land(name: str, x_um: float, y_um: float, d_um: float, level: int) -> dict[str, Any]:
    return {"id": name, "x": x_um, "y": y_um, "d": d_um, "layer": level}


def _task(name: str, size: tuple[float, ...], rules: tuple[float, ...], levels: int) -> Any:
    x0, y0, x1, y1 = size
    width, spacing, via, edge = rules
    return {
        "format": "fanout-bench-1",
        "name": name,
        "outline": [[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
        "rules": {
            "width": width,
            "spacing": spacing,
            "via_diameter": via,
            "edge_clearance": edge,
        },
        "layers": [{"index": i} for i in range(levels)],
        "pads": [],
        "balls": [],
        "nets": [],
        "lower_bounds": {"free_matching_euclid_um": None},
    }


def caravel_bumps(levels: int) -> Any:
    """Return the wafer-level Caravel: pads to 60 bumps, nets of several pins, 40/35 um."""
    task = _task(f"caravel_bumps_{levels}L", (-150, -150, 3738, 5338), (40, 35, 60, 20), levels)
    nets: dict[str, list[str]] = {}
    for kind, key, diameter, level in (("pads", "pad", 60, 0), ("bumps", "bump", 270, levels - 1)):
        for row in _rows(f"{kind}.csv"):
            name = f"{key} {row[key]}"
            land = _land(name, float(row["x_um"]), float(row["y_um"]), diameter, level)
            task["pads" if key == "pad" else "balls"].append(land)
            if row["net"] != "vssd_unbonded":
                nets.setdefault(row["net"], []).append(name)
    task["nets"] = [{"name": n, "terminals": t} for n, t in nets.items() if len(t) > 1]
    return task


def caravel_fanout() -> Any:
    """Return the fan-out Caravel: 62 pads to balls at 0.8 mm on the second level, 15/15 um."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - for this problem only

    task = _task("caravel_fanout_2L", (-4000, -4800, 4000, 4800), (15, 15, 50, 15), 2)
    pads = [r for r in _rows("pads.csv") if r["net"] != "vssd_unbonded"]
    die = [(float(r["x_um"]) - 1794, float(r["y_um"]) - 2594) for r in pads]
    balls = [((i - 4) * 800.0, (j - 5) * 800.0) for j in range(11) for i in range(9)]
    cost = [[math.dist(p, b) for b in balls] for p in die]
    _, chosen = linear_sum_assignment(cost)
    task["pads"] = [_land(f"p{i}", *p, 55, 0) for i, p in enumerate(die)]
    task["balls"] = [_land(f"b{i}", *b, 400, 1) for i, b in enumerate(balls)]
    task["nets"] = [
        {"name": f"n{i}", "terminals": [f"p{i}", f"b{b}"]} for i, b in enumerate(chosen)
    ]
    return task


def load(name: str) -> Any:
    """Return a problem of the bench as its JSON data."""
    if name.startswith("caravel_bumps"):
        return caravel_bumps(int(name[-2]))
    if name.startswith("caravel_fanout"):
        return caravel_fanout()
    return json.loads((SHARED / "bench" / "problems" / f"{name}.json").read_text())


def names(*, everything: bool) -> list[str]:
    """Return the problems that are there."""
    found = sorted(p.stem for p in (SHARED / "bench" / "problems").glob("*.json"))
    found = [n for n in found if everything or n not in BIG]
    caravel = ["caravel_bumps_1L", "caravel_bumps_2L", "caravel_fanout_2L"]
    return found + (caravel if (SHARED / "data" / "caravel" / "pads.csv").exists() else [])


def _cpu_s() -> float:
    """Return the processor time so far, that of processes that were started too."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def run_one(name: str) -> dict[str, Any]:
    """Route and score one problem; the peak is before scoring."""
    import numpy as np  # noqa: PLC0415 - not needed to say that nothing is there

    from padwright.route.assigning.assignment import assigned, freed  # noqa: PLC0415 - timed
    from padwright.route.reading.bench_format import read_problem  # noqa: PLC0415 - timed
    from padwright.route.reading.bench_solution import write_solution  # noqa: PLC0415 - timed
    from padwright.route.router import route  # noqa: PLC0415 - timed
    from padwright.route.sketching.lines import spanning_tree  # noqa: PLC0415 - timed

    data = load(name)
    problem = read_problem(json.dumps(data), name)
    nets = len(problem.nets)
    if name in FREE:
        problem = freed(problem)
    cpu_s, wall_s = _cpu_s(), time.perf_counter()
    routing = route(problem)
    cpu_s, wall_s = _cpu_s() - cpu_s, time.perf_counter() - wall_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.path.insert(0, str(SHARED / "bench"))
    import kldrc  # noqa: PLC0415 - the checkers lie beside the project
    import score  # noqa: PLC0415 - the same

    solution = json.loads(write_solution(name, routing, problem))
    problem = assigned(problem, routing)
    spacing_um = problem.rules.spacing_nm / 1000
    result = score.score(data, solution, tol=0.0005)
    limit_um = spacing_um - 0.002
    if pieces(solution) > MANY_PIECES:
        exact = sum(spacing_faults(data, solution, limit_um))
    else:
        exact = sum(faults for _, faults in kldrc.run(data, solution, limit_um).values())
    place = {t.name: (t.x_nm, t.y_nm) for t in problem.terminals}
    missing = {each.net for each in routing.unrouted}
    bound_nm = 0.0
    for net in problem.nets:
        if net.name not in missing:
            at = np.array([place[t] for t in net.terminals], np.float64)
            bound_nm += sum(math.dist(at[a], at[b]) for a, b in spanning_tree(at))
    routed_um = sum(w.length_um for w in routing.wires if w.net not in missing)
    geodesic_um = _geodesic_um(data, problem, missing) if problem.levels == 1 else 0.0
    figures = {
        "routed": result["routed"],
        "violations": result["drc"] + exact,
        "ratio": routed_um * 1000 / bound_nm if bound_nm else 0.0,
        "cpu_s": cpu_s,
        "peak_mb": peak_mb,
        "length_mm": routed_um / 1000,
    }
    verdict = GOALS[name].met(figures) if name in GOALS else {}
    missed = [what for what, is_met in verdict.items() if not is_met]
    proofs = sum(each.proof is not None for each in routing.unrouted)
    told = f"no: {', '.join(missed)}" if missed else "yes" if verdict else "-"
    return {
        "problem": name,
        "routed": f"{result['routed']} of {nets}",
        "violations": f"{result['drc']} / {exact}",
        "vias": len(routing.vias),
        "length mm": f"{routed_um / 1000:.3f}",
        "length / bound": f"{routed_um * 1000 / bound_nm:.4f}" if bound_nm else "-",
        "length / geodesic": f"{routed_um / geodesic_um:.4f}" if geodesic_um else "-",
        "CPU s": f"{cpu_s:.2f}",
        "wall s": f"{wall_s:.2f}",
        "peak MB": f"{peak_mb:.0f}",
        "target": told + (f"; {proofs} open nets have a certificate" if proofs else ""),
        "best peers": PEERS.get(name, "-"),
    }


def _geodesic_um(data: Any, problem: Any, missing: set[str]) -> float:
    """Return the sum of the nets' shortest ways round foreign lands, or 0 with trees among them."""
    import bounds  # noqa: PLC0415 - lies beside the project
    import numpy as np  # noqa: PLC0415 - as above

    lands = [*data["pads"], *data["balls"]]
    names_ = [land["id"] for land in lands]
    place = {land["id"]: (land["x"], land["y"]) for land in lands}
    rules = problem.rules
    keep = (rules.spacing_nm + rules.width_nm / 2) / 1000
    centre = np.array([place[name] for name in names_])
    radius = np.array([land["d"] / 2 + keep for land in lands])
    total = 0.0
    for net in problem.nets:
        if net.name in missing:
            continue
        if len(net.terminals) != 2:
            return 0.0
        foreign = np.array([name not in net.terminals for name in names_])
        a, b = (place[t] for t in net.terminals)
        total += bounds.geodesic(a, b, centre[foreign], radius[foreign])
    return total


def growth(rows: list[dict[str, Any]]) -> str:
    """Return how CPU time grows from the smallest to the largest array as a power of the nets."""
    arrays = {r["problem"]: r for r in rows if r["CPU s"] != "failed"}
    if not {"area64_1L", "area10k_4L"} <= set(arrays):
        return "Growth from 64 to 10,000 nets: run with --all to have it."
    few, many = (
        (float(arrays[name]["CPU s"]), int(arrays[name]["routed"].split()[-1]))
        for name in ("area64_1L", "area10k_4L")
    )
    power = math.log(many[0] / few[0]) / math.log(many[1] / few[1])
    return f"CPU time grows with nets to the power {power:.2f} from area64_1L to area10k_4L."


def held_rows() -> list[dict[str, Any]]:
    """Return the rows that the page has."""
    lines = PAGE.read_text().splitlines() if PAGE.exists() else []
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rows = (dict(zip(COLUMNS, row, strict=False)) for row in cells if len(row) == len(COLUMNS))
    return [row for row in rows if row["problem"] in set(names(everything=True))]


def write_pages(table: str) -> None:
    """Write the routing page, and the table into the page of benchmarks."""
    head = (
        "# Routing bench\n\nWritten by `python bench/routing.py --write`. Violations: by"
        " `score.py` at 0.5 nm / by `kldrc.py` at the rule less 2 nm, for the largest problem the"
        " same in tiles (`bench/tiled_drc.py`). The bound is the straight"
        " line, for nets of several pins the spanning tree; both of routed nets only. The geodesic"
        " is the shortest way round foreign lands, for one level and two-pin nets. The target is"
        " that of `bench/routing_goals.py`; peers' figures come from the research report, on the"
        " same files.\n\n"
    )
    PAGE.write_text(head + table)
    page = BENCHMARKS.read_text() if BENCHMARKS.exists() else "# Benchmarks\n"
    section = f"{BEGIN}\n## Routing\n\n{head.split(chr(10), 2)[2].lstrip()}{table}{END}\n"
    if BEGIN in page and END in page:
        page = page[: page.index(BEGIN)] + section + page[page.index(END) + len(END) + 1 :]
    else:
        page = page.rstrip() + "\n\n" + section
    BENCHMARKS.write_text(page)


def in_process(name: str) -> dict[str, Any]:
    """Return the row of a problem that ran in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", name], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return dict.fromkeys(COLUMNS, "failed") | {"problem": name}
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return row


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true", help="the big problems too")
    parser.add_argument(
        "--write", action="store_true", help=f"put what was measured into {PAGE.name}"
    )
    parser.add_argument("--peers", action="store_true", help="run the peers found here too")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run_one(asked.one)))
        return
    todo = asked.names or names(everything=asked.all)
    if not todo:
        print("no problems: ../shared/bench is not beside the project")
        return
    first = in_process(_SMALLEST)
    note = f"First run with kernels that may have to be compiled: {first['CPU s']} CPU s."
    print(note, flush=True)
    table = Table(COLUMNS)
    rows = []
    peers = found() if asked.peers else []
    if asked.peers and not peers:
        print("no peer is here: see bench/routing_peers.py")
    for name in todo:
        row = in_process(name)
        for peer in peers:
            with tempfile.TemporaryDirectory() as folder:
                told = run_peer(peer, load(name), SHARED, Path(folder))
            row["best peers"] = f"{row['best peers']}; {told}"
        rows.append(row)
        table.add(row)
    if asked.write:
        measured = {row["problem"]: row for row in (*held_rows(), *rows)}
        rows = [measured[name] for name in names(everything=True) if name in measured]
        table = Table(COLUMNS, shown=False)
        for row in rows:
            table.add(row)
    notes = [note, growth(rows)]
    print(notes[1])
    if asked.write:
        write_pages("\n".join([str(table), *notes, ""]))


if __name__ == "__main__":
    main()
