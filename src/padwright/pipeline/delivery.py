"""The files of a finished package, written one by one into its run folder."""

import hashlib
from io import BytesIO
from typing import Any

from padwright.base.discovery import members
from padwright.base.progress import Report, silent
from padwright.export.exporter import Delivery, Exporter
from padwright.pipeline.folder import RunFolder

#: Each file's name with its size, digest and description.
Files = dict[str, dict[str, Any]]


def exporters() -> dict[str, type[Exporter]]:
    """Return every exporter by its kind."""
    return members("padwright.export.formats", Exporter)


def written(exporter: type[Exporter], delivery: Delivery) -> bytes:
    """Return the file of one exporter."""
    to = BytesIO()
    exporter().write(delivery, to)
    return to.getvalue()


def export(delivery: Delivery, folder: RunFolder, key: str, *, report: Report = silent) -> Files:
    """Write every file where it waits to be put in place, and return what was written.

    A file that a run with the same key has written already is not written again.
    """
    files: Files = dict(folder.load("files", key) or {})
    known = exporters()
    for number, exporter in enumerate(known.values()):
        report("export", number, len(known), exporter.filename)
        done = files.get(exporter.filename)
        if done is not None and folder.holds(exporter.filename, done["sha256"]):
            continue
        data = written(exporter, delivery)
        folder.stage_file(exporter.filename, data)
        files[exporter.filename] = _record(exporter, data)
        folder.save("files", key, files)
    report("export", len(known), len(known), "done")
    return files


def _record(exporter: type[Exporter], data: bytes) -> dict[str, Any]:
    return {
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "describes": exporter.describes,
        "loses": exporter.loses,
    }
