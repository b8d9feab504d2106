"""A program that builds a package while it is killed again and again; see `test_killed.py`.

Its first line of output is the time of an undisturbed run; then, for each moment, the exit status
of the killed child and the digest of everything in the folder after the run that resumed.
"""

import hashlib
import os
import random
import signal
import sys
import time
from pathlib import Path

from padwright.pipeline.delivery import exporters
from padwright.pipeline.identity import stage_key
from padwright.pipeline.package import Package


def main(design: str, folder: str, moments: int, seed: int) -> None:
    """Build undisturbed, then once for each random moment with a kill and a resumption."""
    # Children inherit what is imported and read here, and spend their lives on the work itself.
    Package.load(design).build()
    stage_key("package", {})
    exporters()
    base = Path(folder)
    undisturbed = base / "undisturbed"
    again = base / "again"
    _child(design, again)
    began_s = time.monotonic()
    _child(design, undisturbed)
    whole_s = time.monotonic() - began_s
    _tell("undisturbed", digest_of(undisturbed), digest_of(again))
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    for number in range(moments):
        out = base / f"killed-{number}"
        kills = [_child(design, out, draw.uniform(0, whole_s)) for _ in range(2)]
        _child(design, out)
        _tell(str(sum(kills)), digest_of(out))


def _tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def _child(design: str, out: Path, life_s: float | None = None) -> bool:
    """Build in a child; return whether it was killed before its end."""
    pid = os.fork()
    if pid == 0:
        Package.load(design).bring_up_to_date(out)
        os._exit(0)
    if life_s is not None:
        time.sleep(life_s)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if life_s is None and status:
        sys.exit(f"the child in {out.name} ended with status {status}")
    return os.WIFSIGNALED(status)


def digest_of(folder: Path) -> str:
    """Return the digest of the names and bytes of every file in a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        if path.is_file():
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
