"""The min-cost flow itself; run as a program it solves one that it reads, so that it can be ended.

The solver cannot be asked to stop. Large flows are solved by a process of their own, which is
ended when the caller cancels or has no more time; so this file imports nothing of the package.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from padwright.base.arrays import Ints

#: Arcs that take about a second.
_MOST_ARCS = 800_000
_POLL_S = 0.25


def solved(
    arcs: "Ints", supply: "Ints", waiting: Callable[[], bool], most_arcs: int = _MOST_ARCS
) -> "Ints":
    """Return the flow of each arc of the largest flow of least cost; each arc takes one unit.

    Parameters
    ----------
    arcs
        (3, arcs) tail, head and cost.
    supply
        (2, nodes) node and what it gives, below 0 what it takes.
    waiting
        Called again and again while a large flow is solved; may raise, and when it returns False
        the flow is given up and none.
    """
    if arcs.shape[1] <= most_arcs:
        return _flows(arcs, supply)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "flow.npz"
        np.savez(file, arcs=arcs, supply=supply)
        with subprocess.Popen(  # noqa: S603 - this interpreter runs this file
            [sys.executable, __file__, str(file)], stdout=subprocess.PIPE
        ) as process:
            try:
                out = _output(process, waiting)
            except BaseException:
                process.kill()
                raise
            if out is None:
                process.kill()
                return np.zeros(arcs.shape[1], np.int64)
    if process.returncode:  # where this Python cannot be started anew, it cannot be ended either
        return _flows(arcs, supply)
    return np.asarray(np.load(io.BytesIO(out)), np.int64)


def _output(process: "subprocess.Popen[bytes]", waiting: Callable[[], bool]) -> bytes | None:
    """Return what a process writes, or None when it is given up."""
    while True:
        try:
            return process.communicate(timeout=_POLL_S)[0]
        except subprocess.TimeoutExpired:
            if not waiting():
                return None


def _flows(arcs: "Ints", supply: "Ints") -> "Ints":
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - slow to load

    solver = SimpleMinCostFlow()
    ones = np.ones(arcs.shape[1], np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(arcs[0], arcs[1], ones, arcs[2])
    solver.set_nodes_supplies(supply[0], supply[1])
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        from padwright.base.errors import BrokenPromiseError  # noqa: PLC0415 - see the file's head

        raise BrokenPromiseError(f"the flow solver ended with {status}")
    return np.asarray(solver.flows(np.arange(arcs.shape[1])), np.int64)


if __name__ == "__main__":
    with np.load(sys.argv[1]) as given:
        np.save(sys.stdout.buffer, _flows(given["arcs"], given["supply"]))
