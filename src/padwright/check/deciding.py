"""Outcomes in few words: what was found, and the figures that decided."""

from collections.abc import Sequence

from padwright.check.claim import Evidence, Measured, Outcome, Verdict
from padwright.model.finding import Quantity


def decided(*, met: bool, because: str, evidence: Evidence | None = None) -> Outcome:
    """Return an outcome that is met or not."""
    return Outcome(Verdict.MET if met else Verdict.NOT_MET, because, evidence or Evidence())


def missing(because: str, evidence: Evidence | None = None) -> Outcome:
    """Return the outcome where what an element speaks of is not there: not met."""
    return Outcome(Verdict.NOT_MET, because, evidence or Evidence())


def unknown(because: str, evidence: Evidence | None = None) -> Outcome:
    """Return the outcome where design and record do not tell: undecided."""
    return Outcome(Verdict.UNDECIDED, because, evidence or Evidence())


def length(what: str, value_nm: float, limit_nm: float | None = None) -> Measured:
    """Return a length that decided, with its limit."""
    limit = None if limit_nm is None else Quantity(limit_nm, "nm")
    return Measured(what, Quantity(value_nm, "nm"), limit)


def share(what: str, value_ratio: float, limit_ratio: float | None = None) -> Measured:
    """Return a share of a whole, in percent, with its limit."""
    limit = None if limit_ratio is None else Quantity(round(100 * limit_ratio, 1), "%")
    return Measured(what, Quantity(round(100 * value_ratio, 1), "%"), limit)


def count(what: str, value: int, least_count: int | None = None) -> Measured:
    """Return a number of things, with the least that is asked for."""
    return Measured(
        what, Quantity(value, ""), None if least_count is None else Quantity(least_count, "")
    )


def area(what: str, value_nm2: float, limit_nm2: float | None = None) -> Measured:
    """Return an area in square millimetres, with its limit."""
    limit = None if limit_nm2 is None else Quantity(round(limit_nm2 / 1e12, 6), "mm2")
    return Measured(what, Quantity(round(value_nm2 / 1e12, 6), "mm2"), limit)


def some(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, such as ``no wire``, ``1 wire`` or ``2 wires``."""
    noun = one if number in {0, 1} else many or f"{one}s"
    return f"{number or 'no'} {noun}"


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a list in a sentence, cut short."""
    shown = ", ".join(dict.fromkeys(names[:most]))
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
