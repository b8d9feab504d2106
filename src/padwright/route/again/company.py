"""Which nets stay or move together: those of a pair, and a net with the lines of its shield."""

from dataclasses import dataclass

from padwright.route.bundles.lengths import beside_um, level_gaps_nm
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing, Wire

#: A line of the net of a shield belongs to the shield when more than this part of it runs beside.
_BESIDE_PART = 0.5


@dataclass(frozen=True, slots=True)
class Company:
    """Nets that stay or move together, called as notes call them, and the net of their shield."""

    name: str
    nets: tuple[str, ...]
    by: str | None = None


def companies(problem: RoutingProblem) -> tuple[Company, ...]:
    """Return the pairs and the shielded nets of a problem."""
    by = {shield.net: shield.by for shield in problem.shields}
    found = [
        Company(f"pair {p.name}", (p.first, p.second), by.get(p.first) or by.get(p.second))
        for p in problem.pairs
    ]
    paired = {name for each in found for name in each.nets}
    found += [
        Company(f"shield of {net}", (net,), other) for net, other in by.items() if net not in paired
    ]
    return tuple(found)


def lines_of_shield(problem: RoutingProblem, company: Company, routing: Routing) -> frozenset[Wire]:
    """Return the lines of the shield of a company: those that run beside its nets."""
    found: set[Wire] = set()
    own = [wire for wire in routing.wires if wire.net in company.nets]
    for shield in problem.shields:
        if shield.net not in company.nets:
            continue
        gaps = level_gaps_nm(problem, shield.gap_nm)
        found |= {
            wire
            for wire in routing.wires
            if wire.net == shield.by
            and wire.width_nm == shield.width_nm
            and beside_um([wire], own, gaps) > _BESIDE_PART * wire.length_um
        }
    return frozenset(found - set(problem.wires))
