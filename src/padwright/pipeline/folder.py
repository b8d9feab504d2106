"""The run folder: what was finished is kept, and nothing half-done is ever seen.

``OUT/.padwright/`` holds the stages, each under the digest of all that it was made from, and the
files that wait to be put in place. The files of the package are all written there first and then
renamed into place one by one, ``manifest.json`` last; so a full disk or a kill leaves either the
old file or the new one, and the manifest tells whether all belong together.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Self

from padwright.base.digest import canonical_json, digest
from padwright.base.errors import InputError
from padwright.base.files import write_atomic

_STATE: Final = ".padwright"
_STAGED: Final = "staged"
_CURRENT: Final = "current"
_PLACED: Final = "placed"
#: Lists every file of the package with its digest; written last.
MANIFEST: Final = "manifest.json"


class RunFolder:
    """An output folder that this process alone works in; made by `RunFolder.opened`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state = path / _STATE
        self._used: set[str] = set()

    @classmethod
    @contextlib.contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Open or make a folder and hold it until the end of the block.

        Raises
        ------
        InputError
            When it cannot be made or written, or another run is at work in it.
        """
        folder = cls(path)
        made = not path.exists()
        try:
            folder._state.mkdir(parents=True, exist_ok=True)
            lock = os.open(folder._state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(
                    "another run is at work in this folder",
                    where=str(path),
                    fix="wait for it or choose another output folder",
                ) from None
            except OSError as error:
                raise _unwritable(path, error) from None
            folder._sweep()
            yield folder
        except InputError:
            if made:
                folder._unmake()
            raise
        finally:
            os.close(lock)

    # -- stages -----------------------------------------------------------------------------

    def load(self, stage: str, key: str) -> Any | None:
        """Return what a stage stored under a key; None when it is absent or damaged."""
        name = _stage_name(stage, key)
        self._used.add(name)
        held = _read_json(self._state / name)
        if held is None or held.get("key") != key or "value" not in held:
            return None
        whole = hashlib.sha256(_stage_bytes(key, held["value"])).hexdigest()
        return held["value"] if _sha256(self._state / name) == whole else None

    def save(self, stage: str, key: str, value: Any) -> None:
        """Store what a stage made, as plain data, under a key."""
        name = _stage_name(stage, key)
        self._used.add(name)
        write_atomic(self._state / name, _stage_bytes(key, value))

    def drop(self, stage: str, key: str) -> None:
        """Remove what a stage stored under a key, because a later stage holds it."""
        name = _stage_name(stage, key)
        self._used.discard(name)
        with contextlib.suppress(OSError):
            (self._state / name).unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove every stage, so that all work is done again; the files in place stay."""
        self._prune()

    # -- files ------------------------------------------------------------------------------

    def stage_file(self, name: str, data: bytes) -> None:
        """Write a file of the package where it waits to be put in place."""
        write_atomic(self._state / _STAGED / name, data)

    def holds(self, name: str, sha256: str) -> bool:
        """Whether a file with this content waits or is in place already."""
        places = (self._state / _STAGED / name, self.path / name)
        return any(_sha256(place) == sha256 for place in places)

    def publish(self, key: str, manifest: Mapping[str, Any]) -> None:
        """Put all waiting files in place, then the manifest, and forget what is no longer used.

        Parameters
        ----------
        key
            What the files were made from; `current` asks for it.
        manifest
            Plain data; its ``files`` maps each name to a record with its ``sha256``.
        """
        before = _read_json(self.path / MANIFEST) or {}
        self._require_ours(before, manifest)
        try:
            for name, record in sorted(manifest["files"].items()):
                staged = self._state / _STAGED / name
                if _sha256(staged) == record["sha256"]:
                    staged.replace(self.path / name)
            self._drop_obsolete(before, manifest)
        except OSError as error:
            raise _unwritable(self.path, error) from None
        data = canonical_json(manifest) + b"\n"
        write_atomic(self.path / MANIFEST, data)
        self.save(_CURRENT, _CURRENT, {"key": key, "manifest": hashlib.sha256(data).hexdigest()})
        self.drop(_PLACED, _PLACED)
        self._prune()

    def _require_ours(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Raise `InputError` when a file that no run of ours wrote stands where one is to go."""
        files = before.get("files")
        placed = (self.load(_PLACED, _PLACED) or {}).get("names", [])
        ours = {*(files if isinstance(files, dict) else ()), *placed}
        foreign = sorted(
            name
            for name, record in after["files"].items()
            if name not in ours
            and (self.path / name).exists()
            and _sha256(self.path / name) != record["sha256"]
        )
        if foreign:
            raise InputError(
                f"{', '.join(foreign)} would be overwritten, which no build has written",
                where=str(self.path),
                fix="move it away or choose another output folder; what was made is kept",
            )
        self.save(_PLACED, _PLACED, {"names": sorted({*ours, *after["files"]})})

    def current(self, key: str) -> dict[str, Any] | None:
        """Return the manifest when the files in place were made from a key and are whole."""
        held = self.load(_CURRENT, _CURRENT)
        if held is None or held["key"] != key:
            return None
        if _sha256(self.path / MANIFEST) != held["manifest"]:
            return None
        manifest = _read_json(self.path / MANIFEST)
        if manifest is None or damaged_files(self.path, manifest):
            return None
        return manifest

    # -- keeping order ----------------------------------------------------------------------

    def _unmake(self) -> None:
        """Remove the folder again when this run made it and had nothing to keep."""
        if {each.name for each in self._state.iterdir()} == {"lock"}:
            with contextlib.suppress(OSError):
                (self._state / "lock").unlink()
                self._state.rmdir()
                self.path.rmdir()

    def _sweep(self) -> None:
        """Remove what a killed run left half-written."""
        for folder in (self.path, self._state, self._state / _STAGED):
            for left in folder.glob(".*.????????.tmp"):
                with contextlib.suppress(OSError):
                    left.unlink()

    def _drop_obsolete(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Remove files of an earlier manifest that the new one has not, if nobody changed them."""
        files = before.get("files")
        for name, record in files.items() if isinstance(files, dict) else ():
            path = self.path / Path(name).name
            if name not in after["files"] and _sha256(path) == record.get("sha256"):
                path.unlink()

    def _prune(self) -> None:
        """Remove stages that this run did not ask for, and the place where files waited."""
        shutil.rmtree(self._state / _STAGED, ignore_errors=True)
        for path in self._state.glob("*.json"):
            if path.name not in self._used:
                with contextlib.suppress(OSError):
                    path.unlink()


def read_manifest(path: Path) -> dict[str, Any] | None:
    """Return the manifest of a finished output folder; None when there is none."""
    return _read_json(path / MANIFEST)


def damaged_files(path: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files of a manifest that are absent or were changed, sorted."""
    return sorted(
        name
        for name, record in manifest["files"].items()
        if _sha256(path / name) != record["sha256"]
    )


def _stage_name(stage: str, key: str) -> str:
    return f"{stage}.json" if stage == key else f"{stage}-{key[:16]}.json"


def _stage_bytes(key: str, value: Any) -> bytes:
    """Return the file of a stage: what it holds, and its digest to tell damage by."""
    return canonical_json({"key": key, "digest": digest(value), "value": value}) + b"\n"


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        held = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return held if isinstance(held, dict) else None


def _sha256(path: Path) -> str:
    """Return the digest of a file's bytes; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"the output folder cannot be used ({error.strerror})",
        where=str(path),
        fix="choose another output folder or check its rights and free space",
    )
