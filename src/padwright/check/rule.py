"""A rule reads what was built and says where it falls short."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from padwright.geometry.nets import Nets
from padwright.model.finding import Finding
from padwright.model.package import Design
from padwright.plan.plan import Plan
from padwright.process.built import Built
from padwright.route.routing import Routing


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at: the built structure and its nets, and what was asked for.

    `routing` tells how long the wires are that were drawn; None where nobody routed.
    """

    built: Built
    nets: Nets
    design: Design
    plan: Plan
    routing: Routing | None = None


class Rule(ABC):
    """One rule, in one file of ``check/rules``."""

    kind: ClassVar[str]
    describes: ClassVar[str]

    @abstractmethod
    def run(self, case: Case) -> Iterable[Finding]:
        """Return what breaks the rule, worst first; nothing when all is well."""
