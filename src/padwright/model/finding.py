"""A broken rule is data: what was met where, what was required, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from padwright.base.units import length_text


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as it is shown to a person."""

    value: float
    unit: str

    def __str__(self) -> str:
        if self.unit == "nm" and self.value == int(self.value):
            return _readable_length(int(self.value))
        return f"{self.value:.6g} {self.unit}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """Return the value and the unit as plain data, and the text that a person reads."""
        return {"value": self.value, "unit": self.unit, "text": str(self)}


@dataclass(frozen=True, slots=True)
class Place:
    """A box in package coordinates, in nanometres, with its range of heights where it has one."""

    left_nm: int
    bottom_nm: int
    right_nm: int
    top_nm: int
    low_nm: int | None = None
    high_nm: int | None = None

    def __str__(self) -> str:
        x_text = _readable_length((self.left_nm + self.right_nm) // 2)
        y_text = _readable_length((self.bottom_nm + self.top_nm) // 2)
        return f"x {x_text}, y {y_text}"

    def to_json(self) -> dict[str, int]:
        """Return the box as plain data; heights only where they are known."""
        box = {
            "left_nm": self.left_nm,
            "bottom_nm": self.bottom_nm,
            "right_nm": self.right_nm,
            "top_nm": self.top_nm,
        }
        if self.low_nm is not None:
            box["low_nm"] = self.low_nm
        if self.high_nm is not None:
            box["high_nm"] = self.high_nm
        return box


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule, or one remark, with the evidence that a person needs to act on it.

    Parameters
    ----------
    rule
        Kind of the rule that found it, such as ``space``.
    message
        One sentence that names what was met and what was required.
    place
        Where it is; ``None`` where it has no place.
    measured, required
        The value that was met and its limit; ``None`` where the rule has no number.
    source
        Who set the limit, as the technology or the rule states it.
    nets, slabs
        Net names, and names of the steps that made the slabs that are evidence.
    fix
        What the user can do about it.
    """

    rule: str
    severity: Severity
    message: str
    place: Place | None = None
    measured: Quantity | None = None
    required: Quantity | None = None
    source: str = ""
    nets: tuple[str, ...] = ()
    slabs: tuple[str, ...] = ()
    fix: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain data with the same keys always present."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "message": self.message,
            "place": None if self.place is None else self.place.to_json(),
            "measured": None if self.measured is None else self.measured.to_json(),
            "required": None if self.required is None else self.required.to_json(),
            "source": self.source,
            "nets": list(self.nets),
            "slabs": list(self.slabs),
            "fix": self.fix,
        }


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, all three present."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def _readable_length(length_nm: int) -> str:
    """Return micrometres where a package engineer counts in them, else the shortest exact text."""
    if 100 <= abs(length_nm) < 1_000_000:
        return f"{length_nm / 1_000:g} um"
    return length_text(length_nm)
