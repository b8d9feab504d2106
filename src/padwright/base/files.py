"""Files come in as bounded data and go out whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from padwright.base.errors import InputError, nearest

#: Text inputs beyond this are refused before they are read: 20 MB holds 400,000 pads.
TEXT_LIMIT_BYTES: Final = 20_000_000


def read_text(path: Path, *, limit_bytes: int = TEXT_LIMIT_BYTES) -> str:
    """Return a UTF-8 text file, or raise `InputError` when it cannot be used."""
    try:
        if not path.exists():
            siblings = [each.name for each in path.parent.glob("*")]
            raise InputError(
                "there is no such file", where=str(path), fix=nearest(path.name, siblings)
            )
        if not path.is_file():
            raise InputError("this is not a file", where=str(path), fix="name a file")
        with path.open("rb") as file:
            data = file.read(limit_bytes + 1)
        if len(data) > limit_bytes:
            size_mb, limit_mb = path.stat().st_size / 1e6, limit_bytes / 1e6
            raise InputError(
                f"the file has {size_mb:.1f} MB, more than the limit of {limit_mb:g} MB",
                where=str(path),
                fix="check that it is the right file; split it if it is",
            )
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} is not UTF-8 text", where=str(path), fix="save it as UTF-8 text"
        ) from None
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", where=str(path), fix="check its rights"
        ) from None
    except ValueError:
        raise InputError(
            "the name has a zero character", where=repr(str(path))[:200], fix="name a file"
        ) from None


def inside(folder: Path, name: str, *, where: str) -> Path:
    """Return the path of a file that a project names, which may not leave the project's folder."""
    try:
        root = folder.resolve()
        path = (root / name).resolve()  # symbolic links may not lead out either
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(
            f"{name[:60]!r} is no usable file name ({str(error)[:60]})",
            where=where,
            fix="name a file in the folder of the design",
        ) from None
    if not path.is_relative_to(root):
        raise InputError(
            f"{name[:200]!r} leaves the project folder",
            where=where,
            fix="copy the file into the folder of the design and name it there",
        )
    return folder / name


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, flush it to the disk and rename it into place."""
    if path.exists() and not path.is_file():
        raise InputError(
            "this is there and is no plain file", where=str(path), fix="name another output file"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}.", suffix=".tmp"
        )
    except OSError as error:
        raise InputError(
            f"the output cannot be written ({error.strerror})",
            where=str(path),
            fix="choose another output folder or check its rights and free space",
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise InputError(
            f"the output cannot be written ({error.strerror})",
            where=str(path),
            fix="free some space or choose another output folder; nothing there was changed",
        ) from None
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
