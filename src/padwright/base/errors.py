"""The exceptions of Padwright.

PadwrightError
    InputError      the description cannot be used                     exit code 2
    StepError       the factory cannot physically do this step         exit code 2
    BrokenPromiseError  our own fault                                  exit code 3
    CancelledError  the user stopped the work                          exit code 130

A design that breaks a rule is no exception: it is a `Finding`, which is data.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar


class PadwrightError(Exception):
    """What is wrong, where, and what to do about it.

    Parameters
    ----------
    problem
        One clause that names the value that was met and the limit that it breaks.
    where
        File and key, such as ``design.toml: die.caravel.width``; a caller may add outer places.
    fix
        What the user can do about it.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.fix = fix

    def within(self, place: str) -> "PadwrightError":
        """Return this error with an outer place put before its own."""
        self.where = f"{place}: {self.where}" if self.where else place
        return self

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        fix = f". Fix: {self.fix}" if self.fix else ""
        return f"{place}{self.problem}{fix}"


class InputError(PadwrightError):
    """What the user gave cannot be used."""

    exit_code: ClassVar[int] = 2


class StepError(PadwrightError):
    """The factory cannot physically do this step."""

    exit_code: ClassVar[int] = 2


class BrokenPromiseError(PadwrightError):
    """Padwright broke a promise of its own; a fault to report."""

    exit_code: ClassVar[int] = 3


class CancelledError(PadwrightError):
    """The user stopped the work; what was finished is kept."""

    exit_code: ClassVar[int] = 130


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a fix that names the nearest known name, or all of them when few are known."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(repr(each) for each in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"choose one of {shown}{more}" if names else "none is known here"
