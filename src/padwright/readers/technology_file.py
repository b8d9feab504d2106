"""Technologies: shipped ones by name, others from a file beside the design."""

import tomllib
from pathlib import Path
from typing import Any

from padwright.base.errors import InputError
from padwright.base.files import inside
from padwright.model.door import admit
from padwright.model.shipped import completed, technology_text
from padwright.model.technology import Technology
from padwright.readers.toml_file import read_toml


def load_technology(name: str, folder: Path | None = None, *, where: str = "") -> Technology:
    """Return a technology.

    Parameters
    ----------
    name
        A shipped technology such as ``"a1-flat"``, or a ``.toml`` file.
    folder
        The folder that the file has to lie in; the file's own where none is given.
    where
        The place of the name, for an error.

    Raises
    ------
    InputError
        When there is none of this name or the file cannot be used.
    """
    if not name.endswith(".toml"):
        table = tomllib.loads(technology_text(name, where=where or "technology"))
        return _checked(table, f"technology {name}")
    path = Path(name) if folder is None else inside(folder, name, where=where)
    return _checked(read_toml(path), str(path))


def _checked(table: dict[str, Any], where: str) -> Technology:
    if "name" not in table:
        raise InputError(
            "the key is missing", where=f"{where}: name", fix='add name = "..." of its own'
        )
    return admit(Technology, completed(table, where=where), where=where)
