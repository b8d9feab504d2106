"""A value and what it was made from; only the pipeline makes results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from padwright.base.digest import Provenance
from padwright.pipeline.identity import version

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """A value and what it was made from."""

    value: T
    provenance: Provenance


def provenance(stage: str, inputs: Mapping[str, str]) -> Provenance:
    """Return what a result was made from: the digests of its inputs, and this version."""
    return Provenance(stage, dict(inputs), {"padwright": version()})
