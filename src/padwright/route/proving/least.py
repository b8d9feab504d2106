"""How many nets stay open whatever is done, as far as proofs say."""

from collections.abc import Iterable

from padwright.route.routing import Cut


def least_open(cuts: Iterable[Cut]) -> int:
    """Return what proofs that share no net say in sum, those that say most first."""
    counted: set[str] = set()
    least = 0
    for cut in sorted(set(cuts), key=lambda cut: (cut.lines - len(cut.nets), cut.nets)):
        if counted.isdisjoint(cut.nets):
            counted.update(cut.nets)
            least += len(cut.nets) - cut.lines
    return least
