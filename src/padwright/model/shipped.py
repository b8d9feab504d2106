"""The technologies and materials that Padwright ships, as their files hold them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from padwright.base.errors import InputError, nearest
from padwright.model.keys import shortened

_DATA = resources.files("padwright.model").joinpath("data")


@cache
def material_tables() -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of the shipped materials by their ids."""
    text = _DATA.joinpath("materials.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def technology_names() -> tuple[str, ...]:
    """Return the names of the shipped technologies, sorted."""
    files = _DATA.joinpath("technologies").iterdir()
    return tuple(
        sorted(each.name.removesuffix(".toml") for each in files if each.name.endswith(".toml"))
    )


def technology_text(name: str, *, where: str = "technology") -> str:
    """Return the file of a shipped technology.

    Raises
    ------
    InputError
        When no technology of this name is shipped.
    """
    if name not in technology_names():
        raise InputError(
            f"there is no shipped technology {shortened(name)}",
            where=where,
            fix=nearest(name, technology_names()),
        )
    return _DATA.joinpath("technologies").joinpath(f"{name}.toml").read_text("utf-8")


def technology_table(name: str, *, where: str = "technology") -> dict[str, Any]:
    """Return a shipped technology as one complete table, what it is based on included.

    Raises
    ------
    InputError
        When no technology of this name is shipped.
    """
    return completed(tomllib.loads(technology_text(name, where=where)), where=where)


def completed(table: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    """Return the table of a technology put over the shipped one that it is based on, if any.

    Raises
    ------
    InputError
        When it is based on what is not shipped.
    """
    base_name = table.get("based_on")
    if not isinstance(base_name, str):
        return dict(table)
    base = technology_table(base_name, where=f"{where}: based_on")
    for own in ("name", "description"):
        base.pop(own, None)
    return _laid_over(base, table)


def _laid_over(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two levels of tables merged: sections by key, everything else replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            merged[key] = {**below, **value}
        else:
            merged[key] = value
    return merged
