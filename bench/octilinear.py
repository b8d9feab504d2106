"""Route the fan-out bench with octilinear wires, score it, and set it beside the octilinear bounds.

    python bench/octilinear.py [NAME ...] [--write]

The problems and their two checkers are those of `bench/routing.py`. The bound is the octilinear
distance of both ends; the geodesic bound is the shortest octilinear way about the lands of other
nets, other wires left aside (for nets of two pins on one level).
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import routing as bench
from scipy.sparse.csgraph import dijkstra
from tables import Table

from padwright.base.arrays import Floats
from padwright.route.octilinear.wires import crooked
from padwright.route.problem import RoutingProblem
from padwright.route.reading.bench_format import read_problem
from padwright.route.reading.bench_solution import write_solution
from padwright.route.router import route
from padwright.route.routing import Routing
from padwright.route.sketching.lines import spanning_tree

PAGE = bench.ROOT / "docs" / "benchmarks-octilinear.md"
NAMES = (
    "ring64_1L",
    "area64_1L",
    "ring256_1L",
    "ring256_2L_15",
    "ring256_2L_swap",
    "mdie224_2L",
    "or_blackparrot_1L",
    "area256_2L",
    "caravel_bumps_1L",
    "caravel_bumps_2L",
    "caravel_fanout_2L",
    "area256_1L_asg",
)
COLUMNS = (
    "problem",
    "routed",
    "violations",
    "length mm",
    "/ octilinear",
    "/ geodesic",
    "any angle mm",
    "segments a wire",
    "CPU s",
)
#: Lands near a straight way that may lie in it.
_MOST_ROCKS = 16
_EIGHTHS = np.arange(8) * math.pi / 4
_NORMALS = np.stack([np.cos(_EIGHTHS), np.sin(_EIGHTHS)], axis=1)
_CORNERS = np.stack([np.cos(_EIGHTHS + math.pi / 8), np.sin(_EIGHTHS + math.pi / 8)], axis=1)


def octilinear_nm(way: Floats) -> Floats:
    """Return the octilinear length of ways (..., 2)."""
    size = np.abs(way)
    return np.asarray(size.max(axis=-1) + (math.sqrt(2) - 1) * size.min(axis=-1))


def geodesic_nm(a: Floats, b: Floats, centres: Floats, radii: Floats) -> float:
    """Return the shortest octilinear way about discs, that is about the octagons round them."""
    far = (((centres - a) @ _NORMALS.T).max(axis=1) > radii + 1) & (
        ((centres - b) @ _NORMALS.T).max(axis=1) > radii + 1
    )
    detour = octilinear_nm(centres - a) + octilinear_nm(centres - b) - 2 * radii
    near = np.flatnonzero(far & (detour < float(octilinear_nm(b - a)) + 250e3))
    near = near[np.argsort(detour[near], kind="stable")][:_MOST_ROCKS]
    rocks, size = centres[near], radii[near]
    corners = rocks[:, None] + size[:, None, None] * _CORNERS / math.cos(math.pi / 8)
    points = np.concatenate([[a, b], corners.reshape(-1, 2)])
    i, j = np.triu_indices(len(points), 1)
    free = np.ones(len(i), np.bool_)
    for centre, radius in zip(rocks, size, strict=True):
        low, high = np.zeros(len(i)), np.ones(len(i))
        for normal in _NORMALS:
            start = (points[i] - centre) @ normal - (radius - 0.5)
            slope = (points[j] - points[i]) @ normal
            flat = np.abs(slope) < 1e-9
            at = -start / np.where(flat, 1.0, slope)
            low = np.where(~flat & (slope < 0), np.maximum(low, at), low)
            high = np.where(~flat & (slope > 0), np.minimum(high, at), high)
            high = np.where(flat & (start >= 0), -1.0, high)
        free &= low >= high
    weights = np.zeros((len(points), len(points)))
    weights[i[free], j[free]] = octilinear_nm(points[i] - points[j])[free]
    return float(dijkstra(weights + weights.T, indices=0)[1])


def bounds_nm(problem: RoutingProblem, routing: Routing) -> tuple[float, float | None]:
    """Return the octilinear bound of routed nets, and the geodesic one where there is one."""
    missing = {each.net for each in routing.unrouted}
    nets = [net for net in problem.nets if net.name not in missing]
    place = {t.name: np.array([t.x_nm, t.y_nm], np.float64) for t in problem.terminals}
    straight = 0.0
    for net in nets:
        at = np.array([place[name] for name in net.terminals])
        straight += sum(float(octilinear_nm(at[p] - at[q])) for p, q in spanning_tree(at))
    if problem.levels > 1 or any(len(net.terminals) != 2 for net in nets):
        return straight, None
    names = np.array([t.name for t in problem.terminals])
    centres = np.array([place[name] for name in names])
    keep = problem.rules.spacing_nm + problem.rules.width_nm / 2
    radii = np.array([t.diameter_nm / 2 + keep for t in problem.terminals])
    about = 0.0
    for net in nets:
        other = ~np.isin(names, net.terminals)
        a, b = (place[name] for name in net.terminals)
        about += geodesic_nm(a, b, centres[other], radii[other])
    return straight, about


def row(name: str) -> dict[str, Any]:
    """Route and score one problem."""
    sys.path.insert(0, str(bench.SHARED / "bench"))
    import kldrc  # noqa: PLC0415 - the checkers lie beside the project
    import score  # noqa: PLC0415 - the same

    data = bench.load(name)
    problem = read_problem(json.dumps(data), name)
    plain = route(problem)
    cpu_s = time.process_time()
    routing = route(problem, angles="octilinear")
    cpu_s = time.process_time() - cpu_s
    missing = {each.net for each in routing.unrouted}
    kept = replace(routing, wires=tuple(w for w in routing.wires if w.net not in missing))
    solution = json.loads(write_solution(name, kept))
    result = score.score(data, solution, tol=0.0005)
    drawn = kldrc.run(data, solution, problem.rules.spacing_nm / 1000 - 0.002)
    straight, about = bounds_nm(problem, routing)
    length_nm = 1000 * kept.length_um
    pieces = sum(len(wire.points_nm) - 1 for wire in kept.wires)
    return {
        "problem": name,
        "routed": f"{result['routed']} of {result['nets']}",
        "violations": f"{result['drc']} / {sum(n for _, n in drawn.values())}"
        f" / {len(crooked(kept))}",
        "length mm": f"{length_nm / 1e6:.3f}",
        "/ octilinear": f"{length_nm / straight:.4f}",
        "/ geodesic": f"{length_nm / about:.4f}" if about else "-",
        "any angle mm": f"{plain.length_um / 1000:.3f}",
        "segments a wire": f"{pieces / len(kept.wires):.1f}",
        "CPU s": f"{cpu_s:.2f}",
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    asked = parser.parse_args(arguments)
    table = Table(COLUMNS)
    for name in asked.names or NAMES:
        table.add(row(name))
    if asked.write:
        head = (
            "# Octilinear bench\n\nWritten by `python bench/octilinear.py --write`. Violations: by"
            " `score.py` at 0.5 nm / by `kldrc.py` at the rule less 2 nm / segments that are not"
            " octilinear or corners sharper than 90 degrees. The octilinear bound is the distance"
            " of both ends (for nets of several pins the spanning tree), the geodesic bound the"
            " shortest octilinear way about the lands of other nets, other wires left aside; all of"
            " routed nets only. The CPU time has the routing at any angle in it.\n\n"
        )
        PAGE.write_text(head + str(table))


if __name__ == "__main__":
    main()
