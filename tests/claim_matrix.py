"""The claim matrix: models against claims, and mutations against both."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from claim_models import FOLDER, Mutation, Verdicts, case, clean_verdicts, is_met, names, verdicts
from claim_mutations import facts, family_a, family_b, family_c
from padwright.check.charts import claims

#: What the bench wrote of the whole matrix, and docs/claims.md is made of.
RECORD = FOLDER / "matrix.json"


@dataclass(frozen=True)
class Outcome:
    """What one mutation did: the claims that it turned, and those that it changed wrongly.

    `own` are the claims that it turned by their own elements: what they hang on is still met.
    """

    why: str
    touches: tuple[str, ...]
    flips: tuple[str, ...]
    own: tuple[str, ...]
    astray: tuple[str, ...]
    kept: int


@dataclass(frozen=True)
class ModelOutcome:
    """What a model meets, and what its mutations did."""

    model: str
    met: tuple[str, ...]
    literally: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


def mutations_of(model: str) -> Iterator[Mutation]:
    """The mutations of one model."""
    families = {"a": family_a, "b": family_b, "c": family_c}
    yield from families[model[0]].mutations(model)
    yield from (each for each in facts.MUTATIONS if each.model == model)


@cache
def subjects(claim_id: str) -> frozenset[str]:
    """What a claim speaks of, itself or through the claims that it hangs on in either reading."""
    claim = claims()[claim_id]
    found = {subject for element in claim.elements for subject in element.subjects}
    for parent in (claim.parent, claim.corrected_parent):
        if parent is not None:
            found |= subjects(f"{claim.patent}{parent}")
    return frozenset(found)


def run_model(model: str) -> ModelOutcome:
    """Build a model and each of its mutations, and hold all claims against each."""
    clean = clean_verdicts(model)
    return ModelOutcome(
        model,
        tuple(each for each in clean if is_met(clean[each])),
        tuple(each for each in clean if clean[each][0] == "met"),
        tuple(run_mutation(each, clean) for each in mutations_of(model)),
    )


def run_mutation(mutation: Mutation, clean: Verdicts) -> Outcome:
    """Build a mutation and compare its verdicts with those of its model."""
    now = verdicts(case(mutation.model, mutation.change))
    met = [each for each in clean if is_met(clean[each])]
    changed = [each for each in clean if clean[each] != now[each]]
    unrelated = [each for each in clean if not subjects(each) & mutation.touches]
    flips = tuple(each for each in met if _denied(now[each]))
    return Outcome(
        mutation.why,
        tuple(sorted(mutation.touches)),
        flips,
        tuple(each for each in flips if _parent(each) not in flips),
        tuple(each for each in changed if each in unrelated),
        sum(each in met for each in unrelated),
    )


def _parent(claim_id: str) -> str | None:
    """The claim that another hangs on, as it was meant."""
    claim = claims()[claim_id]
    number = claim.corrected_parent or claim.parent
    return None if number is None else f"{claim.patent}{number}"


def _denied(verdict: tuple[str, str | None]) -> bool:
    """Whether a claim is not met, rather than undecided."""
    literal, corrected = verdict
    return (literal if corrected is None else corrected) == "not met"


def as_data(outcome: ModelOutcome) -> dict[str, Any]:
    """An outcome as it stands in the record."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(outcome)))
    return data


def recorded() -> dict[str, dict[str, Any]]:
    """The record, by model."""
    held: dict[str, dict[str, Any]] = json.loads(RECORD.read_text())
    return held


__all__ = [
    "RECORD", "ModelOutcome", "Outcome", "as_data", "mutations_of", "names", "recorded",
    "run_model", "subjects",
]  # fmt: skip
