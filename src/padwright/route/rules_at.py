"""Which rules hold where: width, spacing, via land and edge clearance by net and by level."""

from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from padwright.base.arrays import Bools, Floats
from padwright.route.problem import Net, RoutingProblem
from padwright.route.routing import Point, Via

_Length = TypeVar("_Length", float, Floats)
#: What a level may have of its own, as `RoutingRules` and `LevelRules` both name it.
_Rule = Literal["width_nm", "spacing_nm", "via_land_nm", "edge_clearance_nm"]


def margin_nm(half_nm: _Length) -> _Length:
    """Return what is kept beyond the spacing for lines of half a width.

    KLayout draws round ends as polygons of 32 corners round the circle, which stand out by
    0.5 % of the half width, on both lines; a part goes to rounding and thinning.
    """
    return 3.0 + 0.0138 * half_nm


def _level_rule(problem: RoutingProblem, level: int, rule: _Rule) -> int:
    """Return a rule as the level has it for itself, else as all levels have it."""
    levels = problem.rules.levels
    own: int | None = getattr(levels[level], rule) if level < len(levels) else None
    every: int = getattr(problem.rules, rule)
    return every if own is None else own


def level_width_nm(problem: RoutingProblem, level: int) -> int:
    """Return the width of lines on a level for nets without a width of their own."""
    return _level_rule(problem, level, "width_nm")


def level_spacing_nm(problem: RoutingProblem, level: int) -> int:
    """Return the least spacing of a level."""
    return _level_rule(problem, level, "spacing_nm")


def via_land_nm(problem: RoutingProblem, level: int) -> int:
    """Return the diameter of a via's land on a level."""
    return _level_rule(problem, level, "via_land_nm")


def via_between(problem: RoutingProblem, net: str, at_nm: Point, levels: tuple[int, int]) -> Via:
    """Return a via between two levels, with the land that each level asks for."""
    low, high = sorted(levels)
    sizes = [via_land_nm(problem, each) for each in range(low, high + 1)]
    differ = tuple(sizes) if len(set(sizes)) > 1 else ()
    return Via(net, *at_nm, max(sizes), low, high, differ)


def edge_clearance_nm(problem: RoutingProblem, level: int) -> int:
    """Return the distance that metal keeps to the outline on a level."""
    return _level_rule(problem, level, "edge_clearance_nm")


def width_nm(problem: RoutingProblem, net: Net, level: int) -> int:
    """Return the width of a net's lines on a level."""
    return level_width_nm(problem, level) if net.width_nm is None else net.width_nm


def net_spacing_nm(problem: RoutingProblem, net: Net | None, level: int) -> int:
    """Return what a net asks for on a level, never less than the level; None is no net."""
    own = 0 if net is None or net.spacing_nm is None else net.spacing_nm
    return max(own, level_spacing_nm(problem, level))


def spacing_nm(problem: RoutingProblem, first: Net | None, second: Net | None, level: int) -> int:
    """Return the spacing between two nets on a level: the wider one of both."""
    return max(net_spacing_nm(problem, each, level) for each in (first, second))


def mates_of(problem: RoutingProblem) -> set[frozenset[str]]:
    """Return the nets that run beside each other: pairs, nets with their shields, and mates.

    Between these the spacing of a class does not hold; it is for what is beside both of them.
    """
    mates = [*problem.mates, *((pair.first, pair.second) for pair in problem.pairs)]
    for shield in problem.shields:
        mates.append((shield.net, shield.by))
        mates += [
            (net, shield.by)
            for pair in problem.pairs
            if shield.net in {pair.first, pair.second}
            for net in (pair.first, pair.second)
        ]
    return {frozenset(each) for each in mates}


def without_classes_of_mates(problem: RoutingProblem) -> RoutingProblem:
    """Return a problem in which nets with mates keep the spacing of the level to all others."""
    alike = {name for names in mates_of(problem) for name in names}
    return replace(
        problem,
        nets=tuple(
            replace(net, spacing_nm=None) if net.name in alike else net for net in problem.nets
        ),
        pairs=(),
        shields=(),
        mates=(),
    )


class Limits(NamedTuple):
    """The same as tables in nm; in the spacing table the last row is of what has no net."""

    width_nm: Floats  # (nets, levels)
    spacing_nm: Floats  # (nets + 1, levels)
    via_land_nm: Floats  # (levels,)
    edge_nm: Floats  # (levels,)
    via_in_land: bool
    via_pitch_nm: float  # of the vias of a net on levels that follow; below 0 when they may stack
    one_level: Bools  # (nets,)
    closed: Bools  # (nets, levels) where a net has no wires


def limits(problem: RoutingProblem) -> Limits:
    """Return the rules of every net on every level."""
    levels = range(problem.levels)

    def table(rows: list[list[int]]) -> Floats:
        return np.array(rows, np.float64).reshape(-1, problem.levels)

    nets: list[Net | None] = [*problem.nets, None]
    return Limits(
        table([[width_nm(problem, net, level) for level in levels] for net in problem.nets]),
        table([[net_spacing_nm(problem, net, level) for level in levels] for net in nets]),
        np.array([via_land_nm(problem, level) for level in levels], np.float64),
        np.array([edge_clearance_nm(problem, level) for level in levels], np.float64),
        problem.rules.via_in_land,
        -1.0 if problem.rules.stacked_vias else float(problem.rules.via_pitch_nm),
        np.array([net.one_level for net in problem.nets], np.bool_),
        np.array(
            [[level in net.closed_levels for level in levels] for net in problem.nets], np.bool_
        ).reshape(-1, problem.levels),
    )
