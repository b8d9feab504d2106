"""Which nets have to go for nothing to be violated."""

from collections import Counter
from collections.abc import Collection, Sequence

from padwright.route.judging.verify import Violation


def blamed(found: Sequence[Violation], names: Collection[str]) -> dict[str, Violation]:
    """Return nets without which nothing is violated, the worst first, each with one violation.

    The net in most violations goes first; of a violation with what stays only the other net can.

    Parameters
    ----------
    found
        What is violated.
    names
        The nets that can go.
    """
    gone: dict[str, Violation] = {}
    left = list(found)
    while left:
        count = Counter(
            name
            for v in left
            for name in ([v.first] if v.stays else dict.fromkeys((v.first, v.second)))
            if name in names
        )
        if not count:
            break
        worst = max(sorted(count), key=count.__getitem__)
        gone[worst] = next(v for v in left if worst in {v.first, v.second})
        left = [v for v in left if worst != v.first and (v.stays or worst != v.second)]
    return gone
