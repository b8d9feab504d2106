"""Which code and which tools a stage of the work depends on, so that no stale answer is reused."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Final

from padwright.base.digest import Provenance

#: The rooms whose code decides what comes out of a stage.
ROOMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # a plan may ask the router's flow for its balls
        "plan": ("base", "geometry", "model", "devices", "readers", "plan", "route"),
        "routing": ("base", "geometry", "model", "devices", "readers", "plan", "route"),
        "package": (
            *("base", "geometry", "model", "devices", "readers", "plan", "route"),
            *("process", "check", "export", "pipeline"),
        ),
    }
)
_TOOLS: Final = ("klayout", "numba", "numpy", "ortools", "pydantic", "scipy")
_SOURCES: Final = frozenset({".py", ".toml", ".css", ".js", ".html", ".json"})


def version() -> str:
    """Return the version of Padwright."""
    return metadata.version("padwright")


def stage_key(stage: str, inputs: Mapping[str, str]) -> str:
    """Return what a stage's result is stored under: its inputs, its code and its tools.

    Parameters
    ----------
    stage
        One of `ROOMS`.
    inputs
        Digests of what goes in, by name.
    """
    code = {f"room {room}": _code_digest(room) for room in ROOMS[stage]}
    return Provenance(stage, dict(inputs), {**code, **_tool_versions()}).digest


@cache
def _code_digest(room: str) -> str:
    """Return the identity of a room's source: names and contents of its files, in order."""
    folder = Path(__file__).parents[1] / room
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        if path.suffix in _SOURCES and path.is_file():
            content = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


@cache
def _tool_versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("padwright", *_TOOLS)}
