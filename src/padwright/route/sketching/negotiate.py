"""Negotiation: lines may cross and crowd at a price that rises until nobody does (PathFinder).

After L. McMurchie and C. Ebeling, "PathFinder: a negotiation-based performance-driven router for
FPGAs", FPGA 1995, on a rubber-band sketch instead of a routing-resource graph.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Ints
from padwright.base.progress import Report
from padwright.route.ground.mesh import Mesh
from padwright.route.kernels import entry
from padwright.route.sketching.conflicts import find_conflicts
from padwright.route.sketching.desk import Desk, open_desk
from padwright.route.sketching.placing import place, remove_line
from padwright.route.sketching.prices import FORBIDDEN_NM, Prices
from padwright.route.sketching.search import search
from padwright.route.sketching.sketch import FROM, STEPS, TO, Sketch, open_lack_nm, usual_pitch_nm
from padwright.route.sketching.slants import ask_for_slants
from padwright.route.sketching.slide import pull

#: Lines routed between two reports, so that cancel is prompt on large problems.
_CHUNK_LINES = 200
#: Prices rise by this factor with each pass, so often at most.
_RISE, _MOST_RISES = 1.25, 24
#: What it costs at first to cross a line, in pitches.
_CROSSING_PITCHES = 3.0
#: Sweeps that pull the lines straight before conflicts are counted.
_SWEEPS = 4
#: Lines have their own ends.
NO_ENDS = np.zeros((0, 3), np.int64)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to negotiate; counts are passes over the lines."""

    passes: int = 60
    patience: int = 14  # passes without fewer conflicts
    via_pitch_ratio: float = 6.0  # price of a via in widths plus spacings
    history_factor: float = 0.5  # what each past conflict adds to a price, as a part of it


@entry
def route_lines(
    mesh: Mesh, sketch: Sketch, desk: Desk, prices: Prices, order: Ints, ends: Ints
) -> int:
    """Route every line of ``order`` again; return how many found no way.

    One line alone may have other ends than its own; see `padwright.route.sketching.search.search`.
    """
    failed = 0
    for line in order:
        if sketch.line[line, STEPS] > 0:
            remove_line(mesh, sketch, line)
        goal = search(mesh, sketch, desk, prices, line, ends)
        if goal < 0 or not place(mesh, sketch, desk, line, goal):
            failed += 1
        elif len(ends) > 0:
            last = sketch.line[line, STEPS] - 1
            for part in range(2):
                sketch.line[line, FROM + part] = sketch.step[line, 0, 1 + part]
                sketch.line[line, TO + part] = sketch.step[line, last, 1 + part]
    return failed


def _in_chunks(order: Ints) -> list[Ints]:
    return [order[i : i + _CHUNK_LINES] for i in range(0, len(order), _CHUNK_LINES)]


def negotiate(
    mesh: Mesh, sketch: Sketch, report: Report, out_of_time: Callable[[], bool], effort: Effort
) -> None:
    """Place all lines without crossings or overfull edges; lines that find no place are left out.

    ``sketch`` is changed in place. ``out_of_time()`` ends the negotiation early; what is still in
    conflict then is left out as well.
    """
    desk = open_desk(sketch)
    lines = len(sketch.line)
    a, b = sketch.line[:, FROM + 1], sketch.line[:, TO + 1]
    direct = np.hypot(*(mesh.place_nm[a] - mesh.place_nm[b]).T)
    order = np.argsort(direct, kind="stable").astype(np.int64)
    rank = np.empty(lines, np.int64)
    rank[order] = np.arange(lines)
    pitch = usual_pitch_nm(sketch)
    via_nm = effort.via_pitch_ratio * pitch
    guilty = np.zeros(lines, np.int64)
    tolerance = open_lack_nm(sketch)
    todo = order[sketch.line[order, STEPS] == 0]
    fewest, since = lines * lines, 0
    for round_ in range(effort.passes):
        rise = _RISE ** min(round_, _MOST_RISES)
        prices = Prices(_CROSSING_PITCHES * pitch * rise, rise, via_nm, effort.history_factor)
        for chunk in _in_chunks(todo):
            route_lines(mesh, sketch, desk, prices, chunk, NO_ENDS)
            report("route", round_, effort.passes, "ways")
        pull(mesh, sketch, _SWEEPS, report)
        ask_for_slants(mesh, sketch, tolerance)
        found = find_conflicts(mesh, sketch, guilty, tolerance)
        fewest, since = (found, 0) if found < fewest else (fewest, since + 1)
        if found == 0 or since >= effort.patience or out_of_time():
            break
        bad = np.flatnonzero(guilty)
        todo = bad[np.argsort(rank[bad], kind="stable")].astype(np.int64)
    strict = Prices(2 * FORBIDDEN_NM, 2 * FORBIDDEN_NM, via_nm, 0.0)
    _drop_conflicts(mesh, sketch, guilty, tolerance, report)
    out = np.flatnonzero(sketch.line[:, STEPS] == 0).astype(np.int64)
    for chunk in _in_chunks(out[np.argsort(rank[out], kind="stable")]):
        route_lines(mesh, sketch, desk, strict, chunk, NO_ENDS)
        report("route", effort.passes, effort.passes, "ways")


def _drop_conflicts(
    mesh: Mesh, sketch: Sketch, guilty: Ints, tolerance_nm: float, report: Report
) -> None:
    """Take out the line with most conflicts until there is none.

    Lands that are too near for the lines' width conflict without any line; these stay.
    """
    while find_conflicts(mesh, sketch, guilty, tolerance_nm):
        report("route", 0, 1, "conflicts")
        placed = np.where(sketch.line[:, STEPS] > 0, guilty, 0)
        worst = int(placed.argmax())
        if not placed[worst]:
            return
        remove_line(mesh, sketch, worst)
