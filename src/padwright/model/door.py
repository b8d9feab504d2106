"""The door: what a file holds becomes a checked record, or one clear `InputError`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from padwright.base.errors import InputError, nearest
from padwright.model.fields import field_at, keys_of, record_at, record_in
from padwright.model.keys import KeyedSpec, shortened

S = TypeVar("S", bound=BaseModel)
#: What TOML calls the kinds of values that pydantic names in its own words.
_KINDS: Final = {
    "model_type": "it should be a table",
    "dict_type": "it should be a table",
    "tuple_type": "it should be a list",
    "string_type": "it should be a text in quotes",
    "int_type": "it should be a whole number",
}


def admit(spec: type[S], raw: Any, *, where: str) -> S:
    """Return a record made from what a file holds, read by its keys.

    Parameters
    ----------
    spec
        The schema.
    raw
        Tables, lists and values as a TOML or JSON file gives them.
    where
        The file, put before the key in the error.

    Raises
    ------
    InputError
        At the first value that cannot be used: with its key, the value, the limit and a fix.
    """
    try:
        return spec.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False)
    raise _as_input_error(spec, raw, details, where)


def _as_input_error(
    spec: type[BaseModel], raw: Any, details: Sequence[ErrorDetails], where: str
) -> InputError:
    # a misspelt key is also a missing one, but the misspelling is what went wrong
    first = next((each for each in details if each["type"] == "extra_forbidden"), details[0])
    place = tuple(first["loc"])
    unknown = first["type"] == "extra_forbidden"
    value_place = place[:-1] if place and place[-1] == "value" else place
    shown = place[:-1] if unknown else value_place
    problem, fix = _said(spec, first, value_place)
    if len(details) > 1:
        problem = f"{problem} (the first of {len(details)} faults)"
    key = dotted(raw, shown)
    return InputError(problem, where=f"{where}: {key}" if key else where, fix=fix)


def _said(
    spec: type[BaseModel], fault: ErrorDetails, place: Sequence[str | int]
) -> tuple[str, str]:
    """Return the problem and the fix of one fault."""
    if fault["type"] == "extra_forbidden":
        record = record_at(spec, place[:-1])
        known = [] if record is None else list(keys_of(record))
        return f"unknown key {shortened(place[-1])}", nearest(str(place[-1])[:200], known)
    while place and isinstance(place[-1], int):
        place = place[:-1]
    field = field_at(spec, place)
    about = "" if field is None else str(field.description)
    example = _example(field.examples[0]) if field is not None and field.examples else ""
    if fault["type"] == "missing":
        name = str(place[-1]) if place else "it"
        line = f"{name} = {example}" if example else name
        return "the key is missing", f"add {line}" + (f" ({about})" if about else "")
    message = fault["msg"].removeprefix("Value error, ")
    fix = f"give {about}" + (f", such as {example}" if example else "") if about else ""
    section = record_in(None if field is None else field.annotation)
    if (
        section is not None
        and issubclass(section, KeyedSpec)
        and not isinstance(fault["loc"][-1], int)
    ):
        fix = f"change these keys; `padwright explain {place[-1]}` tells what they mean"
    if fault["type"] == "value_error":
        return message, fix or "change these keys"
    message = _KINDS.get(fault["type"]) or message.replace("Input should", "it should", 1)
    problem = f"{shortened(fault['input'])} cannot be used: {message}"
    if fault["type"] == "literal_error" and isinstance(fault["input"], str):
        choices = str(fault.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
        fix = nearest(fault["input"][:200], [each.strip("'") for each in choices])
    return problem, fix or "write it as the examples do"


def _example(value: Any) -> str:
    """Return an example as TOML writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_example(each) for each in value)}]"
    return str(value)


def dotted(raw: Any, place: Sequence[str | int]) -> str:
    """Return a place in a file as text, list entries by their names where they have one."""
    text = ""
    here = raw
    for part in place:
        here = _entered(here, part)
        if isinstance(part, int):
            name = here.get("name") if isinstance(here, Mapping) else None
            plain = isinstance(name, str) and 0 < len(name) <= 100 and name.isprintable()
            text += f".{name}" if plain else f"[{part}]"
        else:
            shown = part if part.isprintable() and len(part) <= 100 else shortened(part)
            text += f".{shown}" if text else shown
    return text


def _entered(here: Any, part: str | int) -> Any:
    if isinstance(here, Mapping):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None
