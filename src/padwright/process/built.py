"""What a flow made of a set of masks: every moment of the structure."""

from dataclasses import dataclass

from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding
from padwright.process.step import Step


@dataclass(frozen=True, slots=True)
class Moment:
    """The structure after one step, and what the engine found while it was done."""

    step: Step
    structure: Structure
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """The masks that were used and a moment for each step, in order."""

    masks: Masks
    moments: tuple[Moment, ...]

    @property
    def structure(self) -> Structure:
        """The structure after the last step."""
        return self.moments[-1].structure if self.moments else Structure()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the engine found, in the order of the steps."""
        return tuple(finding for moment in self.moments for finding in moment.findings)
