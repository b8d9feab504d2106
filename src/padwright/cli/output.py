"""What commands print: data or text on stdout, and silence once nobody reads it."""

import contextlib
import json
from typing import Any

import typer


def say(text: str = "") -> None:
    """Print text for a person; when the reader has gone, the command still ends as it would."""
    with contextlib.suppress(BrokenPipeError):
        typer.echo(text)


def give(data: Any) -> None:
    """Print data for a program, as JSON."""
    say(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def note(text: str) -> None:
    """Print a remark beside the result, on stderr."""
    with contextlib.suppress(BrokenPipeError):
        typer.echo(text, err=True)


def rows(pairs: list[tuple[str, str]], indent: str = "  ") -> str:
    """Return names and texts in two columns."""
    width = max((len(name) for name, _ in pairs), default=0)
    return "\n".join(f"{indent}{name:<{width}}  {text}".rstrip() for name, text in pairs)
