"""The schema of how a design wants to be wired: the table [routing] of a design file."""

from typing import Final, Literal

from pydantic import Field

from padwright.model.keys import KeyedSpec, by_default

#: Angles that segments of wires may have.
Angles = Literal["any", "octilinear"]


class RoutingSpec(KeyedSpec):
    """How the wiring is made, where it shall not be as usual."""

    angles: Angles = Field(
        default="any",
        description=(
            "the angles of wires: 'any' for the shortest with round corners, 'octilinear' for 0, "
            "45, 90 and 135 degrees alone"
        ),
        json_schema_extra=by_default("Padwright: the shortest wires"),
    )


#: What a design without the table [routing] gets.
AS_USUAL: Final = RoutingSpec()
