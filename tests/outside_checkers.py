"""The two checkers of the fan-out bench, which know nothing of the project.

They lie in ``../shared/bench`` beside the project; without them there is nothing to call.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.reading.bench_solution import write_solution
from padwright.route.routing import Routing

_BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
ARE_THERE = all((_BENCH / f"{name}.py").exists() for name in ("score", "kldrc"))

#: ``score.py`` compares exact shapes; ``kldrc.py`` polygons on a grid of 1 nm.
_EXACT_UM, _ROUNDED_UM = 0.0005, 0.002


def told(problem: RoutingProblem) -> dict[str, Any]:
    """Return a problem in the bench format as far as the checkers read it, lengths in um."""
    rules = problem.rules
    return {
        "format": "fanout-bench-1",
        "name": problem.name,
        "outline": [[x / 1000, y / 1000] for x, y in problem.outline_nm],
        "rules": {
            "width": rules.width_nm / 1000,
            "spacing": rules.spacing_nm / 1000,
            "via_diameter": rules.via_land_nm / 1000,
            "edge_clearance": rules.edge_clearance_nm / 1000,
        },
        "layers": [{"index": level} for level in range(problem.levels)],
        # score.py stumbles over a level with nothing on it
        "pads": [_land(each) for each in (*problem.terminals, *_marks(problem))],
        "balls": [],
        "obstacles": [
            {"polygon": [[x / 1000, y / 1000] for x, y in each.polygon_nm]}
            | ({} if each.level is None else {"layer": each.level})
            for each in problem.keepouts
        ],
        "nets": [
            {"name": net.name, "terminals": list(net.terminals)}
            | ({} if net.width_nm is None else {"width": net.width_nm / 1000})
            for net in problem.nets
        ],
        "lower_bounds": {"free_matching_euclid_um": None},
    }


def _marks(problem: RoutingProblem) -> list[Terminal]:
    """Return a land far from everything on each level."""
    far_nm = min(min(point) for point in problem.outline_nm) - 1_000_000
    return [Terminal(f"mark{at}", far_nm, far_nm, 1_000, at) for at in range(problem.levels)]


def _land(terminal: Terminal) -> dict[str, Any]:
    return {
        "id": terminal.name,
        "x": terminal.x_nm / 1000,
        "y": terminal.y_nm / 1000,
        "d": terminal.diameter_nm / 1000,
        "layer": terminal.level,
    }


def faults(problem: RoutingProblem, routing: Routing) -> list[str]:
    """Return what both checkers find in a routing as it is written; they know round lands alone.

    Rules of levels and of net classes, and keep-outs, are unknown to them.
    """
    for name in ("score", "kldrc"):
        if name not in sys.modules:
            sys.path.insert(0, str(_BENCH))
            importlib.import_module(name)
            sys.path.remove(str(_BENCH))
    data = told(problem)
    solution = json.loads(write_solution(problem.name, routing, problem))
    scored = sys.modules["score"].score(data, solution, tol=_EXACT_UM, verbose=3)
    found = [f"score.py: {kind} {count}" for kind, count in scored["drc_kinds"].items()]
    routed = len(problem.nets) - len(routing.unrouted)
    if scored["routed"] != routed:
        found.append(f"score.py: {scored['routed']} nets are joined, {routed} said")
    drawn = sys.modules["kldrc"].run(data, solution, data["rules"]["spacing"] - _ROUNDED_UM)
    found += [f"kldrc.py: {count} on level {at}" for at, (_, count) in drawn.items() if count]
    return found
