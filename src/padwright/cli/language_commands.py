"""The commands that teach the language of the files: new, explain, schema, materials."""

import json as json_text
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from padwright.base.errors import InputError
from padwright.cli.output import give, rows, say
from padwright.cli.work_commands import JsonOption


class SchemaName(StrEnum):
    """A file that a user writes."""

    DESIGN = "design"
    TECHNOLOGY = "technology"


def new(
    folder: Annotated[Path, typer.Argument(help="folder to make", metavar="FOLDER")],
) -> int:
    """Write a commented design to start from; nothing that exists is overwritten."""
    from padwright.base.files import write_atomic  # noqa: PLC0415 - lazy
    from padwright.model.template import starting_design  # noqa: PLC0415 - lazy

    files = starting_design()
    for name in files:
        if (folder / name).exists():
            raise InputError(
                "the file exists and is not overwritten",
                where=str(folder / name),
                fix="name a new folder",
            )
    for name, text in files.items():
        write_atomic(folder / name, text.encode())
    design = folder / "design.toml"
    say(f"wrote {', '.join(str(folder / name) for name in files)}")
    say(f"next: edit {design}, then: padwright build {design} -o {folder / 'out'}")
    return 0


def explain(
    key: Annotated[
        str | None, typer.Argument(help="dotted key, such as package.width", metavar="KEY")
    ] = None,
    json: JsonOption = False,
) -> int:
    """Tell what a key of a design or technology file means; without a key, list them all."""
    from dataclasses import asdict  # noqa: PLC0415 - lazy

    from padwright.model.explain import explain as explained  # noqa: PLC0415 - lazy
    from padwright.model.explain import explained_keys  # noqa: PLC0415 - lazy

    if key is None:
        names = list(explained_keys())
        if json:
            give(names)
        else:
            say("\n".join(names))
        return 0
    told = explained(key)
    if json:
        give(asdict(told))
    else:
        say(str(told))
    return 0


def schema(
    name: Annotated[SchemaName, typer.Argument(help="design or technology")],
) -> int:
    """Print the JSON Schema of a file, for editors that complete and check it."""
    from padwright.model.schema import design_schema, technology_schema  # noqa: PLC0415 - lazy

    made = design_schema() if name is SchemaName.DESIGN else technology_schema()
    say(json_text.dumps(made, indent=2, ensure_ascii=False))
    return 0


def materials(
    material: Annotated[
        str | None, typer.Argument(help="id of one material, such as cu", metavar="ID")
    ] = None,
    json: JsonOption = False,
) -> int:
    """List the shipped materials, or tell every figure of one with its source."""
    from padwright.base.errors import nearest  # noqa: PLC0415 - lazy
    from padwright.model.keys import key_of  # noqa: PLC0415 - lazy
    from padwright.model.material import PROPERTY_UNITS, load_materials  # noqa: PLC0415 - lazy

    known = load_materials()
    if material is not None and material not in known:
        raise InputError(
            f"there is no material {material[:60]!r}",
            where="materials",
            fix=nearest(material, known),
        )
    chosen = known if material is None else {material: known[material]}
    if json:
        give({each: found.model_dump(mode="json") for each, found in chosen.items()})
    elif material is None:
        say(rows([(each, f"{found.kind:<14} {found.name}") for each, found in known.items()], ""))
    else:
        found = known[material]
        say(f"{found.id}: {found.name} ({found.kind})")
        figures = []
        for attribute in PROPERTY_UNITS:
            figure = getattr(found, attribute)
            if figure is not None:
                figures.append((key_of(attribute), f"{figure}  [{figure.source}]"))
        say(rows(figures))
        if found.notes:
            say(f"  {found.notes}")
    return 0
