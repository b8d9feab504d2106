"""Identity of work: the same inputs and tools give the same digest on every machine."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Return JSON with sorted keys, no spaces and no NaN, so that equal values have equal bytes."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode(errors="surrogatepass")


def digest(value: Any) -> str:
    """Return the SHA-256 of bytes, or of the canonical JSON of any other value, in hexadecimal."""
    data = value if isinstance(value, bytes) else canonical_json(value)
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result was made from: its stage, the digests of its inputs and the tools' versions."""

    stage: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The identity of the result."""
        return digest([self.stage, dict(self.inputs), dict(self.tools)])
