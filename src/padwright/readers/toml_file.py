"""TOML files as plain tables."""

import tomllib
from pathlib import Path
from typing import Any

from padwright.base.errors import InputError
from padwright.base.files import read_text

#: A design or technology file beyond this is none: the shipped ones have about 10 kB.
TOML_LIMIT_BYTES = 1_000_000


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises
    ------
    InputError
        When the file cannot be read or is no TOML; the error has its line.
    """
    return parse_toml(read_text(path, limit_bytes=TOML_LIMIT_BYTES), where=str(path))


def parse_toml(text: str, *, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    InputError
        When it is no TOML; the error has its line.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise InputError(
            f"this is not TOML: {str(error)[:200]}",
            where=where,
            fix="write keys as key = value, texts and lengths in quotes",
        ) from None
    except RecursionError:
        raise InputError(
            "this is not usable TOML: lists or tables are nested too deeply",
            where=where,
            fix="write it as `padwright new` does",
        ) from None
