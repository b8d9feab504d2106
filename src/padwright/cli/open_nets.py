"""What is said of nets that stay open: those that cannot be wired, and by what, come first."""

from collections.abc import Iterator, Sequence

from padwright.route.proving.telling import UNPROVED, told
from padwright.route.routing import Routing

#: Open nets beyond so many lines, and names beyond so many on a line, are counted only; the
#: solution has them all.
_MOST_LINES, _MOST_NAMED = 20, 12


def open_text(routing: Routing, least: int) -> Iterator[str]:
    """Yield lines about the open nets of a routing.

    Parameters
    ----------
    routing
        What was routed.
    least
        How many nets stay open in any wiring, as far as that is proved.
    """
    rows = sorted(told(routing), key=lambda row: row.reason.endswith(UNPROVED))
    if rows:
        count = len(routing.unrouted)
        known = {0: "not proved of any that it has to be", count: "no wiring has fewer (proved)"}
        fewest = known.get(least, f"at least {least} in any wiring (proved)")
        yield f"  open         {count}, {fewest}"
    for row in rows[:_MOST_LINES]:
        yield f"  open: {_named(row.nets)}: {row.reason}"
        if row.others:
            yield f"        the others of these nets: {_named(row.others)}"
        if row.box_nm is not None:
            left, bottom, right, top = (value / 1000 for value in row.box_nm)
            yield f"        at x {left:.1f} to {right:.1f} um, y {bottom:.1f} to {top:.1f} um"
    if len(rows) > _MOST_LINES:
        yield f"  and {sum(len(row.nets) for row in rows[_MOST_LINES:])} more"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
