"""What of an earlier wiring can stay in a changed problem: whole, clean, and as it is asked now.

The nets of a pair, and a net with the lines of its shield, stay or move together; the other lines
of the net to which a shield belongs are a matter of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from padwright.model.routing_spec import Angles
from padwright.route.again.company import Company, companies, lines_of_shield
from padwright.route.bundles.lengths import measured
from padwright.route.bundles.pair_rules import shield_lines
from padwright.route.judging.blame import blamed
from padwright.route.judging.verify import open_nets, violations
from padwright.route.octilinear.tries import demanding
from padwright.route.octilinear.wires import crooked
from padwright.route.problem import RoutingProblem
from padwright.route.routing import STOPPED, Note, Routing, Via, Wire
from padwright.route.rules_at import via_land_nm, width_nm

#: Demands that concern the nets of one company alone.
_OF_COMPANY = frozenset({"pair", "shield"})


@dataclass(frozen=True, slots=True)
class Stay:
    """What stays of an earlier wiring.

    Of nets that move only the lines are in ``routing`` that shield others which stay; these are
    ``shields``, company by company. ``notes`` are those of what stays, and ``lands`` the lands that
    nets of pools had, also those of nets that move.
    """

    routing: Routing
    shields: dict[Company, frozenset[Wire]]
    notes: tuple[Note, ...]
    lands: dict[str, str]

    def less(self, problem: RoutingProblem, nets: Collection[str]) -> "Stay":
        """Return what stays when more nets move, and with them their company."""
        gone = set(nets)
        for company in self.shields:
            if gone.intersection(company.nets):
                gone.update(company.nets)
        shields = {each: lines for each, lines in self.shields.items() if each.nets[0] not in gone}
        held = set(problem.wires).union(*shields.values())
        given = set(problem.vias)
        loose = set().union(*self.shields.values()) - held
        return replace(
            self,
            routing=replace(
                self.routing,
                wires=tuple(
                    w
                    for w in self.routing.wires
                    if w in held or (w.net not in gone and w not in loose)
                ),
                vias=tuple(v for v in self.routing.vias if v in given or v.net not in gone),
                assignment=tuple(pair for pair in self.routing.assignment if pair[0] not in gone),
            ),
            shields=shields,
            notes=tuple(note for note in self.notes if not gone.intersection(note.nets)),
        )

    def moving(self, problem: RoutingProblem) -> set[str]:
        """Return the nets that are not whole in what stays, and those that keep them company."""
        return set(open_nets(problem, self.routing)) | {
            name
            for company in companies(problem)
            if company not in self.shields
            for name in company.nets
        }


def holds(problem: RoutingProblem, before: Routing, angles: Angles) -> bool:
    """Return whether a routing is one of the problem as it is, and open nets are those it names."""
    known = usable(problem, before, angles)
    if set(known.wires) != set(before.wires) or set(known.vias) != set(before.vias):
        return False
    if known.assignment != before.assignment:
        return False
    if any(each.reason == STOPPED for each in before.unrouted) or violations(problem, before):
        return False
    if set(open_nets(problem, before)) != {each.net for each in before.unrouted}:
        return False
    return measured(problem, before) == before.lengths


def what_can_stay(problem: RoutingProblem, before: Routing, angles: Angles) -> Stay:
    """Return the wiring of the nets that are still whole, clean and as they are asked for."""
    known = usable(problem, before, angles)
    told = {note.what for note in before.notes}
    here = companies(problem)
    stay = Stay(
        replace(known, notes=before.notes),
        {each: lines_of_shield(problem, each, known) for each in here},
        before.notes,
        dict(known.assignment),
    )
    now = measured(problem, known)
    old = set(before.lengths)
    changed = {
        row.net
        for each in here
        if each.name not in told
        for row in old.symmetric_difference(now)
        if row.demand in _OF_COMPANY and row.net in each.nets
    }
    changed |= {row.net for row in now if row.demand == "longest" and not row.met} - {
        row.net for row in old if row.demand == "longest" and not row.met
    }
    stay = stay.less(problem, changed)
    stay = stay.less(problem, stay.moving(problem))
    names = {net.name for net in problem.nets}
    stay = stay.less(problem, blamed(violations(problem, stay.routing), names))
    # a net that hung together by the lines of a shield that is gone
    stay = stay.less(problem, stay.moving(problem))
    return replace(stay, routing=replace(stay.routing, notes=()))


def must_move(problem: RoutingProblem, before: Routing) -> list[str]:
    """Return the nets that cannot stay as they were, sorted."""
    return sorted(what_can_stay(problem, before, "any").moving(problem))


def usable(problem: RoutingProblem, before: Routing, angles: Angles) -> Routing:
    """Return an earlier wiring less what means nothing in a problem, behind what is given.

    Nets go that are not there any more, and the wiring of nets that lies on levels that are gone,
    has another width than is asked for now, or other angles.
    """
    net_of = {net.name: net for net in problem.nets}
    given_wires, given_vias = set(problem.wires), set(problem.vias)
    wires = tuple(wire for wire in before.wires if wire not in given_wires)
    vias = tuple(via for via in before.vias if via not in given_vias)
    shields = shield_lines(problem)

    def as_asked(wire: Wire) -> bool:
        net = net_of.get(wire.net)
        if net is None or not 0 <= wire.level < problem.levels or len(set(wire.points_nm)) < 2:
            return False
        return wire.width_nm == width_nm(problem, net, wire.level) or (
            (wire.net, wire.width_nm) in shields
        )

    bad = {wire.net for wire in wires if not as_asked(wire)}
    bad |= {via.net for via in vias if via.net not in net_of or not _is_via(problem, via)}
    if angles == "octilinear":
        bad |= {v.first for v in crooked(replace(before, wires=wires))} - demanding(problem)
    return Routing(
        problem.wires + tuple(wire for wire in wires if wire.net not in bad),
        problem.vias + tuple(via for via in vias if via.net not in bad),
        (),
        _lands(problem, before),
    )


def _is_via(problem: RoutingProblem, via: Via) -> bool:
    """Return whether a via is one that the rules of the problem ask for."""
    if not 0 <= via.lower_level <= via.upper_level < problem.levels:
        return False
    levels = range(via.lower_level, via.upper_level + 1)
    if via.land_diameters_nm and len(via.land_diameters_nm) != len(levels):
        return False
    return all(via.land_nm(level) == via_land_nm(problem, level) for level in levels)


def _lands(problem: RoutingProblem, before: Routing) -> tuple[tuple[str, str], ...]:
    """Return the lands that nets of pools may keep, each for one net."""
    pools = {pool.name: set(pool.terminals) for pool in problem.pools}
    left = {net.name: pools[net.pool] for net in problem.nets if net.pool is not None}
    found: dict[str, str] = {}
    for net, land in before.assignment:
        if land in left.get(net, ()) and net not in found and land not in found.values():
            found[net] = land
    return tuple(found.items())
