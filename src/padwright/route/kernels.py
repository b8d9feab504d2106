"""How the numeric kernels of this room are compiled: cached, and cheaply when inside others."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])

_CACHED: dict[str, Any] = {"cache": True, "error_model": "numpy"}
_UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _room_stamp() -> str:
    """Return the identity of all files of this room that have kernels."""
    texts = [file.read_bytes() for file in sorted(Path(__file__).parent.rglob("*.py"))]
    with_kernels = [text for text in texts if b"padwright.route.kernels" in text]
    return hashlib.sha256(b"".join(with_kernels)).hexdigest()


_STAMP = _room_stamp()


def _stamped(kernel: Any) -> Any:
    """Tie a kernel's cache to all kernels of the room.

    Numba compares only the kernel's own file, and would go on using a kernel that was compiled
    with an older version of one that it calls from another file.
    """
    kernel._cache._cache_file._source_stamp = _STAMP  # noqa: SLF001 - numba has no public way
    return kernel


def _kept(function: _Kernel, **options: Any) -> _Kernel:
    """Compile a kernel and keep it on disk, or in memory alone where there is no place to."""
    try:
        return cast("_Kernel", _stamped(njit(**options)(function)))
    except RuntimeError as error:
        if "cannot cache function" not in str(error):
            raise
        return cast("_Kernel", njit(**options | {"cache": False})(function))


def entry(function: _Kernel) -> _Kernel:
    """Compile a kernel that Python calls."""
    return _kept(function, **_CACHED)


def inner(function: _Kernel) -> _Kernel:
    """Compile a kernel that only kernels call, without a wrapper for Python."""
    return _kept(function, **_CACHED, **_UNWRAPPED)


def merged(function: _Kernel) -> _Kernel:
    """Make a kernel part of its one caller, so that its arrays are not handed on again."""
    return cast("_Kernel", njit(inline="always")(function))
