"""Which flow a design is made by."""

import importlib

from padwright.model.package import Design
from padwright.process.flow import Flow


def flow_of(design: Design, levels: int) -> Flow:
    """Return the flow of a design's route of manufacture with a number of wiring levels."""
    name = design.technology.route.replace("-", "_")
    made: Flow = importlib.import_module(f"padwright.process.flows.{name}").flow(design, levels)
    return made
