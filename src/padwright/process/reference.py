"""What a step is and takes, in words: read from its class, so that no page can differ from it."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from padwright.base.errors import InputError, nearest
from padwright.model.explain import unit_words
from padwright.model.fields import record_in
from padwright.model.keys import shortened
from padwright.process.flow import read_flow, step_kinds
from padwright.process.step import Step


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key of a step's row; `default` is empty where a row has to give the key."""

    key: str
    description: str
    takes: str
    default: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step for a person: one line, all its words, its parameters, and a row as in a flow."""

    kind: str
    summary: str
    words: str
    parameters: tuple[Parameter, ...]
    example: dict[str, object]


def step_words(kind: str) -> StepWords:
    """Return what a step is and takes.

    Raises
    ------
    InputError
        When there is no such step; the error names the nearest one.
    """
    kinds = step_kinds()
    if kind not in kinds:
        raise InputError(
            f"no step is called {shortened(kind)}", where="steps", fix=nearest(kind[:200], kinds)
        )
    member = kinds[kind]
    words = inspect.getdoc(member) or ""
    example = {"step": kind, **member.example}
    defaults = _defaults(member, example)
    parameters = tuple(
        Parameter(
            field.alias or name,
            field.description or "",
            _takes(name, field.annotation),
            "" if field.is_required() else _shown(defaults.get(field.alias or name)),
        )
        for name, field in member.model_fields.items()
    )
    return StepWords(kind, words.partition("\n")[0].rstrip("."), words, parameters, example)


def every_step() -> tuple[StepWords, ...]:
    """Return the words of every step that the factory knows, by name."""
    return tuple(step_words(kind) for kind in step_kinds())


def _defaults(member: type[Step], example: dict[str, object]) -> dict[str, Any]:
    """Return each parameter that has a default with it, as a flow writes it."""
    (step,) = read_flow([example])
    plain = {
        name: field.get_default()
        for name, field in member.model_fields.items()
        if not field.is_required()
    }
    return step.model_copy(update=plain).model_dump(mode="json", by_alias=True)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "not given" if value in (None, [], "") else str(value)


def _takes(attribute: str, annotation: Any) -> str:
    """Return what a parameter takes: a unit, a choice or a sort of value."""
    words = unit_words(attribute)
    if words:
        return words
    record = record_in(annotation)
    if record is not None:
        keys = [field.alias or name for name, field in record.model_fields.items()]
        return f"list of tables with {', '.join(keys)}"
    plain = list(dict.fromkeys(_plain(annotation)))
    if tuple in plain:
        return "list of names"
    choices = [str(each) for each in plain if not isinstance(each, type)]
    some = f"one of {', '.join(choices)}" if len(choices) > 1 else "".join(choices)
    sorts = [word for sort, word in _SORTS if sort in plain]
    return ", or ".join([*sorts, *([some] if some else [])])


_SORTS = ((bool, "true or false"), (int, "whole number"), (float, "number"), (str, "text"))


def _plain(annotation: Any) -> Iterator[Any]:
    """Yield the plain types and the choices inside an annotation."""
    origin = get_origin(annotation)
    if origin in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _plain(part)
    elif origin is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif origin is Literal:
        yield from get_args(annotation)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from annotation
    elif annotation is not NoneType:
        yield origin or annotation
