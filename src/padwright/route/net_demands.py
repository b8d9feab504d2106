"""What a design asks of single nets, in the figures of the routing problem.

Lines are drawn a nanometre wider on either side with round corners that stand out a little more, so
a gap is asked for that much wider, and a class keeps the space that its widest line needs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from padwright.geometry.circle import wire_overhang_nm
from padwright.model.net_specs import matching
from padwright.model.package import Design
from padwright.route.problem import (
    ROUNDING_NM,
    Match,
    Net,
    Pair,
    RoutingProblem,
    Shield,
)
from padwright.route.routing import Note


def classed(design: Design, nets: Iterable[tuple[str, Sequence[str]]]) -> tuple[Net, ...]:
    """Return nets with the width, the spacing and the longest length of their class.

    Parameters
    ----------
    nets
        Names and terminals; a net with one terminal has nothing to join and is left out.
    """
    rules = design.technology.rules
    joined = {name: tuple(pins) for name, pins in nets if len(pins) > 1}
    found = {name: Net(name, pins) for name, pins in joined.items()}
    for each in design.net_classes:
        width_nm = each.width_nm or rules.line_width_nm.value
        space_nm = each.spacing_nm or rules.line_space_nm.value
        spacing_nm = None
        if each.spacing_nm is not None or width_nm > rules.line_width_nm.value:
            spacing_nm = space_nm + 2 * wire_overhang_nm(width_nm) + ROUNDING_NM
        for name in matching(each.nets, joined):
            found[name] = replace(
                found[name],
                width_nm=each.width_nm,
                spacing_nm=spacing_nm,
                longest_nm=each.longest_nm,
            )
    return tuple(found.values())


def widest_line_nm(design: Design) -> int:
    """Return the width of the widest line that a design asks for."""
    rules = design.technology.rules
    asked = [each.width_nm for each in design.net_classes]
    asked += [each.width_nm for each in design.shields]
    return max((each for each in asked if each is not None), default=rules.line_width_nm.value)


def with_demands(problem: RoutingProblem, design: Design) -> RoutingProblem:
    """Return a routing problem with the pairs, groups and shields of a design.

    Those of which a net has nothing to join are left out.
    """
    rules = design.technology.rules
    width_nm, space_nm = rules.line_width_nm.value, rules.line_space_nm.value
    joined = [net.name for net in problem.nets]
    overhang_nm = {net.name: wire_overhang_nm(net.width_nm or width_nm) for net in problem.nets}

    def drawn_nm(gap_nm: int | None, one_nm: int, other_nm: int) -> int:
        return (gap_nm or space_nm) + one_nm + other_nm + ROUNDING_NM

    return replace(
        problem,
        pairs=tuple(
            Pair(
                each.name,
                each.first,
                each.second,
                drawn_nm(each.gap_nm, overhang_nm[each.first], overhang_nm[each.second]),
                each.skew_nm,
            )
            for each in design.pairs
            if {each.first, each.second} <= set(joined)
        ),
        matches=tuple(
            Match(
                each.name,
                matching(each.nets, joined),
                each.tolerance_nm,
                each.own_spacings,
                each.highest_nm,
            )
            for each in design.matches
            if len(matching(each.nets, joined)) > 1
        ),
        shields=tuple(
            Shield(
                each.net,
                each.by,
                each.width_nm or width_nm,
                drawn_nm(
                    each.gap_nm, overhang_nm[each.net], wire_overhang_nm(each.width_nm or width_nm)
                ),
            )
            for each in design.shields
            if {each.net, each.by} <= set(joined)
        ),
    )


def left_out(problem: RoutingProblem) -> tuple[Note, ...]:
    """Return what `within` leaves out of a problem, whose nets planes have taken."""
    here = {net.name for net in problem.nets}
    why = "a net of it lies in a plane and has no lines of its own here"
    lost: list[tuple[str, tuple[str, ...]]] = [
        (f"pair {each.name}", (each.first, each.second))
        for each in problem.pairs
        if not {each.first, each.second} <= here
    ]
    lost += [
        (f"shield of {each.net}", (each.net,))
        for each in problem.shields
        if not {each.net, each.by} <= here
    ]
    return tuple(Note(what, why, nets) for what, nets in lost)


def within(problem: RoutingProblem) -> RoutingProblem:
    """Return a problem without the pairs, groups and shields of nets that it does not have."""
    here = {net.name for net in problem.nets}
    return replace(
        problem,
        pairs=tuple(each for each in problem.pairs if {each.first, each.second} <= here),
        matches=tuple(
            replace(each, nets=tuple(net for net in each.nets if net in here))
            for each in problem.matches
            if len(here.intersection(each.nets)) > 1
        ),
        shields=tuple(each for each in problem.shields if {each.net, each.by} <= here),
    )
