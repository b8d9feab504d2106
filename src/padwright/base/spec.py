"""The base of everything that a user writes: frozen, closed, described field by field."""

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """A frozen, closed record read from text; an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=False,
        allow_inf_nan=False,
        ser_json_inf_nan="constants",
        str_strip_whitespace=True,
    )
