"""What an exporter is given and what it promises."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from padwright.devices.built_device import BuiltDevice
from padwright.geometry.nets import Nets
from padwright.model.finding import Finding
from padwright.model.package import Design
from padwright.plan.plan import Plan
from padwright.process.built import Built
from padwright.route.from_plan import Answer
from padwright.route.routing import Routing


@dataclass(frozen=True, slots=True)
class Delivery:
    """A finished package and everything that was decided on the way, for exporters to write.

    `digest` identifies the inputs and tools; `figures` are the summary's name and text pairs;
    `devices` are the passives as they were built; `answers` are those of the router, on so many
    `levels`.
    """

    design: Design
    plan: Plan
    routing: Routing
    built: Built
    nets: Nets
    findings: tuple[Finding, ...]
    digest: str
    figures: Mapping[str, str]
    devices: tuple[BuiltDevice, ...] = ()
    levels: int = 1
    answers: tuple[Answer, ...] = ()


class Exporter(ABC):
    """One file format, in one file of code in ``export/formats``."""

    kind: ClassVar[str]
    filename: ClassVar[str]
    describes: ClassVar[str]
    loses: ClassVar[str]

    @abstractmethod
    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write the file's bytes; the same delivery gives the same bytes."""
