"""The nets that move as a problem of its own, and its answer as one of the whole problem."""

from collections.abc import Callable, Collection
from dataclasses import replace

from padwright.route.again.company import companies
from padwright.route.again.drawn import too_near_as_drawn
from padwright.route.again.staying import Stay
from padwright.route.again.surroundings import (
    SEEN_PITCHES,
    Surroundings,
    Way,
    part_of,
    pitch_nm,
    straight_ways,
)
from padwright.route.bundles.lengths import measured
from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Net, RoutingProblem
from padwright.route.routing import STOPPED, Routing, RoutingCancelledError, Unrouted
from padwright.route.rules_at import mates_of

#: So often what new wiring hit beyond the part that was looked at is added to it.
_WIDENINGS = 3


class Part:
    """Some nets of a problem that are to be routed beside wiring that stays.

    Parameters
    ----------
    problem
        The whole problem.
    stay
        What stays, nothing of the nets that move but lines of shields.
    moving
        The nets to route.
    lands_stay
        Whether nets of pools keep the lands that they had.
    """

    def __init__(
        self, problem: RoutingProblem, stay: Stay, moving: Collection[str], *, lands_stay: bool
    ) -> None:
        self._problem, self._stay, self._moving = problem, stay, set(moving)
        kept = dict(stay.routing.assignment)
        taken = set(kept.values())
        had = stay.lands.items() if lands_stay else ()
        self._lands = kept | {
            net: land for net, land in had if net in self._moving and land not in taken
        }
        self._task = self._whole_task()

    def _whole_task(self) -> RoutingProblem:
        """Return the problem of the nets that move with everything else given."""
        problem, taken = self._problem, set(self._lands.values())
        pools = {
            pool.name: replace(pool, terminals=tuple(t for t in pool.terminals if t not in taken))
            for pool in problem.pools
        }
        # lands that nobody is to choose are lands without a net
        chosen = {
            net.pool
            for net in problem.nets
            if net.name in self._moving and net.name not in self._lands
        }
        moving = [each for each in companies(problem) if each not in self._stay.shields]
        alone = {name for each in moving for name in each.nets}
        return replace(
            problem,
            nets=tuple(
                self._asked(net)
                for net in problem.nets
                if net.pool is None or net.name in self._lands or pools[net.pool].terminals
            ),
            pools=tuple(p for p in pools.values() if p.terminals and p.name in chosen),
            pairs=tuple(each for each in problem.pairs if each.first in alone),
            shields=tuple(each for each in problem.shields if each.net in alone),
            matches=tuple(m for m in problem.matches if self._moving.intersection(m.nets)),
            mates=tuple(sorted((min(pair), max(pair)) for pair in mates_of(problem))),
            wires=self._stay.routing.wires,
            vias=self._stay.routing.vias,
        )

    def _asked(self, net: Net) -> Net:
        if net.name in self._lands:
            net = replace(net, terminals=(*net.terminals, self._lands[net.name]), pool=None)
        return net if net.name in self._moving else replace(net, longest_nm=None)

    def routed(self, afresh: Callable[[RoutingProblem], Routing]) -> Routing | None:
        """Return the routing of the whole problem, or None when none is clean.

        Parameters
        ----------
        afresh
            Routes a problem.
        """
        task = self._task
        around = Surroundings(task, self._stay.routing)
        nets, lands = self._needed(), set[str]()
        ways = self._ways()
        for turn in range(_WIDENINGS + 1):
            whole = turn == _WIDENINGS
            if not whole:
                near = around.near(ways, SEEN_PITCHES * pitch_nm(task))
                nets, lands = nets | near[0], lands | near[1]
            part = task if whole else part_of(task, nets, lands)
            try:
                answer = self._whole(part, afresh(part))
            except RoutingCancelledError as stopped:
                raise RoutingCancelledError.of(stopped, self._reached(part, stopped)) from stopped
            bad = violations(self._problem, answer)
            bad += too_near_as_drawn(self._problem, answer, self._moving)
            hit = {name for v in bad for name in (v.first, v.second)}
            if not hit:
                return answer
            beyond = hit.intersection(net.name for net in task.nets) - nets
            if whole or not beyond:
                break
            ways += [wire.points_nm for wire in answer.wires if wire.net in self._moving]
            nets |= beyond
        return None

    def _needed(self) -> set[str]:
        """Return the nets without which those that move cannot be asked for."""
        task = self._task
        names = {net.name for net in task.nets if net.name in self._moving}
        names |= {name for match in task.matches for name in match.nets}
        return names | {shield.by for shield in task.shields}

    def _ways(self) -> list[Way]:
        """Return where nets that move begin, and their straight ways to the lands that they had."""
        place = {t.name: (t.x_nm, t.y_nm) for t in self._problem.terminals}
        begins = [
            (place[land],)
            for net in self._problem.nets
            if net.name in self._moving
            for land in net.terminals
        ]
        return [*begins, *straight_ways(self._problem, self._moving, self._stay.lands)]

    def _whole(self, part: RoutingProblem, new: Routing) -> Routing:
        """Return the answer to a part with everything that stays."""
        given_wires, given_vias = set(part.wires), set(part.vias)
        stays, again = self._stay, {f"group {match.name}" for match in part.matches}
        notes = [note for note in stays.notes if note.what not in again]
        routing = Routing(
            stays.routing.wires + tuple(w for w in new.wires if w not in given_wires),
            stays.routing.vias + tuple(v for v in new.vias if v not in given_vias),
            (),
            tuple({**self._lands, **dict(new.assignment)}.items()),
            notes=tuple(dict.fromkeys([*notes, *new.notes])),
        )
        missing = open_nets(self._problem, routing)
        why = {each.net: each for each in new.unrouted}
        no_land = "no land of its pool is left"
        routing = replace(
            routing,
            unrouted=tuple(why.get(name, Unrouted(name, no_land, None)) for name in missing),
            assignment=tuple(pair for pair in routing.assignment if pair[0] not in missing),
        )
        return replace(routing, lengths=measured(self._problem, routing))

    def _reached(self, part: RoutingProblem, stopped: RoutingCancelledError) -> Routing:
        """Return what was reached when the work was stopped."""
        reached = self._whole(part, stopped.routing)
        if violations(self._problem, reached):
            reached = self._whole(part, Routing(part.wires, part.vias, ()))
        left = tuple(Unrouted(each.net, STOPPED, None) for each in reached.unrouted)
        return replace(reached, unrouted=left)
