"""A flow is plain data: one row a step, read and written without loss."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from padwright.base.discovery import members
from padwright.base.errors import InputError, nearest
from padwright.model.keys import shortened
from padwright.process.step import Step

Flow = tuple[Step, ...]


def step_kinds() -> dict[str, type[Step]]:
    """Return every step that the factory knows, by its kind."""
    return members("padwright.process.steps", Step)


def read_flow(rows: Sequence[Mapping[str, Any]], *, where: str = "flow") -> Flow:
    """Return the steps that rows describe.

    Parameters
    ----------
    rows
        Each names its ``step`` and its parameters, lengths as text with units.
    where
        File and key, for errors.

    Raises
    ------
    InputError
        For an unknown step or parameter, a value out of range, or a name used twice; it names the
        row by number and name.
    """
    kinds = step_kinds()
    steps: list[Step] = []
    taken: set[str] = set()
    for number, row in enumerate(rows, start=1):
        place = f"{where}: step {number} {shortened(row.get('name', '(no name)'))}"
        kind = row.get("step")
        if not isinstance(kind, str) or kind not in kinds:
            raise InputError(
                f"no step is called {shortened(kind)}", where=place, fix=nearest(str(kind), kinds)
            )
        step = _read_step(kinds[kind], row, place)
        if step.name in taken:
            raise InputError(
                "an earlier step has the same name", where=place, fix="give each step its own name"
            )
        taken.add(step.name)
        steps.append(step)
    return tuple(steps)


def _read_step(member: type[Step], row: Mapping[str, Any], place: str) -> Step:
    try:
        return member.model_validate({key: row[key] for key in row if key != "step"})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        known = [field.alias or name for name, field in member.model_fields.items()]
        if first["type"] == "extra_forbidden":
            raise InputError(
                f"{member.kind!r} has no parameter {shortened(key)}",
                where=place,
                fix=nearest(key, known),
            ) from None
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"{message} (got {shortened(first['input'])})"
            if first["type"] != "missing"
            else f"the parameter {key!r} is missing",
            where=f"{place}: {key}",
            fix=f"the parameters of {member.kind!r} are {', '.join(known)}",
        ) from None


def flow_rows(flow: Flow) -> list[dict[str, Any]]:
    """Return the rows that `read_flow` reads back to the same flow."""
    return [
        {"step": step.kind, **step.model_dump(mode="json", by_alias=True, exclude_none=True)}
        for step in flow
    ]
