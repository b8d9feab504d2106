"""Route problems with nets that have to stay open, and count of how many that is proved.

    python bench/proofs.py [FAMILY ...] [--problems N] [--tell] [--write]

The families are those of ``tests/open_problems.py``. Every proof is judged by
`padwright.route.proving.cut_check`, which knows nothing of how it was found.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from routing import ROOT
from tables import Table

from padwright.route.proving.certificate import prove
from padwright.route.proving.cut_check import cut_holds
from padwright.route.proving.least import least_open
from padwright.route.router import route

PAGE = ROOT / "docs" / "benchmarks-proofs.md"
COLUMNS = (
    "family",
    "problems",
    "nets",
    "open",
    "in a proof",
    "in none",
    "have to stay open",
    "least by proofs",
    "false proofs",
    "CPU s",
    "of it proofs",
)
HEAD = """# Proofs that nets cannot be wired: bench

Written by `python bench/proofs.py --write`. Families of small problems with nets that have to stay
open (`tests/open_problems.py`). *In a proof*: open nets with a proof that `cut_check` accepts.
*Have to stay open*: how many nets stay open in any wiring, by construction; 0 where that is not
known. *Least by proofs*: what proofs that share no net say in sum. *False proofs*: refused by
`cut_check`, or denying what was wired. The time is that of routing, and once more of the proofs.

"""


def row(family: Callable[[int], Any], problems: int, *, tell: bool) -> dict[str, Any]:
    """Route the problems of one family and count."""
    told = dict.fromkeys(COLUMNS[1:9], 0)
    name = family.__name__.replace("_", " ")
    cpu_s = proofs_s = 0.0
    for seed in range(problems):
        case = family(seed)
        start_s = time.process_time()
        routing = route(case.problem)
        cpu_s += time.process_time() - start_s
        missing = {each.net for each in routing.unrouted}
        start_s = time.process_time()
        prove(case.problem, sorted(missing))
        proofs_s += time.process_time() - start_s
        given = [each.proof for each in routing.unrouted if each.proof is not None]
        held = {cut for cut in given if cut_holds(case.problem, cut)}
        proved = sum(cut in held for cut in given)
        least = least_open(held)
        told["problems"] += 1
        told["nets"] += len(case.problem.nets)
        told["open"] += len(missing)
        told["in a proof"] += proved
        told["in none"] += len(missing) - proved
        told["have to stay open"] += case.must_open
        told["least by proofs"] += least
        told["false proofs"] += len(given) - proved
        told["false proofs"] += sum(len(set(cut.nets) - missing) > cut.lines for cut in held)
        if tell:
            bare = {each.net: each.reason for each in routing.unrouted if each.proof is None}
            print(f"{name} {seed}: {len(missing)} open, {case.must_open} have to, {least}: {bare}")
    return {
        "family": name,
        **told,
        "CPU s": f"{cpu_s:.1f}",
        "of it proofs": f"{proofs_s:.2f}",
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    sys.path.insert(0, str(ROOT / "tests"))
    from open_problems import FAMILIES  # noqa: PLC0415 - it lies with the tests

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--problems", type=int, default=8, help="of each family")
    parser.add_argument("--tell", action="store_true", help="say what is open without a proof")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    asked = parser.parse_args(arguments)
    table = Table(COLUMNS)
    sums = dict.fromkeys(COLUMNS[1:9], 0)
    for family in FAMILIES:
        if not asked.names or family.__name__ in asked.names:
            made = row(family, asked.problems, tell=asked.tell)
            table.add(made)
            sums = {column: count + made[column] for column, count in sums.items()}
    table.add({"family": "**all**", **sums})
    if asked.write:
        PAGE.write_text(HEAD + str(table))


if __name__ == "__main__":
    main()
