"""Pairs, groups, shields and longest lengths in the fan-out bench format, lengths in um.

Keys beside those of the format: ``longest`` of a net; ``pairs`` with name, first, second, gap and
skew; ``matches`` with name, nets, tolerance, own_spacings and highest; ``shields`` with net, by,
width and gap. Skew, own_spacings and highest may be left out.
"""

from dataclasses import replace

from padwright.route.problem import Match, Pair, RoutingProblem, Shield
from padwright.route.reading.fields import Fields


def with_read_demands(problem: RoutingProblem, fields: Fields) -> RoutingProblem:
    """Return a problem with what its file asks of single nets."""
    longest = {
        each.text("name"): each.nm("longest")
        for each in fields.objects("nets")
        if "longest" in each
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
                each.nm_or_none("skew"),
            )
            for each in fields.objects_if_any("pairs")
        ),
        matches=tuple(
            Match(
                each.text("name"),
                each.texts("nets"),
                each.nm("tolerance"),
                each.whole("own_spacings") if "own_spacings" in each else 2,
                each.nm_or_none("highest"),
            )
            for each in fields.objects_if_any("matches")
        ),
        shields=tuple(
            Shield(each.text("net"), each.text("by"), each.nm("width"), each.nm("gap"))
            for each in fields.objects_if_any("shields")
        ),
    )
