"""Where the lines of a shield are joined to their net, and what of that net they make needless."""

import math
from collections.abc import Sequence
from dataclasses import replace

from padwright.route.bundles.bundled import Moored
from padwright.route.judging.verify import open_nets
from padwright.route.problem import RoutingProblem, Terminal
from padwright.route.routing import Routing, Via, Wire

#: An end of a shield is joined when a land of its net is nearer than this part of the way between
#: both ends; the nearer end always is.
_NEAR_PART = 0.5
#: Lines of the net that are longer than this part of a shield go when the shield does for them.
_LONG_PART = 0.4


def joined_ends(problem: RoutingProblem, moored: Moored) -> tuple[tuple[int, int], ...]:
    """Return which ends of the two shields of a bundle are joined: end and place in its dock."""
    shield = moored.bundle.shield
    if shield is None or shield.planes:
        return ()
    net = next(net for net in problem.nets if net.name == shield.by)
    lands = [t for t in problem.terminals if t.name in net.terminals]

    def away(end: int, k: int) -> float:
        place = moored.docks[end].shield_ends_nm[k]
        return min(math.dist(place, (t.x_nm, t.y_nm)) for t in lands)

    long = math.dist(moored.docks[0].mouth_nm, moored.docks[1].mouth_nm)
    chosen: list[tuple[int, int]] = []
    for k in range(2):
        ends = sorted([(away(0, k), 0, k), (away(1, 1 - k), 1, 1 - k)])
        chosen += [(end, at) for gap, end, at in ends[:1]]
        chosen += [(end, at) for gap, end, at in ends[1:] if gap <= _NEAR_PART * long]
    return tuple(sorted(chosen))


class ShieldNet:
    """What of the net of a shield hangs together."""

    def __init__(self, problem: RoutingProblem, name: str, vias: Sequence[Via]) -> None:
        self._problem = problem
        self._net = next(net for net in problem.nets if net.name == name)
        self._vias = tuple(via for via in vias if via.net == name)

    def joins(self, wires: Sequence[Wire], marks: Sequence[tuple[int, int, int]]) -> bool:
        """Return whether wires join all lands of the net and some places (x, y, level)."""
        terminals = tuple(  # no name that is read from a file begins so
            Terminal(f"\0mark {i}", x, y, 1, level) for i, (x, y, level) in enumerate(marks)
        )
        net = replace(
            self._net, terminals=(*self._net.terminals, *(mark.name for mark in terminals))
        )
        asked = replace(
            self._problem, terminals=(*self._problem.terminals, *terminals), nets=(net,)
        )
        own = tuple(wire for wire in wires if wire.net == net.name)
        return not open_nets(asked, Routing(own, self._vias, ()))

    def joined(self, wires: Sequence[Wire], shields: Sequence[Wire]) -> tuple[Wire, ...]:
        """Return the shields that hang on the net."""
        whole = (*wires, *shields)
        return tuple(
            shield
            for shield in shields
            if self.joins(whole, [(*shield.points_nm[0], shield.level)])
        )

    def needed(self, wires: Sequence[Wire], shields: Sequence[Wire]) -> tuple[Wire, ...]:
        """Return wires less the long ones of the net that its shields do the work of.

        ``wires`` are all wires but those of ``shields``.
        """
        if not shields:
            return tuple(wires)
        ends = [(*p, s.level) for s in shields for p in (s.points_nm[0], s.points_nm[-1])]
        kept = list(wires)
        touched = {p for wire in wires if wire.net == self._net.name for p in wire.points_nm}
        marks = [end for end in ends if end[:2] in touched]
        long = _LONG_PART * min(wire.length_um for wire in shields)
        mine = [w for w in wires if w.net == self._net.name and w.length_um > long]
        for wire in sorted(mine, key=lambda each: (-each.length_um, each.points_nm)):
            if wire in self._problem.wires:
                continue
            rest = [each for each in kept if each is not wire]
            left = {p for each in rest if each.net == self._net.name for p in each.points_nm}
            if all(mark[:2] in left for mark in marks) and self.joins((*rest, *shields), marks):
                kept = rest
        return tuple(kept)
