"""Pairs, groups, shields and longest lengths in the fan-out bench format, lengths in um.

Keys beside those of the format: ``longest`` of a net; ``pairs`` with name, first, second, gap and
skew; ``matches`` with name, nets, tolerance, own_spacings and highest; ``shields`` with net, by,
width and gap. Skew, own_spacings and highest may be left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from padwright.base.errors import InputError
from padwright.route.problem import Match, Pair, RoutingProblem, Shield
from padwright.route.routing import Routing


class Reader(Protocol):
    """One JSON object with the place it was found at."""

    data: Any
    where: str

    def text(self, key: str) -> str:
        """Return a name."""

    def whole(self, key: str) -> int:
        """Return a whole number."""

    def nm(self, key: str) -> int:
        """Return a length in nanometres."""

    def items(self, key: str) -> list[Any]:
        """Return a list."""

    def objects(self, key: str) -> Sequence["Reader"]:
        """Return a list of objects."""


def with_read_demands(problem: RoutingProblem, reader: Reader) -> RoutingProblem:
    """Return a problem with what its file asks of single nets."""
    longest = {
        each.text("name"): each.nm("longest")
        for each in reader.objects("nets")
        if "longest" in each.data
    }
    return replace(
        problem,
        nets=tuple(replace(n, longest_nm=longest.get(n.name, n.longest_nm)) for n in problem.nets),
        pairs=tuple(
            Pair(
                each.text("name"),
                each.text("first"),
                each.text("second"),
                each.nm("gap"),
                each.nm("skew") if "skew" in each.data else None,
            )
            for each in _objects(reader, "pairs")
        ),
        matches=tuple(
            Match(
                each.text("name"),
                _names(each, "nets"),
                each.nm("tolerance"),
                each.whole("own_spacings") if "own_spacings" in each.data else 2,
                each.nm("highest") if "highest" in each.data else None,
            )
            for each in _objects(reader, "matches")
        ),
        shields=tuple(
            Shield(each.text("net"), each.text("by"), each.nm("width"), each.nm("gap"))
            for each in _objects(reader, "shields")
        ),
    )


def told_lengths(routing: Routing) -> dict[str, Any]:
    """Return the lengths and notes of a routing as a solution writes them; nothing without any."""
    told: dict[str, Any] = {}
    if routing.lengths:
        told["lengths"] = [
            {
                "net": each.net,
                "demand": each.demand,
                "group": each.group,
                "length": each.length_um,
                "short": each.short_um,
                "coupled": each.coupled_um,
                "limit": each.limit_um,
                "met": each.met,
            }
            for each in routing.lengths
        ]
    if routing.notes:
        told["notes"] = [
            {"what": each.what, "reason": each.reason, "nets": list(each.nets)}
            for each in routing.notes
        ]
    return told


def _objects(reader: Reader, key: str) -> Sequence[Reader]:
    return reader.objects(key) if key in reader.data else ()


def _names(reader: Reader, key: str) -> tuple[str, ...]:
    names = reader.items(key)
    for name in names:
        if not isinstance(name, str):
            raise InputError(
                f"{name!r} is no net's name", where=f"{reader.where}.{key}", fix="write a name"
            )
    return tuple(names)
