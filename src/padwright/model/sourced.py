"""A figure never travels without the one who vouches for it."""

from typing import Any, Final, Generic, TypeVar

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from padwright.base.spec import Spec
from padwright.model.keys import Prose

T = TypeVar("T")
#: The source of a bare value in a file that a user wrote.
THIS_FILE: Final = "this file"
#: The source of a common engineering value for which no source was found.
UNCITED: Final = "uncited default"


class Sourced(Spec, Generic[T]):
    """A value and where it comes from; a bare value in a file comes from that file."""

    value: T = Field(description="the figure, as text with its unit")
    source: Prose = Field(default=THIS_FILE, description="who vouches for the figure")

    @property
    def cited(self) -> bool:
        """Whether anybody vouches for the value."""
        return not self.source.startswith(UNCITED)

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (dict, Sourced)) else {"value": raw}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return a schema that admits the bare value beside the value with its source."""
        full = handler.resolve_ref_schema(handler(core_schema))
        bare = dict(full["properties"]["value"])
        return {"anyOf": [bare, full]}
