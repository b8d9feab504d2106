"""The command that tells what the factory can do: steps."""

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated

import typer

from padwright.cli.output import give, rows, say
from padwright.cli.work_commands import JsonOption

if TYPE_CHECKING:
    from padwright.process.reference import Parameter


def steps(
    kind: Annotated[
        str | None, typer.Argument(help="one step, such as etch", metavar="STEP")
    ] = None,
    json: JsonOption = False,
) -> int:
    """List the steps of the factory, or tell one's parameters and give an example of its row."""
    from dataclasses import asdict  # noqa: PLC0415 - lazy

    from padwright.cli.inspect_commands import toml_tables  # noqa: PLC0415 - lazy
    from padwright.process.reference import every_step, step_words  # noqa: PLC0415 - lazy

    if kind is None:
        known = every_step()
        if json:
            give([asdict(each) for each in known])
        else:
            say(rows([(each.kind, each.summary) for each in known], ""))
            say("\npadwright steps STEP tells the parameters of one and gives an example")
        return 0
    told = step_words(kind)
    if json:
        give(asdict(told))
        return 0
    say(f"{told.kind}: {told.words}")
    say()
    say(_table(told.parameters))
    say()
    say(toml_tables("steps", [told.example]).rstrip())
    return 0


def _table(parameters: "tuple[Parameter, ...]") -> str:
    """Return parameters in columns, long words wrapped."""
    heads = ("key", "takes", "default", "what")
    cells = [
        (each.key, each.takes, each.default or "give it", each.description) for each in parameters
    ]
    limits = (20, 24, 12, 60)
    table = [
        [textwrap.wrap(text, limit) for text, limit in zip(row, limits, strict=True)]
        for row in (heads, *cells)
    ]
    widths = [max(len(line) for row in table for line in row[column]) for column in range(4)]
    lines = [
        "  ".join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()
        for row in table
        for parts in zip_longest(*row, fillvalue="")
    ]
    return "\n".join(f"  {each}" for each in lines)
