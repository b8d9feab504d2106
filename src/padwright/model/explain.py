"""What a key means: its unit, its default and the one who vouches for the default."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from padwright.base.errors import InputError, nearest
from padwright.model.chip import ChipSpec
from padwright.model.design import DesignSpec
from padwright.model.fields import Key, all_keys
from padwright.model.keys import shortened
from padwright.model.material import PROPERTY_UNITS, Material, load_materials
from padwright.model.shipped import technology_table
from padwright.model.technology import Technology

#: The shipped technology whose figures are shown as defaults.
DEFAULT_TECHNOLOGY: Final = "a1-flat"
_UNIT_OF_SUFFIX: Final = MappingProxyType(
    {
        "_nm": "length: nm, um, mm, mil or in",
        "_c": "temperature: C",
        "_deg": "angle: deg",
        "_min": "duration: s, min or h",
        "_ratio": "share: a number from 0 to 1",
    }
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One key of a design or technology file, for a person.

    ``default`` is empty where the file has to give the key; ``default_source`` says who vouches
    for the default, or that it is uncited.
    """

    key: str
    description: str
    unit: str
    default: str
    default_source: str
    example: str

    def __str__(self) -> str:
        default = f"{self.default} ({self.default_source})" if self.default else "none: give it"
        lines = [f"{self.key}: {self.description}", f"  unit     {self.unit}"]
        lines += [f"  default  {default}", f"  example  {self.example}"]
        return "\n".join(lines)


def explain(key: str) -> Explanation:
    """Return what a key of a design or technology file means.

    Parameters
    ----------
    key
        Dotted, without list positions: ``package.width``, ``dies.thickness``,
        ``netlist.nets.width`` (of a die's own net list), ``rules.line_width``,
        ``technology.name``, ``material.cu.conductivity``.

    Raises
    ------
    InputError
        When there is no such key; the error names the nearest one.
    """
    known = _explanations()
    if key in known:
        return known[key]
    parts = key.split(".")
    if len(parts) == 3 and parts[0] == "material" and parts[1] in load_materials():
        found = known.get(f"material.{parts[2]}")
        if found is not None:
            return _of_material(key, parts[1], parts[2], found)
    raise InputError(
        f"there is no key {shortened(key)}", where="explain", fix=nearest(key[:200], known)
    )


def explained_keys() -> tuple[str, ...]:
    """Return every key that can be explained, design first, in the order of the files."""
    return tuple(_explanations())


@cache
def _explanations() -> MappingProxyType[str, Explanation]:
    found: dict[str, Explanation] = {}
    for key in all_keys(DesignSpec):
        found[key.dotted] = _explanation(key, key.dotted, *_default_of(key.field))
    defaults = technology_table(DEFAULT_TECHNOLOGY)
    for key in all_keys(Technology):
        name = f"technology.{key.dotted}" if key.dotted in found else key.dotted
        found[name] = _explanation(key, name, *_shipped_default(key, defaults))
    for key in all_keys(ChipSpec):
        name = f"netlist.{key.dotted}"
        found[name] = _explanation(key, name, *_default_of(key.field))
    return MappingProxyType(found)


def _explanation(key: Key, name: str, default: str, default_source: str) -> Explanation:
    description = str(key.field.description)
    if key.section is not None:
        inner = ", ".join(each.dotted for each in _children(key))
        example = f"[[{name}]]" if get_origin(key.field.annotation) is tuple else f"[{name}]"
        default = "" if key.field.is_required() else "empty"
        source = _default_of(key.field)[1]
        return Explanation(
            name, f"{description}; it has {inner}", "table", default, source, example
        )
    example = _as_toml(key.field.examples[0]) if key.field.examples else ""
    last = name.rpartition(".")[2]
    return Explanation(
        name, description, _unit(key), default, default_source, f"{last} = {example}"
    )


def _children(key: Key) -> Iterator[Key]:
    if key.section is not None:
        yield from (each for each in all_keys(key.section) if "." not in each.dotted)


def _unit(key: Key) -> str:
    if key.attribute in PROPERTY_UNITS:
        return PROPERTY_UNITS[key.attribute] or "a number"
    words = unit_words(key.attribute)
    if words:
        return words
    choices = [each for part in _parts(key.field.annotation) for each in _choices(part)]
    if choices:
        return f"one of {', '.join(choices)}"
    return _sort_of(key.field.annotation)


def unit_words(attribute: str) -> str:
    """Return what the ending of an attribute says of its values; empty for what has no unit."""
    return next(
        (unit for suffix, unit in _UNIT_OF_SUFFIX.items() if attribute.endswith(suffix)), ""
    )


def _sort_of(annotation: Any) -> str:
    """Return what sort of value a key without a unit or a choice takes."""
    sorts = {tuple: "list of names", dict: "table of the device's own keys"}
    origin = get_origin(annotation)
    if origin in sorts:
        return sorts[origin]
    plain = _parts(annotation)
    return "true or false" if bool in plain else "whole number" if int in plain else "text"


def _parts(annotation: Any) -> tuple[Any, ...]:
    inner = tuple(each for each in get_args(annotation) if each is not type(None))
    return (annotation, *inner)


def _choices(annotation: Any) -> tuple[str, ...]:
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _default_of(field: FieldInfo) -> tuple[str, str]:
    if field.is_required():
        return "", ""
    extra = field.json_schema_extra
    source = str(extra.get("default_source", "")) if isinstance(extra, dict) else ""
    value = field.get_default(call_default_factory=False)
    if isinstance(extra, dict) and "default" in extra:
        return str(extra["default"]), source
    return ("not given" if value in (None, "", (), {}) else str(value)), source


def _shipped_default(key: Key, table: dict[str, Any]) -> tuple[str, str]:
    """Return the figure of the shipped technology and its source."""
    value: Any = table
    for part in key.dotted.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        return _default_of(key.field)
    where = f"shipped technology {DEFAULT_TECHNOLOGY}"
    if isinstance(value, dict) and "value" in value:
        return str(value["value"]), f"{where}: {value['source']}"
    return str(value), where


def _of_material(name: str, each: str, prop: str, about: Explanation) -> Explanation:
    material = load_materials()[each]
    attribute = next(key.attribute for key in all_keys(Material) if key.dotted == prop)
    value = getattr(material, attribute)
    source = getattr(value, "source", material.source)
    return Explanation(
        name,
        f"{about.description}, of {material.name}",
        about.unit,
        "not known" if value in (None, "", ()) else _as_text(value),
        "shipped materials" if value is None or value is source else source,
        about.example,
    )


def _as_text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict) and value:
        inner = ", ".join(f"{key} = {_as_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_as_toml(each) for each in value)}]"
    return "{}" if value == {} else str(value)
