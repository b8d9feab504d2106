"""A flow is plain data: one row a step, read and written without loss."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from padwright.base.discovery import members
from padwright.base.errors import InputError, nearest
from padwright.model.keys import shortened
from padwright.process.step import Step

Flow = tuple[Step, ...]
#: More steps than this are refused; a flow of 12 wiring levels has about 120.
STEP_LIMIT: Final = 10_000
_NAME_LIMIT: Final = 200
#: What would make a name part of a path or of markup.
_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|')


def step_kinds() -> dict[str, type[Step]]:
    """Return every step that the factory knows, by its kind."""
    return members("padwright.process.steps", Step)


def read_flow(rows: Sequence[Mapping[str, Any]], *, where: str = "flow") -> Flow:
    """Return the steps that rows describe.

    Parameters
    ----------
    rows
        Each names its ``step`` and its parameters, lengths as text with units. They may come from
        a file that anybody wrote.
    where
        File and key, for errors.

    Raises
    ------
    InputError
        For no row at all, what is no row, an unknown step or parameter, a value out of range, or
        a name that is none or is used twice; it names the row by number and name.
    """
    kinds = step_kinds()
    steps: list[Step] = []
    taken: set[str] = set()
    if not 0 < len(rows) <= STEP_LIMIT:
        raise InputError(
            f"the flow has {len(rows)} steps",
            where=where,
            fix=f"give 1 to {STEP_LIMIT} steps",
        )
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise InputError(
                f"{shortened(row)} is no table",
                where=f"{where}: step {number}",
                fix="give each step as a table with its parameters",
            )
        place = f"{where}: step {number} {shortened(row.get('name', '(no name)'))}"
        kind = row.get("step")
        if not isinstance(kind, str) or kind not in kinds:
            raise InputError(
                f"no step is called {shortened(kind)}", where=place, fix=nearest(str(kind), kinds)
            )
        step = _read_step(kinds[kind], row, place)
        if not _is_usable(step.name):
            raise InputError(
                "this is no usable name",
                where=place,
                fix=f"give 1 to {_NAME_LIMIT} characters that can be printed, no dot in front and "
                f"none of {' '.join(sorted(_NOT_IN_NAMES))}",
            )
        if step.name in taken:
            raise InputError(
                "an earlier step has the same name", where=place, fix="give each step its own name"
            )
        taken.add(step.name)
        steps.append(step)
    return tuple(steps)


def _is_usable(name: str) -> bool:
    return (
        0 < len(name) <= _NAME_LIMIT
        and name.isprintable()
        and not name.startswith(".")
        and not _NOT_IN_NAMES.intersection(name)
    )


def _longest(value: object) -> int:
    """Return how long the longest text in a value is, however deep it lies."""
    longest, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            waiting += [*each, *each.values()]
        elif isinstance(each, (list, tuple)):
            waiting += each
        elif isinstance(each, str):
            longest = max(longest, len(each))
    return longest


def _read_step(member: type[Step], row: Mapping[str, Any], place: str) -> Step:
    for key, value in row.items():
        if _longest(value) > _NAME_LIMIT:
            raise InputError(
                f"a text has {_longest(value)} characters, more than the limit of {_NAME_LIMIT}",
                where=f"{place}: {shortened(key)}",
                fix="shorten it",
            )
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
        if first["type"] == "missing":
            problem = f"the parameter {key!r} is missing"
        elif first["type"] == "value_error":  # what Padwright itself says, with the value in it
            problem = message
        else:
            problem = f"{message} (got {shortened(first['input'])})"
        raise InputError(
            problem,
            where=f"{place}: {key}" if key else place,
            fix=_meant(member, key),
        ) from None


def _meant(member: type[Step], key: str) -> str:
    """Return what a parameter means and an example of it, or where a person reads it up."""
    described = {
        field.alias or name: field.description for name, field in member.model_fields.items()
    }
    if key not in described:
        return f"padwright steps {member.kind} tells the parameters and an example"
    if key in member.example:
        return f"write it like {key} = {shortened(member.example[key])} ({described[key]})"
    return f"{key} is: {described[key]}"


def flow_rows(flow: Flow) -> list[dict[str, Any]]:
    """Return the rows that `read_flow` reads back to the same flow."""
    return [
        {"step": step.kind, **step.model_dump(mode="json", by_alias=True, exclude_none=True)}
        for step in flow
    ]
