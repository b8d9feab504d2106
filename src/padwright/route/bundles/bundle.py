"""Nets that run side by side: which ones, in which order, and how far from the middle.

A bundle is routed as one thick line and is split afterwards into lines at exact distances from its
middle; `padwright.route.bundles.dock` says how it is joined to the lands.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from padwright.route.bundles.clearance import GRID_NM
from padwright.route.bundles.offset import CHORD_NM
from padwright.route.problem import Net, Pair, RoutingProblem, Shield, Terminal
from padwright.route.routing import Note
from padwright.route.rules_at import level_spacing_nm, net_spacing_nm, width_nm


@dataclass(frozen=True, slots=True)
class Bundle:
    """One or two nets with two lands each, and a shield on either side or none.

    ``ends`` has for either end the terminals of the nets in their order.
    """

    name: str
    nets: tuple[Net, ...]
    ends: tuple[tuple[Terminal, ...], tuple[Terminal, ...]]
    pair: Pair | None = None
    shield: Shield | None = None

    @property
    def closed_levels(self) -> tuple[int, ...]:
        """The levels on which one of its nets has no wires."""
        return tuple(sorted({level for net in self.nets for level in net.closed_levels}))


class Track(NamedTuple):
    """One line of a bundle: its net, width, and distance to the left of the middle."""

    net: str
    width_nm: int
    left_nm: float
    shields: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The lines of a bundle on one level from left to right, half its width, and its spacing."""

    tracks: tuple[Track, ...]
    half_nm: float
    spacing_nm: int


def bundles(problem: RoutingProblem) -> tuple[list[Bundle], list[Note]]:
    """Return the bundles of a problem, and why what else was asked for cannot be one."""
    net_of = {net.name: net for net in problem.nets}
    land_of = {t.name: t for t in problem.terminals}
    shield_of = {shield.net: shield for shield in problem.shields}
    found: list[Bundle] = []
    notes: list[Note] = []
    paired: set[str] = set()

    def add(what: str, nets: tuple[Net, ...], pair: Pair | None, shield: Shield | None) -> None:
        long = [net.name for net in nets if len(net.terminals) != 2 or net.pool]
        if long:
            reason = f"net {long[0]!r} has not two lands that are given"
            notes.append(Note(what, reason, tuple(net.name for net in nets)))
            return
        lands = [tuple(land_of[name] for name in net.terminals) for net in nets]
        found.append(Bundle(what, nets, _ends(lands), pair, shield))

    for pair in problem.pairs:
        nets = (net_of[pair.first], net_of[pair.second])
        paired |= {pair.first, pair.second}
        shield = shield_of.get(pair.first) or shield_of.get(pair.second)
        add(f"pair {pair.name}", nets, pair, shield)
    for shield in problem.shields:
        if shield.net not in paired:
            add(f"shield of {shield.net}", (net_of[shield.net],), None, shield)
    return found, notes


def _ends(
    lands: list[tuple[Terminal, ...]],
) -> tuple[tuple[Terminal, ...], tuple[Terminal, ...]]:
    """Return the lands of either end: those that are near to each other."""
    if len(lands) == 1:
        return (lands[0][0],), (lands[0][1],)
    (a, b), (c, d) = lands
    if _gap(a, c) + _gap(b, d) <= _gap(a, d) + _gap(b, c):
        return (a, c), (b, d)
    return (a, d), (b, c)


def _gap(a: Terminal, b: Terminal) -> float:
    return float(np.hypot(a.x_nm - b.x_nm, a.y_nm - b.y_nm))


def profile(problem: RoutingProblem, bundle: Bundle, level: int, *, first_left: bool) -> Profile:
    """Return the lines of a bundle on a level.

    Between its own lines the gaps hold that were asked for, and the spacing of the level, not that
    of a class, which is for what is beside the bundle.

    Parameters
    ----------
    first_left
        Whether the first net of a pair is to the left of the second one.
    """
    nets = bundle.nets if first_left else bundle.nets[::-1]
    members = [(net.name, width_nm(problem, net, level), False) for net in nets]
    spacings = [net_spacing_nm(problem, net, level) for net in nets]
    gaps = [float(bundle.pair.gap_nm)] if bundle.pair else []
    if bundle.shield:
        line = (bundle.shield.by, bundle.shield.width_nm, True)
        members = [line, *members, line]
        gaps = [float(bundle.shield.gap_nm), *gaps, float(bundle.shield.gap_nm)]
    room = level_spacing_nm(problem, level) + GRID_NM + (CHORD_NM if bundle.shield else 0.0)
    gaps = [max(gap, room) for gap in gaps]
    whole = sum(member[1] for member in members) + sum(gaps)
    tracks = []
    at = whole / 2
    for (net, width, shields), gap in zip(members, [*gaps, 0.0], strict=True):
        tracks.append(Track(net, width, at - width / 2, shields))
        at -= width + gap
    return Profile(tuple(tracks), whole / 2, max(spacings))
