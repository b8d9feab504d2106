"""The schema of how a design wants to be wired: the table [routing] of a design file."""

from typing import Final

from padwright.model.keys import KeyedSpec


class RoutingSpec(KeyedSpec):
    """How the wiring is made, where it shall not be as usual."""


#: What a design without the table [routing] gets.
AS_USUAL: Final = RoutingSpec()
