"""JSON Schema of the files that a user writes, for editors that complete and check them."""

from typing import Any, Final

from padwright.model.design import DesignSpec
from padwright.model.technology import Technology

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: Tables of a technology file that may leave keys to the technology that it is based on.
_PARTS: Final = (
    "Material",
    "MaterialRoles",
    "Stack",
    "Rules",
    "Temperatures",
    "Frame",
    "Pocket",
    "Sheets",
    "Transfer",
    "Vias",
    "TerminalFigures",
)


def design_schema() -> dict[str, Any]:
    """Return the JSON Schema of a design file."""
    return {"$schema": _DIALECT} | DesignSpec.model_json_schema(by_alias=True)


def technology_schema() -> dict[str, Any]:
    """Return the JSON Schema of a technology file.

    Only its name is required, because what a file leaves out may come from the technology that it
    is ``based_on``; reading the file checks that every figure is there.
    """
    schema = {"$schema": _DIALECT} | Technology.model_json_schema(by_alias=True)
    for name in _PARTS:
        schema["$defs"][name].pop("required", None)
    return schema | {"required": ["name"]}
