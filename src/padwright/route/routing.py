"""What the router gives back: wires, vias, and the nets that it could not complete."""

import math
from dataclasses import dataclass
from typing import Self

from padwright.base.errors import CancelledError

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wire:
    """A line of one width with round ends and corners along ``points_nm`` on one level."""

    net: str
    level: int
    width_nm: int
    points_nm: tuple[Point, ...]

    @property
    def length_um(self) -> float:
        """Length of the centre line."""
        points = self.points_nm
        return sum(map(math.dist, points, points[1:])) / 1000


@dataclass(frozen=True, slots=True)
class Via:
    """A round land on every level from ``lower_level`` to ``upper_level``, joined through them.

    ``land_diameters_nm`` gives the lands level by level from the lower one where the rules of the
    levels differ; without it every land has ``land_diameter_nm``, else that is the largest.
    """

    net: str
    x_nm: int
    y_nm: int
    land_diameter_nm: int
    lower_level: int
    upper_level: int
    land_diameters_nm: tuple[int, ...] = ()

    def land_nm(self, level: int) -> int:
        """Return the diameter of the land on one of its levels."""
        own = self.land_diameters_nm
        return own[level - self.lower_level] if own else self.land_diameter_nm


@dataclass(frozen=True, slots=True)
class CutGap:
    """The straight way between two things that stand still on a level, and how many lines fit."""

    level: int
    first_nm: Point
    second_nm: Point
    lines: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A way from the middle of a net's land to a wall, which no line of another net crosses.

    It leads over things that stand still, with gaps too narrow for a line between them.
    """

    net: str
    level: int
    points_nm: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A proof that of these nets no more than ``lines`` can be wired.

    More have to cross the gaps than fit. With ``ties`` it is the order in which these come to a
    wall, or to two of them, that lets no more lines pass each other; a wall is a border, or a
    closed curve of gaps that hold no line.
    """

    nets: tuple[str, ...]
    gaps: tuple[CutGap, ...]
    lines: int
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Unrouted:
    """A net left open, why, and the narrow place that stopped it where one was found.

    ``proof`` shows that it, or another net of the proof, cannot be wired; without one it is only
    not found how.
    """

    net: str
    reason: str
    cut_nm: tuple[Point, Point] | None
    proof: Cut | None = None


@dataclass(frozen=True, slots=True)
class NetLength:
    """How long a net is of which a length was asked for.

    ``demand`` is ``pair``, ``shield``, ``match`` or ``longest``, and ``group`` the name of the pair
    or the group, or the net of the shield. ``short_um`` is what the wires are shorter than the
    longest of the pair or group, or longer than the longest allowed (below 0 when they are within
    it); ``limit_um`` is what it may be, or None where nothing was said. ``coupled_um`` is the part
    of the length that runs beside the other net of the pair, or between the lines of its shield.
    """

    net: str
    demand: str
    group: str
    length_um: float
    short_um: float
    coupled_um: float
    limit_um: float | None
    met: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What was asked for of some nets and could not be had, though they may be routed, and why."""

    what: str
    reason: str
    nets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """The wiring of one problem; what did not fit is data.

    ``assignment`` gives for each net of a pool the terminal that it got. ``lengths`` are those of
    the nets of pairs, shields, matched groups and nets with a longest length; ``notes`` say which
    of these could not be had.
    """

    wires: tuple[Wire, ...]
    vias: tuple[Via, ...]
    unrouted: tuple[Unrouted, ...]
    assignment: tuple[tuple[str, str], ...] = ()
    lengths: tuple[NetLength, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def unmet(self) -> int:
        """How much of what was asked for of pairs, shields and lengths could not be had."""
        return len(self.notes) + sum(not each.met for each in self.lengths)

    @property
    def length_um(self) -> float:
        """Length of the centre lines of all wires."""
        return sum(wire.length_um for wire in self.wires)


#: The reason of nets that are open because the routing was stopped; they are tried again.
STOPPED = "the routing was stopped before it was done"


class RoutingCancelledError(CancelledError):
    """The user stopped the routing; ``routing`` is the best clean wiring until then."""

    def __init__(self, problem: str, routing: Routing, *, where: str = "", fix: str = "") -> None:
        super().__init__(problem, where=where, fix=fix)
        self.routing = routing

    @classmethod
    def of(cls, stopped: CancelledError, routing: Routing) -> Self:
        """Return a cancellation with the wiring that was reached."""
        return cls(stopped.problem, routing, where=stopped.where, fix=stopped.fix)
