"""Process flows as `padwright flow` writes them: TOML with ``[[steps]]``, or JSON with rows."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from padwright.base.errors import InputError
from padwright.base.files import read_text
from padwright.readers.toml_file import parse_toml

#: A flow of 500 steps has about 150 kB.
_FLOW_LIMIT_BYTES: Final = 5_000_000
_FORM: Final = "write a table [[steps]] for each step, as `padwright flow` does"


def read_steps(path: Path) -> list[Any]:
    """Return the rows of a flow file as they are written; nothing in it is executed.

    Raises
    ------
    InputError
        When the file cannot be read, is neither TOML nor JSON, or holds no list of steps.
    """
    where = str(path)
    text = read_text(path, limit_bytes=_FLOW_LIMIT_BYTES)
    content = _parsed_json(text, where) if _is_json(text) else parse_toml(text, where=where)
    if isinstance(content, Mapping):
        others = [key for key in content if key != "steps"]
        if others:
            raise InputError(f"unknown key {others[0][:60]!r}", where=where, fix=_FORM)
        content = content.get("steps")
    if not isinstance(content, list) or not content:
        raise InputError("the file has no steps", where=where, fix=_FORM)
    return content


def _is_json(text: str) -> bool:
    """Whether a text begins as JSON does, and not with a table of TOML."""
    begin = text.lstrip()
    return begin[:1] in {"[", "{"} and re.match(r"\[\[|\[[\w. -]+\][ \t]*[\r\n]", begin) is None


def _parsed_json(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise InputError(
            "this is not usable JSON: it is nested too deeply", where=where, fix=_FORM
        ) from None
    except ValueError as error:
        raise InputError(f"this is not JSON: {str(error)[:200]}", where=where, fix=_FORM) from None


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no number"
    raise ValueError(msg)
