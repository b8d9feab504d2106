"""A design that loads, to be spoiled in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from padwright.base.errors import InputError
from padwright.model.template import starting_design
from padwright.readers.design_file import load_design

Spoiled = Callable[..., InputError]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the starting design."""
    for name, text in starting_design().items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def spoiled(folder: Path) -> Spoiled:
    """Return the error of the starting design after texts in it were replaced."""

    def spoil(*edits: tuple[str, str], file: str = "design.toml") -> InputError:
        path = folder / file
        text = path.read_text()
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        with pytest.raises(InputError) as caught:
            load_design(folder / "design.toml")
        error = caught.value
        assert error.where
        assert error.fix
        assert error.exit_code == 2
        assert len(str(error)) < 1_000
        assert str(error).isprintable()
        return error

    return spoil
