"""Which flow a design is made by: that of its route, or one that was edited."""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from padwright.model.package import Design
from padwright.process.flow import Flow, flow_rows, read_flow
from padwright.process.step import Step
from padwright.readers.flow_file import read_steps

#: A flow, its rows as plain data, or the file that holds them.
FlowSource: TypeAlias = str | Path | Sequence[Step | Mapping[str, Any]]


def flow_of(design: Design, levels: int) -> Flow:
    """Return the flow of a design's route of manufacture with a number of wiring levels."""
    name = design.technology.route.replace("-", "_")
    made: Flow = importlib.import_module(f"padwright.process.flows.{name}").flow(design, levels)
    return made


def load_flow(source: FlowSource) -> Flow:
    """Return the steps that a file, rows or steps describe.

    Raises
    ------
    InputError
        When a file cannot be used, or for an unknown step or parameter, a value out of range, a
        name used twice or no step at all; it names the step by number and name.
    """
    if isinstance(source, (str, Path)):
        return read_flow(read_steps(Path(source)), where=str(source))
    rows = [flow_rows((each,))[0] if isinstance(each, Step) else each for each in source]
    return read_flow(rows)
