"""How the numeric kernels of this room are compiled: cached, and cheaply when inside others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])

_CACHED: dict[str, Any] = {"cache": True, "error_model": "numpy"}
_UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _room_stamp() -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every file of this room."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in files)


_STAMP = _room_stamp()


def _stamped(kernel: Any) -> Any:
    """Tie a kernel's cache to the whole room.

    Numba compares only the kernel's own file, and would go on using a kernel that was compiled
    with an older version of one that it calls from another file.
    """
    kernel._cache._cache_file._source_stamp = _STAMP  # noqa: SLF001 - numba has no public way
    return kernel


def entry(function: _Kernel) -> _Kernel:
    """Compile a kernel that Python calls."""
    return cast("_Kernel", _stamped(njit(**_CACHED)(function)))


def inner(function: _Kernel) -> _Kernel:
    """Compile a kernel that only kernels call, without a wrapper for Python."""
    return cast("_Kernel", _stamped(njit(**_CACHED, **_UNWRAPPED)(function)))


def merged(function: _Kernel) -> _Kernel:
    """Make a kernel part of its one caller, so that its arrays are not handed on again."""
    return cast("_Kernel", njit(inline="always")(function))
