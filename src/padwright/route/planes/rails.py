"""Rails: wide lines of supplies along a path or round a die, given wiring for the router."""

from dataclasses import replace

from padwright.geometry.circle import wire_overhang_nm
from padwright.model.package import Design, die_box
from padwright.model.plane_spec import RailSpec
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Wire


def rail_wires(design: Design, levels: int) -> tuple[Wire, ...]:
    """Return the rails of a design as wires, as they are drawn; those of higher levels are none."""
    return tuple(
        Wire(rail.net, rail.level - 1, rail.width_nm, _path_nm(rail, design))
        for rail in design.rails
        if rail.level <= levels
    )


def _path_nm(rail: RailSpec, design: Design) -> tuple[tuple[int, int], ...]:
    """Return the points of a rail's centre line; a ring ends where it begins."""
    if rail.path_nm:
        return rail.path_nm
    die = next(each for each in design.dies if each.name == rail.around)
    left_nm, bottom_nm, right_nm, top_nm = die_box(die)
    off_nm = rail.distance_nm
    low, high = (left_nm - off_nm, bottom_nm - off_nm), (right_nm + off_nm, top_nm + off_nm)
    return (low, (high[0], low[1]), high, (low[0], high[1]), low)


def as_seen(rail: Wire, problem: RoutingProblem) -> Wire:
    """Return a rail as wide as the router has to see it: its drawn ends stand out further."""
    more_nm = wire_overhang_nm(rail.width_nm) - wire_overhang_nm(problem.rules.width_nm)
    return replace(rail, width_nm=rail.width_nm + 2 * max(0, more_nm))
