"""What a finished output folder tells of itself, without the design that it came from."""

import json
from pathlib import Path
from typing import Any

from padwright.base.errors import InputError
from padwright.pipeline.folder import MANIFEST, damaged_files, read_manifest


def read_deposit(folder: Path) -> dict[str, Any]:
    """Return design name, figures and findings of a finished output folder.

    Raises
    ------
    InputError
        When the folder was not finished, or its files are not those of its manifest.
    """
    manifest = read_manifest(folder)
    if manifest is None or not isinstance(manifest.get("files"), dict):
        raise InputError(
            f"the folder has no {MANIFEST}, so no build was finished in it",
            where=str(folder),
            fix="run padwright build with this folder as its output",
        )
    if damaged := damaged_files(folder, manifest):
        raise InputError(
            f"absent or changed since the build: {', '.join(damaged[:5])}"
            + (f" and {len(damaged) - 5} more" if len(damaged) > 5 else ""),
            where=str(folder),
            fix="run the same padwright build again; it writes just these anew",
        )
    told: dict[str, Any] = json.loads((folder / "findings.json").read_bytes())
    return {name: told[name] for name in ("design", "figures", "findings")}
