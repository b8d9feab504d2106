"""What the router is asked: lands, nets, keep-outs and rules, in integer nanometres.

Plain data; `padwright.route.judging.validity` says whether a problem can be used at all.
"""

from dataclasses import dataclass
from typing import Final

from padwright.route.routing import Point, Via, Wire

#: Rounding of wire corners to the grid, half a nanometre at either end and either axis.
ROUNDING_NM: Final = 2


@dataclass(frozen=True, slots=True)
class Terminal:
    """A land that a net ends on: round, or with corners.

    A terminal that no net names is an obstacle on its level. Level 0 is the lowest wiring level.
    ``corners_nm`` are those of a land that is not round, in order and where they lie, not counted
    from its centre; all of it lies in the circle of ``diameter_nm`` then.
    """

    name: str
    x_nm: int
    y_nm: int
    diameter_nm: int
    level: int
    corners_nm: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Net:
    """Terminals to join.

    ``width_nm`` and ``spacing_nm`` None mean those of the rules of each level; between two nets
    the wider spacing holds. With a ``pool`` the net also ends on one terminal of that pool, which
    the router chooses. ``longest_nm`` bounds the length of its wires. A net of ``one_level`` has
    no vias. On ``closed_levels`` it has no wires; its vias stand in lands there, and pass.
    """

    name: str
    terminals: tuple[str, ...]
    width_nm: int | None = None
    spacing_nm: int | None = None
    pool: str | None = None
    longest_nm: int | None = None
    one_level: bool = False
    closed_levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """Terminals of which the router gives each net of the pool one of its own."""

    name: str
    terminals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nets that run side by side with ``gap_nm`` between their edges.

    Their lengths differ by no more than ``skew_nm`` where that is given.
    """

    name: str
    first: str
    second: str
    gap_nm: int
    skew_nm: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Nets whose wires shall differ in length by no more than a tolerance.

    Wires are made longer with bumps whose legs are ``own_spacings`` spacings apart and which are
    no higher than ``highest_nm``.
    """

    name: str
    nets: tuple[str, ...]
    tolerance_nm: int
    own_spacings: int = 2
    highest_nm: int | None = None


@dataclass(frozen=True, slots=True)
class PlaneArea:
    """Where on a level vias may come down to a plane: a polygon in which their centres may lie."""

    polygon_nm: tuple[Point, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Shield:
    """A net with a line of another net on either side of it.

    With ``planes`` the other net lies in planes on their levels: the lines run on another level and
    come down to a plane by a via at either end. That net needs no terminals then.
    """

    net: str
    by: str
    width_nm: int
    gap_nm: int
    planes: tuple[PlaneArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Keepout:
    """A polygon that no wire and no via may enter; ``level`` None means every level."""

    polygon_nm: tuple[Point, ...]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class LevelRules:
    """What one level has of its own; None means what the rules of all levels say.

    ``via_land_nm`` is the diameter of a via's land on this level.
    """

    width_nm: int | None = None
    spacing_nm: int | None = None
    via_land_nm: int | None = None
    edge_clearance_nm: int | None = None


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """Line width, spacing between nets, via land diameter, and distance to the outline.

    Vias may stand in the lands of terminals unless ``via_in_land`` is False, and over each other
    unless ``stacked_vias`` is False; ``via_pitch_nm`` is then the least distance of the centres of
    the vias of one net on two levels that follow each other.
    """

    width_nm: int
    spacing_nm: int
    via_land_nm: int
    edge_clearance_nm: int
    levels: tuple[LevelRules, ...] = ()
    via_in_land: bool = True
    stacked_vias: bool = True
    via_pitch_nm: int = 0


@dataclass(frozen=True, slots=True)
class RoutingProblem:
    """One routing task on one or more levels inside one outline polygon.

    ``wires`` and ``vias`` are wiring that is given and stays as it is. ``mates`` are nets between
    which the spacing of the level holds and not that of a class, beside those of pairs and shields.
    """

    name: str
    outline_nm: tuple[Point, ...]
    levels: int
    rules: RoutingRules
    terminals: tuple[Terminal, ...]
    nets: tuple[Net, ...]
    keepouts: tuple[Keepout, ...] = ()
    pools: tuple[Pool, ...] = ()
    pairs: tuple[Pair, ...] = ()
    matches: tuple[Match, ...] = ()
    shields: tuple[Shield, ...] = ()
    wires: tuple[Wire, ...] = ()
    vias: tuple[Via, ...] = ()
    mates: tuple[tuple[str, str], ...] = ()
