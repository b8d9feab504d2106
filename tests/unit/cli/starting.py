"""The starting design in a folder, and small ways to spoil it."""

from collections.abc import Callable
from pathlib import Path

from padwright.model.template import starting_design


def write_start(folder: Path, **changes: Callable[[str], str]) -> Path:
    """Write the starting design, its texts changed, and return the design file.

    ``design`` and ``pads`` take the text of ``design.toml`` and ``pads.csv``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in starting_design().items():
        change = changes.get(name.partition(".")[0], str)
        (folder / name).write_text(change(text))
    return folder / "design.toml"


def swap(old: str, new: str) -> Callable[[str], str]:
    """Return a change of one text into another, which has to be there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change
