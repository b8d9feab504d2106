"""A walk through a schema by the keys of its files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from padwright.model.keys import KeyedSpec


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a file: its dotted name, the attribute behind it, and its field."""

    dotted: str
    attribute: str
    field: FieldInfo

    @property
    def section(self) -> type[BaseModel] | None:
        """The record that the key opens, ``None`` when the key holds a value (and its source)."""
        inner = record_in(self.field.annotation)
        return inner if inner is not None and issubclass(inner, KeyedSpec) else None


def record_in(annotation: Any) -> type[BaseModel] | None:
    """Return the first record inside an annotation such as ``tuple[DieSpec, ...]``."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    for part in get_args(annotation):
        found = record_in(part)
        if found is not None:
            return found
    return None


def keys_of(spec: type[BaseModel]) -> dict[str, tuple[str, FieldInfo]]:
    """Return the attribute and the field behind each key of one record."""
    return {
        field.alias or attribute: (attribute, field)
        for attribute, field in spec.model_fields.items()
    }


def all_keys(spec: type[BaseModel], prefix: str = "") -> Iterator[Key]:
    """Yield every key of a schema, sections before what is in them."""
    for name, (attribute, field) in keys_of(spec).items():
        key = Key(f"{prefix}{name}", attribute, field)
        yield key
        if key.section is not None:
            yield from all_keys(key.section, f"{key.dotted}.")


def record_at(spec: type[BaseModel], place: Sequence[str | int]) -> type[BaseModel] | None:
    """Return the record at a place such as ``("dies", 0)``, ``None`` when there is none."""
    current: type[BaseModel] | None = spec
    named_next = False
    for part in place:
        if isinstance(part, int):
            continue
        if named_next:
            named_next = False
            continue
        found = None if current is None else keys_of(current).get(part)
        if found is None:
            return None
        annotation = found[1].annotation
        current = record_in(annotation)
        named_next = get_origin(annotation) is dict
    return current


def field_at(spec: type[BaseModel], place: Sequence[str | int]) -> FieldInfo | None:
    """Return the field at a place such as ``("dies", 0, "width")``, ``None`` when there is none."""
    if not place or not isinstance(place[-1], str):
        return None
    record = record_at(spec, place[:-1])
    found = None if record is None else keys_of(record).get(place[-1])
    return None if found is None else found[1]
