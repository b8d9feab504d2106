"""Padwright: from dies, a net list and a technology to a finished, checked chip package.

>>> import padwright
>>> package = padwright.Package.load("design.toml")  # doctest: +SKIP
>>> package.build("out").summary.verdict  # doctest: +SKIP
'clean'
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from padwright.base.errors import CancelledError, InputError, PadwrightError, StepError
    from padwright.base.progress import Cancel
    from padwright.model.finding import Finding, Severity
    from padwright.pipeline.finish import FinishedPackage
    from padwright.pipeline.package import Package
    from padwright.pipeline.result import Result
    from padwright.pipeline.summary import Summary

__all__ = [
    "Cancel",
    "CancelledError",
    "Finding",
    "FinishedPackage",
    "InputError",
    "Package",
    "PadwrightError",
    "Result",
    "Severity",
    "StepError",
    "Summary",
    "__version__",
]

#: Where each public name lives; imported when it is first used, because some are heavy.
_HOMES: Final = {
    "Cancel": "padwright.base.progress",
    "CancelledError": "padwright.base.errors",
    "Finding": "padwright.model.finding",
    "FinishedPackage": "padwright.pipeline.finish",
    "InputError": "padwright.base.errors",
    "Package": "padwright.pipeline.package",
    "PadwrightError": "padwright.base.errors",
    "Result": "padwright.pipeline.result",
    "Severity": "padwright.model.finding",
    "StepError": "padwright.base.errors",
    "Summary": "padwright.pipeline.summary",
}


def __getattr__(name: str) -> Any:
    """Return a public name, importing its home."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - takes a while

        return version("padwright")
    if name not in _HOMES:
        message = f"module 'padwright' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
