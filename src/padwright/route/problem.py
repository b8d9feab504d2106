"""What the router is asked: lands, nets, keep-outs and rules, in integer nanometres.

Plain data; `padwright.route.validity` says whether a problem can be used at all.
"""

from dataclasses import dataclass
from typing import Final

Point = tuple[int, int]
#: Rounding of wire corners to the grid, half a nanometre at either end and either axis.
ROUNDING_NM: Final = 2


@dataclass(frozen=True, slots=True)
class Terminal:
    """A round land that a net ends on.

    A terminal that no net names is an obstacle on its level.
    Level 0 is the lowest wiring level.
    """

    name: str
    x_nm: int
    y_nm: int
    diameter_nm: int
    level: int


@dataclass(frozen=True, slots=True)
class Net:
    """Terminals to join, two or more; ``width_nm`` None means the width of the rules."""

    name: str
    terminals: tuple[str, ...]
    width_nm: int | None = None


@dataclass(frozen=True, slots=True)
class Keepout:
    """A polygon that no wire and no via may enter; ``level`` None means every level."""

    polygon_nm: tuple[Point, ...]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """Line width, spacing between nets, via land diameter, and distance to the outline."""

    width_nm: int
    spacing_nm: int
    via_land_nm: int
    edge_clearance_nm: int


@dataclass(frozen=True, slots=True)
class RoutingProblem:
    """One routing task on one or more levels inside one outline polygon."""

    name: str
    outline_nm: tuple[Point, ...]
    levels: int
    rules: RoutingRules
    terminals: tuple[Terminal, ...]
    nets: tuple[Net, ...]
    keepouts: tuple[Keepout, ...] = ()
