"""What the page of claim charts is given: a built package and its charts as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from padwright.model.material import Material
from padwright.process.built import Built


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """A package and what the claims say of it.

    `steps` are name and kind of each step in order; `charts` are charts as JSON holds them.
    """

    name: str
    description: str
    built: Built
    materials: Mapping[str, Material]
    steps: tuple[tuple[str, str], ...]
    charts: tuple[Mapping[str, Any], ...]
    digest: str
