"""A fault that is planted in a package, and what has to be found of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from padwright.check.rule import Case
from padwright.model.finding import Severity


@dataclass(frozen=True)
class Planted:
    """A fault: its rule, how to plant it, and place, measured and required value of its finding."""

    rule: str
    what: str
    plant: Callable[[], Case]
    at_um: tuple[float, float]
    measured: float
    required: float
    at_limit: Callable[[], Case] | None = None
    severity: Severity = Severity.ERROR
    within: float = 0.0  # how far the measured value may be off

    @cached_property
    def case(self) -> Case:
        """The fault, built once."""
        return self.plant()

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"
