"""The schema of how a design wants to be wired: the table [routing] of a design file."""

from typing import Final, Literal

from pydantic import Field

from padwright.model.keys import KeyedSpec, by_default
from padwright.model.metal_spec import DegassingSpec, DensitySpec, FillSpec, TeardropSpec

#: Angles that segments of wires may have.
Angles = Literal["any", "octilinear"]

#: How nets get the balls of a grid.
Balls = Literal["straight", "reachable"]


class RoutingSpec(KeyedSpec):
    """How the wiring is made, where it shall not be as usual."""

    angles: Angles = Field(
        default="any",
        description=(
            "the angles of wires: 'any' for the shortest with round corners, 'octilinear' for 0, "
            "45, 90 and 135 degrees alone"
        ),
        examples=["octilinear"],
        json_schema_extra=by_default("Padwright: the shortest wires"),
    )
    balls: Balls = Field(
        default="straight",
        description=(
            "which balls of a grid nets get: 'straight' for the least sum of straight distances, "
            "'reachable' for those that their wires reach on the fewest levels at the least length"
        ),
        examples=["reachable"],
        json_schema_extra=by_default("Padwright: the least sum of straight distances"),
    )
    keep: str | None = Field(
        default=None,
        min_length=1,
        description=(
            "a file with the wiring of an earlier build, its wiring.json, in the folder of the "
            "design or below: nets that can stay in it stay to the nanometre, and at least as many "
            "wiring levels are used"
        ),
        examples=["wiring.json"],
        json_schema_extra=by_default("Padwright: all is wired afresh"),
    )
    teardrops: TeardropSpec | None = Field(
        default=None,
        description="tapers where wires meet lands and vias; the table may be empty",
        json_schema_extra=by_default("Padwright: none"),
    )
    degassing: DegassingSpec | None = Field(
        default=None,
        description="holes in planes and wide metal; the table may be empty",
        json_schema_extra=by_default("Padwright: none"),
    )
    fill: FillSpec | None = Field(
        default=None,
        description="metal without a net where a tile has too little; the table may be empty",
        json_schema_extra=by_default("Padwright: none"),
    )
    density: DensitySpec | None = Field(
        default=None,
        description="the share of metal in each tile; the table may be empty",
        json_schema_extra=by_default(
            "Padwright: min_density, max_density and density_window of the technology"
        ),
    )


#: What a design without the table [routing] gets.
AS_USUAL: Final = RoutingSpec()
