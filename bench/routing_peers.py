"""Other routers on the same problems, where they are found on this machine.

freerouting: a jar named by the environment variable FREEROUTING_JAR, or ``freerouting`` on PATH;
tscircuit: a script named by TSCIRCUIT_ROUTER that takes a SimpleRouteJson file and the file to
write. Problems are converted by ``../shared/bench/conv.py``.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_LIMIT_S = 1200


def found() -> list[str]:
    """Return the peers that are here."""
    peers = []
    if shutil.which("freerouting") or (os.environ.get("FREEROUTING_JAR") and shutil.which("java")):
        peers.append("freerouting")
    if os.environ.get("TSCIRCUIT_ROUTER") and shutil.which("node"):
        peers.append("tscircuit")
    return peers


def run_peer(peer: str, data: Any, shared: Path, folder: Path) -> str:
    """Route a problem with a peer and return what came of it in a few words."""
    sys.path.insert(0, str(shared / "bench"))
    import conv  # noqa: PLC0415 - the converters lie beside the project
    import score  # noqa: PLC0415 - the same

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        if peer == "freerouting":
            conv.to_dsn(data, str(folder / "p.dsn"))
            jar = os.environ.get("FREEROUTING_JAR")
            start = ["java", "-jar", jar] if jar else ["freerouting"]
            words = [*start, "-de", "p.dsn", "-do", "p.ses", "-mp", "10", "-mt", "1"]
            subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=_LIMIT_S)
            solution = conv.from_ses(data, str(folder / "p.ses"))
        else:
            conv.to_srj(data, str(folder / "p.json"))
            words = ["node", os.environ["TSCIRCUIT_ROUTER"], "p.json", "out.json"]
            subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=_LIMIT_S)
            solution = conv.from_srj(data, str(folder / "out.json"))
    except (subprocess.SubprocessError, OSError, json.JSONDecodeError) as error:
        return f"{peer} failed: {type(error).__name__}"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result = score.score(data, solution, tol=0.0005)
    return (
        f"{peer} {result['routed']} of {result['nets']}, {result['drc']} violations,"
        f" {result['ratio_routed']}, {cpu_s:.0f} s (this run)"
    )
