"""Runs the whole claim matrix, models x claims x mutations, prints it and times it.

Usage: python bench/claims.py [--write] [--workers 2]. With --write the record of the matrix and the
page docs/claims.md are written anew.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "docs" / "claims")]

from page import page  # noqa: E402 - as above

from claim_matrix import RECORD, ModelOutcome, as_data, names, run_model  # noqa: E402 - found now
from padwright.base.files import write_atomic  # noqa: E402 - as above
from padwright.check.charts import claims  # noqa: E402 - as above


def main() -> None:
    """Run, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the record and the page")
    parser.add_argument("--workers", type=int, default=2, help="processes at work")
    options = parser.parse_args()
    start_s, outcomes = time.perf_counter(), []
    spent_s = 0.0
    with ProcessPoolExecutor(options.workers) as pool:
        for outcome, cpu_s in pool.map(_timed, names()):
            outcomes.append(outcome)
            spent_s += cpu_s
            _tell(outcome, cpu_s)
    count = sum(len(each.outcomes) for each in outcomes)
    met = {claim for each in outcomes for claim in each.met}
    turned = {claim for each in outcomes for one in each.outcomes for claim in one.flips}
    print(f"{len(outcomes)} models, {count} mutations, {len(claims())} claims")
    print(f"met: {len(met)}, turned: {len(turned)}")
    for word, missing in (("met", set(claims()) - met), ("turned", set(claims()) - turned)):
        if missing:
            print(f"never {word}: {' '.join(sorted(missing))}")
    print(
        f"{time.perf_counter() - start_s:.0f} s wall on {options.workers} processes, "
        f"{spent_s:.0f} s of processor"
    )
    if options.write:
        record = {each.model: as_data(each) for each in outcomes}
        text = json.dumps(record, indent=1, sort_keys=True) + "\n"
        write_atomic(RECORD, text.encode())
        write_atomic(ROOT / "docs" / "claims.md", page(record).encode())


def _timed(model: str) -> tuple[ModelOutcome, float]:
    begin_s = time.process_time()
    return run_model(model), time.process_time() - begin_s


def _tell(outcome: ModelOutcome, cpu_s: float) -> None:
    print(f"{outcome.model}: meets {len(outcome.met)}, {cpu_s:.1f} CPU s")
    for each in outcome.outcomes:
        print(f"    {each.why}: turns {' '.join(each.flips) or 'nothing'}")
        if each.astray:
            print(f"        ASTRAY: {' '.join(each.astray)}")


if __name__ == "__main__":
    main()
