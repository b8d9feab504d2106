"""A claim is a value: elements, each with its reading and a test on what was built."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

from padwright.model.finding import Place, Quantity

if TYPE_CHECKING:
    from padwright.check.facts import Facts


class Verdict(StrEnum):
    """What a test says; a claim is met when all of its elements are."""

    MET = "met"
    NOT_MET = "not met"
    UNDECIDED = "undecided"


def all_of(verdicts: "list[Verdict]") -> Verdict:
    """Return the verdict of parts that all have to be met: one not met decides."""
    if Verdict.NOT_MET in verdicts:
        return Verdict.NOT_MET
    return Verdict.UNDECIDED if Verdict.UNDECIDED in verdicts else Verdict.MET


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that decided, with its limit where there is one."""

    what: str
    value: Quantity
    limit: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What decided an element, so that a person can look at it.

    `slabs` are numbers in the finished structure, `steps` names in the flow, `places` boxes in the
    package that a picture highlights.
    """

    slabs: tuple[int, ...] = ()
    bodies: tuple[str, ...] = ()
    nets: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of one test, one sentence that says why, and the evidence."""

    verdict: Verdict
    because: str
    evidence: Evidence = Evidence()


#: A test looks at what was built, at its nets and at the record of the process.
Test: TypeAlias = "Callable[[Facts], Outcome]"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a claim, in our own words.

    `reading` says how the words are understood where they leave a choice. `corrected` is the test
    of the corrected reading where the text is faulty; None where text and reading agree. `subjects`
    are what the element speaks of, such as ``terminals`` or ``fill``: a change of a design that has
    nothing to do with them leaves the element's verdict as it is.
    """

    asks: str
    test: Test
    subjects: tuple[str, ...]
    reading: str = ""
    corrected: "Test | None" = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a patent; a dependent claim needs its parent as well.

    `corrected_parent` is the parent that the claim was meant to hang on, where the text is faulty;
    `anomaly` says what is wrong with the text.
    """

    patent: Literal["A", "B", "C"]
    number: int
    parent: int | None
    title: str
    elements: tuple[Element, ...]
    corrected_parent: int | None = None
    anomaly: str = ""

    @property
    def id(self) -> str:
        """Patent and number, such as ``A14``."""
        return f"{self.patent}{self.number}"
