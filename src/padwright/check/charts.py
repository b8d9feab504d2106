"""Claim charts: every claim held against what was built, element by element."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from padwright.base.errors import BrokenPromiseError, CancelledError, InputError, nearest
from padwright.base.progress import Report, silent
from padwright.check.claim import Claim, Element, Evidence, Outcome, Test, Verdict, all_of
from padwright.check.facts import Facts
from padwright.check.levelled import levelled
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances

_FOLDER = "padwright.check.claims"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One element of a claim with its outcome, and that of its corrected reading if it has one."""

    element: Element
    outcome: Outcome
    corrected: Outcome | None

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain data with the same keys always present."""
        corrected = self.corrected
        return {
            "asks": self.element.asks,
            "reading": self.element.reading,
            "verdict": self.outcome.verdict.value,
            "corrected": corrected.verdict.value if corrected else None,
            "because": self.outcome.because,
            "corrected_because": corrected.because if corrected else None,
            "subjects": list(self.element.subjects),
            "evidence": evidence_json(self.outcome.evidence),
            "corrected_evidence": evidence_json(corrected.evidence) if corrected else None,
        }


@dataclass(frozen=True, slots=True)
class Chart:
    """What was decided about a claim.

    `verdict` is that of the words as they stand, `corrected` that of the corrected reading, None
    where neither the claim nor one that it hangs on is faulty. `inherited_from` is the claim whose
    own elements decided where this one's are met; `corrected_inherited_from` likewise.
    """

    claim: Claim
    rows: tuple[ChartRow, ...]
    verdict: Verdict
    corrected: Verdict | None
    inherited_from: str | None
    corrected_inherited_from: str | None
    tolerances: Tolerances

    @property
    def id(self) -> str:
        """Patent and number, such as ``A14``."""
        return self.claim.id

    def to_json(self) -> dict[str, Any]:
        """Return the chart as plain data with the same keys always present."""
        claim = self.claim
        return {
            "id": claim.id,
            "patent": claim.patent,
            "number": claim.number,
            "title": claim.title,
            "parent": _id(claim, claim.parent),
            "corrected_parent": _id(claim, claim.corrected_parent),
            "anomaly": claim.anomaly,
            "verdict": self.verdict.value,
            "corrected": self.corrected.value if self.corrected else None,
            "inherited_from": self.inherited_from,
            "corrected_inherited_from": self.corrected_inherited_from,
            "elements": [row.to_json() for row in self.rows],
            "tolerances": self.tolerances.printed(),
        }


def _id(claim: Claim, number: int | None) -> str | None:
    return None if number is None else f"{claim.patent}{number}"


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as plain data."""
    return {
        "slabs": list(evidence.slabs),
        "bodies": list(evidence.bodies),
        "nets": list(evidence.nets),
        "steps": list(evidence.steps),
        "measured": [
            {
                "what": each.what,
                "value": each.value.to_json(),
                "limit": each.limit.to_json() if each.limit else None,
            }
            for each in evidence.measured
        ],
        "places": [place.to_json() for place in evidence.places],
    }


@cache
def claims() -> Mapping[str, Claim]:
    """Return every claim by its id, by patent and number.

    Raises
    ------
    BrokenPromiseError
        When two modules state the same claim.
    """
    folder = importlib.import_module(_FOLDER)
    found: dict[str, Claim] = {}
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{_FOLDER}.{info.name}")
        for claim in getattr(module, "CLAIMS", ()):
            if claim.id in found:
                raise BrokenPromiseError(f"claim {claim.id} is stated twice", where=module.__name__)
            found[claim.id] = claim
    ordered = sorted(found.values(), key=lambda claim: (claim.patent, claim.number))
    return MappingProxyType({claim.id: claim for claim in ordered})


def charts(
    case: Case,
    *,
    tolerances: Tolerances | None = None,
    only: Iterable[str] | None = None,
    report: Report = silent,
) -> tuple[Chart, ...]:
    """Return the chart of every claim, or of some.

    A claim is met when all of its elements are and its parent is. A test that fails is undecided
    and does not hide the others.

    Parameters
    ----------
    case
        What was built, its nets, and what was asked for.
    tolerances
        How exact is exact.
    only
        Ids of the claims that are wanted, such as ``["A14"]``; all when None.
    report
        Told of each claim; may cancel.

    Raises
    ------
    InputError
        For an id that no claim has.
    """
    every = claims()
    wanted = list(every) if only is None else [_known(each, every) for each in only]
    deciding = _Deciding(_facts(case, tolerances or Tolerances()))
    made = []
    for number, each in enumerate(wanted):
        report("claims", number, len(wanted), each)
        made.append(deciding.chart(every[each]))
    report("claims", len(wanted), len(wanted), "done")
    return tuple(made)


def _facts(case: Case, tolerances: Tolerances) -> Facts:
    """Return the facts of a case, on the levels that its build-up has."""
    facts = Facts(case, tolerances)
    put_right = levelled(case, facts.levels)
    return facts if put_right is case else Facts(put_right, tolerances)


def _known(wanted: str, every: Mapping[str, Claim]) -> str:
    if wanted.upper() not in every:
        raise InputError(f"there is no claim {wanted!r}", fix=nearest(wanted.upper(), every))
    return wanted.upper()


class _Deciding:
    """The verdicts on one package, each test run once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._outcomes: dict[int, tuple[Test, Outcome]] = {}

    def chart(self, claim: Claim) -> Chart:
        rows = tuple(
            ChartRow(
                element,
                self._outcome(element.test),
                self._outcome(element.corrected) if element.corrected else None,
            )
            for element in claim.elements
        )
        verdict, decided_by = self._verdict(claim, corrected=False)
        corrected, corrected_by = (
            self._verdict(claim, corrected=True) if _is_faulty(claim) else (None, None)
        )
        return Chart(
            claim,
            rows,
            verdict,
            corrected,
            decided_by,
            corrected_by,
            self.facts.tolerances,
        )

    def _verdict(self, claim: Claim, *, corrected: bool) -> tuple[Verdict, str | None]:
        """Return the verdict, and the claim that decided it when that is an ancestor."""
        own = all_of(
            [
                self._outcome((corrected and element.corrected) or element.test).verdict
                for element in claim.elements
            ]
        )
        parent = _parent(claim, corrected=corrected)
        if parent is None:
            return own, None
        above, decided_by = self._verdict(parent, corrected=corrected)
        verdict = all_of([own, above])
        return verdict, (decided_by or parent.id) if own is not verdict else None

    def _outcome(self, test: Test) -> Outcome:
        if id(test) not in self._outcomes:
            try:
                outcome = test(self.facts)
            except CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - one wrong test must not hide the others
                outcome = Outcome(
                    Verdict.UNDECIDED,
                    f"this could not be decided: {type(error).__name__}: {error}; "
                    "report it as a fault of Padwright",
                )
            self._outcomes[id(test)] = (test, outcome)
        return self._outcomes[id(test)][1]


def _parent(claim: Claim, *, corrected: bool) -> Claim | None:
    number = claim.parent
    if corrected and claim.corrected_parent is not None:
        number = claim.corrected_parent
    return None if number is None else claims()[f"{claim.patent}{number}"]


@cache
def _faulty() -> frozenset[str]:
    """Return the claims that have a corrected reading, or hang on one that has."""
    found: set[str] = set()
    for claim in claims().values():
        each: Claim | None = claim
        while each is not None:
            if each.corrected_parent is not None or any(e.corrected for e in each.elements):
                found.add(claim.id)
                break
            each = _parent(each, corrected=False)
    return frozenset(found)


def _is_faulty(claim: Claim) -> bool:
    return claim.id in _faulty()
