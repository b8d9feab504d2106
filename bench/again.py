"""Change problems of the fan-out bench a little, route them again, and print what that moved.

    python bench/again.py [NAME ...] [--write]

Each problem is routed, saved and read; then a ball, an obstacle, a die or the nets of two balls
change, and it is routed again from what was saved, and afresh to compare. The problems and their
two checkers lie in ``../shared/bench`` beside the project; without them there is nothing to do.
"""

import argparse
import copy
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from routing import FREE, ROOT, SHARED, load
from tables import Table

NAMES = ("ring256_1L", "ring256_2L_swap", "area256_2L", "mdie224_2L", "or_blackparrot_1L")
PAGE = ROOT / "docs" / "benchmarks-again.md"
COLUMNS = (
    "problem",
    "change",
    "must move",
    "moved",
    "routed",
    "violations",
    "CPU s",
    "afresh CPU s",
    "length / afresh",
)
HEAD = """# Routing again: bench

Written by `python bench/again.py --write`. A net must move when its old wiring does not join its
lands any more or breaks a rule of the changed problem; it moved when any nanometre of it did.
Violations: by `score.py` at 0.5 nm / by `kldrc.py` at the rule less 2 nm. Afresh is the changed
problem without the earlier wiring. Every answer was saved, read and routed again once more; the
bytes were the same.

"""


def pitch_um(data: Any) -> float:
    """Return the pitch of lines."""
    return float(data["rules"]["width"] + data["rules"]["spacing"])


def ball(data: Any, _: Any) -> None:
    """Move the ball of the net in the middle of the list by three pitches and one across."""
    wanted = data["nets"][len(data["nets"]) // 2]["terminals"][-1]
    land = next(each for each in data["balls"] if each["id"] == wanted)
    land["x"] += 3 * pitch_um(data)
    land["y"] += pitch_um(data)


def obstacle(data: Any, solution: Any) -> None:
    """Put a keep-out of four pitches on a wire, where it is farthest from all lands."""
    lands = [*data["pads"], *data["balls"]]
    half = 2 * pitch_um(data)
    best = (0.0, 0.0, 0.0, 0)
    for wire in solution["wires"]:
        for (ax, ay), (bx, by) in zip(wire["pts"], wire["pts"][1:], strict=False):
            x, y = round((ax + bx) / 2, 3), round((ay + by) / 2, 3)
            near = min(math.dist((x, y), (each["x"], each["y"])) - each["d"] / 2 for each in lands)
            best = max(best, (near, x, y, wire["layer"]))
    _, x, y, level = best
    box = [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
    data["obstacles"].append({"polygon": box, "layer": level})


def die(pitches: int) -> Callable[[Any, Any], None]:
    """Return what shifts the last die to the right and up."""

    def shift(data: Any, _: Any) -> None:
        last = data["pads"][-1]["die"]
        for pad in data["pads"]:
            if pad["die"] == last:
                pad["x"] += pitches * pitch_um(data)
                pad["y"] += pitches * pitch_um(data) / 2

    return shift


def swapped(data: Any, _: Any) -> None:
    """Exchange the balls of two nets that follow each other."""
    middle = len(data["nets"]) // 2
    one, other = data["nets"][middle : middle + 2]
    ends = one["terminals"][-1], other["terminals"][-1]
    other["terminals"][-1], one["terminals"][-1] = ends


CHANGES: dict[str, Callable[[Any, Any], None]] = {
    "none": lambda *_: None,
    "a ball moved": ball,
    "a new obstacle": obstacle,
    "a die moved by 1 pitch": die(1),
    "a die moved by 5 pitches": die(5),
    "two balls exchanged": swapped,
}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a piece of work gives and the processor time that it took."""
    cpu_s = time.process_time()
    return work(), time.process_time() - cpu_s


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each change of a problem."""
    from padwright.base.errors import InputError  # noqa: PLC0415 - timed apart
    from padwright.route.again.staying import must_move  # noqa: PLC0415 - as above
    from padwright.route.assigning.assignment import freed  # noqa: PLC0415 - as above
    from padwright.route.reading.bench_format import read_problem  # noqa: PLC0415 - as above
    from padwright.route.reading.bench_solution import (  # noqa: PLC0415 - as above
        read_solution,
        write_solution,
    )
    from padwright.route.router import route  # noqa: PLC0415 - as above

    sys.path.insert(0, str(SHARED / "bench"))
    import kldrc  # noqa: PLC0415 - the checkers lie beside the project
    import score  # noqa: PLC0415 - the same

    first = load(name)
    start = read_problem(json.dumps(first), name)
    start = freed(start) if name in FREE else start
    saved = write_solution(name, route(start), start)
    for change, apply in CHANGES.items():
        data = copy.deepcopy(first)
        apply(data, json.loads(saved))
        try:
            problem = read_problem(json.dumps(data), name)
        except InputError as error:
            print(f"{name}, {change}: {error}", file=sys.stderr)
            continue
        problem = freed(problem) if name in FREE else problem
        old = read_solution(saved, name, problem)
        again, again_s = timed(lambda: route(problem, before=old))  # noqa: B023 - called at once
        new, new_s = timed(lambda: route(problem))  # noqa: B023 - called at once
        text = write_solution(name, again, problem)
        whole = read_solution(text, name, problem)
        if write_solution(name, route(problem, before=whole), problem) != text:
            raise AssertionError(f"{name}, {change}: routed again it is not the same")
        told = json.loads(text)
        exact = kldrc.run(data, told, data["rules"]["spacing"] - 0.002)
        judged = score.score(data, told, tol=0.0005)
        yield {
            "problem": name,
            "change": change,
            "must move": len(must_move(problem, old)),
            "moved": len(_moved(old, again)),
            "routed": f"{judged['routed']} of {len(problem.nets)}",
            "violations": f"{judged['drc']} / {sum(n for _, n in exact.values())}",
            "CPU s": f"{again_s:.2f}",
            "afresh CPU s": f"{new_s:.2f}",
            "length / afresh": f"{again.length_um / new.length_um:.4f}",
        }


def _moved(old: Any, new: Any) -> set[str]:
    """Return the nets of which a wire or via is not what it was."""
    parts = [frozenset((*each.wires, *each.vias)) for each in (old, new)]
    return {each.net for each in parts[0] ^ parts[1]}


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    asked = parser.parse_args()
    if not (SHARED / "bench" / "problems").is_dir():
        print("no problems: ../shared/bench is not beside the project")
        return
    from padwright.route.prepare import prepare  # noqa: PLC0415 - not needed to say so

    prepare()
    table = Table(COLUMNS)
    for name in asked.names or NAMES:
        for row in rows(name):
            table.add(row)
    if asked.write:
        PAGE.write_text(HEAD + str(table))


if __name__ == "__main__":
    main()
